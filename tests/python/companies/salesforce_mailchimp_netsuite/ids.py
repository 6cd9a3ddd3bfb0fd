"""Ids as each system writes them."""

from __future__ import annotations

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
CHECK = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
PREFIXES = {
    "lead": "00Q",
    "contact": "003",
    "account": "001",
    "deal": "006",
    "user": "005",
    "queue": "00G",
    "touch": "00T",
    "meeting": "00U",
    "line": "00k",
    "history": "017",
    "stage": "008",
}


def long_id(short: str) -> str:
    """The 18 characters of an id of 15: three letters tell which letters are capitals."""
    checks = ""
    for start in (0, 5, 10):
        five = short[start : start + 5]
        checks += CHECK[sum(1 << place for place, letter in enumerate(five) if letter.isupper())]
    return short + checks


def salesforce_id(prefix: str, number: int) -> str:
    """An id of 18 characters: many of them differ in upper and lower case only."""
    tail = ""
    for _ in range(7):
        number, digit = divmod(number, len(DIGITS))
        tail = DIGITS[digit] + tail
    return long_id(f"{prefix}Qy000{tail}")


class Ids:
    """The next id of each kind."""

    def __init__(self) -> None:
        self.counts = {"invoice": 88_400, "payment": 52_100, "credit": 97_300, "prospect": 390_400}

    def __call__(self, kind: str) -> str:
        self.counts[kind] = self.counts.get(kind, 4_000) + 1
        number = self.counts[kind]
        if kind in PREFIXES:
            return salesforce_id(PREFIXES[kind], number)
        shapes = {"site": f"ent-{number * 7919 % 10**6:06d}", "event": f"SCAN{number}"}
        return shapes.get(kind, str(number))
