"""Why the content of a file cannot be used."""

from __future__ import annotations

from ingest.errors import Problem


class UnreadableFile(Exception):
    """The file cannot be decoded or parsed.

    Carries the reason, the line (1-based; 0 = the whole file) and what to do.
    """

    def __init__(self, what: str, line: int, fix: str) -> None:
        super().__init__(what)
        self.what, self.line, self.fix = what, line, fix

    def problem(self, label: str) -> Problem:
        """The reason as a problem of the file that messages call `label`."""
        return Problem(self.what, f"{label}:{self.line}" if self.line else label, self.fix)


class NotATable(UnreadableFile):
    """Not a tabular file: listed as skipped, not as an error."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what, 0, fix)
