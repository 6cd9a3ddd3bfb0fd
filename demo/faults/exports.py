"""Export faults: damage by manual edits and spreadsheets."""

from __future__ import annotations

from demo.company.overrides import Override
from demo.faults.planted_rows import FaultType, Planting, shift_stamp

_WON = Override(stage="won")
_SUBSCRIPTIONS = "stripe/subscriptions.csv"


def _column(planting: Planting, check: str, key: str, path: str) -> None:
    """Expects one violation per column of a file, for any number of wrong values."""
    planting.expect(check, f"{key}/{path}")
    planting.record_fault(key)


def _canceled_by_hand(planting: Planting) -> None:
    # Days up to 12: day and month cannot be distinguished.
    planting.lead.first_row("subscription")["Canceled At (UTC)"] = (
        f"0{planting.variant % 9 + 1}/11/2026 09:30"
    )
    _column(planting, "dates_have_one_order", "stripe/subscription/canceled_at", _SUBSCRIPTIONS)


def _ended_in_words(planting: Planting) -> None:
    planting.lead.first_row("subscription")["Ended At (UTC)"] = "end of next quarter"
    _column(planting, "values_are_readable", "stripe/subscription/ended_at", _SUBSCRIPTIONS)


def _amount_in_another_locale(planting: Planting) -> None:
    planting.lead.first_row("subscription")["Amount"] = "1.234,56"
    _column(planting, "numbers_have_one_mark", "stripe/subscription/amount", _SUBSCRIPTIONS)


def _opened_in_a_spreadsheet(planting: Planting) -> None:
    # Ten hex digits can read like a number: 0000788e15 is 7.88E+17 to a spreadsheet.
    planting.lead.form["Network ID"] = "7.88E+17"
    key = "website/submission/network_id"
    _column(planting, "ids_survive_spreadsheets", key, "website/typeform-demo-request.csv")


def _id_used_twice(planting: Planting) -> None:
    customer = planting.lead.first_row("customer")
    # The row that counts is the later one, so that no other check sees a difference.
    planting.lead.add(
        "customer",
        customer,
        shift_stamp(customer["Created (UTC)"], -1),
        Email="accounts@another-customer.example",
    )
    key = f"stripe/customer/{customer['id']}"
    planting.expect("one_id_names_one_record", key)
    planting.record_fault(key)


FAULTS: tuple[FaultType, ...] = (
    FaultType(
        "canceled_by_hand",
        "duckdb #5782",
        "a date typed with the month as a number",
        _canceled_by_hand,
        (_WON,),
    ),
    FaultType("ended_in_words", "duckdb #13197", "a date in words", _ended_in_words, (_WON,)),
    FaultType(
        "amount_in_another_locale",
        "duckdb-excel #46",
        "an amount typed with a decimal comma",
        _amount_in_another_locale,
        (_WON,),
    ),
    FaultType(
        "opened_in_a_spreadsheet",
        "duckdb-excel #38",
        "an id read as a number",
        _opened_in_a_spreadsheet,
        (Override(form="typeform"),),
    ),
    FaultType(
        "id_used_twice",
        "django-import-export #1130",
        "two customers with one id",
        _id_used_twice,
        (_WON,),
    ),
)
