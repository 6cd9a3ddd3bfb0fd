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
    "country": Concept(
        ("country", "country_region", "country_code"), "picklist", is_routing_input=True
    ),
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

# Raw columns that name the owner of a record.
OWNER = ("owner_id", "hubspot_owner_id", "owner_record_id", "owner_email", "owner_name")

# Canonical column of a mapped entity -> names its header may have, the best first.
MAPPED: dict[str, tuple[str, ...]] = {
    **{key: concept.names for key, concept in CONCEPTS.items()},
    "first_name": ("first_name", "firstname", "given_name", "name_first", "first"),
    "last_name": ("last_name", "lastname", "surname", "family_name", "name_last", "last"),
    "full_name": ("full_name", "name", "contact_name", "lead_name", "sales_agent"),
    "name": ("name", "company_name", "account_name", "deal_name", "company", "account", "topic"),
    "occurred_at": (
        *("occurred_at", "activity_date", "actual_end", "started_at", "started", "sent_at"),
        *("call_time", "call_start", "timestamp", "event_time", "start_time", "created_time"),
        *("created_at", "date", "time", "logged_at"),
    ),
    "submitted_at": (
        *("submitted_at", "submit_date_utc", "submitted", "registered_at", "entry_date"),
        *("timestamp", "first_contact_date", "date", "created_at", "created"),
    ),
    "created_at": (
        *("created_at", "created_on", "created_time", "created", "created_date", "create_date"),
        *("creation_date", "date_created", "enriched_at", "activated_at", "first_contact_date"),
    ),
    "updated_at": (
        *("updated_at", "modified_on", "modified_time", "updated", "modified", "last_modified"),
        *("modified_at", "last_modified_date", "last_updated"),
    ),
    "issued_at": (
        *("issued_at", "invoice_date", "transaction_date", "issue_date", "issued", "billed_at"),
        *("date", "txn_date", "created_at"),
    ),
    "due_on": ("due_on", "due_date", "payment_due"),
    "paid_at": ("paid_at", "paid_on", "processed_at", "payment_date", "transaction_date", "date"),
    "booked_at": ("booked_at", "create_date", "created_at", "created", "created_on"),
    "starts_at": ("starts_at", "meeting_start_time", "start_time", "meeting_date", "start"),
    "changed_at": ("changed_at", "changed_on", "timestamp", "modified_on", "date", "time"),
    "assigned_at": ("assigned_at", "changed_on", "assigned_on", "timestamp", "time", "date"),
    "from_value": ("from_value", "old_status", "old_stage", "old_phase", "old_value", "from"),
    "to_value": ("to_value", "new_status", "new_stage", "new_phase", "new_value", "to"),
    "column_name": ("field", "property", "attribute", "column_name", "field_name"),
    "old_value": ("old_value", "from_value", "previous_value", "before"),
    "new_value": ("new_value", "to_value", "value", "after"),
    "changed_by": ("changed_by", "modified_by", "updated_by"),
    "person_record_id": ("person_id", "lead_id", "contact_id", "crm_lead_id", "crm_id", "lead"),
    "person_email": ("person_email", "email", "lead_email", "contact_email"),
    "owner_record_id": (
        *("owner_id", "rep_id", "user_id", "sent_to", "owner", "rep", "agent"),
        *("activity_assigned_to", "assigned_to"),
    ),
    "company_record_id": ("account_id", "company_id"),
    "customer_email": ("customer_email", "email", "payer_email", "billing_email"),
    "customer_name": ("customer_name", "customer", "client", "name", "bill_to"),
    "customer_record_id": ("customer_id", "customer", "client_id"),
    "invoice_record_id": ("invoice_id", "invoice", "invoice_no", "invoice_number"),
    "subtotal": ("subtotal", "sub_total", "total_before_tax", "net", "net_amount"),
    "tax": ("tax", "vat", "tax_amount"),
    "total": ("total", "amount", "gross", "grand_total", "invoice_amount", "price"),
    "amount": (
        *("amount", "charged", "payment_amount", "payment_value", "close_value", "deal_amount"),
        *("actual_revenue", "value", "revenue", "total", "price"),
    ),
    "amount_due": ("amount_due", "balance", "open_balance"),
    "amount_paid": ("amount_paid", "paid"),
    "fee": ("fee", "fees", "processing_fee"),
    "settled_amount": ("settled_amount", "payout", "net"),
    "settled_currency": ("settled_currency", "payout_currency"),
    "status": ("status", "status_reason", "lead_status", "meeting_outcome", "outcome", "state"),
    "number": ("number", "invoice_number", "invoice_no", "no", "document_number"),
    "close_on": ("close_date", "closedate", "close_on", "closing_date", "engage_date"),
    "stage_value": ("stage", "deal_stage", "stage_name", "pipeline_phase", "phase", "status"),
    "pipeline": ("pipeline",),
    "kind": ("type", "kind", "activity_type", "call_type", "transaction_type", "payment_type"),
    "direction": ("direction", "call_direction", "email_direction"),
    "duration_seconds": ("duration_seconds", "call_duration_seconds", "talk_seconds"),
    "disposition": ("disposition", "call_outcome", "outcome", "result"),
    "form_name": ("form_name", "form", "webinar", "landing_page_id"),
    "page_url": ("page_url", "source_url", "url"),
    "domain": ("domain", "company_domain_name"),
    "is_active": ("is_active", "enabled", "active"),
    "is_converted": ("is_converted", "qualified", "converted"),
    "converted_at": ("converted_at", "qualified_on", "converted_date"),
    "is_customer": ("is_customer",),
    "is_won": ("is_won", "is_closed_won"),
    "is_closed": ("is_closed",),
    "won_at": ("won_at", "won_date", "actual_close_date"),
    "owner_name": ("owner_name", "lead_owner", "deal_owner", "contact_owner", "sales_agent"),
    "owner_email": ("owner_email",),
}


# The probable function of a system that exports an entity.
FUNCTION = {
    "submissions": "capture",
    "touches": "notify",
    "assignments": "route",
    "people": "enrich",
    "opportunities": "route",
}


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
