"""Parses durations and opening hours: `5 min`, `4 h`, `09:00-18:00`."""

from __future__ import annotations

import re

# Unit as written -> seconds.
UNITS = {
    "s": 1,
    "sec": 1,
    "second": 1,
    "seconds": 1,
    "min": 60,
    "minute": 60,
    "minutes": 60,
    "h": 3600,
    "hour": 3600,
    "hours": 3600,
    "d": 86400,
    "day": 86400,
    "days": 86400,
    "w": 604800,
    "week": 604800,
    "weeks": 604800,
}
DURATION_HELP = "a whole number and a unit: s, min, h, d or w, e.g. `5 min`, `4 h`, `10 d`"
HOURS_HELP = "opening and closing time of one day, e.g. `09:00-18:00` (at most `00:00-24:00`)"

_DURATION = re.compile(r"([0-9]{1,9}) ?([a-z]+)")
_HOURS = re.compile(r"([0-9]{2}):([0-5][0-9]) ?- ?([0-9]{2}):([0-5][0-9])")
_LONGEST = 10 * 366 * 86400


def parse_duration(text: str) -> int:
    """Converts a duration such as `5 min` to seconds; raises ValueError if it is malformed."""
    match = _DURATION.fullmatch(text.strip().lower())
    if match is None or match[2] not in UNITS:
        raise ValueError(f"'{text}' is not a duration")
    seconds = int(match[1]) * UNITS[match[2]]
    if not 0 < seconds <= _LONGEST:
        raise ValueError(f"'{text}' is not between 1 s and ten years")
    return seconds


def format_duration(seconds: int) -> str:
    """Writes seconds with the largest unit that fits: 300 -> `5 min`."""
    for unit in ("w", "d", "h", "min"):
        if seconds % UNITS[unit] == 0:
            return f"{seconds // UNITS[unit]} {unit}"
    return f"{seconds} s"


def parse_hours(text: str) -> tuple[int, int]:
    """Returns opening and closing time in seconds after local midnight.

    Raises ValueError if the text is malformed.
    """
    match = _HOURS.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"'{text}' are not opening hours")
    opens, closes = (int(match[hour]) * 3600 + int(match[hour + 1]) * 60 for hour in (1, 3))
    if not opens < closes <= 86400:
        raise ValueError(f"'{text}' must open before it closes, on the same day")
    return opens, closes
