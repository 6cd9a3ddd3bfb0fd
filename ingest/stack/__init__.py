"""Reads, validates and flattens the declared stack (`stack/*.yml`).

Knows vendors but no files and no database; `ingest.plan`, `ingest.init`, the command line and the
documentation pages use it.
"""

from ingest.stack.export_columns import ExportColumn, UnexportedHeaders, check_against
from ingest.stack.model import Stack
from ingest.stack.read import load
from ingest.stack.tables import declared_tables

__all__ = ["ExportColumn", "Stack", "UnexportedHeaders", "check_against", "declared_tables", "load"]
