"""Everything that is known about the tables of a folder, and a handoff guessed from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from duckdb import DuckDBPyConnection as Connection

from ingest.init.links import Link, own_id
from ingest.init.loaded import LoadedTable
from ingest.init.measure import Measured
from ingest.init.paired_tables import FieldPair
from ingest.vendors.catalog import Vendors


@dataclass
class Facts:
    """Everything that is known about the tables of a folder."""

    con: Connection
    tables: Sequence[LoadedTable]
    measures: Mapping[str, Mapping[str, Measured]]
    links: Sequence[Link]
    entities: Mapping[str, str]  # label of a table -> entity
    vendors: Vendors
    matchable: frozenset[str] = frozenset()  # labels of tables that can be matched by identity

    def of(self, *entities: str) -> list[LoadedTable]:
        """The tables of some entities."""
        return [one for one in self.tables if self.entities.get(one.label) in entities]

    def kind(self, table: LoadedTable) -> str:
        """The kind of a table's system; of one without declaration, by what else it has."""
        vendor = self.vendors.vendors.get(table.vendor or self._vendor_of(table.system) or "")
        if vendor:
            return vendor.kind
        own = {self.entities.get(one.label) for one in self.tables if one.system == table.system}
        if own & {"opportunities", "owners"} and "people" in own:
            return "crm"
        return "finance" if own & {"invoices", "payments"} else ""

    def _vendor_of(self, system: str) -> str | None:
        return next(
            (one.vendor for one in self.tables if one.system == system and one.vendor), None
        )

    def key(self, table: LoadedTable) -> str | None:
        """The header of a table's own id."""
        return own_id(table, self.measures[table.label])

    def address(self, table: LoadedTable) -> str | None:
        """The header of the e-mail address."""
        columns = self.measures[table.label].values()
        found = [one for one in columns if one.kind == "email" and 2 * one.filled >= table.rows]
        return found[0].header if found else None


@dataclass
class HandoffGuess:
    """A guessed handoff with its evidence."""

    id: str
    name: str
    source: LoadedTable
    target: LoadedTable
    hop: str | None
    match: tuple[str, str] | None = None  # headers of the ids
    is_identity: bool = False
    cardinality: str | None = None
    evidence: list[str] = field(default_factory=list)
    confidence: str = "low"
    only_when: dict[str, object] = field(default_factory=dict)
    due_notes: list[str] = field(default_factory=list)
    pairs: list[FieldPair] = field(default_factory=list)
    customer: FieldPair | None = None  # who is billed, on both sides
