"""Stripe exports: one customer, subscription, invoice and payment per won deal."""

from __future__ import annotations

from demo.exports.headers import STRIPE_PAYMENTS
from demo.exports.table import Table, filled

_WON = "plan where is_won"
_ACCOUNT_ID = "sf('Account', '0', tail)"
_DEAL_ID = "sf('Opportunity', '0', lead_tail)"


def _id(prefix: str) -> str:
    return f"'{prefix}_' || substr(md5('{prefix}' || i), 1, 14)"


CUSTOMER = Table(
    "customer",
    "stripe/customers.csv",
    _WON,
    "invoiced",
    {
        "id": _id("cus"),
        "Description": "name",
        "Email": "email",
        "Name": "first_name || ' ' || last_name",
        "Created (UTC)": "ts(invoiced - 600)",
        "Delinquent": "'false'",
        "Plan": "'team-annual'",
        "Status": "'active'",
        "Total Spend": "amount",
        "Payment Count": "'1'",
        "Refunded Volume": "'0.00'",
        "Dispute Losses": "'0.00'",
        "salesforce_account_id (metadata)": _ACCOUNT_ID,
    },
)
SUBSCRIPTION = Table(
    "subscription",
    "stripe/subscriptions.csv",
    _WON,
    "invoiced",
    {
        "id": _id("sub"),
        "Customer ID": _id("cus"),
        "Customer Email": "email",
        "Customer Name": "first_name || ' ' || last_name",
        "Plan": "'team-annual'",
        "Quantity": "'1'",
        "Currency": "'usd'",
        "Interval": "'year'",
        "Amount": "amount",
        "Status": "'active'",
        "Created (UTC)": "ts(invoiced)",
        "Start (UTC)": "ts(invoiced)",
        "Current Period Start (UTC)": "ts(invoiced)",
        "Current Period End (UTC)": "ts(invoiced + 31536000)",
        "Trial Start (UTC)": "''",
        "Trial End (UTC)": "''",
        "Canceled At (UTC)": "''",
        "Ended At (UTC)": "''",
    },
)
INVOICE = Table(
    "invoice",
    "stripe/invoices.csv",
    _WON,
    "invoiced",
    {
        "id": _id("in"),
        "Number": "'NB-' || cast(10000 + i as varchar)",
        "Customer": _id("cus"),
        "Customer Email": "email",
        "Customer Name": "name",
        "Subscription": _id("sub"),
        "Currency": "'usd'",
        "Subtotal": "amount",
        "Tax": "'0.00'",
        "Total": "amount",
        "Amount Due": "amount",
        "Amount Paid": "amount",
        "Amount Remaining": "'0.00'",
        "Status": "'paid'",
        "Date (UTC)": "ts(invoiced)",
        "Due Date (UTC)": "ts(invoiced + 1209600)",
        "Paid": "'true'",
        "opportunity_id (metadata)": _DEAL_ID,
    },
)
PAYMENT = Table(
    "payment",
    "stripe/unified_payments.csv",
    _WON,
    "paid",
    filled(
        (*STRIPE_PAYMENTS, "opportunity_id (metadata)"),
        {
            "id": _id("ch"),
            "Created date (UTC)": "ts(paid)",
            "Amount": "amount",
            "Amount Refunded": "'0.00'",
            "Currency": "'usd'",
            "Captured": "'true'",
            "Converted Amount": "amount",
            "Converted Amount Refunded": "'0.00'",
            "Converted Currency": "'usd'",
            "Description": "'Payment for invoice'",
            "Fee": "'0.00'",
            "Is Link": "'false'",
            "Mode": "'Live'",
            "PaymentIntent ID": _id("pi"),
            "Payment Source Type": "'card'",
            "Statement Descriptor": "'NORTHBEAM'",
            "Status": "'Paid'",
            "Seller Message": "'Payment complete.'",
            "Card ID": _id("pm"),
            "Card Brand": "'Visa'",
            "Card Funding": "'credit'",
            "Card Last4": "'4242'",
            "Customer ID": _id("cus"),
            "Customer Description": "name",
            "Customer Email": "email",
            "Invoice ID": _id("in"),
            "Invoice Number": "'NB-' || cast(10000 + i as varchar)",
            "opportunity_id (metadata)": _DEAL_ID,
        },
    ),
)
TABLES = (CUSTOMER, SUBSCRIPTION, INVOICE, PAYMENT)
