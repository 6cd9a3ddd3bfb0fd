"""The bills of materials are valid, list every entry of their lock, and are the same every time."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from support.lock import read_lock
from support.paths import ROOT

LOCKS = ("requirements.lock", "runtime.lock")


def write_bill(lock: str, target: Path) -> str:
    """The bill of a lock, by the command of `make sbom`, on a machine with a private index."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    (options,) = re.findall(r"(?m)^BILL := \$\(BIN\)/cyclonedx-py (.*)$", makefile)
    command = [str(Path(sys.executable).parent / "cyclonedx-py"), *options.split(), "-o"]
    index = "https://user:secret@private.example/simple"
    environment = {**os.environ, "PIP_INDEX_URL": index, "UV_INDEX_URL": index}
    subprocess.run(
        [*command, str(target), lock], cwd=ROOT, env=environment, check=True, capture_output=True
    )
    return target.read_text("utf-8")


@pytest.fixture(scope="module")
def bills(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("bills")
    return {name: write_bill(name, folder / f"{name}.json") for name in LOCKS}


@pytest.mark.parametrize("name", LOCKS)
def test_the_bill_is_valid_and_complete(name: str, bills: dict[str, str], root: Path) -> None:
    text = bills[name]
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    bill = json.loads(text)
    entries = read_lock((root / name).read_text("utf-8"))
    assert [(c["name"], c["version"]) for c in bill["components"]] == [
        (entry.name, entry.version) for entry in entries
    ]
    files = [c["externalReferences"][0] for c in bill["components"]]
    listed = {h["content"] for file in files for h in file["hashes"]}
    assert listed == {digest for entry in entries for digest in entry.hashes}
    # One public index describes all components, whatever index this machine is set to.
    addresses = set(re.findall(r"\w+://[^\"]*", json.dumps(bill["components"])))
    assert {urlsplit(one).path for one in addresses} == {f"/simple/{e.name}/" for e in entries}
    assert len({urlsplit(one).netloc for one in addresses}) == 1
    assert "private.example" not in text
    assert str(root) not in text and "timestamp" not in text


def test_the_bill_is_the_same_twice(bills: dict[str, str], tmp_path: Path) -> None:
    assert write_bill("runtime.lock", tmp_path / "again.json") == bills["runtime.lock"]


def test_the_bill_names_the_product_and_its_version(bills: dict[str, str], root: Path) -> None:
    product = json.loads(bills["runtime.lock"])["metadata"]["component"]
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    assert {key: product[key] for key in ("name", "version")} == {
        key: project[key] for key in ("name", "version")
    }
