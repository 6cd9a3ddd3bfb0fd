"""`handoff feasibility`: shows whether intervals keep promises and loads fit limits."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_DOWN, Decimal
from pathlib import Path

import click

from cli.database import DATABASE, Audit, Row, open_audit
from cli.output import formats, is_for_programs, write_json, write_rows
from cli.terminal import format_share, format_span, print_line, wrap

TABLES = {
    "promises": "select * from audit.audit_feasibility__promises order by promise_key",
    "loads": "select * from audit.audit_feasibility__loads order by load_key",
    "quotas": "select * from audit.audit_feasibility__quotas order by system",
    "fields": "select * from audit.audit_feasibility__fields order by field_key",
    "limits": "select * from audit.audit_feasibility__limits order by limit_key",
}
SHOWN = ("promises", "loads")  # without a name
_NAME = 24  # of a handoff; longer names are cut, in --json and --csv they are whole


@click.command("feasibility")
@click.argument("table", metavar="[TABLE]", required=False, type=click.Choice(tuple(TABLES)))
@DATABASE
@formats
def command(table: str | None, database: Path, as_json: bool, as_csv: bool) -> None:
    """Shows what the intervals, the limits of the APIs and the target fields allow.

    TABLE is promises, loads, quotas, fields or limits. Without it, promises and loads are shown;
    --csv needs a TABLE to choose, else it prints loads.

    \b
    handoff feasibility
    handoff feasibility fields
    handoff feasibility loads --csv
    """
    with open_audit(database, "audit.audit_feasibility__loads") as audit:
        for_programs = is_for_programs(as_json, as_csv)
        if as_json and table is None:
            write_json({name: audit.rows(TABLES[name]) for name in SHOWN})
        elif for_programs:
            name = table or "loads"
            names = audit.columns(f"audit.audit_feasibility__{name}")
            write_rows(audit.rows(TABLES[name]), names, as_json)
        else:
            for place, name in enumerate((table,) if table else SHOWN):
                if place:
                    print_line("")
                _PRINT[name](audit)
            if table == "loads":
                _print_pulls(audit)


def _print_promises(audit: Audit) -> None:
    rows = audit.rows(TABLES["promises"])
    print_line(f"{'promise':{_NAME}} {'promised':>11} {'worst wait':>12} {'mean':>11}  kept")
    for row in rows:
        print_line(
            f"{_short(row['handoff_id']):{_NAME}} {format_span(row['within_seconds']):>11}"
            f" {format_span(row['worst_seconds']):>12} {format_span(row['mean_seconds']):>11}"
            f"  {_word(row['is_broken'], 'no', 'yes')}"
        )
    _reasons(rows, "handoff_id", "not_judged_because")


def _print_loads(audit: Audit) -> None:
    rows = [row for row in audit.rows(TABLES["loads"]) if row["is_judged"]]
    print_line(
        f"{'load of a run':{_NAME}} {'records':>9} {'calls':>8} {'takes':>12} {'a day':>7}  fits"
    )
    for row in rows:
        name = f"{_short(row['handoff_id'], _NAME - 7)} {row['side']}"
        print_line(
            f"{name:{_NAME}} {_number(row['records']):>9} {_number(row['calls']):>8}"
            f" {_takes(row):>12} {format_share(_share(row['quota_share'])):>7}"
            f"  {_word(row['fits_window'], 'yes', 'no')}"
        )
    _reasons(rows, "load_key", "not_judged_because")


def _print_pulls(audit: Audit) -> None:
    """What a run would cost if all records moved, against the changes only."""
    rows = [row for row in audit.rows(TABLES["loads"]) if row["has_load"]]
    calls = {(row["handoff_id"], row["side"], row["pull"]): row for row in rows}
    print_line("")
    print_line(f"{'calls of a run':{_NAME}} {'all records':>12} {'changes only':>13}")
    for handoff, side in dict.fromkeys((row["handoff_id"], row["side"]) for row in rows):
        full, changes = (calls[handoff, side, pull] for pull in ("full", "changes"))
        print_line(
            f"{_short(handoff, _NAME - 7) + ' ' + side:{_NAME}} {_number(full['calls']):>12}"
            f" {_number(changes['calls']):>13}"
        )


def _print_quotas(audit: Audit) -> None:
    rows = audit.rows(TABLES["quotas"])
    print_line(f"{'system':{_NAME}} {'calls needed':>12} {'of a day':>10} {'share':>7}  enough")
    for row in rows:
        print_line(
            f"{_short(row['system']):{_NAME}} {_number(row['calls_needed']):>12}"
            f" {_number(row['quota']):>10} {format_share(_share(row['quota_share'])):>7}"
            f"  {_word(row['is_over_quota'], 'no', 'yes')}"
        )
    _reasons(rows, "system", "not_judged_because")


def _print_fields(audit: Audit) -> None:
    wrong: dict[str, Callable[[Row], str]] = {
        "is_unwritable": lambda row: f"nobody can write it: {row['write_class']}",
        "is_required_empty": lambda row: f"required; {row['refused_records']:,} would be refused",
        "has_values_outside": lambda row: (
            f"{row['outside_values']:,} values in {row['outside_records']:,} records are not in"
            f" its picklist, e.g. {row['outside_example']}"
        ),
        "has_long_values": lambda row: (
            f"{row['long_records']:,} values are longer than {row['max_length']:,}"
        ),
    }
    rows = audit.rows(TABLES["fields"])
    for row in rows:
        for column, words in wrong.items():
            if row[column]:
                click.echo(wrap(words(row), f"{row['field_key']}: ", 4))
    described = sum(row["field_name"] is not None for row in rows)
    print_line(f"{described:,} of {len(rows):,} mapped fields are described by their system.")


def _print_limits(audit: Audit) -> None:
    for row in audit.rows(TABLES["limits"]):
        if row["source"] is None:
            print_line(f"{row['limit_key']}: {row['not_judged_because']}")
            continue
        parts = []
        if row["calls"] is not None:
            parts.append(f"{row['calls']:,} calls in {format_span(row['window_seconds'])}")
        if row["calls_per_day"] is not None:
            parts.append(f"{row['calls_per_day']:,} a day")
        stale = ", stale" if row["is_stale"] else ""
        parts.append(f"as of {row['as_of_on']}{stale} ({row['source']})")
        click.echo(wrap("; ".join(parts), f"{row['limit_key']}: ", 4))


_PRINT = {
    "promises": _print_promises,
    "loads": _print_loads,
    "quotas": _print_quotas,
    "fields": _print_fields,
    "limits": _print_limits,
}


def _reasons(rows: list[Row], key: str, because: str) -> None:
    """The reasons why rows are not judged, each once with the first of them."""
    found: dict[str, list[str]] = {}
    for row in rows:
        if row[because]:
            found.setdefault(row[because], []).append(row[key])
    for reason, keys in found.items():
        more = f" and {len(keys) - 1} more" if len(keys) > 1 else ""
        click.echo(wrap(reason, f"  {keys[0]}{more}: ", 4))


def _short(text: str, width: int = _NAME) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def _word(value: bool | None, if_true: str, if_false: str) -> str:
    return "-" if value is None else if_true if value else if_false


def _number(value: int | None) -> str:
    return "-" if value is None else f"{value:,}"


def _share(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _takes(row: Row) -> str:
    """How long a run takes by the limit that binds; half a second is left out."""
    if row["binding_limit"] == "calls_per_day" and row["quota_days"] > 1:
        return f"{float(row['quota_days']):,.1f} d"
    if row["rate_seconds"] is None:
        return "-"
    return format_span(row["rate_seconds"].quantize(Decimal(1), ROUND_HALF_DOWN))
