"""The declarations are read from one JSON file while the YAML files are unchanged."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ingest.errors import UserError
from ingest.vendors import catalog
from ingest.vendors.catalog import FOLDER, load_vendors
from ingest.vendors.compiled import FILE, compiled_text, read_compiled
from ingest.vendors.read import read_declarations


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One vendor with the common declarations, and their JSON file."""
    for name in ("_common.yml", "mapped.yml", "xero.yml"):
        shutil.copy(FOLDER / name, tmp_path)
    (tmp_path / FILE).write_text(compiled_text(tmp_path), "utf-8")
    return tmp_path


def test_the_shipped_declarations_are_read_without_yaml(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = read_declarations(FOLDER)
    monkeypatch.setattr(catalog, "read_declarations", lambda folder: pytest.fail("it read YAML"))
    load_vendors.cache_clear()
    assert load_vendors().vendors
    assert read_compiled(FOLDER) == expected


def test_an_edited_file_is_read_again(folder: Path) -> None:
    path = folder / "xero.yml"
    path.write_text(path.read_text("utf-8").replace("name: Xero", "name: Xero Two"), "utf-8")
    assert read_compiled(folder) is None
    assert load_vendors(folder).vendors["xero"].name == "Xero Two"


def test_a_broken_file_gives_its_messages(folder: Path) -> None:
    path = folder / "xero.yml"
    path.write_text(path.read_text("utf-8").replace("kind: finance", "kind: fianance"), "utf-8")
    with pytest.raises(UserError, match=r"xero\.yml:\d+:\d+"):
        load_vendors(folder)


def test_a_new_and_a_removed_file_are_noticed(folder: Path) -> None:
    shutil.copy(FOLDER / "form.yml", folder)
    assert read_compiled(folder) is None
    (folder / "form.yml").unlink()
    assert read_compiled(folder) is not None
    (folder / "xero.yml").unlink()
    assert read_compiled(folder) is None


@pytest.mark.parametrize("text", ["", "{}", "not JSON", '{"sha256": "x", "vendors": 1}'])
def test_a_damaged_json_file_is_ignored(folder: Path, text: str) -> None:
    (folder / FILE).write_text(text, "utf-8")
    assert read_compiled(folder) is None
    assert list(load_vendors(folder).vendors) == ["xero"]


def test_line_ends_of_windows_change_nothing(folder: Path) -> None:
    path = folder / "xero.yml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_compiled(folder) is not None
