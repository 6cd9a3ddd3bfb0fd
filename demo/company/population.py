"""Creates the plan of the company: one row per lead with its person and the time of every step.

Every random value is a hash of the seed, the lead and a purpose, so a fault on one lead does not
change another lead.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import duckdb
import pyarrow as pa

from demo.company import calendar, population_sql
from demo.company import word_lists as words
from demo.company.ids import sql_macros
from demo.company.overrides import COLUMNS, STAGES, PlantedLead
from demo.company.reps import USERS, pool

_LEADS_PER_QUERY = 200_000
_POOLS = ("public_sector", "enterprise_us", "smb_us", "emea", "apac")


def _weighted(items: Iterable[tuple[str, int]]) -> list[str]:
    return [value for value, weight in items for _ in range(weight)]


def _table(con: duckdb.DuckDBPyConnection, name: str, columns: dict[str, Sequence[object]]) -> None:
    arrow = pa.table({key: list(values) for key, values in columns.items()})
    con.register("arrow_in", arrow)
    con.execute(f"create table {name} as select * from arrow_in")
    con.unregister("arrow_in")


def _lookups(con: duckdb.DuckDBPyConnection) -> None:
    for name, pairs in (
        ("first_names", words.FIRST_NAMES),
        ("last_names", words.LAST_NAMES),
    ):
        _table(
            con,
            name,
            {
                "n": range(len(pairs)),
                "name": [p[0] for p in pairs],
                "plain": [p[1].lower() for p in pairs],
            },
        )
    lists: dict[str, Sequence[str]] = {
        "starts": words.COMPANY_STARTS,
        "ends": words.COMPANY_ENDS,
        "trades": words.COMPANY_TRADES,
        "titles": words.TITLES,
        "campaigns": words.CAMPAIGNS,
        "products": words.PRODUCTS,
        "industries": _weighted(words.INDUSTRIES),
        "sources": _weighted(words.LEAD_SOURCES),
        "countries": _weighted((c[0], c[1]) for c in words.COUNTRIES),
        "free_mail": words.FREE_MAIL,
    }
    for name, values in lists.items():
        _table(con, name, {"n": range(len(values)), "word": values})
    _table(
        con,
        "places",
        {
            "country": [c[0] for c in words.COUNTRIES],
            "dialling": [c[2] for c in words.COUNTRIES],
            "areas": [c[3].split() for c in words.COUNTRIES],
            "states": [c[4].split() or [""] for c in words.COUNTRIES],
            "postal": [c[5] for c in words.COUNTRIES],
        },
    )
    members = [(name, n, rep.id) for name in _POOLS for n, rep in enumerate(pool(name))]
    _table(
        con,
        "members",
        {
            "pool": [m[0] for m in members],
            "n": [m[1] for m in members],
            "owner_id": [m[2] for m in members],
            "of": [len(pool(m[0])) for m in members],
        },
    )
    _table(con, "users", {"owner_id": [u.id for u in USERS], "owner_name": [u.name for u in USERS]})
    hours = calendar.slots()
    _table(
        con,
        "slots",
        {
            "start": [s.start for s in hours],
            "start_weight": [float(s.start_weight) for s in hours],
            "sales_ready": [s.sales_ready for s in hours],
        },
    )


def _planted(con: duckdb.DuckDBPyConnection, planted: Sequence[PlantedLead]) -> None:
    con.execute(
        "create table planted (lead bigint, company bigint, stage bigint, is_edited boolean, "
        + ", ".join(f"{name} {kind}" for name, kind in COLUMNS)
        + ")"
    )
    if not planted:
        return
    arrow = pa.table(
        {
            "lead": [p.lead for p in planted],
            "company": [p.company for p in planted],
            "stage": [STAGES.index(p.override.stage) for p in planted],
            "is_edited": [p.is_edited for p in planted],
            **{name: [getattr(p.override, name) for p in planted] for name, _ in COLUMNS},
        }
    )
    con.register("arrow_in", arrow)
    con.execute("insert into planted select * from arrow_in")
    con.unregister("arrow_in")


def company_count(leads: int) -> int:
    """Number of companies of the leads; a quarter of the names stays free for planted leads."""
    return min(20 + leads * 3 // 10, _company_names() * 3 // 4)


def _company_names() -> int:
    return len(words.COMPANY_STARTS) * len(words.COMPANY_ENDS) * len(words.COMPANY_TRADES)


def build(
    con: duckdb.DuckDBPyConnection, leads: int, seed: int, planted: Sequence[PlantedLead]
) -> None:
    """Creates the tables `companies` and `plan`."""
    con.execute("create macro mix(x) as (xor(x, x >> 15) * 48271 + 11) % 2147483647")
    con.execute(
        "create macro rnd(x, purpose) as mix(mix(mix(mix("
        f"(x * 16807 + purpose * 69621 + {seed % 100_000} * 40692 + 12345) % 2147483647))))"
    )
    con.execute(sql_macros())
    _lookups(con)
    _planted(con, planted)
    companies = company_count(leads)
    top = max([companies, *(p.company + 1 for p in planted)])
    if top > _company_names():
        # A second company of the same name would be an unplanned duplicate.
        raise ValueError(f"{leads} leads need {top} companies; names exist for {_company_names()}")
    con.execute(
        population_sql.COMPANIES.format(
            top=top,
            starts=len(words.COMPANY_STARTS),
            ends=len(words.COMPANY_ENDS),
            trades=len(words.COMPANY_TRADES),
        )
    )
    con.execute(
        population_sql.PEOPLE.format(
            leads=leads,
            companies=companies,
            total=_total_weight(),
            first_names=len(words.FIRST_NAMES),
            last_names=len(words.LAST_NAMES),
        )
    )
    con.execute(population_sql.REPEATS)
    con.execute(population_sql.STEPS.format(summer=calendar.SUMMER_TIME))
    for first in range(0, leads, _LEADS_PER_QUERY):
        query = population_sql.PLAN.format(
            now=calendar.NOW,
            titles=len(words.TITLES),
            campaigns=len(words.CAMPAIGNS),
            products=len(words.PRODUCTS),
            first=first,
            last=first + _LEADS_PER_QUERY - 1,
        )
        con.execute(f"insert into plan {query}" if first else f"create table plan as {query}")
    con.execute("drop table people; drop table repeats; drop table steps")


def _total_weight() -> float:
    last = calendar.slots()[-1]
    return float(last.start_weight + last.weight)
