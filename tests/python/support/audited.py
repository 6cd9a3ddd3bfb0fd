"""A database that a test fills through the command line and audits with dbt."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from ingest.run import ingest
from support.dbt import run_dbt

# Ingest ends with an error for the faults of this check, so the demo company has none of them.
OF_UNREAD_FILES = "every_line_is_read"
# Checks of the files and their columns, which almost any export makes computable.
OF_EVERY_EXPORT = {
    "dates_have_one_order",
    "every_line_is_read",
    "ids_survive_spreadsheets",
    "numbers_have_one_mark",
    "one_id_names_one_record",
    "values_are_readable",
}


@dataclass(frozen=True)
class Audited:
    """An audited database."""

    database: Path
    printed: str  # what `handoff ingest` said

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of a query."""
        with duckdb.connect(str(self.database), read_only=True) as con:
            return con.execute(query).fetchall()

    def one(self, query: str) -> Any:
        """The only value of a query."""
        ((value,),) = self.ask(query)
        return value

    def verdicts(self) -> dict[str, str]:
        """Status of every check that could be computed."""
        return dict(
            self.ask(
                "select check_id, status from results.check_results"
                " where status <> 'not_computable'"
            )
        )

    def violations(self, check: str) -> set[str]:
        """Records a check found."""
        rows = self.ask(f"select record_id from results.violations where check_id = '{check}'")
        return {str(row[0]) for row in rows}


def canonical(root: Path, folder: Path) -> Audited:
    """Ingests `exports` under `stack` of a folder and builds the canonical tables, no test."""
    database = folder / "handoff.duckdb"
    outcome = ingest(folder / "exports", database, folder / "stack")
    assert not outcome.problems, [str(problem) for problem in outcome.problems]
    wanted = ["--select", "+path:models/canonical", "--exclude-resource-type", "test", "unit_test"]
    built = run_dbt(
        root, database, "--quiet", "--no-write-json", "build", *wanted, target=folder / "target"
    )
    assert built.returncode == 0, built.stdout + built.stderr
    return Audited(database, "")


def audit(root: Path, exports: Path, stack: Path, scratch: Path, *problems: str) -> Audited:
    """Ingests and builds; no pipeline test may fail.

    `problems` are the words the loading is expected to complain with.
    """
    database = scratch / "handoff.duckdb"
    command = [sys.executable, "-m", "cli", "ingest", str(exports), "--database", str(database)]
    done = subprocess.run(
        [*command, "--stack", str(stack)], cwd=root, capture_output=True, text=True, check=False
    )
    printed = done.stdout + done.stderr
    assert done.returncode == (2 if problems else 0), printed
    assert all(problem in printed for problem in problems), printed
    built = run_dbt(
        root, database, "--quiet", "--no-write-json", "build", target=scratch / "target"
    )
    assert built.returncode == 0, built.stdout + built.stderr
    return Audited(database, printed)
