"""A spread sample of `bench.pollock`, and proof that its figures can be bad ones.

Damages of one record at every place, with line breaks in cells, are in test_pollution.py.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench.pollock import Loaded, by_kind, ours, result, score, silent
from bench.pollution import HEADER, Polluted, damaged_at, files, whole_files

# Where no header can be told, the mapping says which names it misses; an empty file says that.
REFUSED = {"file_no_payload", "file_no_header", "file_field_delimiter_0x20"}
# (row, column) of damages of records; in rows 4, 7 and 10 a name in quotes follows an amount.
PLACES = [(1, 0), (4, 5), (7, 5), (10, 6), (12, 7), (24, 3), (38, 8), (83, 0), (83, 8)]


def perfect(file: Polluted) -> Loaded:
    """What a reader makes of a file that knows what is expected."""
    return Loaded(file.names, list(file.rows))


@pytest.fixture(scope="module")
def source() -> Polluted:
    return next(whole_files())


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Polluted, Loaded]]:
    sample = list(whole_files())
    for place in PLACES:
        sample += damaged_at(*place)
    found = list(ours(sample, tmp_path_factory.mktemp("pollock")))
    return list(zip(sample, found, strict=True))


def test_no_record_is_lost_without_a_word(judged: list[tuple[Polluted, Loaded]]) -> None:
    lost = {file.name: silent(file, loaded) for file, loaded in judged if silent(file, loaded)}
    assert lost == {}


def test_whole_files_are_read_or_refused_with_a_reason(
    judged: list[tuple[Polluted, Loaded]],
) -> None:
    whole = [(file, loaded) for file, loaded in judged if file.kind.startswith("file_")]
    assert {file.kind for file, loaded in whole if loaded.refused} == REFUSED
    scores = {file.kind: sum(score(file, loaded)) for file, loaded in whole}
    short = {kind: points for kind, points in scores.items() if points < 9.7}
    assert short.keys() == REFUSED - {"file_no_payload"} | {
        "file_header_multirow_2",  # a header that stands twice is one header, not `DATE DATE`
        "file_header_multirow_3",
        "file_multitable_same",  # the rows below the same header are rows of the same table
        "file_quotation_char_0x27",  # apostrophes inside apostrophes cannot be told apart
    }
    (two,) = (loaded for file, loaded in whole if file.kind == "file_multitable_same")
    assert (len(two.rows), two.second) == (165, 82)


def test_a_damaged_record_costs_itself(judged: list[tuple[Polluted, Loaded]]) -> None:
    records = [(file, loaded) for file, loaded in judged if file.kind.startswith("row_")]
    assert {len(loaded.rows) for _, loaded in records} == {82}
    assert {kind: one.score > 9.96 for kind, one in by_kind(records).items()} == {
        "row_field_delimiter": True,
        "row_less_sep": True,
        "row_more_sep": True,
        "row_extra_quote": True,
    }


def test_there_are_as_many_files_of_each_kind_as_published() -> None:
    kinds: dict[str, int] = {}
    names = set()
    for file in files():
        kind = file.kind.split(",")[0]
        kinds[kind] = kinds.get(kind, 0) + 1
        names.add(file.name)
        assert len(file.rows) == len(file.texts)
    rows = {kind: count for kind, count in kinds.items() if kind.startswith("row_")}
    assert rows == {
        "row_less_sep": 672,
        "row_more_sep": 756,
        "row_extra_quote": 756,
        "row_field_delimiter": 84,
    }
    assert len(names) == sum(kinds.values()) == 2290
    assert set(kinds.values()) == {1, *rows.values()}


def test_a_perfect_reader_scores_ten() -> None:
    for file in whole_files():
        assert score(file, Loaded(file.header, list(file.rows))) == (1.0,) * 10
        assert silent(file, perfect(file)) == 0


def test_a_dropped_record_is_a_loss(source: Polluted) -> None:
    loaded = Loaded(source.header, list(source.rows[1:]))
    assert silent(source, loaded) == 1
    assert 9.9 < sum(score(source, loaded)) < 10
    told = replace(loaded, set_aside=[source.texts[0]])
    assert (silent(source, told), score(source, told)) == (0, score(source, loaded))
    other = replace(loaded, set_aside=[source.texts[1]])
    assert silent(source, other) == 1


def test_a_changed_record_is_lost_and_made_up(source: Polluted) -> None:
    changed = ("2018-01-11", *source.rows[0][1:])
    loaded = Loaded(source.header, [changed, *source.rows[1:]])
    assert silent(source, loaded) == 2
    assert sum(score(source, loaded)) < 10


def test_a_record_loaded_twice_is_made_up_unless_told(source: Polluted) -> None:
    loaded = Loaded(source.header, [*source.rows, source.rows[0]])
    assert (silent(source, loaded), silent(source, replace(loaded, second=1))) == (1, 0)
    assert sum(score(source, loaded)) < 10


def test_records_under_other_names_are_all_lost(source: Polluted) -> None:
    loaded = Loaded((*HEADER[1:], ""), list(source.rows))
    assert score(source, loaded)[1] == pytest.approx(8 / 9)
    assert silent(source, loaded) == 2 * 83


def test_a_refused_file_scores_nothing(source: Polluted) -> None:
    loaded = Loaded(refused="no header")
    assert (sum(score(source, loaded)), silent(source, loaded)) == (0, 0)
    assert result([(source, loaded), (source, perfect(source))]).score == 5
