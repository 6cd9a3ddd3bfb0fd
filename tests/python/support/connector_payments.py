"""The same small company in Stripe, in every layout.

Ada paid an invoice in dollars, of which a part was refunded, and one in yen, which has no smaller
unit and was settled in dollars. A third payment failed; a fourth was never captured.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from ingest.naming import column_name
from support.connector_layouts import FIVETRAN, NATIVE, Layout, Record, at, write

JUNE = at("2025-06-02T10:00:00")
PAID = at("2025-06-03T10:00:00")
# Id, amount, refunded, currency, what it was settled for in dollars, API status, captured, invoice.
CHARGES = [
    ("ch_1", 1800050, 50, "usd", 1800050, "succeeded", True, "in_1"),
    ("ch_2", 50000, 0, "jpy", 33512, "succeeded", True, "in_2"),
    ("ch_3", 999, 0, "usd", None, "failed", False, None),
    ("ch_4", 2500, 0, "usd", None, "succeeded", False, None),
]
DASHBOARD = {"ch_1": "Paid", "ch_2": "Paid", "ch_3": "Failed", "ch_4": "Uncaptured"}
# Id, number, currency, subtotal, tax, total, paid, due, status, paid at.
INVOICES: list[tuple[str, str, str, int, int, int, int, int, str, datetime | None]] = [
    ("in_1", "BW-1", "usd", 1500050, 300000, 1800050, 1800050, 1800050, "paid", PAID),
    ("in_2", "BW-2", "jpy", 50000, 0, 50000, 50000, 50000, "paid", PAID),
    ("in_3", "BW-3", "usd", 700, 0, 700, 0, 700, "void", None),
]
CUSTOMER = {"id": "cus_1", "email": "ada@byrne.example", "name": "Ada Byrne"}


def stripe(folder: Path, layout: Layout) -> None:
    """Payments, invoices and their payer."""
    if layout is NATIVE:
        _dashboard(folder)
    else:
        _api(folder, layout)


def major(amount: int | None, currency: str) -> str:
    """An amount as the dashboard writes it."""
    if amount is None:
        return ""
    return f"{amount}.00" if currency == "jpy" else f"{amount // 100}.{amount % 100:02d}"


def _dashboard(folder: Path) -> None:
    payments = [
        {
            "id": key,
            "Created date (UTC)": PAID,
            "Amount": major(amount, currency),
            "Amount Refunded": major(refunded, currency),
            "Currency": currency,
            "Captured": captured,
            "Converted Amount": major(settled, "usd"),
            "Converted Currency": "usd" if settled else None,
            "Is Link": False,
            "Mode": "Live",
            "PaymentIntent ID": f"pi_{key}",
            "Status": DASHBOARD[key],
            "Customer ID": "cus_1",
            "Customer Email": CUSTOMER["email"],
            "Invoice ID": invoice,
        }
        for key, amount, refunded, currency, settled, _, captured, invoice in CHARGES
    ]
    write(folder / "unified_payments.csv", NATIVE.rows(payments))
    invoices = [
        {
            "id": key,
            "Number": number,
            "Customer": "cus_1",
            "Customer Email": CUSTOMER["email"],
            "Currency": currency,
            "Subtotal": major(subtotal, currency),
            "Tax": major(tax, currency),
            "Total": major(total, currency),
            "Amount Due": major(due, currency),
            "Amount Paid": major(paid, currency),
            "Status": status,
            "Date (UTC)": JUNE,
            "Due Date (UTC)": at("2025-07-02T10:00:00"),
            "Paid At (UTC)": when,
            "opportunity_id (metadata)": "0065g00000DealAAAQ",
        }
        for key, number, currency, subtotal, tax, total, paid, due, status, when in INVOICES
    ]
    write(folder / "invoices.csv", NATIVE.rows(invoices))
    customer = {
        "id": "cus_1",
        "Email": CUSTOMER["email"],
        "Name": CUSTOMER["name"],
        "Created (UTC)": JUNE,
        "Delinquent": False,
        "Total Spend": "18000.50",
        "Payment Count": 2,
    }
    write(folder / "customers.csv", NATIVE.rows([customer]))


def _api(folder: Path, layout: Layout) -> None:
    """API names and minor units; Fivetran appends _id to links, only it and dlt read the times."""
    suffix = "_id" if layout is FIVETRAN else ""

    def moment(value: datetime | None) -> object:
        is_epoch = layout.name == "airbyte" and value is not None
        return int(value.timestamp()) if is_epoch and value is not None else value

    metadata: Mapping[str, str] = {"opportunity_id": "0065g00000DealAAAQ"}
    about: Record = (
        {"metadata__opportunity_id": metadata["opportunity_id"]}
        if layout.name == "dlt"
        else {"metadata": json.dumps(metadata)}
    )
    charges = [
        {
            "id": key,
            "amount": amount,
            "amount_refunded": refunded,
            "currency": currency,
            "captured": captured,
            "created": moment(PAID),
            "livemode": True,
            "status": status,
            f"payment_intent{suffix}": f"pi_{key}",
            f"customer{suffix}": "cus_1",
            f"invoice{suffix}": invoice,
            f"balance_transaction{suffix}": f"txn_{key}" if settled else None,
            "receipt_email": CUSTOMER["email"],
        }
        for key, amount, refunded, currency, settled, status, captured, invoice in CHARGES
    ]
    balance = [
        {
            "id": f"txn_{key}",
            "amount": settled,
            "available_on": moment(PAID),
            "created": moment(PAID),
            "currency": "usd",
            "fee": 90,
            "net": settled - 90,
            "source": key,
            "type": "charge",
        }
        for key, _, _, _, settled, *_ in CHARGES
        if settled is not None
    ]
    invoices = []
    for key, number, currency, subtotal, tax, total, paid, due, status, when in INVOICES:
        seconds = int(when.timestamp()) if when is not None else None
        moves: Record = {
            "fivetran": {"status_transitions_paid_at": when},
            "airbyte": {"status_transitions": json.dumps({"paid_at": seconds})},
            "dlt": {"status_transitions__paid_at": when},
        }[layout.name]
        invoices.append(
            {
                "id": key,
                "number": number,
                f"customer{suffix}": "cus_1",
                "customer_email": CUSTOMER["email"],
                "currency": currency,
                "subtotal": subtotal,
                "tax": tax,
                "total": total,
                "amount_due": due,
                "amount_paid": paid,
                "amount_remaining": due - paid,
                "status": status,
                "created": moment(JUNE),
                "due_date": moment(at("2025-07-02T10:00:00")),
                "livemode": True,
                **moves,
                **about,
            }
        )
    customer = CUSTOMER | {
        "created": moment(JUNE),
        "delinquent": False,
        "livemode": True,
        "invoice_prefix": "BW",
    }
    plural = "" if layout is FIVETRAN else "s"
    for name, records in (
        ("charge", charges),
        ("balance_transaction", balance),
        ("invoice", invoices),
        ("customer", [customer]),
    ):
        same = {key: key for record in records for key in record if column_name(key) != key}
        write(folder / f"{name}{plural}.csv", layout.rows(records, same))
