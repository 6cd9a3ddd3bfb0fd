"""`handoff records`: lists the records of a finding, as a person needs them to mend them."""

from __future__ import annotations

from pathlib import Path

import click

from cli.commands.checks import unknown_name
from cli.database import DATABASE, Audit, Row, open_audit
from cli.output import formats, is_for_programs, write_rows
from cli.terminal import format_span, print_line, wrap
from ingest.errors import UserError

# Violations in force first, then the longest waiting, then the oldest.
RECORDS = """
select *
from results.violation_details
where
    check_id = $check
    and ($handoff is null or handoff_id = $handoff)
    and (
        $owner is null
        or lower(owner_name) = lower($owner)
        or owner_key = $owner
        or ends_with(owner_key, '/' || $owner)
    )
order by
    is_waived,
    is_unconfirmed,
    waiting_seconds desc nulls last,
    happened_at nulls last,
    record_id
"""
# Queues are owners, too. An owner that no export names is known from the violations only.
OWNERS = """
select full_name as owner_name, owner_key from canonical.owners
union
select owner_name, owner_key from results.violation_details
order by 1
"""
CHECK = "select * from results.checks where check_id = ?"
MOST = 20


@click.command("records")
@click.argument("check_id", metavar="CHECK")
@DATABASE
@click.option("--handoff", help="Only records of this handoff.")
@click.option("--owner", help="Only records of this owner in the CRM: a name or an id.")
@click.option("--limit", type=click.IntRange(min=1), default=MOST, show_default=True)
@formats
def command(
    check_id: str,
    database: Path,
    handoff: str | None,
    owner: str | None,
    limit: int,
    as_json: bool,
    as_csv: bool,
) -> None:
    """Lists the records in violation of CHECK: who, both values, owner, link into the system.

    --json and --csv contain all records, whatever the limit.

    \b
    handoff records records_arrive
    handoff records values_agree --handoff map_to_crm --owner "Ada Byron"
    handoff records invoiced_within_sla --csv > to_bill.csv
    """
    with open_audit(database, "results.violation_details") as audit:
        check = _check(audit, check_id)
        rows = audit.named(RECORDS, check=check_id, handoff=handoff, owner=owner)
        names = audit.columns("results.violation_details")
        if not rows:
            _require_known(audit, handoff, owner)
    if is_for_programs(as_json, as_csv):
        write_rows(rows, names, as_json)
        return
    _print(check, rows, limit)


def _check(audit: Audit, check_id: str) -> Row:
    found = audit.rows(CHECK, [check_id])
    if not found:
        known = [row["check_id"] for row in audit.rows("select check_id from results.checks")]
        raise unknown_name("check", check_id, known)
    return found[0]


def _require_known(audit: Audit, handoff: str | None, owner: str | None) -> None:
    """Raises `UserError` for a handoff or an owner that the audit does not know."""
    # All places that have results: a check without a violation names none.
    handoffs = audit.rows(
        "select distinct handoff_id from results.handoff_results"
        " where handoff_id is not null order by 1"
    )
    known = [row["handoff_id"] for row in handoffs]
    problems: list[UserError] = []
    if handoff is not None and handoff not in known:
        problems.append(unknown_name("handoff", handoff, known))
    owners = audit.rows(OWNERS)
    if owner is not None and not any(_is_owner(row, owner) for row in owners):
        names = sorted({row["owner_name"] for row in owners if row["owner_name"]})
        problems.append(unknown_name("owner", owner, names))
    if problems:
        raise UserError([problem for error in problems for problem in error.problems])


def _is_owner(row: Row, owner: str) -> bool:
    """Whether a row of OWNERS is the owner, by the rule of RECORDS."""
    name, key = row["owner_name"] or "", row["owner_key"] or ""
    return name.lower() == owner.lower() or key == owner or key.endswith(f"/{owner}")


def _print(check: Row, rows: list[Row], limit: int) -> None:
    open_rows = [row for row in rows if not row["is_waived"] and not row["is_unconfirmed"]]
    apart = [
        f", {count:,} {word}"
        for word in ("waived", "unconfirmed")
        if (count := sum(row[f"is_{word}"] for row in rows))
    ]
    count = f"{len(open_rows):,} records" if len(open_rows) != 1 else "1 record"
    print_line(
        f"{check['check_id']} ({check['area']}, {check['severity']}): {count} in violation"
        + "".join(apart)
    )
    click.echo(wrap(check["remedy"], "  Remedy: ", 10))
    for row in rows[:limit]:
        _print_record(row)
    if len(rows) > limit:
        click.echo(f"\n… and {len(rows) - limit:,} more: --limit, --json or --csv")


def _print_record(row: Row) -> None:
    # An id stands alone in its line, so it can be copied whole.
    click.echo()
    handoff = f"  ({row['handoff_id']})" if row["handoff_id"] else ""
    print_line(f"  {row['record_key'] or row['record_id']}{handoff}")
    for text in _facts(row):
        click.echo(wrap(text, "    ", 4))


def _facts(row: Row) -> list[str]:
    amount = f"{row['amount']:,.2f} {row['currency'] or ''}".strip() if row["amount"] else ""
    who = [row["name"], row["email"], row["company_name"], amount]
    facts = [", ".join(dict.fromkeys(text for text in who if text))]
    if row["owner_name"]:
        facts.append(f"owner: {row['owner_name']}")
    if row["field"]:
        source, target = (
            "(empty)" if value is None else repr(value)
            for value in (row["source_value"], row["target_value"])
        )
        facts.append(f"{row['field']}: source {source}, target {target}")
    if row["promised_seconds"] is not None:
        promised = format_span(row["promised_seconds"])
        if row["taken_seconds"] is not None:
            facts.append(f"took {format_span(row['taken_seconds'])}, promised {promised}")
        elif row["waiting_seconds"] is not None:
            facts.append(f"waiting {format_span(row['waiting_seconds'])}, promised {promised}")
    if row["explanation"]:
        facts.append(row["explanation"])
    if row["counterpart_key"]:
        facts.append(f"counterpart: {row['counterpart_key']}")
    if row["link"]:
        facts.append(row["link"])
    facts += [word for word in ("waived", "unconfirmed") if row[f"is_{word}"]]
    return [fact for fact in facts if fact]
