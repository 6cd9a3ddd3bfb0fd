"""`python -m tests.python.companies.figures [--write]`: how right the audit is on drawn companies.

Draws every company with several seeds, clean and with faults, audits each, and
holds the verdicts against the truth. `--write` puts the tables into docs/drawn-companies.md.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.update_docs import insert_figures
from ingest.run import ingest
from lineage.project import run_dbt

from .__main__ import COMPANIES, draw
from .score import Score, score

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "drawn-companies.md"
MARK = "<!-- figures -->"


def audited(company: str, seed: int, faulty: bool, folder: Path) -> Score:
    """The score of one drawn company, audited in `folder`. Raises `RuntimeError` if dbt fails."""
    draw(company, seed, faulty).write(folder)
    database = folder / "handoff.duckdb"
    ingest(folder / "exports", database, folder / "stack")
    done = run_dbt(ROOT, database, "--quiet", "build", target=folder / "target")
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return score(database, folder / "truth")


def tables(companies: Sequence[str], seeds: Sequence[int]) -> Iterator[str]:
    """One line per draw and one per family of faults, as Markdown."""
    yield "| company | seed | draw | faults | found | false rows | precision | not judged, most |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    families: dict[str, tuple[Counter[str], Counter[str]]] = {}
    for company in companies:
        found, planted = families.setdefault(company, (Counter(), Counter()))
        for seed in seeds:
            for faulty in (False, True):
                with tempfile.TemporaryDirectory() as folder:
                    result = audited(company, seed, faulty, Path(folder))
                found.update(result.found)
                planted.update(result.planted)
                yield _line(company, seed, faulty, result)
    for company, (found, planted) in families.items():
        yield f"\nFamilies of `{company}`, all seeds:\n"
        yield "| family | planted | found |\n| --- | --- | --- |"
        for family, count in sorted(planted.items()):
            yield f"| {family} | {count} | {found[family]} |"


def _line(company: str, seed: int, faulty: bool, result: Score) -> str:
    found, planted = sum(result.found.values()), sum(result.planted.values())
    right, wrong = sum(result.right_rows.values()), len(result.false_rows)
    precision = f"{right / (right + wrong):.1%}" if right else "-"
    check, share = max(result.unjudged.items(), key=lambda item: item[1])
    most = f"{share:.1%} ({check})" if share else "-"
    kind = "faulty" if faulty else "clean"
    return f"| {company} | {seed} | {kind} | {planted} | {found} | {wrong} | {precision} | {most} |"


def main() -> None:
    """Prints the tables, and writes them into the page on request."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--company", action="append", choices=COMPANIES)
    parser.add_argument("--seeds", type=int, default=3, help="seeds 1 to this number")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    companies = options.company or COMPANIES
    lines = []
    for line in tables(companies, range(1, options.seeds + 1)):
        print(line, flush=True)
        lines.append(line)
    if options.write:
        insert_figures(PAGE, MARK, "\n".join(lines))


if __name__ == "__main__":
    main()
