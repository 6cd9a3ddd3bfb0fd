"""Draws the records of companies: accounts of the CRM and companies of the marketing automation."""

from __future__ import annotations

import numpy as np

from . import defects
from .columns import Column, Table, chance, column, stream
from .populations import Population
from .records import spell

OBJECTS = ("salesforce/account", "hubspot/company")
SIZES = (0.10, 0.33, 0.24, 0.17, 0.10, 0.06)  # with 0, 1, 2 … records


def draw_company_records(population: Population, companies: Table, seed: int) -> Table:
    """The records, one row each, with `company` as the row of the true company."""
    rng = stream(seed, population.name, "company records")
    rates = population.rates
    counts = rng.choice(len(SIZES), len(companies["core"]), p=SIZES)
    company = rng.permutation(np.repeat(np.arange(len(counts)), counts))
    size = len(company)
    made: Table = {"company": company, "object": rng.choice(2, size, p=(0.55, 0.45))}
    made["name"], made["is_full_name"] = spell(rates, company, companies, rng)
    second = chance(rng, size, rates.company_second_domain)
    domain = np.where(second, companies["second_domain"][company], companies["domain"][company])
    made["domain"] = np.where(chance(rng, size, rates.no_website), "", domain)
    style = np.where(chance(rng, size, rates.other_notation), rng.integers(1, 6, size), 0)
    has_phone = chance(rng, size, 0.4)
    made["phone"] = column([
        defects.phone(country.dial, digits, int(how)) if has else ""
        for country, digits, how, has in zip(
            companies["country"][company], companies["phone"][company], style, has_phone,
            strict=True,
        )
    ])  # fmt: skip
    names = column([country.name for country in companies["country"]])
    for name, values, rate in (
        ("city", companies["city"], 0.30),
        ("country", names, rates.no_country + 0.05),
        ("street", companies["street"], 0.6),
        ("postcode", companies["postcode"], 0.6),
        ("tax_id", companies["tax_id"], 1 - rates.tax_id),
    ):
        made[name] = np.where(chance(rng, size, rate), "", values[company])
    return made


def accounts_of(records: Table, companies: int) -> Column:
    """An account of each company, as a row of `records`; -1 where it has none."""
    account = np.full(companies, -1)
    rows = np.flatnonzero(records["object"] == 0)
    account[records["company"][rows]] = rows
    return account
