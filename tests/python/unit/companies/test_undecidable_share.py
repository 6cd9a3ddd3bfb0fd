"""Hardly any record of a drawn company is planted as undecidable."""

from __future__ import annotations

from collections import Counter

import pytest
from companies.__main__ import draw

# The object that has one record per person: checks of people and forms have about as many rows.
PEOPLE = {
    "hubspot_quickbooks": "hubspot/contact/",
    "pardot_dynamics_chargebee": "crm/lead/",
    "zoho_activecampaign_xero": "zoho/lead/",
    "salesforce_mailchimp_netsuite": "salesforce/lead/",
}
MOST = 0.02


@pytest.mark.parametrize(("company", "people"), PEOPLE.items())
def test_little_is_undecidable(company: str, people: str) -> None:
    drawn = draw(company, 1, False)
    rows = sum(1 for key in drawn.keys() if key.startswith(people))  # noqa: SIM118
    planted = Counter(
        (check, record.rsplit("/", 1)[0]) for check, record, _ in drawn.truth.undecidable
    )
    assert max(planted.values(), default=0) <= MOST * rows
