"""Finds the encoding of a text file and writes the text as UTF-8.

In this order: a byte order mark; `encoding:` of the stack; the zero bytes of UTF-16 and UTF-32;
UTF-8; Windows-1252, with a warning. No other encoding is guessed.

A text that contains bytes which are not UTF-8 is still UTF-8 when it has at least as many
multi-byte UTF-8 letters as such bytes. Its letters stay, and each stray byte becomes its
Windows-1252 letter: exports often contain single cells that were pasted from Windows. This loses
less than rejecting the record, and U+FFFD would not show which byte was there.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from ingest.errors import Problem
from ingest.files.byte_scan import ByteScan, chunks, count_line_ends, scan_bytes
from ingest.files.links import LINKS_NOTE, unwrap_links
from ingest.files.rejects import NonRecordLine, Reject
from ingest.files.unreadable import NotATable, UnreadableFile

CHUNK = 4 << 20
SAMPLE = 256 << 10

_BOMS = (  # the longer first: UTF-32 LE starts like UTF-16 LE
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# A byte that the codec does not know, as `surrogateescape` decodes it.
_STRAY = re.compile("[\udc80-\udcff]")
DECLARE = "if letters are wrong, declare `encoding:` of its system or table in `stack/`"


@dataclass(frozen=True)
class Text:
    """A file as UTF-8, one kind of line end outside quotes; `path` may be the export itself.

    Other formats are converted to CSV first: `kind` names the format of the export. `shape` is
    "text" or "sheet" when the header and the lines around the table must still be located, and
    "table" when the first line is the header.
    """

    path: Path
    encoding: str  # of the export
    scan: ByteScan  # of `path`
    sha256: str  # of the export as delivered
    size: int  # of the export as delivered
    kind: str = "csv"
    shape: str = "text"
    rejects: tuple[Reject, ...] = ()  # records that are not in `path`
    non_records: tuple[NonRecordLine, ...] = ()
    blank_lines: int = 0
    notes: tuple[str, ...] = ()  # for the report
    warnings: tuple[Problem, ...] = ()  # for the user
    breaks: tuple[int, ...] = ()  # of a sheet: lines of `path` that continue in the next line

    def row_of(self, line: int) -> int:
        """The row of a sheet that contains a line of `path`; for other files, the line."""
        return line - bisect_left(self.breaks, line)


def read_text(
    path: Path, scratch: Path, raw: ByteScan, label: str = "", declared: str | None = None
) -> Text:
    """Reads a file as UTF-8: the file itself when it is clean, else a copy in `scratch`.

    `declared` is the codec that the stack names for it; `label` is its name in warnings. Raises
    `UnreadableFile` when the bytes are not text, or not text in the declared encoding.
    """
    text = _decoded(path, scratch, raw, label, declared)
    return _without_links(text, scratch) if text.scan.has_links else text


def _without_links(text: Text, scratch: Path) -> Text:
    target = scratch / f"{text.sha256[:16]}.{text.encoding}.links"
    count = unwrap_links(text.path, target)
    note = f"{LINKS_NOTE}: {count}"
    notes = (*text.notes, note) if count else text.notes
    return replace(text, path=target, scan=scan_bytes(target), notes=notes)


def _decoded(path: Path, scratch: Path, raw: ByteScan, label: str, declared: str | None) -> Text:
    encoding, skip = _encoding_of(path, raw, declared)
    if encoding == "utf-8" and raw.bad_utf8_at is None:
        return Text(path, encoding, raw, raw.sha256, raw.size)
    # The same bytes may be declared in two encodings, for two systems.
    clean = scratch / f"{raw.sha256[:16]}.{encoding}.utf8"
    strays = _transcode(path, clean, encoding, skip)
    notes, warnings = [], []
    if encoding == "utf-8":
        line = count_line_ends(path, raw.bad_utf8_at or 0) + 1
        what = f"bytes that are not UTF-8 ({strays}) are read as letters of Windows-1252"
        notes.append(f"{what}; the first is in line {line}")
        warnings.append(Problem(what, f"{label}:{line}", f"export it as UTF-8; {DECLARE}"))
    elif encoding == "cp1252" and declared is None:
        line = count_line_ends(path, raw.bad_utf8_at or 0) + 1
        notes.append("not UTF-8; read as Windows-1252, no `encoding:` is declared")
        what = "it is not UTF-8 from this line on, so it is read as Windows-1252"
        warnings.append(Problem(what, f"{label}:{line}", DECLARE))
    return Text(
        clean,
        encoding,
        scan_bytes(clean),
        raw.sha256,
        raw.size,
        notes=tuple(notes),
        warnings=tuple(warnings),
    )


def _encoding_of(path: Path, raw: ByteScan, declared: str | None) -> tuple[str, int]:
    """The encoding of a file and the length of its byte order mark."""
    with path.open("rb") as stream:
        head = stream.read(SAMPLE)
    for bom, name in _BOMS:
        if head.startswith(bom):
            wide = _by_zeros(head[len(bom) :]) if name.startswith("utf-16") else None
            # Salesforce Data Loader writes the mark of UTF-16 before UTF-32.
            return (wide if wide and wide.startswith("utf-32") else name), len(bom)
    named = codecs.lookup(declared).name.removesuffix("-sig") if declared else None
    wide = _by_zeros(head) if raw.has_nul else None
    is_wide = wide is not None or (named or "").startswith(("utf-16", "utf-32"))
    if raw.has_nul and not is_wide and _is_binary(head):
        raise NotATable("it is not a text file", "export it as CSV")
    if named or wide:
        return named or str(wide), 0
    return ("utf-8" if raw.bad_utf8_at is None or _is_mostly_utf8(path) else "cp1252"), 0


def _is_binary(head: bytes) -> bool:
    """Whether bytes are not text in any encoding; a single NUL in a cell does not decide."""
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


def _is_mostly_utf8(path: Path) -> bool:
    """Whether a text has at least as many multi-byte UTF-8 letters as bytes that are not UTF-8.

    Text in Windows-1252 contains such letters only by chance: `Ã¼` is one.
    """
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    letters = strays = 0
    with path.open("rb") as stream:
        for chunk in chain(map(bytes, chunks(stream)), [b""]):
            text = decoder.decode(chunk, final=not chunk)
            found = len(_STRAY.findall(text))
            strays += found
            letters += len(text) - len(text.encode("ascii", "ignore")) - found
    return letters >= strays


def _transcode(path: Path, target: Path, encoding: str, skip: int) -> int:
    """Writes a text as UTF-8 and returns the number of bytes its codec does not know.

    Such a byte becomes its Windows-1252 letter in UTF-8 and Windows-1252; in any other encoding
    it raises `UnreadableFile`.
    """
    is_lenient = encoding in ("utf-8", "cp1252")
    decoder = codecs.getincrementaldecoder(encoding)("surrogateescape" if is_lenient else "strict")
    lines, strays = 1, 0
    with path.open("rb") as stream, target.open("wb") as out:
        stream.seek(skip)
        while True:
            chunk = stream.read(CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
                text, found = _STRAY.subn(_windows_letter, text) if is_lenient else (text, 0)
                written = text.encode("utf-8")
            except UnicodeError as error:
                if isinstance(error, UnicodeDecodeError):
                    before = error.object[: error.start].decode(encoding, "replace")
                    lines += before.count("\n")
                what = f"the text is cut off or is not {encoding}"
                fix = "export it again as UTF-8, or declare its `encoding:` in `stack/`"
                raise UnreadableFile(what, lines, fix) from None
            strays += found
            lines += written.count(b"\n")
            out.write(written)
            if not chunk:
                return strays


def _windows_letter(stray: re.Match[str]) -> str:
    byte = bytes([ord(stray[0]) - 0xDC00])
    try:
        return byte.decode("cp1252")
    except UnicodeDecodeError:  # one of the five bytes that Windows-1252 leaves open
        return byte.decode("latin-1")
