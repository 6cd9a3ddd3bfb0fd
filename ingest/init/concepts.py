"""Word lists of `handoff init`: the different names that tools use for the same thing."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.naming import column_name


@dataclass(frozen=True)
class Concept:
    """A kind of column that many tools have under different names."""

    names: tuple[str, ...]
    kind: str = "text"
    is_routing_input: bool = False


# Concept (a canonical column if there is one) -> names in normalised form.
CONCEPTS: dict[str, Concept] = {
    "email": Concept(("email", "email_address", "work_email", "e_mail", "mail"), "email"),
    "first_name": Concept(("first_name", "firstname", "given_name")),
    "last_name": Concept(("last_name", "lastname", "surname", "family_name")),
    "company_name": Concept(
        ("company", "company_name", "organization", "organisation", "account_name"),
        is_routing_input=True,
    ),
    "title": Concept(("title", "job_title", "jobtitle")),
    "phone": Concept(("phone", "phone_number", "telephone"), "phone"),
    "website": Concept(("website", "web_site", "url")),
    "country": Concept(("country", "country_region"), "picklist", is_routing_input=True),
    "state": Concept(("state", "region", "state_region"), "picklist", is_routing_input=True),
    "city": Concept(("city",)),
    "postal_code": Concept(("postal_code", "zip", "zip_code", "postcode")),
    "industry": Concept(("industry",), "picklist", is_routing_input=True),
    "employee_count": Concept(
        ("number_of_employees", "numemployees", "company_size", "employees", "employee_count"),
        "number",
        is_routing_input=True,
    ),
    "lead_source": Concept(("lead_source", "leadsource", "original_source"), "picklist"),
    "is_opted_out": Concept(
        (
            "unsubscribed",
            "has_opted_out_of_email",
            "opted_out",
            "hs_email_optout",
            "opt_out",
            "is_opted_out",
        ),
        "consent",
    ),
    "utm_campaign": Concept(("utm_campaign",)),
    "utm_source": Concept(("utm_source",)),
    "utm_medium": Concept(("utm_medium",)),
    "product_interest": Concept(("product_interest",), "multi"),
    "amount": Concept(("amount", "total"), "money"),
    "currency": Concept(("currency", "currency_iso_code", "deal_currency_code")),
}
_BY_NAME = {name: key for key, concept in CONCEPTS.items() for name in concept.names}

# Status fields of the vendors: object -> raw column.
STATUS = {
    ("marketo", "lead"): "lead_status",
    ("salesforce", "lead"): "status",
    ("salesforce", "opportunity"): "stage_name",
    ("hubspot", "contact"): "lifecyclestage",
    ("hubspot", "deal"): "dealstage",
}
# Status columns of the entities that vendor declarations map objects onto.
STATUS_OF = {"people": "status", "opportunities": "stage_value"}
# Raw columns that name the owner of a record, and the objects that list owners.
OWNER = ("owner_id", "hubspot_owner_id", "owner_record_id", "owner_email")
OWNERS = {("salesforce", "user"), ("hubspot", "owner")}

# Canonical column of a mapped entity -> names its header may have.
MAPPED: dict[str, tuple[str, ...]] = {
    **{key: concept.names for key, concept in CONCEPTS.items()},
    "name": ("name", "company", "company_name", "account_name", "deal_name"),
    "occurred_at": ("occurred_at", "sent_at", "timestamp", "started_at", "started", "date", "time"),
    "submitted_at": ("submitted_at", "submitted", "timestamp", "date", "created_at"),
    "created_at": ("created_at", "created", "created_date", "create_date", "enriched_at"),
    "updated_at": ("updated_at", "updated", "modified", "last_modified", "modified_at"),
    "issued_at": ("issued_at", "invoice_date", "issued", "date"),
    "paid_at": ("paid_at", "paid_on", "payment_date", "date"),
    "booked_at": ("booked_at", "created_at", "created"),
    "starts_at": ("starts_at", "start_time", "meeting_date", "start"),
    "person_record_id": ("person_id", "lead_id", "contact_id", "crm_lead_id", "crm_id"),
    "owner_record_id": ("owner_id", "rep_id", "user_id", "sent_to", "owner", "rep"),
    "company_record_id": ("account_id", "company_id"),
    "customer_email": ("customer_email", "email", "payer_email"),
    "total": ("total", "amount", "amount_due"),
    "status": ("status",),
    "number": ("number", "invoice_number"),
    "close_on": ("close_date", "closedate", "close_on"),
    "stage_value": ("stage", "stage_name", "status"),
}
# Endings that match too many headers: `first_name` is not a `name`.
_TOO_COMMON = {"name", "date", "time", "title", "url", "total", "number", "status", "stage"}
# Entity -> words in the name of its file, and columns without which it is not that entity.
ENTITIES: tuple[tuple[str, frozenset[str], tuple[str, ...]], ...] = (
    ("submissions", frozenset({"form", "forms", "submission", "submissions", "signups"}), ()),
    ("payments", frozenset({"payment", "payments", "charge", "charges"}), ("amount",)),
    ("invoices", frozenset({"invoice", "invoices", "bills"}), ("total",)),
    ("meetings", frozenset({"meeting", "meetings", "booking", "bookings"}), ()),
    ("touches", frozenset({"call", "calls", "alert", "alerts", "log", "sms"}), ("occurred_at",)),
    ("opportunities", frozenset({"deal", "deals", "opportunity", "opportunities"}), ()),
    ("owners", frozenset({"user", "users", "owner", "owners", "reps"}), ("email",)),
    ("companies", frozenset({"account", "accounts", "company", "companies"}), ("name",)),
    ("people", frozenset(), ("email",)),
)
# The probable function of a system that exports an entity.
FUNCTION = {"submissions": "capture", "touches": "notify", "people": "enrich"}


@dataclass(frozen=True)
class StageWords:
    """A lifecycle stage and words in the status values that usually mean it."""

    id: str
    name: str
    order: int
    meaning: str
    words: tuple[str, ...]


# The first stage with a matching word is chosen.
STAGES = (
    StageWords(
        "disqualified", "Disqualified", 99, "lost", ("unqualified", "disqualif", "lost", "junk")
    ),
    StageWords("recycled", "Recycled", 2, "recycled", ("recycl", "nurtur")),
    StageWords("customer", "Customer", 7, "won", ("customer", "won", "evangelist")),
    StageWords(
        "opportunity", "Opportunity", 6, "open", ("opportunity", "proposal", "negotia", "discover")
    ),
    StageWords("mql", "Marketing qualified lead", 3, "open", ("mql", "marketingqual", "marketing")),
    StageWords(
        "sal", "Sales accepted lead", 4, "open", ("sal", "accepted", "working", "contacted")
    ),
    StageWords("sql", "Sales qualified lead", 5, "open", ("sql", "salesqual", "qualified")),
    StageWords("subscriber", "Subscriber", 1, "open", ("subscriber",)),
    StageWords("lead", "Lead", 2, "open", ("lead", "new", "open", "engaged", "raw")),
)


def concept_of(name: str) -> str | None:
    """Finds the concept of a header or raw column, without the `__c` of custom fields."""
    return _BY_NAME.get(column_name(name).removesuffix("_c"))


def stage_of(value: str) -> str | None:
    """Guesses the stage that a status value means."""
    folded = value.casefold()
    for stage in STAGES:
        if any(folded == word or (len(word) > 3 and word in folded) for word in stage.words):
            return stage.id
    return "customer" if folded.endswith("won") else None


def column_for(canonical: str, headers: list[str]) -> str | None:
    """Finds the header of a canonical column: its name, a known name, or one that ends in it."""
    names = (canonical, *MAPPED.get(canonical, ()))
    known = {column_name(header): header for header in reversed(headers)}
    for name in names:
        if name in known:
            return known[name]
    for name in names:
        for header in headers:
            if name not in _TOO_COMMON and column_name(header).endswith(f"_{name}"):
                return header
    return None
