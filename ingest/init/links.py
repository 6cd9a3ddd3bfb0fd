"""Finds the links between tables by their values: which column contains the ids of which table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from duckdb import DuckDBPyConnection as Connection

from ingest.init.loaded import LoadedTable
from ingest.init.measure import Measured, candidate_keys
from ingest.init.siblings import without_siblings
from ingest.naming import column_name

SAMPLED = 200  # different values of a column that are looked up among all keys first
SHORT = 5  # ids of so few digits are equal by chance
ENOUGH = 20  # short ids that are not all found by chance
NEAR = 0.9  # share of the rows whose values make a column an id that has a few faults
# Numbers that are no ids, whatever they are equal to.
NO_IDS = frozenset(
    [
        "amount",
        "total",
        "price",
        "sum",
        "balance",
        "revenue",
        "fee",
        "net",
        "tax",
        "cost",
        "employees",
        "size",
        "score",
        "count",
        "quantity",
        "qty",
        "days",
        "duration",
        "seconds",
        "minutes",
        "hours",
        "year",
        "month",
        "age",
        "phone",
        "mobile",
        "fax",
        "postal",
        "zip",
        "line",
        "position",
        "probability",
        "percent",
        "rating",
    ]
)
_PLAIN_WORDS = frozenset(
    ["id", "ids", "no", "number", "key", "record", "ref", "reference", "code", "of", "the", "name"]
)

Measures = Mapping[str, Mapping[str, Measured]]  # label of a table -> header -> measures


@dataclass(frozen=True)
class Link:
    """A column whose values stand in a key of another table."""

    source: LoadedTable
    header: str
    target: LoadedTable
    key: str  # header in the target
    kind: str  # id, name or email
    values: int  # different values in the source
    found: int  # of them, those that the target has
    key_values: int  # different values in the target
    used: int  # of them, those that the source has
    is_repeated: bool  # the source has a value in several rows
    is_own_id: bool = True  # the key is the id of the target's records, not another unique column

    @property
    def begin(self) -> tuple[str, str]:
        """Label of the source and header."""
        return self.source.label, self.header

    @property
    def end(self) -> tuple[str, str]:
        """Label of the target and header of the key."""
        return self.target.label, self.key

    @property
    def share(self) -> float:
        """Share of the source's values that the target has."""
        return self.found / self.values if self.values else 0.0

    @property
    def back_share(self) -> float:
        """Share of the target's values that the source has."""
        return self.used / self.key_values if self.key_values else 0.0

    @property
    def is_sure(self) -> bool:
        """Whether it is by an id, to the id of the other record."""
        return self.kind == "id" and self.is_own_id

    @property
    def evidence(self) -> str:
        """What the values show, in one line."""
        return (
            f"{self.found:,} of {self.values:,} values of {self.header} stand in "
            f"{self.target.object}.{self.key}; the other way {self.used:,} of {self.key_values:,}"
        )


def find_links(con: Connection, tables: Sequence[LoadedTable], measures: Measures) -> list[Link]:
    """Finds the columns that contain keys of other tables, or of their own; the surest first.

    A sample of every column is looked up among all keys at once; only what is found there is
    counted exactly.
    """
    columns = [
        (table, one, kind)
        for table in tables
        for one in measures[table.label].values()
        if (kind := _kind(one))
    ]
    keys = [number for number, (table, one, _) in enumerate(columns) if _is_key(table, one)]
    if not keys:
        return []
    con.execute("create or replace temp table key_values (place int, kind varchar, value varchar)")
    con.execute("create or replace temp table sampled (place int, kind varchar, value varchar)")
    for number, (table, one, kind) in enumerate(columns):
        values = f"select distinct {number}, '{kind}', {compared(table, one)} from {table.name}"
        values += f" where {table.column(one.header)} is not null"
        if number in keys:
            con.execute(f"insert into key_values {values}")
        step = max(1, table.rows // 20_000)
        con.execute(
            f"insert into sampled {values} and rowid % {step} = 0 order by hash(3) limit {SAMPLED}"
        )
    near = con.execute(
        """
        with sizes as (select place, count(*) as size from sampled group by place)
        select sampled.place, key_values.place
        from sampled
        inner join key_values
            on sampled.value = key_values.value and sampled.kind = key_values.kind
            and sampled.place <> key_values.place
        inner join sizes on sampled.place = sizes.place
        group by all
        having count(*) >= case when any_value(sampled.kind) = 'email' then 0.02 else 0.3 end
            * any_value(size)
        order by all
        """
    ).fetchall()
    links = []
    for source, target in near:
        table, column, _ = columns[source]
        link = _count(con, table, column, columns[target], target)
        own = own_id(link.target, measures[link.target.label])
        link = replace(link, is_own_id=link.key == own)
        is_likely = _is_likely(link, columns[source][1], columns[target][1])
        if is_likely or _is_one_range(con, link):
            links.append(link)
    return sorted(without_siblings(links), key=_order)


def _is_one_range(con: Connection, link: Link) -> bool:
    """Whether all of many ids of four and more digits are found: short, but not by chance."""
    if link.kind != "id" or link.source is link.target or link.found < max(ENOUGH, link.values):
        return False
    column = link.source.column(link.header)
    least = con.execute(f"select min(length({column})) from {link.source.name}").fetchall()[0][0]
    words = set(column_name(f"{link.header} {link.key}").split("_"))
    return bool(least >= 4 and any(word.endswith("id") for word in words))


def _order(link: Link) -> tuple[bool, bool, bool, float, str, str]:
    """Ids before names, the target's own ids before other columns, the own system before others."""
    is_foreign = link.source.system != link.target.system
    is_other = not link.is_own_id
    return link.kind != "id", is_other, is_foreign, -link.share, link.source.label, link.header


def own_id(table: LoadedTable, columns: Mapping[str, Measured]) -> str | None:
    """The header of a table's own id: the declared one, else the most probable key."""
    declared = table.roles.get("record_id") if table.vendor else None
    if declared or (table.vendor and "id" in table.roles):
        return declared or table.roles["id"]
    keys = candidate_keys(table, dict(columns))
    return keys[0].header if keys else None


def _kind(column: Measured) -> str | None:
    """How the values of a column name a record; None when they do not."""
    words = set(column_name(column.header).split("_"))
    if not column.filled or (words & NO_IDS and not words & {"id", "ids"}):
        return None
    if column.kind == "email":
        return "email"
    if column.is_id:
        return "id"
    is_word_id = column.kind == "word" and column.longest >= 12 and {"id", "ids"} & words
    if is_word_id:
        return "id"
    return "name" if column.kind in ("name", "word") and column.distinct > 10 else None


def _is_key(table: LoadedTable, column: Measured) -> bool:
    """Whether a value names one record: unique where filled, and filled in most rows.

    A reference that only some records have (a collective invoice) is one, too, if it is no number.
    """
    is_filled = 2 * column.filled >= table.rows or (column.kind == "code" and column.filled >= 5)
    is_versioned = candidate_keys(table, {column.header: column})
    is_named = column_name(column.header).endswith("id") and column.kind == "integer"
    is_near = is_named and column.distinct >= NEAR * column.filled >= NEAR**2 * table.rows
    is_unique = column.filled == column.distinct or bool(is_versioned) or is_near
    return is_unique and is_filled and table.rows > 1


def compared(table: LoadedTable, column: Measured) -> str:
    """SQL for the compared form: no case, the first of several ids, 15 characters of Salesforce."""
    text = table.column(column.header)
    if column.is_list:
        text = f"trim(split_part({text}, ';', 1))"
    if column.is_id:
        return (
            f"case when length({text}) = 18 and regexp_full_match({text}, '[0-9A-Za-z]+') "
            f"then left({text}, 15) else {text} end"
        )
    return f"lower({text})"


def _count(
    con: Connection,
    source: LoadedTable,
    column: Measured,
    to: tuple[LoadedTable, Measured, str],
    place: int,
) -> Link:
    target, key, kind = to
    values, found, used_rows = con.execute(
        f"""
        with used as (
            select {compared(source, column)} as value, count(*) as records from {source.name}
            where {source.column(column.header)} is not null group by 1
        )
        select count(*), count(key_values.value), max(used.records)
        from used left join key_values
            on used.value = key_values.value and key_values.place = {place}
        """
    ).fetchall()[0]
    return Link(
        source,
        column.header,
        target,
        key.header,
        kind,
        values,
        found,
        key.distinct,
        found,
        (used_rows or 0) > 1,
    )


def _is_likely(link: Link, column: Measured, key: Measured) -> bool:
    """Whether the values cannot well be equal by chance."""
    is_same_table = link.source is link.target
    if link.kind == "email":
        return not is_same_table and link.found > 0
    if link.kind == "name":
        return not is_same_table and link.share >= 0.5
    if column.longest > SHORT or (column.kind, key.kind) == ("code", "code"):
        return link.share >= 0.5
    # Short numbers: the header must name the other table, too.
    words = set(column_name(f"{link.header}").split("_")) - _PLAIN_WORDS
    others = set(column_name(f"{link.target.object} {link.key}").split("_")) - _PLAIN_WORDS
    singular = {word.rstrip("s") for word in words}
    return link.share >= 0.9 and bool(singular & {word.rstrip("s") for word in others})
