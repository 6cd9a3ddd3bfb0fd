"""A real ledger of another company, mapped: the tables match the known numbers of its files."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.audited import OF_EVERY_EXPORT, Audited, audit
from support.paths import FIXTURES

STACK = FIXTURES / "stacks" / "xero"


@pytest.fixture(scope="module")
def ledger(root: Path, shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Audited:
    return audit(root, shared_data / "xero_ledger", STACK, tmp_path_factory.mktemp("xero"))


def test_every_invoice_and_contact_arrives(ledger: Audited) -> None:
    kinds = dict(ledger.ask("select kind, count(*) from canonical.invoices group by 1"))
    assert kinds == {"payable": 484, "receivable": 117}
    currencies = dict(ledger.ask("select currency, count(*) from canonical.invoices group by 1"))
    assert currencies == {"USD": 304, "CAD": 232, "GBP": 65}
    assert ledger.one("select count(*) from canonical.people") == 152
    assert ledger.one("select count(*) from canonical.companies") == 152


def test_every_invoice_has_its_contact(ledger: Audited) -> None:
    assert not ledger.ask(
        "select invoice_key from canonical.invoices"
        " left join canonical.people on customer_key = person_key where person_key is null"
    )


def test_amounts_add_up_except_for_void_and_deleted_invoices(ledger: Audited) -> None:
    found = ledger.ask(
        "select status, amount_due + amount_paid + amount_credited = total, count(*)"
        " from canonical.invoices group by all"
    )
    assert sum(count for _, adds_up, count in found if adds_up) == 592
    assert {(status, count) for status, adds_up, count in found if not adds_up} == {
        ("void", 8),
        ("deleted", 1),
    }


def test_paid_before_the_invoice_date(ledger: Audited) -> None:
    assert ledger.one("select count(*) from canonical.invoices where paid_at < issued_at") == 20
    assert ledger.one("select count(*) from canonical.invoices where issued_at is null") == 0


def test_lines_are_kept_and_sum_to_the_subtotal(ledger: Audited) -> None:
    lines = dict(ledger.ask("select _object, count(*) from raw_mapped.records group by 1"))
    assert lines == {"invoice_line": 649, "journal_line": 4033}
    sums = ledger.ask(
        "select i.record_id, i.subtotal, sum(cast(l.line_amount as decimal(18, 2))) as lines"
        " from canonical.invoices i left join raw_mapped.records l"
        " on l.invoice_id = i.record_id group by all"
    )
    assert len(sums) == 601
    assert all(subtotal == total for _, subtotal, total in sums)


def test_checks_without_their_inputs_do_not_pass(ledger: Audited) -> None:
    # The ledger has no addresses, readable names or owners, so only duplicate invoices and what was
    # paid on invoices can be judged. The checks of the files themselves pass.
    verdicts = ledger.verdicts()
    assert {verdicts.pop(check) for check in OF_EVERY_EXPORT} == {"pass"}
    assert verdicts == {"invoices_sent_once": "pass", "payments_match_invoices": "pass"}
    scope = ledger.one(
        "select scope from results.check_results where check_id = 'invoices_sent_once'"
    )
    assert scope == 116, "receivables that are not deleted"
