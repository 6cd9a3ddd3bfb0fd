"""Every table is read cell for cell, in every dialect and format it is written in."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from support.one_file import planned, read_file
from support.workbooks import workbook

from ingest.files.byte_scan import scan_bytes
from ingest.files.discover import Source
from ingest.files.encoding import read_text
from ingest.files.table_layout import heads
from ingest.load.checked_path import Reading, read
from ingest.load.fast_path import is_plain, rows_sql, verify_or_unload

HEADER = ["first", "second", "third"]
Row = tuple[str, str, str]

bounded = settings(
    max_examples=80, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
CELL = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
MEAN = st.text(st.sampled_from("ab \t\n\r,;|'\"\\\0é€\u2028\ufeff"), max_size=8)
ROWS = st.lists(st.tuples(CELL | MEAN, CELL | MEAN, CELL | MEAN), min_size=1, max_size=8)


def read_back(content: bytes, name: str) -> list[list[str | None]]:
    """Rows of the only table of a file; every record must be valid."""
    rows, reading = read_file(content, name, HEADER)
    assert (reading.problem, reading.rejects, reading.repeated_headers) == (None, [], [])
    return rows


PIECES = st.sampled_from(
    [
        "a",
        "b c",
        ",",
        ",",
        ",",
        '"',
        '"',
        '""',
        "\n",
        "\n",
        "\r\n",
        "\r",
        " ",
        "'",
        ",,",
        '","',
        "x,y,z\n",
    ]
)


@settings(bounded, max_examples=400)
@given(pieces=st.lists(PIECES, max_size=30))
@example(["x,y,z\n", "a", ",", "b c", ",", "a", ",", "\n"])
@example(["a", ",", "a", ",", "a", ",", '""', "\n"])
@example(["a", ",", " ", '"', "a", ",", "b c", '"', " ", ",", "a", "\n"])
@example([" ", '"', "\n", '"', ",", ","])
@example(["first,second,third\n"])
def test_the_fast_path_accepts_only_what_the_checked_path_would(pieces: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        path = scratch / "a.csv"
        path.write_bytes(f"first,second,third\n{''.join(pieces)}".encode())
        text = read_text(path, scratch, scan_bytes(path))
        fits = (head for head in heads(path) if head.rows[0].cells == HEADER)
        plan = planned(Source("a.csv", None, path), text, next(fits))
        assume(is_plain(plan) and len(plan.layout.header) == 3)
        reading = Reading(plan)
        with duckdb.connect() as con:
            query = rows_sql(plan, HEADER, scratch)
            try:
                con.execute(f"create table t as {query}")
            except duckdb.Error:
                return  # the load falls back to the checked path
            if not verify_or_unload(con, "t", reading, scratch):
                return
            fast = con.execute("select first, second, third from t order by _row").fetchall()
        checked = Reading(plan)
        batches = list(read(checked, HEADER, scratch))
        rows = pa.concat_tables(batches).to_pylist() if batches else []
        assert (checked.problem, checked.rejects) == (None, [])
        assert (checked.repeated_headers, checked.blank_lines) == ([], 0)
        assert fast == [tuple(row[name] for name in HEADER) for row in rows]


def expected(rows: list[Row]) -> list[list[str | None]]:
    """The loaded rows: empty cells are NULL, and a row of blank cells only is not a record."""
    records = (row for row in rows if any(cell.strip(" ") for cell in row))
    return [[cell or None for cell in row] for row in records]


@bounded
@given(
    rows=ROWS,
    delimiter=st.sampled_from(",;\t|"),
    quote=st.sampled_from("\"'"),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
    has_last_end=st.booleans(),
)
@example([("'", '"', "''")], ",", "'", "\r", "utf-8", False)
@example([("\r", "\n", "\r\n"), ("", "", "")], "\t", '"', "\r\n", "utf-16", True)
def test_a_table_in_any_dialect(
    rows: list[Row], delimiter: str, quote: str, end: str, encoding: str, has_last_end: bool
) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(
        out, delimiter=delimiter, quotechar=quote, lineterminator=end, quoting=csv.QUOTE_ALL
    )
    writer.writerows([HEADER, *rows])
    text = out.getvalue() if has_last_end else out.getvalue().removesuffix(end)
    assert read_back(text.encode(encoding), "a.csv") == expected(rows)


# Without quotes around every cell, blanks before a quote would be read as RFC 4180 does not say.
PLAIN = st.text(st.sampled_from("ab .é€\\-0"), max_size=8)


@bounded
@given(
    rows=st.lists(st.tuples(PLAIN, PLAIN, CELL | PLAIN), min_size=1, max_size=8),
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_a_table_with_quotes_where_needed(rows: list[Row], delimiter: str, end: str) -> None:
    rows = [(f"x{first}", second, third) for first, second, third in rows]
    out = io.StringIO(newline="")
    # A line end of CRLF makes this writer quote cells with CR or LF, before Python 3.13 too.
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows([HEADER, *rows])
    text = out.getvalue()
    if end == "\n" and "\r" not in "".join(map("".join, rows)):
        text = text.replace("\r\n", "\n")
    assert read_back(text.encode(), "a.csv") == expected(rows)


WESTERN = st.text(st.sampled_from('abcdefÄÖÜßéèñçåøæ ,"\n'), max_size=10)


@bounded
@given(rows=st.lists(st.tuples(WESTERN, WESTERN, WESTERN), min_size=1, max_size=8))
def test_a_western_table_in_one_byte_letters(rows: list[Row]) -> None:
    rows = [("Jürgen Müller, Straße", "François Lefèvre", "Señor Núñez"), *rows]
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([HEADER, *rows])
    assert read_back(out.getvalue().encode("cp1252"), "a.csv") == expected(rows)


@bounded
@example([("\ufeff", "", "")], False, False)
@given(rows=ROWS, is_array=st.booleans(), is_ascii=st.booleans())
def test_a_table_in_json(rows: list[Row], is_array: bool, is_ascii: bool) -> None:
    records = [dict(zip(HEADER, row, strict=True)) for row in rows]
    if is_array:
        text = json.dumps(records, ensure_ascii=is_ascii, indent=1)
    else:
        text = "\n".join(json.dumps(one, ensure_ascii=is_ascii) for one in records)
    assert read_back(text.encode(), "a.json" if is_array else "a.jsonl") == expected(rows)


@bounded
@given(rows=ROWS)
def test_a_table_in_parquet(rows: list[Row]) -> None:
    out = io.BytesIO()
    columns = list(zip(*rows, strict=True))
    pq.write_table(pa.table([pa.array(cells) for cells in columns], names=HEADER), out)
    assert read_back(out.getvalue(), "a.parquet") == expected(rows)


# Characters that XML 1.0 does not allow, and the underscore, which starts the escapes of Excel.
SHEET = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="_\ufffe\uffff"), max_size=8
)


@bounded
@given(rows=st.lists(st.tuples(SHEET, SHEET, SHEET), min_size=1, max_size=8))
def test_a_table_in_a_workbook(rows: list[Row]) -> None:
    rows = [(f"x{first}", second, f"{third}x") for first, second, third in rows]
    content = workbook({"Sheet": [HEADER, *rows]})
    assert read_back(content, "a.xlsx") == expected(rows)


@pytest.mark.parametrize("kind", [int, float])
@bounded
@given(numbers=st.lists(st.integers(-(10**15) + 1, 10**15 - 1), min_size=1, max_size=8))
def test_whole_numbers_of_parquet_have_no_point(numbers: list[int], kind: type) -> None:
    out = io.BytesIO()
    cells = pa.array([kind(number) for number in numbers])
    pq.write_table(pa.table([cells, cells, cells], names=HEADER), out)
    assert read_back(out.getvalue(), "a.parquet") == [[str(number)] * 3 for number in numbers]
