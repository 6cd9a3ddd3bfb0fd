"""`handoff profile`: shows what the columns of the exports contain, before anything is declared."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import click

from cli.commands.checks import unknown_name
from cli.database import DATABASE, Row, open_audit
from cli.output import formats, is_for_programs, write_rows
from cli.terminal import format_share, print_line, wrap
from ingest.errors import UserError

COLUMNS = """
select *
from audit.audit_profile__columns
where $object is null or system || '/' || object = $object or system = $object
order by system, object, position, column_name
"""
VALUES = """
select *
from audit.audit_profile__values
where system = ? and object = ? and column_name = ?
order by place
"""
OBJECTS = (
    "select distinct system || '/' || object as name from audit.audit_profile__columns order by 1"
)
_WIDTH = 34  # of the name of a column; longer names are cut, in --json and --csv they are whole


@click.command("profile")
@click.argument("object_name", metavar="[SYSTEM/OBJECT]", required=False)
@click.argument("column", metavar="[COLUMN]", required=False)
@DATABASE
@formats
def command(
    object_name: str | None, column: str | None, database: Path, as_json: bool, as_csv: bool
) -> None:
    """Shows what the columns of the exports contain: fill, distinct values, what is conspicuous.

    It needs exports and their systems; no handoff has to be declared. Without SYSTEM/OBJECT only
    conspicuous columns are shown, with COLUMN (header or name of a column) its frequent values.

    \b
    handoff profile
    handoff profile salesforce/lead
    handoff profile salesforce/lead LeadSource
    """
    with open_audit(database, "audit.audit_profile__columns") as audit:
        rows = audit.named(COLUMNS, object=object_name)
        if object_name is not None and not rows:
            known = [row["name"] for row in audit.rows(OBJECTS)]
            raise unknown_name("object", object_name, known)
        names = audit.columns("audit.audit_profile__columns")
        if column is not None:
            shown = _column(rows, column)
            names = audit.columns("audit.audit_profile__values")
            rows = audit.rows(VALUES, [shown["system"], shown["object"], shown["column_name"]])
    if is_for_programs(as_json, as_csv):
        write_rows(rows, names, as_json)
    elif column is not None:
        _print_values(shown, rows)
    else:
        _print_objects(rows, is_whole=object_name is not None)


def _column(rows: list[Row], name: str) -> Row:
    """The column with this header or name; raises `UserError` for none or several."""
    found = [row for row in rows if name in (row["header"], row["column_name"])]
    if not found:
        raise unknown_name("column", name, [row["header"] for row in rows])
    if len(found) > 1:
        objects = ", ".join(f"{row['system']}/{row['object']}" for row in found)
        raise UserError.of(
            f"several objects have a column {name}",
            objects,
            "name the object: SYSTEM/OBJECT COLUMN",
        )
    return found[0]


def _notes(row: Row) -> str:
    """What is to be known of a column, in the order of weight."""
    notes = []
    if row["is_empty"]:
        notes.append("empty")
    if row["is_unique"]:
        notes.append("unique")
    if row["placeholder_rows"]:
        notes.append(f"{row['placeholder_rows']:,} placeholders: {row['placeholders']}")
    if row["respelt_rows"]:
        notes.append(f"{row['respelt_rows']:,} spelt otherwise: {row['respelt_values']}")
    if row["stray_address_rows"]:
        notes.append(f"{row['stray_address_rows']:,} with an e-mail address")
    if row["is_constant"]:
        notes.append(f"always {row['top_value']}")
    return "; ".join(notes)


def _is_conspicuous(row: Row) -> bool:
    return bool(row["placeholder_rows"] or row["respelt_rows"] or row["stray_address_rows"])


def _print_objects(rows: list[Row], is_whole: bool) -> None:
    for name, group in groupby(rows, key=lambda row: f"{row['system']}/{row['object']}"):
        columns = list(group)
        empty = [row["header"] for row in columns if row["is_empty"]]
        shown = [row for row in columns if not row["is_empty"]]
        facts = [f"{columns[0]['all_rows']:,} rows", f"{len(columns)} columns"]
        facts += [f"{len(empty)} empty"] if empty else []
        print_line(f"{name}: {', '.join(facts)}")
        if not is_whole:
            shown = [row for row in shown if _is_conspicuous(row)]
        if shown:
            click.echo(f"  {'column':{_WIDTH}}  filled    distinct")
        for row in shown:
            _print_column(row)
        if is_whole and empty:
            click.echo(wrap(", ".join(empty), "  empty: ", 9))
    click.echo("\nLook next:")
    click.echo("  handoff profile SYSTEM/OBJECT           all columns of an object")
    click.echo("  handoff profile SYSTEM/OBJECT COLUMN    the frequent values of a column")


def _print_column(row: Row) -> None:
    header = row["header"] if len(row["header"]) <= _WIDTH else row["header"][: _WIDTH - 1] + "…"
    about = "~" if row["is_estimated"] else ""
    distinct = f"{about}{row['distinct_values']:,}"
    print_line(f"  {header:{_WIDTH}}  {format_share(row['fill_share']):>6}  {distinct:>10}")
    notes = _notes(row)
    if notes:
        click.echo(wrap(notes, "      ", 6))


def _print_values(column: Row, rows: list[Row]) -> None:
    print_line(
        f"{column['system']}/{column['object']} {column['header']}: {column['filled_rows']:,} of"
        f" {column['all_rows']:,} rows filled, {column['distinct_values']:,} distinct values"
    )
    for row in rows:
        words = ["placeholder"] if row["is_placeholder"] else []
        if row["usual_spelling"] is not None:
            words.append(f"usually {row['usual_spelling']}")
        if row["is_stray_address"]:
            words.append("an address")
        note = f"  ({', '.join(words)})" if words else ""
        print_line(
            f"  {row['value_rows']:>9,}  {format_share(row['share']):>6}  {row['value']}{note}"
        )
    if column["distinct_values"] > len(rows):
        click.echo(f"  … and {column['distinct_values'] - len(rows):,} more values")
