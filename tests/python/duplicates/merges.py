"""Draws merges of two records of one object: right ones, and wrong ones of several kinds."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .columns import Column, Table, column, stream
from .companies import Group
from .populations import Population

# Shares of the kinds of wrong merges.
WRONG = {
    "random": 0.25, "shared_inbox": 0.15, "family_phone": 0.10, "reassigned": 0.10,
    "same_city": 0.15, "same_company": 0.15, "assistant": 0.10,
}  # fmt: skip


def draw_merges(population: Population, records: Table, groups: list[Group], seed: int) -> Table:
    """One row per merge: `loser` and `winner` (rows of `records`), `is_right` and `kind`.

    A loser is in one merge only, and a winner is never a loser.
    """
    rng = stream(seed, population.name, "merges")
    size = len(records["identity"])
    free = records["identity"] >= 0
    merges = list(_right(records, round(population.merged * size), free, rng))
    wanted = round(population.merged_wrongly * size)
    for kind, share in WRONG.items():
        key = _alike(records, groups, kind)
        merges += _wrong(records, key, kind, max(1, round(wanted * share)), free, rng)
    return {
        "loser": np.array([merge[0] for merge in merges], dtype=int),
        "winner": np.array([merge[1] for merge in merges], dtype=int),
        "is_right": np.array([merge[2] == "same_person" for merge in merges], dtype=bool),
        "kind": column([merge[2] for merge in merges]),
    }


Merge = tuple[int, int, str]


def _right(records: Table, wanted: int, free: Column, rng: np.random.Generator) -> Iterator[Merge]:
    rows = rng.permutation(np.flatnonzero(free))
    keys = records["identity"][rows] * 4 + records["object"][rows]
    rows = rows[np.argsort(keys, kind="stable")]
    keys = records["identity"][rows] * 4 + records["object"][rows]
    firsts = np.searchsorted(keys, keys)
    later = np.flatnonzero(firsts < np.arange(len(rows)))
    for at in rng.permutation(later)[:wanted]:
        loser, winner = int(rows[at]), int(rows[firsts[at]])
        free[[loser, winner]] = False
        yield loser, winner, "same_person"


def _alike(records: Table, groups: list[Group], kind: str) -> Column:
    """Records with the same key are candidates of this kind; -1 is no key."""
    size = len(records["identity"])
    if kind == "random":
        return np.zeros(size, dtype=int)
    if kind == "same_company":
        return records["company"].astype(int)
    if kind == "same_city":
        cities, numbers = np.unique(records["city"].astype(str), return_inverse=True)
        return np.where(cities[numbers] == "", -1, numbers)
    of_identity = np.full(int(records["identity"].max()) + 2, -1)
    for number, group in enumerate(groups):
        if group.kind == {"family_phone": "family_mailbox"}.get(kind, kind):
            of_identity[[m for m in group.members if m < len(of_identity) - 1]] = number
    return np.where(records["identity"] < 0, -1, of_identity[records["identity"]])


def _wrong(
    records: Table, key: Column, kind: str, wanted: int, free: Column, rng: np.random.Generator
) -> Iterator[Merge]:
    rows = rng.permutation(np.flatnonzero(free & (key >= 0)))
    joined = key[rows].astype(int) * 4 + records["object"][rows]
    rows = rows[np.argsort(joined, kind="stable")]
    one, two = rows[:-1], rows[1:]
    fits = (
        (key[one] == key[two])
        & (records["object"][one] == records["object"][two])
        & (records["identity"][one] != records["identity"][two])
    )
    for at in rng.permutation(np.flatnonzero(fits)):
        loser, winner = int(one[at]), int(two[at])
        if wanted and free[loser] and free[winner]:
            wanted -= 1
            free[[loser, winner]] = False
            yield loser, winner, kind
