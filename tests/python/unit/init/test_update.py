"""`handoff init --update` adds what is new and leaves every byte that a person wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.init.draft import init, update
from ingest.stack import load

LEADS = "LEADID,Lead Owner,Company,First Name,Last Name,Email,Lead Source,Created Time\n" + "".join(
    f"zl_{1000 + n},Ann,Firm {n},F{n},L{n},p{n}@x.example,Web,2026-01-{n + 1:02d} 10:00:00\n"
    for n in range(20)
)
CALLS = "Call Id,LEADID,Call Start Time\n" + "".join(
    f"ca_{9000 + n},zl_{1000 + n % 20},2026-02-{n % 28 + 1:02d} 10:00:00\n" for n in range(40)
)
DEALS = "Deal No,Deal Name,Stage,Amount,LEADID\n" + "".join(
    f"D-{100 + n},Big {n},{'Closed Won' if n % 2 else 'Open'},{100 * n + 50},zl_{1000 + n}\n"
    for n in range(20)
)
BILLS = "Invoice No,Customer,Invoice Date,Amount,Deal\n" + "".join(
    f"INV-{500 + n},Firm {n},2026-03-{n + 1:02d},{100 * n + 50},D-{100 + n}\n"
    for n in range(1, 20, 2)
)


@pytest.fixture
def company(tmp_path: Path) -> Path:
    for name, text in (("zoho/Leads.csv", LEADS), ("zoho/Calls.csv", CALLS)):
        path = tmp_path / "exports" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    init(tmp_path / "exports", tmp_path / "stack")
    (tmp_path / "exports" / "zoho" / "Deals.csv").write_text(DEALS, "utf-8")
    (tmp_path / "exports" / "books").mkdir()
    (tmp_path / "exports" / "books" / "invoices.csv").write_text(BILLS, "utf-8")
    return tmp_path


def test_new_tables_systems_and_handoffs_are_added(company: Path) -> None:
    update(company / "exports", company / "stack")
    stack = load(company / "stack")
    systems = {one.id: [table.object for table in one.tables] for one in stack.systems}
    assert systems == {"zoho": ["call", "deal"], "books": ["invoice"]}
    new = next(one for one in stack.handoffs if one.hop == "invoiced")
    assert (new.from_.object, new.to.system, new.only_when) is not None
    assert new.unconfirmed


def test_what_was_written_stays_byte_for_byte(company: Path) -> None:
    folder = company / "stack"
    mine = folder / "systems.yml"
    text = mine.read_text("utf-8").replace("name: Zoho", 'name:   "Zoho,  ours"   # by hand')
    mine.write_bytes(text.replace("\n", "\r\n").encode("utf-8"))
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    update(company / "exports", folder)
    for name, content in before.items():
        after = (folder / name).read_bytes()
        lines = iter(after.splitlines(keepends=True))
        # Every old line is there, in order; only `systems.yml` has more.
        assert all(line in lines for line in content.splitlines(keepends=True))
        assert (after == content) == (name != "systems.yml")


def test_nothing_new_changes_nothing(company: Path) -> None:
    folder = company / "stack"
    update(company / "exports", folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    update(company / "exports", folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
