"""Amounts, phones, lists and days: the notation of a value does not change what it says."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.macros import answers, macros

MACROS = macros()
MONEY = str(MACROS["parse_money"]("c1", "c2"))
PHONE, EXTENSION = (str(MACROS[name]("c1")) for name in ("phone_normalised", "phone_extension"))
LIST = str(MACROS["sorted_set"]("lower(c1)", "c2 = 'true'"))
SEPARATORS = {"point": (",", "."), "comma": (".", ","), "spaces": ("\u00a0", ",")}


def grouped(digits: str, mark: str, sizes: tuple[int, int]) -> str:
    """Digits in groups: the last of `sizes[0]`, the others of `sizes[1]`."""
    groups = [digits[-sizes[0] :]]
    rest = digits[: -sizes[0]]
    while rest:
        groups.insert(0, rest[-sizes[1] :])
        rest = rest[: -sizes[1]]
    return mark.join(groups)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 99_999_999),
            st.integers(0, 99),
            st.sampled_from(sorted(SEPARATORS)),
            st.sampled_from(["{}", "€ {}", "{} EUR", "-{}", "({})"]),
        ),
        min_size=1,
    )
)
def test_an_amount_is_the_same_in_every_notation(rows: list[tuple[int, int, str, str]]) -> None:
    written, expected = [], []
    for whole, cents, name, around in rows:
        group, decimal = SEPARATORS[name]
        text = f"{grouped(str(whole), group, (3, 3))}{decimal}{cents:02}"
        written.append((around.format(text), "comma" if decimal == "," else "point"))
        amount = Decimal(f"{whole}.{cents:02}")
        expected.append(-amount if around in ("-{}", "({})") else amount)
    assert answers(MONEY, written) == expected


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(100_000, 10**12), min_size=1))
def test_groups_of_two_before_the_last_three_are_read(amounts: list[int]) -> None:
    rows = [(grouped(str(amount), ",", (3, 2)), None) for amount in amounts]
    assert answers(MONEY, rows) == amounts


def test_more_than_two_decimals_are_kept_and_open_ones_are_not_guessed() -> None:
    assert answers(MONEY, [("234.565", None), ("45,000", None), ("45,000", "comma")]) == [
        None, None, Decimal(45),
    ]  # fmt: skip
    assert answers(MONEY, [("234.565", "point"), ("1234.5678", None), ("9" * 17, None)]) == [
        Decimal("234.565"), Decimal("1234.5678"), None,
    ]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.from_regex(r"[1-9][0-9]{1,2}", fullmatch=True),
            st.from_regex(r"[1-9][0-9]{6,9}", fullmatch=True),
            st.sampled_from(["+{c} {n}", "00{c}{n}", "+{c} (0) {n}", "00{c}(0){n}", "+{c}-{n}",
                             "+{c} (0){n}", " +{c}.{n} "]),
            st.integers(1, 6),
            st.sampled_from([" ", "-", ".", "/", ""]),
            st.sampled_from(["", " x12", " ext. 12", "#12", ", Ext 12"]),
        ),
        min_size=1,
    )
)  # fmt: skip
def test_a_line_is_the_same_whatever_its_punctuation(
    rows: list[tuple[str, str, str, int, str, str]],
) -> None:
    written = [
        (form.format(c=code, n=number[:cut] + mark + number[cut:]) + extension,)
        for code, number, form, cut, mark, extension in rows
    ]
    assert answers(PHONE, written) == [row[0] + row[1] for row in rows]
    assert answers(EXTENSION, written) == ["12" if row[5] else None for row in rows]


@pytest.mark.parametrize("text", ["(0)30 901820", "030 901820", "030/90 18 20"])
def test_a_national_zero_without_a_country_code_stays(text: str) -> None:
    assert answers(PHONE, [(text,)]) == ["030901820"]


PARTS = st.lists(st.from_regex(r"[a-z]([a-z ]{0,6}[a-z])?", fullmatch=True), min_size=1, max_size=4)
NOTATIONS = {
    "semicolon": "; ".join,
    "bar": "|".join,
    "comma": ", ".join,
    "json": lambda parts: "[" + ", ".join(f'"{part}"' for part in parts) + "]",
    "caret": lambda parts: ",".join(f"^{part}^" for part in parts),
}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(PARTS, st.sampled_from(sorted(NOTATIONS)), st.booleans()), min_size=1))
def test_a_list_is_a_set_in_every_notation(rows: list[tuple[list[str], str, bool]]) -> None:
    written = [
        (NOTATIONS[name](reversed(parts) if is_reversed else parts), "false")
        for parts, name, is_reversed in rows
    ]
    expected = [";".join(sorted({" ".join(part.split(" ")) for part in row[0]})) for row in rows]
    assert answers(LIST, written) == expected


def test_a_comma_stays_where_the_column_parts_otherwise() -> None:
    rows = [("Research, Development", "true"), ("Sales;Research, Development", "true")]
    assert answers(LIST, rows) == ["research, development", "research, development;sales"]


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026-06-30T22:00:00.000Z", "2026-07-01"), ("2026-07-01T00:00:00.000Z", "2026-07-01"),
     ("2026-07-01", "2026-07-01"), ("2026-06-30T23:00:00+01:00", "2026-07-01"),
     ("2026-07-01 00:00:00", "2026-07-01"), ("01/07/2026", "2026-07-01"), ("soon", None)],
)  # fmt: skip
def test_a_stamp_is_of_the_day_that_its_system_shows(text: str, day: str | None) -> None:
    found = answers(str(MACROS["written_day"]("c1", "'Europe/Berlin'", "'dmy'")), [(text,)])
    assert found == [day]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("2026-03-01 10:00", 60), ("3/1/26 10:00 PM", 60), ("2026-03-01T10:00:37Z", 1),
     ("2026-03-01 10:00:37.000", 1), ("2026-03-01 10:00:37.25", 0), ("2026-03-01", None),
     ("1769904000", 1), ("2026-03-01T10:00:37+01:00", 1)],
)  # fmt: skip
def test_what_a_written_time_leaves_open(text: str, seconds: int | None) -> None:
    assert answers(str(MACROS["written_precision"]("c1")), [(text,)]) == [seconds]


@pytest.mark.parametrize(
    ("value", "operator", "wanted", "outcome"),
    [("94107-1518", "gte", "90000", "met"), ("94107-1518", "lte", "96199", "met"),
     ("02139-4307", "lte", "06999", "met"), ("2139", "gte", "01000", "met"),
     ("94107-1518", "in", "94107", "met"), ("94107-1518", "not_in", "94107", "failed"),
     ("60601", "lte", "06999", "failed"), ("51-200", "gte", "50", "failed"),
     ("1,200.00", "gte", "1000", "met"), ("€ 1.200,50", "gte", "1000", "met"),
     ("12,34,567", "gt", "1000000", "met"), ("many", "gte", "1", "failed"),
     ("-5", "lt", "0", "met"), ("", "gte", "1", "blank")],
)  # fmt: skip
def test_a_condition_reads_a_value_as_the_comparison_does(
    value: str, operator: str, wanted: str, outcome: str
) -> None:
    sql = str(MACROS["condition_outcome"]("c1", "c2", "c3"))
    assert answers(sql, [(value, operator, wanted)]) == [outcome]


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026-07-01T00:00:00.000Z", "2026-07-01"), ("2026-06-30T20:00:00-04:00", "2026-07-01"),
     ("2026-06-30T22:00:00Z", None), ("2026-07-01 00:00:00", None), ("2026-07-01", None)],
)  # fmt: skip
def test_a_midnight_in_utc_is_a_date(text: str, day: str | None) -> None:
    assert answers(str(MACROS["utc_midnight_day"]("c1")), [(text,)]) == [day]
