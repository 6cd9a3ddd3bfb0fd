"""Bytes of an export to clean UTF-8 text on disk, and what was counted on the way."""

from __future__ import annotations

import codecs
import hashlib
import mmap
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from charset_normalizer import from_bytes

from ingest.errors import Problem
from ingest.files.rejects import NonRecordLine, Reject

CHUNK = 4 << 20
SCAN_CHUNK = 256 << 10  # stays in the processor's cache: a third of the time of bigger ones
SAMPLE = 256 << 10

_BOMS = (  # the longer first: UTF-32 LE starts like UTF-16 LE
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What charset-normalizer may overrule Windows-1252 with, when it is surer by a margin.
_FOREIGN = (
    *("cp932", "gb18030", "big5", "euc_kr", "euc_jp", "cp1251", "cp1255", "koi8_r", "iso8859_5"),
    *("cp1253", "cp1250", "cp1256"),
)
MARGIN = 0.05
_CERTAIN = frozenset(name for _, name in _BOMS)
_CP1252_HOLES = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_C1 = re.compile(rb"[\x80-\x9f]")
# Searching bytes for a text of two or three costs twice as much as these.
_SPACED_QUOTES = re.compile(rb' "(?<=[ "] ")')
_BLANK = re.compile(rb"\n\r?\n")
_HIGH = re.compile(rb"[\x80-\xff]")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# ISO-8859-9 is Latin-1 but for six letters, which only Icelandic uses in Latin-1.
_TURKISH = re.compile(rb"[\xd0\xdd\xde\xf0\xfd\xfe]")
_ICELANDIC = re.compile(rb"[\xc1\xc6\xcd\xd3\xda\xe1\xe6\xed\xf3\xfa]")


class UnreadableFile(Exception):
    """The text of a file cannot be had; carries the reason and the line (1-based, 0 = whole)."""

    def __init__(self, what: str, line: int, fix: str) -> None:
        super().__init__(what)
        self.what, self.line, self.fix = what, line, fix

    def problem(self, label: str) -> Problem:
        """As a problem of the file of that label."""
        return Problem(self.what, f"{label}:{self.line}" if self.line else label, self.fix)


class NotATable(UnreadableFile):
    """The file is none that holds records: it is listed, not reported as broken."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what, 0, fix)


@dataclass(frozen=True)
class Bytes:
    """What one pass over the raw bytes says."""

    sha256: str
    size: int
    newlines: int
    returns: int
    pairs: int  # \r\n
    has_quotes: bool
    has_spaced_quotes: bool  # blanks between quotes, or several before one: DuckDB takes any
    has_nul: bool
    has_blank_lines: bool
    bad_utf8_at: int | None  # offset of the first chunk that is not UTF-8


@dataclass(frozen=True)
class Text:
    """A file as UTF-8, one kind of line end outside quotes; `path` may be the export itself.

    What was no CSV is one now: `kind` says what it was, `shape` whether a header and non_records
    must still be found (text, sheet) or the first line is the header of a plain table.
    """

    path: Path
    encoding: str
    scan: Bytes  # of `path`
    sha256: str  # of the export as delivered
    size: int  # of the export as delivered
    kind: str = "csv"
    shape: str = "text"
    rejects: tuple[Reject, ...] = ()  # records that are not in `path`
    non_records: tuple[NonRecordLine, ...] = ()
    blank_lines: int = 0
    notes: tuple[str, ...] = ()  # for the report
    breaks: tuple[int, ...] = ()  # of a sheet: lines of `path` that go on in the next line

    def row_of(self, line: int) -> int:
        """The row of a sheet that a line of `path` belongs to; of other files the line."""
        return line - bisect_left(self.breaks, line)


def _has(pattern: re.Pattern[bytes], *texts: bytes | bytearray) -> bool:
    return any(pattern.search(text) for text in texts)


def chunks(stream: BufferedReader, left: int | None = None) -> Iterator[bytearray]:
    """The next `left` bytes, or all, in one buffer: each chunk is gone when the next one comes.

    New memory for every chunk would cost as much as all that is done with them.
    """
    buffer = bytearray(SCAN_CHUNK)
    while left != 0 and (size := stream.readinto(buffer)):
        size = size if left is None else min(size, left)
        yield buffer if size == len(buffer) else buffer[:size]
        left = None if left is None else left - size


def scan(path: Path) -> Bytes:
    """Hashes, validates and counts in big chunks; O(size), nothing per line."""
    digest = hashlib.sha256()
    newlines = returns = pairs = size = 0
    quotes = spaced = nul = blank = False
    decoder = codecs.getincrementaldecoder("utf-8")()
    pending, bad, last = False, None, b""
    with path.open("rb") as stream:
        for chunk in chunks(stream):
            digest.update(chunk)
            newlines += chunk.count(b"\n")
            found = chunk.count(b"\r") if b"\r" in chunk else 0
            returns += found
            if found or last[-1:] == b"\r":
                pairs += chunk.count(b"\r\n") + (last[-1:] == b"\r" and chunk[:1] == b"\n")
            quotes = quotes or b'"' in chunk
            nul = nul or b"\0" in chunk
            seam = last + chunk[:2]
            if quotes and not spaced:
                spaced = _has(_SPACED_QUOTES, chunk, seam)
            blank = blank or _has(_BLANK, chunk, seam)
            if bad is None and (pending or not chunk.isascii()):
                try:
                    decoder.decode(chunk)
                    pending = bool(decoder.getstate()[0])
                except UnicodeDecodeError:
                    bad = size
            last = (last + chunk[-2:])[-2:]
            size += len(chunk)
    if bad is None and pending:
        bad = max(size - SCAN_CHUNK, 0)
    return Bytes(
        digest.hexdigest(), size, newlines, returns, pairs, quotes, spaced, nul, blank, bad
    )


def read_text(path: Path, scratch: Path, raw: Bytes) -> Text:
    """Clean UTF-8 of a file: the file itself when clean, else a copy in `scratch`.

    Raises `UnreadableFile` when the bytes are no text.
    """
    with path.open("rb") as stream:
        head = stream.read(SAMPLE)
    encoding, skip = _encoding(path, head, raw)
    if encoding == "utf-8" and raw.bad_utf8_at is None:
        return Text(path, encoding, raw, raw.sha256, raw.size)
    clean = scratch / f"{raw.sha256[:16]}.utf8"
    strays = _transcode(path, clean, encoding, skip)
    notes = []
    if strays.lines:
        notes.append(
            f"{strays.lines} lines hold bytes that are not UTF-8, read as Windows-1252; "
            f"the first is line {strays.first}"
        )
    elif encoding not in _CERTAIN:
        notes.append(f"not UTF-8; read as {encoding}, which is a guess")
    return Text(clean, encoding, scan(clean), raw.sha256, raw.size, notes=tuple(notes))


def _encoding(path: Path, head: bytes, raw: Bytes) -> tuple[str, int]:
    for bom, name in _BOMS:
        if head.startswith(bom):
            wide = _by_zeros(head[len(bom) :]) if name.startswith("utf-16") else None
            # Salesforce Data Loader writes the mark of UTF-16 before UTF-32.
            return (wide if wide and wide.startswith("utf-32") else name), len(bom)
    if raw.has_nul:
        found = _by_zeros(head)
        if found is not None:
            return found, 0
        if _is_binary(head):
            raise NotATable("it is not a text file", "export it as CSV")
    if raw.bad_utf8_at is None:
        return "utf-8", 0
    return _single_byte(path, raw.bad_utf8_at), 0


def _is_binary(head: bytes) -> bool:
    """Whether bytes are no text in any encoding: a stray NUL in a cell does not decide."""
    share = len(_CONTROL.findall(head)) / len(head)
    return share > (0.01 if len(head) > 400 else 0.1)


def _by_zeros(head: bytes) -> str | None:
    """The wide encoding that puts zero bytes where they are; None for binary files."""
    if len(head) < 4:
        return None
    zeros = [head[lane::4].count(0) / len(head[lane::4]) for lane in range(4)]
    for name, empty, full, share in (
        ("utf-32-le", (2, 3), (0,), 0.9),
        ("utf-32-be", (0, 1), (3,), 0.9),
        ("utf-16-le", (1, 3), (0, 2), 0.4),
        ("utf-16-be", (0, 2), (1, 3), 0.4),
    ):
        if all(zeros[lane] > share for lane in empty) and all(zeros[lane] < 0.1 for lane in full):
            return name
    return None


def _single_byte(path: Path, offset: int) -> str:
    """The code page of a file with bytes that are not UTF-8; utf-8 when they are strays."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        sample = data[max(offset - SAMPLE, 0) : offset + CHUNK]
    lines = [line for line in sample.split(b"\n") if not line.isascii()]
    valid = sum(_is_utf8(line) for line in lines)
    if valid * 4 >= len(lines):  # text of a code page is hardly ever UTF-8 by chance
        return "utf-8"
    joined = b"\n".join(lines)[:SAMPLE]
    has_c1 = _C1.search(joined) is not None
    western = "cp1252" if has_c1 and not _CP1252_HOLES.search(joined) else "latin-1"
    # Few candidates: with all of them, Greek is taken for Cyrillic.
    guesses = from_bytes(joined, cp_isolation=["cp1252", *_FOREIGN])
    found = {guess.encoding: guess.coherence for guess in guesses}
    has_many = len(_HIGH.findall(joined)) >= 20
    if found and "cp1252" not in found and not max(found.values()) and has_many:
        return next(iter(found))  # too little text to know the language, but Western it is not
    best = max(_FOREIGN, key=lambda name: found.get(name, -1.0))
    if found.get(best, 0.0) < max(0.1, found.get("cp1252", 0.0) + MARGIN):
        is_turkish = _TURKISH.search(joined) and not _ICELANDIC.search(joined)
        return "cp1254" if is_turkish else western
    return "iso8859_2" if best == "cp1250" and not has_c1 else best


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@dataclass
class _Strays:
    """Bytes of a UTF-8 file that are not UTF-8: lines with such bytes, and the first."""

    lines: int = 0
    first: int = 0


def _transcode(path: Path, target: Path, encoding: str, skip: int) -> _Strays:
    """Writes the text as UTF-8. Bytes that are not UTF-8 in a UTF-8 file become Windows letters."""
    strays = _Strays()
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    lines = 1
    with path.open("rb") as stream, target.open("wb") as out:
        stream.seek(skip)
        if encoding == "utf-8":
            for number, line in enumerate(stream, 1):
                if not line.isascii() and not _is_utf8(line):
                    strays.lines += 1
                    strays.first = strays.first or number
                    line = line.decode("utf-8", STRAYS).encode("utf-8")
                out.write(line)
            return strays
        while True:
            chunk = stream.read(CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
                written = text.encode("utf-8")
            except UnicodeError:
                what = f"the text breaks off or is not {encoding}"
                raise UnreadableFile(what, lines, "export it again as UTF-8") from None
            lines += written.count(b"\n")
            out.write(written)
            if not chunk:
                return strays


def _windows(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    stray = error.object[error.start : error.start + 1]
    try:
        return stray.decode("cp1252"), error.start + 1
    except UnicodeDecodeError:
        return stray.decode("latin-1"), error.start + 1


STRAYS = "handoff-windows"
codecs.register_error(STRAYS, _windows)
