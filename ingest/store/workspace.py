"""One lock per database, a private copy to work on, and its atomic publication."""

from __future__ import annotations

import errno
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

# Business intelligence tools still ship DuckDB 1.x. What a night publishes is readable by 1.2; what
# is worked on by 1.3, whose texts cost a third less to write (docs/decisions/0006).
PUBLISHED, WORKED_ON = "v1.2.0", "v1.3.0"
WAIT_SECONDS = 10.0

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FULL_WORDS = ("No space left on device", "Disk quota exceeded", "File too large")

# Modification time, size and inode of a file; None where there is none.
Mark = tuple[int, int, int] | None


@contextmanager
def locked(database: Path, wait: float = WAIT_SECONDS) -> Iterator[None]:
    """Only one run per database; a second one waits, then gives up and names the first.

    The system lets go of the lock when its owner ends, however that happens.
    """
    folder = database.parent
    if not folder.is_dir():
        raise UserError.of("the folder of the database is missing", str(folder), "make it")
    path = database.with_name(f"{database.name}.lock")
    lock = FileLock(path, timeout=wait, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        what = f"{_owner(path)} is working on it; waited {wait:g} s"
        raise UserError.of(what, str(database), "run again when it has finished") from None
    except OSError as error:
        raise _unwritable(folder, error) from None
    try:
        # Some systems lock the file against writing, too: then nobody can be named.
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
    """A private folder beside a database and, in it, the copy a run works on.

    The copy bears the name of the database, because dbt calls the catalog after its file.
    """

    database: Path
    folder: Path
    is_first: bool
    _marks: tuple[Mark, Mark] = (None, None)

    @property
    def path(self) -> Path:
        """The private copy."""
        return self.folder / self.database.name

    def copy(self) -> None:
        """Copies the database as it was last left; makes an empty one where there is none.

        `UserError` when another program is writing it. One that only reads is no hindrance.
        """
        if self.is_first:
            create(self.path)
            return
        with _unwritten(self.database):
            self._marks = _mark(self.database), _mark(_wal(self.database))
            # The log of a killed program first: closing any of the two lets writers in again.
            if self._marks[1]:
                shutil.copyfile(_wal(self.database), _wal(self.path))
            shutil.copyfile(self.database, self.path)
        if self._marks[1]:
            with duckdb.connect(str(self.path)) as con:
                con.execute("checkpoint")

    def publish(self, is_compacted: bool = False) -> None:
        """Puts the closed copy in the place of the database, all or nothing."""
        ready = self.path
        if is_compacted:
            ready = self.folder / "compacted" / self.database.name
            ready.parent.mkdir()
            compact(self.path, ready)
        if _wal(ready).exists():
            raise AssertionError("the work copy was not checkpointed")
        if (_mark(self.database), _mark(_wal(self.database))) != self._marks and not self.is_first:
            raise self._changed()
        if self.is_first:
            if self.database.exists():
                raise self._changed()
            ready.chmod(0o600)
        else:
            with _unwritten(self.database):
                ready.chmod(stat.S_IMODE(self.database.stat().st_mode))
        _sync(ready)
        # What a log holds is in the copy. Left behind, it would make the new file unopenable.
        _wal(self.database).unlink(missing_ok=True)
        ready.replace(self.database)
        if os.name == "posix":
            _sync(self.database.parent)

    def _changed(self) -> UserError:
        what = "another program changed it during the run"
        return UserError.of(what, str(self.database), "run again")


@contextmanager
def workspace(database: Path, wait: float = WAIT_SECONDS) -> Iterator[Workspace]:
    """Lock and private folder of one run, which is removed afterwards whatever happened.

    `UserError` when the run cannot have them, or when the disk is full in between.
    """
    database = database.absolute()
    prefix = f".handoff-{database.name}-"
    old_umask = os.umask(0o077)
    try:
        with locked(database, wait):
            # What a killed run left behind holds parts of exports.
            for left in database.parent.iterdir():
                if left.name.startswith(prefix) and left.is_dir() and not left.is_symlink():
                    shutil.rmtree(left, ignore_errors=True)
            try:
                folder = Path(tempfile.mkdtemp(prefix=prefix, dir=database.parent))
            except OSError as error:
                raise _unwritable(database.parent, error) from None
            try:
                yield Workspace(database, folder, not database.exists())
            except Exception as error:
                if is_disk_full(error):
                    what, fix = "the disk is full", "make room; the database is as it was"
                    raise UserError.of(what, str(database), fix) from None
                raise
            finally:
                shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.umask(old_umask)


def create(path: Path) -> None:
    """A new, empty database file that older DuckDB versions can read too."""
    with duckdb.connect() as con:
        con.execute(f"attach {literal(str(path))} as made (storage_version '{WORKED_ON}')")
        con.execute("detach made")
    path.chmod(0o600)


def compact(source: Path, target: Path) -> None:
    """Writes a closed database anew: no free blocks, readable by older DuckDB versions.

    Views survive: DuckDB stores them without the name of their catalog.
    """
    config = {"autoinstall_known_extensions": "false", "memory_limit": MEMORY}
    with duckdb.connect(config=config) as con:
        con.execute("set TimeZone = 'UTC'")
        con.execute(f"attach {literal(str(source))} as source (read_only)")
        made = literal(str(target))
        con.execute(f"attach {made} as target (storage_version '{PUBLISHED}')")
        con.execute("copy from database source to target")
        con.execute("checkpoint target")
        con.execute("detach target")
    target.chmod(0o600)


def is_disk_full(error: BaseException | None) -> bool:
    """Whether an error, or one it came from, is a full disk, a quota or a limit on file sizes."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _FULL:
            return True
        if says_disk_full(str(error)):
            return True
        error = error.__cause__ or error.__context__
    return False


def says_disk_full(text: str) -> bool:
    """Whether a message of DuckDB, dlt or dbt is about a full disk."""
    return any(words in text for words in _FULL_WORDS)


@contextmanager
def _unwritten(database: Path) -> Iterator[None]:
    """While it lasts, nobody begins to write the database; UserError when somebody does."""
    try:
        with duckdb.connect(str(database), read_only=True) as con:
            con.execute("select 1")
            yield
    except duckdb.Error as error:
        raise unopened(database, error) from None


def unopened(database: Path, error: duckdb.Error) -> UserError:
    """Why a database could not be opened, without DuckDB's own words: they may quote cells."""
    where, text = str(database), str(error)
    move = "move it away and load again, or name another one with --database"
    if "lock" in text and "Conflicting" in text:
        what, fix = "another program is writing it", "close that program, or wait until it ends"
    elif "Permission denied" in text:
        what, fix = "permission denied", "run as the user who owns it"
    elif "version number" in text:
        what, fix = "a newer version of DuckDB wrote it", f"update handoff, or {move}"
    else:
        what, fix = "it cannot be opened as a DuckDB file", move
    return UserError.of(what, where, fix)


def _unwritable(folder: Path, error: OSError) -> UserError:
    if error.errno in _FULL:
        return UserError.of("the disk is full", str(folder), "make room")
    why = error.strerror or type(error).__name__
    fix = "name a database in a folder you may write to: --database"
    return UserError.of(f"the folder of the database cannot be written: {why}", str(folder), fix)


def _mark(path: Path) -> Mark:
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def _wal(path: Path) -> Path:
    return path.with_name(f"{path.name}.wal")


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
