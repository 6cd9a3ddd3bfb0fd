"""The demo company: same seed, same bytes; formats of the vendors; consistent ids and clocks."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.commands.demo import command
from cli.main import group
from demo.company import calendar
from demo.company.ids import check_characters
from demo.exports.headers import SALESFORCE
from demo.faults.contracts import FAULTS as DECLARED
from demo.faults.contracts import write_met_stack
from demo.faults.lookalikes import LOOKALIKES
from demo.faults.placement import FAULTS
from demo.faults.setup import SETUP_FAULTS, STACK_FAULTS
from demo.generate import MIN_LEADS, generate
from ingest.errors import UserError
from ingest.stack import load

Rows = list[dict[str, str]]


def digest(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def rows(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def members(folder: Path) -> Iterator[tuple[str, str]]:
    (archive,) = (folder / "salesforce").glob("WE_*_1.ZIP")
    with zipfile.ZipFile(archive) as opened:
        for name in opened.namelist():
            yield name, opened.read(name).decode("utf-8")


def member(folder: Path, name: str) -> Rows:
    return list(csv.DictReader(io.StringIO(dict(members(folder))[name])))


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("company")
    generate(400, 7, out)
    return out


def test_same_seed_same_bytes(company: Path, tmp_path: Path) -> None:
    generate(400, 7, tmp_path / "again")
    generate(400, 8, tmp_path / "other")
    assert digest(tmp_path / "again") == digest(company)
    assert digest(tmp_path / "other") != digest(company)


def test_every_fault_and_lookalike_fits_the_smallest_company(tmp_path: Path) -> None:
    generate(MIN_LEADS, 1, tmp_path / "small")
    planted = {row["fault"] for row in rows(tmp_path / "small" / "truth" / "faults.csv")}
    assert planted == {kind.fault for kind in (*FAULTS, *LOOKALIKES, *SETUP_FAULTS, *DECLARED)}


def test_clean_company_has_lookalikes_and_expects_nothing(tmp_path: Path) -> None:
    generate(MIN_LEADS, 1, tmp_path / "clean", clean=True)
    truth = tmp_path / "clean" / "truth"
    assert rows(truth / "expected.csv") == []
    assert {row["fault"] for row in rows(truth / "faults.csv")} == {
        each.fault for each in LOOKALIKES
    }


def test_a_lookalike_is_never_expected(company: Path) -> None:
    expected = {row["fault"] for row in rows(company / "truth" / "expected.csv")}
    assert expected == {kind.fault for kind in (*FAULTS, *SETUP_FAULTS, *DECLARED)}


def test_the_stack_of_the_clean_company_mends_each_declared_fault(
    root: Path, tmp_path: Path
) -> None:
    assert write_met_stack(root / "stack", tmp_path / "met")
    for name in ("handoffs.yml", "tokens.yml"):
        given = (root / "stack" / name).read_text("utf-8")
        mended = (tmp_path / "met" / name).read_text("utf-8")
        assert all((each.text in given) for each in DECLARED if each.file == name)
        assert all((each.mended in mended) for each in DECLARED if each.file == name)
    for fault in STACK_FAULTS:
        mended = (tmp_path / "met" / fault.file).read_text("utf-8")
        assert fault.faulty not in mended and fault.clean in mended
    assert load(tmp_path / "met").handoffs[-1].target


def test_the_stack_of_a_user_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "stack").mkdir()
    (tmp_path / "stack" / "handoffs.yml").write_text("handoffs: []\n", "utf-8")
    assert not write_met_stack(tmp_path / "stack", tmp_path / "met")
    assert not (tmp_path / "met").exists()


def test_every_form_submission_is_exported_once(company: Path) -> None:
    counts = [len(rows(path)) for path in sorted((company / "website").glob("*.csv"))]
    # Some are sent again on purpose; the loser of a merge has no form submission.
    change = {"form_sent_twice": 1, "trap_fills_again": 1, "merge_loser_lives": -1}
    faults = [row["fault"] for row in rows(company / "truth" / "faults.csv")]
    assert sum(counts) == 400 + sum(change.get(fault, 0) for fault in faults)


def test_data_export_has_the_format_of_the_vendor(company: Path) -> None:
    for name, text in members(company):
        header, *lines = text.splitlines()
        assert header.replace('"', "").split(",") == list(SALESFORCE[name.removesuffix(".csv")])
        assert all(line.startswith('"') and line.endswith('"') for line in lines)


def test_salesforce_ids_carry_their_check_characters(company: Path) -> None:
    for name in ("Lead.csv", "Contact.csv", "Account.csv", "Opportunity.csv", "Task.csv"):
        ids = [row["Id"] for row in member(company, name)]
        assert len(set(ids)) == len(ids)
        assert all(check_characters(each[:15]) == each[15:] for each in ids)


def test_lookups_name_records_unless_that_is_the_fault(company: Path) -> None:
    leads = {row["Id"] for row in member(company, "Lead.csv")}
    people = leads | {row["Id"] for row in member(company, "Contact.csv")}
    history = rows(company / "salesforce" / "LeadHistory.csv")
    assert {row["LeadId"] for row in history} <= leads
    assert {row["WhoId"] for row in member(company, "Task.csv")} <= people


def test_history_ids_are_unique(company: Path) -> None:
    ids = [row["Id"] for row in rows(company / "salesforce" / "LeadHistory.csv")]
    assert [each for each, count in Counter(ids).items() if count > 1] == []
    guids = [
        row["marketoGUID"]
        for path in (company / "marketo").glob("activities-*.csv")
        for row in rows(path)
    ]
    assert [each for each, count in Counter(guids).items() if count > 1] == []


def test_nothing_is_later_than_the_night_of_the_export(company: Path) -> None:
    stamps = [
        row[cell]
        for name in ("Lead.csv", "Opportunity.csv", "Task.csv", "Event.csv")
        for row in member(company, name)
        for cell in ("CreatedDate", "SystemModstamp")
    ]
    stamps += [
        row["activityDate"]
        for path in (company / "marketo").glob("activities-*.csv")
        for row in rows(path)
    ]
    latest = max(stamp[:19].replace("T", " ") for stamp in stamps)
    assert latest <= "2026-06-30 18:00:00"


def test_office_hours_follow_new_york(company: Path) -> None:
    winter = calendar.seconds_of(calendar.FIRST_DAY, 9)
    summer = calendar.seconds_of(calendar.LAST_DAY, 9)
    assert winter % calendar.DAY == 14 * calendar.HOUR
    assert summer % calendar.DAY == 13 * calendar.HOUR


def test_command_refuses_a_folder_in_use(tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("mine")
    with pytest.raises(UserError, match="not empty"):
        command.main(["--out", str(tmp_path)], standalone_mode=False)


def test_command_refuses_too_few_leads(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="too few"):
        command.main(["--leads", "20", "--out", str(tmp_path)], standalone_mode=False)


def test_command_prints_what_it_wrote(tmp_path: Path) -> None:
    done = CliRunner().invoke(group, ["demo", "--leads", "300", "--out", str(tmp_path / "new")])
    assert done.exit_code == 0, done.output
    assert "300 leads" in done.output
