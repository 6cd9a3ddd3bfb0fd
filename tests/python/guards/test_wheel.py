"""The wheel contains no file that runs at start-up, and dbt packages are pinned."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable
from pathlib import Path

from ruamel.yaml import YAML


def loose_packages(texts: Iterable[str]) -> list[str]:
    """dbt packages that are not pinned to a commit; a version of the hub can be replaced."""
    breaches = []
    for text in texts:
        for package in (YAML(typ="safe").load(text) or {}).get("packages", []):
            if not re.fullmatch("[0-9a-f]{40}", str(package.get("revision", ""))):
                breaches.append(f"{package} is not pinned to a commit")
    return breaches


def test_packages_of_dbt_are_pinned_to_a_commit(root: Path) -> None:
    files = [root / name for name in ("packages.yml", "dependencies.yml")]
    assert loose_packages(file.read_text("utf-8") for file in files if file.exists()) == []


def test_a_package_of_the_hub_is_seen() -> None:
    hub = "packages:\n  - package: elementary-data/elementary\n    version: 0.16.1\n"
    tag = "packages:\n  - git: somewhere\n    revision: v1\n"
    commit = f"packages:\n  - git: somewhere\n    revision: {'a' * 40}\n"
    assert len(loose_packages([hub, tag, commit])) == 2


def wheel_breaches(names: Iterable[str], wanted: set[str]) -> list[str]:
    """Files of a wheel that run at start-up, that no package contains, and missing files."""
    inside = {name for name in names if ".dist-info/" not in name}
    breaches = [f"{name} runs at every start of Python" for name in inside if name.endswith(".pth")]
    breaches += [f"{name} is not of a package" for name in inside - wanted]
    return sorted(breaches + [f"{name} is left out" for name in wanted - inside])


def test_the_wheel_contains_the_packages_and_no_start_up_file(root: Path, tmp_path: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    source = tmp_path / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(root / name, source)
    for package in {name.split(".")[0] for name in project["tool"]["setuptools"]["packages"]}:
        shutil.copytree(root / package, source / package, ignore=shutil.ignore_patterns("*.pyc"))
    wanted = {
        path.relative_to(source).as_posix()
        for package in source.iterdir()
        for path in package.rglob("*")
        if path.is_file()
    }
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-index", "--no-deps"]
    subprocess.run(
        [*build, "--no-build-isolation", "-w", str(tmp_path), str(source)], check=True, timeout=120
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert wheel_breaches(names, wanted) == []
    assert not any("/data/" in name or "/scripts/" in name for name in names)


def test_a_wheel_with_a_start_up_file_or_a_missing_file_is_seen() -> None:
    names = ["cli/main.py", "evil.pth", "sitecustomize.py", "x-1.dist-info/RECORD"]
    assert wheel_breaches(names, {"cli/main.py", "cli/gate.py"}) == [
        "cli/gate.py is left out",
        "evil.pth is not of a package",
        "evil.pth runs at every start of Python",
        "sitecustomize.py is not of a package",
    ]
