"""Draws the true people, and the people who are easily taken for one another."""

from __future__ import annotations

import numpy as np

from .columns import Column, Table, chance, change, column, numbered, pick, stream
from .companies import Group, phone_digits, slugs, take_groups
from .names import cities, first_names, last_names
from .populations import Population
from .words import FREE_MAIL, JOBS, SHARED_DESKS

GENERATIONS = (("Sr.", "Jr."), ("Sr", "Jr"), ("I", "II"), ("II", "III"), ("", "Jr."), ("", "III"))

# Addresses at work: of which employer, at which domain, and whether written in another way there.
WORK_ADDRESSES = {
    "work_address": ("company", "domain", False),
    "next_address": ("next_company", "domain", False),
    "second_address": ("company", "second_domain", False),
    "alias_address": ("company", "domain", True),
}


def draw_people(
    population: Population, size: int, companies: Table, seed: int
) -> tuple[Table, list[Group]]:
    """The people, one row each, and the groups of lookalikes."""
    rng = stream(seed, population.name, "people")
    weights = 1 / (np.arange(len(companies["core"])) + 30.0) ** 0.6
    weights /= weights.sum()
    made: Table = {
        "company": rng.choice(len(weights), size, p=weights),
        "next_company": rng.choice(len(weights), size, p=weights),
        "changes_job": chance(rng, size, population.rates.job_changers),
        "is_female": chance(rng, size, 0.45),
    }
    _draw_names(population, made, companies, rng)
    made["middle"] = pick(rng, "ABCDEFGHJKLMNPRSTW", size)
    made["generation"] = column([""] * size)
    made["title"], made["next_title"] = pick(rng, JOBS, size), pick(rng, JOBS, size)
    made["city"] = companies["city"][made["company"]].copy()
    made["next_city"] = companies["city"][made["next_company"]].copy()
    _move_away(population, made, companies, rng)
    stays = chance(rng, size, 0.5)
    made["next_city"][stays] = made["city"][stays]
    for name in ("phone", "next_phone", "mobile", "home_phone"):
        made[name] = phone_digits(rng, companies["country"][made["company"]], size)
    # An address that others use, too, and the share of the person's records that have it.
    made["shared_address"], made["shared_rate"] = column([""] * size), np.zeros(size)
    counts = {kind: round(rate * size / 1000) for kind, rate in population.hard.items()}
    wanted = {kind: (n, 2, 5 if kind == "shared_inbox" else 2) for kind, n in counts.items()}
    groups = list(take_groups(rng, size, wanted))
    for group in groups:
        _make_alike(made, group, companies, rng)
    _draw_addresses(made, companies, groups, rng)
    return made, groups


def _move_away(
    population: Population, made: Table, companies: Table, rng: np.random.Generator
) -> None:
    """Gives a share of the people another city of their country."""
    codes = column([country.code for country in companies["country"]])
    away = chance(rng, len(made["city"]), population.rates.lives_elsewhere)
    for name, company in (("city", "company"), ("next_city", "next_company")):
        for country, _ in population.countries:
            rows = np.flatnonzero(away & (codes[made[company]] == country.code))
            made[name][rows] = cities(country).draw(rng, len(rows))


def _draw_names(
    population: Population, made: Table, companies: Table, rng: np.random.Generator
) -> None:
    size = len(made["company"])
    for name in ("first", "last", "maiden"):
        made[name] = np.empty(size, dtype=object)
    codes = column([country.code for country in companies["country"]])[made["company"]]
    for country, _ in population.countries:
        rows = np.flatnonzero(codes == country.code)
        made["last"][rows] = last_names(country).draw(rng, len(rows))
        made["maiden"][rows] = last_names(country).draw(rng, len(rows))
        for female in (True, False):
            some = rows[made["is_female"][rows] == female]
            made["first"][some] = first_names(country, female).draw(rng, len(some))
        if country.particles:
            nobles = rows[chance(rng, len(rows), 0.05)]
            before = pick(rng, country.particles, len(nobles))
            made["last"][nobles] = before + column([" "] * len(nobles)) + made["last"][nobles]
    double = chance(rng, size, population.double_names)
    is_last = chance(rng, size, 0.6)
    change(made, double & is_last, lambda a, b: (f"{a}-{b}", b), "last", "maiden")
    seconds = column(["Marie" if female else "Peter" for female in made["is_female"]])
    made["second"] = seconds
    change(made, double & ~is_last, lambda a, b: (f"{a}-{b}", b), "first", "second")
    del made["second"]


def _make_alike(made: Table, group: Group, companies: Table, rng: np.random.Generator) -> None:
    """Gives the members what the kind of group has in common."""
    kind, (one, *others) = group.kind, group.members
    if kind == "namesake_city":
        for other in others:
            _copy(made, one, other, "first", "last", "is_female", "city")
        return
    if kind == "father_son":
        _copy(made, one, others[0], "first", "last", "is_female", "city", "home_phone")
        if rng.random() < 0.6:
            _copy(made, one, others[0], "company")
        pair = GENERATIONS[rng.integers(len(GENERATIONS))]
        made["generation"][one], made["generation"][others[0]] = pair
        return
    if kind == "family_mailbox":
        _copy(made, one, others[0], "last", "city", "home_phone")
        # Relatives with one first name would be namesakes.
        if made["first"][others[0]] == made["first"][one]:
            made["first"][others[0]] += "e"
        return
    for other in others:
        _copy(made, one, other, "company", "city", "phone" if kind == "assistant" else "city")
    if kind == "namesake_company":
        _copy(made, one, others[0], "first", "last", "is_female")
    if kind == "reassigned" and rng.random() < 0.5:
        _copy(made, one, others[0], "first", "is_female")


def _copy(made: Table, one: int, other: int, *names: str) -> None:
    for name in names:
        made[name][other] = made[name][one]


def _draw_addresses(
    made: Table, companies: Table, groups: list[Group], rng: np.random.Generator
) -> None:
    size = len(made["first"])
    first, last = slugs(made["first"]), slugs(made["last"])
    letter = column([name[:1] for name in first])
    dot = column(["."] * size)
    forms = [first + dot + last, letter + last, first, first + column([n[:1] for n in last])]
    drawn = []
    for company, key, shift in WORK_ADDRESSES.values():
        pattern = companies["pattern"][made[company]]
        pattern = (pattern + 1) % 3 if shift else pattern
        local = column([forms[p][row] for row, p in enumerate(pattern)])
        drawn.append((local, companies[key][made[company]]))
    # One list, because a person of another employer may come to this one.
    joined = _unique(*(np.concatenate(parts) for parts in zip(*drawn, strict=True)))
    for number, name in enumerate(WORK_ADDRESSES):
        made[name] = joined[number * size : (number + 1) * size]
    digits = column([str(n) if n % 3 else "" for n in rng.integers(1, 100, size)])
    kinds = rng.integers(0, 3, size)
    local = column([
        (a + "." + b + n, a + b + n, b + "." + a[:1] + n)[kind]
        for a, b, n, kind in zip(first, last, digits, kinds, strict=True)
    ])  # fmt: skip
    made["private_address"] = _unique(local, pick(rng, FREE_MAIL, size))
    for group in groups:
        _share_address(made, group, companies, rng)


def _unique(local: Column, domains: Column) -> Column:
    joined = numbered(column([f"{d}|{a}" for d, a in zip(domains, local, strict=True)]))
    parts = [value.split("|") for value in joined]
    return column([f"{a}@{d}" for d, a in parts])


def _share_address(made: Table, group: Group, companies: Table, rng: np.random.Generator) -> None:
    one = group.members[0]
    domain = companies["domain"][made["company"][one]]
    shared = {
        "family_mailbox": (f"family.{made['private_address'][one]}", 0.6, 0.6),
        "successor": (f"{slugs(made['title'][[one]])[0]}@{domain}", 0.5, 0.5),
        "reassigned": (made["work_address"][one], 0.0, 0.8),
        "assistant": (made["work_address"][one], 0.0, 0.6),
        "shared_inbox": (f"{SHARED_DESKS[rng.integers(len(SHARED_DESKS))]}@{domain}", 0.5, 0.5),
    }.get(group.kind)
    if shared is None:
        return
    address, first_rate, rate = shared
    for member in group.members:
        made["shared_address"][member] = address
        made["shared_rate"][member] = first_rate if member == one else rate
