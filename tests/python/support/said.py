"""Whether the product says a fact about a public data set: `where` of a fact against its output."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

ANYTHING = "*"


class _Text(str):
    """A value that is a text; a text of a day can be asked for as `{2:day}`."""

    def __format__(self, spec: str) -> str:
        if spec == "day":
            return f"{self[:4]}-{self[4:6]}-{self[6:]}"
        return str(self)


def _plain(text: str) -> str:
    """A text without the separators of thousands."""
    return re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)


def pattern(sentence: str, value: Sequence[Any]) -> re.Pattern[str]:
    """The sentence of a `where` with the values of a fact; `*` is anything in its line."""
    values = [_Text(one) if isinstance(one, str) else one for one in value]
    found = "^"
    for part in re.split(r" ?\* ?", _plain(sentence.format(*values))):
        # A figure neither begins nor goes on outside the sentence: 5 is not said by 57.
        before = r"(?<![\d.])" if part[:1].isdigit() else ""
        after = r"(?![\d.]*\d)" if part[-1:].isdigit() else ""
        found += ".*" + before + re.escape(part) + after
    return re.compile(found, re.MULTILINE)


def unsaid(fact: Mapping[str, Any], value: Sequence[Any], outputs: Mapping[str, str]) -> list[str]:
    """The sentences of `where` that an output does not contain; `outputs` are texts by name."""
    return [
        f"{name}: {sentence} {list(value)}"
        for one in fact["where"]
        for name, sentence in one.items()
        if not pattern(sentence, value).search(_plain(outputs[name]))
    ]


# The columns of the table in docs/public-sets.md.
VERDICTS = ("right", "wrong", "cannot say")


def verdict(fact: Mapping[str, Any]) -> str:
    """Right with a sentence in `where`, wrong with `wrong: SENTENCE`, else not said."""
    if "wrong" in fact:
        return "wrong"
    return "right" if fact["where"] else "cannot say"


def table_lines(
    facts: Mapping[str, Sequence[Mapping[str, Any]]], kinds: Sequence[str]
) -> list[str]:
    """A Markdown table of kinds and sets; each cell is right / wrong / cannot say."""
    names = list(facts)

    def cell(chosen: Sequence[Mapping[str, Any]]) -> str:
        counts = Counter(verdict(fact) for fact in chosen)
        return " / ".join(str(counts[word]) for word in VERDICTS) if chosen else ""

    lines = [f"| kind | {' | '.join(names)} | all |", f"| --- {'| --- ' * (len(names) + 1)}|"]
    every = [fact for name in names for fact in facts[name]]
    used = [kind for kind in kinds if any(fact["kind"] == kind for fact in every)]
    for kind in [*used, ""]:
        cells = [
            cell([fact for fact in chosen if kind in ("", fact["kind"])])
            for chosen in [*facts.values(), every]
        ]
        lines.append(f"| {kind or 'all'} | {' | '.join(cells)} |")
    return lines


def said_with_values(fact: Mapping[str, Any]) -> str:
    """The sentence of a fact with its figures in the whole set."""
    text: str = fact["says"].format(*fact["value"])
    return text
