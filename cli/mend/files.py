"""Writes the files to load and the files that undo them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from cli.mend.values import Mend, Mends, Target
from cli.report.write import replace_file
from ingest.errors import UserError


def load_text(target: Target, mends: Iterable[Mend]) -> str:
    """The file to load: id, the right value under the header of its field, value now, why."""
    rows = ([mend.record, mend.right, mend.now, mend.why] for mend in mends)
    return _csv([target.id_header, target.header, "value now", "why"], rows)


def undo_text(target: Target, mends: Iterable[Mend]) -> str:
    """The file that undoes it: id and the value that the record had."""
    return _csv([target.id_header, target.header], ([mend.record, mend.now] for mend in mends))


def write_mends(mends: Mends, folder: Path) -> list[tuple[Path, Path, int]]:
    """Writes two files per object and field; returns both and the number of records."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError.of(
            f"the folder could not be made: {error.strerror}", str(folder), "name another folder"
        ) from None
    written = []
    names: set[str] = set()
    for target, rows in mends.files.items():
        name = _name(target, names)
        load, undo = folder / f"{name}.csv", folder / f"{name}-undo.csv"
        replace_file(undo, undo_text(target, rows).encode(), "file")
        replace_file(load, load_text(target, rows).encode(), "file")
        written.append((load, undo, len(rows)))
    return written


def _name(target: Target, names: set[str]) -> str:
    """A name for the file that no other one has: `salesforce-lead-title`."""
    words = f"{target.system} {target.object} {target.header}".lower()
    name = first = re.sub(r"[^a-z0-9]+", "-", words).strip("-")
    number = 1
    while name in names:
        number += 1
        name = f"{first}-{number}"
    names.add(name)
    return name


def _csv(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows(rows)
    return text.getvalue()
