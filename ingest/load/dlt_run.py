"""Runs dlt: one pipeline per schema, with the files of every table."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

Table = tuple[str, str]  # schema, name
Columns = Mapping[Table, list[str]]
Import = tuple[Path, str, int]  # file, its format for dlt, rows
Imports = dict[Table, list[Import]]

# dlt reads these when it is imported: no data may leave the machine, no row may reach a log.
_SETTINGS = {
    # A signal ends the run at once and discards the work; dlt would finish its package first.
    "RUNTIME__INTERCEPT_SIGNALS": "false",
    "RUNTIME__DLTHUB_TELEMETRY": "false",
    "RUNTIME__LOG_LEVEL": "CRITICAL",
    "SCHEMA__NAMING": "direct",  # our own names, see raw_handoff.columns
    "EXTRACT__NEXT_ITEM_MODE": "fifo",
    "LOAD__DELETE_COMPLETED_JOBS": "true",
    "LOAD__WORKERS": "1",
    "LOAD__RAISE_ON_MAX_RETRIES": "1",  # a second try cannot read the file either
    "NORMALIZE__MODEL_NORMALIZER__ADD_DLT_LOAD_ID": "false",
    # Every run has a pipeline folder of its own: the database has no state to restore.
    "RESTORE_FROM_DESTINATION": "false",
}


def schema_of(names: list[str]) -> pa.Schema:
    """Returns the Arrow schema of a raw table with the text columns `names`."""
    texts = [(name, pa.string()) for name in (*names, "_system", "_file")]
    return pa.schema([*texts, ("_row", pa.int64())])


def run_dlt(
    schema: str,
    imports: Imports,
    columns: Columns,
    target: Path,
    scratch: Path,
    may_fail: bool = False,
) -> bool:
    """Loads the files of a schema; returns False when that failed and `may_fail` allows it."""
    dlt = _dlt(scratch)
    from dlt.destinations.impl.duckdb.configuration import DuckDbCredentials
    from dlt.pipeline.exceptions import PipelineStepFailed

    # One thread inserts the rows in their order anyway; a second one leaves partial row groups
    # that the checkpoint has to compress again.
    database = DuckDbCredentials(str(target), global_config={"threads": 1})

    resources = [
        dlt.resource(_items(dlt, files, columns[key]), name=key[1], write_disposition="append")
        for key, files in imports.items()
        if key[0] == schema and files
    ]
    pipeline = dlt.pipeline(
        f"handoff_{schema}",
        pipelines_dir=str(scratch / "dlt"),
        destination=dlt.destinations.duckdb(database),
        dataset_name=schema,
    )
    try:
        pipeline.run(resources)
    except PipelineStepFailed:
        if may_fail:
            return False
        raise
    return True


def _items(dlt: Any, files: list[Import], names: list[str]) -> Callable[[], Iterator[Any]]:
    # A closure without parameters, because dlt sets parameters from the environment by name.
    def items() -> Iterator[Any]:
        for path, kind, rows in files:
            hints = schema_of(names).empty_table()
            yield dlt.mark.with_file_import(str(path), kind, rows, hints=hints)

    return items


def _dlt(scratch: Path) -> Any:
    os.environ.update(_SETTINGS)
    os.environ["DLT_DATA_DIR"] = str(scratch / "dlt-home")
    import dlt

    logging.getLogger("dlt").setLevel(logging.CRITICAL)
    return dlt
