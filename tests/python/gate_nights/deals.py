"""Edits of deals: won ones, and their invoices."""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import Field

from demo.company.ids import salesforce_id
from gate_nights.edits_of_files import Edit
from gate_nights.evening import Evening, NightError
from gate_nights.files import Row
from gate_nights.people import lead_number, md5, number_of, paths_of, stamp

_DEALS, _MOVES = "salesforce/Opportunity.csv", "salesforce/OpportunityHistory.csv"
_INVOICES = "stripe/invoices.csv"
# Nine days before the baseline: the invoice is not due on that evening, and is the day after.
WON_AT = datetime(2026, 6, 21, 9)
BILLED_AT = datetime(2026, 7, 1, 8)


class Win(Edit):
    """Sales wins open deals. The invoice is finance's."""

    deals: list[str] = Field(min_length=1)
    at: datetime

    def apply(self, evening: Evening) -> None:
        for deal in self.deals:
            row = _deal(evening, deal)
            if row["StageName"] != "Proposal":
                raise NightError(f"{deal} is {row['StageName']}")
            moment = stamp(self.at)
            row.update(StageName="Closed Won", StageSortOrder="4", Probability="100", IsClosed="1",
                       IsWon="1", ForecastCategory="Closed", ForecastCategoryName="Closed",
                       CloseDate=f"{self.at.date()} 00:00:00", LastModifiedDate=moment,
                       SystemModstamp=moment, LastStageChangeDate=moment)  # fmt: skip
            _note_moves(evening, row, self.at)
            _note_customer(evening, row, self.at)


def _deal(evening: Evening, deal: str) -> Row:
    found = [row for row in evening.table(_DEALS).rows if row["Id"] == deal]
    if len(found) != 1:
        raise NightError(f"there is no deal {deal}")
    return found[0]


def _note_moves(evening: Evening, deal: Row, at: datetime) -> None:
    table = evening.table(_MOVES)
    last = [row for row in table.rows if row["OpportunityId"] == deal["Id"]][-1]
    number = number_of(deal["Id"])
    assert number is not None
    steps = ((3, at - timedelta(days=3), "Proposal", "Negotiation"),
             (4, at, "Negotiation", "Closed Won"))  # fmt: skip
    for series, when, old, new in steps:
        table.rows.append({
            **last, "Id": salesforce_id("OpportunityHistory", number, series),
            "FromOpportunityStageName": old, "StageName": new, "CreatedDate": stamp(when),
            "SystemModstamp": stamp(when), "CloseDate": f"{at.date()} 00:00:00",
        })  # fmt: skip


def _note_customer(evening: Evening, deal: Row, at: datetime) -> None:
    """The account is a customer, and marketing knows it."""
    accounts = evening.table("salesforce/Account.csv").rows
    account = next(row for row in accounts if row["Id"] == deal["AccountId"])
    account.update(Type="Customer", LastModifiedDate=stamp(at), SystemModstamp=stamp(at))
    later = at + timedelta(seconds=60)
    iso = later.strftime("%Y-%m-%dT%H:%M:%SZ")
    number = number_of(deal["Id"])
    for path in paths_of(evening.files, "marketo/leads-bulk"):
        for row in evening.table(path).rows:
            if lead_number("marketo", row["id"], {}) == number:
                row.update(leadStatus="Customer", updatedAt=iso)
    moves = evening.table(f"marketo/activities-bulk-{later:%Y-%m}.csv")
    model = next(row for row in moves.rows if '"New Value":"' in row["attributes"])
    moves.rows.append({
        **model, "marketoGUID": str(7_000_000 + (number or 0) * 16 + 7),
        "leadId": str(100_000 + (number or 0)), "activityDate": iso,
        "primaryAttributeValue": "leadStatus",
        "attributes": '{"New Value":"Customer","Old Value":"Opportunity",'
        '"Reason":"Smart campaign: lifecycle","Source":"Web service API"}',
    })  # fmt: skip


class Bill(Edit):
    """Finance sends the invoice of won deals, and the customer pays within the hour."""

    deals: list[str] = Field(min_length=1)
    at: datetime

    def apply(self, evening: Evening) -> None:
        for deal in self.deals:
            _bill(evening, _deal(evening, deal), self.at)


def bill(evening: Evening, unbilled: list[str]) -> None:
    """The invoices that become due after the baseline; without `unbilled`."""
    won = [row for row in evening.table(_DEALS).rows if row["LastStageChangeDate"] == stamp(WON_AT)]
    due = [row for row in won if row["Id"] not in unbilled]
    if len(won) - len(due) != len(unbilled):
        raise NightError(f"not all of {unbilled} wait for an invoice")
    invoiced = {row["opportunity_id (metadata)"] for row in evening.table(_INVOICES).rows}
    for row in due:
        if row["Id"] not in invoiced:
            _bill(evening, row, BILLED_AT)


def _bill(evening: Evening, deal: Row, at: datetime) -> None:
    number = number_of(deal["Id"])
    contacts = evening.table("salesforce/Contact.csv").rows
    contact = next(row for row in contacts if row["Id"] == deal["ContactId"])
    company = deal["Name"].split(" - ")[0]
    ids = {
        kind: f"{kind}_{md5(kind + str(number))[:14]}" for kind in ("cus", "sub", "in", "ch", "pi")
    }
    amount, paid = deal["Amount"], at + timedelta(hours=1)
    buyer = f"{contact['FirstName']} {contact['LastName']}"
    cells: dict[str, Row] = {
        "stripe/customers.csv": {
            "id": ids["cus"], "Description": company, "Email": contact["Email"], "Name": buyer,
            "Created (UTC)": stamp(at - timedelta(minutes=10)), "Total Spend": amount,
            "salesforce_account_id (metadata)": deal["AccountId"],
        },
        "stripe/subscriptions.csv": {
            "id": ids["sub"], "Customer ID": ids["cus"], "Customer Email": contact["Email"],
            "Customer Name": buyer, "Amount": amount, "Created (UTC)": stamp(at),
            "Start (UTC)": stamp(at), "Current Period Start (UTC)": stamp(at),
            "Current Period End (UTC)": stamp(at + timedelta(days=365)),
        },
        _INVOICES: {
            "id": ids["in"], "Number": f"NB-{10_000 + (number or 0)}", "Customer": ids["cus"],
            "Customer Email": contact["Email"], "Customer Name": company,
            "Subscription": ids["sub"], "Subtotal": amount, "Total": amount, "Amount Due": amount,
            "Amount Paid": amount, "Date (UTC)": stamp(at),
            "Due Date (UTC)": stamp(at + timedelta(days=14)),
            "opportunity_id (metadata)": deal["Id"],
        },
        "stripe/unified_payments.csv": {
            "id": ids["ch"], "Created date (UTC)": stamp(paid), "Amount": amount,
            "Converted Amount": amount, "PaymentIntent ID": ids["pi"], "Customer ID": ids["cus"],
            "Customer Description": company, "Customer Email": contact["Email"],
            "Invoice ID": ids["in"], "Invoice Number": f"NB-{10_000 + (number or 0)}",
            "Card ID": f"pm_{md5('pm' + str(number))[:14]}",
            "opportunity_id (metadata)": deal["Id"],
        },
    }  # fmt: skip
    for path, row in cells.items():
        rows = evening.table(path).rows
        model = rows[0]
        if unknown := set(row) - set(model):
            raise NightError(f"{path} has no column {sorted(unknown)}")
        rows.append({**model, **row})
