"""After a failure of the machine there is one clear message, and the old database is unchanged."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.ingest_kit import Company, leads
from support.paths import ROOT


@pytest.fixture
def company(tmp_path: Path) -> Company:
    """A company with a database and one export that is new."""
    made = Company(tmp_path)
    made.write("crm/Lead.csv", leads(1, 2))
    made.load()
    made.write("crm/Lead-2.csv", leads(*range(3, 40_000)))
    return made


def run(company: Company, **options: Any) -> subprocess.CompletedProcess[str]:
    """`handoff ingest` as a user runs it."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    for name in ("HANDOFF_DEBUG", "HANDOFF_DATABASE"):
        environment.pop(name, None)
    return subprocess.run(
        [sys.executable, "-m", "cli", "ingest", "exports"],
        cwd=company.root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        **options,
    )


def refused(company: Company, what: str, **options: Any) -> None:
    """The run fails with one line for the problem and one for the fix; no file has changed."""
    before = company.digest(), _names(company.root)
    done = run(company, **options)
    assert done.returncode == 2, done.stdout + done.stderr
    first, second = done.stderr.splitlines()
    assert first.startswith("error: ") and what in first and second.startswith("  -> ")
    assert (company.digest(), _names(company.root)) == before


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"handoff.duckdb.lock"}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[Company, int], None]]:
    """Moves a company to a disk with a given number of free bytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    if mount is None or os.geteuid() != 0:
        pytest.skip("a small disk can only be made by root")

    def move(company: Company, room: int) -> None:
        made = subprocess.run([mount, "-t", "tmpfs", "-o", "size=1g", "none", str(disk)])
        if made.returncode:
            pytest.skip("this machine does not let root mount")
        for name in ("exports", "stack", "handoff.duckdb"):
            shutil.move(company.root / name, disk / name)
        company.root = disk
        company.exports, company.database = disk / "exports", disk / "handoff.duckdb"
        size = shutil.disk_usage(disk).used + room
        subprocess.run([mount, "-o", f"remount,size={size}", str(disk)], check=True)

    yield move
    subprocess.run(["umount", str(disk)], stderr=subprocess.DEVNULL)


# Room beside exports and database: for no folder, no copy, half a load, nearly all of it.
@pytest.mark.parametrize("room", [0, 300_000, 2_000_000, 6_000_000])
def test_a_full_disk(
    company: Company, small_disk: Callable[[Company, int], None], room: int
) -> None:
    small_disk(company, room)
    refused(company, "the disk is full")


@pytest.mark.parametrize("size", [100_000, 1_000_000])
def test_a_limit_on_the_size_of_files(company: Company, size: int) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    refused(company, "the disk is full", preexec_fn=limit)


def without_rights() -> None:
    """Removes the capabilities with which root ignores permissions (CAP_DAC_*)."""
    if os.geteuid() == 0:
        for capability in (1, 2):
            ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)


def test_a_folder_that_cannot_be_written(company: Company) -> None:
    company.root.chmod(0o555)
    try:
        what = "the folder of the database cannot be written: Permission denied"
        refused(company, what, preexec_fn=without_rights)
    finally:
        company.root.chmod(0o755)


def test_a_database_that_may_not_be_read(company: Company) -> None:
    content = company.database.read_bytes()
    company.database.chmod(0o000)
    done = run(company, preexec_fn=without_rights)
    assert done.returncode == 2 and "'handoff.duckdb' is not readable" in done.stderr
    company.database.chmod(0o600)
    assert company.database.read_bytes() == content
    assert not list(company.root.glob(".handoff-*"))


def test_a_database_of_a_newer_duckdb(company: Company) -> None:
    """Bytes 12 to 19 of the first block are the version; bytes 0 to 7 are its checksum."""
    with company.database.open("r+b") as file:
        block = bytearray(file.read(4096))
        words = struct.iter_unpack("<Q", block[8:])
        assert struct.unpack("<Q", block[:8])[0] == _checksum(words)
        block[12:20] = struct.pack("<Q", 10**6)
        block[:8] = struct.pack("<Q", _checksum(struct.iter_unpack("<Q", block[8:])))
        file.seek(0)
        file.write(block)
    refused(company, "a newer version of DuckDB wrote it")


def _checksum(words: Iterator[tuple[int, ...]]) -> int:
    found = 5381
    for (word,) in words:
        found ^= word * 0xBF58476D1CE4E5B9 & (1 << 64) - 1
    return found


@pytest.mark.parametrize("content", [b"", b"Id,Name\n1,2\n" * 1000])
def test_a_file_that_is_not_a_database(company: Company, content: bytes) -> None:
    company.database.write_bytes(content)
    refused(company, "it cannot be opened as a DuckDB file")


def test_a_folder_at_the_path_of_the_database(company: Company) -> None:
    company.database.unlink()
    company.database.mkdir()
    done = run(company)
    assert done.returncode == 2 and "is a directory" in done.stderr
    assert not list(company.root.glob(".handoff-*"))
