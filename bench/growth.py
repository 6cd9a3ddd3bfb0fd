"""`python -m bench.growth [--write]`: nights that add records, and outages.

Records come at the company's own rhythm to the audited demo company: how many nights does the gate
fail? The second half of the page has its power for outages.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from bench.false_alarms import PAGE, ROOT, SEED, Company, audit_demo
from bench.outages import group_table, outage_table
from bench.sampling import binomial, interval
from bench.update_docs import insert_figures

MARK = "<!-- since the baseline -->"
# Name and days since the baseline.
PERIODS = (("a day", 1), ("a week", 7), ("four weeks", 28))
# Computed from the records of a drawn night.
SINCE = ("record_movement", "entered_groups")


# Makes the results of the audited company the baseline, with its records and moments. The views
# become tables, so that a night can add records.
ACCEPT = """
create table if not exists known_results as from results.handoff_results;
create table if not exists known_records as from results.violating_records;
create table if not exists known_contexts as from results.record_contexts;
drop table if exists results.accepted_records;
create table results.accepted_records as
select check_id, handoff_id, record_digest, 1::bigint as one_in,
    sum(evidence_rows)::bigint as evidence_rows
from known_records where not is_waived group by all;
create or replace temp table span as
select max(entered_at) as latest_at,
    greatest(date_diff('day', quantile_cont(entered_at, 0.02), max(entered_at)), 1) as days
from known_contexts where object = 'lead';
drop view if exists results.record_contexts;
create or replace table results.record_contexts as from known_contexts;
delete from results.accepted_watermarks;
insert into results.accepted_watermarks
select system, object, max(entered_at), count(*)
from known_contexts where entered_at is not null group by all;
"""


@dataclass(frozen=True)
class Growth:
    """Number of grown nights, of failed ones, of those with a verdict `worse_since`.

    `comparisons` and `groups` share half of the declared level each.
    """

    nights: int
    failed: int
    since: int
    comparisons: int
    groups: int


# Shares of the sources of new records.
SOURCES = (("a", 0.5), ("b", 0.3), ("c", 0.15), ("d", 0.05))


class GrowingCompany(Company):
    """An audited company to whose results a night adds records."""

    def __init__(self, database: Path, compiled: Path, scratch: Path) -> None:
        super().__init__(database, compiled, scratch)
        self._con.execute(ACCEPT)

    def growth(
        self, number: int, days: int, *, level: float = 0.01, seed: int = SEED, least: int = 20
    ) -> Growth:
        """Draws `number` nights, each `days` after the baseline, that add records at the rhythm.

        Records come to every check and handoff in proportion to its scope, and are in violation at
        the accepted rate. Checks that fail record by record get no violation: one is a failure on
        purpose. Records come by day, and by source in groups of unequal size.
        """
        rng = random.Random(f"{seed} {days}")
        self._set_level(level)
        self._baseline("select * from accepted")
        since = {name: (self._compiled / f"{name}.sql").read_text("utf-8") for name in SINCE}
        failed, worse_since = 0, 0
        for _ in range(number):
            self._grow(rng, days, least)
            for model, sql in since.items():
                self._replace(model, sql)
            rows = self._con.execute(f"select verdict from ({self._gate}) where is_failure")
            found = {row[0] for row in rows.fetchall()}
            failed += bool(found)
            worse_since += "worse_since" in found
        ((comparisons, groups),) = self._con.execute(
            f"select (select max(comparisons) from ({self._gate})), count(*)"
            " from results.entered_groups"
        ).fetchall()
        return Growth(number, failed, worse_since, comparisons, max(groups, 1))

    def _grow(self, rng: random.Random, days: int, least: int) -> None:
        """Adds a night's records to the results, the violations and the groups."""
        (span,) = self._con.execute("select days from span").fetchone() or (180,)
        rows = self._con.execute(
            "select check_id, handoff_id, scope, violations, check_id in (select check_id from"
            " seeds.record_by_record) as is_exact, check_id in (select check_id from"
            " seeds.judged_by_group) as is_grouped from known_results"
            " where status in ('pass', 'fail') and scope > 0 order by all"
        ).fetchall()
        results, records, groups, contexts = [], [], [], []
        for number, (check, handoff, scope, bad, is_exact, is_grouped) in enumerate(rows):
            parts = Counter[str]()
            for day in range(days):
                for source, weight in SOURCES:
                    size = binomial(rng, max(round(scope / span), 0), weight)
                    parts[f"day-{day}/source-{source}"] += size
            came = sum(parts.values())
            wrong = 0
            for place, size in parts.items():
                hits = 0 if is_exact else binomial(rng, size, min(bad / scope, 1))
                for hit in range(hits):
                    key = f"sim/record/{number}-{place}-{hit}"
                    digest = f"{rng.getrandbits(64):016x}"[:12]
                    records.append((check, handoff, key, digest, key, 1, False))
                    contexts.append((key, *place.split("/")))
                wrong += hits
            if is_grouped and came >= least:
                for which in (0, 1):
                    totals = Counter[str]()
                    for place, size in parts.items():
                        totals[place.split("/")[which]] += size
                    name = ("day", "source")[which]
                    groups += [
                        (check, handoff, "sim", "record", name, group, size)
                        for group, size in totals.items()
                        if size
                    ]
            results.append((check, handoff, came, wrong))
        self._write_night(results, records, groups, contexts)

    def _write_night(
        self,
        results: Sequence[tuple[object, ...]],
        records: Sequence[tuple[object, ...]],
        groups: Sequence[tuple[object, ...]],
        contexts: Sequence[tuple[object, ...]],
    ) -> None:
        con = self._con
        self._table("grown", ("check_id", "handoff_id", "came", "wrong"), results)
        con.execute(
            "create or replace temp table fresh as select known.* replace ("
            "known.scope + coalesce(grown.came, 0) as scope,"
            " known.violations + coalesce(grown.wrong, 0) as violations)"
            " from known_results as known left join grown on known.check_id = grown.check_id"
            " and known.handoff_id is not distinct from grown.handoff_id"
        )
        con.execute("delete from results.handoff_results")
        con.execute("insert into results.handoff_results by name from fresh")
        names = ("check_id", "handoff_id", "record_id", "record_digest", "record_key",
                 "evidence_rows", "is_waived")  # fmt: skip
        self._table("seen", names, records)
        con.execute("delete from results.violating_records")
        con.execute("insert into results.violating_records by name from known_records")
        con.execute("insert into results.violating_records by name from seen")
        names = ("check_id", "handoff_id", "system", "object", "dimension", "group_value",
                 "entered")  # fmt: skip
        self._table("scopes", names, groups)
        con.execute("delete from results.entered_scopes")
        con.execute("insert into results.entered_scopes by name from scopes")
        self._table("places", ("record_key", "day", "source"), contexts)
        con.execute("delete from results.record_contexts where system = 'sim'")
        # Its day is the name of a source here: the groups of a drawn night need no calendar.
        con.execute(
            "insert into results.record_contexts by name select record_key, 'sim' as system,"
            " 'record' as object, latest_at + interval 1 hour as entered_at, source, day as form"
            " from places cross join span"
        )
        con.execute("update results.entered_scopes set dimension = 'form' where dimension = 'day'")
        con.execute("delete from results.accepted_watermarks where system = 'sim'")
        con.execute("insert into results.accepted_watermarks select 'sim', 'record', latest_at, 0"
                    " from span")  # fmt: skip

    def _table(self, name: str, columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
        arrays = {name: pa.array([row[n] for row in rows]) for n, name in enumerate(columns)}
        self._con.register("given", pa.table(arrays))
        self._con.execute(f"create or replace temp table {name} as from given")
        self._con.unregister("given")


def growth_table(found: Sequence[tuple[str, Growth]]) -> str:
    """One row per time since the baseline."""
    lines = [
        "| records came at the accepted rate for | nights | failed | share | 95 % interval |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for name, growth in found:
        low, high = interval(growth.failed, growth.nights)
        lines.append(
            f"| {name} | {growth.nights:,} | {growth.failed} | {growth.failed / growth.nights:.1%}"
            f" | {low:.1%} to {high:.1%} |"
        )
    return "\n".join(lines)


def since_tables(growth: Sequence[tuple[str, Growth]], level: float, nights: int) -> str:
    """The tables about what came since the baseline: false alarms, outages, groups."""
    last = growth[-1][1]
    levels = level / 2 / last.comparisons, level / 2 / last.groups
    return "\n".join(
        [
            "Nights on which records came to every check and handoff at its rhythm, in violation",
            "at the accepted share:",
            "",
            growth_table(growth),
            "",
            "Share of the nights on which the gate sees that every record of one handoff is lost",
            "(accepted share 1 %). The columns name the history before the baseline and how many",
            f"healthy days passed since. Half of the level is divided among {last.comparisons}"
            f" comparisons, the other half among {last.groups} groups:",
            "",
            outage_table(ROOT, levels, nights, SEED),
            "",
            group_table(ROOT, levels, nights, SEED),
        ]
    )


def main() -> None:
    """Simulates and prints; with --write also updates docs/gate.md."""
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description=__doc__)
    parser.add_argument("--leads", type=int, default=2000)
    parser.add_argument("--nights", type=int, default=300)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="handoff-gate-") as name:
        folder = Path(name)
        database, compiled = audit_demo(options.leads, folder)
        (folder / "copy").mkdir()
        company = GrowingCompany(database, compiled, folder / "copy")
        growth = [(name, company.growth(options.nights, days)) for name, days in PERIODS]
    text = since_tables(growth, 0.01, 200)
    print(text)
    if options.write:
        insert_figures(PAGE, MARK, text)


if __name__ == "__main__":
    main()
