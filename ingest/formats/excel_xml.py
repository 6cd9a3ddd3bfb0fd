"""Reads one part of an Excel workbook, streamed, without trusting its sizes."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat

from ingest.files.unreadable import UnreadableFile

CHUNK = 256 << 10
MAX_PART_BYTES = 2_000_000_000
MAX_RATIO = 1_000
MAX_PIECES = 4_096  # of a text, 8 kB each
SAVE_AGAIN = "save it again as .xlsx, or as CSV"


def is_workbook(path: Path) -> bool:
    """Whether a zip file is an Excel workbook."""
    return has_part(path, "xl/workbook.xml")


def has_part(path: Path, part: str) -> bool:
    """Whether a zip file has a part."""
    try:
        with zipfile.ZipFile(path) as archive:
            return part in archive.namelist()
    except (zipfile.BadZipFile, OSError):
        return False


def parsed(
    path: Path,
    part: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str, str], None],
) -> Iterator[None]:
    """Parses a part of the archive and yields after every chunk; namespaces are removed."""
    text: list[str] = []

    def on_start(name: str, attributes: dict[str, str]) -> None:
        text.clear()
        start(_local(name), {_local(key): value for key, value in attributes.items()})

    def on_end(name: str) -> None:
        end(_local(name), "".join(text))
        text.clear()

    def refuse(*_: Any) -> None:
        raise UnreadableFile("the workbook contains a document type definition", 0, SAVE_AGAIN)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.CharacterDataHandler = text.append
    parser.StartDoctypeDeclHandler = refuse
    try:
        with zipfile.ZipFile(path) as archive, archive.open(part) as stream:
            packed, size = max(archive.getinfo(part).compress_size, 1), 0
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if size > MAX_PART_BYTES or size > max(100 << 20, packed * MAX_RATIO):
                    raise UnreadableFile("it decompresses to an unreasonable size", 0, "split it")
                parser.Parse(chunk, False)
                if len(text) > MAX_PIECES:
                    raise UnreadableFile("a cell is unreasonably large", 0, "split it")
                yield
            parser.Parse(b"", True)
            yield
    except KeyError:
        raise UnreadableFile("a part of the workbook is missing", 0, SAVE_AGAIN) from None
    except RuntimeError:
        raise UnreadableFile("the workbook is encrypted", 0, "save it without a password") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, expat.ExpatError, ValueError):
        raise UnreadableFile("the workbook is cut off or broken", 0, SAVE_AGAIN) from None


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def contains(path: Path, part: str, word: bytes) -> bool:
    """Whether a part of the archive contains a word; False when it cannot be read."""
    end = b""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(part) as stream:
            while chunk := stream.read(CHUNK):
                if word in end + chunk:
                    return True
                end = chunk[-len(word) :]
    except (KeyError, RuntimeError, zipfile.BadZipFile, zlib.error, EOFError, OSError):
        pass  # `parsed` reports it
    return False
