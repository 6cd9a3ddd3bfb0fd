"""The locks install on every platform and nothing else.

Each guard returns every breach in words, and one test per guard shows that it can fail.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from support.lock import Locked, read_lock

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
def runtime(root: Path) -> str:
    return (root / "runtime.lock").read_text("utf-8")


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))


def asked_for(project: dict[str, Any]) -> Iterator[Requirement]:
    """The requirements of pyproject.toml: to run, to develop, to build."""
    extras = project["project"]["optional-dependencies"].values()
    for group in (project["project"]["dependencies"], project["build-system"]["requires"], *extras):
        yield from map(Requirement, group)


def loose_entries(lock: str) -> list[str]:
    """Entries without one exact version and the hash of a file, and lines with an address."""
    breaches = [f"an address: {line}" for line in lock.splitlines() if "://" in line]
    for entry in read_lock(lock):
        pins = [(pin.operator, "*" in pin.version) for pin in entry.requirement.specifier]
        if pins != [("==", False)]:
            breaches.append(f"{entry.requirement} is not an exact version")
        if not entry.hashes or not all(re.fullmatch("[0-9a-f]{64}", h) for h in entry.hashes):
            breaches.append(f"{entry.requirement} has no hash")
    return breaches


def missing_entries(lock: str, project: dict[str, Any]) -> list[str]:
    """Requirements of a platform that the lock does not contain; pip then refuses all of it.

    The metadata of the installed packages lists their requirements per platform.
    """
    entries = {entry.name: entry for entry in read_lock(lock)}
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
    entries: dict[str, Locked], project: dict[str, Any], place: dict[str, str]
) -> Iterator[tuple[str, Requirement]]:
    """Pairs of requiring package and requirement in the environment `place`."""
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
    assert len(read_lock(lock)) == len(re.findall(r"(?m)^[^\s#]", lock)), "unread entry"


def test_the_lock_contains_what_every_platform_installs(lock: str, project: dict[str, Any]) -> None:
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
        (f"a>=1 \\\n    --hash=sha256:{'0' * 64}\n", "a>=1 is not an exact version"),
        (f"a==1.* \\\n    --hash=sha256:{'0' * 64}\n", "a==1.* is not an exact version"),
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


def test_the_runtime_lock_is_the_part_of_the_lock_that_the_product_needs(
    lock: str, runtime: str, project: dict[str, Any]
) -> None:
    assert loose_entries(runtime) == []
    whole = {entry.name: entry for entry in read_lock(lock)}
    part = {entry.name: entry for entry in read_lock(runtime)}
    for name, entry in part.items():
        assert (entry.version, entry.hashes) == (whole[name].version, whole[name].hashes)
    product = {"project": {**project["project"], "optional-dependencies": {}}}
    product["build-system"] = {"requires": []}
    assert missing_entries(runtime, product) == []
    for name in ("duckdb", "dbt-core", "jinja2", "pywin32", "click"):
        assert name in part, name
    for name in ("pytest", "ruff", "uv", "hypothesis", "cyclonedx-python-lib", "defusedxml"):
        assert name not in part and name in whole, name
