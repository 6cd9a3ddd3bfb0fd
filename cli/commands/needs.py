"""`handoff needs`: lists the columns and objects that are missing in the exports."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import click

from cli.commands.checks import unknown_name
from cli.database import DATABASE, open_audit
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

VENDORS = "select distinct vendor from results.check_inputs where vendor is not null order by 1"


@click.command("needs")
@DATABASE
@click.option("--vendor", help="Only this vendor.")
@click.option(
    "--all-vendors", is_flag=True, help="Include vendors without a system in the declared stack."
)
def command(database: Path, vendor: str | None, all_vendors: bool) -> None:
    """Lists the columns to add to the exports so that more checks can be computed."""
    with open_audit(database) as audit:
        known = [row["vendor"] for row in audit.rows(VENDORS)]
        if vendor is not None and vendor not in known:
            raise unknown_name("vendor", vendor, known)
        rows = audit.rows(MISSING, [vendor, vendor])
        waiting = audit.rows(
            "select check_id, reason from results.check_results"
            " where status = 'not_computable' and missing_inputs is null order by check_id"
        )
    shown = [row for row in rows if all_vendors or vendor or row["is_first_choice"]]
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
                checks = row["checks"]
                more = f" and {len(checks) - 3} more" if len(checks) > 3 else ""
                print_line(f"    {row['header']}  → {', '.join(checks[:3])}{more}")
    if waiting:
        click.echo("\nChecks without a record in scope, although the exports fill every column:")
        for row in waiting:
            print_line(f"  {row['check_id']}: {row['reason']}")
