"""The joined records of two tables that belong together."""

from __future__ import annotations

from dataclasses import dataclass

from duckdb import DuckDBPyConnection as Connection

from ingest.init.loaded import LoadedTable

SAMPLED = 2000  # pairs that are compared


@dataclass(frozen=True)
class FieldPair:
    """Two headers whose columns contain the same field, and how often their values agree."""

    source: str
    target: str
    kind: str
    compared: int
    equal: int
    is_routing_input: bool = False
    values: tuple[tuple[str, str], ...] = ()
    means: str | None = None  # of a consent: opt_in or opt_out on the source side
    target_means: str | None = None
    is_sum: bool = False

    @property
    def evidence(self) -> str:
        """How many of the compared pairs agree."""
        return f"{self.equal:,} of {self.compared:,} compared pairs agree"


@dataclass
class PairedTables:
    """Two tables with their joined records in the table `name`: columns s0 …, t0 …."""

    source: LoadedTable
    target: LoadedTable
    match: tuple[str, str]  # headers of the ids, or of the addresses
    is_identity: bool
    rows: int = 0


def id_text(table: LoadedTable, header: str) -> str:
    """SQL for the compared form of an id or address."""
    text = f"lower(trim(split_part({table.column(header)}, ';', 1)))"
    is_long = f"length({text}) = 18 and not contains({text}, '-')"
    return f"case when {is_long} then left({text}, 15) else {text} end"


def pair_tables(
    con: Connection,
    source: LoadedTable,
    target: LoadedTable,
    match: tuple[str, str],
    is_identity: bool,
) -> PairedTables:
    """Joins a sample of the records of two tables into the temporary table `paired`."""
    cells = [f"s.{source.column(h)} as s{i}" for i, h in enumerate(source.headers)]
    cells += [f"t.{target.column(h)} as t{i}" for i, h in enumerate(target.headers)]
    con.execute(
        f"""
        create or replace temp table paired as
        select {", ".join(cells)}
        from (select *, {id_text(source, match[0])} as pair_id from {source.name}) as s
        inner join (select *, {id_text(target, match[1])} as pair_id from {target.name}) as t
            on s.pair_id = t.pair_id
        order by hash(s.pair_id), s.pair_id, all
        limit {SAMPLED}
        """.replace(", all", "")
    )
    paired = PairedTables(source, target, match, is_identity)
    paired.rows = con.execute("select count(*) from paired").fetchall()[0][0]
    return paired
