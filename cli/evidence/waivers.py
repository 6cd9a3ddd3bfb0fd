"""The file of the waivers, `seeds/waivers.csv` (docs/gate.md)."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from cli.gate.baseline_files import replace
from ingest.errors import UserError


@dataclass(frozen=True)
class Waiver:
    """One row; handoff and record are empty where the waiver covers all of them."""

    check_id: str
    handoff_id: str
    record_id: str
    reason: str
    owner: str
    expires_on: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What it covers."""
        return self.check_id, self.handoff_id, self.record_id


COLUMNS = tuple(field.name for field in fields(Waiver))


@dataclass(frozen=True)
class WaiverFile:
    """The file as it is: its text, the order of its columns, its waivers."""

    path: Path
    text: str
    columns: tuple[str, ...]
    waivers: frozenset[Waiver]

    def new(self, waivers: Sequence[Waiver]) -> list[Waiver]:
        """Those that the file does not have."""
        return [waiver for waiver in waivers if waiver not in self.waivers]

    def add(self, waivers: Sequence[Waiver]) -> None:
        """Adds rows at the end in one step; all that is in the file stays as it is."""
        end = "\r\n" if "\r\n" in self.text else "\n"
        text = io.StringIO()
        writer = csv.writer(text, lineterminator=end)
        for waiver in waivers:
            cells = dict(zip(COLUMNS, astuple(waiver), strict=True))
            writer.writerow([cells[name] for name in self.columns])
        last = "" if self.text.endswith("\n") else end
        replace(self.path, self.text + last + text.getvalue())


def read_waivers(path: Path) -> WaiverFile:
    """Reads the file. Raises `UserError` when it is missing or has other columns."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
    except FileNotFoundError:
        raise UserError.of(
            "there is no such file",
            str(path),
            "run the command from the root of the dbt project, or name the file with --waivers",
        ) from None
    except (OSError, UnicodeDecodeError):
        raise UserError.of("it cannot be read", str(path), "save it as CSV in UTF-8") from None
    rows = list(csv.reader(io.StringIO(text, newline="")))
    columns = tuple(rows[0]) if rows else ()
    if sorted(columns) != sorted(COLUMNS):
        raise UserError.of(
            "its header is another one", f"{path}:1", f"allowed: {','.join(COLUMNS)}"
        )
    found = set()
    for row in rows[1:]:
        if len(row) == len(columns):
            cells = dict(zip(columns, (cell.strip() for cell in row), strict=True))
            found.add(Waiver(**cells))
    return WaiverFile(path, text, columns, frozenset(found))
