"""The SQL of a column profile, as in the models: `make docs` renders it from the macros."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from ingest.sql import identifier

KINDS = ("time", "number", "id")
MEASURES = (
    "filled_values",
    "plain_values",
    "last_iso_day",
    "point_values",
    "padded_values",
)
LATE_MEASURE = "last_iso_day"  # of times; it matters only beside values in no standard form
TEXT = "{text}"  # the place of the quoted name of the column

_FILE = Path(__file__).parent / "measures.json"


@cache
def measures_text() -> str:
    """The SQL of all measures."""
    return _FILE.read_text("utf-8")


@cache
def _measures() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads(measures_text())
    return found


def measure_sql(measure: str, kind: str, column: str) -> str:
    """The aggregate of a measure over a raw column that is parsed as `kind`."""
    return _measures()[kind][measure].replace(TEXT, identifier(column))


def is_plain_sql(kind: str, column: str) -> str:
    """The condition that a value of a raw column is in standard form; null counts as false."""
    return _measures()[kind]["is_plain"].replace(TEXT, identifier(column))
