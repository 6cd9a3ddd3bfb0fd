"""The files of an evening in memory: exports (also those in the ZIP), waivers, declared stack."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path, PurePosixPath

Row = dict[str, str]
WAIVERS = "seeds/waivers.csv"
_ZIP_TIME = (2026, 6, 30, 18, 0, 0)


@dataclass
class Table:
    """One CSV file: its columns in file order and its rows as text."""

    columns: list[str]
    rows: list[Row]
    quoted: bool

    @classmethod
    def read(cls, text: str) -> Table:
        """Reads the text of a CSV file. A row with more or fewer cells than columns is an error."""
        columns, lines, quoted = _parsed(text)
        rows = [dict(zip(columns, line, strict=True)) for line in lines]
        return cls(list(columns), rows, quoted)

    def text(self) -> str:
        """The file, in the quoting of its vendor."""
        out = io.StringIO(newline="")
        quoting = csv.QUOTE_ALL if self.quoted else csv.QUOTE_MINIMAL
        writer = csv.writer(out, lineterminator="\n", quoting=quoting)
        writer.writerow(self.columns)
        writer.writerows([row[column] for column in self.columns] for row in self.rows)
        return out.getvalue()


@lru_cache(maxsize=128)
def _parsed(text: str) -> tuple[list[str], list[list[str]], bool]:
    """Columns, cells and quoting; every night reads the files of one base."""
    lines = list(csv.reader(io.StringIO(text, newline="")))
    if bad := [line for line in lines if len(line) != len(lines[0])]:
        raise ValueError(f"{len(bad)} lines do not have {len(lines[0])} cells")
    return lines[0], lines[1:], _all_quoted(text, lines[0])


def _all_quoted(text: str, columns: list[str]) -> bool:
    header = text.split("\n", 1)[0]
    return header.startswith('"') and header.count('"') >= 2 * len(columns)


@dataclass
class Files:
    """All files of an evening. Tables are read when they are asked for."""

    texts: dict[str, str] = field(default_factory=dict)
    archives: dict[str, str] = field(default_factory=dict)  # member → the ZIP that has it
    tables: dict[str, Table] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> Files:
        """Reads `exports`, `stack` and the waivers of a folder."""
        files = cls()
        for path in sorted(p for part in ("exports", "stack") for p in (folder / part).rglob("*")):
            name = path.relative_to(folder).as_posix().removeprefix("exports/")
            if path.suffix == ".ZIP":
                with zipfile.ZipFile(path) as archive:
                    for member in archive.namelist():
                        inner = str(PurePosixPath(name).parent / member)
                        files.texts[inner] = archive.read(member).decode("utf-8")
                        files.archives[inner] = name
            elif path.is_file():
                files.texts[name] = path.read_text("utf-8")
        files.texts[WAIVERS] = (folder / WAIVERS).read_text("utf-8")
        return files

    def table(self, name: str) -> Table:
        """A CSV file by its path below `exports`; a member of the ZIP by the folder of the ZIP."""
        if name not in self.tables:
            if name not in self.texts:
                raise KeyError(f"there is no file {name}")
            self.tables[name] = Table.read(self.texts[name])
        return self.tables[name]

    def add(self, name: str, table: Table) -> None:
        """Adds a file."""
        if name in self.texts:
            raise ValueError(f"the file {name} is there already")
        self.texts[name] = ""
        self.tables[name] = table

    def drop(self, name: str) -> None:
        """Removes a file."""
        del self.texts[name]
        self.tables.pop(name, None)
        self.archives.pop(name, None)

    def contents(self) -> dict[str, str]:
        """Text of every file by name."""
        edited = {name: table.text() for name, table in self.tables.items()}
        return {**self.texts, **edited}

    def write(self, folder: Path) -> None:
        """Writes all files below a folder that has none of them."""
        packed: dict[str, dict[str, str]] = {}
        for name, text in sorted(self.contents().items()):
            if archive := self.archives.get(name):
                packed.setdefault(archive, {})[PurePosixPath(name).name] = text
                continue
            path = folder / name if _is_declared(name) else folder / "exports" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="")
        for archive, members in packed.items():
            path = folder / "exports" / archive
            path.parent.mkdir(parents=True, exist_ok=True)
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
                for member, text in sorted(members.items()):
                    target.writestr(zipfile.ZipInfo(member, _ZIP_TIME), text)


def _is_declared(name: str) -> bool:
    return name.startswith(("stack/", "seeds/"))
