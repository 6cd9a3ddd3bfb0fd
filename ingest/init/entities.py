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
        [
            *("line", "lines", "item", "items", "position", "positions", "product", "products"),
            *("detail", "details"),
        ]
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
        [
            *("user", "users", "owner", "owners", "rep", "reps", "agent", "agents", "seller"),
            *("sellers", "employee", "employees", "staff"),
        ]
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


# Words at the end of a file name that say nothing about its rows.
NO_NOUNS = frozenset({"data", "dataset", "export", "table", "csv", "all"})


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
        words = [word for word in table.object.split("_") if word not in NO_NOUNS]
        self.words = set(words)
        self.noun = words[-1] if words else ""
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
        keys = candidate_keys(table, dict(columns))
        self.has_key = bool(keys)
        # The ids of another table, each once: a row per record of that table.
        self.has_foreign_key = bool(keys) and any(
            one.header == keys[0].header and one.is_own_id and one.share >= 0.9 for one in own
        )

    def is_named(self, entity: str) -> bool:
        """Whether the file is named like an entity."""
        return bool(self.words & WORDS[entity])

    @property
    def is_catalogue(self) -> bool:
        """Whether it lists products, each with an id of its own, and not the lines of a record."""
        return self.words <= {"product", "products"} and self.has_key and not self.has_foreign_key

    def is_one(self, entity: str) -> bool:
        """Whether the last word of the file name is an entity: no `contact_list`."""
        return self.noun in WORDS[entity]

    @property
    def has_name_of_company(self) -> bool:
        """Whether a column that is no id is a name, a company or an account."""
        words = {
            word
            for name in self.names.values()
            if not name.endswith(("id", "no", "number"))
            for word in name.split("_")
        }
        return bool(words & {"name", "company", "account", "companyname"})

    def moved(self) -> set[str] | None:
        """The words of what changed: headers that differ in `old` and `new` only."""
        for before, after in (("old", "new"), ("previous", "new"), ("from", "to")):
            for header, name in self.names.items():
                words = name.split("_")
                other = "_".join(after if word == before else word for word in words)
                is_pair = before in words and other in self.names.values()
                if is_pair and self.columns[header].kind != "email":
                    return set(words)
        return None

    def has_amount_or(self, *words: str) -> bool:
        """Whether there is an amount, or one of these words in a header."""
        return self.has_amount or self.has(*words)

    def has(self, *words: str) -> bool:
        """Whether one of these words is in a header."""
        return bool(self.header_words & set(words))


def guess_entity(features: Features) -> tuple[str, str]:
    """Returns the entity of a table and why; `records` when nothing speaks for another one.

    A table that refers to people is not people: it is what happened with them.
    """
    f = features
    moved = f.moved()
    if moved is not None and f.has_time:
        if f.has("field", "property", "attribute", "column"):
            return "field_changes", "an old and a new value of a named field"
        if moved & {"owner", "user", "rep", "agent"}:
            return "assignments", "an old and a new owner"
        if moved & {"status", "stage", "phase", "value", "state"}:
            return "stage_changes", "an old and a new status"
    if f.is_named("lines") and not f.is_catalogue:
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
    if f.is_one("opportunities") and f.has_key and is_deal:
        return "opportunities", "the file name, an id and a stage or an amount"
    if f.is_one("owners") and (f.has_email or f.has("name")) and f.has_key:
        return "owners", "the file name"
    return _person_like(f)


def _person_like(f: Features) -> tuple[str, str]:
    has_person_name = f.has("firstname", "lastname", "surname") or (
        f.has("first", "given") and f.has("last", "family", "name")
    )
    has_name = f.has_name_of_company and not f.has_foreign_key
    if f.is_one("companies") and f.has_key and has_name and not has_person_name:
        return "companies", "the file name and a name"
    if f.is_named("submissions") and f.has_time and (f.has_email or "people" in f.refers_to):
        return "submissions", "the file name, a moment and an address"
    is_about_others = f.refers_to & {"people", "opportunities", "invoices"}
    is_own = f.has_key and not f.has_foreign_key
    if f.is_one("people") and (is_own or (f.has_email and not is_about_others)):
        return "people", "the file name and an id or address"
    if f.has_email and has_person_name and not is_about_others:
        return "people", "an address and a name"
    is_reachable = f.has_email or f.has("phone", "phonenumber", "website", "web", "webaddress")
    if f.has("companyname") and is_own and is_reachable and not has_person_name:
        return "companies", "an id, the name of a company and how to reach it"
    return "records", "nothing speaks for another entity"
