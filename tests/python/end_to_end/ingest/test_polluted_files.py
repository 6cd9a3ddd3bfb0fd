"""Damages of a whole file and of single records: every record is loaded or named, never lost.

The files are those of `support/polluted_files.py`, loaded as one folder of exports. Damages at
every place of a table with line breaks in cells are in test_pollution.py.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

import pytest
from support.ingest_kit import Company
from support.polluted_files import HEADER, PollutedFile, Row, damaged_records, whole_files

# Without a header or with an unknown delimiter no column of the mapping is found.
REFUSED = {"no_payload", "no_header", "field_delimiter_space"}
# Files of which some rows are rejected although Pollock expects them: quotes inside quotes.
AMBIGUOUS = {"quotation_char_apostrophe": 38, "escape_char_none": 7}
# (row, column) of damages; in rows 4, 7 and 10 a name in quotes follows an amount.
PLACES = [(1, 0), (4, 5), (7, 5), (10, 6), (12, 7), (24, 3), (38, 8), (83, 0), (83, 8)]
STACK = """
company: {name: Test, currency: USD}
systems:
  - id: shop
    name: Shop
    functions: [capture]
    role: record
    tables:
"""


@dataclass(frozen=True)
class Loaded:
    """The outcome of one file; `named` are texts of rejected and of non-record lines."""

    message: str
    status: str
    header: Row
    rows: tuple[Row, ...]
    named: tuple[str, ...]


def load_all(files: list[PollutedFile], company: Company) -> list[Loaded]:
    """Loads every file as an object of its own, so that equal rows stay apart."""
    for number, file in enumerate(files):
        company.write(f"f{number}.csv", file.data)
    company.load()
    return [read_back(company, number) for number in range(len(files))]


def read_back(company: Company, number: int) -> Loaded:
    """The stored rows of a file, under the headers of the file."""
    file = company.file(f"f{number}.csv")
    own = f"where file_id = '{file['file_id']}'"
    columns = company.ask(
        f"select header, column_name from raw_handoff.columns {own} order by position"
    )
    rows: list[Row] = []
    if file["rows_loaded"]:
        # The last column has no cells, so it is not stored.
        cells = ", ".join(f"coalesce(\"{name}\", '')" for _, name in columns[:-1])
        query = f"select {cells}, '' from raw_mapped.opportunities where _object = 'f{number}'"
        rows = company.ask(f"{query} order by _row")
    named = company.ask(
        f"select raw_text from raw_handoff.rejects {own} union all "
        f"select text from raw_handoff.non_record_lines {own}"
    )
    return Loaded(
        message=file["message"] or "",
        status=file["status"],
        header=tuple(header for header, _ in columns),
        rows=tuple(rows),
        named=tuple(text for (text,) in named),
    )


def silent_losses(file: PollutedFile, loaded: Loaded) -> list[Row]:
    """Expected rows that are neither loaded nor named, and loaded rows that nobody expects."""
    if loaded.status == "failed":
        return []
    missing = Counter(file.rows) - Counter(loaded.rows)
    named = Counter(loaded.named)
    lost = []
    for row, text in zip(file.rows, file.texts, strict=True):
        if missing[row]:
            missing[row] -= 1
            lost += [] if named[text] else [row]
            named[text] -= 1
    return lost + list((Counter(loaded.rows) - Counter(file.rows)).elements())


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[PollutedFile, Loaded]]:
    files = list(whole_files())
    for place in PLACES:
        files += damaged_records(*place)
    tables = [
        f"      - {{object: f{number}, files: [f{number}.csv], entity: opportunities,"
        " columns: {record_id: DEALID}}\n"
        for number in range(len(files))
    ]
    company = Company(tmp_path_factory.mktemp("polluted"), STACK + "".join(tables))
    return list(zip(files, load_all(files, company), strict=True))


def test_the_files_cover_every_kind_of_damage(outcome: list[tuple[PollutedFile, Loaded]]) -> None:
    kinds = Counter(file.kind for file, _ in outcome)
    rows = {kind: count for kind, count in kinds.items() if kind.startswith("row_")}
    assert rows == {
        "row_less_sep": 7,
        "row_more_sep": 9,
        "row_extra_quote": 9,
        "row_field_delimiter": 2,
    }
    assert len(kinds) - len(rows) == 22
    assert len({file.data for file, _ in outcome}) == len(outcome)


def test_no_record_is_lost_silently(outcome: list[tuple[PollutedFile, Loaded]]) -> None:
    lost = {file.kind: found for file, loaded in outcome if (found := silent_losses(file, loaded))}
    # The rows below a repeated header are rows of the same table; the repetition is named.
    assert lost.keys() == {"multitable_same"}
    (two,) = (loaded for file, loaded in outcome if file.kind == "multitable_same")
    assert len(two.rows) == 165 and len(lost["multitable_same"]) == 82
    assert two.named == (",".join(HEADER),)


def test_whole_files_are_read_or_refused_with_a_reason(
    outcome: list[tuple[PollutedFile, Loaded]],
) -> None:
    whole = {file.kind: (file, loaded) for file, loaded in outcome if file.kind[:4] != "row_"}
    refused = {kind: loaded for kind, (_, loaded) in whole.items() if loaded.status == "failed"}
    assert refused.keys() == REFUSED
    assert "the file is empty" in refused["no_payload"].message
    for kind in REFUSED - {"no_payload"}:
        assert "DEALID" in refused[kind].message, kind
    for kind in whole.keys() - REFUSED:
        file, loaded = whole[kind]
        assert loaded.header == HEADER, kind
        rejected = Counter(file.rows) - Counter(loaded.rows)
        assert rejected.total() == AMBIGUOUS.get(kind, 0), kind


def test_a_damaged_record_costs_itself(outcome: list[tuple[PollutedFile, Loaded]]) -> None:
    for file, loaded in outcome:
        if file.kind.startswith("row_"):
            (damaged,) = [text for text in file.texts if text in loaded.named]
            at = file.texts.index(damaged)
            assert loaded.rows == file.rows[:at] + file.rows[at + 1 :], file.kind
            assert loaded.named == (damaged,), file.kind


def test_a_lost_changed_or_invented_record_is_seen(
    outcome: list[tuple[PollutedFile, Loaded]],
) -> None:
    source, loaded = outcome[0]
    assert source.kind == "source" and silent_losses(source, loaded) == []
    dropped = replace(loaded, rows=loaded.rows[1:])
    assert silent_losses(source, dropped) == [source.rows[0]]
    assert silent_losses(source, replace(dropped, named=(source.texts[0],))) == []
    assert silent_losses(source, replace(dropped, named=(source.texts[1],))) == [source.rows[0]]
    changed = ("2018-01-11", *source.rows[0][1:])
    assert silent_losses(source, replace(loaded, rows=(changed, *loaded.rows[1:]))) == [
        source.rows[0],
        changed,
    ]
    twice = replace(loaded, rows=(*loaded.rows, loaded.rows[0]))
    assert silent_losses(source, twice) == [source.rows[0]]
