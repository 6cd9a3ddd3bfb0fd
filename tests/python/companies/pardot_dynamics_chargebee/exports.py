"""The exports of the company: what happened, as each system writes it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from ..drawing import Cell, Person, Table, local
from ..selling import Account, Change, Record, Submission, User, World, flag

VIENNA = "Europe/Vienna"
LONDON = "Europe/London"
MINUTE = "%d/%m/%Y %H:%M"
SECOND = "%Y-%m-%d %H:%M:%S"
DAY = timedelta(days=1)
CONSENT = {"true": "Do Not Allow", "false": "Allow"}

# Headers of the fields, per kind of record.
LEAD = {
    "first": "First Name",
    "last": "Last Name",
    "email": "Email",
    "company": "Company Name",
    "title": "Job Title",
    "phone": "Business Phone",
    "country": "Country",
    "city": "City",
    "size": "No. of Employees",
}
PROSPECT = {**LEAD, "company": "Company", "phone": "Phone", "size": "Employees"}
CONTACT = {
    **LEAD,
    "country": "Address 1: Country/Region",
    "city": "Address 1: City",
}
HEADERS = {
    "lead": {**LEAD, "opted_out": "Do Not Bulk Email"},
    "prospect": {**PROSPECT, "opted_out": "Opted Out"},
    "contact": {**CONTACT, "opted_out": "Do not allow Bulk Emails"},
}


class Marked(Table):
    """A file that starts with a byte order mark."""

    def write(self, folder: Path) -> None:
        super().write(folder)
        path = folder / self.path
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())


def minute(moment: datetime | None) -> str:
    """A moment as the CRM writes it."""
    return local(moment, VIENNA, MINUTE)


def utc(moment: datetime) -> str:
    """A moment as a log writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def epoch(moment: datetime | None) -> Cell:
    """A moment as finance writes it."""
    return int(moment.timestamp()) if moment else None


def money(cents: int) -> str:
    """An amount in major units."""
    return f"{cents / 100:.2f}"


def tables(w: World) -> list[Table]:
    """All files."""
    return [
        *forms(w),
        prospects(w),
        prospect_changes(w),
        users(w),
        leads(w),
        contacts(w),
        accounts(w),
        opportunities(w),
        lines(w),
        *histories(w),
        audit(w),
        *touches(w),
        *finance(w),
    ]


def forms(w: World) -> list[Table]:
    """The entries of the website, and the lists of trade fairs."""
    fields = {
        "first": "First name",
        "last": "Last name",
        "email": "Email",
        "company": "Company",
        "title": "Job title",
        "phone": "Phone",
        "country": "Country",
        "city": "City",
        "size": "Company size",
    }
    site = Table(
        "site/entries.csv",
        (
            *fields.values(),
            *("Topic", "Consent", "Created By (User Id)", "Entry Id", "Entry Date", "Source Url"),
            *("User Agent", "User IP"),
        ),
        "site/submission",
        ("Entry Id",),
        quoted=True,
    )
    event = Table(
        "events/badges.csv",
        ("submission_id", "submitted_at", *fields.values(), "Fair"),
        "events/submission",
        ("submission_id",),
    )
    for sub in sorted(w.submissions, key=lambda sub: (sub.at, sub.id)):
        row: dict[str, Cell] = {header: sub.values[name] for name, header in fields.items()}
        if sub.form == "event":
            row |= {"submission_id": sub.id, "submitted_at": utc(sub.at), "Fair": "Metering Expo"}
            event.add(row)
            continue
        site.add(row | entry(sub))
    return [site, event]


def entry(sub: Submission) -> dict[str, Cell]:
    """The columns of a form plugin."""
    answer = {True: "Yes", False: "No", None: ""}[sub.consent]
    return {
        "Topic": sub.topic,
        "Consent": answer,
        "Entry Id": sub.id,
        "Entry Date": local(sub.at, VIENNA, SECOND),
        "Source Url": "https://halden-metering.example/contact",
        "User Agent": "Mozilla/5.0",
        "User IP": "203.0.113.7",
    }


def of(w: World, kind: str) -> list[Record]:
    """The exported records of a kind, oldest first."""
    found = [one for one in w.records if one.kind == kind and not one.is_gone]
    return sorted(found, key=lambda one: (one.created, one.id))


def prospects(w: World) -> Table:
    """The prospects, as the user in London exports them."""
    table = Marked(
        "pardot/prospects.csv",
        (
            "Prospect Id",
            *PROSPECT.values(),
            *("Industry", "Source", "Campaign", "Score", "Opted Out", "CRM Lead FID"),
            *("CRM Contact FID", "Created Date", "Updated Date"),
        ),
        "pardot/prospect",
        ("Prospect Id",),
    )
    for one in of(w, "prospect"):
        row: dict[str, Cell] = {header: one.values[name] for name, header in PROSPECT.items()}
        table.add(
            row
            | {
                "Prospect Id": one.id,
                "Industry": one.industry,
                "Source": one.source,
                "Campaign": "Metering 2026",
                "Score": 10 + int(one.id) % 90,
                "Opted Out": flag(one.opted_out),
                "CRM Lead FID": one.lead.id if one.lead else "",
                "CRM Contact FID": one.contact.id if one.contact else "",
                "Created Date": local(one.created, LONDON, SECOND),
                "Updated Date": local(one.touched, LONDON, SECOND),
            }
        )
    return table


def actor(by: User | str) -> str:
    """Who did it, by name."""
    return by if isinstance(by, str) else by.name


def prospect_changes(w: World) -> Table:
    """The log of changes of prospects."""
    table = Table(
        "pardot/prospect_changes.csv",
        ("Change Id", "Prospect Id", "Field", "Old Value", "New Value", "Changed At", "Changed By"),
    )
    rows = [(change.at, one, change) for one in of(w, "prospect") for change in one.changes]
    for number, (_, one, change) in enumerate(sorted(rows, key=lambda row: (row[0], row[1].id))):
        table.add(
            {
                "Change Id": f"PC-{7000 + number}",
                "Prospect Id": one.id,
                "Field": HEADERS["prospect"][change.header],
                "Old Value": change.old,
                "New Value": change.new,
                "Changed At": local(change.at, LONDON, SECOND),
                "Changed By": actor(change.by),
            }
        )
    return table


def users(w: World) -> Table:
    """Users and queues."""
    table = Table(
        "crm/users.csv",
        ("User Id", "Full Name", "Email", "Type", "Enabled", "Created On", "Modified On"),
        "crm/user",
        ("User Id",),
    )
    made = w.days_before(900)
    for user in w.team.users:
        table.add(
            {
                "User Id": user.id,
                "Full Name": user.name,
                "Email": user.email,
                "Type": user.kind,
                "Enabled": flag(user.left_at is None),
                "Created On": minute(made),
                "Modified On": minute(user.left_at or made),
            }
        )
    return table


def leads(w: World) -> Table:
    """The leads with their links."""
    table = Table(
        "crm/leads.csv",
        (
            "Lead Id",
            *LEAD.values(),
            *("Industry", "Lead Source", "Status Reason", "Marketing Stage", "Qualified"),
            *("Qualified On", "Contact Id", "Account Id", "Opportunity Id", "Do Not Bulk Email"),
            *("Owner Id", "Created By Id", "Merged Into", "Created On", "Modified On"),
        ),
        "crm/lead",
        ("Lead Id",),
    )
    for one in of(w, "lead"):
        assert one.owner is not None and one.created_by is not None
        row: dict[str, Cell] = {header: one.values[name] for name, header in LEAD.items()}
        table.add(
            row
            | {
                "Lead Id": one.id,
                "Industry": one.industry,
                "Lead Source": one.source,
                "Status Reason": one.status,
                "Marketing Stage": "Nurture" if one.status == "Recycled" else "MQL",
                "Qualified": flag(one.contact is not None),
                "Qualified On": minute(one.converted_at),
                "Contact Id": one.contact.id if one.contact else "",
                "Account Id": one.account.id if one.account else "",
                "Opportunity Id": one.deal.id if one.deal else "",
                "Do Not Bulk Email": flag(one.opted_out),
                "Owner Id": one.owner.id,
                "Created By Id": one.created_by.id,
                "Merged Into": one.merged_into.id if one.merged_into else "",
                "Created On": minute(one.created),
                "Modified On": minute(one.touched),
            }
        )
    return table


def contacts(w: World) -> Table:
    """The contacts, as a static worksheet."""
    table = Table(
        "crm/contacts.csv",
        (
            "(Do Not Modify) Contact",
            "(Do Not Modify) Row Checksum",
            "(Do Not Modify) Modified On",
            "Full Name",
            *CONTACT.values(),
            *("Owner", "Do not allow Bulk Emails", "Created On"),
        ),
        "crm/contact",
        ("(Do Not Modify) Contact",),
    )
    for one in of(w, "contact"):
        assert one.owner is not None and one.account is not None
        row: dict[str, Cell] = {header: one.values[name] for name, header in CONTACT.items()}
        table.add(
            row
            | {
                "(Do Not Modify) Contact": one.id,
                "(Do Not Modify) Row Checksum": checksum(one.id),
                "(Do Not Modify) Modified On": minute(one.touched),
                "Full Name": f"{one.values['first']} {one.values['last']}",
                "Company Name": one.account.name,
                "Owner": one.owner.name,
                "Do not allow Bulk Emails": CONSENT[flag(one.opted_out)],
                "Created On": minute(one.created),
            }
        )
    return table


def checksum(text: str) -> str:
    """Letters that a worksheet hides beside the id."""
    return "".join(chr(65 + int(letter, 16)) for letter in text.replace("-", "")[:24]) + "=="


def accounts(w: World) -> Table:
    """The accounts with their parents."""
    table = Table(
        "crm/accounts.csv",
        (
            *("Account Id", "Account Number", "Account Name", "Website", "City", "Country"),
            *("Is Customer", "Parent Account Id", "Owner Id", "Created On", "Modified On"),
        ),
        "crm/account",
        ("Account Id",),
    )
    for one in sorted(w.accounts, key=lambda one: (one.created, one.id)):
        moments = [one.created, *(change.at for change in one.changes)]
        table.add(
            {
                "Account Id": one.id,
                "Account Number": one.number,
                "Account Name": one.name,
                "Website": f"https://www.{one.domain}",
                "City": one.city,
                "Country": one.country,
                "Is Customer": flag(one.is_customer),
                "Parent Account Id": one.parent.id if one.parent else "",
                "Owner Id": one.owner.id,
                "Created On": minute(one.created),
                "Modified On": minute(max(moments)),
            }
        )
    return table


def opportunities(w: World) -> Table:
    """The deals, as a static worksheet."""
    table = Table(
        "crm/opportunities.csv",
        (
            "(Do Not Modify) Opportunity",
            "(Do Not Modify) Row Checksum",
            "(Do Not Modify) Modified On",
            *("Topic", "Deal Number", "Account", "Account Number", "Contact", "Owner", "Status"),
            *("Pipeline Phase", "Probability", "Est. Revenue", "Actual Revenue", "Currency"),
            *("Billing", "Monthly Fee", "Billing Partner Number", "Invoice Number"),
            *("Est. Close Date", "Actual Close Date", "Created On"),
        ),
        "crm/opportunity",
        ("(Do Not Modify) Opportunity",),
    )
    likely = {"Qualify": 20, "Develop": 40, "Propose": 70, "Close Won": 100, "Close Lost": 0}
    for one in sorted(w.deals, key=lambda one: (one.created, one.id)):
        closed = one.won_at or one.lost_at
        moments = [one.created, *(step.at for step in one.steps)]
        values = one.contact.values
        table.add(
            {
                "(Do Not Modify) Opportunity": one.id,
                "(Do Not Modify) Row Checksum": checksum(one.id),
                "(Do Not Modify) Modified On": minute(max(moments)),
                "Topic": one.name,
                "Deal Number": one.number,
                "Account": one.account.name,
                "Account Number": one.account.number,
                "Contact": f"{values['first']} {values['last']}",
                "Owner": one.owner.name,
                "Status": one.status,
                "Pipeline Phase": one.stage,
                "Probability": likely[one.stage] if one.probability is None else one.probability,
                "Est. Revenue": money(one.amount),
                "Actual Revenue": money(one.amount) if one.won_at else "",
                "Currency": "EUR",
                "Billing": one.billing,
                "Monthly Fee": money(one.amount // 12) if one.billing == "Monthly" else "",
                "Billing Partner Number": one.partner.number if one.partner else "",
                "Invoice Number": one.collective,
                "Est. Close Date": one.due.strftime("%d/%m/%Y") if one.due else "",
                "Actual Close Date": local(closed, VIENNA, "%d/%m/%Y"),
                "Created On": minute(one.created),
            }
        )
    return table


def lines(w: World) -> Table:
    """The lines of won deals."""
    table = Table(
        "crm/opportunity_lines.csv",
        ("Line Id", "Deal Number", "Product", "Net Amount"),
        "crm/opportunity_line",
        ("Line Id",),
    )
    for deal in w.deals:
        for number, (line, amount) in enumerate(deal.lines):
            product = ("Meter", "Gauge", "Service")[number]
            table.add(
                {
                    "Line Id": line,
                    "Deal Number": deal.number,
                    "Product": product,
                    "Net Amount": money(amount),
                }
            )
    return table


def histories(w: World) -> list[Table]:
    """Owners and statuses of leads, phases of deals, decisions of the router."""
    owners = Table(
        "crm/lead_owner_history.csv",
        ("Audit Id", "Lead Id", "Changed On", "Old Owner Id", "New Owner Id", "Changed By Id"),
    )
    router = Table(
        "router/decisions.csv", ("Decision", "Lead", "Time", "From User", "To User", "Pool")
    )
    status = Table(
        "crm/lead_status_history.csv",
        ("Audit Id", "Lead Id", "Changed On", "Old Status", "New Status", "Changed By Id"),
    )
    phase = Table(
        "crm/opportunity_phase_history.csv",
        ("Audit Id", "Opportunity Id", "Changed On", "Old Phase", "New Phase", "Changed By Id"),
    )
    moves = [(move.at, one, move) for one in of(w, "lead") for move in one.moves]
    for number, (_, one, move) in enumerate(sorted(moves, key=lambda row: (row[0], row[1].id))):
        owners.add(
            {
                "Audit Id": f"OA-{number + 1}",
                "Lead Id": one.id,
                "Changed On": minute(move.at),
                "Old Owner Id": move.old.id,
                "New Owner Id": move.new.id,
                "Changed By Id": move.by.id,
            }
        )
        if "router" in move.logs:
            router.add(
                {
                    "Decision": f"R-{number + 1}",
                    "Lead": one.id,
                    "Time": utc(move.at),
                    "From User": move.old.id,
                    "To User": move.new.id,
                    "Pool": "desk" if move.new.kind == "queue" else "reps",
                }
            )
    steps = [
        (step.at, place, one, step) for one in of(w, "lead") for place, step in enumerate(one.steps)
    ]
    ordered = sorted(steps, key=lambda row: (row[0], row[2].id, row[1]))
    for number, (_, _, one, step) in enumerate(ordered):
        status.add(
            {
                "Audit Id": f"SA-{number + 1}",
                "Lead Id": one.id,
                "Changed On": minute(step.at),
                "Old Status": step.old,
                "New Status": step.new,
                "Changed By Id": step.by.id,
            }
        )
    number = 0
    for deal in w.deals:
        for move_on in deal.steps if deal.has_history else ():
            number += 1
            phase.add(
                {
                    "Audit Id": f"PA-{number}",
                    "Opportunity Id": deal.id,
                    "Changed On": minute(move_on.at),
                    "Old Phase": move_on.old,
                    "New Phase": move_on.new,
                    "Changed By Id": move_on.by.id,
                }
            )
    return [owners, router, status, phase]


def audit(w: World) -> Table:
    """The audit log of fields of leads, contacts, accounts and users."""
    table = Table(
        "crm/audit.csv",
        (
            *("Audit Id", "Entity", "Record Id", "Field", "Old Value", "New Value"),
            *("Changed On", "Changed By", "Changed By Id"),
        ),
    )
    rows: list[tuple[datetime, str, str, str, Change]] = []
    for kind in ("lead", "contact"):
        for one in of(w, kind):
            rows += [
                (change.at, kind, one.id, HEADERS[kind][change.header], change)
                for change in one.changes
            ]
    for one in of(w, "lead"):
        if one.merged_into and one.merged_at and one.owner:
            change = Change(one.merged_at, "merged", "", one.merged_into.id, one.owner)
            rows.append((one.merged_at, "lead", one.id, "Merged Into", change))
    names = {"customer": "Is Customer", "owner": "Owner Id"}
    for account in w.accounts:
        rows += [
            (change.at, "account", account.id, names[change.header], change)
            for change in account.changes
        ]
    for user in w.team.users:
        if user.left_at:
            change = Change(user.left_at, "enabled", "true", "false", w.team.admin)
            rows.append((user.left_at, "user", user.id, "Enabled", change))
    for number, (when, entity, record, header, change) in enumerate(
        sorted(rows, key=lambda row: (row[0], row[2], row[3]))
    ):
        words = CONSENT if header == "Do not allow Bulk Emails" else {}
        table.add(
            {
                "Audit Id": f"FA-{number + 1}",
                "Entity": entity,
                "Record Id": record,
                "Field": header,
                "Old Value": words.get(change.old, change.old),
                "New Value": words.get(change.new, change.new),
                "Changed On": minute(when),
                "Changed By": actor(change.by),
                "Changed By Id": change.by.id if isinstance(change.by, User) else "",
            }
        )
    return table


def touches(w: World) -> list[Table]:
    """The activities of the CRM, and the calls of the dialler."""
    crm = Table(
        "crm/activities.csv",
        (
            *("Activity Id", "Activity Type", "Subject", "Direction", "Duration (Seconds)"),
            *("Regarding Type", "Regarding Id", "Owner Id", "Created By Id", "Actual End"),
        ),
        "crm/activity",
        ("Activity Id",),
    )
    calls = Table(
        "dialler/calls.csv",
        ("Call", "Person Type", "Person", "Agent", "Started", "Talk Seconds", "Disposition"),
        "dialler/call",
        ("Call",),
    )
    words = {"call": "Phone Call", "mail": "Email", "meeting": "Appointment", "task": "Task"}
    for one in sorted(w.touches, key=lambda one: (one.at, one.id)):
        if one.log == "dialler":
            calls.add(
                {
                    "Call": one.id.replace("ACT", "CALL"),
                    "Person Type": one.record.kind,
                    "Person": one.record.id,
                    "Agent": one.by.id,
                    "Started": utc(one.at),
                    "Talk Seconds": one.seconds,
                    "Disposition": "answered" if one.seconds else "no answer",
                }
            )
            continue
        crm.add(
            {
                "Activity Id": one.id,
                "Activity Type": words[one.kind],
                "Subject": one.subject,
                "Direction": one.direction,
                "Duration (Seconds)": one.seconds if one.kind != "mail" else "",
                "Regarding Type": one.record.kind,
                "Regarding Id": one.record.id,
                "Owner Id": one.owner.id,
                "Created By Id": one.by.id,
                "Actual End": minute(one.at),
            }
        )
    return [crm, calls]


def payer_row(account: Account, payer: Person) -> dict[str, Cell]:
    """One customer of finance."""
    made = max(account.created, account.customer_since or account.created)
    return {
        "id": account.number,
        "email": payer.email,
        "company": account.name,
        "first_name": payer.first,
        "last_name": payer.last,
        "phone": payer.phone,
        "auto_collection": "off",
        "created_at": epoch(made),
        "updated_at": epoch(made),
    }


def finance(w: World) -> list[Table]:
    """Customers, subscriptions, invoices, credit notes, transactions; payments of a processor."""
    customers = Table(
        "billing/customers.csv",
        (
            *("id", "email", "company", "first_name", "last_name", "phone", "auto_collection"),
            *("created_at", "updated_at"),
        ),
        "billing/customer",
        ("id",),
    )
    for one in [*w.twins, *(account for account in w.accounts if account.is_customer)]:
        assert one.payer is not None
        customers.add(payer_row(one, one.payer))
    return [customers, *invoices(w), *payments(w)]


def invoices(w: World) -> list[Table]:
    """Invoices, credit notes and subscriptions."""
    bills = Table(
        "billing/invoices.csv",
        (
            *("id", "customer_id", "subscription_id", "cf_deal_id", "date", "due_date", "status"),
            *("currency_code", "sub_total", "tax", "total", "amount_paid", "amount_adjusted"),
            *("credits_applied", "amount_due", "paid_at", "updated_at"),
        ),
        "billing/invoice",
        ("id",),
    )
    notes = Table(
        "billing/credit_notes.csv",
        (
            *("id", "customer_id", "reference_invoice_id", "type", "reason_code", "date", "status"),
            *("currency_code", "sub_total", "total", "amount_allocated", "updated_at"),
        ),
        "billing/credit_note",
        ("id",),
    )
    plans = Table(
        "billing/subscriptions.csv",
        ("id", "customer_id", "plan_id", "status", "mrr", "activated_at", "cf_deal_id"),
        "billing/subscription",
        ("id",),
    )
    started: set[str] = set()
    for one in sorted(w.invoices, key=lambda one: (one.issued, one.id)):
        paid = sum(pay.amount for pay in one.payments if pay.status == "success")
        last = max((pay.at for pay in one.payments if pay.status == "success"), default=None)
        number = one.number_of_deal
        if one.deal is not None and one.deal.collective:
            number = " ".join(deal.number for deal in w.deals if deal.collective == one.id)
        adjusted = one.total if one.credited_at else 0
        closed = one.is_settled or one.credited_at is not None
        bills.add(
            {
                "id": one.id,
                "customer_id": one.account.number,
                "subscription_id": one.subscription,
                "cf_deal_id": number,
                "date": epoch(one.issued),
                "due_date": epoch(one.issued + 30 * DAY),
                "status": "paid" if closed else "posted",
                "currency_code": one.currency,
                "sub_total": one.net,
                "tax": one.tax,
                "total": one.total,
                "amount_paid": one.total if one.is_settled else paid,
                "amount_adjusted": adjusted,
                "credits_applied": 0,
                "amount_due": 0 if closed else one.total - paid,
                "paid_at": epoch(one.credited_at or last) if closed else None,
                "updated_at": epoch(one.credited_at or last or one.issued),
            }
        )
        if one.credited_at:
            notes.add(
                {
                    "id": one.credit_id,
                    "customer_id": one.account.number,
                    "reference_invoice_id": one.id,
                    "type": "adjustment",
                    "reason_code": "order_change",
                    "date": epoch(one.credited_at),
                    "status": "adjusted",
                    "currency_code": one.currency,
                    "sub_total": one.net,
                    "total": one.total,
                    "amount_allocated": one.total,
                    "updated_at": epoch(one.credited_at),
                }
            )
        if one.subscription and one.subscription not in started:
            started.add(one.subscription)
            plans.add(
                {
                    "id": one.subscription,
                    "customer_id": one.account.number,
                    "plan_id": "metering-monthly",
                    "status": "active",
                    "mrr": one.net,
                    "activated_at": epoch(one.issued),
                    "cf_deal_id": number,
                }
            )
    return [bills, notes, plans]


def payments(w: World) -> list[Table]:
    """Transfers that finance books, and what the processor collects."""
    booked = Table(
        "billing/transactions.csv",
        (
            *("id", "customer_id", "type", "payment_method", "gateway", "invoice_id", "date"),
            *("currency_code", "amount", "status", "id_at_gateway", "updated_at"),
        ),
        "billing/transaction",
        ("id",),
    )
    collected = Table(
        "psp/payments.csv",
        (
            *("Payment", "Invoice", "Customer", "Paid At", "Status", "Currency", "Charged"),
            *("Fee", "Payout", "Payout Currency"),
        ),
        "psp/payment",
        ("Payment",),
    )
    for one in sorted(w.payments, key=lambda one: (one.at, one.id)):
        if one.log == "finance":
            booked.add(
                {
                    "id": one.id,
                    "customer_id": one.invoice.account.number,
                    "type": "payment",
                    "payment_method": one.method,
                    "gateway": "not_applicable",
                    "invoice_id": one.invoice.id,
                    "date": epoch(one.at),
                    "currency_code": one.invoice.currency,
                    "amount": one.amount,
                    "status": one.status,
                    "id_at_gateway": "",
                    "updated_at": epoch(one.at),
                }
            )
            continue
        payout = one.amount - one.fee if one.payout is None else one.payout
        collected.add(
            {
                "Payment": one.id,
                "Invoice": one.invoice.id,
                "Customer": one.invoice.account.number,
                "Paid At": utc(one.at),
                "Status": "paid" if one.status == "success" else "failed",
                "Currency": one.invoice.currency,
                "Charged": money(one.amount),
                "Fee": money(one.fee),
                "Payout": money(payout),
                "Payout Currency": one.payout_currency,
            }
        )
    return [booked, collected]
