"""Draws the true companies and the groups of them that look alike and are not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .columns import Column, Table, chance, column, numbered, pick, stream
from .defects import transliterated
from .names import cities, last_names
from .populations import Country, Population
from .words import FIRM_WORDS, FRANCHISES, STREETS, TRADES


@dataclass(frozen=True)
class Group:
    """Members that look alike and are different."""

    kind: str
    members: tuple[int, ...]


def slug(text: str) -> str:
    """Letters and digits only, as in an address."""
    return re.sub("[^a-z0-9]", "", transliterated(text).lower())


def slugs(values: Column) -> Column:
    """`slug` of every value; each spelling is converted once."""
    known = {value: slug(value) for value in set(values)}
    return column([known[value] for value in values])


def phone_digits(rng: np.random.Generator, countries: Column, size: int) -> Column:
    """National numbers without trunk prefix."""
    luck = rng.integers(2 * 10**9, 10**10, size)
    return column([str(n)[: country.digits] for n, country in zip(luck, countries, strict=True)])


def take_groups(
    rng: np.random.Generator, size: int, wanted: dict[str, tuple[int, int, int]]
) -> Iterator[Group]:
    """Disjoint groups of random members; `wanted` is {kind: (groups, fewest, most members)}."""
    order = iter(rng.permutation(size))
    for kind, (count, fewest, most) in wanted.items():
        for members in rng.integers(fewest, most + 1, count):
            chosen = tuple(int(n) for _, n in zip(range(members), order, strict=False))
            if len(chosen) == members:
                yield Group(kind, chosen)


def _by_country(table: Table, size: int) -> Iterator[tuple[Country, Column]]:
    for country in sorted(set(table["country"]), key=lambda c: c.code):
        rows = np.flatnonzero(column([c is country for c in table["country"]]).astype(bool))
        yield country, rows


def draw_companies(population: Population, size: int, seed: int) -> tuple[Table, list[Group]]:
    """The companies, one row each, and the groups of lookalikes."""
    rng = stream(seed, population.name, "companies")
    kinds = column([country for country, _ in population.countries])
    shares = [share for _, share in population.countries]
    made: Table = {"country": kinds[rng.choice(len(kinds), size, p=shares)]}
    for name in ("city", "owner", "partner", "legal"):
        made[name] = np.empty(size, dtype=object)
    for country, rows in _by_country(made, size):
        made["city"][rows] = cities(country).draw(rng, len(rows))
        made["owner"][rows] = last_names(country).draw(rng, len(rows))
        made["partner"][rows] = last_names(country).draw(rng, len(rows))
        forms = column(country.legal_forms)
        made["legal"][rows] = forms[rng.integers(0, len(forms), len(rows))]
    trades, words = pick(rng, TRADES, size), pick(rng, FIRM_WORDS, size)
    second, shape = pick(rng, FIRM_WORDS, size), rng.integers(0, 4, size)
    made["core"] = column([
        (f"{one} {trade}", f"{word} {trade}", f"{one} & {two}", f"{word} {other} {trade}")[n]
        for n, one, two, word, other, trade in zip(
            shape, made["owner"], made["partner"], words, second, trades, strict=True
        )
    ])  # fmt: skip
    ends = column([country.top_level for country in made["country"]])
    ends[chance(rng, size, 0.4)] = "com"
    roots = slugs(made["core"])
    made["domain"] = _domains(roots, ends)
    made["second_domain"] = _domains(roots + column(["group"] * size), ends)
    made["phone"] = phone_digits(rng, made["country"], size)
    made["tax_id"] = column([
        country.code + str(n)
        for country, n in zip(made["country"], rng.integers(10**8, 10**9, size), strict=True)
    ])  # fmt: skip
    made["street"] = pick(rng, STREETS, size) + column(
        [f" St {n}" for n in rng.integers(1, 300, size)]
    )
    made["postcode"] = column([str(n) for n in rng.integers(10000, 99999, size)])
    made["pattern"] = rng.choice(4, size, p=(0.60, 0.22, 0.06, 0.12))
    wanted = {
        kind: (round(rate * size / 1000), 4 if kind == "franchise" else 2, 8)
        if kind == "franchise"
        else (round(rate * size / 1000), 2, 2)
        for kind, rate in population.hard_companies.items()
    }
    groups = list(take_groups(rng, size, wanted))
    for group in groups:
        _make_alike(made, group, rng)
    return made, groups


def _domains(roots: Column, ends: Column) -> Column:
    names = numbered(roots + column(["|"] * len(roots)) + ends)
    # A number of `numbered` goes before the dot.
    return column([re.sub(r"\|([a-z.]*)(\d*)$", r"\2.\1", name) for name in names])


def _make_alike(made: Table, group: Group, rng: np.random.Generator) -> None:
    first, *others = group.members
    if group.kind == "franchise":
        brand = FRANCHISES[rng.integers(len(FRANCHISES))]
        for member in group.members:
            has_place = rng.random() < 0.4
            made["core"][member] = f"{brand} {made['city'][member]}" if has_place else brand
            if rng.random() < 0.5:
                made["domain"][member] = slug(brand) + ".com"
        return
    for member in others:
        made["country"][member] = made["country"][first]
        made["legal"][member] = made["legal"][first]
        if group.kind == "same_name":
            made["core"][member] = made["core"][first]
        else:
            made["domain"][member] = made["domain"][first]
            part = made["city"][member] if rng.random() < 0.5 else "Services"
            made["core"][member] = f"{made['core'][first]} {part}"
