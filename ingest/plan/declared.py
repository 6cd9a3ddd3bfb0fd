"""The part of the declared stack that loading needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from ingest.errors import Problem, UserError

if TYPE_CHECKING:
    from ingest.stack import Stack


@dataclass(frozen=True)
class DeclaredTable:
    """A file that the stack maps onto an entity, or pins to an object (entity None)."""

    object: str
    files: Sequence[str]
    entity: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    where: str = "stack"
    export: str | None = None  # full or partial
    # Ids made of several columns.
    composed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    encoding: str | None = None  # codec of its text files
    names: Sequence[str] = ()  # of the columns of a file without a header

    @property
    def headers(self) -> list[str]:
        """The headers that the mapping uses, each once."""
        parts = [header for group in self.composed.values() for header in group]
        return list(dict.fromkeys([*self.columns.values(), *parts]))


@dataclass(frozen=True)
class DeclaredSystem:
    """A system with its vendor and the globs of its files, relative to the export folder."""

    id: str
    vendor: str | None
    files: Sequence[str] = ()
    tables: Sequence[DeclaredTable] = ()
    is_truth: bool = False
    export: str | None = None
    date_order: str | None = None
    encoding: str | None = None  # codec of its text files


@dataclass(frozen=True)
class Limits:
    """When a full export is quarantined; see `Loads` of the stack."""

    max_shrink: Decimal = Decimal("0.5")
    max_growth: Decimal = Decimal(10)
    min_records: int = 20


@dataclass(frozen=True)
class Declared:
    """The systems of a stack, and its flattened tables (all columns are text)."""

    systems: Sequence[DeclaredSystem]
    tables: Mapping[str, pa.Table]
    stack: Stack | None = None
    limits: Limits = field(default_factory=Limits)
    warnings: tuple[Problem, ...] = ()  # about the permissions of the folders

    def missing_headers(self, columns: Iterable[Sequence[str]]) -> list[Problem]:
        """Lists the headers of the stack that the exports lack.

        `columns` are (system, object, header, raw column) of everything that was exported. Raises
        `UserError` when a missing header is neither optional nor declared by the vendor.
        """
        if self.stack is None:
            return []
        from ingest.stack import ExportColumn, check_against

        found = check_against(self.stack, [ExportColumn(*column) for column in columns])
        if found.mistakes:
            raise UserError(found.mistakes)
        return found.missing


def read_stack(folder: Path, exports: Path) -> Declared:
    """Loads the stack in `folder`.

    Raises `UserError` with every problem, or with the command that writes a first stack.
    """
    if not folder.is_dir():
        raise UserError.of(
            "there is no declared stack",
            str(folder),
            f"write a first one from your exports: handoff init {exports}",
        )
    from ingest import stack as declared  # the import of pydantic is slow

    loaded = declared.load(folder)
    systems = [
        DeclaredSystem(
            system.id,
            system.vendor,
            tuple(system.files),
            tuple(
                DeclaredTable(
                    table.object,
                    tuple(table.files),
                    table.entity,
                    table.plain_columns,
                    {str(key): str(value) for key, value in table.constants.items()},
                    loaded.declared_in(("systems", number, "tables", index)),
                    table.export,
                    table.composed,
                    table.encoding,
                    tuple(table.names),
                )
                for index, table in enumerate(system.tables)
            ),
            system.role == "truth",
            system.export,
            system.date_order,
            system.encoding,
        )
        for number, system in enumerate(loaded.systems)
    ]
    loads = loaded.loads
    limits = Limits(loads.max_shrink, loads.max_growth, loads.min_records)
    return Declared(systems, declared.declared_tables(loaded), loaded, limits)
