"""Makes the rows of raw_handoff about the files of a run."""

from __future__ import annotations

import hashlib
from typing import Any

from ingest.errors import Problem
from ingest.files.table_layout import EMPTY_COLUMN
from ingest.files.unknown import Unknown
from ingest.load.checked_path import Reading


def loaded_row(reading: Reading, stored: int) -> dict[str, Any]:
    """Makes the `files` row of a file that was read; the database contains `stored` rows of it."""
    plan = reading.plan
    notes = []
    if not reading.records:
        notes.append("header only")
    if plan.other_locations:
        notes.append(f"same content as {', '.join(other.label for other in plan.other_locations)}")
    if reading.rejects:
        first = reading.rejects[0]
        notes.append(f"first rejected at line {first.line}: {first.reason}")
    blank_lines = reading.blank_lines + plan.text.blank_lines
    if blank_lines:
        notes.append(f"{blank_lines} blank lines")
    if reading.empty_records:
        line = reading.empty_records[0].line
        notes.append(f"empty records: {len(reading.empty_records)}, the first at line {line}")
    if reading.repeated_headers:
        notes.append(f"repeated headers: {len(reading.repeated_headers)}")
    notes += [*plan.text.notes, *plan.layout.notes]
    return {
        "file_id": plan.file_id,
        "path": plan.source.path,
        "member": plan.source.member,
        "sha256": plan.text.sha256,
        "bytes": plan.text.size,
        "encoding": plan.text.encoding,
        "delimiter": plan.layout.delimiter if plan.text.kind == "csv" else None,
        "system": plan.system,
        "vendor": plan.vendor,
        "object": plan.object,
        "table_schema": plan.schema,
        "table_name": plan.table,
        "recognised_by": plan.recognised_by,
        "runner_up": plan.runner_up,
        "header_line": plan.layout.header_line if plan.text.shape != "table" else None,
        "records_in_file": reading.records,
        "rows_loaded": stored,
        "rows_unchanged": reading.delivered - stored,
        "rows_rejected": len(reading.rejects),
        "non_record_lines": blank_lines
        + len(reading.empty_records)
        + len(reading.repeated_headers)
        + sum(item.kind != "empty_column" for item in plan.layout.non_records),
        "status": "unchanged" if reading.delivered and not stored else "loaded",
        "message": "; ".join(notes) or None,
        "fingerprint": plan.fingerprint,
    }


def failed_row(
    path: str, member: str | None, sha256: str | None, problem: Problem
) -> dict[str, Any]:
    """Makes the `files` row of a file that could not be read and is not in the database."""
    name = f"{path}/{member or ''}"
    digest = sha256 or hashlib.sha256(name.encode()).hexdigest()
    return _not_loaded(path, member, digest, "failed") | {
        "sha256": sha256,
        "message": f"{problem.where}: {problem.what}",
    }


def quarantined_row(reading: Reading, why: str) -> dict[str, Any]:
    """Makes the `files` row of a quarantined full export, which is not in the database."""
    source = reading.plan.source
    return _not_loaded(source.path, source.member, reading.plan.text.sha256, "quarantined") | {
        "sha256": reading.plan.text.sha256,
        "bytes": reading.plan.text.size,
        "message": why,
    }


def unknown_row(item: Unknown) -> dict[str, Any]:
    """Makes the `files` row of a file that no declaration and no mapping matches, with a fix."""
    source = item.source
    digest = item.text.sha256 if item.text else hashlib.sha256(source.label.encode()).hexdigest()
    return _not_loaded(source.path, source.member, digest, "unknown") | {
        "sha256": item.text.sha256 if item.text else None,
        "bytes": item.text.size if item.text else None,
        "encoding": item.text.encoding if item.text else None,
        "runner_up": item.runner_up,
        "claimed_by": item.claimed_by,
        "message": f"{item.message}: {item.fix}",
    }


def _not_loaded(path: str, member: str | None, digest: str, status: str) -> dict[str, Any]:
    counts = (
        "records_in_file",
        "rows_loaded",
        "rows_unchanged",
        "rows_rejected",
        "non_record_lines",
    )
    return {"file_id": digest[:16], "path": path, "member": member, "status": status} | (
        dict.fromkeys(counts, 0) | {"system": None, "fingerprint": None}
    )


def non_record_rows(reading: Reading) -> list[dict[str, Any]]:
    """Makes one row per line that is not a record, and per column without header and cells."""
    plan = reading.plan
    found = [*plan.layout.non_records, *reading.empty_records, *reading.repeated_headers]
    rows = [(item.line, item.kind, item.text) for item in found]
    rows += [
        (plan.layout.header_line, "empty_column", EMPTY_COLUMN.format(column.position))
        for column in plan.columns
        if column.name in reading.empty_columns
    ]
    return [
        {"file_id": plan.file_id, "line": line, "kind": kind, "text": text}
        for line, kind, text in rows
    ]


def column_rows(reading: Reading) -> list[dict[str, Any]]:
    """Makes one row per loaded column with its header and raw column.

    Constant columns have no position; their header is the name of the column.
    """
    plan = reading.plan
    found: list[tuple[str, str, int | None]] = [
        (column.header, column.name, column.position)
        for column in plan.columns
        if column.name not in reading.empty_columns
    ]
    return [
        {
            "file_id": plan.file_id,
            "system": plan.system,
            "vendor": plan.vendor,
            "object": plan.object,
            "table_schema": plan.schema,
            "table_name": plan.table,
            "header": header,
            "column_name": name,
            "position": position,
        }
        for header, name, position in [
            *found,
            *((name, name, None) for name in plan.constant_columns),
        ]
    ]


def reject_rows(reading: Reading) -> list[dict[str, Any]]:
    """Makes one row per record that does not fit the table, with its text as delivered."""
    return [
        {
            "file_id": reading.plan.file_id,
            "path": reading.plan.source.label,
            "line": reject.line,
            "reason": reject.reason,
            "raw_text": reject.raw_text,
        }
        for reject in reading.rejects
    ]
