"""Writes rows as JSON or CSV, for programs and for spreadsheets."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

import click

from ingest.errors import UserError

Command = TypeVar("Command", bound=Callable[..., Any])

# A spreadsheet runs a cell that begins like this; numbers and phone numbers are no formulas.
_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d\s().,/-]*$)")


def formats(command: Command) -> Command:
    """Adds the options `--json` and `--csv`, as parameters `as_json` and `as_csv`."""
    command = click.option("--csv", "as_csv", is_flag=True, help="Print all rows as CSV.")(command)
    return click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")(
        command
    )


def is_for_programs(as_json: bool, as_csv: bool) -> bool:
    """Whether one of the two options was given; both raise `UserError`."""
    if as_json and as_csv:
        raise UserError.of("--json and --csv exclude each other", "", "choose one of them")
    return as_json or as_csv


def write_json(content: Any) -> None:
    """Prints rows, or a dictionary of rows: moments as ISO 8601 in UTC, amounts as numbers."""
    click.echo(json.dumps(content, indent=2, ensure_ascii=False, default=_plain))


def write_csv(names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Prints a header and rows. A text that a spreadsheet would run begins with an apostrophe."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([[csv_cell(value) for value in row] for row in rows])


def write_rows(rows: Sequence[dict[str, Any]], names: Sequence[str], as_json: bool) -> None:
    """Prints rows in the one format or the other; `names` are the columns of CSV."""
    if as_json:
        write_json(list(rows))
    else:
        write_csv(names, [[row[name] for name in names] for row in rows])


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M:%S}Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return str(value)


def csv_cell(value: Any) -> Any:
    """A value as CSV has it; a text that a spreadsheet would run begins with an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, (datetime, date)):
        return _plain(value)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, str) and _FORMULA.match(value):
        return "'" + value
    return value
