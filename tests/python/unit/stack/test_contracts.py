"""Contracts and tokens: what is refused, what old forms become, what no message shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ingest.errors import UserError
from ingest.stack import Stack, declared_tables, load

BASE = """
company: {name: Acme, currency: EUR}
systems:
  - {id: crm, name: CRM, vendor: salesforce, functions: [route], role: truth}
  - {id: map, name: MAP, vendor: marketo, functions: [score], role: record}
owners:
  - {id: ada, name: Ada}
  - {id: bob, name: Bob}
calendars:
  - {id: office, time_zone: Europe/Berlin, hours: {mon: "09:00-17:00"}}
"""
HANDOFF = """
handoffs:
  - id: h
    name: H
    from: {system: map, object: lead}
    to: {system: crm, object: lead}
    hop: in_crm
"""


def read(folder: Path, text: str) -> Stack:
    """The stack of one file."""
    stack = folder / "stack"
    stack.mkdir()
    (stack / "a.yml").write_text(text, "utf-8")
    return load(stack)


def rows(stack: Stack, table: str) -> list[dict[str, Any]]:
    """The rows of a declared table."""
    return declared_tables(stack)[table].to_pylist()


def terms(stack: Stack) -> dict[str, str]:
    """The terms of the first contract."""
    return {row["term"]: row["value"] for row in rows(stack, "contract_terms")}


def problem(folder: Path, text: str) -> str:
    """The only problem of a stack, with its fix."""
    with pytest.raises(UserError) as raised:
        read(folder, text)
    (found,) = raised.value.problems
    return f"{found.what} -> {found.fix}"


TRIGGER = HANDOFF + "    trigger: "
PATH = HANDOFF + "    failure_path: "
REFUSED = {
    "unknown kind": (
        TRIGGER + "{kind: webhok}\n",
        "'kind' cannot be 'webhok' -> did you mean 'webhook'?",
    ),
    "two events": (
        TRIGGER + "{kind: webhook, event: {map.lead.A: 1, map.lead.B: 2}}\n",
        "'event': not one event -> allowed: one line `system.object.field: value`",
    ),
    "an event without an object": (
        TRIGGER + "{kind: webhook, event: {map: created}}\n",
        "'event': not one event -> allowed: one line",
    ),
    "an event of an unknown system": (
        TRIGGER + "{kind: webhook, event: {mpa.lead.Status: MQL}}\n",
        "unknown system 'mpa' -> did you mean 'map'?",
    ),
    "an event of an unknown object": (
        TRIGGER + "{kind: webhook, event: {map.laed.Status: MQL}}\n",
        "unknown object 'laed' of system 'map' -> did you mean 'lead'?",
    ),
    "a record that becomes a value": (
        TRIGGER + "{kind: webhook, event: {map.lead: MQL}}\n",
        "an event of a whole record cannot be 'MQL' -> allowed: created",
    ),
    "an interval of a webhook": (
        TRIGGER + "{kind: webhook, interval: 5 min}\n",
        "'interval' has no effect on kind 'webhook' -> allowed: only with `kind: polling`",
    ),
    "an overlap of a schedule": (
        TRIGGER + "{kind: schedule, interval: 1 d, overlap: 1 h}\n",
        "'overlap' has no effect on kind 'schedule' -> allowed: only with `kind: polling`",
    ),
    "no duration": (
        TRIGGER + "{kind: polling, interval: often}\n",
        "'interval': 'often' is not allowed -> allowed: a whole number and a unit",
    ),
    "an unknown destination": (
        PATH + "{goes_to: bin}\n",
        "'goes_to' cannot be 'bin' -> allowed: dead_letter, queue, email, nowhere",
    ),
    "nobody notices": (
        PATH + "{goes_to: queue, notices: adda}\n",
        "unknown owner 'adda' -> did you mean 'ada'?",
    ),
    "nobody mends": (PATH + "{goes_to: queue, mends: x}\n", "unknown owner 'x' -> "),
    "nobody rolls back": (PATH + "{goes_to: queue, rolls_back: x}\n", "unknown owner 'x' -> "),
    "an unknown calendar": (
        PATH + "{goes_to: queue, within: 4 h, calendar: ofice}\n",
        "unknown calendar 'ofice' -> did you mean 'office'?",
    ),
    "a calendar without a time": (
        PATH + "{goes_to: queue, calendar: office}\n",
        "'calendar' is not used -> allowed: only beside `within`",
    ),
    "retries and their end": (
        PATH + "{goes_to: queue, retries: [1 min], retry_horizon: 1 h}\n",
        "'retries' and 'retry_horizon' say the same -> allowed: one of them",
    ),
    "waits instead of times": (
        PATH + "{goes_to: queue, retries: [5 min, 5 min]}\n",
        "'retries' do not increase -> allowed: the time from the first attempt to each retry",
    ),
    "no volume": (HANDOFF + "    expected: {per_day: 0}\n", "'per_day' is too small -> "),
    "an unknown approver": (HANDOFF + "    approval: {by: x}\n", "unknown owner 'x' -> "),
    "a route over a wanted handoff": (
        HANDOFF + "    target: true\nrouting:\n"
        "  - {id: r, system: crm, object: lead, handoff: h}\n",
        "handoff 'h' does not exist yet: it has `target: true` -> name a handoff that exists",
    ),
    "a limit of a wanted handoff": (
        HANDOFF + "    target: true\ngate:\n"
        "  limits: [{check: records_arrive, handoff: h, max_violations: 0}]\n",
        "handoff 'h' does not exist yet",
    ),
    "a token of an unknown system": (
        "tokens: [{id: t, system: crn}]\n",
        "unknown system 'crn' -> did you mean 'crm'?",
    ),
    "a token of an unknown handoff": (
        HANDOFF + "tokens: [{id: t, system: crm, used_by: [hh]}]\n",
        "unknown handoff 'hh' -> did you mean 'h'?",
    ),
    "a token of nobody": (
        "tokens: [{id: t, system: crm, owner: adda}]\n",
        "unknown owner 'adda' -> did you mean 'ada'?",
    ),
    "a token twice": (
        "tokens: [{id: t, system: crm}, {id: t, system: map}]\n",
        "token 't' is declared twice -> rename one of them",
    ),
    "a token in a pocket": (
        "tokens: [{id: t, system: crm, kept_in: pocket}]\n",
        "'kept_in' cannot be 'pocket' -> allowed: vault, platform, environment",
    ),
    "a token that expires soon": (
        "tokens: [{id: t, system: crm, expires: soon}]\n",
        "'expires': 'soon' is not allowed -> allowed: a date such as `2026-12-25`, or `never`",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_meant_is_refused(case: str, tmp_path: Path) -> None:
    text, message = REFUSED[case]
    assert message in problem(tmp_path, BASE + text)


SECRETS = (
    "sk_live_abc",
    "sk_test_1",
    "xoxb-1-2",
    "eyJhbGciOiJIUzI1NiJ9",
    "pat-na1-1",
    "ghp_x",
    "AKIAABCD",
    "Bearer abc",
    "9f86d081884c7d659a2feaa0c55ad015",
    "q7Zr2LkP0vXw8sNd4TbY",
    "key 3b241101-e2bb-4255-8caf-4136c566a962",
)
PLACES = (
    "tokens: [{{id: {}, system: crm}}]\n",
    "tokens: [{{id: t, system: crm, role: {}}}]\n",
    "tokens: [{{id: t, system: crm, kept_in: {}}}]\n",
    "tokens: [{{id: t, system: crm, expires: {}}}]\n",
    "tokens: [{{id: t, system: crm, scopes: [{}]}}]\n",
    "tokens: [{{id: t, system: crm, value: {}}}]\n",
)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("secret", SECRETS)
def test_the_value_of_a_token_is_refused_and_never_shown(
    secret: str, place: str, tmp_path: Path
) -> None:
    with pytest.raises(UserError) as raised:
        read(tmp_path, BASE + place.format(f'"{secret}"'))
    assert "looks like a secret" in str(raised.value)
    assert all(secret not in f"{p.what} {p.fix}" for p in raised.value.problems)


@pytest.mark.parametrize(
    "text",
    [
        "crm.objects.contacts.read",
        "https://www.googleapis.com/auth/analytics.readonly",
        "readWriteAllCustomerRecords",
        "salesforce_integration_user_2026_01",
        "crm_to_erp_v2_2026_q3_v4",
        "Patrol of the integration team",
    ],
)
def test_a_name_is_no_secret(text: str, tmp_path: Path) -> None:
    found = read(tmp_path, f'{BASE}tokens: [{{id: t, system: crm, scopes: ["{text}"]}}]\n')
    assert found.tokens[0].scopes == [text]


def test_a_contract_becomes_terms_with_their_lines(tmp_path: Path) -> None:
    text = HANDOFF + (
        "    owner: ada\n"
        "    trigger:\n"
        "      kind: polling\n"
        "      event: {map.lead.leadStatus: MQL}\n"
        "      interval: 5 min\n"
        "      overlap: 20 min\n"
        "      clock: updatedAt\n"
        "    failure_path:\n"
        "      goes_to: dead_letter\n"
        "      notices: ada\n"
        "      within: 4 h\n"
        "      retries: [1 min, 2 min, 4 min]\n"
        "    idempotency_key: id\n"
        "    expected: {per_day: 2.5}\n"
        "    approval: {by: bob, written_in: handbook}\n"
    )
    stack = read(tmp_path, BASE + text)
    assert terms(stack) == {
        "owner": "ada",
        "idempotency_key": "id",
        "trigger": "polling every 5 min: map.lead.leadStatus = MQL",
        "trigger_kind": "polling",
        "trigger_event": "map.lead.leadStatus",
        "event_field": "leadStatus",
        "interval_seconds": "300",
        "overlap_seconds": "1200",
        "clock": "updatedAt",
        "failure_path": "dead letter; ada notices; within 4 h",
        "goes_to": "dead_letter",
        "notices": "ada",
        "mended_within_seconds": "14400",
        "retry_horizon_seconds": "240",
        "expected_per_day": "2.5",
        "approved_by": "bob",
        "approval_written_in": "handbook",
    }
    lines = {row["term"]: row["declared_in"] for row in rows(stack, "contract_terms")}
    number = (BASE + text).splitlines().index("      notices: ada") + 1
    assert lines["notices"] == f"stack/a.yml:{number}"


def test_sentences_still_load(tmp_path: Path) -> None:
    stack = read(tmp_path, BASE + TRIGGER + "lead created\n    failure_path: somebody looks\n")
    assert terms(stack) == {"trigger": "lead created", "failure_path": "somebody looks"}
    (handoff,) = rows(stack, "handoffs")
    assert (handoff["trigger"], handoff["failure_path"]) == ("lead created", "somebody looks")


def test_the_last_retry_or_the_horizon_is_the_end(tmp_path: Path) -> None:
    stack = read(tmp_path, BASE + PATH + "{goes_to: queue, retry_horizon: 30 min}\n")
    assert terms(stack)["retry_horizon_seconds"] == "1800"


def test_the_backup_who_is_the_owner_is_a_finding_and_no_mistake(tmp_path: Path) -> None:
    stack = read(tmp_path, BASE + HANDOFF + "    owner: ada\n    backup: ada\n")
    assert stack.handoffs[0].backup == "ada"


def test_a_wanted_handoff_has_a_contract_and_no_data(tmp_path: Path) -> None:
    text = (
        "service_levels:\n"
        "  - {id: wanted, hop: in_crm, within: 5 min, delay: system}\n"
        + HANDOFF
        + "    target: true\n    service_level: wanted\n    match: identity\n"
        "    only_when: {Country: Germany}\n"
        "    fields: [{source: Email, target: Mail, kind: email}]\n"
    )
    stack = read(tmp_path, BASE + text)
    assert [row["is_target"] for row in rows(stack, "contracts")] == ["true"]
    assert terms(stack) == {"service_level": "wanted"}
    assert [row["source_header"] for row in rows(stack, "contract_fields")] == ["Email"]
    for table in ("handoffs", "handoff_fields", "handoff_conditions", "service_levels"):
        assert rows(stack, table) == [], table
    assert {row["purpose"] for row in rows(stack, "columns")} <= {"touch"}


def test_a_level_that_a_real_handoff_promises_too_counts(tmp_path: Path) -> None:
    second = HANDOFF.replace("handoffs:\n", "").replace("id: h", "id: real")
    text = (
        "service_levels:\n  - {id: fast, hop: in_crm, within: 5 min, delay: system}\n"
        + HANDOFF
        + "    target: true\n    service_level: fast\n"
        + second
        + "    service_level: fast\n"
    )
    stack = read(tmp_path, BASE + text)
    assert [row["service_level"] for row in rows(stack, "service_levels")] == ["fast"]
    assert [row["handoff_id"] for row in rows(stack, "handoffs")] == ["real"]


def test_a_token_becomes_rows_without_a_value(tmp_path: Path) -> None:
    text = (
        "tokens:\n  - {id: t, system: crm, used_by: [h], scopes: [read, write], "
        "needed_scopes: [read], expires: never}\n  - {id: u, system: map, scopes: []}\n"
    )
    stack = read(tmp_path, BASE + HANDOFF + text)
    found = [
        (row["token"], row["expires"], row["has_scopes"], row["has_needed_scopes"])
        for row in rows(stack, "tokens")
    ]
    assert found == [("t", "never", "true", "true"), ("u", None, "true", "false")]
    assert [(row["token"], row["handoff_id"]) for row in rows(stack, "token_uses")] == [("t", "h")]
    assert [(row["scope"], row["is_needed"]) for row in rows(stack, "token_scopes")] == [
        ("read", "false"),
        ("write", "false"),
        ("read", "true"),
    ]
