"""How Fivetran, Airbyte, dlt and the vendors themselves write the same records."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ingest.naming import column_name

Record = Mapping[str, object]
Rows = Sequence[Record]


def at(text: str) -> datetime:
    """A time of the company, UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@dataclass(frozen=True)
class Layout:
    """How one way of delivery writes things."""

    name: str
    header: Callable[[str], str]
    time: Callable[[datetime], str]
    yes_no: tuple[str, str]
    extra: Mapping[str, str]  # columns it adds to every table

    def rows(self, records: Rows, rename: Mapping[str, str] | None = None) -> list[dict[str, str]]:
        """Records as this layout writes them; `rename` goes before its own rule."""
        names = rename or {}
        return [
            {names.get(key, self.header(key)): self.cell(value) for key, value in record.items()}
            | dict(self.extra)
            for record in records
        ]

    def cell(self, value: object) -> str:
        """A value as text."""
        if isinstance(value, bool):
            return self.yes_no[0 if value else 1]
        if isinstance(value, datetime):
            return self.time(value)
        return "" if value is None else str(value)


def write(path: Path, rows: Sequence[Mapping[str, str]]) -> None:
    """A CSV file of rows with equal keys."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def plain(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


NATIVE = Layout("native", str, plain, ("1", "0"), {})
FIVETRAN = Layout(
    "fivetran",
    column_name,
    plain,
    ("TRUE", "FALSE"),
    {"_fivetran_synced": "2025-07-01 6:00:00.031"},
)
AIRBYTE = Layout(
    "airbyte",
    str,
    lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%S.000+0000"),
    ("true", "false"),
    {
        "_airbyte_raw_id": "0b0a7e1c-3f6e-4c58-9d35-5f2f1d9a3c11",
        "_airbyte_extracted_at": "2025-07-01T06:00:00.031Z",
        "_airbyte_meta": '{"changes":[],"sync_id":7}',
        "_airbyte_generation_id": "3",
    },
)
DLT = Layout(
    "dlt",
    column_name,
    lambda moment: moment.strftime("%Y-%m-%d %H:%M:%S+00:00"),
    ("true", "false"),
    {"_dlt_load_id": "1751349600.031", "_dlt_id": "Kx3b9Qm1Zr0aVw"},
)
LAYOUTS = (NATIVE, FIVETRAN, AIRBYTE, DLT)

MARCH = at("2025-03-01T08:00:00")
