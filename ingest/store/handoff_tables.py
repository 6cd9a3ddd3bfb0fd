"""Defines the columns of the tables in schema raw_handoff."""

from __future__ import annotations

import pyarrow as pa

TEXT, NUMBER, FLAG, TIME = pa.string(), pa.int64(), pa.bool_(), pa.timestamp("us")
SQL_TYPES = {TEXT: "VARCHAR", NUMBER: "BIGINT", FLAG: "BOOLEAN", TIME: "TIMESTAMP"}

TABLES: dict[str, pa.Schema] = {
    # One row per file of the export folder and object that it was loaded for.
    "files": pa.schema(
        {
            "file_id": TEXT,
            "path": TEXT,
            "member": TEXT,
            "sha256": TEXT,
            "bytes": NUMBER,
            "encoding": TEXT,
            "delimiter": TEXT,
            "system": TEXT,
            "vendor": TEXT,
            "object": TEXT,
            "table_schema": TEXT,
            "table_name": TEXT,
            "recognised_by": TEXT,
            "runner_up": TEXT,
            "header_line": NUMBER,
            "records_in_file": NUMBER,
            "rows_loaded": NUMBER,
            "rows_unchanged": NUMBER,
            "rows_rejected": NUMBER,
            "non_record_lines": NUMBER,
            "status": TEXT,
            "message": TEXT,
            "claimed_by": TEXT,
            "fingerprint": TEXT,
            "export": TEXT,
            "latest_at": TIME,
            "exported_at": TIME,
            "generation": NUMBER,
            "export_series": TEXT,
            "export_order": TEXT,
            "is_in_folder": FLAG,
        }
    ),
    # Other files that contain a stored row: row `file_row` of file `file_id` is identical to the
    # stored row `of_row` of file `of_file`.
    "sightings": pa.schema(
        {
            "file_id": TEXT,
            "system": TEXT,
            "object": TEXT,
            "table_schema": TEXT,
            "table_name": TEXT,
            "file_row": NUMBER,
            "of_file": TEXT,
            "of_row": NUMBER,
        }
    ),
    # Preamble and footer rows, and other lines that are not records.
    "non_record_lines": pa.schema(
        {
            "file_id": TEXT,
            "line": NUMBER,
            "kind": TEXT,
            "text": TEXT,
        }
    ),
    # Records that do not fit their table.
    "rejects": pa.schema(
        {
            "file_id": TEXT,
            "path": TEXT,
            "line": NUMBER,
            "reason": TEXT,
            "raw_text": TEXT,
        }
    ),
    # One row per loaded file and column: its header and the raw column it became.
    "columns": pa.schema(
        {
            "file_id": TEXT,
            "system": TEXT,
            "vendor": TEXT,
            "object": TEXT,
            "table_schema": TEXT,
            "table_name": TEXT,
            "header": TEXT,
            "column_name": TEXT,
            "position": NUMBER,
        }
    ),
    # What a column of a file contains (ingest/profile): one row per file, object, column and kind,
    # which is how the column is parsed. Columns without a value have no row.
    "column_profiles": pa.schema(
        {
            "file_id": TEXT,
            "system": TEXT,
            "object": TEXT,
            "table_schema": TEXT,
            "table_name": TEXT,
            "column_name": TEXT,
            "kind": TEXT,
            "filled_values": NUMBER,
            "plain_values": NUMBER,
            "last_iso_day": TEXT,
            "point_values": NUMBER,
            "padded_values": NUMBER,
        }
    ),
    # The values of these columns that are not in standard form.
    "nonstandard_values": pa.schema(
        {
            "file_id": TEXT,
            "system": TEXT,
            "object": TEXT,
            "table_schema": TEXT,
            "table_name": TEXT,
            "column_name": TEXT,
            "kind": TEXT,
            "source_row": NUMBER,
            "value": TEXT,
        }
    ),
    # What every loaded column contains (ingest/profile/contents.py), over the rows of all files of
    # an object. `address_rows` have an @.
    "column_contents": pa.schema(
        {
            "system": TEXT,
            "object": TEXT,
            "table_schema": TEXT,
            "table_name": TEXT,
            "column_name": TEXT,
            "all_rows": NUMBER,
            "filled_rows": NUMBER,
            "distinct_values": NUMBER,
            "is_estimated": FLAG,
            "address_rows": NUMBER,
            "longest_value": NUMBER,
        }
    ),
    # The up to 20 most frequent values of these columns, with exact counts.
    "frequent_values": pa.schema(
        {
            "system": TEXT,
            "object": TEXT,
            "table_schema": TEXT,
            "table_name": TEXT,
            "column_name": TEXT,
            "value": TEXT,
            "value_rows": NUMBER,
        }
    ),
    # The columns that these profiles are complete for.
    "profiled_columns": pa.schema(
        {
            "table_schema": TEXT,
            "table_name": TEXT,
            "column_name": TEXT,
            "kind": TEXT,
        }
    ),
    # A digest of the rules that the profiles follow: other rules profile everything again.
    "profile_rules": pa.schema(
        {
            "digest": TEXT,
        }
    ),
    # The stored rows whose history matters (ingest/profile/records.py): their key, and the texts of
    # the columns that date and classify them and, for repeated keys, say who or what they are.
    # vendor_columns names the columns of key, stamps and identity.
    "records": pa.schema(
        {
            "file_id": TEXT,
            "source_row": NUMBER,
            "system": TEXT,
            "object": TEXT,
            "table_schema": TEXT,
            "table_name": TEXT,
            "short_key": TEXT,
            "key_text": TEXT,
            "stamp_1": TEXT,
            "stamp_2": TEXT,
            "stamp_3": TEXT,
            "identity_1": TEXT,
            "identity_2": TEXT,
            "identity_3": TEXT,
            "row_kind": TEXT,
            "row_part": TEXT,
        }
    ),
    # Columns of the vendor declarations, one row per header.
    "vendor_columns": pa.schema(
        {
            "vendor": TEXT,
            "object": TEXT,
            "table_schema": TEXT,
            "table_name": TEXT,
            "column_name": TEXT,
            "header": TEXT,
            "header_position": NUMBER,
            "is_key": FLAG,
            "is_stamp": FLAG,
            "stamp_order": NUMBER,
            "identity_order": NUMBER,
            "key_kind": TEXT,
            "kind": TEXT,
        }
    ),
    # Values that the vendor declarations translate.
    "vendor_values": pa.schema(
        {
            "vendor": TEXT,
            "object": TEXT,
            "table_name": TEXT,
            "column_name": TEXT,
            "value_text": TEXT,
            "becomes": TEXT,
        }
    ),
    # Id of the last dbt build over these tables; the next load empties the table.
    "builds": pa.schema(
        {
            "invocation_id": TEXT,
        }
    ),
}
