"""Broken demands of the demo company's contracts and tokens, and the stack that meets them all.

These faults are in `stack/`, not in the exports: they are found before any data is loaded.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from demo.faults.expected import Expected, Fault, GroundTruth
from demo.faults.setup import STACK_FAULTS

_SOURCE = "contract"


@dataclass(frozen=True)
class DeclaredFault:
    """A place of `stack/` that breaks a demand, and how it reads once the demand is met."""

    fault: str
    planted: str
    file: str
    # Handoff, token or person: the record of the check. Object: handoff, token or owner.
    object: str
    record_id: str
    key: str
    checks: tuple[str, ...]
    text: str
    mended: str


FAULTS: tuple[DeclaredFault, ...] = (
    DeclaredFault(
        "polling_without_overlap",
        "changes of the minute in which a run starts are read by no run",
        "handoffs.yml",
        *("handoff", "map_to_crm", "trigger", ("polling_has_a_window",)),
        "      interval: 15 min\n      clock: updatedAt\n",
        "      interval: 2 min\n      overlap: 20 min\n      clock: updatedAt\n",
    ),
    DeclaredFault(
        "owner_is_backup",
        "the backup is the owner",
        "handoffs.yml",
        *("handoff", "enrichment_to_crm", "backup", ("handoffs_have_backup",)),
        "    owner: jonas\n    backup: jonas\n",
        "    owner: jonas\n    backup: mara\n",
    ),
    DeclaredFault(
        "retries_end_early",
        "the last retry comes after four minutes",
        "handoffs.yml",
        *("handoff", "enrichment_to_crm", "failure_path", ("outages_are_survived",)),
        "      retries: [1 min, 2 min, 4 min]\n",
        "      retries: [1 min, 5 min, 30 min]\n",
    ),
    DeclaredFault(
        "no_volume",
        "nobody said how many records are usual",
        "handoffs.yml",
        *("handoff", "enrichment_to_crm", "expected", ("volumes_are_expected",)),
        "    idempotency_key: enrichment_id\n",
        "    idempotency_key: enrichment_id\n    expected: {per_day: 8}\n",
    ),
    DeclaredFault(
        "approval_not_written",
        "no document says when a rep may override the routing",
        "handoffs.yml",
        *("handoff", "lead_routing", "approval", ("overrides_are_approved",)),
        "    approval: {by: lena}\n",
        "    approval: {by: lena, written_in: Sales handbook}\n",
    ),
    DeclaredFault(
        "failure_goes_nowhere",
        "a rejected alert is lost",
        "handoffs.yml",
        *("handoff", "lead_alert", "failure_path", ("failures_have_a_path",)),
        "      goes_to: nowhere\n",
        "      goes_to: dead_letter\n",
    ),
    DeclaredFault(
        "trigger_is_a_button",
        "an invoice is sent when a person clicks",
        "handoffs.yml",
        *("handoff", "crm_to_finance", "trigger", ("triggers_are_events",)),
        "    trigger: {kind: button, event",
        "    trigger: {kind: workflow, event",
    ),
    DeclaredFault(
        "nobody_rolls_back",
        "nobody is named who takes a wrong invoice back",
        "handoffs.yml",
        *("handoff", "crm_to_finance", "failure_path", ("failures_have_people",)),
        "      mends: lena\n      within: 5 d\n",
        "      mends: lena\n      rolls_back: priya\n      within: 5 d\n",
    ),
    DeclaredFault(
        "no_idempotency_key",
        "a deal that is sent twice gives two invoices",
        "handoffs.yml",
        *("handoff", "crm_to_finance", "idempotency_key", ("reruns_are_recognised",)),
        "    expected: {per_day: 1}\n",
        "    idempotency_key: Id\n    expected: {per_day: 1}\n",
    ),
    DeclaredFault(
        "no_owner",
        "nobody is responsible for a wanted handoff",
        "handoffs.yml",
        *("handoff", "chat_to_crm", "owner", ("handoffs_have_owner",)),
        "    backup: mara\n    failure_path:\n",
        "    backup: mara\n    owner: priya\n    failure_path:\n",
    ),
    DeclaredFault(
        "no_service_level",
        "no time is promised for a wanted handoff",
        "handoffs.yml",
        *("handoff", "chat_to_crm", "service_level", ("handoffs_have_service_level",)),
        "    direction: two_way\n    backup",
        "    direction: two_way\n    service_level: lead_visible_in_crm\n    backup",
    ),
    DeclaredFault(
        "no_authority",
        "both sides may change the address, and none is right",
        "handoffs.yml",
        *("handoff", "chat_to_crm", "authority", ("two_way_fields_have_authority",)),
        "    match: identity\n    fields:\n      - {source: Email, target: Email, kind: email}\n",
        "    match: identity\n    fields:\n"
        "      - {source: Email, target: Email, kind: email, authority: source}\n",
    ),
    DeclaredFault(
        "token_may_do_too_much",
        "the sync may manage users",
        "tokens.yml",
        *("token", "marketo_to_salesforce", "scopes", ("tokens_have_least_scope",)),
        "    scopes: [lead read, lead write, user manage]\n",
        "    scopes: [lead read, lead write]\n",
    ),
    DeclaredFault(
        "token_expires",
        "the key expires within thirty days of the last export",
        "tokens.yml",
        *("token", "enrichment_key", "expires", ("tokens_not_expiring",)),
        "    expires: 2026-07-10\n",
        "    expires: 2027-12-31\n",
    ),
    DeclaredFault(
        "token_in_a_document",
        "the token is in a document",
        "tokens.yml",
        *("token", "alert_bot", "kept_in", ("tokens_kept_safely",)),
        "    kept_in: document\n",
        "    kept_in: vault\n",
    ),
    DeclaredFault(
        "token_without_owner",
        "nobody renews the token",
        "tokens.yml",
        *("token", "alert_bot", "owner", ("tokens_have_owner",)),
        "    expires: 2028-01-31\n",
        "    owner: priya\n    expires: 2028-01-31\n",
    ),
    DeclaredFault(
        "token_of_an_admin",
        "the billing key is the key of an administrator",
        "tokens.yml",
        *("token", "billing_key", "role", ("tokens_have_no_admin_role",)),
        "    role: Administrator\n",
        "    role: Restricted key\n",
    ),
)
# Jonas is owner and backup of the enrichment, so nobody else keeps it.
_KEEPER = ("no_single_keeper", "jonas", "owner_is_backup")


def expect_declared_faults(truth: GroundTruth) -> None:
    """Adds the broken demands of `stack/` to the labels."""
    for each in FAULTS:
        truth.faults.add(
            Fault(
                *(each.fault, _SOURCE, each.planted),
                *("stack", each.object, each.record_id, each.key),
            )
        )
        truth.expected |= {Expected(check, each.record_id, each.fault) for check in each.checks}
    truth.expected.add(Expected(*_KEEPER))


def write_met_stack(stack: Path, out: Path) -> bool:
    """Writes the stack of the demo company with every demand met; False if `stack` is another.

    Users replace `stack/` by their own, which has no planted faults to mend.
    """
    texts = {path.name: path.read_text("utf-8") for path in sorted(stack.glob("*.yml"))}
    mends = [(each.file, each.text, each.mended) for each in FAULTS]
    mends += [(each.file, each.faulty, each.clean) for each in STACK_FAULTS]
    for file, faulty, clean in mends:
        text = texts.get(file, "")
        if text.count(faulty) != 1:
            return False
        texts[file] = text.replace(faulty, clean)
    out.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (out / name).write_text(text, "utf-8")
    return True
