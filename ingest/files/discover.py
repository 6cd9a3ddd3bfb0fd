"""Finds the files of an export folder and makes each readable as one local file."""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import IO

from ingest.errors import Problem

# Folders of a Salesforce Data Export with binaries named by record id, and the expected results
# of a generated company, which no audit may read.
IGNORED_FOLDERS = frozenset({"attachments", "documents", "contentversion", "truth", "__macosx"})
# Unfinished downloads, copies that editors make, and (`~$`) lock files of Excel.
TEMPORARY_ENDINGS = (
    *(".part", ".partial", ".filepart", ".crdownload", ".opdownload", ".download"),
    *(".tmp", ".temp", ".swp", "~"),
)
TEMPORARY_START = "~$"
ARCHIVES = (".zip", ".gz", ".7z", ".rar", ".tar", ".tgz", ".bz2", ".xz")
_NOT_REGULAR = (
    (stat.S_ISLNK, "a link"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
MAX_MEMBERS = 5_000
MAX_MEMBER_BYTES = 2_000_000_000
MAX_RATIO = 1_000
CHUNK = 1 << 20


@dataclass(frozen=True)
class Stamp:
    """Identifies the state of a file when it was found, to detect later changes."""

    path: Path
    facts: tuple[int, int, int, int]  # device, inode, size, time of the last change

    @classmethod
    def of(cls, path: Path) -> Stamp:
        """Stamps a regular file. Raises OSError when it is a link or cannot be opened."""
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            return cls(path, _facts(os.fstat(handle)))
        finally:
            os.close(handle)

    @property
    def is_changed(self) -> bool:
        """Whether the file was replaced, has grown or was written again since."""
        try:
            return _facts(self.path.lstat()) != self.facts
        except OSError:
            return True


def _facts(found: os.stat_result) -> tuple[int, int, int, int]:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


@dataclass(frozen=True)
class Source:
    """One file or archive member; `local` is the path of its decompressed bytes."""

    path: str  # relative to the export folder, with /
    member: str | None
    local: Path
    name: str | None = None  # of a table inside a file
    stamp: Stamp | None = None  # of the file in the folder

    @property
    def changed(self) -> Problem | None:
        """The problem of a file that changed since it was found; it may still be written."""
        if self.stamp is None or not self.stamp.is_changed:
            return None
        fix = "wait until it is written, and run again"
        return Problem("the file changed while it was read", self.label, fix)

    @property
    def label(self) -> str:
        """The name in messages and globs: path, or archive/member."""
        return f"{self.path}/{self.member}" if self.member else self.path

    @property
    def stem(self) -> str:
        """The file name without folders and extensions, in lower case."""
        if self.name is not None:
            return self.name
        name = PurePosixPath(self.member or self.path).name
        return name.removesuffix(".gz").rsplit(".", 1)[0].casefold()


@dataclass(frozen=True)
class Unreadable:
    """A file or archive member whose bytes could not be read."""

    path: str
    member: str | None
    problem: Problem


@dataclass(frozen=True)
class Skipped:
    """An entry of the folder, or a member of an archive, that is not read: a link, half a file."""

    path: str
    member: str | None
    local: Path
    message: str
    fix: str


class _Refused(Exception):
    """The reason why an archive or a member is not read, and what to do."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what)
        self.what, self.fix = what, fix


def find(folder: Path, scratch: Path) -> Iterator[Source | Unreadable | Skipped]:
    """Yields every export below `folder` in path order, with the members of archives.

    Members are decompressed into `scratch` under generated names, never under their own.
    """
    for path in _walk(folder):
        relative = _shown(path.relative_to(folder))
        if is_temporary(path.name):
            yield _temporary(relative, None, path)
            continue
        found = _stamped(path, relative)
        if not isinstance(found, Stamp):
            yield found
            continue
        suffix = path.suffix.lower()
        if suffix == ".zip":
            members: Iterable[Source | Unreadable | Skipped] = _zip(path, relative, scratch)
        elif suffix == ".gz":
            members = [_gzip(path, relative, scratch)]
        else:
            members = [Source(relative, None, path)]
        for member in members:
            yield replace(member, stamp=found) if isinstance(member, Source) else member


def is_temporary(name: str) -> bool:
    """Whether a file, or a folder that a browser makes, is named like an unfinished file."""
    folded = name.casefold()
    return folded.startswith(TEMPORARY_START) or folded.endswith(TEMPORARY_ENDINGS)


def _temporary(path: str, member: str | None, local: Path) -> Skipped:
    what = "named like a temporary file, such as an unfinished download"
    fix = "delete it, or rename it if it is complete"
    return Skipped(path, member, local, what, fix)


def _stamped(path: Path, relative: str) -> Stamp | Skipped | Unreadable:
    """Device, inode, size and mtime of a regular file, or why it cannot be opened."""
    mode = path.lstat().st_mode
    for test, what in _NOT_REGULAR:
        if test(mode):
            fix = "put the file itself here"
            return Skipped(relative, None, path, f"{what} is not followed", fix)
    try:
        return Stamp.of(path)
    except OSError:
        problem = Problem("it cannot be opened", relative, "check its permissions")
        return Unreadable(relative, None, problem)


def _shown(path: Path) -> str:
    """Returns a path as text; bytes that are not UTF-8 become backslash escapes."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def writable_by_all(*folders: Path) -> tuple[Problem, ...]:
    """Warns of each folder in which every user of the machine can create files."""
    return tuple(
        Problem("every user of this machine can write here", str(folder), "chmod o-w")
        for folder in folders
        if folder.exists() and folder.stat().st_mode & stat.S_IWOTH
    )


def safe_name(path: Path, link: Path) -> Path:
    """Links the file under a generated name: DuckDB expands `*` and `[` in the export's name."""
    link.unlink(missing_ok=True)
    try:
        link.symlink_to(path.resolve())
    except OSError:  # links are not allowed on this machine
        shutil.copyfile(path, link)
    return link


def _walk(folder: Path) -> Iterator[Path]:
    """Yields every file below a folder in order, without hidden and ignored names.

    Links to folders are yielded, not followed.
    """
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        yield folder  # a folder that cannot be opened is reported like a file
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if not entry.is_dir(follow_symlinks=False) or is_temporary(entry.name):
            yield Path(entry.path)
        elif entry.name.casefold() not in IGNORED_FOLDERS:
            yield from _walk(Path(entry.path))


def _zip(path: Path, relative: str, scratch: Path) -> Iterator[Source | Unreadable | Skipped]:
    fix = "export it again"
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, UnicodeDecodeError):
        yield Unreadable(relative, None, Problem("the zip is cut off or broken", relative, fix))
        return
    with archive:
        members = archive.infolist()
        if len(members) > MAX_MEMBERS:
            what = f"the zip has more than {MAX_MEMBERS} files"
            yield Unreadable(relative, None, Problem(what, relative, "split it"))
            return
        for number, member in enumerate(members):
            if member.is_dir() or _is_ignored(member.filename):
                continue
            name = member.filename.replace("\\", "/")
            where = f"{relative}/{name}"
            if is_temporary(PurePosixPath(name).name):
                yield _temporary(relative, name, path)
                continue
            target = scratch / f"{_generated_name(relative)}-{number}.part"
            try:
                _refuse(member)
                with archive.open(member) as stream:
                    _copy(stream, target, max(member.compress_size, 1))
            except _Refused as refused:
                yield Unreadable(relative, name, Problem(refused.what, where, refused.fix))
            except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError):
                what = "the zip member is cut off or broken"
                yield Unreadable(relative, name, Problem(what, where, fix))
            else:
                yield Source(relative, name, target)


def _generated_name(relative: str) -> str:
    """Returns a generated name for a file, the same in every run."""
    return hashlib.sha256(relative.encode(errors="surrogateescape")).hexdigest()[:16]


def _is_ignored(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any(part.casefold() in IGNORED_FOLDERS for part in parts[:-1]) or any(
        part.startswith(".") and part != ".." for part in parts
    )


def _refuse(member: zipfile.ZipInfo) -> None:
    name = member.filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or name[1:2] == ":":
        raise _Refused("the name of the member points outside the archive", "zip it again")
    if member.flag_bits & 1:
        raise _Refused("the member is encrypted", "zip it without a password")
    if stat.S_ISLNK(member.external_attr >> 16):
        raise _Refused("the member is a link", "zip the file itself")
    if name.lower().endswith(ARCHIVES):
        raise _Refused("the member is an archive itself", "unpack it first")


def _gzip(path: Path, relative: str, scratch: Path) -> Source | Unreadable:
    target = scratch / f"{_generated_name(relative)}-gz.part"
    try:
        with gzip.open(path) as stream:
            _copy(stream, target, max(path.stat().st_size, 1))
    except _Refused as refused:
        return Unreadable(relative, None, Problem(refused.what, relative, refused.fix))
    except (OSError, EOFError, zlib.error):
        what = "the gzip file is cut off or broken"
        return Unreadable(relative, None, Problem(what, relative, "export it again"))
    return Source(relative, None, target)


def _copy(stream: gzip.GzipFile | IO[bytes], target: Path, packed: int) -> None:
    """Decompresses and counts the bytes written, because declared sizes can be wrong."""
    written = 0
    with target.open("wb") as out:
        while chunk := stream.read(CHUNK):
            written += len(chunk)
            if written > MAX_MEMBER_BYTES:
                what = f"it decompresses to more than {MAX_MEMBER_BYTES:,} bytes"
                raise _Refused(what, "split it")
            if written > 100 * CHUNK and written > packed * MAX_RATIO:
                what = f"it decompresses to more than {MAX_RATIO} times its size"
                raise _Refused(what, "split it")
            out.write(chunk)
