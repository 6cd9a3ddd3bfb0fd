"""Files that no declaration recognises."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.files.discover import Source
from ingest.files.encoding import Text


@dataclass(frozen=True)
class Unknown:
    """A file nobody declared, or that holds no table; listed, never guessed."""

    source: Source
    text: Text | None
    message: str
    fix: str = "declare it under `tables` in the stack"
    runner_up: str | None = None
