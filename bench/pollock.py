"""`python -m bench.pollock [--write]`: what our reader makes of the files of `bench.pollution`.

Scored as Pollock does: success, and precision, recall and F1 of header, records and cells as
multisets, each a mean over the files; their sum is the simple score, at most 10. A file that is
refused scores 0, but for the empty one, which holds what is expected of it. Pollock does not ask
whether a reader says what it could not read. We do: a file is a *silent loss* when a record
expected is neither loaded cell for cell nor in a named reject, or when a record is loaded that is
not in the table and nothing says so.

Our reader is not told how a file is written. One mapping of a stack names a few headers; then
come the recognition, the readers and the load through dlt of `handoff ingest`. What follows
there, telling records from those of the last night, is left out: the files hold the same
records 2,290 times.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from statistics import fmean

import duckdb

from bench.pollution import Polluted, files
from bench.update_docs import put
from ingest.load.checked_path import Reading, file_columns
from ingest.load.dlt_load import load
from ingest.plan.declared import DeclaredSystem, DeclaredTable
from ingest.plan.folder_scan import look
from ingest.plan.planner import Planner
from ingest.sql import identifier, own_rows
from ingest.vendors.catalog import load_vendors

MEASURES = ("success", *(f"{of} {what}" for of in ("header", "record", "cell")
                         for what in ("precision", "recall", "F1")))  # fmt: skip
ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"
MARK = "<!-- pollock -->"
# As little as a stack can say: what is wrong with other names is for the readers to see.
COLUMNS = {"record_id": "DEALID"}
BATCH = 100  # files in one load
Row = tuple[str, ...]


@dataclass(frozen=True)
class Loaded:
    """What a reader made of a file. `refused` says why nothing is loaded.

    `set_aside` are texts of the file that are named as rejects or non_records; `second` is how many
    rows stand below a header that is named as standing there once more.
    """

    header: Row = ()
    rows: list[Row] = field(default_factory=list)
    set_aside: list[str] = field(default_factory=list)
    second: int = 0
    refused: str = ""


def score(file: Polluted, loaded: Loaded) -> tuple[float, ...]:
    """The ten measures of a file, in the order of `MEASURES`."""
    if not file.header:  # nothing is expected, and nothing can be told wrong
        return (1.0,) * len(MEASURES)
    if loaded.refused:
        return (0.0,) * len(MEASURES)
    rows = ["".join(row) for row in file.rows], ["".join(row) for row in loaded.rows]
    wanted = [*file.header, *chain.from_iterable(file.rows)]
    found = [*loaded.header, *chain.from_iterable(loaded.rows)]
    return 1.0, *_shares(file.header, loaded.header), *_shares(*rows), *_shares(wanted, found)


def _shares(wanted: Sequence[str], found: Sequence[str]) -> tuple[float, float, float]:
    """Of those wanted, of those found, and their harmonic mean; 1 when nothing is wanted."""
    if not wanted:
        return 1.0, 1.0, 1.0
    both = (Counter(wanted) & Counter(found)).total()
    if not both:
        return 0.0, 0.0, 0.0
    return both / len(wanted), both / len(found), 2 * both / (len(wanted) + len(found))


def silent(file: Polluted, loaded: Loaded) -> int:
    """Records lost, changed or made up without a word."""
    if loaded.refused:
        return 0
    # Under other names the cells of a record are another record.
    is_named = not file.names or loaded.header == file.names
    missing = Counter(file.rows) - Counter(loaded.rows if is_named else ())
    named = Counter(loaded.set_aside)
    lost = 0
    for row, text in zip(file.rows, file.texts, strict=True):
        if missing[row]:
            missing[row] -= 1
            lost += named[text] == 0
            named[text] -= 1
    made_up = (
        Counter(loaded.rows) - Counter(file.rows if is_named else ())
    ).total() - loaded.second
    return lost + max(made_up, 0)


def ours(polluted: Sequence[Polluted], folder: Path) -> Iterator[Loaded]:
    """What `handoff ingest` loads of each file."""
    table = DeclaredTable("deal", ("*.csv",), "opportunities", COLUMNS)
    planner = Planner([DeclaredSystem("shop", None, tables=(table,))], load_vendors())
    for start in range(0, len(polluted), BATCH):
        with tempfile.TemporaryDirectory(dir=folder) as name:
            yield from _batch(polluted[start : start + BATCH], Path(name), planner)


def _batch(polluted: Sequence[Polluted], folder: Path, planner: Planner) -> Iterator[Loaded]:
    exports, landing = folder / "exports", folder / "landing.duckdb"
    exports.mkdir()
    for file in polluted:
        (exports / file.name).write_bytes(file.data)
    survey = look(exports, folder, planner)
    refused = {path: problem.what for path, _, _, problem in survey.failed}
    refused |= {item.source.path: item.message for item in survey.unknown}
    readings = {plan.source.path: Reading(plan) for plan in survey.plans}
    load([*readings.values()], landing, folder)
    with duckdb.connect(str(landing), read_only=True) as con:
        for file in polluted:
            reading = readings.get(file.name)
            if reading is None:
                yield Loaded(refused=refused[file.name])
            elif reading.problem is not None:
                yield Loaded(refused=reading.problem.what)
            else:
                yield _landed(con, reading)


def _landed(con: duckdb.DuckDBPyConnection, reading: Reading) -> Loaded:
    plan, layout = reading.plan, reading.plan.layout
    columns = [
        (header, identifier(name))
        for header, name in zip(layout.header, file_columns(plan), strict=True)
        if name not in reading.empty_columns
    ]
    condition, values = own_rows(plan.schema, *plan.key)
    found = con.execute(
        f"select _row, {', '.join(name for _, name in columns)} "
        f"from {identifier(plan.schema)}.{identifier(plan.table)} where {condition} order by _row",
        values,
    ).fetchall()
    # Every record is a line here: the records above a header in the middle tell where it stands.
    above = [non_records.line - layout.header_line - 1 for non_records in reading.repeated_headers]
    whole = next((number for number in above if number), len(found))
    named = [*layout.non_records, *reading.repeated_headers]
    return Loaded(
        header=tuple(header for header, _ in columns),
        rows=[tuple(cell or "" for cell in row[1:]) for row in found],
        set_aside=[*(one.raw_text for one in reading.rejects), *(one.text for one in named)],
        second=sum(row[0] > whole for row in found) if any(above) else 0,
    )


def duckdbs(polluted: Sequence[Polluted], folder: Path) -> Iterator[Loaded]:
    """What DuckDB's reader makes of each file by itself; as text, as the benchmark compares."""
    path = folder / "file.csv"
    with duckdb.connect() as con:
        for file in polluted:
            path.write_bytes(file.data)
            try:
                found = con.read_csv(str(path), all_varchar=True)
                rows = [tuple(cell or "" for cell in row) for row in found.fetchall()]
                yield Loaded(tuple(found.columns), rows)
            except duckdb.Error as error:
                yield Loaded(refused=str(error))


@dataclass(frozen=True)
class Result:
    """What a reader made of the files of one kind."""

    files: int
    measures: tuple[float, ...]  # means
    refused: int
    silent_files: int
    silent_records: int

    @property
    def score(self) -> float:
        """The simple score, at most 10."""
        return sum(self.measures)


def result(judged: Sequence[tuple[Polluted, Loaded]]) -> Result:
    """The measures of some files."""
    lost = [silent(file, loaded) for file, loaded in judged]
    return Result(
        len(judged),
        tuple(map(fmean, zip(*(score(file, loaded) for file, loaded in judged), strict=True))),
        sum(bool(loaded.refused) for _, loaded in judged),
        sum(count > 0 for count in lost),
        sum(lost),
    )


def by_kind(judged: Sequence[tuple[Polluted, Loaded]]) -> dict[str, Result]:
    """The results of every kind; damages of the header apart from those of records."""
    kinds: dict[str, list[tuple[Polluted, Loaded]]] = {}
    for file, loaded in judged:
        kinds.setdefault(file.kind, []).append((file, loaded))
    return {kind: result(of_kind) for kind, of_kind in kinds.items()}


def page(results: Mapping[str, Sequence[tuple[Polluted, Loaded]]]) -> str:
    """The results of several readers, in Markdown."""
    lines = [
        "| reader | simple score | silent losses, files | records | refused files | "
        + " | ".join(MEASURES)
        + " |",
        "| --- |" + " ---: |" * (4 + len(MEASURES)),
    ]
    for name, judged in results.items():
        whole = result(judged)
        shares = " | ".join(f"{measure:.4f}" for measure in whole.measures)
        lines.append(
            f"| {name} | {whole.score:.3f} | {whole.silent_files:,} | {whole.silent_records:,}"
            f" | {whole.refused:,} | {shares} |"
        )
    kinds = {name: by_kind(judged) for name, judged in results.items()}
    lines += ["", "| kind of damage | files |" + "".join(
        f" {name}: score | silent | refused |" for name in kinds), "| --- | ---: |"
        + " ---: | ---: | ---: |" * len(kinds)]  # fmt: skip
    for kind, first in next(iter(kinds.values())).items():
        cells = [
            f" {one[kind].score:.3f} | {one[kind].silent_files} | {one[kind].refused} |"
            for one in kinds.values()
        ]
        lines.append(f"| {kind} | {first.files} |" + "".join(cells))
    return "\n".join(lines)


def main() -> None:
    """Runs both readers, prints, and with --write puts the figures into docs/benchmarks.md."""
    parser = argparse.ArgumentParser(prog="python -m bench.pollock", description=__doc__)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    polluted = list(files())
    with tempfile.TemporaryDirectory(prefix="handoff-pollock-") as name:
        results = {
            title: list(zip(polluted, reader(polluted, Path(name)), strict=True))
            for title, reader in (("handoff", ours), ("DuckDB alone", duckdbs))
        }
    text = page(results)
    print(text)
    if options.write:
        put(PAGE, MARK, text)


if __name__ == "__main__":
    main()
