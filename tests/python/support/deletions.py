"""Asks the deletion model about the leads of a company."""

from __future__ import annotations

from pathlib import Path

from support.dbt import run_dbt
from support.ingest_kit import Company


def compile_deletions(root: Path, company: Company) -> str:
    """The SQL of int_deleted_records, with that of the view that it reads in its place."""
    target = company.root / "target"
    names = ("int_records", "int_deleted_records")
    done = run_dbt(root, company.database, "run", "-s", *names, target=target)
    assert done.returncode == 0, done.stdout + done.stderr
    records, deletions = (
        next(target.rglob(f"compiled/**/{name}.sql")).read_text("utf-8") for name in names
    )
    return deletions.replace('"handoff"."prepare"."int_records"', f"({records})")


def deleted_leads(company: Company, compiled: str) -> set[int]:
    """The numbers (`ingest_kit.lead_id`) of the leads that count as deleted."""
    rows = company.ask(
        f"""
        select distinct cast(substr(id, 4, 12) as int) from raw_salesforce.lead as raw
        join ({compiled}) as deleted
            on deleted.source_file = raw._file and deleted.source_row = raw._row
        """
    )
    return {number for (number,) in rows}
