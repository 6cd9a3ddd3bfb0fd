"""The one error class for users: what is wrong, where, and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass


def printable(text: str) -> str:
    """Returns text from outside on one line, with `?` in place of control characters."""
    spaced = text.replace("\n", " ").replace("\t", " ")
    return "".join(char if char.isprintable() else "?" for char in spaced)


def closest(word: str, allowed: Sequence[str]) -> str | None:
    """Returns the allowed name closest to a misspelt `word`; None when no name is close."""
    folded = {name.lower(): name for name in allowed}
    found = difflib.get_close_matches(word, allowed, n=1)
    found = found or [folded[n] for n in difflib.get_close_matches(word.lower(), folded, n=1)]
    return found[0] if found else None


@dataclass(frozen=True)
class Problem:
    """One thing a person has to correct.

    `what` is wrong, `where` (file, file:line or file:line:column), and how to `fix` it. They
    never quote a cell of an export, because it could be personal data.
    """

    what: str
    where: str = ""
    fix: str = ""

    def __str__(self) -> str:
        parts = [printable(f"{self.where}: {self.what}" if self.where else self.what)]
        if self.fix:
            parts.append(f"  -> {printable(self.fix)}")
        return "\n".join(parts)


class UserError(Exception):
    """The run is not possible (exit code 2). Carries every problem found, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    @classmethod
    def of(cls, what: str, where: str = "", fix: str = "") -> UserError:
        """Makes a `UserError` with a single problem."""
        return cls([Problem(what, where, fix)])
