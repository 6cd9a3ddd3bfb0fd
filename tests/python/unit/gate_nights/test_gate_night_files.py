"""The nights of the gate: each applies, changes what it says, and mistakes in one are seen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from gate_nights.evening import NightError
from gate_nights.night import (
    Night,
    edited,
    lay_out_base,
    lay_out_night,
    read_nights,
)
from gate_nights.people import NEW_FROM, leads_of
from ruamel.yaml import YAML

ARCHIVE = "WE_00D5g000000NbEa_1.ZIP"
NIGHTS = {night.id: night for night in read_nights()}
# Twenty seeds of one growth are one night here, and the large company takes long to draw.
QUICK = [
    name
    for name, night in NIGHTS.items()
    if night.company == "usual" and not re.fullmatch(r"grown_\w+_([2-9]|1\d)", name)
]


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The evening of the baseline."""
    return lay_out_base(tmp_path_factory.mktemp("nights") / "base")


def night(**changes: Any) -> Night:
    """A night with one edit, changed."""
    raw = {
        "id": "one",
        "edits": [{"file": {"file": "alerts/alert_log.csv", "do": "empty"}}],
        "verdict": "red",
        "why": "The log of the alerts is empty.",
        "names": ["alert_log.csv"],
    }
    return Night.model_validate({**raw, **changes})


def test_there_are_enough_nights_of_both_verdicts() -> None:
    kinds = Counter(night.verdict for night in NIGHTS.values())
    assert len(NIGHTS) >= 60
    assert kinds["green"] >= 40 and kinds["red"] >= 40


@pytest.fixture(scope="session")
def texts(base: Path) -> dict[str, str]:
    """The files of the baseline."""
    return edited(NIGHTS["same_data_again"], base).contents()


@pytest.mark.parametrize("name", QUICK)
def test_a_night_changes_the_base_and_names_words_of_the_company(
    name: str, base: Path, texts: dict[str, str]
) -> None:
    files = edited(NIGHTS[name], base)
    changed = {n: t for n, t in files.contents().items() if texts.get(n) != t}
    missing = texts.keys() - files.texts.keys()
    assert bool(changed or missing) == bool(NIGHTS[name].edits)
    told = (*changed, *texts, *changed.values(), *texts.values(), ARCHIVE, "first_attempt")
    for options in NIGHTS[name].names:
        for word in [options] if isinstance(options, str) else options:
            assert word.isdecimal() or any(word in text for text in told), word


@pytest.mark.parametrize("name", [name for name in QUICK if NIGHTS[name].twin])
def test_a_twin_has_other_files_and_the_other_verdict(name: str, base: Path) -> None:
    one = NIGHTS[name]
    other = NIGHTS[str(one.twin)]
    assert edited(one, base).contents() != edited(other, base).contents()
    assert one.verdict != other.verdict


def test_growth_has_whole_leads_with_ids_of_their_own(base: Path) -> None:
    files = edited(NIGHTS["grown_week_1"], base)
    leads = leads_of(files)
    new = [lead for lead in leads.values() if lead.number >= NEW_FROM]
    assert 30 <= len(new) <= 70
    for lead in new:
        assert lead.form and lead.one("marketo/leads-bulk")
    for path, column in (("salesforce/Lead.csv", "Id"), ("stripe/invoices.csv", "id")):
        ids = Counter(row[column] for row in files.table(path).rows)
        before = Counter(
            row[column] for row in edited(NIGHTS["same_data_again"], base).table(path).rows
        )
        assert {i for i, n in ids.items() if n > 1} == {i for i, n in before.items() if n > 1}


def test_two_lay_outs_are_equal(base: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        lay_out_night(NIGHTS["six_small_faults"], base, tmp_path / name)
    one, two = (_bytes(tmp_path / name) for name in ("one", "two"))
    assert one == two and "exports/salesforce/WE_00D5g000000NbEa_1.ZIP" in one


def test_a_night_without_edits_is_the_base(base: Path, tmp_path: Path) -> None:
    lay_out_night(NIGHTS["same_data_again"], base, tmp_path / "night")
    assert _bytes(tmp_path / "night") == {
        name: content for name, content in _bytes(base).items() if name != "labels.csv"
    }


def _bytes(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_a_column_is_renamed_in_its_file_only(base: Path) -> None:
    files = edited(NIGHTS["form_column_renamed"], base)
    columns = files.table("website/typeform-demo-request.csv").columns
    assert "Number of employees" in columns and "Company size" not in columns
    assert "Company size" in files.table("website/gravity-contact-sales.csv").columns


def test_the_twins_of_the_unbilled_deal_differ_in_its_invoice(base: Path) -> None:
    def deals(name: str) -> set[str]:
        rows = edited(NIGHTS[name], base).table("stripe/invoices.csv").rows
        return {row["opportunity_id (metadata)"] for row in rows}

    assert deals("grown_day_1") - deals("deal_never_billed") == {"0065g00000000HDAAY"}


def test_a_stopped_hop_leaves_what_was_before_it(base: Path) -> None:
    leads = leads_of(edited(NIGHTS["sync_down_a_busy_day"], base))
    new = [lead for lead in leads.values() if lead.number >= NEW_FROM]
    assert len(new) == 30
    assert all("marketo/leads-bulk" in lead.rows for lead in new)
    assert not any("salesforce/Lead.csv" in lead.rows for lead in new)
    assert sum(lead.rows["marketo/leads-bulk"][0]["leadStatus"] == "MQL" for lead in new) == 14


WRONG: dict[str, dict[str, Any]] = {
    "unknown kind of edit": {"edits": [{"paint": {}}]},
    "Extra inputs are not permitted": {"edits": [{"order": {"file": "a", "of": "rows", "by": 1}}]},
    "Input should be 'red' or 'green'": {"verdict": "yellow"},
    "String should have at least 20 characters": {"why": "Bad."},
    "an edit has one kind": {"edits": [{"grow": {"days": 1}, "stop": {"hop": "lead_alert"}}]},
    "a red night names": {"names": []},
    "only a green night may end": {"exit_codes": [0, 1]},
    "Input should be 'redeclared'": {"demands": ["worse"]},
    "a movement has at least one number": {"movement": [{"handoff": "a", "check": "b"}]},
}


@pytest.mark.parametrize("message", WRONG)
def test_a_mistake_in_a_night_is_an_error(message: str) -> None:
    with pytest.raises(ValueError, match=message):
        night(**WRONG[message])


EMPTY: dict[str, dict[str, Any]] = {
    "rows match": {"delete": {"file": "alerts/alert_log.csv", "where": {"alert_id": "none"}}},
    "there is no file": {"order": {"file": "alerts/log.csv", "of": "rows"}},
    "has no column": {"column": {"file": "alerts/alert_log.csv", "column": "sent"}},
    "stays as it is": {
        "change": {
            "file": "salesforce/User.csv",
            "where": {"FirstName": "Elif"},
            "set": {"IsActive": "1"},
            "is_noted": False,
        }
    },
    "only 0 new leads": {"stop": {"hop": "map_to_crm"}},
    "there is no rep": {"assign": {"to": "Nobody"}},
    "the list has no item": {
        "stack": {"file": "handoffs.yml", "at": "handoffs/nothing", "remove": True}
    },
    "is 5 min already": {
        "stack": {
            "file": "handoffs.yml",
            "at": "service_levels/form_visible_in_map/within",
            "set": "5 min",
        }
    },
    "there is no deal": {"win": {"deals": ["006"], "at": "2026-06-30T12:00:00"}},
}


@pytest.mark.parametrize("message", EMPTY)
def test_an_edit_that_edits_nothing_is_an_error(message: str, base: Path) -> None:
    with pytest.raises(NightError, match=message):
        edited(night(edits=[EMPTY[message]]), base)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder with one night."""
    raw = {"id": "one", "edits": [], "verdict": "green", "why": "Nothing at all happened."}
    with (tmp_path / "a.yml").open("w") as file:
        YAML().dump([raw], file)
    yield tmp_path


def test_ids_are_unique_and_twins_exist(folder: Path) -> None:
    assert [night.id for night in read_nights(folder)] == ["one"]
    text = (folder / "a.yml").read_text()
    (folder / "b.yml").write_text(text.replace("id: one", "id: two\n  twin: three"))
    with pytest.raises(NightError, match="no night has the id"):
        read_nights(folder)
    (folder / "b.yml").write_text(text)
    with pytest.raises(NightError, match="two nights have one id"):
        read_nights(folder)


def test_a_mistake_names_the_file_and_the_night(folder: Path) -> None:
    text = (folder / "a.yml").read_text()
    (folder / "b.yml").write_text(text.replace("id: one", "id: two\n  kind: small"))
    with pytest.raises(NightError, match=r"b\.yml: two: .*[\s\S]*kind"):
        read_nights(folder)
