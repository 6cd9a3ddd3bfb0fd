"""Texts avoid turns of phrase that a first-time reader must read twice.

The list is in BANNED, the rules behind it are in CONTRIBUTING.md, "House rules". Jinja code may use
its test `is none`; data and fixtures are not texts of the project.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

BANNED = (
    "beyond belief",
    "by itself says",
    "comes to nothing",
    "furniture",
    "held back",
    "hush",
    "is none",
    "lies below",
    "lies in",
    "no record of",
    "nobody answers",
    "shut in",
    "stand for",
    "stands for",
    "stands in",
    "told apart",
)
SUFFIXES = {".py", ".sql", ".md", ".yml", ".yaml", ".toml", ".json", ".sh"}
NAMES = {"Makefile", "run"}
# What a build writes, what is data, and generated pages that repeat words of the vendors.
SKIPPED = (
    *("build", "dbt_packages", "dist", "exports", "logs", "out", "target"),
    # The old names, which a database and its upgrade must know.
    *("docs/renamed.md", "ingest/store/raw_tables.py"),
    "tests/python/end_to_end/ingest/test_upgrade.py",
    "docs/exports.md",
    "docs/vendors.md",
    "tests/python/fixtures",
    "tests/python/guards/test_wording.py",
    "tests/python/support/corpus",
)
HIDDEN = {".ci", ".github"}  # hidden folders that belong to the project

# Words of a phrase may be parted by a line break and the sign of a comment.
_BETWEEN = r"(?:\s|#|--|\*)+"
# Only lower case for "is none": Python compares with `is None`.
_PHRASES = re.compile(
    r"\b(?:"
    + "|".join(
        (phrase if phrase == "is none" else f"(?i:{phrase})").replace(" ", _BETWEEN)
        for phrase in BANNED
    )
    + r")\b"
)
_JINJA_CODE = re.compile(r"\{[%{].*?[%}]\}", re.DOTALL)
_OLD_RELEASES = re.compile(r"^## (?!Unreleased).*", re.DOTALL | re.MULTILINE)


def is_below(path: str, folders: tuple[str, ...]) -> bool:
    return any(path == folder or path.startswith(f"{folder}/") for folder in folders)


def texts(root: Path) -> Iterator[tuple[str, str]]:
    """Path and content of each file whose words people read."""
    for top in sorted(root.iterdir()):
        is_hidden = top.name.startswith(".") and top.name not in HIDDEN and top.is_dir()
        if is_hidden or top.name in SKIPPED or top.name.endswith(".egg-info"):
            continue
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            name = path.relative_to(root).as_posix()
            if path.suffix not in SUFFIXES and path.name not in NAMES:
                continue
            if path.is_file() and not is_below(name, SKIPPED):
                yield name, path.read_text("utf-8")


def hits(name: str, text: str) -> list[str]:
    """Every banned phrase in a text as `file:line: phrase`."""
    if name.endswith(".sql"):
        # Spaces instead of code, so that the numbers of the lines stay.
        text = _JINJA_CODE.sub(lambda code: re.sub(r"[^\n]", " ", code.group()), text)
    if name == "CHANGELOG.md":
        text = _OLD_RELEASES.sub("", text)
    found = []
    for match in _PHRASES.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        found.append(f"{name}:{line}: {' '.join(re.findall(r'[a-z]+', match.group().lower()))}")
    return found


def test_texts_are_plain(root: Path) -> None:
    found = [hit for name, text in texts(root) for hit in hits(name, text)]
    assert not found, "write these as CONTRIBUTING.md says:\n" + "\n".join(found)


def test_a_banned_phrase_is_seen() -> None:
    text = "# A line that is\n# none of ours\nif x is None:\n    pass  # Nobody answers\n"
    assert hits("a.py", text) == ["a.py:1: is none", "a.py:4: nobody answers"]
    jinja = "{# a value that is none #}\n{% if x is none %}\n-- the id stands\n-- for a record\n"
    assert hits("a.sql", jinja) == ["a.sql:1: is none", "a.sql:3: stands for"]
    assert hits("a.md", "It applies in June. The file lies\nin a folder.") == ["a.md:1: lies in"]


def test_old_releases_keep_their_words() -> None:
    text = "## Unreleased\n\n- Held back.\n\n## 0.1.0\n\n- Held back.\n"
    assert hits("CHANGELOG.md", text) == ["CHANGELOG.md:3: held back"]


def test_every_file_of_the_project_is_read(tmp_path: Path) -> None:
    for name in (
        "a/b.py",
        ".github/c.yml",
        ".venv/d.py",
        "exports/e.md",
        "docs/vendors.md",
        "F.md",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    assert sorted(name for name, _ in texts(tmp_path)) == [".github/c.yml", "F.md", "a/b.py"]
