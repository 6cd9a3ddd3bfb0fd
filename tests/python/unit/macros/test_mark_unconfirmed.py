"""A violation is unconfirmed while a declaration that it rests on is a guess."""

from __future__ import annotations

import duckdb
import pytest
from support.macros import macros

SYSTEMS = "create table systems as select unnest(['crm', 'map', 'billing']) as system"
HANDOFFS = """
create table handoffs as from (values
    ('sync', 'map', 'lead', 'crm', 'lead'), ('bill', 'crm', 'deal', 'billing', 'invoice')
) as t (handoff_id, from_system, from_object, to_system, to_object)
"""
FOUND = """
create table found as from (values
    ('records_arrive', 'sync', 'sync/map/lead/1', null),
    ('records_arrive', 'bill', 'bill/crm/deal/1', 'A'),
    ('no_duplicates', null, 'crm/lead/1', null),
    ('no_duplicates', null, 'crm/deal/1', null),
    ('journeys', null, 'j-1', null)
) as t (check_id, handoff_id, record_id, evidence_grade)
"""


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ([], set()),
        ([(None, None, "sync")], {"sync/map/lead/1", "j-1"}),
        ([("crm", "deal", None)], {"bill/crm/deal/1", "crm/deal/1", "j-1"}),
        (
            [("crm", None, None), ("crm", "deal", None)],
            {"sync/map/lead/1", "bill/crm/deal/1", "crm/lead/1", "crm/deal/1", "j-1"},
        ),
        ([("billing", None, None)], {"bill/crm/deal/1", "j-1"}),
    ],
)
def test_what_rests_on_a_guess(
    declared: list[tuple[str | None, str | None, str | None]], expected: set[str]
) -> None:
    marked = macros()["mark_unconfirmed"]("found", "unconfirmed", "handoffs", "systems")
    with duckdb.connect() as con:
        for statement in (SYSTEMS, HANDOFFS, FOUND):
            con.execute(statement)
        con.execute(
            "create table unconfirmed (system varchar, object varchar, handoff_id varchar, "
            "declared_in varchar)"
        )
        for row in declared:
            con.execute("insert into unconfirmed values (?, ?, ?, 'stack/a.yml:1')", row)
        rows = con.execute(f"select record_id, is_unconfirmed from ({marked})").fetchall()
    assert len(rows) == 5
    assert {record for record, is_unconfirmed in rows if is_unconfirmed} == expected
