"""The lock installs on every platform and nothing else; the bill of materials says what is in it.

Each guard returns every breach in words, and is itself seen failing once.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
import sbom
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PLATFORMS = [
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
]
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]


@pytest.fixture(scope="module")
def lock(root: Path) -> str:
    return (root / "requirements.lock").read_text("utf-8")


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))


def asked_for(project: dict[str, Any]) -> Iterator[Requirement]:
    """What pyproject.toml asks for: to run, to develop, to build."""
    extras = project["project"]["optional-dependencies"].values()
    for group in (project["project"]["dependencies"], project["build-system"]["requires"], *extras):
        yield from map(Requirement, group)


def loose_entries(lock: str) -> list[str]:
    """Entries without one exact version and the hash of a file, and whatever names an address."""
    breaches = [f"an address: {line}" for line in lock.splitlines() if "://" in line]
    for entry in sbom.read_lock(lock):
        pins = [(pin.operator, "*" in pin.version) for pin in entry.requirement.specifier]
        if pins != [("==", False)]:
            breaches.append(f"{entry.requirement} is no exact version")
        if not entry.hashes or not all(re.fullmatch("[0-9a-f]{64}", h) for h in entry.hashes):
            breaches.append(f"{entry.requirement} has no hash")
    return breaches


def missing_entries(lock: str, project: dict[str, Any]) -> list[str]:
    """What a platform would install without finding it in the lock; pip then refuses all of it.

    The metadata of the installed packages says what they ask for where.
    """
    entries = {entry.name: entry for entry in sbom.read_lock(lock)}
    breaches = set()
    for python in PYTHONS:
        for platform in PLATFORMS:
            versions = {"python_version": python, "python_full_version": f"{python}.0"}
            place = {**default_environment(), **platform, **versions}
            where = f"{platform['sys_platform']}, Python {python}"
            for asker, wanted in demands(entries, project, place):
                found = entries.get(canonicalize_name(wanted.name))
                marker = found.requirement.marker if found else None
                if found is None or (marker and not marker.evaluate(place)):
                    breaches.add(f"{asker} asks for {wanted.name} on {where}")
                elif not wanted.specifier.contains(found.version, prereleases=True):
                    breaches.add(f"{asker} asks for {wanted}, locked is {found.version}")
    return sorted(breaches)


def demands(
    entries: dict[str, sbom.Locked], project: dict[str, Any], place: dict[str, str]
) -> Iterator[tuple[str, Requirement]]:
    """Who asks for what in `place`."""
    for wanted in asked_for(project):
        if wanted.marker is None or wanted.marker.evaluate(place):
            yield "pyproject.toml", wanted
    for entry in entries.values():
        marker = entry.requirement.marker
        if marker and not (marker.evaluate() and marker.evaluate(place)):
            continue  # not installed here, or not there
        installed = metadata.version(entry.name)
        assert installed == entry.version, f"{entry.name} {installed} is installed: make install"
        for line in metadata.requires(entry.name) or ():
            wanted = Requirement(line)
            extras = ("", *entry.requirement.extras)
            if wanted.marker is None or any(
                wanted.marker.evaluate({**place, "extra": extra}) for extra in extras
            ):
                yield entry.name, wanted


def test_every_entry_of_the_lock_is_one_version_with_its_hashes(lock: str) -> None:
    assert loose_entries(lock) == []
    assert len(sbom.read_lock(lock)) == len(re.findall(r"(?m)^[^\s#]", lock)), "unread entry"


def test_the_lock_holds_what_every_platform_installs(lock: str, project: dict[str, Any]) -> None:
    assert missing_entries(lock, project) == []
    assert project["project"]["requires-python"] == f">={PYTHONS[0]}"


def test_make_locks_for_the_lowest_python_and_waits_two_weeks(root: Path) -> None:
    makefile = (root / "Makefile").read_text("utf-8")
    assert f"--universal --python-version {PYTHONS[0]} " in makefile
    assert '--exclude-newer "2 weeks"' in makefile
    assert "--require-hashes --only-binary :all: -r requirements.lock" in makefile
    assert "index-url" not in makefile


@pytest.mark.parametrize(
    ("planted", "breach"),
    [
        (f"a>=1 \\\n    --hash=sha256:{'0' * 64}\n", "a>=1 is no exact version"),
        (f"a==1.* \\\n    --hash=sha256:{'0' * 64}\n", "a==1.* is no exact version"),
        ("a==1\n    # via b\n", "a==1 has no hash"),
        ("a==1 \\\n    --hash=sha256:abc\n", "a==1 has no hash"),
    ],
)
def test_a_loose_entry_is_seen(planted: str, breach: str) -> None:
    assert loose_entries(planted) == [breach]


def test_an_address_in_the_lock_is_seen(lock: str) -> None:
    planted = f"a @ https://files.example/a.whl \\\n    --hash=sha256:{'0' * 64}\n"
    assert len(loose_entries(planted)) == 2
    with pytest.raises(ValueError):
        loose_entries(f"--index-url https://registry.example/simple\n{lock}")


def test_an_entry_that_only_another_platform_needs_is_missed(
    lock: str, project: dict[str, Any]
) -> None:
    without = re.sub(r"(?m)^pywin32==(.*\\\n)+.*\n( +#.*\n)+", "", lock)
    assert len(without) < len(lock)
    assert missing_entries(without, project)[0] == "dlt asks for pywin32 on win32, Python 3.11"
    elsewhere = lock.replace("sys_platform == 'win32'", "sys_platform == 'cygwin'")
    assert missing_entries(elsewhere, project)[0] == missing_entries(without, project)[0]


def test_an_entry_that_pyproject_does_not_allow_is_seen(lock: str, project: dict[str, Any]) -> None:
    asks = {**project, "build-system": {"requires": ["setuptools>=999"]}}
    assert missing_entries(lock, asks)[0].startswith("pyproject.toml asks for setuptools>=999")


def test_the_bill_is_valid_complete_and_the_same_twice(
    root: Path, lock: str, tmp_path: Path
) -> None:
    for name in ("once", "again"):
        sbom.main(tmp_path / name / "bill.json")
    text = (tmp_path / "once" / "bill.json").read_text("utf-8")
    assert text == (tmp_path / "again" / "bill.json").read_text("utf-8")
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    bill = json.loads(text)
    entries = sbom.read_lock(lock)
    assert {(c["name"], c["version"]) for c in bill["components"]} == {
        (entry.name, entry.version) for entry in entries
    }
    listed = {
        h["content"] for c in bill["components"] for h in c["externalReferences"][0]["hashes"]
    }
    assert listed == {digest for entry in entries for digest in entry.hashes}
    addresses = set(re.findall(r"\w+://[^\"]*", text))
    assert addresses == {bill["$schema"]} and str(root) not in text and "timestamp" not in text


def test_the_bill_tells_the_product_from_its_tools(lock: str, root: Path) -> None:
    made = sbom.bill(lock, (root / "pyproject.toml").read_text("utf-8"))
    scopes = {component.name: str(component.scope) for component in made.components}
    for name in ("duckdb", "dbt-core", "jinja2", "pywin32", "click"):
        assert scopes[name] == "ComponentScope.REQUIRED", name
    for name in ("pytest", "ruff", "uv", "hypothesis", "cyclonedx-python-lib", "defusedxml"):
        assert scopes[name] == "ComponentScope.EXCLUDED", name
