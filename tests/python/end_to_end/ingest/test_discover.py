"""Which files are read, from where, and how they are recognised."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.corpus.case import NO_TEXT
from support.ingest_kit import STACK, Company, lead_id, leads

from cli.commands.ingest import command
from ingest.errors import UserError, printable
from ingest.store.workspace import locked


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path)


def zipped(**members: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def paths(company: Company) -> list[tuple[str, str | None, str]]:
    rows = company.ask("select path, member, status from raw_handoff.files order by all")
    return [(str(path), member, str(status)) for path, member, status in rows]


def test_only_exports_are_read(company: Company) -> None:
    company.write("crm/deep/down/Lead.csv", leads(1))
    for ignored in (
        "truth/Lead.csv",
        ".hidden/Lead.csv",
        "crm/.Lead.csv",
        "crm/Attachments/00P1",
        "crm/ContentVersion/0681",
        "crm/Documents/0151",
    ):
        company.write(ignored, leads(2))
    (company.exports / "crm" / "link.csv").symlink_to(company.exports / "truth" / "Lead.csv")
    (company.exports / "linked").symlink_to(company.exports / "truth")
    os.mkfifo(company.exports / "crm" / "pipe.csv")
    company.load()
    assert paths(company) == [
        ("crm/deep/down/Lead.csv", None, "loaded"),
        ("crm/link.csv", None, "unknown"),
        ("crm/pipe.csv", None, "unknown"),
        ("linked", None, "unknown"),
    ]


def test_zip_members_and_gzip(company: Company) -> None:
    members = {"WE/Lead.csv": leads(1), "Attachments/00P1": b"x", "__MACOSX/._Lead.csv": b"x"}
    company.write("crm/WE_1.ZIP", zipped(**members))
    company.write("crm/Lead.csv.gz", gzip.compress(leads(2).encode()))
    company.load()
    assert paths(company) == [
        ("crm/Lead.csv.gz", None, "loaded"),
        ("crm/WE_1.ZIP", "WE/Lead.csv", "loaded"),
    ]
    ids = company.ask("select id from raw_salesforce.lead order by 1")
    assert ids == [(lead_id(1),), (lead_id(2),)]


def test_hostile_archives_are_refused_member_by_member(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.files.discover.MAX_MEMBER_BYTES", 50_000)
    members: dict[str, str | bytes] = {
        "Lead.csv": leads(1),
        "../up.csv": leads(2),
        "/root.csv": leads(3),
        "C:\\win.csv": leads(4),
        "inner.zip": zipped(a="b"),
        "bomb.csv": b"0" * 100_000,
    }
    company.write("crm/a.zip", zipped(**members))
    whole = zipped(**{"Lead.csv": leads(*range(100, 500))})
    company.write("crm/cut.zip", whole[: len(whole) // 2])
    company.write("crm/cut.csv.gz", gzip.compress(leads(*range(500)).encode())[:200])
    damaged = bytearray(zipped(**{"Lead.csv": leads(*range(100, 500))}))
    damaged[60:80] = bytes(20)
    company.write("crm/damaged.zip", bytes(damaged))
    locked_zip = bytearray(zipped(**{"Lead.csv": leads(9)}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked_zip[locked_zip.find(mark) + offset] |= 1
    company.write("crm/locked.zip", bytes(locked_zip))
    outcome = company.load()
    text = "\n".join(map(str, outcome.problems))
    for expected in (
        "crm/a.zip/../up.csv: the name of the member points outside",
        "crm/a.zip//root.csv: the name of the member points outside",
        "crm/a.zip/C:/win.csv: the name of the member points outside",
        "crm/a.zip/inner.zip: the member is an archive",
        "crm/a.zip/bomb.csv: it decompresses to more than",
        "crm/cut.zip: the zip is cut off",
        "crm/cut.csv.gz: the gzip file is cut off",
        "crm/damaged.zip/Lead.csv: the zip member is cut off",
        "crm/locked.zip/Lead.csv: the member is encrypted",
    ):
        assert expected in text
    assert company.ask("select id from raw_salesforce.lead") == [(lead_id(1),)]
    assert not (company.root / "up.csv").exists()


def test_recognises_by_header_not_by_name(company: Company) -> None:
    text = leads(1).replace("Company,", "AccountId,").replace("00Q", "003")
    company.write("crm/Lead.csv", text)
    company.load()
    row = company.file("crm/Lead.csv")
    assert (row["object"], row["table_name"]) == ("contact", "contact")
    assert "ids start with 003" in row["recognised_by"]
    assert "pinned by `files`" in row["recognised_by"]


def test_the_second_best_match_is_recorded(company: Company) -> None:
    company.write("crm/both.csv", leads(1).replace("Company,", "AccountId,Company,"))
    company.load()
    row = company.file("crm/both.csv")
    assert row["object"] == "lead" and row["runner_up"].startswith("salesforce/contact")


def test_only_system_of_a_vendor_needs_no_pin(company: Company) -> None:
    company.write("anywhere/export.csv", leads(1))
    company.load()
    assert "only system of its vendor" in company.file("anywhere/export.csv")["recognised_by"]


def test_unknown_files_are_listed_with_the_nearest_match(company: Company) -> None:
    company.write("crm/Lead.csv", leads(1))
    company.write("other/lead.csv", "Id,LastName,Colour\n1,2,3\n")
    company.write("other/stripe.csv", "id,Email,Delinquent,Name\ncus_1,a@b.c,false,x\n")
    company.write("crm/forms.csv", "submission_id,submitted_at,Email\n1,2026-01-01,a@b.c\n")
    company.write("other/picture.png", b"\x89PNG\0\0\0")
    company.write("crm/notes.txt", "Exported by Ada, on Monday.\nAll of them.\n")
    outcome = company.load()
    # A file that a system claims is missing input; the others may be anything.
    assert [problem.where for problem in outcome.problems] == ["crm/forms.csv"]
    messages = dict(company.ask("select path, message from raw_handoff.files"))
    assert "lacks Company" in messages["other/lead.csv"]
    assert "no system of the stack has vendor stripe" in messages["other/stripe.csv"]
    assert "matches the `files` of crm but looks like form" in messages["crm/forms.csv"]
    assert messages["other/picture.png"] == NO_TEXT


TWO = STACK.replace(
    "systems:",
    "systems:\n  - {id: crm2, name: CRM 2, vendor: salesforce, functions: [route], role: truth, "
    'files: ["crm2/*"]}',
)


def test_two_systems_of_one_vendor_have_separate_rows(tmp_path: Path) -> None:
    company = Company(tmp_path, TWO)
    text = leads(1) + "short\n"
    company.write("crm/Lead.csv", text)
    company.write("crm2/Lead.csv", text)
    company.write("elsewhere/Lead.csv", leads(2))
    outcome = company.load()
    assert len(outcome.problems) == 2
    rows = company.ask("select _system, id from raw_salesforce.lead order by 1")
    assert rows == [("crm", lead_id(1)), ("crm2", lead_id(1))]
    assert company.ask("select count(*) from raw_handoff.rejects") == [(1,)]
    assert "several systems" in company.file("elsewhere/Lead.csv")["message"]


def test_file_claimed_by_two_systems_is_a_problem(tmp_path: Path) -> None:
    company = Company(tmp_path, TWO.replace("crm2/*", "crm/Lead*"))
    company.write("crm/Lead.csv", leads(1))
    with pytest.raises(UserError, match="crm and crm2 both match"):
        company.load()


def test_a_changed_glob_moves_the_rows(tmp_path: Path) -> None:
    company = Company(tmp_path, TWO)
    company.write("crm/Lead.csv", leads(1))
    company.load()
    path = company.root / "stack" / "stack.yml"
    swapped = path.read_text().replace("crm2/*", "x/*").replace("crm/*", "crm2/*")
    path.write_text(swapped.replace("x/*", "crm/*"))
    company.load()
    assert company.ask("select _system from raw_salesforce.lead") == [("crm2",)]


def test_too_many_columns(company: Company) -> None:
    company.write("crm/Wide.csv", ",".join(f"c{n}" for n in range(2_001)) + "\n")
    company.write("crm/Lead.csv", leads(1))
    (problem,) = company.load().problems
    assert "2,000 columns" in problem.what


def test_two_thousand_columns_are_loaded(company: Company) -> None:
    header = ",".join(["Id", "LastName", "Company", *(f"c{n}" for n in range(1_997))])
    rows = (",".join([lead_id(n), "N", "F", *("v",) * 1_997]) for n in (1, 2))
    company.write("crm/Lead.csv", "\n".join([header, *rows, "short"]))
    company.load()
    assert company.ask("select count(*), min(c0), max(c1996) from raw_salesforce.lead") == [
        (2, "v", "v")
    ]
    assert company.file("crm/Lead.csv")["rows_rejected"] == 1


def test_a_huge_cell_is_loaded(company: Company) -> None:
    text = leads(1) + f"{lead_id(2)},{'x' * 10_000_000},F,e,s\n"
    company.write("crm/Lead.csv", text + leads(3).split("\n", 1)[1])
    assert company.load().problems == []
    lengths = company.ask("select length(last_name) from raw_salesforce.lead order by id")
    assert lengths == [(5,), (10_000_000,), (5,)]


def test_a_line_without_end_is_refused(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.files.csv_records.MAX_CELL", 100)
    monkeypatch.setattr("ingest.files.csv_records.READ_CHARACTERS", 1)
    company.write("crm/Lead.csv", leads(1) + f"{lead_id(2)},{'x' * 100},F,e,short\nx\n")
    company.write("crm/Lead-2.csv", leads(3))
    (problem,) = company.load().problems
    assert problem.what == "a line has more than 100 characters"


def test_command_prints_a_summary_and_exits_by_outcome(company: Company) -> None:
    company.write("crm/Lead.csv", leads(1, 2))
    arguments = [str(company.exports), "--database", str(company.database)]
    arguments += ["--stack", str(company.root / "stack")]
    first = CliRunner().invoke(command, arguments)
    assert first.exit_code == 0, first.output
    assert "crm/Lead.csv" in first.output and "crm/lead" in first.output
    again = CliRunner().invoke(command, arguments)
    assert "nothing new" in again.output
    company.write("crm/Cut.zip", b"PK")
    third = CliRunner().invoke(command, arguments)
    assert isinstance(third.exception, UserError)
    assert "cut off" in str(third.exception)


def test_command_prints_the_warning_of_a_guessed_encoding(company: Company) -> None:
    company.write("crm/Lead.csv", leads(1).replace("Name1", "Łódź").encode("cp1250"))
    arguments = [str(company.exports), "--database", str(company.database)]
    done = CliRunner().invoke(command, [*arguments, "--stack", str(company.root / "stack")])
    assert done.exit_code == 0, done.output
    (line,) = [line for line in done.output.splitlines() if line.startswith("warning: ")]
    assert line.startswith("warning: crm/Lead.csv:2: it is not UTF-8 from this line on")
    assert "  -> if letters are wrong, declare `encoding:`" in done.output


def test_no_cell_reaches_a_message(company: Company) -> None:
    company.write("crm/Lead.csv", leads(1) + "secret@person.example,x\n")
    company.write("crm/Cr.csv", leads(2)[:-1] + ",secret\rperson\n")
    text = "\n".join(map(str, company.load().problems))
    assert "secret" not in text and "person" not in text


def test_terminal_escapes_are_not_printed() -> None:
    assert printable("a\x1b[31mb\u202ec") == "a?[31mb?c"


def test_lock_is_released(company: Company) -> None:
    with locked(company.database):
        pass
    with locked(company.database, wait=0.05):
        pass
