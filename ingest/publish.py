"""One lock per database, a private copy to work on, and its atomic publication."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from ingest.errors import UserError
from ingest.names import literal

STORAGE_VERSION = "v1.2.0"  # business intelligence tools still ship DuckDB 1.x
WAIT_SECONDS = 10.0
_PREFIX = ".handoff-ingest-"


@contextmanager
def locked(database: Path, wait: float = WAIT_SECONDS) -> Iterator[None]:
    """Only one run per database; a second one waits, then gives up with one line."""
    if not database.parent.is_dir():
        raise UserError.of("the folder of the database is missing", str(database.parent))
    lock = FileLock(f"{database}.lock", timeout=wait, mode=0o600)
    try:
        with lock:
            yield
    except Timeout:
        raise UserError.of(
            f"another run has been working on it for more than {wait:g} s",
            str(database),
            "wait until it has finished",
        ) from None


@contextmanager
def scratch_folder(database: Path) -> Iterator[Path]:
    """A private folder beside the database, removed afterwards; call it under the lock.

    Leftovers of killed runs go first: they hold parts of exports.
    """
    for left in database.parent.glob(f"{_PREFIX}{database.name}-*"):
        shutil.rmtree(left, ignore_errors=True)
    for left in (work_path(database), _wal(work_path(database))):
        left.unlink(missing_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{database.name}-", dir=database.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        for left in (work_path(database), _wal(work_path(database))):
            left.unlink(missing_ok=True)


def work_path(database: Path) -> Path:
    """The private copy of a database."""
    return database.with_name(f"{database.name}.work")


def _wal(path: Path) -> Path:
    return path.with_name(f"{path.name}.wal")


def create(path: Path) -> None:
    """A new, empty database file that older DuckDB versions can read too."""
    with duckdb.connect() as con:
        con.execute(f"attach {literal(str(path))} as made (storage_version '{STORAGE_VERSION}')")
        con.execute("detach made")
    path.chmod(0o600)


def settle(database: Path) -> None:
    """Folds a write-ahead log left by a killed program into its file; UserError when in use."""
    try:
        with duckdb.connect(str(database), read_only=not _wal(database).exists()) as con:
            con.execute("select 1")
    except duckdb.Error as error:
        raise unopened(database, error) from None


def unopened(database: Path, error: duckdb.Error) -> UserError:
    """Why a database could not be opened, without DuckDB's own words: they may quote cells."""
    where = str(database)
    if "lock" in str(error):
        what, todo = "another program is writing it", "close that program, or wait until it ends"
    else:
        what = "it cannot be opened as a DuckDB file"
        todo = "move it away and load again, or name another one with --database"
    return UserError.of(what, where, todo)


def copy(database: Path) -> tuple[int, int]:
    """Copies a settled database to its work path; returns a mark for `publish`."""
    work = work_path(database)
    mark = _mark(database)
    shutil.copyfile(database, work)
    work.chmod(0o600)
    return mark


def _mark(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_mtime_ns, status.st_size


def publish(database: Path, mark: tuple[int, int] | None) -> None:
    """Puts the closed work copy in the place of the database, all or nothing.

    `mark` is what `copy` returned; None for a first load.
    """
    work = work_path(database)
    if _wal(work).exists():
        raise AssertionError("the work copy was not checkpointed")
    if mark is not None and _mark(database) != mark:
        raise UserError.of("another program changed it during the load", str(database), "run again")
    if mark is not None:
        work.chmod(stat.S_IMODE(database.stat().st_mode))
    descriptor = os.open(work, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    _wal(database).unlink(missing_ok=True)  # empty by now: `settle` ran under the lock
    work.replace(database)
    if os.name == "posix":
        folder = os.open(database.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
