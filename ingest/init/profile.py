"""What the drafts of the lifecycle and the routing show of a table: counts, days, owners.

Only status values, countries, company sizes, currencies, dates and the names of sales reps are
written into the YAML of the stack; `values.txt` also lists the words of columns that have few.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from duckdb import DuckDBPyConnection as Connection

from ingest.init.concepts import OWNER, concept_of
from ingest.init.loaded import LoadedTable
from ingest.init.measure import Measured
from ingest.naming import column_name

MAX_DISTINCT = 5_000
_COUNTED = ("country", "employee_count")
_STATUS = {"stage", "status", "phase", "lifecyclestage", "dealstage", "lifecycle"}


@dataclass
class Rep:
    """An owner of CRM records: a sales rep or an integration user."""

    name: str
    email: str
    is_active: bool
    system: str = ""
    id: str = ""


@dataclass
class ObjectProfile:
    """One object of one system and what its files contain."""

    table: LoadedTable
    measures: Mapping[str, Measured]
    headers: dict[str, str]  # raw or canonical column -> header
    entity: str
    counts: dict[str, dict[str, int]] = field(default_factory=dict)  # header -> values
    first_day: str = ""
    last_day: str = ""

    @property
    def system(self) -> str:
        """Id of its system."""
        return self.table.system

    @property
    def object(self) -> str:
        """Name of the object."""
        return self.table.object

    def header(self, concept: str) -> str | None:
        """Finds the header of a concept."""
        named = (header for name, header in self.headers.items() if concept_of(name) == concept)
        return next(named, None)

    def date_order(self) -> str:
        """Returns dmy or mdy, `?` when dates with slashes are ambiguous, '' without such dates."""
        local = [one for one in self.measures.values() if one.kind.startswith("local_")]
        first = max((one.slash_numbers[0] for one in local), default=0)
        second = max((one.slash_numbers[1] for one in local), default=0)
        if (first > 12) == (second > 12):
            return "?" if first else ""
        return "dmy" if first > 12 else "mdy"

    def statuses(self) -> list[str]:
        """The headers of the status fields of a person or a deal."""
        if self.entity not in ("people", "opportunities"):
            return []
        return [
            header
            for header, one in self.measures.items()
            if _STATUS & set(column_name(header).split("_"))
            and 0 < len(one.values) <= 40
            and one.kind in ("word", "name", "code")
        ]

    def owner(self) -> str | None:
        """Finds the header that names the owner."""
        return next((self.headers[name] for name in OWNER if name in self.headers), None)


def profile_tables(
    con: Connection,
    tables: Sequence[LoadedTable],
    measures: Mapping[str, Mapping[str, Measured]],
    entities: Mapping[str, str],
    mapped: Mapping[str, Mapping[str, str]],
) -> list[ObjectProfile]:
    """Returns a profile per table; `mapped` are the guessed columns of unknown tables."""
    profiles = []
    for table in tables:
        columns = measures[table.label]
        headers = dict(mapped.get(table.label) or table.roles)
        profile = ObjectProfile(table, columns, headers, entities.get(table.label, "records"))
        _add_days(con, profile)
        wanted = [profile.header(name) for name in _COUNTED]
        for header in [*wanted, profile.owner(), *profile.statuses()]:
            if header is not None:
                profile.counts[header] = columns[header].values or _values(con, table, header)
        profiles.append(profile)
    return profiles


def _values(con: Connection, table: LoadedTable, header: str) -> dict[str, int]:
    rows = con.execute(
        f"select {table.column(header)} as value, count(*) from {table.name} "
        f"where value is not null group by 1 order by 2 desc, 1 limit {MAX_DISTINCT}"
    ).fetchall()
    return dict(rows)


def _add_days(con: Connection, profile: ObjectProfile) -> None:
    """The first and last day of the first column with moments in ISO form."""
    for header, one in profile.measures.items():
        if one.kind in ("time", "date"):
            column = profile.table.column(header)
            first, last = con.execute(
                f"select min(left({column}, 10)), max(left({column}, 10)) from {profile.table.name}"
            ).fetchall()[0]
            profile.first_day, profile.last_day = first or "", last or ""
            return


def owners_of(con: Connection, profiles: Sequence[ObjectProfile]) -> list[Rep]:
    """Everybody whom a table of owners lists."""
    found = []
    for profile in profiles:
        if profile.entity != "owners":
            continue

        def text(*names: str, profile: ObjectProfile = profile) -> str:
            headers = [profile.headers[name] for name in names if name in profile.headers]
            cells = [profile.table.column(header) for header in headers]
            return f"coalesce({', '.join(cells)}, '')" if cells else "''"

        rows = con.execute(
            f"""
            select {text("full_name", "name")},
                trim({text("first_name")} || ' ' || {text("last_name")}), {text("email")},
                lower({text("is_active")}) not in ('false', '0', 'no')
                and lower({text("is_deleted", "archived", "is_archived")}) not in ('true', '1'),
                {text("record_id", "id")}
            from {profile.table.name} order by all
            """
        ).fetchall()
        found += [
            Rep(full or name, email, active, profile.system, ident)
            for full, name, email, active, ident in rows
        ]
    return found


def short_id(value: str) -> str:
    """Shortens a Salesforce id to its first 15 characters; returns any other id unchanged."""
    return value[:15] if len(value) == 18 and value.isalnum() else value


def by_reference(reps: Sequence[Rep]) -> dict[str, Rep]:
    """The owners by id, address and name, as records name them."""
    found: dict[str, Rep] = {}
    for rep in reps:
        for reference in (rep.name, rep.email.casefold(), short_id(rep.id)):
            if reference:
                found[reference] = rep
    return found
