"""Locks a database, copies it to a private folder and publishes the changed copy atomically."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from filelock import FileLock, Timeout

from ingest.errors import UserError
from ingest.sql import MEMORY, literal

# Storage formats. Business intelligence tools still ship old DuckDB versions, so DuckDB 1.2 can
# read the published file. The private copy uses the format of 1.3, which needs a third less time to
# write texts (docs/decisions/0006).
PUBLISHED_FORMAT, WORK_FORMAT = "v1.2.0", "v1.3.0"
WAIT_SECONDS = 10.0

_FULL_ERRORS = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FULL_MESSAGES = ("No space left on device", "Disk quota exceeded", "File too large")

# Modification time, size and inode of a file; None when the file does not exist.
FileState = tuple[int, int, int] | None


@contextmanager
def locked(database: Path, wait: float = WAIT_SECONDS) -> Iterator[None]:
    """Locks a database for one run.

    A second run waits for `wait` seconds, then raises a `UserError` that names the first. The
    operating system releases the lock when the process ends, also when it is killed.
    """
    folder = database.parent
    if not folder.is_dir():
        raise UserError.of("the folder of the database is missing", str(folder), "create it")
    path = database.with_name(f"{database.name}.lock")
    lock = FileLock(path, timeout=wait, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        what = f"{_owner(path)} is working on it; waited {wait:g} s"
        raise UserError.of(what, str(database), "run again when it has finished") from None
    except OSError as error:
        raise _folder_error(folder, error) from None
    try:
        # Some systems also lock the file against writing: then the process cannot write its id.
        with suppress(OSError):
            path.write_text(f"process {os.getpid()}, since {datetime.now(UTC):%Y-%m-%d %H:%M} UTC,")
        yield
    finally:
        lock.release()


def _owner(path: Path) -> str:
    try:
        return path.read_text("utf-8") or "another run"
    except OSError:
        return "another run"


@dataclass
class Workspace:
    """A private folder beside a database, with the copy that a run changes.

    The copy has the file name of the database, because dbt names the catalog after the file.
    """

    database: Path
    folder: Path
    is_first: bool
    _states: tuple[FileState, FileState] = (None, None)
    _compacted: Path | None = None

    @property
    def path(self) -> Path:
        """The private copy."""
        return self.folder / self.database.name

    def copy(self) -> None:
        """Copies the database, or creates an empty one when it does not exist yet.

        Raises `UserError` when another program writes the database; other readers do not matter.
        """
        if self.is_first:
            create(self.path)
            return
        with _without_writers(self.database):
            self._states = _file_state(self.database), _file_state(_wal(self.database))
            # The log of a killed program first: closing either file lets writers in again.
            if self._states[1]:
                shutil.copyfile(_wal(self.database), _wal(self.path))
            shutil.copyfile(self.database, self.path)
        if self._states[1]:
            with duckdb.connect(str(self.path)) as con:
                con.execute("checkpoint")

    def has_published(self, digest: str) -> bool:
        """Whether the database is a file with this SHA-256, which no program changed since.

        Raises `UserError` when another program writes the database.
        """
        if self.is_first:
            return False
        with _without_writers(self.database):
            return not _wal(self.database).exists() and _sha256(self.database) == digest

    def compact(self) -> str:
        """Compacts the closed copy for `publish`; returns the SHA-256 of the file."""
        self._compacted = self.folder / "compacted" / self.database.name
        self._compacted.parent.mkdir()
        compact(self.path, self._compacted)
        return _sha256(self._compacted)

    def publish(self) -> None:
        """Replaces the database by the closed copy, completely or not at all.

        Raises `UserError` when another program changed the database during the run.
        """
        ready = self._compacted or self.path
        if _wal(ready).exists():
            raise AssertionError("the work copy was not checkpointed")
        if (
            _file_state(self.database),
            _file_state(_wal(self.database)),
        ) != self._states and not self.is_first:
            raise self._changed_error()
        if self.is_first:
            if self.database.exists():
                raise self._changed_error()
            ready.chmod(0o600)
        else:
            with _without_writers(self.database):
                ready.chmod(stat.S_IMODE(self.database.stat().st_mode))
        _sync(ready)
        # The copy contains the changes of the log. DuckDB could not open the new file beside it.
        _wal(self.database).unlink(missing_ok=True)
        ready.replace(self.database)
        if os.name == "posix":
            _sync(self.database.parent)

    def _changed_error(self) -> UserError:
        what = "another program changed it during the run"
        return UserError.of(what, str(self.database), "run again")


@contextmanager
def workspace(database: Path, wait: float = WAIT_SECONDS) -> Iterator[Workspace]:
    """Locks a database and creates the private folder of one run; always removes it afterwards.

    Raises `UserError` when either fails, or when the disk is full during the run.
    """
    database = database.absolute()
    prefix = f".handoff-{database.name}-"
    old_umask = os.umask(0o077)
    try:
        with locked(database, wait):
            # A killed run leaves its folder behind, with parts of exports in it.
            for left in database.parent.iterdir():
                if left.name.startswith(prefix) and left.is_dir() and not left.is_symlink():
                    shutil.rmtree(left, ignore_errors=True)
            try:
                folder = Path(tempfile.mkdtemp(prefix=prefix, dir=database.parent))
            except OSError as error:
                raise _folder_error(database.parent, error) from None
            try:
                yield Workspace(database, folder, not database.exists())
            except Exception as error:
                if is_disk_full(error):
                    what, fix = "the disk is full", "free some space; the database is unchanged"
                    raise UserError.of(what, str(database), fix) from None
                raise
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.umask(old_umask)


def create(path: Path) -> None:
    """Creates an empty database file in the format of the private copy."""
    with duckdb.connect() as con:
        con.execute(f"attach {literal(str(path))} as created (storage_version '{WORK_FORMAT}')")
        con.execute("detach created")
    path.chmod(0o600)


def compact(source: Path, target: Path) -> None:
    """Copies a closed database without its free blocks, in a format that DuckDB 1.2 can read.

    Views are copied, too: DuckDB stores them without the name of their catalog.
    """
    config = {"autoinstall_known_extensions": "false", "memory_limit": MEMORY}
    with duckdb.connect(config=config) as con:
        con.execute("set TimeZone = 'UTC'")
        con.execute(f"attach {literal(str(source))} as source (read_only)")
        con.execute(
            f"attach {literal(str(target))} as target (storage_version '{PUBLISHED_FORMAT}')"
        )
        con.execute("copy from database source to target")
        con.execute("checkpoint target")
        con.execute("detach target")
    target.chmod(0o600)


def is_disk_full(error: BaseException | None) -> bool:
    """Whether an error or its cause is a full disk, a disk quota or a limit on file sizes."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _FULL_ERRORS:
            return True
        if mentions_disk_full(str(error)):
            return True
        error = error.__cause__ or error.__context__
    return False


def mentions_disk_full(text: str) -> bool:
    """Whether a message of DuckDB, dlt or dbt reports a full disk."""
    return any(message in text for message in _FULL_MESSAGES)


@contextmanager
def _without_writers(database: Path) -> Iterator[None]:
    """Keeps other programs from writing the database; `UserError` when one does already."""
    try:
        with duckdb.connect(str(database), read_only=True) as con:
            con.execute("select 1")
            yield
    except duckdb.Error as error:
        raise open_error(database, error) from None


def open_error(database: Path, error: duckdb.Error) -> UserError:
    """Explains why a database cannot be opened.

    DuckDB's own message is left out, because it may quote cells.
    """
    where, text = str(database), str(error)
    move = "move the file away and load again, or choose another one with --database"
    if "lock" in text and "Conflicting" in text:
        what, fix = "another program is writing it", "close that program, or wait until it ends"
    elif "Permission denied" in text:
        what, fix = "permission denied", "run as the user who owns it"
    elif "version number" in text:
        what, fix = "a newer version of DuckDB wrote it", f"update handoff, or {move}"
    else:
        what, fix = "it cannot be opened as a DuckDB file", move
    return UserError.of(what, where, fix)


def _folder_error(folder: Path, error: OSError) -> UserError:
    if error.errno in _FULL_ERRORS:
        return UserError.of("the disk is full", str(folder), "free some space")
    why = error.strerror or type(error).__name__
    fix = "choose a database in a folder that you may write to: --database"
    return UserError.of(f"the folder of the database cannot be written: {why}", str(folder), fix)


def _file_state(path: Path) -> FileState:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _wal(path: Path) -> Path:
    return path.with_name(f"{path.name}.wal")


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
