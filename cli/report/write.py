"""Writes the report to a file."""

from __future__ import annotations

import tempfile
from pathlib import Path

from cli.database import open_audit
from cli.report.page import build_page
from cli.report.read import read_content
from ingest.errors import UserError

# Records per finding.
LIMIT = 20


def write_report(database: Path, path: Path, audience: str, limit: int = LIMIT) -> None:
    """Replaces `path` as a whole: no reader sees half a report. Raises `UserError`."""
    with open_audit(database, "report.report_summary") as audit:
        text = build_page(read_content(audit, audience, limit))
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", newline="\n", dir=path.parent, suffix=".html", delete=False
        ) as file:
            file.write(text)
        Path(file.name).replace(path)
    except OSError as error:
        raise UserError.of(
            f"the report could not be written: {error.strerror}", str(path), "name another file"
        ) from None
