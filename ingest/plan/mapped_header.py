"""Finds the header row of a file that the stack maps."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.errors import Problem, closest
from ingest.files.discover import Source
from ingest.files.encoding import Text
from ingest.files.table_layout import HEADER_ROWS, Head, Layout, locate, locate_records
from ingest.naming import header_key
from ingest.plan.declared import DeclaredTable
from ingest.plan.unrecognised import NO_HEADER, WRITE_HEADER, has_no_header


def locate_mapped(
    source: Source, text: Text, heads: Sequence[Head], table: DeclaredTable
) -> Layout | Problem:
    """Finds the header row of a mapped file: the row with most headers of the mapping.

    Returns a problem when that row lacks some of them.
    """
    if table.names:
        return _without_header(source, text, heads, table)
    wanted = {header_key(header) for header in table.headers}
    best: tuple[int, Head, int] | None = None
    for head in heads:
        for number in range(min(len(head.rows), HEADER_ROWS)):
            hits = len(wanted & {header_key(cell) for cell in head.names(number)})
            if hits and (best is None or hits > best[0]):
                best = (hits, head, number)
    header = best[1].names(best[2]) if best else []
    present = {header_key(cell) for cell in header}
    missing = [name for name in table.headers if header_key(name) not in present]
    if best is None or missing:
        names = f"column{'s' if len(missing) > 1 else ''} {', '.join(missing)}"
        what = f"the mapping names {names}, which {source.label} does not have"
        if best is None and has_no_header(heads):
            return Problem(f"{what}: {NO_HEADER}", table.where, WRITE_HEADER)
        fix = _suggest_headers(missing, [cell for cell in header if cell.strip()])
        return Problem(what, table.where, fix)
    return locate(text, best[1], best[2], lambda header: header_key(header) in wanted)


def _without_header(
    source: Source, text: Text, heads: Sequence[Head], table: DeclaredTable
) -> Layout | Problem:
    """The layout of a file that has records only; `names` must name each of its columns."""
    for head in heads:
        widths = {len(cells) for cells in head.sample(-1)}
        if len(table.names) in widths:
            return locate_records(text, head, table.names)
    width = max((len(cells) for cells in heads[0].sample(-1)), default=0) if heads else 0
    what = f"`names` has {len(table.names)} names, {source.label} has {width} columns"
    return Problem(what, table.where, "name every column, in the order of the file")


def _suggest_headers(missing: Sequence[str], header: Sequence[str]) -> str:
    """Says how to mend a mapping whose headers the file lacks, with similar headers of it."""
    fix = "write the header as the file has it"
    similar = {name: closest(name, header) for name in missing}
    meant = [f"'{near}' for '{name}'" for name, near in similar.items() if near]
    return f"{fix}; did you mean {' and '.join(meant)}?" if meant else fix
