"""Faults of the set-up: what the stack declares and what the systems say about their fields.

They belong to the whole company, not to a lead. Those of the stack are in `stack/` itself; the
clean company is audited with the corrected lines, which it has in `truth/stack/`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from demo.faults.expected import Expected, Fault, GroundTruth


@dataclass(frozen=True)
class SetupFault:
    """A fault of the set-up with its one expected violation; `key` is system/object/record."""

    fault: str
    source: str
    planted: str
    key: str
    check_id: str
    record_id: str
    field: str = ""

    def label(self, truth: GroundTruth) -> None:
        """Adds the expected violation and the label."""
        truth.expected.add(Expected(self.check_id, self.record_id, self.fault))
        system, kind, record = self.key.split("/", 2)
        truth.faults.add(
            Fault(self.fault, self.source, self.planted, system, kind, record, self.field)
        )


@dataclass(frozen=True)
class StackFault:
    """A fault in a file of `stack/`: its text, and the text of the clean company."""

    what: SetupFault
    file: str
    faulty: str
    clean: str


STACK_FAULTS = (
    # A record that misses a run waits 15 minutes and one minute of processing; 5 are promised.
    StackFault(
        SetupFault(
            "polled_too_rarely",
            "vendor guides of the Marketo sync",
            "an interval of 15 minutes behind a promise of 5",
            "salesforce/lead/map_to_crm",
            "promise_kept_by_interval",
            "map_to_crm/lead_visible_in_crm",
        ),
        "handoffs.yml",
        "load: {every: 15 min, processing: 1 min,",
        "load: {every: 2 min, processing: 1 min,",
    ),
    # 50,000 records at one a call and 100 calls a minute: 500 minutes, and 120 are allowed.
    StackFault(
        SetupFault(
            "one_record_a_call",
            "checklist 1-16",
            "50,000 records a night, one a call",
            "stripe/invoice/crm_to_finance",
            "load_fits_window",
            "crm_to_finance/target/full",
        ),
        "handoffs.yml",
        "load: {every: 1 d, window: 2 h, records: 50000, pull: full, per_call: 1}",
        "load: {every: 1 d, window: 2 h, records_per_day: 20, pull: changes, per_call: 1}",
    ),
    # 2,500 records read one by one are 2,500 calls; the vendor allows 2,000 a day.
    StackFault(
        SetupFault(
            "quota_used_up",
            "checklist 1-14",
            "more calls a day than the vendor allows",
            "enrichment/enriched_lead/enrichment_to_crm",
            "load_fits_daily_quota",
            "enrichment",
        ),
        "handoffs.yml",
        "load: {every: 30 min, processing: 5 min, records_per_day: 2500, pull: changes, page: 1}",
        "load: {every: 30 min, processing: 5 min, records_per_day: 2500, pull: changes, page: 100}",
    ),
    StackFault(
        SetupFault(
            "no_change_tracking",
            "checklist 1-23",
            "changes are read from a system that cannot list them",
            "website/submission/form_to_map",
            "changes_can_be_pulled",
            "form_to_map/source/changes",
        ),
        "limits.yml",
        "change_tracking: false",
        "change_tracking: true",
    ),
    StackFault(
        SetupFault(
            "old_limit",
            "HubSpot limits that secondary pages still give",
            "a limit that was compared with its source two years ago",
            "stripe/invoice/limits",
            "limits_current",
            "stripe/invoice",
        ),
        "limits.yml",
        "as_of: 2024-03-18",
        "as_of: 2026-03-18",
    ),
)


def write_clean_stack(stack: Path, out: Path) -> bool:
    """Writes the stack of the demo company without its planted faults; False if it is another.

    Users replace `stack/` by their own, which has no planted faults.
    """
    texts = {path.name: path.read_text("utf-8") for path in sorted(stack.glob("*.yml"))}
    for fault in STACK_FAULTS:
        text = texts.get(fault.file, "")
        if text.count(fault.faulty) != 1:
            return False
        texts[fault.file] = text.replace(fault.faulty, fault.clean)
    out.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (out / name).write_text(text, "utf-8")
    return True


DESCRIPTION_FAULTS = (
    SetupFault(
        "target_is_calculated",
        "Salesforce describe, calculated",
        "a mapped field became a formula",
        "salesforce/lead/SIC_Code__c",
        "fields_writable",
        "enrichment_to_crm/sic_code_c",
        "sic_code_c",
    ),
    SetupFault(
        "target_not_writable",
        "Salesforce describe, createable and updateable",
        "the user of the sync lost the right to write a field",
        "salesforce/lead/Ticker__c",
        "fields_writable",
        "enrichment_to_crm/ticker_c",
        "ticker_c",
    ),
    SetupFault(
        "target_read_only",
        "Marketo describe, readOnly",
        "a mapped field is read-only",
        "marketo/lead/productInterest",
        "fields_writable",
        "form_to_map/product_interest",
        "product_interest",
    ),
    SetupFault(
        "picklist_lacks_value",
        "Salesforce describe, restrictedPicklist",
        "a restricted picklist lacks an industry that the source has",
        "salesforce/lead/Industry",
        "picklist_values_allowed",
        "map_to_crm/industry",
        "industry",
    ),
)

PAGE_FAULT = SetupFault(
    "stopped_at_a_page",
    "mautic PR #5841",
    "an export that ends where a page of 100 records ends",
    "enrichment/enriched_lead/enriched_leads-retry.csv",
    "exports_not_cut_at_a_page",
    "enrichment/enriched_leads-retry.csv",
)

SETUP_FAULTS = (*(fault.what for fault in STACK_FAULTS), *DESCRIPTION_FAULTS, PAGE_FAULT)
