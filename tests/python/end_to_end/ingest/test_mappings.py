"""One file mapped onto several entities: each mapping is loaded, counted and separate."""

from __future__ import annotations

from pathlib import Path

from support.ingest_kit import Company

TWO = """
company: {name: Test, currency: USD}
systems:
  - id: desk
    name: Desk
    functions: [route]
    role: record
    tables:
      - object: ticket
        files: ["log.csv"]
        entity: people
        columns: {record_id: number, owner_record_id: agent, updated_at: at}
      - object: ticket_team
        files: ["log.csv"]
        entity: people
        columns: {record_id: number, owner_record_id: team, updated_at: at}
"""
THIRD = """
      - object: ticket_agent
        files: ["log.csv"]
        entity: assignments
        columns: {person_record_id: number, owner_record_id: agent, assigned_at: at}
        constants: {person_object: ticket}
"""
LOG = "number,agent,team,at\n1,a,x,2026-01-01\n1,b,x,2026-01-02,too many\n2,b,y,2026-01-02\n"


def counts(company: Company) -> list[tuple[object, ...]]:
    """Every loaded mapping with its counts."""
    return company.ask(
        "select object, table_name, records_in_file, rows_loaded, rows_unchanged, rows_rejected"
        " from raw_handoff.files order by all"
    )


def test_every_mapping_of_a_file_is_loaded(tmp_path: Path) -> None:
    company = Company(tmp_path, TWO)
    company.write("log.csv", LOG)
    outcome = company.load()
    assert len(outcome.problems) == 1, "what was rejected is said once"
    assert counts(company) == [
        ("ticket", "people", 3, 2, 0, 1),
        ("ticket_team", "people", 3, 2, 0, 1),
    ]
    found = company.ask(
        "select _object, _row, record_id, owner_record_id from raw_mapped.people order by all"
    )
    assert found == [
        ("ticket", 1, "1", "a"),
        ("ticket", 3, "2", "b"),
        ("ticket_team", 1, "1", "x"),
        ("ticket_team", 3, "2", "y"),
    ]
    assert company.ask("select count(*) from raw_handoff.rejects") == [(1,)]
    before = company.digest()
    assert not company.load().is_new
    assert company.digest() == before


def test_a_mapping_can_be_added_and_removed(tmp_path: Path) -> None:
    company = Company(tmp_path, TWO)
    company.write("log.csv", LOG)
    company.load()
    stack = tmp_path / "stack" / "stack.yml"
    stack.write_text(TWO + THIRD)
    company.load()
    assert ("ticket_agent", "assignments", 3, 2, 0, 1) in counts(company)
    assert len(counts(company)) == 3
    assert company.ask("select count(*) from raw_handoff.rejects") == [(1,)]
    stack.write_text(TWO.split("      - object: ticket_team")[0] + THIRD)
    company.load()
    assert [row[0] for row in counts(company)] == ["ticket", "ticket_agent"]
    assert company.ask("select distinct _object from raw_mapped.people") == [("ticket",)]
