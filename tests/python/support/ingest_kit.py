"""A small company for the loading tests: its exports, its stack, and queries."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from ingest.outcome import Outcome
from ingest.run import ingest

STACK = """
company: {name: Test, currency: USD}
systems:
  - {id: crm, name: CRM, vendor: salesforce, functions: [route], role: truth, files: ["crm/*"]}
  - {id: forms, name: Forms, vendor: form, functions: [capture], role: transport}
  - id: scores
    name: Scores
    functions: [enrich]
    role: transport
    tables:
      - object: score
        files: ["scores/*.csv"]
        entity: people
        columns: {record_id: key, email: mail, created_at: at, updated_at: at}
        constants: {owner_system: crm}
"""
LEAD_HEADER = "Id,LastName,Company,Email,SystemModstamp"


def lead_id(number: int) -> str:
    """An 18-character lead id."""
    return f"00Q{number:012d}AAA"


def leads(*numbers: int, stamp: str = "2026-01-01 00:00:00") -> str:
    """A lead export of so many made-up people."""
    rows = [f"{lead_id(n)},Name{n},Firm{n},p{n}@example.com,{stamp}" for n in numbers]
    return "\n".join([LEAD_HEADER, *rows]) + "\n"


@dataclass
class Company:
    """Folders of a test; `write`, `load`, then `ask` the database."""

    root: Path
    stack: str = STACK
    exports: Path = field(init=False)
    database: Path = field(init=False)

    def __post_init__(self) -> None:
        self.exports = self.root / "exports"
        self.database = self.root / "handoff.duckdb"
        self.exports.mkdir(parents=True)
        (self.root / "stack").mkdir()
        (self.root / "stack" / "stack.yml").write_text(self.stack)

    def write(self, path: str, content: str | bytes) -> Path:
        """One export."""
        target = self.exports / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
        return target

    def load(self) -> Outcome:
        """A run of the loader."""
        return ingest(self.exports, self.database, self.root / "stack")

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of a query."""
        with duckdb.connect(str(self.database), read_only=True) as con:
            return con.execute(query).fetchall()

    def digest(self) -> str:
        """Hash of the database file."""
        return hashlib.sha256(self.database.read_bytes()).hexdigest()

    def file(self, path: str) -> dict[str, Any]:
        """The row of raw_handoff.files of a path."""
        with duckdb.connect(str(self.database), read_only=True) as con:
            rows = con.sql("from raw_handoff.files where path = ?", params=[path])
            found = rows.to_arrow_table().to_pylist()
        assert len(found) == 1, found
        row: dict[str, Any] = found[0]
        return row
