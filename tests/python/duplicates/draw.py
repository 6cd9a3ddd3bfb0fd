"""Draws a whole population; `python -m tests.python.duplicates` writes it as exports."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .columns import Column, Table, chance, column, stream
from .companies import Group, draw_companies
from .company_records import OBJECTS as COMPANY_OBJECTS
from .company_records import accounts_of, draw_company_records
from .merges import draw_merges
from .people import draw_people
from .populations import Population
from .records import OBJECTS, draw_records


@dataclass(frozen=True)
class Drawn:
    """Records and the truth about them. Keys are those of the product."""

    records: Table
    company_records: Table
    merges: Table
    groups: list[Group]
    company_groups: list[Group]


def draw(population: Population, contacts: int, seed: int) -> Drawn:
    """Draws `contacts` records of people, and companies in proportion."""
    share = np.array(population.sizes) / sum(population.sizes)
    mean = float((share * (np.arange(len(share)) + 1)).sum())
    # Some more people than needed: the list of records is cut at `contacts`.
    identities = int(contacts / mean * 1.02) + 50
    companies, company_groups = draw_companies(population, identities // 4, seed)
    people, groups = draw_people(population, identities, companies, seed)
    records = draw_records(population, contacts, people, companies, seed)
    company_records = draw_company_records(population, companies, seed)
    records["key"] = _keys(records["object"], OBJECTS, {0: "003", 1: "00Q"})
    company_records["key"] = _keys(company_records["object"], COMPANY_OBJECTS, {0: "001"})
    _link(population, records, company_records, len(companies["core"]), seed)
    merges = draw_merges(population, records, groups, seed)
    return Drawn(records, company_records, merges, groups, company_groups)


def _keys(kinds: Column, objects: tuple[str, ...], prefixes: dict[int, str]) -> Column:
    """`system/object/id`. The last three characters of a CRM id are its check for capitals."""
    made = []
    for row, kind in enumerate(kinds):
        prefix = prefixes.get(kind)
        end = "EAA" if prefix == "00Q" else "AAA"
        number = f"{prefix}{row:012}{end}" if prefix else str(10_000_000 + row)
        made.append(f"{objects[kind]}/{number}")
    return column(made)


def _link(population: Population, records: Table, companies: Table, size: int, seed: int) -> None:
    """Links contacts to an account; a contact without one tells no company."""
    rng = stream(seed, population.name, "links")
    account = accounts_of(companies, size)[records["company"]]
    contact = records["object"] == 0
    linked = contact & (account >= 0) & (records["company_name"] != "")
    linked &= chance(rng, len(account), 0.95) & (records["identity"] >= 0)
    records["account"] = np.where(linked, account, -1)
    records["company_name"][contact] = ""
    records["company_name"][linked] = companies["name"][account[linked]]
    # No export of contacts has a website.
    records["website"][contact] = ""
