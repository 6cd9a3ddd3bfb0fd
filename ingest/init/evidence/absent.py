"""What no file tells: columns that an audit needs and that the exports do not have."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ingest.init.evidence.view import View
from ingest.init.pairs import asks_consent
from ingest.naming import column_name

# ISO codes of frequent currencies, as they stand in headers.
_CURRENCIES = frozenset(
    ["usd", "eur", "gbp", "chf", "aed", "jpy", "cad", "aud", "inr", "brl", "sek", "nok", "dkk"]
)
_ABOUT: dict[str, frozenset[str]] = {
    "an owner": frozenset(["owner", "rep", "agent", "seller", "assigned", "assignee", "user"]),
    "a status": frozenset(["status", "stage", "phase"]),
    "a currency": frozenset(["currency", "curr", "waers"]),
    "an e-mail address": frozenset(["email", "mail", "emailaddress"]),
    "a phone number": frozenset(["phone", "mobile", "telephone", "phonenumber"]),
    "a payment": frozenset(["payment", "payments", "paid", "payout"]),
    "an invoice": frozenset(["invoice", "invoiced", "rechnung"]),
    "an amount or a price": frozenset(
        ["amount", "price", "total", "revenue", "value", "sales", "cost", "netamount", "fee"]
    ),
    "a name of a person": frozenset(["firstname", "lastname", "first", "last", "surname", "name"]),
}
_OTHERS = frozenset(["homeowner", "ownership", "username"])  # words that end like one of the above
# What only such a column says. A header in other words is not understood, so it may be there.
_THEN = {
    "an owner": "who is responsible",
    "a status": "where a record stands",
    "a currency": "the currency of an amount",
    "an e-mail address": "whether two records are one person",
    "a phone number": "whom to call",
    "a payment": "whether something was paid",
    "an invoice": "whether something was billed",
    "an amount or a price": "what something is worth",
    "a name of a person": "who a person is",
    "a consent": "whether people may be written to",
    "a date": "on which day something was",
}


def absent_lines(views: Mapping[str, View]) -> list[str]:
    """A line per thing that no file has, then per table of people and deals."""
    tables = list(views.values())
    lines = [
        _none(what)
        for what, words in _ABOUT.items()
        if not any(_has(view, words) for view in tables)
    ]
    has_consent = any(asks_consent(header) for view in tables for header in view.measures)
    lines += [] if has_consent else [_none("a consent")]
    has_date = any(not one.is_day_number for view in tables for one in view.moments)
    lines += [] if has_date else [_none("a date")]
    lines += _currencies_in_headers(tables)
    for view in tables:
        if view.entity in ("people", "opportunities", "companies"):
            if not view.may_have_creation:
                lines.append(
                    f"{view.label}: no column is named like a creation: the days until the next "
                    "step cannot be said"
                )
            if not _has(view, _ABOUT["an owner"]):
                lines.append(f"{view.label}: no column is named like an owner")
    rows = {view.table.rows for view in tables}
    if len(tables) > 2 and len(rows) == 1:
        lines.append(
            f"each of the {len(tables)} tables has {rows.pop():,} rows: they are probably cut, and "
            "ids that are not found are no lost records"
        )
    return lines


def _none(what: str) -> str:
    return (
        f"no column of any file is named like {what}; a column with another name would have to say "
        f"{_THEN[what]}"
    )


def _has(view: View, words: frozenset[str]) -> bool:
    """Whether a word of a header is one of `words`, or begins or ends with a long one of them."""
    long = tuple(word for word in words if len(word) > 3)
    return any(
        part in words or ((part.startswith(long) or part.endswith(long)) and part not in _OTHERS)
        for header in view.measures
        if "marital" not in header.casefold()
        for part in column_name(header).split("_")
    )


def _currencies_in_headers(tables: list[View]) -> list[str]:
    found: dict[str, list[str]] = {}
    for view in tables:
        for header in view.measures:
            for word in re.split(r"[^A-Za-z]+", header):
                if word.casefold() in _CURRENCIES:
                    found.setdefault(word.upper(), []).append(f"{view.table.object}.{header}")
    return [
        f"{len(headers)} columns name {code} in their header: {', '.join(headers)}"
        for code, headers in found.items()
    ]
