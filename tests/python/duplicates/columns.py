"""Columns of drawn values: independent random streams and changes of some rows."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Column = np.ndarray[Any, Any]
Table = dict[str, Column]


def stream(seed: int, *names: object) -> np.random.Generator:
    """A generator of its own for each purpose, so that one more draw changes no other."""
    return np.random.default_rng([seed, zlib.crc32("/".join(map(str, names)).encode())])


def column(values: Sequence[object] | Column) -> Column:
    """A column of Python objects, also where all values are sequences of one length."""
    made = np.empty(len(values), dtype=object)
    made[:] = list(values)
    return made


def pick(rng: np.random.Generator, values: Sequence[str], size: int) -> Column:
    """Values drawn with equal chance."""
    return column(list(values))[rng.integers(0, len(values), size)]


def chance(rng: np.random.Generator, size: int, rate: float) -> Column:
    """A mask that is true with that chance."""
    return rng.random(size) < rate


def change(table: Table, mask: Column, function: Callable[..., Any], *names: str) -> None:
    """Replaces columns in the rows of the mask: `function(values of names) -> values of names`."""
    rows = np.flatnonzero(mask)
    if not len(rows):
        return
    done = [function(*values) for values in zip(*(table[n][rows] for n in names), strict=True)]
    if len(names) == 1:
        table[names[0]][rows] = done
        return
    for number, name in enumerate(names):
        table[name][rows] = column([values[number] for values in done])


def numbered(values: Column, separator: str = "") -> Column:
    """Makes values unique: the second `ada` becomes `ada2`. Empty values stay."""
    seen: dict[str, int] = {}
    out = []
    for value in values:
        count = seen[value] = seen.get(value, 0) + 1
        out.append(value if count == 1 or not value else f"{value}{separator}{count}")
    return column(out)
