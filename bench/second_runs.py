"""`python -m bench.second_runs [--write]`: cost of a run after the first one, on the demo company.

An unchanged run is compared with `dbt parse`, which reads the project and no data; a run with one
changed system is compared with a full one. CPU seconds vary with other load: compare the ratios.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from bench.cost import PAGE, measure
from bench.update_docs import insert_figures
from demo.generate import generate

MARK = "<!-- second runs -->"
# A file of each system; its first record, with another id, arrives as a new file.
FILES = {
    "alerts": "alerts/alert_log.csv",
    "enrichment": "enrichment/enriched_leads.csv",
    "marketo": "marketo/leads-bulk-2026-06.csv",
    "salesforce": "salesforce/LeadHistory.csv",
    "stripe": "stripe/invoices.csv",
    "website": "website/newsletter.csv",
}


def add_record(exports: Path, file: str) -> None:
    """Adds an export with the first record of `file` under another id of the same length."""
    path = exports / file
    header, record = path.read_text("utf-8").splitlines()[:2]
    cells = record.split(",")
    cells[0] = cells[0].strip('"')[:-1] + "9"
    path.with_name(f"{path.stem}_later.csv").write_text(f"{header}\n{','.join(cells)}\n", "utf-8")


def figures(folder: Path, leads: int) -> list[tuple[str, float, str, float]]:
    """Rows of (run, CPU seconds, compared with, CPU seconds)."""
    exports = folder / "exports"
    generate(leads, 7, exports, clean=False)
    paths = {"DBT_TARGET_PATH": str(folder / "target"), "DBT_LOG_PATH": str(folder / "logs")}
    database = folder / "handoff.duckdb"
    run = [sys.executable, "-m", "cli", "run", str(exports), "--database", str(database)]
    measure(run, **paths)
    full = measure([*run, "--full"], **paths).cpu
    unchanged = measure(run, **paths).cpu
    rows = []
    kept = folder / "kept.duckdb"
    shutil.copy(database, kept)
    for system, file in FILES.items():
        add_record(exports, file)
        rows.append((f"{system} changed", measure(run, **paths).cpu, "full run", full))
        (exports / file).with_name(f"{Path(file).stem}_later.csv").unlink()
        shutil.copy(kept, database)
    dbt = str(Path(sys.executable).parent / "dbt")
    parse = measure([dbt, "--quiet", "parse", "--no-partial-parse"], **paths).cpu
    return [("nothing changed", unchanged, "dbt parse", parse), *rows]


def table(rows: list[tuple[str, float, str, float]]) -> str:
    """The rows as a Markdown table."""
    lines = [
        "| run | CPU s | compared with | CPU s | ratio |",
        "| --- | ---: | --- | ---: | ---: |",
    ]
    for name, cpu, other, base in rows:
        lines.append(f"| {name} | {cpu:.1f} | {other} | {base:.1f} | {cpu / base:.2f} |")
    return "\n".join(lines)


def main() -> None:
    """Measures and prints; with --write also updates docs/benchmarks.md."""
    parser = argparse.ArgumentParser(prog="python -m bench.second_runs", description=__doc__)
    parser.add_argument("--leads", type=int, default=2000)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="handoff-bench-") as folder:
        measured = table(figures(Path(folder), options.leads))
    print(measured)
    if options.write:
        insert_figures(PAGE, MARK, measured)


if __name__ == "__main__":
    main()
