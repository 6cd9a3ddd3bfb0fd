"""Takes what the database quoted of a record out of dbt's log and artefacts.

DuckDB's messages quote values and whole lines ("Could not convert string 'Ada Lovelace'"). A build
in which nothing broke has none, and is left alone.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

# From the name of an error to the next line of the log, which begins with its time.
_MESSAGE = re.compile(
    r"[A-Z][A-Za-z]+(?: [A-Za-z]+)* Error\b.*?(?=\n(?:\x1b\[0m)?\d{2}:\d{2}:\d{2}|\Z)", re.DOTALL
)
# SQL a message repeats is the project's own; its literals are hidden along with the values.
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"", re.DOTALL)
_HIDDEN = "'…'"


def hidden(message: str) -> str:
    """A message without what stands between quotes."""
    return _QUOTED.sub(_HIDDEN, message)


def hush(target: Path, logs: Path) -> None:
    """Hides quoted values in the artefacts and the log of the last run."""
    results = target / "run_results.json"
    if not results.is_file():
        return
    document = json.loads(results.read_text("utf-8"))
    broken = [row for row in document["results"] if _is_broken(row)]
    if not broken:
        return
    for row in broken:
        row["message"] = hidden(row["message"])
    _replace(results, json.dumps(document))
    for log in logs.glob("dbt.log*"):
        text = log.read_text("utf-8", "replace")
        _replace(log, _MESSAGE.sub(lambda found: hidden(found[0]), text))


def _is_broken(row: Mapping[str, Any]) -> bool:
    return row["status"] in ("error", "fail", "runtime error") and bool(row["message"])


def _replace(path: Path, text: str) -> None:
    """At once, so that nobody finds half a file."""
    made = path.with_name(f"{path.name}.new")
    made.write_text(text, "utf-8")
    made.replace(path)


def log_folder(root: Path) -> Path:
    """Where dbt keeps its log."""
    return root / os.environ.get("DBT_LOG_PATH", "logs")
