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
    replace_file(path, text.encode(), "report")


def replace_file(path: Path, content: bytes, what: str) -> None:
    """Replaces a file in one step, for its owner only. Raises `UserError`."""
    name = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, suffix=path.suffix, delete=False) as file:
            name = Path(file.name)
            file.write(content)
        name.replace(path)
    except OSError as error:
        if name is not None:
            name.unlink(missing_ok=True)
        raise UserError.of(
            f"the {what} could not be written: {error.strerror}", str(path), "name another file"
        ) from None
