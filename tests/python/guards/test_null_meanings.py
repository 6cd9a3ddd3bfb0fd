"""Audit models that turn an unknown boolean into true or false, each with what null means there.

Unknown must not become a verdict. Where a coalesce to true or false stays in a model under
`models/audit`, `null_meanings.yml` says what null means. The list may only shrink.
"""

from __future__ import annotations

import re
from pathlib import Path

from ruamel.yaml import YAML

MEANINGS = Path(__file__).with_name("null_meanings.yml")
# Words that explain nothing.
EMPTY = re.compile(
    r"\b(ok|fine|not possible|impossible|never|default|safe|unknown)\b", re.IGNORECASE
)


def coalesced(text: str) -> list[str]:
    """What every coalesce to true or false tries first, on one line each."""
    text = re.sub(r"--.*", "", text)
    found = []
    for start in re.finditer(r"\bcoalesce\(", text):
        depth, end = 1, start.end()
        while depth:
            depth += {"(": 1, ")": -1}.get(text[end], 0)
            end += 1
        inner = " ".join(text[start.end() : end - 1].split())
        ending = re.fullmatch(r"(.*), (?:false|true)", inner)
        if ending:
            found.append(ending[1])
    return found


def unexplained(models: dict[str, str], meanings: dict[str, dict[str, str]]) -> list[str]:
    """Coalesced booleans without a meaning, and meanings without a coalesced boolean."""
    found = {name: set(coalesced(text)) for name, text in models.items()}
    places = [
        f"{name}: {expression}"
        for name, expressions in found.items()
        for expression in expressions
        if len(meanings.get(name, {}).get(expression, "").split()) < 4
        or EMPTY.search(meanings[name][expression])
    ]
    stale = [
        f"{name}: {expression} is not in the model"
        for name, expressions in meanings.items()
        for expression in expressions
        if expression not in found.get(name, set())
    ]
    return sorted(places) + sorted(stale)


def test_every_coalesced_boolean_says_what_null_means(root: Path) -> None:
    folder = root / "models" / "audit"
    models = {path.stem: path.read_text("utf-8") for path in folder.rglob("*.sql")}
    assert unexplained(models, YAML(typ="safe").load(MEANINGS.read_text("utf-8"))) == []


def test_the_guard_sees_a_boolean_without_a_meaning() -> None:
    models = {"m": "select coalesce(a.is_x, false), coalesce(\n    f(b, true), c,\n    true\n)"}
    known = {"m": {"a.is_x": "the export has no such rows"}}
    assert unexplained(models, known) == ["m: f(b, true), c"]
    assert unexplained(
        models, {"m": {"a.is_x": "ok", "f(b, true), c": "not possible here today"}}
    ) == [
        "m: a.is_x",
        "m: f(b, true), c",
    ]
    assert unexplained({"m": ""}, known) == ["m: a.is_x is not in the model"]
