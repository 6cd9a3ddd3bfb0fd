"""Hashes a file and counts what later steps need, in one pass over its bytes."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

SCAN_CHUNK = 256 << 10  # fits the processor's cache: larger chunks are three times as slow

# Searching bytes for a text of two or three characters costs twice as much as these patterns.
_SPACED_QUOTES = re.compile(rb' "(?<=[ "] ")')
LINK = b"=HYPERLINK("  # the start of a link; see links.py
_BLANK_LINE = re.compile(rb"\n\r?\n")


@dataclass(frozen=True)
class ByteScan:
    """Counts over the raw bytes of a file."""

    sha256: str
    size: int
    line_feeds: int
    returns: int
    crlf_pairs: int
    has_quotes: bool
    has_spaced_quotes: bool  # a blank before a quote: DuckDB accepts any number of them
    has_nul: bool
    has_blank_lines: bool
    has_links: bool
    bad_utf8_at: int | None  # offset of the first byte that is not UTF-8


def chunks(stream: BufferedReader, left: int | None = None) -> Iterator[bytearray]:
    """Yields the next `left` bytes, or all, in chunks that share one buffer.

    A chunk is valid until the next one is requested: new memory for every chunk would cost as
    much as all other work on it.
    """
    buffer = bytearray(SCAN_CHUNK)
    while left != 0 and (size := stream.readinto(buffer)):
        size = size if left is None else min(size, left)
        yield buffer if size == len(buffer) else buffer[:size]
        left = None if left is None else left - size


def scan_bytes(path: Path) -> ByteScan:
    """Hashes, validates and counts the bytes of a file in O(size), without a loop over lines."""
    digest = hashlib.sha256()
    line_feeds = returns = pairs = size = 0
    quotes = spaced = nul = blank = links = False
    decoder = codecs.getincrementaldecoder("utf-8")()
    pending, bad, last, end = 0, None, b"", b""
    with path.open("rb") as stream:
        for chunk in chunks(stream):
            digest.update(chunk)
            line_feeds += chunk.count(b"\n")
            found = chunk.count(b"\r") if b"\r" in chunk else 0
            returns += found
            if found or last[-1:] == b"\r":
                pairs += chunk.count(b"\r\n") + (last[-1:] == b"\r" and chunk[:1] == b"\n")
            quotes = quotes or b'"' in chunk
            nul = nul or b"\0" in chunk
            links = links or LINK in chunk or LINK in end + chunk[: len(LINK)]
            seam = last + chunk[:2]
            if quotes and not spaced:
                spaced = _matches_any(_SPACED_QUOTES, chunk, seam)
            blank = blank or _matches_any(_BLANK_LINE, chunk, seam)
            if bad is None and (pending or not chunk.isascii()):
                try:
                    decoder.decode(chunk)
                    pending = len(decoder.getstate()[0])
                except UnicodeDecodeError as error:
                    bad = size - pending + error.start
            last, end = (last + chunk[-2:])[-2:], (end + chunk[-len(LINK) :])[-len(LINK) :]
            size += len(chunk)
    if bad is None and pending:
        bad = size - pending
    return ByteScan(
        digest.hexdigest(), size, line_feeds, returns, pairs, quotes, spaced, nul, blank, links, bad
    )


def _matches_any(pattern: re.Pattern[bytes], *texts: bytes | bytearray) -> bool:
    return any(pattern.search(text) for text in texts)


def count_line_ends(path: Path, end: int) -> int:
    """Counts the line ends in the first `end` bytes of a file: LF, CRLF or CR."""
    count, last = 0, bytearray()
    with path.open("rb") as stream:
        for chunk in chunks(stream, end):
            count += chunk.count(b"\n")
            if b"\r" in chunk or last == b"\r":
                count += chunk.count(b"\r") - chunk.count(b"\r\n")
                count -= last == b"\r" and chunk[:1] == b"\n"
            last = chunk[-1:]
    return count
