"""Writes the workbook, and the tabs as CSV."""

from __future__ import annotations

from pathlib import Path

from cli.database import open_audit
from cli.evidence.csv_files import write_csv_files
from cli.evidence.sheets import read_sheets
from cli.evidence.workbook import workbook_bytes
from cli.report.write import replace_file

# Records per finding.
LIMIT = 1000


def write_evidence(
    database: Path, path: Path, folder: Path | None, audience: str, limit: int
) -> list[Path]:
    """Writes the workbook, and with `folder` the CSV files; returns these. Raises `UserError`."""
    with open_audit(database, "report.report_summary") as audit:
        sheets = read_sheets(audit, audience, limit)
        (summary,) = audit.rows("select as_of from report.report_summary")
    replace_file(path, workbook_bytes(sheets, summary["as_of"]), "workbook")
    return write_csv_files(sheets, folder) if folder else []
