"""Adds what is new in a folder to a stack; every byte that a person wrote stays.

New systems and handoffs go to a file of their own, because lists of several files are joined. A new
table of a known system is inserted below the tables of that system.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ruamel.yaml import YAML

NEW_FILE = "new.yml"


def new_file(folder: Path) -> Path:
    """A file name that the stack does not have yet."""
    names = [NEW_FILE, *(f"new_{number}.yml" for number in range(2, 1000))]
    return next(folder / name for name in names if not (folder / name).exists())


def insert_tables(folder: Path, system: str, lines: Sequence[str]) -> str | None:
    """Inserts the lines of new tables below a system; returns why it cannot.

    `lines` are indented for a list at column 6, as `handoff init` writes it.
    """
    for path in sorted(folder.glob("*.yml")):
        text = path.read_bytes().decode("utf-8")
        found = _place(text, system)
        if found is None:
            continue
        if isinstance(found, str):
            return f"{path.name}: {found}"
        line, indent, needs_key = found
        rows = text.splitlines(keepends=True)
        end = "\r\n" if rows and rows[0].endswith("\r\n") else "\n"
        if rows and not rows[line - 1].endswith("\n"):
            rows[line - 1] += end
        shifted = [" " * indent + one.removeprefix(" " * 6) for one in lines]
        if needs_key:
            shifted.insert(0, " " * (indent - 2) + "tables:")
        rows[line:line] = [one + end for one in shifted]
        path.write_bytes("".join(rows).encode("utf-8"))
        return None
    return f"no system {system} in the stack"


def _place(text: str, system: str) -> tuple[int, int, bool] | str | None:
    """The line to insert at, the indent of the list, and whether `tables:` is missing.

    A text says why there is no such place; None that the system is in another file.
    """
    data = YAML(typ="rt").load(text)
    systems = data.get("systems") if isinstance(data, dict) else None
    for item in systems or ():
        if item.get("id") != system:
            continue
        if item.fa.flow_style() or ("tables" in item and item["tables"].fa.flow_style()):
            return f"write `tables` of {system} as a block, one key per line"
        rows = text.splitlines()
        if "tables" in item:
            first, indent = item["tables"].lc.line, item["tables"].lc.col
            # The column of the list is that of its first `-`.
            return _end(rows, first, indent), indent, False
        line, column = item.lc.line, item.lc.col
        return _end(rows, line, column), column + 2, True
    return None


def _end(rows: Sequence[str], first: int, indent: int) -> int:
    """The line after the last one of a block that starts at `first` with `indent`."""
    end = first + 1
    for number in range(first + 1, len(rows)):
        stripped = rows[number].strip()
        depth = len(rows[number]) - len(rows[number].lstrip(" "))
        if not stripped or stripped.startswith("#"):
            continue
        if depth < indent:
            break
        end = number + 1
    return end
