"""`handoff checks`: lists the checks and explains one of them."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table

from cli.database import DATABASE, Audit, Row, open_audit
from cli.output import formats, is_for_programs, write_rows
from cli.terminal import format_share, make_console, wrap
from ingest.errors import UserError, closest

# Export columns that feed the columns of a check, and those that could.
INPUTS = """
with named as (
    select *, vendor || ' ' || object || '.' || header as source from results.check_inputs
    where check_id = ?
)

select
    canonical_table,
    canonical_column,
    is_canonical_column_fed,
    is_optional,
    list(distinct source order by source) filter (where is_column_exported) as fed_by,
    list(distinct source order by source)
        filter (where not is_column_exported and is_first_choice) as could_feed
from named
group by all
order by all
"""

# Most known names that a message about an unknown one lists.
SHOWN_NAMES = 20

# Who answers for the findings of a check; without findings, who would.
OWNERS = """
select distinct owner from results.findings where check_id = ?
union
select owner from results.check_owners
where check_id = ? and check_id not in (select check_id from results.findings)
order by owner
"""


@click.group("checks", invoke_without_command=True)
@DATABASE
@click.option("--area", help="Only this area: fidelity, duplicates, routing or lag.")
@click.option(
    "--status",
    help="Only this status: pass, fail, waived, unconfirmed, not_computable or error.",
)
@formats
@click.pass_context
def command(
    ctx: click.Context,
    database: Path,
    area: str | None,
    status: str | None,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Lists the checks with their verdicts; `checks explain ID` describes one in full."""
    ctx.obj = database
    if ctx.invoked_subcommand is not None:
        return
    with open_audit(database) as audit:
        _require_known(audit, "area", area)
        _require_known(audit, "status", status)
        rows = audit.rows(
            "select * from results.check_results where (? is null or area = ?)"
            " and (? is null or status = ?) order by area, check_id",
            [area, area, status, status],
        )
        names = audit.columns("results.check_results")
    if is_for_programs(as_json, as_csv):
        write_rows(rows, names, as_json)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("check", "area", "severity", "status"):
        table.add_column(heading, no_wrap=True)
    for heading in ("violations", "scope", "rate", "not judged", "grade"):
        table.add_column(heading, justify="right")
    for row in rows:
        table.add_row(
            row["check_id"],
            row["area"],
            row["severity"],
            row["status"],
            f"{row['violations']:,}",
            f"{row['scope']:,}",
            format_share(row["rate"]),
            f"{row['not_judged']:,}" if row["not_judged"] else "",
            row["evidence_grade"],
        )
    make_console().print(table)


@command.command("explain")
@click.argument("check_id", metavar="ID")
@click.option(
    "--database",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The same option as for `checks`.",
)
@click.pass_obj
def explain(named_before: Path, check_id: str, database: Path | None) -> None:
    """Prints claim, remedy, scope, needs and SQL of the check ID."""
    with open_audit(database or named_before) as audit:
        known = [row["check_id"] for row in audit.rows("select check_id from results.checks")]
        if check_id not in known:
            raise unknown_name("check", check_id, known)
        check = audit.rows("select * from results.checks where check_id = ?", [check_id])[0]
        result = audit.rows("select * from results.check_results where check_id = ?", [check_id])[0]
        inputs = audit.rows(INPUTS, [check_id])
        owners = [row["owner"] for row in audit.rows(OWNERS, [check_id, check_id])]
    _print_check(check, result, owners)
    click.echo("\nNeeds")
    for row in inputs:
        _print_input(row)
    if not inputs:
        click.echo("  the declarations in stack/; no export")
    path = Path(check["file_path"])
    click.echo(f"\nSQL ({path})")
    if path.exists():
        click.echo(path.read_text("utf-8").split("}}", 1)[-1].strip())
    else:
        click.echo("  run the command from the root of the project to see it")
    click.echo(f"\nRecords: handoff records {check_id}")
    click.echo(f'Evidence: handoff query "from evidence.{check_id} where is_violation"')


def _print_check(check: Row, result: Row, owners: list[str]) -> None:
    click.echo(f"{check['check_id']}  ({check['area']}, {check['severity']})\n")
    status = result["status"].replace("_", " ")
    for label, text in (
        ("Claim", check["claim"]),
        ("Remedy", check["remedy"]),
        (
            "Owner",
            f"{', '.join(owners)}; effort {check['effort']}; "
            + ("reversible" if check["is_reversible"] else "not reversible"),
        ),
        ("Items", check["checklist_items"]),
        ("Status", status + (f": {result['reason']}" if result["reason"] else "")),
        (
            "Scope",
            f"{result['violations']:,} violations in {result['scope']:,} rows"
            + (f" and {result['waived']:,} waived" if result["waived"] else "")
            + (f" and {result['unconfirmed']:,} unconfirmed" if result["unconfirmed"] else "")
            + f" (tolerance {check['tolerance']:.2%}), evidence grade {result['evidence_grade']}",
        ),
        ("Not judged", _not_judged(result)),
    ):
        if text:
            click.echo(wrap(text, label, 12))


def _not_judged(result: Row) -> str:
    if not result["not_judged"]:
        return ""
    return f"{result['not_judged']:,} rows: {result['not_judged_because']}"


def _print_input(row: Row) -> None:
    name = f"{row['canonical_table']}.{row['canonical_column']}"
    if row["is_canonical_column_fed"]:
        text = f"{name}: fed by {_some(row['fed_by'])}"
    else:
        word = "optional, not fed" if row["is_optional"] else "MISSING"
        text = f"{name}: {word}; add {_some(row['could_feed'], ' or ')}"
    click.echo(wrap(text, "  -", 4))


def _some(names: list[str], separator: str = ", ", most: int = 6) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return separator.join(names[:most]) + more


def _require_known(audit: Audit, column: str, value: str | None) -> None:
    """Raises `UserError` for an unknown area or status."""
    allowed = {
        "area": "select distinct area as value from results.checks order by 1",
        "status": "select unnest(['error', 'fail', 'not_computable', 'pass', 'unconfirmed', "
        "'waived']) as value",
    }
    known = [row["value"] for row in audit.rows(allowed[column])]
    if value is not None and value not in known:
        raise unknown_name(column, value, known)


def unknown_name(kind: str, value: str, known: list[str]) -> UserError:
    """The error for a name that is not in `known`, with the nearest known name."""
    close = closest(value, known)
    rest = f", and {len(known) - SHOWN_NAMES} more" if len(known) > SHOWN_NAMES else ""
    hint = f"did you mean {close}?" if close else f"known: {', '.join(known[:SHOWN_NAMES])}{rest}"
    return UserError.of(f"there is no {kind} {value!r}", "", hint)
