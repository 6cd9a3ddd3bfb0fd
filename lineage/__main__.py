"""`python -m lineage [--write]`: writes the generated files of the project, or compares them.

Needs a database with an ingest in it (`make demo` leaves one): the landed tables give the
columns the SQL starts from. Exit code 1 when a file is not what would be written.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from lineage.columns import trace
from lineage.needs import as_csv, check_needs
from lineage.project import compiled_manifest, source_columns
from lineage.references import references


def generated_files(root: Path, database: Path) -> dict[Path, str]:
    """Every generated file of the project with the text it should hold."""
    with tempfile.TemporaryDirectory(prefix="handoff-lineage-") as target:
        manifest = compiled_manifest(root, database, Path(target))
    needs = check_needs(manifest, trace(manifest, source_columns(root, database)))
    return {root / "seeds" / "check_needs.csv": as_csv(needs), **references(root, manifest, needs)}


def main() -> int:
    """Runs the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m lineage", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the files")
    database = Path(os.environ.get("HANDOFF_DATABASE", "handoff.duckdb"))
    parser.add_argument("--database", type=Path, default=database)
    options = parser.parse_args()
    root = Path(__file__).resolve().parent.parent
    stale = [
        (path, text)
        for path, text in generated_files(root, options.database).items()
        if not path.exists() or path.read_text("utf-8") != text
    ]
    for path, text in stale:
        if options.write:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        print(("wrote " if options.write else "out of date: ") + str(path.relative_to(root)))
    return 1 if stale and not options.write else 0


if __name__ == "__main__":
    sys.exit(main())
