"""`handoff init` knows the part a vendor plays that is a declaration alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.vendor_fixtures import FOLDER

from ingest.init.draft import init
from ingest.stack import Stack, load
from ingest.stack.model import MatchIds


def first_stack(tmp_path: Path, *vendors: str) -> Stack:
    for vendor in vendors:
        shutil.copytree(FOLDER / vendor / "exports", tmp_path / "exports" / vendor)
    init(tmp_path / "exports", tmp_path / "stack")
    return load(tmp_path / "stack")


def ways(stack: Stack) -> set[tuple[str, str, str]]:
    """Source, target and hop of every handoff."""
    return {
        (f"{one.from_.system}/{one.from_.object}", f"{one.to.system}/{one.to.object}", one.hop)
        for one in stack.handoffs
    }


def test_marketing_hands_over_to_the_crm_by_the_id_it_keeps(tmp_path: Path) -> None:
    stack = first_stack(tmp_path, "webflow", "account_engagement", "salesforce", "chili_piper")
    assert ways(stack) == {
        ("webflow/submission", "account_engagement/prospect", "in_map"),
        ("account_engagement/prospect", "salesforce/lead", "in_crm"),
        ("salesforce/lead", "salesforce/lead", "assigned"),
    }
    match = next(one.match for one in stack.handoffs if one.hop == "in_crm")
    assert isinstance(match, MatchIds)
    # The header of the UI's export or that of the connector's: both are in the folder.
    assert match.source in ("CRM Lead FID", "crm_lead_fid")
    assert match.target == "Id"
    roles = {system.id: system.role for system in stack.systems}
    assert roles == {
        "webflow": "transport",
        "account_engagement": "record",
        "salesforce": "truth",
        "chili_piper": "transport",
    }


@pytest.mark.parametrize(
    ("crm", "person", "staged"),
    [
        ("pipedrive", "person", "deal"),
        ("zoho", "lead", "deal"),
        ("dynamics", "lead", "lead"),
    ],
)
def test_every_crm_is_one(tmp_path: Path, crm: str, person: str, staged: str) -> None:
    stack = first_stack(tmp_path, "mailchimp", crm)
    assert ways(stack) == {
        ("mailchimp/member", f"{crm}/{person}", "in_crm"),
        (f"{crm}/{person}", f"{crm}/{person}", "assigned"),
    }
    assert any(values.object == staged for values in stack.lifecycle.values)
