"""`handoff needs`: lists what is missing in the exports and in the declared stack."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import click

from cli.commands.checks import unknown_name
from cli.database import DATABASE, Row, open_audit
from cli.output import formats, is_for_programs, write_rows
from cli.terminal import print_line

# Export columns that would fill an empty canonical column, and the checks that need it.
MISSING = """
select
    vendor,
    object,
    header,
    bool_or(is_object_exported) as is_object_exported,
    bool_or(is_first_choice) as is_first_choice,
    list(distinct check_id order by check_id) as checks
from results.check_inputs
where
    not is_canonical_column_fed
    and not is_optional
    and (? is null or vendor = ?)
group by vendor, object, header
order by vendor, object, header
"""

# Missing declarations of checks without a verdict, the one of most checks first.
UNDECLARED = """
select missing.name, missing.lines, list(missing.check_id order by missing.check_id) as checks
from results.missing_declarations as missing
inner join results.check_results as results using (check_id)
where results.status = 'not_computable'
group by missing.name, missing.lines
order by count(*) desc, missing.name
"""

NAMES = ("kind", "what", "lines", "vendor", "object", "is_object_exported", "checks")
VENDORS = "select distinct vendor from results.check_inputs where vendor is not null order by 1"


@click.command("needs")
@DATABASE
@click.option("--vendor", help="Only this vendor.")
@click.option(
    "--all-vendors", is_flag=True, help="Include vendors without a system in the declared stack."
)
@formats
def command(
    database: Path, vendor: str | None, all_vendors: bool, as_json: bool, as_csv: bool
) -> None:
    """Lists what to declare and which columns to export so that more checks can be computed."""
    with open_audit(database) as audit:
        known = [row["vendor"] for row in audit.rows(VENDORS)]
        if vendor is not None and vendor not in known:
            raise unknown_name("vendor", vendor, known)
        rows = audit.rows(MISSING, [vendor, vendor])
        waiting = audit.rows(
            "select check_id, reason from results.check_results"
            " where status = 'not_computable' and missing_inputs is null"
            " and check_id not in (select check_id from results.missing_declarations)"
            " order by check_id"
        )
        undeclared = audit.rows(UNDECLARED)
    shown = [row for row in rows if all_vendors or vendor or row["is_first_choice"]]
    if is_for_programs(as_json, as_csv):
        write_rows(_needs(undeclared, shown), NAMES, as_json)
        return
    _print_declarations(undeclared)
    if not rows:
        print_line("The exports fill every canonical column that a check reads.")
    elif not shown:
        print_line(
            "Only exports of vendors outside your stack could fill the rest: see --all-vendors."
        )
    for name, of_vendor in groupby(shown, key=lambda row: row["vendor"]):
        click.echo()
        print_line(name)
        for object_name, columns in groupby(of_vendor, key=lambda row: row["object"]):
            listed = list(columns)
            is_new = not any(row["is_object_exported"] for row in listed)
            print_line(f"  {object_name}" + ("  (not exported yet)" if is_new else ""))
            for row in listed:
                print_line(f"    {row['header']}  → {_first(row['checks'])}")
    if waiting:
        click.echo("\nChecks without a record in scope, although the exports fill every column:")
        for row in waiting:
            print_line(f"  {row['check_id']}: {row['reason']}")


def _needs(undeclared: list[Row], exports: list[Row]) -> list[Row]:
    """One row per need, declarations first, with the columns NAMES."""
    empty = dict.fromkeys(NAMES)
    return [
        {**empty, "kind": "declaration", "what": row["name"], "lines": row["lines"]}
        | {"checks": row["checks"]}
        for row in undeclared
    ] + [
        {**empty, "kind": "export", "what": row["header"], "vendor": row["vendor"]}
        | {"object": row["object"], "checks": row["checks"]}
        | {"is_object_exported": row["is_object_exported"]}
        for row in exports
    ]


def _print_declarations(undeclared: list[Row]) -> None:
    """The declarations that stack/ lacks, each with an example of the lines to write."""
    for row in undeclared:
        print_line(f"stack/ does not declare {row['name']}  → {_first(row['checks'])}")
        print_line(f"    {row['lines']}")
    if undeclared:
        click.echo()


def _first(checks: list[str]) -> str:
    more = f" and {len(checks) - 3} more" if len(checks) > 3 else ""
    return ", ".join(checks[:3]) + more
