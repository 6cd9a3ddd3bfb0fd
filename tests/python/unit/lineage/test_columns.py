"""The lineage follows projections through unions, joins, star imports and windows."""

from __future__ import annotations

import pytest

from lineage.columns import Column, LineageError, trace
from lineage.needs import as_csv, check_needs


def node(kind: str, schema: str, name: str, sql: str, parents: list[str]) -> dict[str, object]:
    return {
        "resource_type": kind,
        "schema": schema,
        "name": name,
        "alias": name,
        "compiled_code": sql,
        "original_file_path": f"{schema}/{name}.sql",
        "depends_on": {"nodes": parents},
        "config": {"meta": {"check": True} if kind == "test" else {}},
    }


SOURCES = {
    ("raw_a", "lead"): ["id", "mail", "stamp", "_system"],
    ("raw_b", "contact"): ["key", "email_address", "_system"],
    ("declared", "rules"): ["limit_seconds"],
}
PEOPLE = """
with a as (select * from "db"."raw_a"."lead"), b as (select * from "db"."raw_b"."contact"),
final as (
    select id as person, lower(mail) as email, _system as system, try_cast(stamp as timestamp) as at
    from a
    union all
    select key, email_address, _system, cast(null as timestamp) from b
)
select * from final
"""
FACTS = """
with people as (select * from "db"."canonical"."people"),
rules as (select * from "db"."declared"."rules"),
ranked as (
    select person, email, at, row_number() over (partition by email order by at) as place
    from people
)
select
    ranked.person,
    ranked.place > 1 as is_second,
    ranked.at > make_timestamp(limit_seconds) as is_late
from ranked cross join rules
"""


def manifest(check: str) -> dict[str, object]:
    nodes = {
        "m.facts": node("model", "audit", "facts", FACTS, ["m.people"]),
        "m.people": node("model", "canonical", "people", PEOPLE, []),
        "t.check": node("test", "evidence", "check", check, ["m.facts"]),
    }
    return {"nodes": nodes}


def needs(check: str) -> list[tuple[str, ...]]:
    built = manifest(check)
    return check_needs(built, trace(built, SOURCES))


def test_verdict_leads_through_unions_to_every_export() -> None:
    rows = needs('select person, is_second as is_violation from "db"."audit"."facts"')
    assert ("check", "people", "email", "raw_a", "lead", "mail") in rows
    assert ("check", "people", "email", "raw_b", "contact", "email_address") in rows
    assert ("check", "people", "at", "raw_a", "lead", "stamp") in rows


def test_only_what_the_verdict_is_projected_from_counts() -> None:
    rows = needs('select person, is_late as is_violation from "db"."audit"."facts"')
    assert {row[2] for row in rows} == {"at"}


def test_what_only_decides_whether_a_row_is_judged_is_no_need() -> None:
    judged = "case when person is null then is_late end as is_violation"
    rows = needs(f'select {judged}, person as not_judged_because from "db"."audit"."facts"')
    assert {row[2] for row in rows} == {"at"}
    # A reason that is read from the verdict itself takes nothing away.
    rows = needs(
        "select is_late as is_violation, case when is_late is null then 'no time' end"
        ' as not_judged_because from "db"."audit"."facts"'
    )
    assert {row[2] for row in rows} == {"at"}


def test_provenance_and_declarations_are_no_export_columns() -> None:
    rows = needs('select person, is_late as is_violation from "db"."audit"."facts"')
    assert all(row[3].startswith("raw_") and not row[5].startswith("_") for row in rows)


def test_a_verdict_about_the_files_needs_any_export() -> None:
    built = manifest('select path, status = 1 as is_violation from "db"."raw_handoff"."files"')
    sources = SOURCES | {("raw_handoff", "files"): ["path", "status"]}
    assert check_needs(built, trace(built, sources)) == [
        ("check", "files", "file_id", "raw_handoff", "columns", "column_name")
    ]


def test_a_verdict_about_declarations_needs_no_export() -> None:
    built = manifest('select limit_seconds > 5 as is_violation from "db"."declared"."rules"')
    assert check_needs(built, trace(built, SOURCES)) == []


def test_what_a_vendor_declares_is_no_export() -> None:
    built = manifest(
        'select limit_seconds > 5 or kind is null as is_violation from "db"."declared"."rules" '
        'cross join "db"."raw_handoff"."vendor_columns"'
    )
    sources = SOURCES | {("raw_handoff", "vendor_columns"): ["kind"]}
    assert check_needs(built, trace(built, sources)) == []


def test_a_verdict_from_nothing_is_refused() -> None:
    with pytest.raises(LineageError, match="reads no export column"):
        needs('select person, true as is_violation from "db"."audit"."facts"')


def test_what_the_sql_writes_itself_is_no_need() -> None:
    built = manifest('select person, is_second as is_violation from "db"."audit"."facts"')
    for key, kind in (("m.people", "'user'"), ("m.people", "cast(null as text)")):
        changed = manifest('select is_second as is_violation from "db"."audit"."facts"')
        node = changed["nodes"][key]  # type: ignore[index]
        node["compiled_code"] = PEOPLE.replace("email_address, _system", f"{kind}, _system")
        rows = check_needs(changed, trace(changed, SOURCES))
        assert any(row[2] == "email" for row in rows) == ("null" in kind)
    assert any(row[2] == "email" for row in check_needs(built, trace(built, SOURCES)))


def test_an_optional_column_that_is_not_read_is_refused() -> None:
    built = manifest('select is_second as is_violation from "db"."audit"."facts"')
    built["nodes"]["t.check"]["config"]["meta"]["optional"] = ["people.phone"]  # type: ignore[index]
    with pytest.raises(LineageError, match=r"optional names people\.phone"):
        check_needs(built, trace(built, SOURCES))


def test_closure_ends_at_the_sources() -> None:
    built = manifest('select is_late as is_violation from "db"."audit"."facts"')
    lineage = trace(built, SOURCES)
    ends = lineage.closure(Column("audit", "facts", "is_late"))
    assert ends == {Column("raw_a", "lead", "stamp"), Column("declared", "rules", "limit_seconds")}


def test_the_seed_is_sorted_text() -> None:
    text = as_csv(needs('select is_second as is_violation from "db"."audit"."facts"'))
    assert text.splitlines()[0].startswith("check_id,canonical_table")
    assert text.splitlines()[1:] == sorted(text.splitlines()[1:])
