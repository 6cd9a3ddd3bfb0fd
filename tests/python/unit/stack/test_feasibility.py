"""Loads of handoffs and limits of systems: each mistake with its place and its message."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from ingest.errors import UserError
from ingest.stack import declared_tables, load
from ingest.stack.feasibility import Load, PlatformLimit

BASE = """\
company: {name: Acme, currency: EUR}
systems:
  - {id: crm, name: CRM, vendor: salesforce, functions: [route], role: truth}
  - {id: map, name: MAP, vendor: marketo, functions: [score], role: record}
"""
HANDOFF = (
    "handoffs:\n  - id: h\n    name: H\n    from: {system: map, object: lead}\n"
    "    to: {system: crm, object: lead}\n    hop: in_crm\n    load: "
)
LIMITS = "limits:\n  - {system: crm, "
DATED = ", source: contract, as_of: 2026-05-04}\n"
# A second file, and the one problem it must give: place, what is wrong, part of what to do.
CASES = {
    "an interval without a unit": (
        HANDOFF + "{every: 15}\n",
        "7:19: 'every': '15' is not allowed",
        "a whole number and a unit",
    ),
    "an unknown pull": (
        HANDOFF + "{pull: delta}\n",
        "7:18: 'pull' cannot be 'delta'",
        "allowed: full, changes",
    ),
    "no record in a call": (HANDOFF + "{per_call: 0}\n", "7:22: ", "1"),
    "a load that is a text": (HANDOFF + "often\n", "7:11: ", ""),
    "calls without a time": (
        LIMITS + "calls: 100" + DATED,
        "2:5: 'limits': the calls have no time",
        "`per` beside `calls`",
    ),
    "a time without calls": (
        LIMITS + "per: 1 min, calls_per_day: 5" + DATED,
        "2:5: 'limits': 'per' has no effect without `calls`",
        "`calls` or `batch_calls` beside `per`",
    ),
    "an entry without a limit": (
        "limits:\n  - {system: crm, object: lead}\n",
        "2:5: 'limits': has no limit",
        "`edition`, `licences` or a limit",
    ),
    "a limit without a source": (
        LIMITS + "calls_per_day: 5, as_of: 2026-05-04}\n",
        "2:5: 'limits': the limits have no 'source'",
        "`source` and `as_of` beside every limit",
    ),
    "a limit without a date": (
        LIMITS + "calls_per_day: 5, source: contract}\n",
        "2:5: 'limits': the limits have no 'as_of'",
        "`source` and `as_of` beside every limit",
    ),
    "limits of an unknown system": (
        "limits:\n  - {system: crn, calls_per_day: 5" + DATED,
        "2:14: unknown system 'crn'",
        "did you mean 'crm'?",
    ),
    "limits of an unknown object": (
        LIMITS + "object: led, calls_per_day: 5" + DATED,
        "2:27: unknown object 'led' of system 'crm'",
        "did you mean 'lead'?",
    ),
    "limits that are declared twice": (
        LIMITS + "calls_per_day: 5" + DATED + "  - {system: crm, calls_per_day: 6" + DATED,
        "3:14: the limits of 'crm' are declared twice",
        "keep one entry; the first is at",
    ),
}


def problems(tmp_path: Path, text: str) -> list[str]:
    folder = tmp_path / "stack"
    folder.mkdir()
    (folder / "base.yml").write_text(BASE, "utf-8")
    (folder / "more.yml").write_text(text, "utf-8")
    with pytest.raises(UserError) as caught:
        load(folder)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize("name", CASES)
def test_each_mistake_has_its_message(tmp_path: Path, name: str) -> None:
    text, what, fix = CASES[name]
    (problem,) = problems(tmp_path, text)
    assert what in problem
    assert fix in problem


@pytest.mark.parametrize("key", Load.model_fields)
def test_a_misspelt_key_of_a_load_is_named(tmp_path: Path, key: str) -> None:
    found = problems(tmp_path, HANDOFF + f"{{{key}x: 1}}\n")
    (named,) = [problem for problem in found if f"unknown key '{key}x'" in problem]
    assert f"did you mean '{key}'?" in named


@pytest.mark.parametrize("key", PlatformLimit.model_fields)
def test_a_misspelt_key_of_a_limit_is_named(tmp_path: Path, key: str) -> None:
    given = "" if key == "system" else "system: crm, "
    found = problems(tmp_path, f"limits:\n  - {{{given}calls_per_day: 5, {key}x: 1" + DATED)
    (named,) = [problem for problem in found if f"unknown key '{key}x'" in problem]
    assert f"did you mean '{key}'?" in named


def test_a_misspelt_load_is_named(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, HANDOFF.replace("load:", "laod:") + "{every: 15 min}\n")
    assert "unknown key 'laod'" in problem
    assert "did you mean 'load'?" in problem


def test_durations_become_seconds(tmp_path: Path) -> None:
    (tmp_path / "stack").mkdir()
    (tmp_path / "stack" / "base.yml").write_text(BASE, "utf-8")
    more = HANDOFF + "{every: 15 min, processing: 30 s, records: 50000, pull: full, window: 6 h}\n"
    more += "limits:\n  - {system: crm, edition: enterprise, licences: 40}\n"
    (tmp_path / "stack" / "more.yml").write_text(more, "utf-8")
    tables = declared_tables(load(tmp_path / "stack"))
    (row,) = tables["handoff_loads"].to_pylist()
    assert row == {
        "handoff_id": "h",
        "every_seconds": "900",
        "processing_seconds": "30",
        "records": "50000",
        "records_per_day": None,
        "pull": "full",
        "per_call": None,
        "page": None,
        "window_seconds": "21600",
        "declared_in": "stack/more.yml:7",
    }
    (limit,) = tables["platform_limits"].to_pylist()
    assert (limit["edition"], limit["licences"], limit["calls"]) == ("enterprise", "40", None)


def test_every_published_limit_has_a_source_and_a_date(root: Path) -> None:
    with (root / "seeds" / "platform_limits.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    keys = [(row["vendor"], row["edition"], row["object"]) for row in rows]
    assert len(set(keys)) == len(keys)
    assert all(row["source"] and row["as_of_on"] for row in rows)
    assert all(bool(row["calls"]) == bool(row["window_seconds"]) for row in rows)
