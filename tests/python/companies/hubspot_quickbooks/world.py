"""The records of company A while it is drawn, and the files they end in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from ..drawing import Cell, Draw, Firm, Person, Table, iso, local
from ..truth import Ledger, Row
from .setting import (
    BERLIN,
    BY_ID,
    CODES,
    DEAL_STAGE,
    DEMO,
    EVERYBODY,
    LEAD_STATUS,
    LEFT,
    LIFECYCLE,
    MESSAGE_LENGTH,
    NEW_YORK,
    NOW,
    PROBABILITY,
    QUOTE,
    TOPICS,
    WEBINAR,
    Rep,
)

Change = tuple[datetime, str, str, str, str, str]

CONTACT_LABELS = {
    "firstname": "First Name",
    "lastname": "Last Name",
    "email": "Email",
    "hs_additional_emails": "Additional email addresses",
    "phone": "Phone Number",
    "jobtitle": "Job Title",
    "company": "Company Name",
    "address": "Street Address",
    "city": "City",
    "zip": "Postal Code",
    "country": "Country/Region",
    "numemployees": "Number of Employees",
    "product_interest": "Product interest",
    "message": "Message",
    "inbound_channel": "Inbound channel",
    "record_type": "Record type",
    "lifecyclestage": "Lifecycle Stage",
    "hs_lead_status": "Lead Status",
    "hubspot_owner_id": "Contact owner",
    "hs_email_optout": "Unsubscribed from all email",
    "associatedcompanyid": "Associated Company IDs",
    "hs_merged_object_ids": "Merged object IDs",
}
# Properties whose history is exported.
TRACKED = (
    *("email", "phone", "jobtitle", "company", "country", "numemployees", "product_interest"),
    *("lifecyclestage", "hs_lead_status", "hubspot_owner_id", "hs_email_optout", "message"),
)
HISTORY = (
    *("property", "value", "timestamp", "sourceType", "sourceId", "sourceLabel"),
    "updatedByUserId",
)


@dataclass
class Thing:
    """A record of HubSpot with the changes of its properties."""

    id: str
    created: datetime
    values: dict[str, str] = field(default_factory=dict)
    history: list[Change] = field(default_factory=list)

    def set(
        self,
        name: str,
        value: str,
        when: datetime,
        source: str = "AUTOMATION_PLATFORM",
        rep: Rep | None = None,
    ) -> None:
        """A change of a property; the last one is the value of now."""
        user = rep.user if rep else ""
        source_id = f"userId:{user}" if user else source.lower()
        self.history.append((when, name, value, source, source_id, user))
        latest = max(change[0] for change in self.history if change[1] == name)
        if when == latest:
            self.values[name] = value

    def arrive(self, name: str, value: str) -> None:
        """Replaces the value that a property had when the record arrived."""
        first = min(change for change in self.history if change[1] == name)
        self.history[self.history.index(first)] = (*first[:2], value, *first[3:])
        self.values[name] = max(change for change in self.history if change[1] == name)[2]

    def drop(self, name: str, keep: Callable[[Change], bool] = lambda change: False) -> None:
        """Takes changes of a property out of the record's past."""
        self.history = [change for change in self.history if change[1] != name or keep(change)]
        left = [change for change in self.history if change[1] == name]
        if left:
            self.values[name] = max(left, key=lambda change: change[0])[2]
        else:
            self.values.pop(name, None)

    def first(self, name: str) -> datetime | None:
        """When the property was first set."""
        return min((change[0] for change in self.history if change[1] == name), default=None)

    @property
    def modified(self) -> datetime:
        """The moment of the last change."""
        return max([self.created, *(change[0] for change in self.history)])


@dataclass
class Lead:
    """A planned inbound contact and everything that became of it."""

    form: str
    moment: datetime
    person: Person
    life: str = "talk"
    lag: timedelta | None = None
    owner: Rep | None = None
    is_silent: bool = False
    # Time that passes before the assignment, and when the contact was imported instead of sent.
    hold: timedelta | None = None
    imported: datetime | None = None
    request: str = "Sales"
    contact: Thing = field(default_factory=lambda: Thing("", NOW))
    company: Thing = field(default_factory=lambda: Thing("", NOW))
    deal: Thing = field(default_factory=lambda: Thing("", NOW))
    submission: dict[str, Cell] = field(default_factory=dict)
    submission_key: str = ""
    assigned: datetime = NOW
    tried: datetime = NOW
    talked: datetime = NOW
    touches: list[str] = field(default_factory=list)

    @property
    def contact_key(self) -> str:
        """Key of the contact."""
        return f"hubspot/contact/{self.contact.id}"

    @property
    def deal_key(self) -> str:
        """Key of the deal."""
        return f"hubspot/deal/{self.deal.id}"

    def rows(self, check: str, handoff: str = "") -> list[Row]:
        """Alternative rows of one check: the submission and the contact."""
        keys = [self.submission_key] if self.submission_key else []
        return [Row(check, key, handoff) for key in [*keys, self.contact_key]]


class World:
    """All records of the company, and the truth about them."""

    def __init__(self, seed: int) -> None:
        self.draw = Draw(seed)
        self.truth = Ledger()
        self.leads: list[Lead] = []
        self.contacts: list[Thing] = []
        self.companies: list[Thing] = []
        self.deals: list[Thing] = []
        self.invoices: list[dict[str, Cell]] = []
        self.lines: list[dict[str, Cell]] = []
        self.payments: list[dict[str, Cell]] = []
        self.forms: dict[str, list[tuple[datetime, dict[str, Cell]]]] = {
            **{DEMO: [], QUOTE: [], WEBINAR: []}
        }
        self.calls: list[tuple[datetime, dict[str, Cell]]] = []
        self.emails: list[tuple[datetime, dict[str, Cell]]] = []
        self.meetings: list[tuple[datetime, dict[str, Cell]]] = []
        self.merges: list[dict[str, Cell]] = []
        self.customers: dict[str, Person] = {}
        self._amounts: set[int] = set()
        self._number = 100_000
        self._invoice = 1000
        self._payment = 4_400_000

    def next_id(self) -> str:
        """A new record id of HubSpot."""
        self._number += self.draw.random.randint(3, 40)
        return str(21_000_000_000 + self._number)

    def amount(self) -> Decimal:
        """An amount that no other deal has."""
        while True:
            cents = self.draw.random.randint(9, 240) * 10_000 + self.draw.random.randint(1, 99) * 60
            if cents not in self._amounts:
                self._amounts.add(cents)
                return Decimal(cents) / 100

    # People and firms

    def company_of(self, firm: Firm, created: datetime, owner: Rep | None = None) -> Thing:
        """The company record of a firm."""
        company = Thing(self.next_id(), created)
        company.values.update(
            name=firm.name,
            domain=firm.domain,
            city=firm.city,
            country=firm.country,
            numberofemployees=str(firm.size or ""),
        )
        company.set("lifecyclestage", "lead", created)
        if owner:
            company.set("hubspot_owner_id", owner.id, created + timedelta(minutes=1))
        self.companies.append(company)
        return company

    def contact_of(self, person: Person, created: datetime, source: str = "FORM") -> Thing:
        """The contact record of a person, as it arrives."""
        contact = Thing(self.next_id(), created)
        for name, value in {
            "firstname": person.first,
            "lastname": person.last,
            "email": person.email,
            "phone": person.phone,
            "jobtitle": person.title,
            "company": person.firm.name,
            "country": person.firm.country,
            "numemployees": str(person.firm.size or ""),
        }.items():
            contact.set(name, value, created, source)
        contact.values["city"] = person.firm.city
        self.contacts.append(contact)
        return contact

    def submit(
        self, form: str, moment: datetime, person: Person, *, request: str = "Sales"
    ) -> tuple[dict[str, Cell], str]:
        """A form that a person sent; returns the row and its key."""
        random = self.draw.random
        row: dict[str, Cell]
        if form == DEMO:
            token = "".join(random.choices("abcdefghijkmnpqrstuvwxyz0123456789", k=20))
            start = moment - self.draw.seconds(40, 400)
            row = {
                "#": token,
                "First name": person.first,
                "Last name": person.last,
                "Work email": person.email,
                "Phone": f"'{person.phone}",
                "Company": person.firm.name,
                "Job title": person.title,
                "Country": person.firm.country,
                "Company size": str(person.firm.size or ""),
                "Request": request,
                "How can we help?": random.choice(MESSAGES).format(count=random.randint(2, 60)),
                "Please do not e-mail me": "",
                "Response Type": "completed",
                "Start Date (UTC)": local(start, "UTC", "%Y-%m-%d %H:%M:%S"),
                "Stage Date (UTC)": local(moment, "UTC", "%Y-%m-%d %H:%M:%S"),
                "Submit Date (UTC)": local(moment, "UTC", "%Y-%m-%d %H:%M:%S"),
                "Network ID": "".join(random.choices("abcdef0123456789", k=10)),
                "Tags": "",
            }
            key = f"typeform/submission/{token}"
        elif form == QUOTE:
            entry = str(5000 + len(self.forms[QUOTE]) * 3 + random.randint(0, 2))
            row = {
                "Name (First)": person.first,
                "Name (Last)": person.last,
                "Email": person.email,
                "Phone": person.phone,
                "Company": person.firm.name,
                "Job title": person.title,
                "Address (Country)": person.firm.country,
                "Employees": str(person.firm.size or ""),
                "Request": request,
                "I agree to receive e-mail": "Yes",
                "Created By (User Id)": "",
                "Entry Id": entry,
                "Entry Date": local(moment, NEW_YORK, "%Y-%m-%d %H:%M:%S"),
                "Source Url": "https://us.pumpwerk.example/quote/",
                "User Agent": "Mozilla/5.0",
                "User IP": f"203.0.113.{random.randint(1, 250)}",
            }
            key = f"gravity/entry/{entry}"
        else:
            entry = f"WR-{20_000 + len(self.forms[WEBINAR]) * 7 + random.randint(0, 6)}"
            row = {
                "Registration ID": entry,
                "Webinar": "Pumps in practice",
                "Registered at": iso(moment),
                "E-mail": person.email,
                "Given name": person.first,
                "Family name": person.last,
                "Organisation": person.firm.name,
                "Country code": CODES[person.firm.country],
                "Thema": random.choice(sorted(TOPICS)),
            }
            key = f"webinar/registration/{entry}"
        self.forms[form].append((moment, row))
        return row, key

    def receive(self, lead: Lead, created: datetime) -> None:
        """The contact that a form makes, with the values of the form."""
        source = "IMPORT" if lead.imported else "FORM"
        arrived = lead.imported or created
        contact = self.contact_of(lead.person, arrived, source)
        contact.created = created
        contact.set("lifecyclestage", "lead", arrived, source)
        contact.set("hs_lead_status", "NEW", arrived, source)
        contact.values["inbound_channel"] = CHANNELS[lead.form]
        if lead.form == DEMO:
            message = str(lead.submission["How can we help?"])
            contact.set("message", message[:MESSAGE_LENGTH], arrived, source)
        if lead.form == WEBINAR:
            topic = TOPICS[str(lead.submission["Thema"])]
            contact.set("product_interest", topic, created, "FORM")
        lead.contact = contact

    # What reps do

    def call(
        self,
        contact: Thing,
        when: datetime,
        outcome: str,
        rep: Rep,
        *,
        seconds: int | None = None,
        by: Rep | None = None,
    ) -> str:
        """A logged call; returns its key."""
        if seconds is None:
            seconds = self.draw.random.randint(70, 900) if outcome == "Connected" else 0
        row: dict[str, Cell] = {
            "Record ID": self.next_id(),
            "Activity date": local(when, BERLIN),
            "Call title": "Call",
            "Call outcome": outcome,
            "Call status": "Completed",
            "Call direction": "OUTBOUND",
            "Call duration (seconds)": str(seconds),
            "Activity assigned to": rep.id,
            "Activity created by": (by or rep).id,
            "Associated Contact IDs": contact.id,
        }
        self.calls.append((when, row))
        return f"hubspot/call/{row['Record ID']}"

    def email(
        self,
        contact: Thing,
        when: datetime,
        rep: Rep,
        *,
        incoming: bool = False,
        sequence: str = "",
    ) -> str:
        """A logged e-mail; returns its key."""
        row: dict[str, Cell] = {
            "Record ID": self.next_id(),
            "Activity date": local(when, BERLIN),
            "Email subject": "Re: Your question" if incoming else "Your question",
            "Email direction": "INCOMING_EMAIL" if incoming else "EMAIL",
            "Email send status": "" if incoming else "SENT",
            "Sequence ID": sequence,
            "Activity assigned to": rep.id,
            "Activity created by": "" if incoming else rep.id,
            "Associated Contact IDs": contact.id,
        }
        self.emails.append((when, row))
        return f"hubspot/email/{row['Record ID']}"

    def meeting(
        self, contact: Thing, booked: datetime, starts: datetime, rep: Rep, outcome: str
    ) -> str:
        """A booked meeting; returns its key."""
        row: dict[str, Cell] = {
            "Record ID": self.next_id(),
            "Create date": local(booked, BERLIN),
            "Meeting start time": local(starts, BERLIN),
            "Meeting name": "Pumps for you",
            "Meeting outcome": outcome,
            "Activity assigned to": rep.id,
            "Associated Contact IDs": contact.id,
        }
        self.meetings.append((booked, row))
        return f"hubspot/meeting/{row['Record ID']}"

    # Deals and money

    def open_deal(
        self,
        company: Thing,
        contact: Thing,
        created: datetime,
        rep: Rep,
        amount: Decimal,
        *,
        plan: str = "Single",
        title: str = "pumps",
    ) -> Thing:
        """A deal in its first stage."""
        deal = Thing(self.next_id(), created)
        deal.values.update(
            dealname=f"{company.values['name']}: {title}",
            amount=f"{amount:.1f}" if amount == amount.to_integral() else str(amount),
            hubspot_owner_id=rep.id,
            contact=contact.id,
            company=company.id,
            company_name=company.values["name"],
            plan=plan,
        )
        deal.set("dealstage", "qualifiedtobuy", created, "CRM_UI", rep)
        self.deals.append(deal)
        return deal

    def invoice(
        self,
        deal: Thing,
        on: date,
        net: Decimal,
        *,
        name: str = "",
        tax: Decimal = Decimal(0),
        kind: str = "Invoice",
        reference: str = "",
        lines: int = 2,
        is_paid: bool = True,
    ) -> dict[str, Cell]:
        """An invoice or a credit memo, with its lines."""
        self._invoice += 1
        number = f"{'CM' if kind == 'Credit memo' else 'PW'}-{self._invoice}"
        total = net + tax
        row: dict[str, Cell] = {
            "Transaction date": on.strftime("%m/%d/%Y"),
            "Transaction type": kind,
            "No.": number,
            "Name": name or deal.values["company_name"],
            "Memo": "",
            "Status": "" if kind == "Credit memo" else ("Paid" if is_paid else "Open"),
            "Due date": (on + timedelta(days=30)).strftime("%m/%d/%Y"),
            "Total before tax": f"{net:.2f}",
            "Tax": f"{tax:.2f}",
            "Total": f"{total:.2f}",
            "Balance": "0.00" if is_paid or kind == "Credit memo" else f"{total:.2f}",
            "Currency": "EUR",
            "HubSpot deal": "" if reference else deal.id,
            "Billing reference": reference,
        }
        self.invoices.append(row)
        parts = [net] if lines < 2 else [(net / 4).quantize(Decimal("0.01"))]
        if lines > 1:
            parts.append(net - parts[0])
        for position, part in enumerate(parts, start=1):
            line: dict[str, Cell] = {"No.": number, "Line": str(position)}
            line["Description"] = ("Pumps", "Service")[position - 1]
            line["Amount"] = f"{part:.2f}"
            self.lines.append(line)
        return row

    def pay(
        self,
        invoice: dict[str, Cell],
        when: datetime,
        amount: Decimal | None = None,
        *,
        status: str = "Succeeded",
        fee: Decimal = Decimal(0),
        method: str = "Bank transfer",
    ) -> str:
        """A payment of an invoice; returns its key."""
        self._payment += self.draw.random.randint(3, 90)
        paid = Decimal(str(invoice["Total"])) if amount is None else amount
        row: dict[str, Cell] = {
            "Transaction ID": f"QP{self._payment}",
            "Processed at": iso(when),
            "Status": status,
            "Method": method,
            "Customer": invoice["Name"],
            "Invoice No.": invoice["No."],
            "Amount": f"{paid:.2f}",
            "Fee": f"{fee:.2f}",
            "Net": f"{paid - fee:.2f}",
            "Currency": "EUR",
        }
        self.payments.append(row)
        return f"quickbooks/payment/{row['Transaction ID']}"

    # Files

    def tables(self) -> list[Table]:
        """Everything as files."""
        return [
            *self._form_tables(),
            *self._record_tables(),
            *self._history_tables(),
            *self._activity_tables(),
            *self._money_tables(),
        ]

    def _form_tables(self) -> list[Table]:
        demo = Table("typeform/responses.csv", DEMO_COLUMNS, "typeform/submission", ["#"])
        quote = Table(
            "gravity/entries.csv", QUOTE_COLUMNS, "gravity/entry", ["Entry Id"], quoted=True
        )
        webinar = Table(
            "webinar/registrations.csv",
            WEBINAR_COLUMNS,
            "webinar/registration",
            ["Registration ID"],
        )
        for form, table in ((DEMO, demo), (QUOTE, quote), (WEBINAR, webinar)):
            for _, row in sorted(self.forms[form], key=lambda sent: sent[0]):
                table.add(row)
        return [demo, quote, webinar]

    def _record_tables(self) -> list[Table]:
        stem = "hubspot/hubspot-crm-exports-all"
        contacts = Table(
            f"{stem}-contacts-2026-02-02.csv",
            ["Record ID", *CONTACT_LABELS.values(), "Create Date", "Last Modified Date"],
            "hubspot/contact",
            ["Record ID"],
            quoted=True,
        )
        for contact in sorted(self.contacts, key=lambda thing: int(thing.id)):
            row = {label: contact.values.get(name, "") for name, label in CONTACT_LABELS.items()}
            stage, status = row["Lifecycle Stage"], row["Lead Status"]
            row["Lifecycle Stage"] = LIFECYCLE.get(stage, stage)
            row["Lead Status"] = LEAD_STATUS.get(status, status)
            row["Contact owner"] = _owner_name(row["Contact owner"])
            contacts.add({"Record ID": contact.id, **row, **_stamps(contact)})
        companies = Table(
            f"{stem}-companies-2026-02-02.csv",
            COMPANY_COLUMNS,
            "hubspot/company",
            ["Record ID"],
            quoted=True,
        )
        for company in self.companies:
            stage = company.values["lifecyclestage"]
            companies.add(
                {
                    "Record ID": company.id,
                    "Company name": company.values["name"],
                    "Company Domain Name": company.values["domain"],
                    "Company owner": _owner_name(company.values.get("hubspot_owner_id", "")),
                    "City": company.values["city"],
                    "Country/Region": company.values["country"],
                    "Number of Employees": company.values["numberofemployees"],
                    "Lifecycle Stage": LIFECYCLE.get(stage, stage),
                    **_stamps(company),
                }
            )
        deals = Table(
            f"{stem}-deals-2026-02-02.csv",
            DEAL_COLUMNS,
            "hubspot/deal",
            ["Record ID"],
            quoted=True,
        )
        for deal in self.deals:
            stage = deal.values["dealstage"]
            closed = stage in ("closedwon", "closedlost")
            close = deal.values.get("closedate") or local(
                deal.created + timedelta(days=75) if not closed else deal.modified, BERLIN
            )
            deals.add(
                {
                    "Record ID": deal.id,
                    "Deal Name": deal.values["dealname"],
                    "Pipeline": "Sales Pipeline",
                    "Deal Stage": DEAL_STAGE[stage],
                    "Deal probability": deal.values.get("probability", PROBABILITY[stage]),
                    "Amount": deal.values["amount"],
                    "Currency": "EUR",
                    "Close Date": close,
                    "Deal owner": _owner_name(deal.values["hubspot_owner_id"]),
                    "Is Closed": str(closed).lower(),
                    "Is Closed Won": str(stage == "closedwon").lower(),
                    "Billing plan": deal.values["plan"],
                    "Billing reference": deal.values.get("reference", ""),
                    "Billed via partner": deal.values.get("partner", ""),
                    "Associated Contact IDs": deal.values["contact"],
                    "Associated Company IDs": deal.values["company"],
                    "Associated Company": deal.values["company_name"],
                    **_stamps(deal),
                }
            )
        owners = Table("hubspot/owners.csv", OWNER_COLUMNS, "hubspot/owner", ["id"])
        for rep in EVERYBODY:
            owners.add(
                {
                    "id": rep.id,
                    "email": rep.email,
                    "type": rep.kind,
                    "firstName": rep.first,
                    "lastName": rep.last,
                    "userId": rep.user,
                    "createdAt": "2024-01-15T08:00:00.000Z",
                    "updatedAt": "2026-01-05T08:00:00.000Z"
                    if rep == LEFT
                    else "2025-03-01T08:00:00.000Z",
                    "archived": str(rep == LEFT).lower(),
                }
            )
        return [contacts, companies, deals, owners]

    def _history_tables(self) -> list[Table]:
        tables = []
        for name, key, things in (
            ("contacts", "contactId", self.contacts),
            ("companies", "companyId", self.companies),
            ("deals", "dealId", self.deals),
        ):
            table = Table(f"hubspot/{name}_property_history.csv", [key, *HISTORY])
            for thing in things:
                for when, prop, value, source, source_id, user in sorted(thing.history):
                    if name == "contacts" and prop not in TRACKED:
                        continue
                    cells = (prop, value, iso(when), source, source_id, "", user)
                    table.add({key: thing.id, **dict(zip(HISTORY, cells, strict=True))})
            tables.append(table)
        merges = Table(
            "hubspot/contacts_merged_audit.csv", MERGE_COLUMNS, "hubspot/contact", ["vid-to-merge"]
        )
        for row in self.merges:
            merges.add(row)
        return [*tables, merges]

    def _activity_tables(self) -> list[Table]:
        tables = []
        for name, rows, columns in (
            ("call", self.calls, CALL_COLUMNS),
            ("email", self.emails, EMAIL_COLUMNS),
            ("meeting", self.meetings, MEETING_COLUMNS),
        ):
            path = f"hubspot/hubspot-crm-exports-{name}s-2026-02-02.csv"
            table = Table(path, columns, f"hubspot/{name}", ["Record ID"])
            for _, row in sorted(rows, key=lambda logged: (logged[0], logged[1]["Record ID"])):
                table.add(row)
            tables.append(table)
        return tables

    def _money_tables(self) -> list[Table]:
        sales = Table(
            "quickbooks/sales transactions.csv", SALES_COLUMNS, "quickbooks/invoice", ["No."]
        )
        lines = Table(
            "quickbooks/invoice lines.csv",
            ["No.", "Line", "Description", "Amount"],
            "quickbooks/invoice_line",
            ["No.", "Line"],
        )
        payments = Table(
            "quickbooks/payments.csv", PAYMENT_COLUMNS, "quickbooks/payment", ["Transaction ID"]
        )
        customers = Table("quickbooks/customers.csv", CUSTOMER_COLUMNS, "quickbooks/customer")
        for table, rows in ((sales, self.invoices), (lines, self.lines), (payments, self.payments)):
            for row in rows:
                table.add(row)
        for name, person in sorted(self.customers.items()):
            customers.add(
                {
                    "Customer": name,
                    "Company": name,
                    "First Name": person.first,
                    "Last Name": person.last,
                    "Email": person.email,
                    "Phone": person.phone,
                    "Open balance": "0.00",
                }
            )
        return [sales, lines, payments, customers]


def _owner_name(owner: str) -> str:
    return BY_ID[owner].name if owner else ""


def _stamps(thing: Thing) -> dict[str, str]:
    modified = thing.values.get("modified") or local(thing.modified, BERLIN)
    return {"Create Date": local(thing.created, BERLIN), "Last Modified Date": modified}


CHANNELS = {"": "Event", DEMO: "Demo form", QUOTE: "Quote form", WEBINAR: "Webinar"}
MESSAGES = (
    "We need {count} pumps before spring.",
    "Please send prices for {count} units.",
    "Our plant has {count} lines to renew.",
    "Looking for a service contract, {count} pumps.",
)
DEMO_COLUMNS = (
    *("#", "First name", "Last name", "Work email", "Phone", "Company", "Job title", "Country"),
    *("Company size", "Request", "How can we help?", "Please do not e-mail me"),
    *("Response Type", "Start Date (UTC)", "Stage Date (UTC)", "Submit Date (UTC)"),
    *("Network ID", "Tags"),
)
QUOTE_COLUMNS = (
    *("Name (First)", "Name (Last)", "Email", "Phone", "Company", "Job title"),
    *("Address (Country)", "Employees", "Request", "I agree to receive e-mail"),
    *("Created By (User Id)", "Entry Id", "Entry Date", "Source Url", "User Agent", "User IP"),
)
WEBINAR_COLUMNS = (
    *("Registration ID", "Webinar", "Registered at", "E-mail", "Given name", "Family name"),
    *("Organisation", "Country code", "Thema"),
)
COMPANY_COLUMNS = (
    *("Record ID", "Company name", "Company Domain Name", "Company owner", "City"),
    *("Country/Region", "Number of Employees", "Lifecycle Stage", "Create Date"),
    "Last Modified Date",
)
DEAL_COLUMNS = (
    *("Record ID", "Deal Name", "Pipeline", "Deal Stage", "Deal probability", "Amount"),
    *("Currency", "Close Date", "Create Date", "Last Modified Date", "Deal owner"),
    *("Is Closed", "Is Closed Won", "Billing plan", "Billing reference", "Billed via partner"),
    *("Associated Contact IDs", "Associated Company IDs", "Associated Company"),
)
OWNER_COLUMNS = (
    *("id", "email", "type", "firstName", "lastName", "userId", "createdAt", "updatedAt"),
    "archived",
)
MERGE_COLUMNS = ("canonical-vid", "vid-to-merge", "timestamp", "user-id")
CALL_COLUMNS = (
    *("Record ID", "Activity date", "Call title", "Call outcome", "Call status"),
    *("Call direction", "Call duration (seconds)", "Activity assigned to"),
    *("Activity created by", "Associated Contact IDs"),
)
EMAIL_COLUMNS = (
    *("Record ID", "Activity date", "Email subject", "Email direction", "Email send status"),
    *("Sequence ID", "Activity assigned to", "Activity created by", "Associated Contact IDs"),
)
MEETING_COLUMNS = (
    *("Record ID", "Create date", "Meeting start time", "Meeting name", "Meeting outcome"),
    *("Activity assigned to", "Associated Contact IDs"),
)
SALES_COLUMNS = (
    *("Transaction date", "Transaction type", "No.", "Name", "Memo", "Status", "Due date"),
    *("Total before tax", "Tax", "Total", "Balance", "Currency", "HubSpot deal"),
    "Billing reference",
)
PAYMENT_COLUMNS = (
    *("Transaction ID", "Processed at", "Status", "Method", "Customer", "Invoice No.", "Amount"),
    *("Fee", "Net", "Currency"),
)
CUSTOMER_COLUMNS = (
    *("Customer", "Company", "First Name", "Last Name", "Email", "Phone", "Open balance"),
)
