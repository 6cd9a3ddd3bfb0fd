"""Our own ids in the words of the reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

WORDS = {
    # statuses
    "pass": "passes",
    "fail": "fails",
    "waived": "waived",
    "unconfirmed": "unconfirmed",
    "not_computable": "could not be computed",
    "error": "error",
    # hops
    "captured": "Form filled",
    "in_map": "In marketing automation",
    "in_crm": "In the CRM",
    "enriched": "Enriched",
    "assigned": "Assigned to a user",
    "alerted": "Alert sent",
    "first_attempt": "First attempt of a person",
    "first_conversation": "First conversation",
    "meeting": "Meeting booked",
    "opportunity": "Opportunity opened",
    "won": "Deal won",
    "invoiced": "Invoice sent",
    # kinds of responsible persons
    "rep": "sales rep",
    "declared": "handoff owner",
    "queue": "queue",
    "nobody": "nobody is named",
    # harms and money
    "lost_lead": "lost leads",
    "late_lead": "late leads",
    "lost_revenue": "lost revenue",
    "double_charge": "charged twice",
    "compliance": "refusal of e-mail",
    "hand_work": "work by hand",
    "trust": "trust in the figures",
    "unbilled": "due and not invoiced",
    "overbilled": "charged too much",
    "unpaid": "invoiced and not paid",
    "pipeline": "value of leads",
    # changes
    "new": "new",
    "resolved": "fixed",
    "worse": "worse",
    "better": "better",
    "lost": "no verdict any more",
    "gained": "verdict for the first time",
}

# What each verdict on a value means, in the order of the columns.
VERDICTS = (
    "equal",
    "equal_after_normalising",
    "reformatted",
    "blank",
    "placeholder",
    "defaulted",
    "truncated",
    "encoding_damaged",
    "type_damaged",
    "mis_mapped",
    "overwritten",
    "stale",
    "invented",
    "mismatched",
    "corrected",
    "not_comparable",
)

SYMBOLS = {
    "pass": "✓",
    "fail": "✕",
    "error": "!",
    "unconfirmed": "?",
    "waived": "~",
    "not_computable": "?",
}


def say(word: str) -> str:
    """A word of our vocabulary as a person says it."""
    return WORDS.get(word, word.replace("_", " "))


def say_money(row: Mapping[str, Any]) -> str:
    """The money of a finding: `107.35 USD charged too much`; empty where none is at risk."""
    money = row["money_likely"] or row["money_high"]
    if not money:
        return ""
    up_to = "" if row["money_likely"] else "up to "
    amount = f"{money:,.2f} {row['money_currency'] or ''}".strip()
    return f"{up_to}{amount} {say(row['money_kind'])}"


def symbol(status: str | None) -> str:
    """The sign of a status, for those who do not see its colour."""
    return SYMBOLS.get(status or "", "–")
