"""`python -m docs.pages [--write]`: writes the generated files of the project, or compares them.

Needs a database with an ingest in it (`make demo` leaves one): the landed tables give the
columns the SQL starts from. Exit code 1 when a file is not what would be written.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from docs.pages.audit_pages import project_pages
from docs.pages.checklist import item_ids_json
from docs.pages.measures import measures_json
from docs.pages.stack import stack_page
from docs.pages.vendors import null_tokens_macro, with_key_tables
from docs.pages.words import words_macro
from ingest.stack import schema as stack_schema
from ingest.vendors import catalog, compiled
from ingest.vendors import schema as vendor_schema
from lineage.columns import trace
from lineage.needs import as_csv, check_needs
from lineage.project import compiled_manifest, source_columns

ROOT = Path(__file__).resolve().parents[2]


def declaration_files(root: Path = ROOT) -> dict[Path, str]:
    """The files that follow from the declarations and their models; need no database."""
    docs, adding = root / "docs", root / "docs" / "adding-a-vendor.md"
    return {
        docs / "stack.schema.json": stack_schema.schema_text(),
        docs / "stack.md": stack_page(),
        docs / "vendor.schema.json": vendor_schema.schema_text(),
        adding: with_key_tables(adding.read_text("utf-8")),
        root / "macros" / "text" / "vendor_null_tokens.sql": null_tokens_macro(),
        root / "macros" / "text" / "seed_words.sql": words_macro(root),
        root / "ingest" / "profile" / "measures.json": measures_json(root / "macros"),
        root / "ingest" / "stack" / "checklist_items.json": item_ids_json(root / "seeds"),
        catalog.FOLDER / compiled.FILE: compiled.compiled_text(catalog.FOLDER),
    }


def project_files(root: Path, database: Path) -> dict[Path, str]:
    """The files that follow from the compiled dbt project, with the text they should hold."""
    with tempfile.TemporaryDirectory(prefix="handoff-pages-") as target:
        manifest = compiled_manifest(root, database, Path(target))
    needs = check_needs(manifest, trace(manifest, source_columns(root, database)))
    return {
        root / "seeds" / "check_needs.csv": as_csv(needs),
        **project_pages(root, manifest, needs),
    }


def main() -> int:
    """Runs the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m docs.pages", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the files")
    database = Path(os.environ.get("HANDOFF_DATABASE", "handoff.duckdb"))
    parser.add_argument("--database", type=Path, default=database)
    options = parser.parse_args()
    files = declaration_files() | project_files(ROOT, options.database)
    outdated = {
        path: text
        for path, text in files.items()
        if not path.exists() or path.read_text("utf-8") != text
    }
    for path, text in outdated.items():
        if options.write:
            path.write_text(text, "utf-8")
        print(("wrote " if options.write else "out of date: ") + str(path.relative_to(ROOT)))
    return 1 if outdated and not options.write else 0


if __name__ == "__main__":
    sys.exit(main())
