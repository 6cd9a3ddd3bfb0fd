"""Bytes of an export to clean UTF-8 text on disk, and what was counted on the way."""

from __future__ import annotations

import codecs
import hashlib
import mmap
import re
from bisect import bisect_left
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from ingest.aside import Furniture, Reject
from ingest.errors import Problem

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
# What charset-normalizer may overrule Windows-1252 with: scripts that 1252 cannot write at all.
_FOREIGN = re.compile(r"^(cp932|shift_jis.*|euc_.*|gb.*|big5.*|cp949|cp950|cp1251|koi8_.*)$")
_CP1252_HOLES = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_C1 = re.compile(rb"[\x80-\x9f]")


class Broken(Exception):
    """The text of a file cannot be had; carries the reason and the line (1-based, 0 = whole)."""

    def __init__(self, what: str, line: int, todo: str) -> None:
        super().__init__(what)
        self.what, self.line, self.todo = what, line, todo

    def problem(self, label: str) -> Problem:
        """As a problem of the file of that label."""
        return Problem(self.what, f"{label}:{self.line}" if self.line else label, self.todo)


class NoTable(Broken):
    """The file is none that holds records: it is listed, not reported as broken."""

    def __init__(self, what: str, todo: str) -> None:
        super().__init__(what, 0, todo)


@dataclass(frozen=True)
class Bytes:
    """What one pass over the raw bytes says."""

    sha256: str
    size: int
    newlines: int
    returns: int
    pairs: int  # \r\n
    has_quotes: bool
    has_nul: bool
    has_blank_lines: bool
    bad_utf8_at: int | None  # offset of the first chunk that is not UTF-8


@dataclass(frozen=True)
class Text:
    """A file as UTF-8, one kind of line end outside quotes; `path` may be the export itself.

    What was no CSV is one now: `kind` says what it was, `shape` whether a header and furniture
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
    furniture: tuple[Furniture, ...] = ()
    blank_lines: int = 0
    notes: tuple[str, ...] = ()  # for the report
    breaks: tuple[int, ...] = ()  # of a sheet: lines of `path` that go on in the next line

    def row_of(self, line: int) -> int:
        """The row of a sheet that a line of `path` belongs to; of other files the line."""
        return line - bisect_left(self.breaks, line)


def scan(path: Path) -> Bytes:
    """Hashes, validates and counts in big chunks; O(size), nothing per line."""
    digest = hashlib.sha256()
    newlines = returns = pairs = size = 0
    quotes = nul = blank = False
    decoder = codecs.getincrementaldecoder("utf-8")()
    pending, bad, last = False, None, b""
    with path.open("rb") as stream:
        while chunk := stream.read(SCAN_CHUNK):
            digest.update(chunk)
            newlines += chunk.count(b"\n")
            found = chunk.count(b"\r") if b"\r" in chunk else 0
            returns += found
            if found or last[-1:] == b"\r":
                pairs += chunk.count(b"\r\n") + (last[-1:] == b"\r" and chunk[:1] == b"\n")
            quotes = quotes or b'"' in chunk
            nul = nul or b"\0" in chunk
            seam = last + chunk[:2]
            blank = blank or b"\n\n" in chunk or b"\n\n" in seam
            if not blank and (found or b"\r" in last):
                blank = b"\n\r\n" in chunk or b"\n\r\n" in seam
            if bad is None and (pending or not chunk.isascii()):
                try:
                    decoder.decode(chunk)
                    pending = bool(decoder.getstate()[0])
                except UnicodeDecodeError:
                    bad = size
            last = (last + chunk)[-2:]
            size += len(chunk)
    if bad is None and pending:
        bad = max(size - SCAN_CHUNK, 0)
    return Bytes(digest.hexdigest(), size, newlines, returns, pairs, quotes, nul, blank, bad)


def read_text(path: Path, scratch: Path, raw: Bytes) -> Text:
    """Clean UTF-8 of a file: the file itself when clean, else a copy in `scratch`.

    Raises `Broken` when the bytes are no text in one encoding.
    """
    with path.open("rb") as stream:
        head = stream.read(SAMPLE)
    encoding, skip = _encoding(path, head, raw)
    clean = path
    if encoding != "utf-8":
        clean = scratch / f"{raw.sha256[:16]}.utf8"
        _transcode(path, clean, encoding, skip)
    counted = raw if clean is path else scan(clean)
    if counted.returns and not counted.newlines:
        # Line ends of the classic Mac: DuckDB reads them, but ours counts line feeds.
        clean = _rewrite(clean, scratch / f"{raw.sha256[:16]}.lf", every_return=True)
        counted = scan(clean)
    elif 0 < counted.pairs < counted.newlines and _ends_differ(clean, counted):
        clean = _rewrite(clean, scratch / f"{raw.sha256[:16]}.lf", every_return=False)
        counted = scan(clean)
    return Text(clean, encoding, counted, raw.sha256, raw.size)


def _encoding(path: Path, head: bytes, raw: Bytes) -> tuple[str, int]:
    for bom, name in _BOMS:
        if head.startswith(bom):
            if name == "utf-8" and raw.bad_utf8_at is not None:
                raise _broken_utf8(path, raw.bad_utf8_at)
            wide = _by_zeros(head[len(bom) :]) if name.startswith("utf-16") else None
            # Salesforce Data Loader writes the mark of UTF-16 before UTF-32.
            return (wide if wide and wide.startswith("utf-32") else name), len(bom)
    if raw.has_nul:
        found = _by_zeros(head)
        if found is None:
            raise NoTable("it is not a text file", "export it as CSV")
        return found, 0
    if raw.bad_utf8_at is None:
        return "utf-8", 0
    return _single_byte(path, raw.bad_utf8_at), 0


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
    """cp1252, latin-1 or a foreign code page; Broken when the file is UTF-8 with bad spots."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        sample = data[max(offset - SAMPLE, 0) : offset + CHUNK]
    lines = [line for line in sample.split(b"\n") if not line.isascii()]
    valid = sum(_is_utf8(line) for line in lines)
    if valid > len(lines) - valid:
        raise _broken_utf8(path, offset)
    joined = b"\n".join(lines)[:SAMPLE]
    guesses = from_bytes(joined)
    sure = max((guess.coherence for guess in guesses), default=0.0)
    for guess in guesses:
        if _FOREIGN.match(guess.encoding) and guess.coherence >= max(0.1, sure - 0.05):
            return guess.encoding
    if _CP1252_HOLES.search(joined) or not _C1.search(joined):
        return "latin-1"
    return "cp1252"


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _broken_utf8(path: Path, offset: int) -> Broken:
    todo = "export it again as UTF-8"
    number = 0
    with path.open("rb") as stream:
        for number, line in enumerate(stream, 1):  # noqa: B007
            if not line.isascii() and not _is_utf8(line):
                break
    return Broken("the text is UTF-8 with bytes that are not", number, todo)


def _transcode(path: Path, target: Path, encoding: str, skip: int) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    lines = 1
    with path.open("rb") as stream, target.open("wb") as out:
        stream.seek(skip)
        while True:
            chunk = stream.read(CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
                written = text.encode("utf-8")
            except UnicodeError:
                what = f"the text breaks off or is not {encoding}"
                raise Broken(what, lines, "export it again as UTF-8") from None
            lines += written.count(b"\n")
            out.write(written)
            if not chunk:
                return


def _ends_differ(path: Path, counted: Bytes) -> bool:
    """Whether lines end in both CRLF and LF outside quotes, which DuckDB refuses."""
    if not counted.has_quotes:
        return True
    inside, kinds = False, set()
    with path.open("rb") as stream:
        for line in stream:
            inside ^= line.count(b'"') % 2 == 1
            if not inside and line.endswith(b"\n"):
                kinds.add(line.endswith(b"\r\n"))
    return len(kinds) > 1


def _rewrite(path: Path, target: Path, every_return: bool) -> Path:
    """Line feeds only: everywhere, or just outside quotes (cells stay as delivered)."""
    inside = False
    with path.open("rb") as stream, target.open("wb") as out:
        if every_return:
            while chunk := stream.read(CHUNK):
                out.write(chunk.replace(b"\r", b"\n"))
            return target
        for line in stream:
            inside ^= line.count(b'"') % 2 == 1
            if not inside and line.endswith(b"\r\n"):
                line = line[:-2] + b"\n"
            out.write(line)
    return target
