"""`python -m bench.false_alarms [--write]`: false alarms and power of the gate.

Draws nights of an unchanged company by resampling the records in scope of every check of the
audited demo company, and runs the compiled SQL of `check_results`, `handoff_results` and `gate` on
them, so no part of the gate is implemented twice. The seed is fixed, so the page is, too.
"""

from __future__ import annotations

import argparse
import random
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from bench.power_analysis import SHIFTS, power, power_table
from bench.sampling import binomial, interval
from bench.update_docs import insert_figures
from demo.generate import generate
from ingest.run import ingest
from lineage.project import run_dbt

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "gate.md"
MARK = "<!-- simulation -->"
SEED = 7
CHAIN = ("check_results", "handoff_results")
BASELINE = "check_id, handoff_id, status, scope, violations, rate, finding_id, promise"

COLUMNS = ("check_id", "handoff_id", "evidence_grade", "scope", "violations")
TABLE = """
create table simulated_{name} as
select night, check_id, handoff_id, evidence_grade, true as has_evidence,
    scope, violations, 0::bigint as waived, 0::bigint as not_judged, 0::bigint as undecided,
    null::varchar as not_judged_because, null::varchar as example_record_id
from drawn
"""


@dataclass(frozen=True)
class Cell:
    """Records of one check with the same handoff and evidence grade."""

    check: str
    handoff: str | None
    grade: str | None
    scope: int
    violations: int


@dataclass(frozen=True)
class Alarms:
    """Number of nights, of failed nights, and of failed nights per verdict."""

    nights: int
    failed: int
    by_verdict: Counter[str]
    comparisons: int


def resample(cells: Sequence[Cell], rng: random.Random) -> Iterator[Cell]:
    """Draws one night: records in scope, drawn with replacement; the size of the scope stays.

    Draws within handoff and grade. A check that names a handoff only for violations draws from its
    whole population; otherwise every drawn record of such a handoff would be a violation.
    """
    by_check: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        by_check[cell.check].append(cell)
    for group in by_check.values():
        unnamed = [cell for cell in group if cell.handoff is None]
        if not any(cell.scope for cell in unnamed) or len(unnamed) == len(group):
            for cell in group:
                hits = binomial(rng, cell.scope, cell.violations / cell.scope) if cell.scope else 0
                yield Cell(cell.check, cell.handoff, cell.grade, cell.scope, hits)
        else:
            yield from _resample_partly_named(group, rng)


def _resample_partly_named(group: list[Cell], rng: random.Random) -> Iterator[Cell]:
    population = sum(cell.scope for cell in group)
    kinds = [(cell, True) for cell in group] + [(cell, False) for cell in group]
    sizes = [cell.violations if bad else cell.scope - cell.violations for cell, bad in kinds]
    drawn = Counter(rng.choices(range(len(kinds)), weights=sizes, k=population))
    for number, cell in enumerate(group):
        bad, good = drawn[number], drawn[number + len(group)]
        yield Cell(cell.check, cell.handoff, cell.grade, bad + good, bad)


class Company:
    """An audited company from which nights are drawn; uses a copy of its database."""

    def __init__(self, database: Path, compiled: Path, scratch: Path) -> None:
        # The compiled SQL contains the file name as the name of the catalog.
        copy = scratch / database.name
        shutil.copy(database, copy)
        self._con = duckdb.connect(str(copy))
        self._gate = (compiled / "gate.sql").read_text("utf-8")
        self._chain = {name: (compiled / f"{name}.sql").read_text("utf-8") for name in CHAIN}
        rows = self._con.execute(
            f"select {', '.join(COLUMNS)} from results.check_counts"
            " where not_judged_because is null order by all"
        ).fetchall()
        self.cells = [Cell(*row) for row in rows]
        self._con.execute(
            f"create table accepted as select {BASELINE} from results.next_baseline"
            " where kind = 'all'"
        )
        self._compiled = compiled

    def nights(
        self, number: int, *, draw_baseline: bool, level: float = 0.01, seed: int = SEED
    ) -> Alarms:
        """Draws `number` nights and compares each with the accepted baseline at an error level.

        With `draw_baseline`, compares every night with a drawn baseline instead.
        """
        self._set_level(level)
        rng = random.Random(seed)
        self._load("now", (resample(self.cells, rng) for _ in range(number)))
        if draw_baseline:
            self._load("before", (resample(self.cells, rng) for _ in range(number)))
        failed, verdicts, comparisons = 0, Counter[str](), 0
        for night in range(number):
            if draw_baseline:
                self._accept("before", night)
            self._use_night("now", night)
            if not draw_baseline:
                self._baseline("select * from accepted")
            rows = self._con.execute(
                f"select verdict, is_failure, comparisons from ({self._gate})"
            ).fetchall()
            found = {verdict for verdict, is_failure, _ in rows if is_failure}
            failed += bool(found)
            verdicts.update(found)
            comparisons = max(comparisons, *(row[2] for row in rows))
        return Alarms(number, failed, verdicts, comparisons)

    def _set_level(self, level: float) -> None:
        self._con.execute(
            "create or replace view declared_stack.declared_gate as"
            f" select {level:f}::decimal(9, 6) as error_level, 'simulated' as declared_in"
        )

    def _load(self, name: str, nights: Iterable[Iterable[Cell]]) -> None:
        rows = [
            (night, cell.check, cell.handoff, cell.grade, cell.scope, cell.violations)
            for night, cells in enumerate(nights)
            for cell in cells
        ]
        columns = list(zip(*rows, strict=True))
        drawn = pa.table(dict(zip(("night", *COLUMNS), map(pa.array, columns), strict=True)))
        self._con.register("drawn", drawn)
        self._con.execute(f"drop table if exists simulated_{name}")
        self._con.execute(TABLE.format(name=name))
        self._con.unregister("drawn")

    def _use_night(self, name: str, night: int) -> None:
        """Replaces the results by those of a drawn night."""
        self._replace(
            "check_counts",
            f"select * exclude (night) from simulated_{name} where night = {int(night)}",
        )
        for model, sql in self._chain.items():
            self._replace(model, sql)

    def _accept(self, name: str, night: int) -> None:
        self._use_night(name, night)
        self._baseline(
            "select check_id, handoff_id, status, scope, violations, rate,"
            " case when status = 'fail' then finding_id end as finding_id, 'none' as promise"
            " from results.handoff_results"
        )

    def _baseline(self, query: str) -> None:
        self._con.execute("delete from seeds.baseline")
        self._con.execute(f"insert into seeds.baseline by name {query}")

    def _replace(self, model: str, sql: str) -> None:
        self._con.execute(f"create or replace temp table fresh as {sql}")
        self._con.execute(f"delete from results.{model}")
        self._con.execute(f"insert into results.{model} by name select * from fresh")


def audit_demo(leads: int, folder: Path) -> tuple[Path, Path]:
    """Audits a demo company; returns its database and the folder of compiled result models."""
    database, target = folder / "handoff.duckdb", folder / "target"
    generate(leads, SEED, folder / "exports", clean=False)
    ingest(folder / "exports", database, ROOT / "stack")
    done = run_dbt(ROOT, database, "--quiet", "build", target=target)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stdout + done.stderr)
    return database, target / "compiled" / "handoff" / "models" / "results"


def false_alarms(kind: str, alarms: Alarms, failed: int) -> str:
    """A row of the table of false alarms."""
    low, high = interval(failed, alarms.nights)
    return (
        f"| {kind} | {alarms.nights:,} | {failed} | {failed / alarms.nights:.1%}"
        f" | {low:.1%} to {high:.1%} |"
    )


def page(fixed: Alarms, drawn: Alarms, loose: Alarms, level: float) -> str:
    """The generated part of the page; `loose` has the nights of `drawn` at a level of 50 %."""
    low, high = interval(fixed.failed, fixed.nights)
    return "\n".join(
        [
            f"Declared level: {level:.0%} of nights, divided among"
            f" {fixed.comparisons} comparisons. Failed nights:"
            f" {fixed.failed / fixed.nights:.1%} (95 % interval {low:.1%} to {high:.1%}).",
            "",
            "| unchanged company | nights | failed | share | 95 % interval |",
            "| --- | ---: | ---: | ---: | ---: |",
            false_alarms("night drawn, baseline as accepted", fixed, fixed.failed),
            false_alarms("both drawn, a share that got worse", drawn, drawn.by_verdict["worse"]),
            false_alarms(
                "both drawn at a level of 50 %, a share that got worse",
                loose,
                loose.by_verdict["worse"],
            ),
            false_alarms(
                "both drawn, a finding where the drawn baseline had none",
                drawn,
                drawn.by_verdict["new"],
            ),
            "",
            f"Power at the same {fixed.comparisons} comparisons, baseline and night both drawn:",
            "",
            power_table(power(ROOT, SHIFTS, level / 2 / fixed.comparisons, 1000, SEED)),
        ]
    )


def main() -> None:
    """Simulates and prints; with --write also updates docs/gate.md."""
    parser = argparse.ArgumentParser(prog="python -m bench.false_alarms", description=__doc__)
    parser.add_argument("--leads", type=int, default=2000)
    parser.add_argument("--nights", type=int, default=1000)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="handoff-gate-") as name:
        folder = Path(name)
        database, compiled = audit_demo(options.leads, folder)
        (folder / "copy").mkdir()
        company = Company(database, compiled, folder / "copy")
        fixed = company.nights(options.nights, draw_baseline=False)
        drawn = company.nights(options.nights, draw_baseline=True)
        loose = company.nights(options.nights, draw_baseline=True, level=0.5)
    text = page(fixed, drawn, loose, 0.01)
    print(text)
    if options.write:
        insert_figures(PAGE, MARK, text)


if __name__ == "__main__":
    main()
