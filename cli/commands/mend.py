"""`handoff mend`: writes files that a person can load to put the values of a check right."""

from __future__ import annotations

from pathlib import Path

import click

from cli.commands.checks import unknown_name
from cli.database import DATABASE, Audit, open_audit
from cli.mend.files import write_mends
from cli.mend.values import read_mends
from cli.terminal import print_line
from ingest.errors import UserError

WITH_VALUES = """
select distinct check_id from results.violation_details where field is not null order by check_id
"""


@click.command("mend")
@click.argument("check_id", metavar="CHECK")
@DATABASE
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to write; by default mend/CHECK beside the database.",
)
def command(check_id: str, database: Path, out: Path | None) -> None:
    """Writes the right values of CHECK as CSV files to load, and files that undo them.

    handoff writes to no system: you load the files. There is one file per object and field, with
    the id, the right value, the value now and the reason. Records whose right value is not certain
    are left out and counted. The files contain personal data.

    \b
    handoff mend values_not_blanked
    handoff mend values_not_overwritten --out out/mend
    """
    with open_audit(database, "results.violation_details") as audit:
        _require_values(audit, check_id)
        mends = read_mends(audit, check_id)
    written = write_mends(mends, out or database.parent / "mend" / check_id) if mends.files else []
    for load, undo, count in written:
        records = "1 record" if count == 1 else f"{count:,} records"
        print_line(f"mend: {load} ({records}), undo: {undo.name}")
    for reason, count in sorted(mends.left_out.items(), key=lambda item: (-item[1], item[0])):
        print_line(f"left out: {count:,}: {reason}")
    if not written:
        print_line(f"nothing to load; `handoff records {check_id}` lists the records")


def _require_values(audit: Audit, check_id: str) -> None:
    """Raises `UserError` for an unknown check, and for one without two values to choose from."""
    known = [row["check_id"] for row in audit.rows("select check_id from results.checks")]
    if check_id not in known:
        raise unknown_name("check", check_id, known)
    allowed = [row["check_id"] for row in audit.rows(WITH_VALUES)]
    if check_id not in allowed:
        raise UserError.of(
            "the check has no violation with two values",
            check_id,
            f"allowed: {', '.join(allowed) or 'none in this audit'}",
        )
