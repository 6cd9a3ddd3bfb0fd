"""Compares an audited company with its labels, `tests/python/cases/*/expected.yml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
from ruamel.yaml import YAML

Label = dict[str, Any]
Row = dict[str, Any]


def cases_of(company: Path) -> list[Label]:
    """The cases of a company with their labels."""
    text = (company / "expected.yml").read_text("utf-8")
    cases: list[Label] = YAML(typ="safe").load(text)["cases"]
    return cases


def wrong_answers(database: Path, case: Label) -> list[str]:
    """What the audit answers otherwise than the labels of `case`, one line each."""
    with duckdb.connect(str(database), read_only=True) as con:
        return [
            wrong
            for label in case["expect"]
            for wrong in (
                _of_check(con, label, case["systems"])
                if "check" in label
                else _of_table(con, label)
            )
        ]


def _rows(con: duckdb.DuckDBPyConnection, query: str, values: list[Any]) -> list[Row]:
    cursor = con.execute(query, values)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _names(row: Row, name: str) -> bool:
    """Whether the id of the row contains `name` between separators."""
    return bool(re.search(rf"(?:^|[/:]){re.escape(name)}(?:$|[/:])", str(row["record_id"])))


def _of_check(con: duckdb.DuckDBPyConnection, label: Label, systems: list[str]) -> Iterator[str]:
    check = label["check"]
    try:
        evidence = _rows(con, f'from evidence."{check}"', [])
    except duckdb.CatalogException:
        yield f"{check}: there is no such check"
        return
    handoff = label.get("handoff")
    judged = [row for row in evidence if handoff is None or row["handoff_id"] == handoff]
    guilty = [row for row in judged if row["is_violation"]]
    unknown = [row for row in judged if row["is_violation"] is None]
    fine = [row for row in judged if row["is_violation"] is False]

    def among(rows: list[Row], name: str) -> bool:
        return any(_names(row, name) for row in rows)

    for name in label.get("violation", []):
        if not among(guilty, name):
            yield f"{check}: {name} is not in violation" + _seen(evidence, name)
    for name in label.get("fine", []):
        if among(guilty, name):
            yield f"{check}: {name} is accused"
        elif not among(fine, name):
            yield f"{check}: {name} is not judged as fine" + _seen(evidence, name)
    for name in label.get("not_judged", []):
        if among(guilty, name) or not among(unknown, name):
            yield f"{check}: {name} is not 'not judged'" + _seen(evidence, name)
    for name in label.get("not_listed", []):
        if among(guilty, name):
            yield f"{check}: {name} is accused"
    group = label.get("any_of", [])
    if group and not any(among(guilty, name) for name in group):
        yield f"{check}: none of {', '.join(group)} is in violation"
    reasons = " ".join(
        str(row["not_judged_because"])
        for row in unknown
        for name in label.get("not_judged", [])
        if _names(row, name)
    )
    for words in label.get("because", []):
        if str(words) not in reasons:
            yield f"{check}: no reason names {words}: {reasons}"
    here = [row for row in guilty if any(_names(row, system) for system in systems)]
    if "rows" in label and len(here) != label["rows"]:
        yield f"{check}: {len(here)} rows in violation, not {label['rows']}"
    if label.get("only"):
        known = [*label.get("violation", []), *group]
        for row in here:
            if not any(_names(row, name) for name in known):
                yield f"{check}: {row['record_id']} is accused"


def _seen(evidence: list[Row], name: str) -> str:
    """The rows of the check about a record, for the message."""
    seen = [
        f"{row['record_id']} on {row['handoff_id']}: "
        f"{row['is_violation']} {row.get('not_judged_because') or ''}"
        for row in evidence
        if _names(row, name)
    ]
    return f" ({'; '.join(seen) or 'not in its scope'})"


def _of_table(con: duckdb.DuckDBPyConnection, label: Label) -> Iterator[str]:
    table, where = label["table"], dict(label["where"])
    if table == "audit.audit_fidelity__ledger" and "field" in where:
        where["field"] = con.execute(
            "select any_value(field) from declared_stack.declared_handoff_fields"
            " where target_header = ? and handoff_id = coalesce(?, handoff_id)",
            [where["field"], where.get("handoff_id")],
        ).fetchall()[0][0]
    conditions = " and ".join(f'cast("{column}" as varchar) = ?' for column in where)
    schema, name = table.split(".")
    rows = _rows(con, f'from "{schema}"."{name}" where {conditions}', [*map(str, where.values())])
    place = f"{table} where {where}"
    if "rows" in label:
        if len(rows) != label["rows"]:
            yield f"{place}: {len(rows)} rows, not {label['rows']}"
        return
    if not rows:
        yield f"{place}: no row"
    for row in rows:
        found = row[label["column"]]
        shown = f"{place}: {label['column']} is {found!r}"
        if "value" in label and not _is_same(found, label["value"]):
            yield f"{shown}, not {label['value']!r}"
        if any(_is_same(found, value) for value in label.get("not_value", [])):
            yield shown
        if "one_of" in label and not any(_is_same(found, value) for value in label["one_of"]):
            yield f"{shown}, none of {label['one_of']}"


def _is_same(found: Any, wanted: Any) -> bool:
    """Whether a cell has the value of a label: amounts as numbers, times as text in UTC."""
    if found is None or wanted is None:
        return found is wanted
    if isinstance(found, bool) or isinstance(wanted, bool):
        return found is wanted
    if isinstance(found, Decimal | int | float):
        return Decimal(str(found)) == Decimal(str(wanted))
    if isinstance(found, datetime):
        return f"{found:%Y-%m-%d %H:%M:%S}" == str(wanted).replace("T", " ").rstrip("Z")
    return str(found) == str(wanted)
