"""Files that no declaration matches."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.files.discover import Source
from ingest.files.encoding import Text


@dataclass(frozen=True)
class Unknown:
    """A file that is not declared or not a table: it is listed with a fix, and never guessed."""

    source: Source
    text: Text | None
    message: str
    fix: str = "declare it under `tables` in the stack"
    runner_up: str | None = None  # the second-best match
    claimed_by: str | None = None  # the system whose `files` match it: an error, not only a note
