"""NetSuite: transactions with their lines, customers and payments; the card processor."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..drawing import Cell, Table, local
from ..selling import Account, Invoice
from ..zoho_activecampaign_xero.exports import money
from .world import World

PACIFIC = "America/Los_Angeles"
US_DAY = "%m/%d/%Y"
Rows = list[tuple[datetime, str, dict[str, Cell]]]


def money_tables(w: World) -> list[Table]:
    """All files of finance."""
    return [transactions(w), customers(w), *payments(w)]


def name_of(w: World, account: Account) -> str:
    """A customer as NetSuite shows it: number and name."""
    return f"{account.number} {w.billing_names.get(account.number, account.name)}"


def transactions(w: World) -> Table:
    """A saved search: a main line with `*` per transaction, then its lines."""
    table = Table(
        "netsuite/TransactionSearchResults482.csv",
        (
            *("*", "Internal ID", "Date", "Type", "Document Number", "Name", "Customer ID"),
            *("Account", "Memo", "Currency", "Amount", "Amount (Net)", "Amount (Tax)"),
            *("Status", "Due Date", "CRM Deal"),
        ),
        "netsuite/transaction",
        ("Internal ID",),
    )
    rows: Rows = []
    for one in w.invoices:
        rows.append((one.issued, one.id, invoice(w, one)))
        if one.credited_at:
            rows.append((one.credited_at, one.credit_id, credit(w, one)))
    for _, _, row in sorted(rows, key=lambda entry: entry[:2]):
        table.add(row)
        table.add(
            row
            | {
                "*": "",
                "Account": "4000 Subscriptions",
                "Amount": row["Amount (Net)"],
                "Amount (Tax)": money(0),
            }
        )
    return table


def invoice(w: World, one: Invoice) -> dict[str, Cell]:
    """The main line of an invoice."""
    number = one.number_of_deal
    if one.deal is not None and one.deal.collective:
        number = " ".join(deal.number for deal in w.deals if deal.collective == one.id)
    is_closed = one.is_settled or one.credited_at is not None
    return {
        "*": "*",
        "Internal ID": one.id,
        "Date": local(one.issued, PACIFIC, US_DAY),
        "Type": "Invoice",
        "Document Number": f"INV{one.id}",
        "Name": name_of(w, one.account),
        "Customer ID": one.account.number,
        "Account": "1200 Receivables",
        "Memo": "Subscription",
        "Currency": one.currency,
        "Amount": money(one.total),
        "Amount (Net)": money(one.net),
        "Amount (Tax)": money(one.tax),
        "Status": "Paid In Full" if is_closed else "Open",
        "Due Date": local(one.issued + timedelta(days=30), PACIFIC, US_DAY),
        "CRM Deal": number,
    }


def credit(w: World, one: Invoice) -> dict[str, Cell]:
    """The main line of a credit memo, with negative amounts."""
    return invoice(w, one) | {
        "Internal ID": one.credit_id,
        "Date": local(one.credited_at, PACIFIC, US_DAY),
        "Type": "Credit Memo",
        "Document Number": f"CM{one.credit_id}",
        "Memo": f"Corrects INV{one.id}",
        "Amount": money(-one.total),
        "Amount (Net)": money(-one.net),
        "Amount (Tax)": money(-one.tax),
        "Status": "Fully Applied",
        "Due Date": "",
    }


def customers(w: World) -> Table:
    """The customers."""
    table = Table(
        "netsuite/CustomerSearchResults77.csv",
        ("ID", "Company", "Contact", "Email", "Phone", "City", "Country"),
        "netsuite/customer_list",
        ("ID",),
    )
    for one in [*w.accounts, *w.twins]:
        if one.payer is None or not (one.is_customer or one in w.twins):
            continue
        table.add(
            {
                "ID": one.number,
                "Company": w.billing_names.get(one.number, one.name),
                "Contact": one.payer.name,
                "Email": one.payer.email,
                "Phone": one.payer.phone,
                "City": one.city,
                "Country": one.country,
            }
        )
    return table


def payments(w: World) -> list[Table]:
    """Payments as NetSuite applied them, and charges of cards on the clock of Amsterdam."""
    applied = Table(
        "netsuite/CustomerPayments12.csv",
        (
            *("Payment ID", "Paid On", "Customer", "Applied To", "Applied Amount", "Currency"),
            *("Method", "Settlement"),
        ),
        "netsuite/customer_payment",
        ("Payment ID",),
    )
    cards = Table(
        "cards/charges.csv",
        (
            *("Charge", "Captured At", "Shopper", "Merchant Reference", "Amount", "Currency"),
            *("Commission", "Payout", "Payout Currency", "State"),
        ),
        "cards/charge",
        ("Charge",),
    )
    for one in sorted(w.payments, key=lambda one: (one.at, one.id)):
        state = "paid" if one.status == "success" else "failed"
        bill = one.invoice
        if one.log == "finance":
            applied.add(
                {
                    "Payment ID": one.id,
                    "Paid On": local(one.at, PACIFIC, US_DAY + " %H:%M:%S"),
                    "Customer": name_of(w, bill.account),
                    "Applied To": f"INV{bill.id}",
                    "Applied Amount": money(one.amount),
                    "Currency": bill.currency,
                    "Method": "Tax certificate" if one.method == "tax_withheld" else "Wire",
                    "Settlement": state,
                }
            )
            continue
        is_converted = one.payout is not None
        other = "USD" if bill.currency == "EUR" else "EUR"
        cards.add(
            {
                "Charge": one.id,
                "Captured At": local(one.at, "Europe/Amsterdam", "%Y-%m-%d %H:%M:%S"),
                "Shopper": name_of(w, bill.account),
                "Merchant Reference": f"INV{bill.id}",
                "Amount": money(one.amount),
                "Currency": bill.currency,
                "Commission": money(one.fee),
                "Payout": money(one.amount - one.fee if one.payout is None else one.payout),
                "Payout Currency": other if is_converted else bill.currency,
                "State": state,
            }
        )
    return [applied, cards]
