"""Draws the records of people in the systems, with what went wrong in each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from . import defects
from .columns import Column, Table, chance, change, column, pick, stream
from .companies import phone_digits
from .populations import Population, Rates
from .words import FIRM_WORDS, NICKNAMES, PLACEHOLDERS, PLACEHOLDERS_AT_WORK

OBJECTS = ("salesforce/contact", "salesforce/lead", "hubspot/contact")


def draw_records(
    population: Population, contacts: int, people: Table, companies: Table, seed: int
) -> Table:
    """The records, one row each. `identity` is -1 for a test person."""
    rng = stream(seed, population.name, "records")
    sizes = np.array(population.sizes)
    counts = rng.choice(len(sizes), len(people["first"]), p=sizes / sizes.sum()) + 1
    owner = np.repeat(np.arange(len(counts)), counts)
    tests = max(3, contacts // 800)
    owner = np.concatenate([rng.permutation(owner[: contacts - tests]), np.full(tests, -1)])
    size = len(owner)
    made: Table = {"identity": owner, "object": rng.choice(3, size, p=(0.35, 0.25, 0.40))}
    made["after"] = people["changes_job"][owner] & chance(rng, size, 0.45)
    for name in ("first", "last", "middle", "maiden", "generation", "is_female"):
        made[name] = people[name][owner].copy()
    for name in ("company", "title", "city", "phone"):
        made[name] = np.where(made["after"], people[f"next_{name}"][owner], people[name][owner])
    made["country"] = companies["country"][made["company"]]
    made["true_country"] = made["country"].copy()
    made["luck"] = rng.integers(0, 2**31, size)
    _draw_name_defects(population.rates, made, rng)
    _draw_addresses(population.rates, made, people, companies, rng)
    _draw_phones(population.rates, made, people, companies, rng)
    _draw_places(population.rates, made, companies, rng)
    _draw_spellings(population.rates, made, companies, rng)
    _make_test_people(made, owner < 0)
    return made


def _draw_name_defects(rates: Rates, made: Table, rng: np.random.Generator) -> None:
    """The first defect that a record can have is its name defect; `clean` where none applies."""
    size, free = len(made["first"]), np.ones(len(made["first"]), dtype=bool)
    made["name_defect"] = column(["clean"] * size)
    in_table = column([name in NICKNAMES for name in made["first"]]).astype(bool)
    double = column(["-" in a or "-" in b for a, b in _pairs(made)]).astype(bool)
    noble = column([" " in last for last in made["last"]]).astype(bool)
    accented = column([not (a + b).isascii() for a, b in _pairs(made)]).astype(bool)
    everyone = np.ones(size, dtype=bool)
    steps: tuple[tuple[str, float, Column, Callable[..., Any]], ...] = (
        ("last_filler", rates.last_filler, everyone, defects.filler),
        ("first_missing", rates.first_missing, everyone, lambda _, last, __: ("", last)),
        ("hyphen", rates.hyphen, double, defects.hyphen),
        ("particle", rates.particle, noble, defects.particle),
        ("accents", rates.accents, accented, defects.plain_name),
        ("maiden", rates.maiden, made["is_female"].astype(bool), defects.swapped),
        ("nickname", rates.nickname, in_table, defects.nickname),
        ("typo", rates.typo, everyone, defects.typed_name),
        ("swapped", rates.swapped, everyone, defects.swapped),
        ("titled", rates.titled, everyone, defects.titled),
        ("initial", rates.initial, everyone, defects.initial),
    )
    for name, rate, possible, function in steps:
        mask = free & possible & chance(rng, size, rate)
        free &= ~mask
        made["name_defect"][mask] = name
        if name == "maiden":
            made["last"][mask] = made["maiden"][mask]
        elif name == "titled":
            _titled(made, mask)
        else:
            change_name(made, mask, function)
    styled = chance(rng, size, rates.case)
    upper = styled & (made["luck"] % 2 == 0)
    for name in ("first", "last"):
        change(made, upper, str.upper, name)
        change(made, styled & ~upper, str.lower, name)
    # A generation that the record does not tell, or tells in the last name.
    told = chance(rng, size, 0.65)
    made["generation"][~told] = ""


def change_name(made: Table, mask: Column, function: Callable[..., Any]) -> None:
    """Changes both name fields; `function(first, last, luck)` returns both."""
    rows = np.flatnonzero(mask)
    for row in rows:
        made["first"][row], made["last"][row] = function(
            made["first"][row], made["last"][row], int(made["luck"][row])
        )


def _titled(made: Table, mask: Column) -> None:
    for row in np.flatnonzero(mask):
        made["first"][row], made["last"][row] = defects.titled(
            made["first"][row], made["last"][row], made["middle"][row], int(made["luck"][row])
        )


def _pairs(made: Table) -> Any:
    return zip(made["first"], made["last"], strict=True)


def _draw_addresses(
    rates: Rates, made: Table, people: Table, companies: Table, rng: np.random.Generator
) -> None:
    owner, size = made["identity"], len(made["identity"])
    after = made["after"]
    made["address"] = np.where(after, people["next_address"][owner], people["work_address"][owner])
    made["address_kind"] = column(["work"] * size)
    made["address_kind"][after] = "next_job"
    luck = rng.random(size)
    edges = np.cumsum([rates.no_address, rates.private, rates.second_domain, rates.alias])
    for kind, low, high, source in (
        ("none", 0.0, edges[0], None),
        ("private", edges[0], edges[1], "private_address"),
        ("second_domain", edges[1], edges[2], "second_address"),
        ("alias", edges[2], edges[3], "alias_address"),
    ):
        mask = (luck >= low) & (luck < high)
        if kind in ("second_domain", "alias"):
            mask &= ~after
        made["address_kind"][mask] = kind
        made["address"][mask] = "" if source is None else people[source][owner][mask]
    shared = rng.random(size) < people["shared_rate"][owner]
    made["address"][shared] = people["shared_address"][owner][shared]
    made["address_kind"][shared] = "shared"
    filled = made["address"] != ""
    placeholder = ~filled & chance(rng, size, rates.placeholder / rates.no_address)
    made["address"][placeholder] = pick(rng, PLACEHOLDERS, int(placeholder.sum()))
    # Half of them at the domain of the company, where only colleagues share them.
    local = placeholder & chance(rng, size, 0.5)
    made["address"][local] = (
        pick(rng, PLACEHOLDERS_AT_WORK, int(local.sum()))
        + column(["@"] * int(local.sum()))
        + companies["domain"][made["company"]][local]
    )
    made["full"] = made["first"] + column([" "] * size) + made["last"]
    wrapped = filled & chance(rng, size, rates.wrapped)
    made["is_wrapped"] = wrapped
    change(made, wrapped, lambda a, b, n: (defects.wrapped(a, b, int(n)), b, n),
           "address", "full", "luck")  # fmt: skip


def _draw_phones(
    rates: Rates, made: Table, people: Table, companies: Table, rng: np.random.Generator
) -> None:
    owner, size = made["identity"], len(made["identity"])
    made["phone_kind"] = column(["none"] * size)
    filled, luck = chance(rng, size, rates.phone), rng.random(size)
    edges = np.cumsum([rates.other_number, rates.switchboard, rates.mobile_as_phone])
    other = phone_digits(rng, made["country"], size)
    board = companies["phone"][made["company"]]
    mobile = people["mobile"][owner]
    chosen = made["phone"].copy()
    made["phone_kind"][filled] = "direct"
    for kind, low, high, values in (
        ("other", 0.0, edges[0], other),
        ("switchboard", edges[0], edges[1], board),
        ("mobile", edges[1], edges[2], mobile),
    ):
        mask = filled & (luck >= low) & (luck < high)
        chosen[mask], made["phone_kind"][mask] = values[mask], kind
    home = filled & (made["phone_kind"] == "other") & chance(rng, size, 0.2)
    chosen[home], made["phone_kind"][home] = people["home_phone"][owner][home], "home"
    style = np.where(chance(rng, size, rates.other_notation), rng.integers(1, 6, size), 0)
    made["phone_style"] = style
    dials = column([country.dial for country in made["country"]])
    made["phone"] = column([
        defects.phone(dial, digits, int(how)) if has else ""
        for dial, digits, how, has in zip(dials, chosen, style, filled, strict=True)
    ])  # fmt: skip
    has_mobile = chance(rng, size, rates.mobile)
    made["mobile"] = column([
        defects.phone(dial, digits, int(how)) if has else ""
        for dial, digits, how, has in zip(dials, mobile, style, has_mobile, strict=True)
    ])  # fmt: skip


def _draw_places(rates: Rates, made: Table, companies: Table, rng: np.random.Generator) -> None:
    size = len(made["identity"])
    elsewhere = chance(rng, size, rates.other_city)
    made["city"][elsewhere] = companies["city"][rng.integers(0, len(companies["city"]), size)][
        elsewhere
    ]
    has_street = chance(rng, size, 0.25) & (made["city"] == companies["city"][made["company"]])
    made["street"] = np.where(has_street, companies["street"][made["company"]], "")
    made["postcode"] = np.where(has_street, companies["postcode"][made["company"]], "")
    made["city"][chance(rng, size, rates.no_city)] = ""
    names = column([country.name for country in made["country"]])
    made["country"] = np.where(chance(rng, size, rates.no_country), "", names)


def _draw_spellings(rates: Rates, made: Table, companies: Table, rng: np.random.Generator) -> None:
    made["company_name"], _ = spell(rates, made["company"], companies, rng)
    size = len(made["identity"])
    made["company_name"][chance(rng, size, rates.no_company)] = ""
    made["website"] = np.where(
        chance(rng, size, 0.15), companies["domain"][made["company"]], ""
    ).astype(object)
    made["title"][chance(rng, size, 0.35)] = ""


def spell(
    rates: Rates, company: Column, companies: Table, rng: np.random.Generator
) -> tuple[Column, Column]:
    """Names of companies as somebody wrote them, and whether each is the full name."""
    size = len(company)
    other, slip = chance(rng, size, rates.company_spelling), chance(rng, size, rates.company_typo)
    luck = rng.integers(0, 2**31, size)
    cores, forms = companies["core"][company], companies["legal"][company]
    names = column([
        defects.respelled(core, legal, int(n)) if changed else f"{core} {legal[0]}"
        for core, legal, n, changed in zip(cores, forms, luck, other, strict=True)
    ])  # fmt: skip
    for row in np.flatnonzero(slip):
        names[row] = defects.typo(names[row], int(luck[row]))
    return names, ~(other | slip)


def _make_test_people(made: Table, mask: Column) -> None:
    """Test records of the staff: one address, no real person."""
    for name, value in (
        ("first", "Test"), ("last", "Test"), ("address", "a@a.com"), ("phone", ""), ("mobile", ""),
        ("company_name", FIRM_WORDS[0] + " test"), ("generation", ""), ("name_defect", "test"),
        ("address_kind", "test"), ("website", ""), ("city", ""), ("street", ""), ("postcode", ""),
    ):  # fmt: skip
        made[name][mask] = value
