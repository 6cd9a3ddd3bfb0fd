"""Judges what the gate said about a night."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gate_nights.night import Movement, Night

# The report begins with its verdict; the table of the loaded files comes before.
_VERDICT = re.compile(
    r"^(clean|first run|regression|incomplete|could not run|internal error)\b", re.M
)
_BETTER = ("improved", "resolved")
# Words of the document -> words of the nights.
_FACTS = {"export_old": "old_export"}
Document = Mapping[str, Any]


@dataclass(frozen=True)
class Said:
    """What `handoff run` said: its exit code, what it printed, and its JSON document."""

    code: int
    printed: str
    document: Document

    @property
    def report(self) -> str:
        """The printed report, without the table of the files."""
        found = _VERDICT.search(self.printed)
        return self.printed[found.start() :] if found else self.printed

    def blamed(self, with_lost: bool) -> str:
        """The failing results and problems as text.

        A result that is `lost` accuses nobody. Without `with_lost`, only its reason counts.
        """
        results = self.document.get("compared", {}).get("results", [])
        failing = [{**each, "remedy": None} for each in results if each["is_failure"]]
        if not with_lost:
            failing = [
                each if each["kind"] != "lost" else {"reason": each.get("reason")}
                for each in failing
            ]
        problems = self.document.get("run", {}).get("problems", [])
        return json.dumps([*failing, *problems], ensure_ascii=False)


def facts_of(document: Document) -> set[str]:
    """The facts of `demands` that the JSON document of the gate contains.

    This is the only place that knows where the document has them. Each fact is a word of the
    list `night.Fact`:

    - `lost`, `improved`: a result of that kind (`resolved` counts as `improved`);
    - `not_improved`: no result is called improved or resolved;
    - `redeclared`: a result whose promise is another one than on the baseline;
    - `export_missing`, `old_export`: a file that was there and is not, or is older than the others;
    - `column_missing`, `column_renamed`: a column that was there and is not; with the new name;
    - `value_new`, `value_gone`: an undeclared value that was not there; a value that vanished;
    - `volume_low`, `volume_high`: a number of records outside of its range for the weekday.
    """
    compared = document.get("compared", {})
    kinds = {result["kind"] for result in compared.get("results", [])}
    found = {fact for fact in ("lost", "redeclared") if fact in kinds}
    found.add("improved" if kinds & set(_BETTER) else "not_improved")
    for fact in compared.get("facts", []):
        found.add(_FACTS.get(fact["kind"], fact["kind"]))
        if fact["kind"] == "column_missing" and "nearest new column" in fact["detail"]:
            found.add("column_renamed")
    return found


def movement_of(document: Document, handoff: str, check: str) -> Mapping[str, int]:
    """The counts `new`, `turned_bad`, `mended` and `left` of a check on a handoff; else empty."""
    for result in document.get("compared", {}).get("results", []):
        if (result["check_id"], result["handoff_id"]) == (check, handoff):
            moved = result.get("movement")
            if moved is None:
                return {}
            return {
                "new": (moved["new_violations"] or 0) - (moved["turned_bad"] or 0),
                "turned_bad": moved["turned_bad"],
                "mended": moved["mended"],
                "left": moved["left_violations"],
            }
    return {}


def complaints(night: Night, said: Said) -> list[str]:
    """What is wrong with what the gate said; empty if the night is judged rightly."""
    found = []
    if said.code not in night.codes:
        codes = " or ".join(map(str, night.codes))
        found.append(f"exit code {said.code} instead of {codes}")
    told = said.report + said.blamed(with_lost=True)
    for options in night.names:
        words = [options] if isinstance(options, str) else options
        if not any(_has_word(told, word) for word in words):
            found.append(f"does not name {' or '.join(words)}")
    found += [
        f"blames {word}, which is innocent"
        for word in night.never_names
        if _has_word(said.blamed(with_lost=False), word)
    ]
    facts = facts_of(said.document)
    found += [f"does not tell {fact}" for fact in night.demands if fact not in facts]
    for movement in night.movement:
        found += _wrong_counts(
            movement, movement_of(said.document, movement.handoff, movement.check)
        )
    return found


def _has_word(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


def _wrong_counts(wanted: Movement, told: Mapping[str, int]) -> list[str]:
    counts = wanted.model_dump(exclude={"handoff", "check"}, exclude_none=True)
    return [
        f"{wanted.check} on {wanted.handoff}: {name} is {told.get(name)} instead of {count}"
        for name, count in counts.items()
        if told.get(name) != count
    ]
