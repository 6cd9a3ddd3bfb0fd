"""A loaded table with its moments and numbers as values, for the sentences of the evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from duckdb import DuckDBPyConnection as Connection

from ingest.init.evidence.moments import FAR, Moment, find_moments
from ingest.init.links import Link, own_id
from ingest.init.loaded import LoadedTable
from ingest.init.measure import Measured
from ingest.naming import column_name

READ = 200_000  # rows that are compared column by column; of a larger table one row in so many
MOST_WORDS = 12  # different values of a column that is listed word by word
MOST_STATUS_WORDS = 20
# Words of a header with an amount.
MONEY = frozenset(
    ["amount", "value", "price", "total", "revenue", "grossamount", "netamount", "taxamount"]
)
# Words of a header that counts pieces.
PIECES = frozenset(["quantity", "qty", "pieces", "units"])
_STATUS = ("status", "stage", "stagename", "phase", "lifecycle")
_STATES = frozenset(["closed", "won", "converted", "deleted", "archived", "active", "isclosed"])
_CREATION = frozenset(
    ["created", "createdat", "createdon", "createddate", "create", "creation", "entered"]
)
_LATER = frozenset(
    ["modified", "updated", "changed", "synced", "sync", "last", "birth", "bdate", "closed"]
)
_PERSON = frozenset(["first", "last", "middle", "firstname", "lastname", "surname", "phone"])


@dataclass
class View:
    """One table; `name` has its columns as text (c0 …), moments (m0 …) and numbers (n0 …)."""

    table: LoadedTable
    measures: Mapping[str, Measured]
    name: str
    entity: str
    key: str | None  # header of the own id
    linked: frozenset[str]  # headers that name a record of another table
    moments: list[Moment] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)

    @property
    def label(self) -> str:
        """`system/object`, with which every sentence begins."""
        return self.table.label

    @property
    def step(self) -> int:
        """Of so many rows one is read where columns are compared."""
        return max(1, self.table.rows // READ)

    @property
    def note(self) -> str:
        """What is said of figures that not all rows gave."""
        return f" (one row in {self.step} was read)" if self.step > 1 else ""

    def cell(self, header: str) -> str:
        """The text of a column."""
        return self.table.column(header)

    def moment(self, header: str) -> str:
        """The moment of a column."""
        return f"m{self.table.headers.index(header)}"

    def number(self, header: str) -> str:
        """The number of a column."""
        return f"n{self.table.headers.index(header)}"

    def words(self, header: str) -> dict[str, int]:
        """The values of a column that has few, with their rows; {} for any other column."""
        one = self.measures[header]
        most = MOST_STATUS_WORDS if self.is_status(header) else MOST_WORDS
        is_name = bool(_PERSON & set(column_name(header).split("_")))
        is_few = one.distinct <= most and (2 * one.distinct <= one.filled or self.is_status(header))
        is_text = one.kind not in ("email", "uuid", "time", "local_time")
        is_id = header == self.key or header in self.linked or _is_id_header(header)
        if is_few and is_text and not is_name and not is_id and one.longest <= 60:
            return one.values
        return {}

    def is_status(self, header: str) -> bool:
        """Whether the header says that the column is a status."""
        name = column_name(header)
        is_one = name.endswith(_STATUS) or bool(set(name.split("_")) & set(_STATUS))
        return is_one and "marital" not in name

    def statuses(self) -> list[str]:
        """The columns with few words that say where a record stands, at most four."""
        found = [
            header
            for header in self.measures
            if (self.is_status(header) or self._is_state(header))
            and len(self.words(header)) > 1
            and (header not in self.numbers or self.measures[header].distinct <= 3)
        ]
        return found[:4]

    def _is_state(self, header: str) -> bool:
        """Whether it answers yes or no to a state: `IsWon`, `_fivetran_deleted`."""
        name = column_name(header).removeprefix("is_")
        is_state = bool(set(name.split("_")) & _STATES)
        return is_state and self.measures[header].kind in ("boolean", "word")

    def picklists(self) -> list[str]:
        """The columns with a few short words, without ids, numbers and moments."""
        moments = {one.header for one in self.moments}
        return [
            header
            for header, one in self.measures.items()
            if 1 < len(self.words(header)) <= 8
            and header not in moments
            and (header not in self.numbers or one.distinct <= 3)
            and header not in self.linked
        ]

    def creation(self) -> Moment | None:
        """The moment at which a record began: named so, else the first one of the file."""
        for one in self.own_moments:
            words = set(column_name(one.header).split("_"))
            if words & _CREATION:
                return one
        return self.own_moments[0] if self.own_moments else None

    @property
    def own_moments(self) -> list[Moment]:
        """The moments of the record, without those of the copy: `_fivetran_synced`."""
        return [one for one in self.moments if not one.header.startswith("_")]

    @property
    def may_have_creation(self) -> bool:
        """Whether some moment may be the creation: nearly always filled, and no later change."""
        return self.has_creation or any(
            self.measures[one.header].filled >= 0.95 * self.table.rows
            and not _LATER & set(column_name(one.header).split("_"))
            for one in self.moments
        )

    @property
    def has_creation(self) -> bool:
        """Whether a header says that it is the creation."""
        first = self.creation()
        return bool(first and set(column_name(first.header).split("_")) & _CREATION)


def make_views(
    con: Connection,
    tables: Sequence[LoadedTable],
    measures: Mapping[str, Mapping[str, Measured]],
    links: Sequence[Link],
    entities: Mapping[str, str],
) -> dict[str, View]:
    """A view per table, by label."""
    views = {}
    for number, table in enumerate(tables):
        if not table.headers or not table.rows:
            continue
        own = measures[table.label]
        linked = {one.header for one in links if one.source is table and one.kind == "id"}
        view = View(
            table,
            own,
            f"view_{number}",
            entities.get(table.label, "records"),
            own_id(table, own),
            frozenset(linked),
            find_moments(con, table, own),
        )
        view.numbers = [header for header in table.headers if _is_number(con, view, header)]
        cells = [f"{_near(one)} as {view.moment(one.header)}" for one in view.moments]
        cells += [f"{_as_number(view, header)} as {view.number(header)}" for header in view.numbers]
        extra = "".join(f", {cell}" for cell in cells)
        con.execute(
            f"create or replace temp view {view.name} as "
            f"select *, rowid as row_number{extra} from {table.name}"
        )
        views[table.label] = view
    return views


def _near(moment: Moment) -> str:
    """SQL for a moment; one that means "none" or "for ever" is null."""
    if moment.is_day_number:
        return moment.sql
    return f"case when year({moment.sql}) between 1900 and {FAR - 1} then {moment.sql} end"


def _as_number(view: View, header: str) -> str:
    return f"try_cast(regexp_replace({view.cell(header)}, '[$€£, ]', '', 'g') as double)"


def _is_number(con: Connection, view: View, header: str) -> bool:
    """Whether a column has quantities: no ids, no moments, no decimal commas."""
    one = view.measures[header]
    words = set(column_name(header).split("_"))
    is_other = header in view.linked or header == view.key or words & {"id", "ids", "key", "phone"}
    is_moment = any(moment.header == header for moment in view.moments)
    is_code = one.kind == "integer" and one.longest >= 8 and not words & MONEY
    # Hardly anything but 0 and 1 can be a number of pieces.
    is_counted = one.kind == "boolean" and bool(words & PIECES)
    if not (one.kind in ("integer", "number") or is_counted) or is_other or is_moment or is_code:
        return False
    cell = view.cell(header)
    commas, padded, unread = con.execute(
        f"select tally(regexp_matches({cell}, ',[0-9]{{1,2}}$')), "
        f"tally({cell} like '0_%' and {cell} not like '0.%'), "
        f"tally({cell} is not null and {_as_number(view, header)} is null) "
        f"from {view.table.name}"
    ).fetchall()[0]
    return not commas and not padded and not unread


def _is_id_header(header: str) -> bool:
    """Whether a header says that its values are ids of something."""
    return column_name(header).endswith(("_id", "_fid", "_no"))


def row(con: Connection, sql: str) -> tuple[Any, ...]:
    """The first row of a query."""
    found: tuple[Any, ...] = con.execute(sql).fetchall()[0]
    return found


def figure(value: float | int) -> str:
    """A number as people write it: 1,234 or 54.5."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0").rstrip(".")


def listed(words: Mapping[str, int]) -> str:
    """Words with their rows: `Lost 31, Sold 22`."""
    return ", ".join(f"{word} {count:,}" for word, count in words.items())


def is_or_are(count: int) -> str:
    """The verb for a count."""
    return "is" if count == 1 else "are"
