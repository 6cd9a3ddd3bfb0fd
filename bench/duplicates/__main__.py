"""`python -m bench.duplicates [--write]`: how right the search for duplicates is.

Draws populations with known identities, audits them and scores people, companies and merges.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from bench.duplicates import fake_1000, splink_run
from bench.duplicates.audit import audit
from bench.duplicates.splink_run import Outcome
from bench.duplicates.table import MARK, PAGE, Scored, markdown, scored
from bench.update_docs import insert_figures
from tests.python.duplicates.draw import draw
from tests.python.duplicates.populations import POPULATIONS
from tests.python.duplicates.write import write


def measure(
    name: str, contacts: int, seed: int, folder: Path, options: argparse.Namespace
) -> tuple[Scored, list[tuple[str, Outcome]]]:
    """Draws one population below `folder` and scores it, with Splink beside it where asked."""
    title = f"{name}, {contacts:,} contacts, seed {seed}"
    write(draw(POPULATIONS[name], contacts, seed), folder, not options.without_merges)
    audited = audit(folder)
    result = scored(title, audited.database, audited.cost, folder / "truth")
    if contacts > options.splink_up_to:
        return result, []
    return result, [(title, splink_run.run(s, folder / "truth")) for s in splink_run.SETTINGS]


def measure_public(source: Path, folder: Path) -> Scored | None:
    """The score on fake_1000; none where the file is not there."""
    if not fake_1000.write(source, folder):
        return None
    (folder / "truth" / "merges.csv").write_text("loser_key,winner_key,is_right\n", "utf-8")
    (folder / "truth" / "companies.csv").write_text("key,company\n", "utf-8")
    (folder / "truth" / "hard_companies.csv").write_text("group_id,kind,company\n", "utf-8")
    audited = audit(folder)
    return scored("fake_1000", audited.database, audited.cost, folder / "truth")


def main() -> None:
    """Measures and prints; with --write also updates docs/duplicates.md."""
    parser = argparse.ArgumentParser(prog="python -m bench.duplicates", description=__doc__)
    parser.add_argument("--populations", nargs="+", choices=sorted(POPULATIONS), default=["A", "B"])
    parser.add_argument("--contacts", type=int, nargs="+", default=[100_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without-merges", action="store_true", help="load no log of merges")
    parser.add_argument(
        "--splink-up-to", type=int, default=100_000, help="most contacts for Splink; 0 is never"
    )
    parser.add_argument("--public", type=Path, default=fake_1000.FILE, help="file of fake_1000")
    parser.add_argument("--folder", type=Path, help="where files go (default: temporary)")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    results: list[Scored] = []
    outcomes: list[tuple[str, Outcome]] = []
    for contacts in options.contacts:
        for name in options.populations:
            with tempfile.TemporaryDirectory(prefix="duplicates-", dir=options.folder) as folder:
                result, others = measure(name, contacts, options.seed, Path(folder), options)
            print(markdown([result], others), flush=True)
            results.append(result)
            outcomes += others
    with tempfile.TemporaryDirectory(prefix="duplicates-", dir=options.folder) as folder:
        public = measure_public(options.public, Path(folder))
    if public is None:
        print(f"{options.public} is not there: fake_1000 is left out (docs/duplicates.md)")
    else:
        print(markdown([public], []))
        results.append(public)
    if options.write:
        insert_figures(PAGE, MARK, markdown(results, outcomes))


if __name__ == "__main__":
    main()
