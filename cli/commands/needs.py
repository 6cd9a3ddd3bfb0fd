"""`handoff needs`: which columns or objects to add to which export."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import click

from cli.commands.checks import unknown
from cli.database import DATABASE, open_audit
from cli.terminal import say

# What would feed a canonical column that nothing feeds now, and the checks that wait for it.
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
@click.option("--all-vendors", is_flag=True, help="Also vendors the stack declares no system of.")
def command(database: Path, vendor: str | None, all_vendors: bool) -> None:
    """Lists what to add to an export so that more checks can be computed."""
    with open_audit(database) as audit:
        known = [row["vendor"] for row in audit.rows(VENDORS)]
        if vendor is not None and vendor not in known:
            raise unknown("vendor", vendor, known)
        rows = audit.rows(MISSING, [vendor, vendor])
        waiting = audit.rows(
            "select check_id, reason from results.check_results"
            " where status = 'not_computable' and missing_inputs is null order by check_id"
        )
    shown = [row for row in rows if all_vendors or vendor or row["is_first_choice"]]
    if not rows:
        say("Every canonical column a check reads is fed by an export.")
    elif not shown:
        say("Only vendors that are not yours could feed the rest: see --all-vendors.")
    for name, of_vendor in groupby(shown, key=lambda row: row["vendor"]):
        click.echo()
        say(name)
        for object_name, columns in groupby(of_vendor, key=lambda row: row["object"]):
            listed = list(columns)
            is_new = not any(row["is_object_exported"] for row in listed)
            say(f"  {object_name}" + ("  (not exported yet)" if is_new else ""))
            for row in listed:
                checks = row["checks"]
                more = f" and {len(checks) - 3} more" if len(checks) > 3 else ""
                say(f"    {row['header']}  → {', '.join(checks[:3])}{more}")
    if waiting:
        click.echo("\nNothing in scope, although every column is fed by some export:")
        for row in waiting:
            say(f"  {row['check_id']}: {row['reason']}")
