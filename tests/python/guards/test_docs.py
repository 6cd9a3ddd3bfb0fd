"""The pages written by hand match the project: links, models of each room, names of tables."""

from __future__ import annotations

import copy
import hashlib
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from support import rooms

from ingest.store.raw_tables import TABLES

COMPUTED = "docs/how-an-audit-is-computed.md"
APACHE_2_0 = "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"
BY_HAND = (
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    COMPUTED,
    "docs/glossary.md",
    "docs/scheduled-runs.md",
)
TOPS = (*rooms.PACKAGES, "macros", "models", "seeds", "stack", "tests")
LISTED_ROOMS = ("prepare", "results")  # and every room of the audit
SECTIONS = ("Status", "Date", "## Context", "## Decision", "## Rejected alternatives")


def pages(root: Path) -> list[Path]:
    return [*sorted(root.glob("*.md")), *sorted((root / "docs").rglob("*.md"))]


def read(root: Path, name: str) -> str:
    return (root / name).read_text("utf-8")


def anchors(text: str) -> set[str]:
    """Anchors that GitHub makes of the headings of a page, and those written as HTML."""
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in plain} | set(
        re.findall(r'<a id="(.*?)"', text)
    )


def broken_links(root: Path) -> list[str]:
    """Relative links of all pages that lead to no file or no anchor."""
    breaches = []
    for page in pages(root):
        text = page.read_text("utf-8")
        for link in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", text, flags=re.DOTALL)):
            if "://" in link:
                continue
            path, _, anchor = link.partition("#")
            target = (page.parent / path).resolve() if path else page
            if not target.exists():
                breaches.append(f"{page.relative_to(root)}: {link} does not exist")
            elif anchor and anchor not in anchors(target.read_text("utf-8")):
                breaches.append(f"{page.relative_to(root)}: {link} has no such heading")
    return breaches


def pages_without_entry(root: Path) -> list[str]:
    """Pages below docs/ that the index does not link."""
    index = read(root, "docs/README.md")
    linked = set(re.findall(r"\]\(([^)#\s]+)", index))
    names = (page.relative_to(root / "docs").as_posix() for page in (root / "docs").rglob("*.md"))
    return sorted(name for name in names if name != "README.md" and name not in linked)


def listed_models(text: str) -> dict[str, list[str]]:
    """The models that the page lists below the heading of each room, in order."""
    parts = re.split(r"^### (\S+)$", text.split("## One record")[0], flags=re.MULTILINE)[1:]
    return {
        room: re.findall(r"^\d+\. `(\w+)` — ", body, re.MULTILINE)
        for room, body in zip(parts[::2], parts[1::2], strict=True)
    }


def room_breaches(text: str, manifest: dict[str, Any]) -> list[str]:
    """Differences between the lists of the page and the models of the manifest."""
    models = {
        key: node for key, node in manifest["nodes"].items() if node["resource_type"] == "model"
    }
    actual: dict[str, set[str]] = {}
    for node in models.values():
        room = rooms.model_room(node)
        if room in LISTED_ROOMS or room.startswith("audit/"):
            actual.setdefault(room, set()).add(node["name"])
    listed = listed_models(text)
    breaches = [f"{room}: not on the page" for room in sorted(set(actual) - set(listed))]
    for room, names in listed.items():
        breaches += [
            f"{room}: {name} is not on the page"
            for name in sorted(actual.get(room, set()) - set(names))
        ]
        breaches += [
            f"{room}: {name} does not exist"
            for name in sorted(set(names) - actual.get(room, set()))
        ]
    order = {name: place for names in listed.values() for place, name in enumerate(names)}
    for node in models.values():
        for parent in (models[key] for key in node["depends_on"]["nodes"] if key in models):
            name, other = node["name"], parent["name"]
            is_listed = name in order and other in order
            is_same_room = rooms.model_room(node) == rooms.model_room(parent)
            if is_listed and is_same_room and order[other] > order[name]:
                breaches.append(f"{name} is listed before {other}, which it reads")
    return breaches


def unknown_tables(text: str, manifest: dict[str, Any]) -> list[str]:
    """Names such as `audit.audit_lag__hops` on a page that no model or raw table has."""
    known = {
        f"{node['schema']}.{node['name']}"
        for node in manifest["nodes"].values()
        if node["resource_type"] in ("model", "seed")
    }
    known |= {f"raw_handoff.{name}" for name in TABLES}
    schemas = {name.split(".")[0] for name in known}
    found = re.findall(r"`(\w+\.\w+)(?:\.\w+)?`", text)
    return sorted({name for name in found if name.split(".")[0] in schemas} - known)


def unknown_paths(text: str, root: Path) -> list[str]:
    """Files and folders of the project that a page names and that do not exist."""
    named = re.findall(rf"`((?:{'|'.join(TOPS)})/[\w./-]*)`", text)
    return sorted({name for name in named if not (root / name).exists()})


def test_links_lead_to_files(root: Path) -> None:
    assert broken_links(root) == []


def test_a_broken_link_is_seen(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "README.md").write_text("[a](docs/a.md) [b](docs/b.md) [c](docs/a.md#Two)\n")
    (tmp_path / "docs" / "a.md").write_text("# One\n[top](#one) [web](https://example.com/x)\n")
    assert broken_links(tmp_path) == [
        "README.md: docs/b.md does not exist",
        "README.md: docs/a.md#Two has no such heading",
    ]


def test_every_page_is_in_the_index(root: Path) -> None:
    assert pages_without_entry(root) == []


def test_a_page_without_entry_is_seen(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "README.md").write_text("[a](a.md)\n")
    for name in ("a.md", "b.md"):
        (tmp_path / "docs" / name).write_text("")
    assert pages_without_entry(tmp_path) == ["b.md"]


def test_the_page_lists_the_models_of_each_room(root: Path, manifest: dict[str, Any]) -> None:
    assert room_breaches(read(root, COMPUTED), manifest) == []


def test_a_wrong_list_of_models_is_seen(root: Path, manifest: dict[str, Any]) -> None:
    copied = copy.deepcopy(manifest)
    merges = copied["nodes"]["model.handoff.audit_matching__merges"]
    merges["depends_on"]["nodes"].append("model.handoff.audit_matching__pairs")
    copied["nodes"]["model.handoff.audit_clock__calendar_hours"]["name"] = "audit_clock__days"
    assert sorted(room_breaches(read(root, COMPUTED), copied)) == [
        "audit/clock: audit_clock__calendar_hours does not exist",
        "audit/clock: audit_clock__days is not on the page",
        "audit_matching__merges is listed before audit_matching__pairs, which it reads",
    ]


def test_named_paths_exist(root: Path) -> None:
    named = [*BY_HAND, *(f"docs/decisions/{p.name}" for p in root.glob("docs/decisions/*.md"))]
    found = {name: unknown_paths(read(root, name), root) for name in named}
    assert {name: paths for name, paths in found.items() if paths} == {}


def test_an_unknown_path_is_seen(root: Path) -> None:
    text = "`macros/engine`, `macros/no_such.sql`, `tests/checks/<area>/a.sql`, `out/gate.md`"
    assert unknown_paths(text, root) == ["macros/no_such.sql"]


@pytest.mark.parametrize("name", BY_HAND)
def test_named_tables_exist(root: Path, manifest: dict[str, Any], name: str) -> None:
    assert unknown_tables(read(root, name), manifest) == []


def test_an_unknown_table_is_seen(manifest: dict[str, Any]) -> None:
    text = "`results.gate`, `results.gates`, `raw_handoff.files.path`, `file.sql`"
    assert unknown_tables(text, manifest) == ["results.gates"]


def test_decisions_have_all_sections(root: Path) -> None:
    for page in sorted((root / "docs" / "decisions").glob("*.md")):
        text = page.read_text("utf-8")
        assert int(re.findall(r"^# (\d+)\.", text)[0]) == int(page.name[:4])
        assert [section for section in SECTIONS if section not in text] == [], page.name


def test_the_glossary_is_in_alphabetical_order(root: Path) -> None:
    words = [
        word.lower()
        for word in re.findall(
            r"^(?:<a .*?</a>)?\*\*(.*?)\*\*", read(root, "docs/glossary.md"), re.M
        )
    ]
    assert words == sorted(words) and len(words) == len(set(words))


def test_the_licence_is_complete_and_named(root: Path) -> None:
    assert hashlib.sha256((root / "LICENSE").read_bytes()).hexdigest() == APACHE_2_0
    project = tomllib.loads(read(root, "pyproject.toml"))["project"]
    assert project["license"] == "Apache-2.0" and project["license-files"] == ["LICENSE"]


def test_commands_of_make_in_the_pages_exist(root: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", read(root, "Makefile"), re.MULTILINE))
    named = {
        target
        for name in ("README.md", "CONTRIBUTING.md")
        for target in re.findall(r"(?:^|`)make ([a-z]+)", read(root, name), re.MULTILINE)
    }
    assert named - targets == set()
