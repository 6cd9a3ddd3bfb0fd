"""Redacts cell values that DuckDB quoted in dbt logs and artifacts.

Messages of DuckDB quote values and whole lines ("Could not convert string 'Ada Lovelace'"). A build
without errors has no such messages, so its files stay unchanged.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

# From the name of an error to the next log line, which begins with a timestamp.
_MESSAGE = re.compile(
    r"[A-Z][A-Za-z]+(?: [A-Za-z]+)* Error\b.*?(?=\n(?:\x1b\[0m)?\d{2}:\d{2}:\d{2}|\Z)", re.DOTALL
)
# Also redacts literals of the project's SQL when a message repeats it.
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"", re.DOTALL)
_REDACTED = "'…'"


def redact_quoted(message: str) -> str:
    """A message with all quoted text replaced."""
    return _QUOTED.sub(_REDACTED, message)


def redact(target: Path, logs: Path) -> None:
    """Replaces quoted values in the artifacts and logs of the last run."""
    results = target / "run_results.json"
    if not results.is_file():
        return
    document = json.loads(results.read_text("utf-8"))
    broken = [row for row in document["results"] if _is_broken(row)]
    if not broken:
        return
    for row in broken:
        row["message"] = redact_quoted(row["message"])
    _replace(results, json.dumps(document))
    for log in logs.glob("dbt.log*"):
        text = log.read_text("utf-8", "replace")
        _replace(log, _MESSAGE.sub(lambda found: redact_quoted(found[0]), text))


def _is_broken(row: Mapping[str, Any]) -> bool:
    return row["status"] in ("error", "fail", "runtime error") and bool(row["message"])


def _replace(path: Path, text: str) -> None:
    """Replaces a file in one step, so that a reader never sees half of it."""
    new = path.with_name(f"{path.name}.new")
    new.write_text(text, "utf-8")
    new.replace(path)


def log_folder(root: Path) -> Path:
    """The folder with the logs of dbt."""
    return root / os.environ.get("DBT_LOG_PATH", "logs")
