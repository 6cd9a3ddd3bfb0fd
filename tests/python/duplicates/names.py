"""Names of people per country, from the package Faker (MIT licence), with frequencies.

Where the package has frequencies (English, Swedish, Belgian lists), they are used. Other lists are
drawn by rank, 1 / rank ** skew. The long tail of English last names is composed.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import cache

import numpy as np

from .columns import Column, column, stream
from .populations import Country
from .words import CITY_ENDS, ENDS, MIDDLES, STEMS


@dataclass(frozen=True)
class Pool:
    """Values with the chance of each."""

    values: Column
    chances: Column

    def draw(self, rng: np.random.Generator, size: int) -> Column:
        """Draws values with replacement."""
        return self.values[rng.choice(len(self.values), size, p=self.chances)]


def _pool(listed: object, skew: float, seed: int) -> Pool:
    if isinstance(listed, dict):
        weights = np.array(list(listed.values()), dtype=float)
        return Pool(column(list(listed)), weights / weights.sum())
    values = sorted(set(listed))  # type: ignore[call-overload]
    order = np.random.default_rng(seed).permutation(len(values))
    weights = 1 / (order + 2.0) ** skew
    return Pool(column(values), weights / weights.sum())


@cache
def first_names(country: Country, female: bool) -> Pool:
    """First names of one sex."""
    provider = importlib.import_module(f"faker.providers.person.{country.locale}").Provider
    listed = provider.first_names_female if female else provider.first_names_male
    return _pool(listed, country.skew, 1)


@cache
def last_names(country: Country) -> Pool:
    """Last names, with the composed tail."""
    provider = importlib.import_module(f"faker.providers.person.{country.locale}").Provider
    listed = _pool(provider.last_names, country.skew, 2)
    if not country.tail:
        return listed
    known = set(listed.values)
    composed = (a + b + c for a in STEMS for b in MIDDLES for c in ENDS)
    tail = sorted(set(composed) - known)
    order = np.random.default_rng(3).permutation(len(tail))
    weights = 1 / (order + 50.0) ** 0.5
    return Pool(
        np.concatenate([listed.values, column(tail)]),
        np.concatenate(
            [listed.chances * (1 - country.tail), weights / weights.sum() * country.tail]
        ),
    )


@cache
def cities(country: Country) -> Pool:
    """About 400 places, few of them large."""
    provider = importlib.import_module(f"faker.providers.address.{country.locale}").Provider
    listed = list(getattr(provider, "cities", ()))
    rng = stream(0, "cities", country.code)
    if len(listed) < 100:
        names = [str(name).title() for name in last_names(country).values[:300]]
        listed = [name + CITY_ENDS[rng.integers(len(CITY_ENDS))] for name in names]
    rng.shuffle(listed)
    chosen = sorted(set(listed[:400]))
    return _pool(chosen, 0.75, 4)
