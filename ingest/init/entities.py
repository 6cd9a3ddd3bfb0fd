"""Guesses what the rows of a table are: people, deals, calls … or nothing that is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ingest.init.links import Link
from ingest.init.loaded import LoadedTable
from ingest.init.measure import TIMES, Measured, candidate_keys
from ingest.naming import column_name

# Tables of their own: vendor and object -> what the rows become.
OWN_TABLES = {
    **{("salesforce", name): "people" for name in ("lead", "contact")},
    ("salesforce", "account"): "companies",
    ("salesforce", "opportunity"): "opportunities",
    ("salesforce", "user"): "owners",
    **{("salesforce", name): "touches" for name in ("task", "event")},
    ("hubspot", "contact"): "people",
    ("hubspot", "company"): "companies",
    ("hubspot", "deal"): "opportunities",
    ("hubspot", "owner"): "owners",
    ("marketo", "lead"): "people",
    ("form", "submission"): "submissions",
    ("stripe", "invoice"): "invoices",
    ("stripe", "payment"): "payments",
    ("stripe", "customer"): "customers",
}
# Words in the name of a file, or its folder, that say what is in it.
WORDS: dict[str, frozenset[str]] = {
    "lines": frozenset(
        ["line", "lines", "item", "items", "position", "positions", "product", "products"]
    ),
    "touches": frozenset(
        [
            "call",
            "calls",
            "email",
            "emails",
            "mail",
            "mails",
            "activity",
            "activities",
            "task",
            "tasks",
            "sms",
            "alert",
            "alerts",
            "event",
            "events",
            "engagement",
            "engagements",
            "voicemail",
            "voicemails",
            "touch",
            "touches",
        ]
    ),
    "meetings": frozenset(
        ["meeting", "meetings", "booking", "bookings", "appointment", "appointments"]
    ),
    "payments": frozenset(
        ["payment", "payments", "charge", "charges", "transaction", "transactions"]
    ),
    "invoices": frozenset(
        ["invoice", "invoices", "bill", "bills", "sales", "rechnung", "rechnungen"]
    ),
    "opportunities": frozenset(
        [
            "deal",
            "deals",
            "opportunity",
            "opportunities",
            "opp",
            "opps",
            "potential",
            "potentials",
            "pipeline",
        ]
    ),
    "owners": frozenset(
        ["user", "users", "owner", "owners", "rep", "reps", "agent", "agents", "seller", "sellers"]
    ),
    "companies": frozenset(
        ["account", "accounts", "company", "companies", "organization", "organizations"]
    ),
    "submissions": frozenset(
        [
            "form",
            "forms",
            "submission",
            "submissions",
            "signup",
            "signups",
            "registration",
            "registrations",
            "entry",
            "entries",
            "response",
            "responses",
            "badge",
            "badges",
            "enquiry",
            "enquiries",
            "inquiry",
            "inquiries",
        ]
    ),
    "people": frozenset(
        [
            "lead",
            "leads",
            "contact",
            "contacts",
            "person",
            "people",
            "prospect",
            "prospects",
            "mql",
            "mqls",
            "subscriber",
            "subscribers",
            "member",
            "members",
        ]
    ),
    "customers": frozenset(["customer", "customers", "client", "clients"]),
}


class Features:
    """What a table has: words, kinds of columns and links to other tables."""

    def __init__(
        self,
        table: LoadedTable,
        columns: Mapping[str, Measured],
        links: Sequence[Link],
        entities: Mapping[str, str],
    ) -> None:
        self.table = table
        self.columns = columns
        self.names = {header: column_name(header) for header in columns}
        self.words = set(table.object.split("_"))
        self.header_words = {word for name in self.names.values() for word in name.split("_")}
        own = [one for one in links if one.source is table and one.kind == "id"]
        self.refers_to = {
            entities.get(one.target.label, "") for one in own if one.target is not table
        }
        self.has_time = any(one.kind in TIMES for one in columns.values())
        self.has_email = any(one.kind == "email" for one in columns.values())
        self.has_amount = bool(
            self.header_words & {"amount", "total", "price", "revenue", "value", "betrag", "mrr"}
        )
        self.has_key = bool(candidate_keys(table, dict(columns)))

    def is_named(self, entity: str) -> bool:
        """Whether the file is named like an entity."""
        return bool(self.words & WORDS[entity])

    def has_amount_or(self, *words: str) -> bool:
        """Whether there is an amount, or one of these words in a header."""
        return self.has_amount or self.has(*words)

    def has_foreign_key_only(self) -> bool:
        """Whether the ids are those of people in another table, and none is the table's own."""
        return "people" in self.refers_to and not self.has_key

    def has(self, *words: str) -> bool:
        """Whether one of these words is in a header."""
        return bool(self.header_words & set(words))


def guess_entity(features: Features) -> tuple[str, str]:
    """Returns the entity of a table and why; `records` when nothing speaks for another one.

    A table that refers to people is not people: it is what happened with them.
    """
    f = features
    changes = {"old", "previous", "from", "before"} & f.header_words
    changed = {"new", "to", "after"} & f.header_words
    if changes and changed and f.has_time:
        if f.has("field", "property", "attribute", "column"):
            return "field_changes", "an old and a new value of a named field"
        moved = [n for n in f.names.values() if set(n.split("_")) & (changes | changed)]
        if any(set(name.split("_")) & {"owner", "user", "rep", "agent"} for name in moved):
            return "assignments", "an old and a new owner"
        return "stage_changes", "an old and a new status"
    if f.is_named("lines"):
        return "records", "lines of other records"
    if f.is_named("meetings") and f.has_time:
        return "meetings", "the file name"
    is_about_people = "people" in f.refers_to or f.has("lead", "contact", "person", "prospect")
    if f.is_named("touches") and f.has_time and (is_about_people or f.has("regarding", "who")):
        return "touches", "the file name, a moment and a person"
    if f.is_named("payments") and f.has_amount_or("charged", "payout", "net"):
        return "payments", "the file name and an amount"
    if f.is_named("invoices") and (f.has_amount or f.has("net", "gross")):
        return "invoices", "the file name and an amount"
    is_deal = f.has("stage", "phase", "won", "closedate") or f.has_amount
    if f.is_named("opportunities") and f.has_key and is_deal:
        return "opportunities", "the file name, an id and a stage or an amount"
    if f.is_named("owners") and (f.has_email or f.has("name")) and f.has_key:
        return "owners", "the file name"
    return _person_like(f)


def _person_like(f: Features) -> tuple[str, str]:
    has_person_name = f.has("firstname", "lastname", "surname") or (
        f.has("first", "given") and f.has("last", "family", "name")
    )
    if f.is_named("companies") and f.has("name", "company", "account") and not has_person_name:
        return "companies", "the file name and a name"
    if f.is_named("submissions") and f.has_time and (f.has_email or "people" in f.refers_to):
        return "submissions", "the file name, a moment and an address"
    is_about_others = f.refers_to & {"people", "opportunities", "invoices"}
    if f.is_named("people") and not f.has_foreign_key_only() and (f.has_email or f.has_key):
        return "people", "the file name and an id or address"
    if f.has_email and has_person_name and not is_about_others:
        return "people", "an address and a name"
    return "records", "nothing speaks for another entity"
