"""Files that are named like unfinished ones are listed, and never read."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from ingest.files.discover import Skipped, Source, find

TEMPORARY = (
    *("Lead.csv.part", "Lead.csv.partial", "Lead.csv.crdownload", "Lead.csv.filepart"),
    *("Lead.CSV.TMP", "Lead.csv.download", "Lead.csv~", "~$Lead.xlsx"),
)


@pytest.mark.parametrize("name", TEMPORARY)
def test_a_temporary_file_is_listed_with_the_reason(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("Id,Email\n")
    (found,) = find(tmp_path, tmp_path)
    assert isinstance(found, Skipped) and found.path == name
    assert "unfinished download" in found.message and "rename it" in found.fix


def test_a_folder_of_an_unfinished_download_is_listed_once(tmp_path: Path) -> None:
    (tmp_path / "Lead.csv.download").mkdir()
    (tmp_path / "Lead.csv.download" / "Lead.csv").write_text("Id,Email\n")
    assert [type(found) for found in find(tmp_path, tmp_path)] == [Skipped]


def test_a_temporary_member_of_an_archive_is_listed(tmp_path: Path) -> None:
    folder, packed = tmp_path / "exports", io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in ("a/Lead.csv", "a/Lead.csv.part"):
            archive.writestr(name, "Id,Email\n")
    folder.mkdir()
    (folder / "all.zip").write_bytes(packed.getvalue())
    found = [(type(one), one.member) for one in find(folder, tmp_path)]
    assert found == [(Source, "a/Lead.csv"), (Skipped, "a/Lead.csv.part")]


def test_other_names_are_read(tmp_path: Path) -> None:
    names = ["departed.csv", "part.csv", "temp", "x.part.csv"]
    for name in names:
        (tmp_path / name).write_text("Id,Email\n")
    found = list(find(tmp_path, tmp_path))
    assert [one.path for one in found if isinstance(one, Source)] == names
