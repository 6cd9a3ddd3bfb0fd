"""The exports of the company: what happened, as each system writes it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from ..drawing import Cell, Table, local
from ..selling import Change, Record, Submission, User, World, flag

CHICAGO = "America/Chicago"
SECOND = "%Y-%m-%d %H:%M:%S"
US_MINUTE = "%m/%d/%Y %H:%M"
UK_DAY = "%d/%m/%Y"

FIELDS = {"first": "First Name", "last": "Last Name", "email": "Email", "title": "Title"}
LEAD = {
    **FIELDS,
    "company": "Company",
    "phone": "Phone",
    "country": "Country",
    "city": "City",
    "size": "No of Employees",
}
CONTACT = {**FIELDS, "phone": "Phone", "country": "Mailing Country", "city": "Mailing City"}
MAILER = {
    "first": "First Name",
    "last": "Last Name",
    "email": "Email",
    "phone": "Phone",
    "company": "Organization",
    "title": "Job Title",
    "country": "Country",
    "city": "City",
    "size": "Company Size",
}
HEADERS = {
    "lead": {**LEAD, "opted_out": "Email Opt Out"},
    "contact": {**CONTACT, "opted_out": "Email Opt Out"},
    "prospect": {**MAILER, "opted_out": "Status"},
}
STATUS = {
    "New": "Not Contacted",
    "Working": "Contacted",
    "Qualified": "Pre-Qualified",
    "Disqualified": "Junk Lead",
    "Recycled": "Contact in Future",
    "": "",
}
LISTED = {"true": "Unsubscribed", "false": "Active"}


def chicago(moment: datetime | None) -> str:
    """A moment as the CRM writes it."""
    return local(moment, CHICAGO, SECOND)


def utc(moment: datetime) -> str:
    """A moment as a log writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def money(cents: int) -> str:
    """An amount in major units."""
    return f"{cents / 100:.2f}"


def tables(w: World) -> list[Table]:
    """All files."""
    return [
        *forms(w),
        mailer_contacts(w),
        mailer_changes(w),
        users(w),
        leads(w),
        contacts(w),
        accounts(w),
        deals(w),
        lines(w),
        *histories(w),
        field_history(w),
        *touches(w),
        *books(w),
        *payments(w),
    ]


def forms(w: World) -> list[Table]:
    """The answers of the website, and who came to the webinars."""
    fields = {
        "first": "First name",
        "last": "Last name",
        "email": "Email",
        "company": "Company",
        "title": "Job title",
        "phone": "Phone number",
        "country": "Country",
        "city": "City",
        "size": "Company size",
    }
    web = Table(
        "web/responses.csv",
        (
            *("#", *fields.values(), "What is it about?", "Keep me posted by e-mail"),
            *("Response Type", "Start Date (UTC)", "Stage Date (UTC)", "Submit Date (UTC)"),
            *("Network ID", "Tags"),
        ),
        "web/submission",
        ("#",),
    )
    webinar = Table(
        "webinar/attendees.csv",
        ("Attendee", "Joined At", *fields.values(), "Webinar"),
        "webinar/attendee",
        ("Attendee",),
    )
    for sub in sorted(w.submissions, key=lambda sub: (sub.at, sub.id)):
        row: dict[str, Cell] = {header: sub.values[name] for name, header in fields.items()}
        if sub.form == "event":
            row |= {"Attendee": sub.id, "Joined At": utc(sub.at), "Webinar": "Planning 101"}
            webinar.add(row)
            continue
        web.add(row | answer(sub))
    return [web, webinar]


def answer(sub: Submission) -> dict[str, Cell]:
    """The columns of the form tool; it marks a phone as text with an apostrophe."""
    started = sub.at - timedelta(seconds=95)
    return {
        "#": sub.id,
        "Phone number": "'" + sub.values["phone"],
        "What is it about?": sub.topic,
        "Keep me posted by e-mail": {True: "Yes", False: "No", None: ""}[sub.consent],
        "Response Type": "completed",
        "Start Date (UTC)": started.strftime(SECOND),
        "Submit Date (UTC)": sub.at.astimezone(UTC).strftime(SECOND),
        "Network ID": sub.id[:10],
    }


def of(w: World, kind: str) -> list[Record]:
    """The exported records of a kind, oldest first."""
    found = [one for one in w.records if one.kind == kind and not one.is_gone]
    return sorted(found, key=lambda one: (one.created, one.id))


def mailer_contacts(w: World) -> Table:
    """The contacts of marketing automation, in minutes of Chicago."""
    table = Table(
        "mailer/contacts.csv",
        (
            *("Contact ID", *MAILER.values(), "Industry", "Source", "Lists", "Tags", "Status"),
            *("Date Created", "Last Updated"),
        ),
        "mailer/contact",
        ("Contact ID",),
    )
    for one in of(w, "prospect"):
        row: dict[str, Cell] = {header: one.values[name] for name, header in MAILER.items()}
        table.add(
            row
            | {
                "Contact ID": one.id,
                "Industry": one.industry,
                "Source": one.source,
                "Lists": "Newsletter",
                "Tags": "inbound",
                "Status": LISTED[flag(one.opted_out)],
                "Date Created": local(one.created, CHICAGO, US_MINUTE),
                "Last Updated": local(one.touched, CHICAGO, US_MINUTE),
            }
        )
    return table


def mailer_changes(w: World) -> Table:
    """The log of changes of those contacts."""
    table = Table(
        "mailer/changes.csv",
        ("Change", "Contact ID", "Field", "Before", "After", "When", "By"),
    )
    rows = [(change.at, one, change) for one in of(w, "prospect") for change in one.changes]
    for number, (_, one, change) in enumerate(sorted(rows, key=lambda row: (row[0], row[1].id))):
        words = LISTED if change.header == "opted_out" else {}
        table.add(
            {
                "Change": f"MC{number + 1}",
                "Contact ID": one.id,
                "Field": HEADERS["prospect"][change.header],
                "Before": words.get(change.old, change.old),
                "After": words.get(change.new, change.new),
                "When": local(change.at, CHICAGO, US_MINUTE),
                "By": change.by if isinstance(change.by, str) else change.by.name,
            }
        )
    return table


def users(w: World) -> Table:
    """The users."""
    table = Table(
        "zoho/Users_001.csv",
        (
            *("Record Id", "First Name", "Last Name", "Full Name", "Role", "Profile", "Email"),
            *("Status", "Time Zone", "Created Time", "Modified Time"),
        ),
        "zoho/user",
        ("Record Id",),
    )
    made = w.days_before(700)
    for user in w.team.users:
        if user.kind == "queue":
            continue
        first, last = user.name.split(" ", 1)
        table.add(
            {
                "Record Id": user.id,
                "First Name": first,
                "Last Name": last,
                "Full Name": user.name,
                "Role": "Integration" if user.is_program else "Sales",
                "Profile": "Standard",
                "Email": user.email,
                "Status": "inactive" if user.left_at else "active",
                "Time Zone": CHICAGO,
                "Created Time": chicago(made),
                "Modified Time": chicago(user.left_at or made),
            }
        )
    return table


def leads(w: World) -> Table:
    """The leads of the backup."""
    table = Table(
        "zoho/Leads_001.csv",
        (
            *("Record Id", "Lead Owner.id", "Lead Owner", *LEAD.values(), "Industry"),
            *("Lead Source", "Lead Status", "Rating", "Email Opt Out", "Is Converted"),
            *("Converted Date Time", "Converted Contact.id", "Converted Account.id"),
            *("Converted Deal.id", "Created By.id", "Created Time", "Modified Time"),
        ),
        "zoho/lead",
        ("Record Id",),
        quoted=True,
    )
    for one in of(w, "lead"):
        assert one.owner is not None and one.created_by is not None
        row: dict[str, Cell] = {header: one.values[name] for name, header in LEAD.items()}
        table.add(
            row
            | {
                "Record Id": one.id,
                "Lead Owner.id": one.owner.id,
                "Lead Owner": one.owner.name,
                "Industry": one.industry,
                "Lead Source": one.source,
                "Lead Status": STATUS[one.status],
                "Rating": "Nurture" if one.status == "Recycled" else "MQL",
                "Email Opt Out": flag(one.opted_out),
                "Is Converted": flag(one.contact is not None),
                "Converted Date Time": chicago(one.converted_at),
                "Converted Contact.id": one.contact.id if one.contact else "",
                "Converted Account.id": one.account.id if one.account else "",
                "Converted Deal.id": one.deal.id if one.deal else "",
                "Created By.id": one.created_by.id,
                "Created Time": chicago(one.created),
                "Modified Time": chicago(one.touched),
            }
        )
    return table


def contacts(w: World) -> Table:
    """The contacts of the backup."""
    table = Table(
        "zoho/Contacts_001.csv",
        (
            *("Record Id", "Contact Owner.id", "Contact Owner", *CONTACT.values()),
            *("Account Name.id", "Account Name", "Lead Source", "Email Opt Out"),
            *("Created By.id", "Created Time", "Modified Time"),
        ),
        "zoho/contact",
        ("Record Id",),
        quoted=True,
    )
    for one in of(w, "contact"):
        assert one.owner is not None and one.account is not None and one.created_by is not None
        row: dict[str, Cell] = {header: one.values[name] for name, header in CONTACT.items()}
        table.add(
            row
            | {
                "Record Id": one.id,
                "Contact Owner.id": one.owner.id,
                "Contact Owner": one.owner.name,
                "Account Name.id": one.account.id,
                "Account Name": one.account.name,
                "Lead Source": one.source,
                "Email Opt Out": flag(one.opted_out),
                "Created By.id": one.created_by.id,
                "Created Time": chicago(one.created),
                "Modified Time": chicago(one.touched),
            }
        )
    return table


def accounts(w: World) -> Table:
    """The accounts of the backup."""
    table = Table(
        "zoho/Accounts_001.csv",
        (
            *("Record Id", "Account Owner.id", "Account Owner", "Account Name", "Account Number"),
            *("Account Type", "Parent Account.id", "Website", "Billing City", "Billing Country"),
            *("Created Time", "Modified Time"),
        ),
        "zoho/account",
        ("Record Id",),
        quoted=True,
    )
    for one in sorted(w.accounts, key=lambda one: (one.created, one.id)):
        moments = [one.created, *(change.at for change in one.changes)]
        table.add(
            {
                "Record Id": one.id,
                "Account Owner.id": one.owner.id,
                "Account Owner": one.owner.name,
                "Account Name": one.name,
                "Account Number": one.number,
                "Account Type": "Customer" if one.is_customer else "Prospect",
                "Parent Account.id": one.parent.id if one.parent else "",
                "Website": f"www.{one.domain}",
                "Billing City": one.city,
                "Billing Country": one.country,
                "Created Time": chicago(one.created),
                "Modified Time": chicago(max(moments)),
            }
        )
    return table


def deals(w: World) -> Table:
    """The deals of the backup."""
    table = Table(
        "zoho/Deals_001.csv",
        (
            *("Record Id", "Deal Owner.id", "Deal Owner", "Deal Name", "Deal Number"),
            *("Account Name.id", "Account Name", "Contact Name.id", "Contact Name", "Stage"),
            *("Probability (%)", "Amount", "Currency", "Billing", "Monthly Fee", "Reseller"),
            *("Invoice Number", "Closing Date", "Created Time", "Modified Time"),
        ),
        "zoho/deal",
        ("Record Id",),
        quoted=True,
    )
    likely = dict(zip(w.STAGES, (10, 30, 60, 100, 0), strict=True))
    for one in sorted(w.deals, key=lambda one: (one.created, one.id)):
        closed = one.won_at or one.lost_at
        moments = [one.created, *(step.at for step in one.steps)]
        values = one.contact.values
        planned = one.due.isoformat() if one.due else ""
        table.add(
            {
                "Record Id": one.id,
                "Deal Owner.id": one.owner.id,
                "Deal Owner": one.owner.name,
                "Deal Name": one.name,
                "Deal Number": one.number,
                "Account Name.id": one.account.id,
                "Account Name": one.account.name,
                "Contact Name.id": one.contact.id,
                "Contact Name": f"{values['first']} {values['last']}",
                "Stage": one.stage,
                "Probability (%)": likely[one.stage]
                if one.probability is None
                else one.probability,
                "Amount": money(one.amount),
                "Currency": "USD",
                "Billing": one.billing,
                "Monthly Fee": money(one.amount // 12) if one.billing == "Monthly" else "",
                "Reseller": one.partner.name if one.partner else "",
                "Invoice Number": one.collective,
                "Closing Date": local(closed, CHICAGO, "%Y-%m-%d") or planned,
                "Created Time": chicago(one.created),
                "Modified Time": chicago(max(moments)),
            }
        )
    return table


def lines(w: World) -> Table:
    """The lines of won deals."""
    table = Table(
        "zoho/Deal_Lines_001.csv",
        ("Line Id", "Deal Number", "Product", "Net Total"),
        "zoho/deal_line",
        ("Line Id",),
    )
    for deal in w.deals:
        for number, (line, amount) in enumerate(deal.lines):
            table.add(
                {
                    "Line Id": line,
                    "Deal Number": deal.number,
                    "Product": ("Seats", "Storage", "Setup")[number],
                    "Net Total": money(amount),
                }
            )
    return table


def histories(w: World) -> list[Table]:
    """Owners and statuses of leads, stages of deals."""
    owners = Table(
        "zoho/owner_changes.csv",
        ("Change Id", "Lead Id", "Changed Time", "From User", "To User", "Done By"),
    )
    status = Table(
        "zoho/Lead_Status_History_001.csv",
        (
            *("Record Id", "Lead Name.id", "Status", "Moved To", "Duration (Days)"),
            *("Created By.id", "Created Time"),
        ),
    )
    stage = Table(
        "zoho/Stage_History_001.csv",
        (
            *("Record Id", "Deal Name.id", "Stage", "Moved To", "Duration (Days)"),
            *("Created By.id", "Created Time"),
        ),
    )
    moves = [(move.at, one, move) for one in of(w, "lead") for move in one.moves]
    for number, (_, one, move) in enumerate(sorted(moves, key=lambda row: (row[0], row[1].id))):
        owners.add(
            {
                "Change Id": f"OC{number + 1}",
                "Lead Id": one.id,
                "Changed Time": chicago(move.at),
                "From User": move.old.id,
                "To User": move.new.id,
                "Done By": move.by.id,
            }
        )
    steps = [
        (step.at, place, one, step) for one in of(w, "lead") for place, step in enumerate(one.steps)
    ]
    ordered = sorted(steps, key=lambda row: (row[0], row[2].id, row[1]))
    for number, (_, _, one, step) in enumerate(ordered):
        status.add(
            {
                "Record Id": f"517208909{number * 7919 % 10**9:09d}{number % 9 + 1}",
                "Lead Name.id": one.id,
                "Status": STATUS[step.old],
                "Moved To": STATUS[step.new],
                "Duration (Days)": (step.at - one.created).days,
                "Created By.id": step.by.id,
                "Created Time": chicago(step.at),
            }
        )
    number = 0
    for deal in w.deals:
        for step in deal.steps if deal.has_history else ():
            number += 1
            stage.add(
                {
                    "Record Id": f"517208908{number * 7919 % 10**9:09d}{number % 9 + 1}",
                    "Deal Name.id": deal.id,
                    "Stage": step.old,
                    "Moved To": step.new,
                    "Duration (Days)": (step.at - deal.created).days,
                    "Created By.id": step.by.id,
                    "Created Time": chicago(step.at),
                }
            )
    return [owners, status, stage]


def field_history(w: World) -> Table:
    """The audit log of fields."""
    table = Table(
        "zoho/audit_log.csv",
        (
            *("Entry", "Module", "Entity Id", "Field", "Old", "New", "Audited Time"),
            *("Done By", "Done By Id"),
        ),
    )
    rows: list[tuple[datetime, str, str, str, Change]] = []
    for kind in ("lead", "contact"):
        for one in of(w, kind):
            rows += [
                (change.at, kind, one.id, HEADERS[kind][change.header], change)
                for change in one.changes
            ]
    for account in w.accounts:
        rows += [
            (change.at, "account", account.id, "Account Type", change)
            for change in account.changes
            if change.header == "customer"
        ]
    for number, (when, module, record, header, change) in enumerate(
        sorted(rows, key=lambda row: (row[0], row[2], row[3]))
    ):
        kinds = {"true": "Customer", "false": "Prospect"}
        words = kinds if header == "Account Type" else {}
        table.add(
            {
                "Entry": f"AL{number + 1}",
                "Module": module,
                "Entity Id": record,
                "Field": header,
                "Old": words.get(change.old, change.old),
                "New": words.get(change.new, change.new),
                "Audited Time": chicago(when),
                "Done By": change.by if isinstance(change.by, str) else change.by.name,
                "Done By Id": change.by.id if isinstance(change.by, User) else "",
            }
        )
    return table


def touches(w: World) -> list[Table]:
    """Calls, mails and events."""
    common = ("Module", "Who Id", "Owner Id", "Created By Id")
    calls = Table(
        "zoho/calls.csv",
        ("Call Id", "Subject", "Call Start Time", "Call Duration (sec)", "Call Result", *common),
        "zoho/call",
        ("Call Id",),
    )
    mails = Table(
        "zoho/emails.csv",
        ("Mail Id", "Subject", "Sent", "Type", "Sent Through", *common),
        "zoho/mail",
        ("Mail Id",),
    )
    events = Table(
        "zoho/events.csv",
        ("Event Id", "Title", "Start", "Held", *common),
        "zoho/event",
        ("Event Id",),
    )
    for one in sorted(w.touches, key=lambda one: (one.at, one.id)):
        row: dict[str, Cell] = {
            "Module": one.record.kind,
            "Who Id": one.record.id,
            "Owner Id": one.owner.id,
            "Created By Id": one.by.id,
        }
        if one.kind == "call":
            row |= {"Call Id": one.id, "Subject": one.subject, "Call Start Time": chicago(one.at)}
            row["Call Duration (sec)"] = one.seconds
            calls.add(row | {"Call Result": "Connected" if one.seconds else "No response"})
        elif one.kind == "mail":
            is_sequence = one.subject.startswith("[Sequence]")
            row |= {"Mail Id": one.id, "Sent": chicago(one.at), "Type": one.direction}
            row["Subject"] = one.subject.removeprefix("[Sequence] ")
            mails.add(row | {"Sent Through": "Cadence" if is_sequence else "Mailbox"})
        else:
            row |= {"Event Id": one.id, "Title": one.subject, "Start": chicago(one.at)}
            events.add(row | {"Held": "Yes"})
    return [calls, mails, events]


def books(w: World) -> list[Table]:
    """Invoices, credit notes and contacts of finance."""
    bills = Table(
        "xero/SalesInvoices.csv",
        (
            *("ContactName", "EmailAddress", "POCity", "POCountry", "InvoiceNumber", "Reference"),
            *("InvoiceDate", "DueDate", "Total", "TaxTotal", "InvoiceAmountPaid"),
            *("InvoiceAmountDue", "Description", "Quantity", "UnitAmount", "LineAmount"),
            *("AccountCode", "TaxType", "Currency", "Type", "Sent", "Status"),
        ),
        "xero/invoice",
        ("InvoiceNumber",),
    )
    people = Table(
        "xero/Contacts.csv",
        (
            *("ContactName", "AccountNumber", "EmailAddress", "FirstName", "LastName"),
            *("POCity", "POCountry", "PhoneNumber"),
        ),
        "xero/contact",
        ("ContactName",),
    )
    for account in w.accounts:
        payer = account.payer
        if payer is None or not account.is_customer:
            continue
        people.add(
            {
                "ContactName": w.billing_names.get(account.number, account.name),
                "AccountNumber": account.number,
                "EmailAddress": payer.email,
                "FirstName": payer.first,
                "LastName": payer.last,
                "POCity": account.city,
                "POCountry": account.country,
                "PhoneNumber": payer.phone,
            }
        )
    rows: list[tuple[datetime, str, dict[str, Cell]]] = []
    for one in w.invoices:
        payer = one.account.payer
        assert payer is not None
        number = one.number_of_deal
        if one.deal is not None and one.deal.collective:
            number = " ".join(deal.number for deal in w.deals if deal.collective == one.id)
        paid = sum(pay.amount for pay in one.payments if pay.status == "success")
        closed = one.is_settled or one.credited_at is not None
        settled = one.total if one.is_settled else paid
        row: dict[str, Cell] = {
            "ContactName": w.billing_names.get(one.account.number, one.account.name),
            "EmailAddress": payer.email,
            "POCity": one.account.city,
            "POCountry": one.account.country,
            "Description": "Subscription" if one.deal is not None else "Sundry",
            "Quantity": 1,
            "AccountCode": "200",
            "TaxType": "No Tax",
            "Currency": "USD",
            "Sent": "Sent",
            "Reference": number,
            "TaxTotal": "0.00",
        }
        amounts: dict[str, Cell] = {
            "Total": money(one.total),
            "UnitAmount": money(one.total),
            "LineAmount": money(one.total),
        }
        bill: dict[str, Cell] = {
            "InvoiceNumber": one.id,
            "InvoiceDate": local(one.issued, CHICAGO, UK_DAY),
            "DueDate": local(one.issued + timedelta(days=30), CHICAGO, UK_DAY),
            "InvoiceAmountPaid": money(settled),
            "InvoiceAmountDue": money(0 if closed else one.total - paid),
            "Type": "Sales invoice",
            "Status": "Paid" if closed else "Awaiting Payment",
        }
        rows.append((one.issued, one.id, row | amounts | bill))
        if one.credited_at:
            day = local(one.credited_at, CHICAGO, UK_DAY)
            note: dict[str, Cell] = {
                "InvoiceNumber": one.credit_id,
                "InvoiceDate": day,
                "DueDate": day,
                "InvoiceAmountPaid": money(0),
                "InvoiceAmountDue": money(0),
                "Type": "Sales credit note",
                "Status": "Paid",
            }
            rows.append((one.credited_at, one.credit_id, row | amounts | note))
    for _, _, row in sorted(rows, key=lambda entry: (entry[0], entry[1])):
        bills.add(row)
    return [bills, people]


def payments(w: World) -> list[Table]:
    """Receipts of the bank, and direct debits."""
    bank = Table(
        "bank/receipts.csv",
        ("Receipt", "Booked", "Payer", "Invoice", "Amount", "Currency", "Status"),
        "bank/receipt",
        ("Receipt",),
    )
    debits = Table(
        "debits/payments.csv",
        (
            *("Payment", "Charged At", "Customer", "Invoice Number", "Amount", "Currency"),
            *("Fee", "Paid Out", "Paid Out Currency", "Status"),
        ),
        "debits/payment",
        ("Payment",),
    )
    for one in sorted(w.payments, key=lambda one: (one.at, one.id)):
        payer = w.billing_names.get(one.invoice.account.number, one.invoice.account.name)
        if one.log == "finance":
            bank.add(
                {
                    "Receipt": one.id,
                    "Booked": utc(one.at),
                    "Payer": payer,
                    "Invoice": one.invoice.id,
                    "Amount": money(one.amount),
                    "Currency": "USD",
                    "Status": "paid" if one.status == "success" else "failed",
                }
            )
            continue
        payout = one.amount - one.fee if one.payout is None else one.payout
        debits.add(
            {
                "Payment": one.id,
                "Charged At": utc(one.at),
                "Customer": payer,
                "Invoice Number": one.invoice.id,
                "Amount": money(one.amount),
                "Currency": "USD",
                "Fee": money(one.fee),
                "Paid Out": money(payout),
                "Paid Out Currency": "EUR" if one.payout_currency != "EUR" else "USD",
                "Status": "paid_out" if one.status == "success" else "failed",
            }
        )
    return [bank, debits]
