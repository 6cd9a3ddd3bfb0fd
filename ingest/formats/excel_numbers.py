"""Writes the numbers of a sheet as the text that Excel shows: whole numbers, dates, times.

Format: ECMA-376 part 1, 18.8.30 (number formats).
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
# Built-in number formats of dates, times, and durations.
_DATES = frozenset({*range(14, 18), *range(27, 32), 34, 35, 36, *range(50, 59)})
_TIMES = frozenset({18, 19, 20, 21, 32, 33, 45, 47})
_MOMENTS = frozenset({22})
_DURATIONS = frozenset({46})


def format_kind(number: int, code: str | None) -> str:
    """Returns what a number format shows: number, date, time, moment or duration."""
    for kind, numbers in (
        ("date", _DATES),
        ("time", _TIMES),
        ("moment", _MOMENTS),
        ("duration", _DURATIONS),
    ):
        if number in numbers:
            return kind
    plain = _QUOTED.sub("", (code or "").split(";")[0]).casefold()
    if "general" in plain:
        return "number"
    if any(mark in plain for mark in ("[h", "[m", "[s")):
        return "duration"
    has_date = "y" in plain or "d" in plain or plain.strip(" -/.,") in ("m", "mm", "mmm", "mmmm")
    has_time = "h" in plain or "s" in plain
    if has_date:
        return "moment" if has_time else "date"
    return "time" if has_time else "number"


def number_text(text: str, kind: str, epoch: datetime) -> str:
    """Writes a stored number as its format shows it (`kind`); `epoch` is day 0."""
    try:
        value = float(text)
    except ValueError:
        return text
    if kind == "number" or not abs(value) < 2_958_466:  # 9999-12-31
        if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        return text
    # Excel counts a 29 February 1900, so days before March 1900 are one too early with 1899-12-30.
    is_early = epoch.year == 1899 and 0 <= value < 60 and kind in ("date", "moment")
    span = timedelta(microseconds=round(value * 86_400_000) * 1000)
    if kind == "duration" or (kind == "time" and value >= 1):
        hours, rest = divmod(round(span.total_seconds()), 3600)
        return f"{hours}:{rest // 60:02}:{rest % 60:02}"
    if value < 0:
        return text
    moment = epoch + span + timedelta(days=is_early)
    if kind == "time":
        return moment.time().isoformat("milliseconds").removesuffix(".000")
    if kind == "date" and value.is_integer():
        return moment.date().isoformat()
    return moment.isoformat(" ", "milliseconds").removesuffix(".000")
