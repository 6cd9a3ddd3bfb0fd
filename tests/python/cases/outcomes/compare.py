"""Compares the tables of the outcomes with expected.yml; one line per wrong answer."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
from ruamel.yaml import YAML

HERE = Path(__file__).parent
JOURNEYS = "audit.audit_outcomes__journeys"
TOTALS = {
    "journeys": "count(*)",
    "accepted": "count(accepted_at)",
    "rejected": "count(rejected_at)",
    "held": "count(held_at)",
    "no_shows": "coalesce(sum(no_shows), 0)",
    "meetings_unjudged": "coalesce(sum(meetings_unjudged), 0)",
    "opportunities": "count(opportunity_at)",
    "won": "count(won_at)",
    "sources": "count(distinct source)",
}
# Half a unit of the fourth digit on either side: both may be rounded.
CLOSE = 0.0001001


class Answers:
    """The tables of one audited company."""

    def __init__(self, database: Path) -> None:
        self.con = duckdb.connect(str(database), read_only=True)

    def rows(self, table: str) -> list[dict[str, Any]]:
        cursor = self.con.execute(f"from {table}")
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def total(self, name: str) -> int:
        found = self.con.execute(f"select {TOTALS[name]} from {JOURNEYS}").fetchall()
        return int(found[0][0])


def expected_of(company: str) -> dict[str, Any]:
    text = (HERE / company / "expected.yml").read_text("utf-8")
    answer: dict[str, Any] = YAML(typ="safe").load(text)
    return answer


def is_same(found: Any, wanted: Any) -> bool:
    """Whether a cell has the value of a label; a list of a label says what will do."""
    if isinstance(wanted, list):
        return any(is_same(found, one) for one in wanted)
    if found is None or wanted is None:
        return found is wanted
    if isinstance(found, datetime | date):
        text = f"{found:%Y-%m-%d %H:%M:%S}"
        return text.startswith(str(wanted))  # a label may be a day
    if isinstance(wanted, int | float) and not isinstance(wanted, bool):
        return abs(float(Decimal(str(found))) - wanted) <= CLOSE
    return str(found) == str(wanted)


def wrong_cells(row: dict[str, Any], cells: dict[str, Any], place: str) -> list[str]:
    wrong = []
    for column, wanted in cells.items():
        if column not in row:
            wrong.append(f"{place}: there is no column {column}")
        elif not is_same(row[column], wanted):
            wrong.append(f"{place}: {column} is {row[column]!r}, not {wanted!r}")
    return wrong


def one_row(rows: list[dict[str, Any]], place: str) -> tuple[dict[str, Any], list[str]]:
    if len(rows) != 1:
        return {}, [f"{place}: {len(rows)} rows, not 1"]
    return rows[0], []


def wrong_totals(answers: Answers, totals: dict[str, int]) -> list[str]:
    found = {name: answers.total(name) for name in totals}
    return [f"{n}: {found[n]}, not {wanted}" for n, wanted in totals.items() if found[n] != wanted]


def wrong_journey(answers: Answers, label: dict[str, Any]) -> list[str]:
    """A journey is found by its moment of capture, which no other lead of the company has."""
    place = f"{label['case']} ({label['captured_at']})"
    rows = [x for x in answers.rows(JOURNEYS) if is_same(x["captured_at"], label["captured_at"])]
    row, wrong = one_row(rows, place)
    return wrong or wrong_cells(row, label["cells"], place)


def wrong_source(answers: Answers, label: dict[str, Any]) -> list[str]:
    """One row per value, however it is spelled."""
    key = {"dimension", "value", "step"}
    place = f"{label['dimension']} {label['value']}, {label['step']}"
    rows = [
        row
        for row in answers.rows("results.sources")
        if row["dimension"] == label["dimension"]
        and str(row["value"]).strip().casefold() == label["value"].casefold()
        and row["step"] == label["step"]
    ]
    row, wrong = one_row(rows, place)
    return wrong or wrong_cells(row, {k: v for k, v in label.items() if k not in key}, place)


def of_system(row: dict[str, Any], system: str) -> bool:
    """The population of a score is its system; the column may be named either way."""
    return system in (row.get("system"), row.get("population"))


def wrong_score(answers: Answers, label: dict[str, Any]) -> list[str]:
    system, name = label["system"], label["table"]
    place = f"{name} of {system}"
    rows = [row for row in answers.rows(f"results.{name}") if of_system(row, system)]
    if name == "score_blanks":
        return wrong_collapse(rows, label["collapse"], place)
    rows = [row for row in rows if row["outcome"] == label["outcome"]]
    if name == "score_deciles":
        place += f", score {label['score_from']}"
        rows = [
            row
            for row in rows
            if all(is_same(row[c], label[c]) for c in ("score_from", "score_to"))
        ]
    row, wrong = one_row(rows, place)
    if wrong:
        return wrong
    wrong = wrong_cells(row, label["cells"], place)
    for column, (low, high) in label.get("between", {}).items():
        if row[column] is None or not low <= float(row[column]) <= high:
            wrong.append(f"{place}: {column} is {row[column]!r}, not from {low} to {high}")
    for column, refused in label.get("not", {}).items():
        if is_same(row[column], refused):
            wrong.append(f"{place}: {column} is {refused!r}")
    return wrong


def wrong_collapse(rows: list[dict[str, Any]], wanted: str | None, place: str) -> list[str]:
    """The row of the day, or of the week that starts on it, is the collapse; no other row is."""
    period = next((c for c in ("day", "week", "period") if rows and c in rows[0]), None)
    if period is None:
        return [f"{place}: no rows with a day or a week"]
    days = [row[period] for row in rows if row["is_collapse"]]
    if wanted is None:
        return [f"{place}: collapse on {day}" for day in days]
    if len(days) != 1 or not is_same(days[0], wanted):
        return [f"{place}: collapse on {days}, not on {wanted}"]
    return []


def accused_draws(answers: Answers, label: dict[str, Any]) -> list[str]:
    """Pairs of dimension and step with a value below the rest; none was planted."""
    rows = answers.rows("results.sources")
    return [
        f"{dimension}, {step}"
        for dimension in label["dimensions"]
        for step in label["steps"]
        if any(
            (row["dimension"], row["step"], row["verdict"]) == (dimension, step, "below")
            for row in rows
        )
    ]
