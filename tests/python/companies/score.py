"""Compares an audited company with its files of truth (README.md)."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

ANY_CHECK = "*"


@dataclass(frozen=True)
class Verdict:
    """One row of a check: `guilty` is None where it is not judged."""

    check: str
    record: str
    handoff: str
    guilty: bool | None
    reason: str


@dataclass(frozen=True)
class Label:
    """One row of a truth file."""

    check: str
    record: str
    handoff: str = ""
    family: str = ""
    fault: str = ""

    def is_about(self, verdict: Verdict) -> bool:
        """Whether the row of the check has the labelled record between separators."""
        return (
            self.check in (ANY_CHECK, verdict.check)
            and self.handoff in ("", verdict.handoff)
            and bool(re.search(rf"(?:^|/){re.escape(self.record)}(?:$|[/:])", verdict.record))
        )


@dataclass
class Score:
    """What the audit found, missed, accused wrongly and left without a verdict."""

    found: Counter[str] = field(default_factory=Counter)
    planted: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    false_rows: list[str] = field(default_factory=list)
    right_rows: Counter[str] = field(default_factory=Counter)
    wrong_rows: Counter[str] = field(default_factory=Counter)
    unjudged: dict[str, float] = field(default_factory=dict)
    unexpected: list[str] = field(default_factory=list)

    def recall(self, family: str) -> float:
        """Share of the planted faults of a family that were found."""
        return self.found[family] / self.planted[family]

    def precision(self, check: str) -> float:
        """Share of the rows in violation of a check that have a label."""
        rows = self.right_rows[check] + self.wrong_rows[check]
        return self.right_rows[check] / rows if rows else 1.0


def score(database: Path, truth: Path) -> Score:
    """Holds all evidence of `database` against the truth files in the folder `truth`.

    The truth is about records. What the stack of a drawn company leaves out of its contracts is no
    fault of a record, so the checks of declarations do not count.
    """
    verdicts = _verdicts(database)
    faults, allowed = _labels(truth / "faults.csv"), _labels(truth / "consequences.csv")
    undecidable = _labels(truth / "undecidable.csv")
    by_check: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        by_check[verdict.check].append(verdict)
    result = Score()
    _count_faults(result, faults, by_check)
    for verdict in verdicts:
        if verdict.guilty:
            if any(label.is_about(verdict) for label in faults):
                result.right_rows[verdict.check] += 1
            elif not any(label.is_about(verdict) for label in allowed):
                result.wrong_rows[verdict.check] += 1
                result.false_rows.append(f"{verdict.check}: {verdict.record} ({verdict.handoff})")
        elif verdict.guilty is None and not any(
            label.is_about(verdict) for label in [*undecidable, *faults, *allowed]
        ):
            result.unexpected.append(f"{verdict.check}: {verdict.record}: {verdict.reason}")
    for check, rows in by_check.items():
        result.unjudged[check] = (
            sum(row.guilty is None for row in rows) / len(rows) if rows else 0.0
        )
    return result


def _count_faults(result: Score, faults: list[Label], by_check: dict[str, list[Verdict]]) -> None:
    rows_of: dict[tuple[str, str], list[Label]] = defaultdict(list)
    for label in faults:
        rows_of[label.family, label.fault].append(label)
    for (family, fault), labels in rows_of.items():
        result.planted[family] += 1
        seen = [
            verdict
            for label in labels
            for verdict in by_check[label.check]
            if label.is_about(verdict)
        ]
        if any(verdict.guilty for verdict in seen):
            result.found[family] += 1
        else:
            places = ", ".join(f"{label.check}: {label.record}" for label in labels)
            shown = "; ".join(f"{row.guilty} {row.reason}" for row in seen) or "not in scope"
            result.missed.append(f"{family} {fault}: {places} ({shown})")


def _labels(path: Path) -> list[Label]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Label(
                row["check"],
                row["record"],
                row.get("handoff") or "",
                row.get("family") or "",
                row.get("fault") or "",
            )
            for row in csv.DictReader(file)
        ]


def _verdicts(database: Path) -> list[Verdict]:
    with duckdb.connect(str(database), read_only=True) as con:
        checks = con.execute(
            "select table_name from information_schema.tables"
            " where table_schema = 'evidence' and table_name not in"
            " (select check_id from results.check_results where area = 'contracts')"
            " order by table_name"
        ).fetchall()
        # What a check lists without a verdict of its own is no accusation and no find.
        judged = {
            check
            for (check,) in con.execute(
                "select check_id from results.check_results where status in ('pass', 'fail')"
            ).fetchall()
        }
        # These companies declare no loads and export no descriptions of fields, so most rows of
        # the set-up have no verdict. Its violations count like all others.
        of_set_up = {
            check
            for (check,) in con.execute(
                "select check_id from results.check_results where area = 'feasibility'"
            ).fetchall()
        }
        found = []
        for (check,) in checks:
            cursor = con.execute(f'from evidence."{check}"')
            names = [column[0] for column in cursor.description or []]
            for cells in cursor.fetchall():
                row = dict(zip(names, cells, strict=True))
                is_decided = check in judged and row["is_violation"] is not None
                if check in of_set_up and not is_decided:
                    continue
                found.append(
                    Verdict(
                        check,
                        str(row["record_id"]),
                        row["handoff_id"] or "",
                        row["is_violation"] if check in judged else None,
                        # A check that can judge every row has no such column.
                        row.get("not_judged_because") or "",
                    )
                )
        return found


def shown(result: Score) -> str:
    """The score as text: recall per family, precision per check, and every wrong row."""
    lines = [
        f"{family}: {result.found[family]} of {count}"
        for family, count in sorted(result.planted.items())
    ]
    lines += [
        f"{check}: precision {result.precision(check):.2f}, {count} false rows"
        for check, count in sorted(result.wrong_rows.items())
    ]
    lines += [
        f"{check}: {share:.1%} not judged" for check, share in result.unjudged.items() if share
    ]
    found, planted = sum(result.found.values()), sum(result.planted.values())
    total = f"found {found} of {planted}, {len(result.false_rows)} false rows"
    return "\n".join(
        [total, *lines, "", "missed:", *result.missed, "", "false:", *result.false_rows]
    )
