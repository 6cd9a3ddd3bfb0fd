"""Which version of a record counts and which records are deleted: answers given beforehand.

The answers are in fixtures/history/answers.yml. Every case has systems of its own for each order
of loading: the listed one and, where the case allows it, the reverse. So four loads and one run of
dbt serve all cases.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from typing import Any

import pytest
from ruamel.yaml import YAML
from support.dbt import run_dbt
from support.fast_load import without_dlt
from support.ingest_kit import Company
from support.paths import FIXTURES, ROOT

from ingest.load import dlt_load
from ingest.run import ingest

Case = dict[str, Any]
Export = dict[str, Any]
Versions = dict[str, list[tuple[str, bool]]]  # id -> each version, and whether it is current

ANSWERS: dict[str, list[Case]] = YAML(typ="safe").load(FIXTURES / "history" / "answers.yml")
# A vendor whose objects have plain ids and need few columns.
HEADER = "Record Id,{} Owner.id,First Name,Modified Time,Created Time"
CLOCK, OTHER = "clock", "other"  # records that are no part of the answer


def orders(case: Case) -> dict[str, list[Export]]:
    """The orders in which the exports of a case are loaded, by name."""
    listed = case["exports"]
    is_replaced = len({export["path"] for export in listed}) < len(listed)
    is_fixed = is_replaced or case.get("order") == "fixed"
    return {"listed": listed} if is_fixed else {"listed": listed, "reverse": listed[::-1]}


def loads_of(kind: str, number: int) -> dict[str, list[Export]]:
    """The exports of a case by the name of its load: its systems and folder begin with it."""
    return {f"{kind[0]}{number:02}_{o}": e for o, e in orders(ANSWERS[kind][number]).items()}


LOADS = {
    name: exports
    for kind, cases in ANSWERS.items()
    for number in range(len(cases))
    for name, exports in loads_of(kind, number).items()
}


def cases(kind: str) -> pytest.MarkDecorator:
    """A test per case, with the name of the case."""
    names = [case["case"] for case in ANSWERS[kind]]
    return pytest.mark.parametrize("number", range(len(names)), ids=names)


def stack() -> str:
    """The declared stack, as JSON; a table only says which files are partial."""
    systems: dict[str, dict[str, Any]] = {}
    partial: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name, exports in LOADS.items():
        for export in exports:
            one = f"{name}_{export.get('system', 'main')}"
            system = {"id": one, "name": one, "vendor": "zoho", "functions": ["route"]}
            system |= {"role": "record", "export": "full", "files": [], "tables": []}
            files = systems.setdefault(one, system)["files"]
            files.append(f"{name}/{export['path']}")
            if export["kind"] == "partial":
                partial[one, export.get("object", "lead")].add(files[-1])
    for (one, object_), paths in partial.items():
        table = {"object": object_, "files": sorted(paths), "export": "partial"}
        systems[one]["tables"].append(table)
    company = {"name": "Test", "currency": "USD"}
    return json.dumps({"company": company, "systems": list(systems.values())})


def content(load: str, export: Export) -> bytes:
    """The file of an export. Its records are owned by their case: no two cases share a file."""
    case = load.partition("_")[0]
    if export.get("status") == "failed":
        return b"\xff\xfe" + case.encode("utf-16-le") + b"\0"  # ends with half a letter
    lines = [HEADER.format(export.get("object", "lead").title())]
    for record, versions in export["rows"].items():
        for version in [versions] if isinstance(versions, str) else versions:
            value, _, changed = version.partition(" ")
            lines.append(f"{record},{case},{value},{changed},")
    lines += [f"{OTHER}{number},{case},,," for number in range(export.get("others", 0))]
    is_dated = export["at"] is None or str(export["at"])[:10] in export["path"]
    shown = export.get("shows") or (export["at"] if export["rows"] and not is_dated else None)
    lines += [f"{CLOCK},{case},,,{shown}"] if shown else []
    return "\n".join([*lines, ""]).encode()


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """All cases in one database with both models; every night brings one export of each load."""
    made = Company(tmp_path_factory.mktemp("history") / "company", stack())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dlt_load, "run_dlt", without_dlt)
        for night in range(max(map(len, LOADS.values()))):
            accepted = []
            for name, exports in LOADS.items():
                for export in exports[night : night + 1]:
                    path = f"{name}/{export['path']}"
                    made.write(path, content(name, export))
                    accepted += [path] if export.get("accepted") else []
            ingest(made.exports, made.database, made.root / "stack", accepted=accepted)
    models = ("+int_record_versions", "+int_deleted_records")
    done = run_dbt(ROOT, made.database, "run", "-s", *models, target=made.root / "target")
    assert done.returncode == 0, done.stdout + done.stderr
    return made


@pytest.fixture(scope="module")
def listed(company: Company) -> dict[str, Versions]:
    """Load -> the records with several versions."""
    found: dict[str, Versions] = defaultdict(lambda: defaultdict(list))
    rows = company.ask(
        f"""
        select
            versions.system, versions.record_id, concat_ws(' ', raw.first_name, raw.updated_at),
            versions.is_current
        from prepare.int_record_versions as versions
        join raw_mapped.people as raw
            on raw._system = versions.system and raw._object = versions.object
            and raw._file = versions.source_file and raw._row = versions.source_row
        where versions.record_id <> '{CLOCK}'
        order by all
        """
    )
    for system, record, version, is_current in rows:
        found[system.rpartition("_")[0]][record].append((version, is_current))
    return found


@pytest.fixture(scope="module")
def deleted(company: Company) -> dict[str, dict[str, set[bool]]]:
    """Load -> id -> whether its stored rows count as deleted."""
    found: dict[str, dict[str, set[bool]]] = defaultdict(lambda: defaultdict(set))
    rows = company.ask(
        f"""
        select raw._system, raw.record_id, gone.system is not null
        from raw_mapped.people as raw
        left join prepare.int_deleted_records as gone
            on raw._system = gone.system and raw._object = gone.object
            and raw._file = gone.source_file and raw._row = gone.source_row
        where raw.record_id <> '{CLOCK}' and not starts_with(raw.record_id, '{OTHER}')
        """
    )
    for system, record, is_deleted in rows:
        found[system.rpartition("_")[0]][record].add(is_deleted)
    return found


def test_the_files_are_the_exports_of_the_cases(company: Company) -> None:
    """Status and date of every content; the same content at a later date has the later date."""
    query = "select split_part(path, '/', 1), sha256, status, exported_at from raw_handoff.files"
    stored = {
        (load, sha256): (status.replace("unchanged", "loaded"), str(at)[:10])
        for load, sha256, status, at in company.ask(query)
    }
    meant: dict[tuple[str, str], tuple[str, str]] = {}
    for load, exports in LOADS.items():
        for export in sorted(exports, key=lambda one: str(one["at"])):
            status = export.get("status", "loaded")
            day = str(export["at"])[:10] if status == "loaded" else "None"
            meant[load, hashlib.sha256(content(load, export)).hexdigest()] = (status, day)
    assert stored == meant


@cases("record_versions")
def test_the_current_version(number: int, listed: dict[str, Versions]) -> None:
    answer, found = ANSWERS["record_versions"][number]["answer"], []
    for load in loads_of("record_versions", number):
        # Lines with one content in one file are all stored.
        versions = {
            record: {version for version, _ in rows} for record, rows in listed[load].items()
        }
        assert versions == {record: set(right["versions"]) for record, right in answer.items()}, (
            load
        )
        found.append(
            {record: [v for v, is_it in rows if is_it] for record, rows in listed[load].items()}
        )
        for record, chosen in found[-1].items():
            assert len(chosen) == 1, load
            assert chosen[0] == answer[record].get("current", chosen[0]), load
    assert all(current == found[0] for current in found)


@cases("deleted_records")
def test_the_deleted_records(number: int, deleted: dict[str, dict[str, set[bool]]]) -> None:
    case = ANSWERS["deleted_records"][number]
    records = {record for export in case["exports"] for record in export["rows"]}
    answer = {record: {record in case["deleted"]} for record in records}
    for load in loads_of("deleted_records", number):
        assert deleted[load] == answer, load
