"""Durations and hours read and written back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.stack.durations import UNITS, format_duration, parse_duration, parse_hours


@given(st.integers(min_value=1, max_value=10 * 366 * 86400))
def test_every_duration_survives_being_written(seconds: int) -> None:
    assert parse_duration(format_duration(seconds)) == seconds


@given(st.integers(min_value=1, max_value=500), st.sampled_from(sorted(UNITS)), st.booleans())
def test_every_unit_is_read(amount: int, unit: str, blank: bool) -> None:
    assert parse_duration(f"{amount}{' ' if blank else ''}{unit}") == amount * UNITS[unit]


@given(st.text(max_size=12))
def test_other_text_is_refused_not_guessed(text: str) -> None:
    try:
        seconds = parse_duration(text)
    except ValueError:
        return
    assert parse_duration(format_duration(seconds)) == seconds


@pytest.mark.parametrize("text", ["5 mins", "0 min", "-1 h", "1.5 h", "5", "min", "11000 w", ""])
def test_what_is_no_duration(text: str) -> None:
    with pytest.raises(ValueError):
        parse_duration(text)


def test_hours_are_seconds_after_midnight() -> None:
    assert parse_hours("09:00-18:30") == (9 * 3600, 18 * 3600 + 1800)
    assert parse_hours("00:00 - 24:00") == (0, 86400)


@pytest.mark.parametrize("text", ["9-18", "18:00-09:00", "09:00-24:30", "09:60-18:00", "always"])
def test_what_are_no_hours(text: str) -> None:
    with pytest.raises(ValueError):
        parse_hours(text)
