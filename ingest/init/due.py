"""Finds the records that are not due: of deals only the won ones, no requests for support."""

from __future__ import annotations

from collections.abc import Mapping

from duckdb import DuckDBPyConnection as Connection

from ingest.init.measure import Measured
from ingest.init.paired_tables import PairedTables, id_text
from ingest.naming import column_name

LEAST = 5  # records with a value that never arrives
MOST_VALUES = 20


def won_values(measures: Mapping[str, Measured]) -> tuple[str, list[str]] | None:
    """The header of the stage of a deal, and its values that say it is won."""
    found = []
    for header, one in measures.items():
        words = set(column_name(header).split("_"))
        if not words & {"stage", "status", "phase", "stagename", "dealstage"}:
            continue
        values = [v for v in one.values if "won" in v.casefold().replace("_", " ").split()]
        values = values or [v for v in one.values if v.casefold().endswith("won")]
        if values:
            found.append(("status" not in words and "stage" not in words, header, values))
    return found[0][1:] if (found := sorted(found)) else None


def due_conditions(
    con: Connection,
    paired: PairedTables,
    measures: Mapping[str, Measured],
    won: tuple[str, list[str]] | None,
) -> tuple[dict[str, object], list[str]]:
    """Conditions under which a record arrives, and what was counted.

    A value of which no record arrives, where nearly all others do, is a group that is not handed
    over, or one that is lost: only a person knows which.
    """
    source, target = paired.source, paired.target
    keys = f"select distinct {id_text(target, paired.match[1])} as pair_id from {target.name}"
    due = f"select s.*, {id_text(source, paired.match[0])} as pair_id from {source.name} as s"
    parameters: list[object] = []
    if won:
        due += f" where list_contains(?, {source.column(won[0])})"
        parameters.append(won[1])
    con.execute(
        f"""
        create or replace temp table due as
        select due.*, keys.pair_id is not null as has_arrived
        from ({due}) as due left join ({keys}) as keys on due.pair_id = keys.pair_id
        """,
        parameters,
    )
    total, arrived = con.execute("select count(*), count_if(has_arrived) from due").fetchall()[0]
    if not total or arrived == total or arrived < LEAST:
        return {}, []
    best: tuple[int, str, list[tuple[str, int]], int] | None = None
    for header, one in measures.items():
        if not 2 <= one.distinct <= MOST_VALUES or one.kind in ("email", "time", "date"):
            continue
        rows = con.execute(
            f"select {source.column(header)} as value, count(*), count_if(has_arrived) from due "
            "group by 1 order by 2 desc, 1"
        ).fetchall()
        never = [(v, n) for v, n, k in rows if v is not None and n >= LEAST and k <= 0.02 * n]
        others = [(n, k) for v, n, k in rows if (v, n) not in never]
        rest, rest_arrived = sum(n for n, _ in others), sum(k for _, k in others)
        missing = sum(n for _, n in never)
        if not never or not rest or rest_arrived < 0.7 * rest:
            continue
        if best is None or missing > best[0]:
            best = (missing, header, never, rest)
    if best is None:
        return {}, []
    _, header, never, rest = best
    notes = [
        f"none of {n:,} records with {header} {value} arrived: not due, or lost?"
        for value, n in never
    ]
    return {header: {"not_in": [value for value, _ in never]}}, notes
