"""`python -m bench [--leads N …] [--write]`: cost of a night compared with bare DuckDB.

Every step runs in its own process; the operating system reports its CPU seconds and peak memory.
Wall-clock times depend on other load, so the table has CPU seconds and their ratio to bare DuckDB,
which reads the same files in the same run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import duckdb

from bench import many_files
from bench.cost import PAGE, Cost, measure, measure_bare
from bench.update_docs import insert_figures

MARK = "<!-- table -->"


@dataclass(frozen=True)
class Night:
    """Costs of one night for a number of leads, and the number of wrong verdicts."""

    leads: int
    size: int
    bare: Cost
    ingest: Cost
    build: Cost
    planted: int
    wrong: int


# Counts violations that were planted and not found, or found and not planted.
WRONG = """
with planted as (
    select check_id, record_id from read_csv(?, all_varchar = true)
),

found as (
    select check_id, record_id from results.violations
)

select
    (select count(*) from planted) as planted,
    (select count(*) from (from planted except all from found))
    + (select count(*) from (from found except all from planted)) as wrong
"""


def measure_night(leads: int, folder: Path) -> Night:
    """Generates a demo company in `folder` and measures its first night."""
    exports, plain = folder / "exports", folder / "plain"
    database = folder / "handoff.duckdb"
    python = [sys.executable, "-m"]
    measure([*python, "cli", "demo", "--leads", str(leads), "--seed", "7", "--out", str(exports)])
    files = _plain_files(exports, plain)
    bare = measure_bare(files, folder / "bare.duckdb")
    ingest = measure([*python, "cli", "ingest", str(exports), "--database", str(database)])
    build = measure(
        [str(Path(sys.executable).parent / "dbt"), "--quiet", "build"],
        HANDOFF_DATABASE=str(database),
        DBT_TARGET_PATH=str(folder / "target"),
        DBT_LOG_PATH=str(folder / "logs"),
    )
    with duckdb.connect(str(database), read_only=True) as con:
        truth = str(exports / "truth" / "expected.csv")
        ((planted, wrong),) = con.execute(WRONG, [truth]).fetchall()
    size = sum(file.stat().st_size for file in files)
    return Night(leads, size, bare, ingest, build, planted, wrong)


def table(nights: list[Night]) -> str:
    """The nights as a Markdown table."""
    lines = [
        "| leads | exports MB | bare read CPU s | ingest CPU s | ingest / bare | build CPU s"
        " | build / bare | µs per lead, ingest + build | peak memory MB (ingest, build)"
        " | planted violations | missed or not planted |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for n in nights:
        each = (n.ingest.cpu + n.build.cpu) / n.leads * 1e6
        lines.append(
            f"| {n.leads:,} | {n.size / 1e6:,.0f} | {n.bare.cpu:.1f} | {n.ingest.cpu:.1f}"
            f" | {n.ingest.cpu / n.bare.cpu:.2f} | {n.build.cpu:.1f}"
            f" | {n.build.cpu / n.bare.cpu:.1f} | {each:.0f}"
            f" | {n.ingest.memory / 1e6:,.0f}, {n.build.memory / 1e6:,.0f}"
            f" | {n.planted:,} | {n.wrong:,} |"
        )
    return "\n".join(lines)


def _plain_files(exports: Path, plain: Path) -> list[Path]:
    """The files for bare DuckDB; archives are unpacked into `plain`."""
    plain.mkdir(parents=True)
    files = sorted(p for p in exports.rglob("*.csv") if "truth" not in p.parts)
    for archive in sorted([*exports.rglob("*.zip"), *exports.rglob("*.ZIP")]):
        with zipfile.ZipFile(archive) as container:
            container.extractall(plain / archive.stem)
    return files + sorted(plain.rglob("*.csv"))


def main() -> None:
    """Measures and prints; with --write also updates docs/benchmarks.md."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--leads", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--folder", type=Path, help="where the exports go (default: temporary)")
    options = parser.parse_args()
    nights = []
    for leads in options.leads:
        with tempfile.TemporaryDirectory(prefix="handoff-bench-", dir=options.folder) as folder:
            nights.append(measure_night(leads, Path(folder)))
            print(table(nights[-1:]), flush=True)
    with tempfile.TemporaryDirectory(prefix="handoff-bench-", dir=options.folder) as folder:
        many = many_files.table(many_files.measure_cases(Path(folder)))
        print(many)
    if options.write:
        insert_figures(PAGE, many_files.MARK, many)
        insert_figures(PAGE, MARK, table(sorted(nights, key=lambda night: night.leads)))


if __name__ == "__main__":
    main()
