"""The histories of Salesforce: three by Data Loader, that of contacts as a report."""

from __future__ import annotations

from datetime import datetime

from ..drawing import Cell, Table, iso, local
from ..selling import User
from ..zoho_activecampaign_xero.exports import money, of
from .exports_crm import BERLIN, LEAD, STATUS
from .ids import PREFIXES, salesforce_id
from .report import Report
from .world import World, currency_of

LABELS = {"phone": "Business Phone", "title": "Title", "opted_out": "Email Opt Out"}
LABELS |= {"email": "Email", "last": "Last Name", "city": "Mailing City"}
Row = tuple[datetime, str, dict[str, Cell]]


def histories(w: World) -> list[Table]:
    """All histories."""
    return [lead_history(w), contact_history(w), account_history(w), stages(w)]


def fields(parent: str, path: str) -> Table:
    """An empty history of fields."""
    names = ("CreatedById", "CreatedDate", "Field", "DataType", "OldValue", "NewValue")
    return Table(path, ("Id", "IsDeleted", parent, *names))


def fill(table: Table, rows: list[Row]) -> Table:
    """Adds the rows in the order of time, each with an id."""
    for number, (when, _, row) in enumerate(sorted(rows, key=lambda entry: entry[:2])):
        row_id = salesforce_id(PREFIXES["history"], 90_000 + number)
        table.add({"Id": row_id, "IsDeleted": "false", "CreatedDate": iso(when), **row})
    return table


def owner_rows(
    parent: str, record: str, when: datetime, old: User, new: User, by: User
) -> list[Row]:
    """A change of owner gives a row of names and a row of ids."""
    common: dict[str, Cell] = {parent: record, "CreatedById": by.id, "Field": "Owner"}
    names: dict[str, Cell] = {"DataType": "Text", "OldValue": old.name, "NewValue": new.name}
    ids: dict[str, Cell] = {"DataType": "EntityId", "OldValue": old.id, "NewValue": new.id}
    return [(when, record, common | names), (when, record, common | ids)]


def lead_history(w: World) -> Table:
    """Owners, statuses, conversions and fields of leads."""
    rows: list[Row] = []
    headers = LEAD | {"opted_out": "HasOptedOutOfEmail"}
    for one in of(w, "lead"):
        assert one.created_by is not None
        common: dict[str, Cell] = {"LeadId": one.id, "DataType": "Text"}
        made: dict[str, Cell] = {"CreatedById": one.created_by.id, "Field": "created"}
        rows.append((one.created, one.id, common | made))
        for move in one.moves:
            rows += owner_rows("LeadId", one.id, move.at, move.old, move.new, move.by)
        for step in one.steps:
            words: dict[str, Cell] = {"OldValue": STATUS[step.old], "NewValue": STATUS[step.new]}
            words |= {"CreatedById": step.by.id, "Field": "Status"}
            rows.append((step.at, one.id, common | words))
        for change in one.changes:
            assert isinstance(change.by, User)
            row: dict[str, Cell] = {"OldValue": change.old, "NewValue": change.new}
            row |= {"CreatedById": change.by.id, "Field": headers[change.header]}
            rows.append((change.at, one.id, common | row))
        if one.converted_at and one.owner:
            done: dict[str, Cell] = {"CreatedById": one.owner.id, "Field": "leadConverted"}
            rows.append((one.converted_at, one.id, common | done))
    return fill(fields("LeadId", "salesforce/LeadHistory.csv"), rows)


def contact_history(w: World) -> Table:
    """A report in the locale of a user: labels, short ids and a footer."""
    table = Report(
        "salesforce/report_contact_history.csv",
        (
            *("Contact Owner", "Account Name", "Field / Event", "Old Value", "New Value"),
            *("Edit Date", "Edited By", "Contact ID"),
        ),
        title="Contact History",
        short=("Contact ID",),
    )
    rows = [(change.at, one, change) for one in of(w, "contact") for change in one.changes]
    for when, one, change in sorted(rows, key=lambda row: (row[0], row[1].id)):
        assert one.owner is not None and one.account is not None
        table.add(
            {
                "Contact Owner": one.owner.name,
                "Account Name": one.account.name,
                "Field / Event": LABELS[change.header],
                "Old Value": change.old,
                "New Value": change.new,
                "Edit Date": local(when, BERLIN, "%d/%m/%Y %H:%M"),
                "Edited By": change.by.name if isinstance(change.by, User) else change.by,
                "Contact ID": one.id,
            }
        )
    return table


def account_history(w: World) -> Table:
    """Types and owners of accounts."""
    kinds = {"true": "Customer - Direct", "false": "Prospect"}
    by_id = {user.id: user for user in w.team.users}
    rows: list[Row] = []
    for one in w.accounts:
        for change in one.changes:
            assert isinstance(change.by, User)
            if change.header == "owner":
                old, new = by_id[change.old], by_id[change.new]
                rows += owner_rows("AccountId", one.id, change.at, old, new, change.by)
                continue
            row: dict[str, Cell] = {"AccountId": one.id, "CreatedById": change.by.id}
            row |= {"Field": "Type", "DataType": "Text"}
            row |= {"OldValue": kinds[change.old], "NewValue": kinds[change.new]}
            rows.append((change.at, one.id, row))
    return fill(fields("AccountId", "salesforce/AccountHistory.csv"), rows)


def stages(w: World) -> Table:
    """The history of deals: a row for the first stage, and one for every edit."""
    table = Table(
        "salesforce/OpportunityHistory.csv",
        (
            *("Id", "OpportunityId", "CreatedById", "CreatedDate", "StageName"),
            *("FromOpportunityStageName", "Amount", "CurrencyIsoCode", "CloseDate", "IsDeleted"),
        ),
    )
    number = 60_000
    for deal in w.deals:
        steps = [(deal.created, "", w.STAGES[0], deal.owner)]
        steps += [(step.at, step.old, step.new, step.by) for step in deal.steps]
        for when, old, new, by in steps if deal.has_history else ():
            number += 1
            table.add(
                {
                    "Id": salesforce_id(PREFIXES["stage"], number),
                    "OpportunityId": deal.id,
                    "CreatedById": by.id,
                    "CreatedDate": iso(when),
                    "StageName": new,
                    "FromOpportunityStageName": old,
                    "Amount": money(deal.amount),
                    "CurrencyIsoCode": currency_of(deal.account),
                    "CloseDate": deal.due.isoformat() if deal.due else "",
                    "IsDeleted": "false",
                }
            )
    return table
