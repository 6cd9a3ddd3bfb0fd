"""Faults of the exports themselves: what hands and spreadsheets do to a file on its way."""

from __future__ import annotations

from demo.company.overrides import Override
from demo.faults.planted_rows import FaultType, Scene

_WON = Override(stage="won")
_SUBSCRIPTIONS = "stripe/subscriptions.csv"


def _column(scene: Scene, check: str, key: str, path: str) -> None:
    """A check reports a column of a file, however many of its values are wrong."""
    scene.expect(check, f"{key}/{path}")
    scene.note(key)


def _canceled_by_hand(scene: Scene) -> None:
    # Days up to 12 only: nothing tells the month from the day.
    scene.lead.one("subscription")["Canceled At (UTC)"] = f"0{scene.variant % 9 + 1}/11/2026 09:30"
    _column(scene, "dates_have_one_order", "stripe/subscription/canceled_at", _SUBSCRIPTIONS)


def _ended_in_words(scene: Scene) -> None:
    scene.lead.one("subscription")["Ended At (UTC)"] = "end of next quarter"
    _column(scene, "values_are_readable", "stripe/subscription/ended_at", _SUBSCRIPTIONS)


def _amount_in_another_locale(scene: Scene) -> None:
    scene.lead.one("subscription")["Amount"] = "1.234,56"
    _column(scene, "numbers_have_one_mark", "stripe/subscription/amount", _SUBSCRIPTIONS)


def _opened_in_a_spreadsheet(scene: Scene) -> None:
    # Ten hex digits can read like a number: 0000788e15 is 7.88E+17 to a spreadsheet.
    scene.lead.form["Network ID"] = "7.88E+17"
    key = "website/submission/network_id"
    _column(scene, "ids_survive_spreadsheets", key, "website/typeform-demo-request.csv")


FAULTS: tuple[FaultType, ...] = (
    FaultType(
        "canceled_by_hand",
        "duckdb #5782",
        "a date typed with the month as a number",
        _canceled_by_hand,
        (_WON,),
    ),
    FaultType("ended_in_words", "duckdb #13197", "a date put in words", _ended_in_words, (_WON,)),
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
)
