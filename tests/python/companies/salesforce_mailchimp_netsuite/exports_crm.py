"""Salesforce: leads, contacts and deals by Data Loader, accounts as a report."""

from __future__ import annotations

from datetime import datetime, timedelta

from ..drawing import Cell, Table, iso, local
from ..selling import Record, flag
from ..zoho_activecampaign_xero.exports import money, of
from .own import OLDER_EXPORT
from .report import Report
from .world import World, currency_of

BERLIN = "Europe/Berlin"
LEAD = {
    "last": "LastName",
    "first": "FirstName",
    "company": "Company",
    "title": "Title",
    "city": "City",
    "country": "Country",
    "phone": "Phone",
    "email": "Email",
    "size": "NumberOfEmployees",
}
CONTACT = {
    "last": "LastName",
    "first": "FirstName",
    "title": "Title",
    "city": "MailingCity",
    "country": "MailingCountry",
    "phone": "Phone",
    "email": "Email",
}
STATUS = {
    "New": "Open - Not Contacted",
    "Working": "Working - Contacted",
    "Qualified": "Closed - Converted",
    "Disqualified": "Closed - Not Converted",
    "Recycled": "Nurture",
    "": "",
}
STAMPS = ("CreatedDate", "CreatedById", "LastModifiedDate", "SystemModstamp")


def crm(w: World) -> list[Table]:
    """All records, without activities and histories."""
    return [
        *users(w),
        *leads(w),
        contacts(w),
        accounts(w),
        deals(w),
        lines(w),
    ]


def users(w: World) -> list[Table]:
    """Users, and the queue among the groups."""
    people = Table(
        "salesforce/User.csv",
        (
            *("Id", "Username", "LastName", "FirstName", "Name", "Email", "Alias", "IsActive"),
            *("TimeZoneSidKey", "LocaleSidKey", "UserType", "CreatedDate", "LastModifiedDate"),
            "SystemModstamp",
        ),
        "salesforce/user",
        ("Id",),
    )
    groups = Table(
        "salesforce/Group.csv",
        ("Id", "Name", "DeveloperName", "RelatedId", "Type", "CreatedDate", "SystemModstamp"),
        "salesforce/queue",
        ("Id",),
    )
    made = w.days_before(700)
    for user in w.team.users:
        row: dict[str, Cell] = {"Id": user.id, "Name": user.name, "CreatedDate": iso(made)}
        if user.kind == "queue":
            row |= {"DeveloperName": user.name.replace(" ", "_"), "Type": "Queue"}
            groups.add(row | {"SystemModstamp": iso(made)})
            continue
        first, last = user.name.split(" ", 1)
        changed = iso(user.left_at or made)
        row |= {"Username": user.email, "LastName": last, "FirstName": first, "Email": user.email}
        row |= {"Alias": last[:8].lower(), "IsActive": flag(user.left_at is None)}
        row |= {"TimeZoneSidKey": BERLIN, "LocaleSidKey": "de_DE", "UserType": "Standard"}
        people.add(row | {"LastModifiedDate": changed, "SystemModstamp": changed})
    return [people, groups]


def leads(w: World) -> list[Table]:
    """All leads, and an older export of the leads of a month."""
    columns = (
        *("Id", "IsDeleted", "MasterRecordId", *LEAD.values(), "Industry", "LeadSource"),
        *("Status", "OwnerId", "HasOptedOutOfEmail", "IsConverted", "ConvertedDate"),
        *("ConvertedAccountId", "ConvertedContactId", "ConvertedOpportunityId", *STAMPS),
    )
    now = Table("salesforce/Lead.csv", columns, "salesforce/lead", ("Id",), quoted=True)
    older = Table("salesforce/Lead_2026-05-05.csv", columns, "salesforce/lead", ("Id",))
    first = OLDER_EXPORT - timedelta(days=30)
    for one in of(w, "lead"):
        now.add(lead_at(one, w.now))
        if first < one.created < OLDER_EXPORT:
            older.add(lead_at(one, OLDER_EXPORT))
    return [now, older]


def lead_at(one: Record, moment: datetime) -> dict[str, Cell]:
    """A lead as an export of a moment has it."""
    assert one.owner is not None and one.created_by is not None
    values = {**one.values, "opted_out": flag(one.opted_out)}
    for change in sorted(one.changes, key=lambda change: change.at, reverse=True):
        if change.at > moment:
            values[change.header] = change.old
    steps = [step.new for step in one.steps if step.at <= moment]
    moves = [move.new for move in one.moves if move.at <= moment]
    is_converted = one.converted_at is not None and one.converted_at <= moment
    is_merged = one.merged_at is not None and one.merged_at <= moment
    stamps = [one.created, *(change.at for change in one.changes)]
    stamps += [step.at for step in one.steps] + [move.at for move in one.moves]
    stamps += [when for when in (one.converted_at, one.merged_at) if when]
    changed = iso(max(when for when in stamps if when <= moment))
    row: dict[str, Cell] = {header: values[name] for name, header in LEAD.items()}
    row |= {
        "Id": one.id,
        "IsDeleted": flag(is_merged),
        "MasterRecordId": one.merged_into.id if one.merged_into and is_merged else "",
        "Industry": one.industry,
        "LeadSource": one.source,
        "Status": STATUS[steps[-1] if steps else "New"] if one.steps else STATUS[one.status],
        "OwnerId": (moves[-1] if moves else one.moves[0].old if one.moves else one.owner).id,
        "HasOptedOutOfEmail": values["opted_out"],
        "IsConverted": flag(is_converted),
        "CreatedDate": iso(one.created),
        "CreatedById": one.created_by.id,
        "LastModifiedDate": changed,
        "SystemModstamp": changed,
    }
    if is_converted:
        row |= {
            "ConvertedDate": local(one.converted_at, BERLIN, "%Y-%m-%d"),
            "ConvertedAccountId": one.account.id if one.account else "",
            "ConvertedContactId": one.contact.id if one.contact else "",
            "ConvertedOpportunityId": one.deal.id if one.deal else "",
        }
    return row


def contacts(w: World) -> Table:
    """The contacts."""
    table = Table(
        "salesforce/Contact.csv",
        (
            *("Id", "IsDeleted", "MasterRecordId", "AccountId", *CONTACT.values(), "LeadSource"),
            *("OwnerId", "HasOptedOutOfEmail", *STAMPS),
        ),
        "salesforce/contact",
        ("Id",),
        quoted=True,
    )
    for one in of(w, "contact"):
        assert one.owner is not None and one.account is not None and one.created_by is not None
        row: dict[str, Cell] = {header: one.values[name] for name, header in CONTACT.items()}
        table.add(
            row
            | {
                "Id": one.id,
                "IsDeleted": flag(one.merged_into is not None),
                "MasterRecordId": one.merged_into.id if one.merged_into else "",
                "AccountId": one.account.id,
                "LeadSource": one.source,
                "OwnerId": one.owner.id,
                "HasOptedOutOfEmail": flag(one.opted_out),
                "CreatedDate": iso(one.created),
                "CreatedById": one.created_by.id,
                "LastModifiedDate": iso(one.touched),
                "SystemModstamp": iso(one.touched),
            }
        )
    return table


def accounts(w: World) -> Table:
    """The accounts: a report of a user in Germany."""
    table = Report(
        "salesforce/report_accounts.csv",
        (
            *("Account Owner", "Account Name", "Type", "Account Number", "Website"),
            *("Billing City", "Billing Country", "Created Date", "Last Modified Date"),
            *("Account ID", "Parent Account ID"),
        ),
        "salesforce/account",
        ("Account ID",),
        title="Accounts with owner",
        short=("Account ID", "Parent Account ID"),
    )
    for one in sorted(w.accounts, key=lambda one: (one.created, one.id)):
        changed = max([one.created, *(change.at for change in one.changes)])
        table.add(
            {
                "Account Owner": one.owner.name,
                "Account Name": one.name,
                "Type": "Customer - Direct" if one.is_customer else "Prospect",
                "Account Number": one.number,
                "Website": f"www.{one.domain}",
                "Billing City": one.city,
                "Billing Country": one.country,
                "Created Date": local(one.created, BERLIN, "%d/%m/%Y"),
                "Last Modified Date": local(changed, BERLIN, "%d/%m/%Y"),
                "Account ID": one.id,
                "Parent Account ID": one.parent.id if one.parent else "",
            }
        )
    return table


def deals(w: World) -> Table:
    """The deals."""
    table = Table(
        "salesforce/Opportunity.csv",
        (
            *("Id", "IsDeleted", "AccountId", "ContactId", "Name", "StageName", "Amount"),
            *("CurrencyIsoCode", "Probability", "CloseDate", "IsClosed", "IsWon", "OwnerId"),
            *(*STAMPS, "Deal_Number__c", "Billing__c", "Monthly_Fee__c", "Customer_Number__c"),
            *("Partner_Number__c", "Invoice_Number__c"),
        ),
        "salesforce/opportunity",
        ("Id",),
        quoted=True,
    )
    likely = dict(zip(w.STAGES, (10, 30, 60, 100, 0), strict=True))
    for one in sorted(w.deals, key=lambda one: (one.created, one.id)):
        closed = one.won_at or one.lost_at
        changed = iso(max([one.created, *(step.at for step in one.steps)]))
        chance = likely[one.stage] if one.probability is None else one.probability
        table.add(
            {
                "Id": one.id,
                "IsDeleted": "false",
                "AccountId": one.account.id,
                "ContactId": one.contact.id,
                "Name": one.name,
                "StageName": one.stage,
                "Amount": money(one.amount),
                "CurrencyIsoCode": currency_of(one.account),
                "Probability": chance,
                "CloseDate": local(closed, BERLIN, "%Y-%m-%d")
                or (one.due.isoformat() if one.due else ""),
                "IsClosed": flag(closed is not None),
                "IsWon": flag(one.won_at is not None),
                "OwnerId": one.owner.id,
                "CreatedDate": iso(one.created),
                "CreatedById": one.owner.id,
                "LastModifiedDate": changed,
                "SystemModstamp": changed,
                "Deal_Number__c": one.number,
                "Billing__c": one.billing,
                "Monthly_Fee__c": money(one.amount // 12) if one.billing == "Monthly" else "",
                "Customer_Number__c": one.account.number,
                "Partner_Number__c": one.partner.number if one.partner else "",
                "Invoice_Number__c": f"INV{one.collective}" if one.collective else "",
            }
        )
    return table


def lines(w: World) -> Table:
    """The products of won deals."""
    table = Table(
        "salesforce/OpportunityLineItem.csv",
        ("Id", "OpportunityId", "Product2Id", "Quantity", "TotalPrice"),
        "salesforce/line_item",
        ("Id",),
    )
    for deal in w.deals:
        for number, (line, amount) in enumerate(deal.lines):
            row: dict[str, Cell] = {"Id": line, "OpportunityId": deal.id, "Quantity": 1}
            product = f"01tQy000000000{number}AAA"
            table.add(row | {"Product2Id": product, "TotalPrice": money(amount)})
    return table
