"""Masks personal data in what leaves the company.

A person, a company or a deal becomes a number in the order of appearance, such as `person 17`.
Nothing is hashed: a hash of a known address can be looked up. Ids stay, so that links work.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

EXTERNAL, INTERNAL = "external", "internal"

# Kinds of fields whose values name nobody; values of all others are hidden.
IMPERSONAL_KINDS = frozenset({"number", "money", "date", "consent", "picklist", "multi"})
HIDDEN = "(hidden)"
EMPTY = "(empty)"

_ADDRESS = re.compile(r"[^\s/<>\"',;:()=|]+@[^\s/<>\"',;:()=|]+")


class Masker:
    """Replaces personal data in the cells of a report; does nothing for internal readers."""

    def __init__(self, audience: str, reps: Iterable[Mapping[str, Any]] = ()) -> None:
        """`reps` are rows with `record_id`, `email` and `full_name` of the owners in the CRM."""
        self.is_external = audience == EXTERNAL
        self._numbers: dict[str, dict[str, int]] = {}
        self._reps: dict[str, str] = {}
        for rep in reps if self.is_external else ():
            for word in (rep["email"], rep["full_name"]):
                if word:
                    self._reps[str(word).casefold()] = f"owner {rep['record_id']}"
        words = sorted(self._reps, key=len, reverse=True)
        self._rep_words = (
            re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)
            if words
            else None
        )

    def number(self, kind: str, key: str) -> str:
        """The number of a thing among its kind, in the order of appearance: `person 17`."""
        known = self._numbers.setdefault(kind, {})
        return f"{kind} {known.setdefault(key, len(known) + 1)}"

    def text(self, text: str) -> str:
        """A text without addresses and without names of reps."""
        if not self.is_external:
            return text
        if self._rep_words is not None:
            text = self._rep_words.sub(lambda found: self._reps[found.group().casefold()], text)
        if "@" not in text and "%40" not in text:
            return text
        text = text.replace("%40", "@")
        return _ADDRESS.sub(
            lambda found: self.number("address", found.group().strip(".").casefold()), text
        )

    def cell(self, rule: str, value: Any, row: Mapping[str, Any]) -> Any:
        """The value of a cell whose column has a rule; `row` are all cells of its row."""
        if not self.is_external or value is None:
            return value
        masked: Any = getattr(self, f"_{rule}")(value, row)
        return masked

    def _subject(self, value: Any, row: Mapping[str, Any]) -> Any:
        """A name: numbered by the person behind the record, else by the record."""
        kind = row.get("kind") or "person"
        if kind in ("invoice", "payment"):
            return self.text(str(value))  # its number, which is an id
        return self.number(kind, str(row.get("person_id") or row.get("record_key") or value))

    def _company(self, value: Any, row: Mapping[str, Any]) -> Any:
        return self.number("company", str(value).casefold())

    def _hidden(self, value: Any, row: Mapping[str, Any]) -> Any:
        return None

    def _owner(self, value: Any, row: Mapping[str, Any]) -> Any:
        """A rep: the team, else the id."""
        return row.get("owner_team") or self._owner_id(row.get("owner_key"))

    def _responsible(self, value: Any, row: Mapping[str, Any]) -> Any:
        """Declared owners and queues keep their names; reps become their team, else their id."""
        if row.get("responsible_kind") in ("declared", "queue"):
            return value
        return row.get("responsible_team") or self._owner_id(
            row.get("responsible_key") or row.get("responsible_id")
        )

    def _explanation(self, value: Any, row: Mapping[str, Any]) -> Any:
        text = row.get("explanation_without_values")
        return None if text is None else self.text(str(text))

    def _field_value(self, value: Any, row: Mapping[str, Any]) -> Any:
        if row.get("field_kind") in IMPERSONAL_KINDS:
            return self.text(str(value))
        return HIDDEN

    def _owner_id(self, key: Any) -> str | None:
        return self.text("owner " + str(key).rsplit("/", 1)[-1]) if key else None
