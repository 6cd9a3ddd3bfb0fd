"""Validates the decisions of a filled workbook and makes waivers of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cli.database import Audit
from cli.evidence.filled import Filled
from cli.evidence.tabs import (
    CHECK_ID,
    COMMENT,
    DECISION,
    DECISIONS,
    HANDOFF_ID,
    OWNER,
    RECORD_ID,
    UNTIL,
)
from cli.evidence.waivers import Waiver
from ingest.errors import Problem, UserError, closest

WAIVE, NOT_A_FAULT = "waive", "not a fault"
MOST_CHARACTERS = 1000

Key = tuple[str, str, str]


@dataclass(frozen=True)
class Decisions:
    """What a person decided: how often each decision, and the waivers."""

    counts: dict[str, int]
    waivers: tuple[Waiver, ...]


def known_records(audit: Audit) -> set[Key]:
    """Check, handoff (or nothing) and record of every violation."""
    rows = audit.rows("select distinct check_id, handoff_id, record_id from results.violations")
    # As a cell of the workbook has them: without spaces around them.
    return {
        (row["check_id"].strip(), (row["handoff_id"] or "").strip(), (row["record_id"]).strip())
        for row in rows
    }


def judge(filled: Sequence[Filled], known: set[Key], today: date) -> Decisions:
    """All decisions, if the whole file is right. Raises `UserError` with every problem."""
    problems: list[Problem] = []
    waivers: dict[Key, tuple[Filled, Waiver]] = {}
    counts: Counter[str] = Counter()
    for row in filled:
        found = list(_problems(row, known, today))
        problems += found
        decision = row[DECISION].lower()
        counts[decision] += bool(decision)
        if found or decision != WAIVE:
            continue
        waiver = Waiver(
            check_id=row[CHECK_ID],
            handoff_id=row[HANDOFF_ID],
            record_id=row[RECORD_ID],
            reason=" ".join(row[COMMENT].split()),
            owner=" ".join(row[OWNER].split()),
            expires_on=day(row[UNTIL]).isoformat(),
        )
        first, same = waivers.setdefault(waiver.key, (row, waiver))
        if same != waiver:
            problems.append(
                Problem(
                    f"the waiver differs from that of row {first.row} on the same record",
                    row.where(DECISION),
                    "write the same reason, owner and day, or leave one of them empty",
                )
            )
    if problems:
        raise UserError(problems)
    return Decisions(dict(counts), tuple(waiver for _, waiver in waivers.values()))


def _problems(row: Filled, known: set[Key], today: date) -> Iterator[Problem]:
    """What is wrong with one row, each with its cell and what is allowed."""
    decision = row[DECISION].lower()
    if decision and decision not in DECISIONS:
        guess = closest(decision, DECISIONS)
        meant = f"did you mean {guess}? " if guess else ""
        allowed = f"{meant}allowed: {', '.join(DECISIONS)}"
        yield Problem("this is not a decision", row.where(DECISION), allowed)
    if not decision and (row[OWNER] or row[UNTIL]):
        yield Problem(
            "the row has the owner or the day of a waiver, but no decision",
            row.where(DECISION),
            "write waive, or empty both cells",
        )
    if (row[CHECK_ID], row[HANDOFF_ID], row[RECORD_ID]) not in known:
        yield Problem(
            "the audit has no such violation",
            row.where(RECORD_ID),
            "allowed: check, handoff and record of a violation; "
            "fill a workbook of the latest audit with --audience internal",
        )
    if decision == NOT_A_FAULT and not row[COMMENT]:
        yield Problem("it is not said why this is not a fault", row.where(COMMENT), "write it")
    if len(row[COMMENT]) > MOST_CHARACTERS:
        yield Problem("the comment is too long", row.where(COMMENT), "allowed: 1,000 characters")
    if decision == WAIVE:
        yield from _problems_of_waiver(row, today)


def _problems_of_waiver(row: Filled, today: date) -> Iterator[Problem]:
    if not row[COMMENT]:
        yield Problem("the waiver has no reason", row.where(COMMENT), "write why it may stay")
    if not row[OWNER]:
        yield Problem("the waiver has no owner", row.where(OWNER), "write who is responsible")
    try:
        last = day(row[UNTIL])
    except ValueError:
        what = "is not a day" if row[UNTIL] else "is missing"
        yield Problem(
            f"the last day of the waiver {what}", row.where(UNTIL), "write it as 2026-12-31"
        )
        return
    if last < today:
        yield Problem(
            "the last day of the waiver is before the moment of the audit",
            row.where(UNTIL),
            f"allowed: {today.isoformat()} or later",
        )


def day(text: str) -> date:
    """The day of a cell: a date, with or without midnight. Raises `ValueError`."""
    return date.fromisoformat(text.removesuffix(" 00:00:00"))
