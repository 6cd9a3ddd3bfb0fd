"""Connector tables of four vendors are recognised as their objects and as no other."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from cli.commands.ingest import command

STACK = """
company: {name: Connectors, currency: USD}
systems:
  - {id: salesforce, name: Salesforce, vendor: salesforce, functions: [route], role: truth}
  - {id: hubspot, name: HubSpot, vendor: hubspot, functions: [sync], role: record}
  - {id: marketo, name: Marketo, vendor: marketo, functions: [sync], role: record}
  - {id: stripe, name: Stripe, vendor: stripe, functions: [report], role: record}
"""
EXPECTED = {
    "company_data.csv": "hubspot/company",
    "company_property_history_data.csv": "hubspot/property_history",
    "contact_data.csv": "hubspot/contact",
    "contact_merge_audit_data.csv": "hubspot/merge_audit",
    "contact_property_history_data.csv": "hubspot/property_history",
    "deal_data.csv": "hubspot/deal",
    "deal_company_data.csv": "hubspot/deal_association",
    "deal_contact_data.csv": "hubspot/deal_association",
    "deal_pipeline_stage_data.csv": "hubspot/pipeline_stage",
    "deal_stage_data.csv": "hubspot/property_history",
    "merged_deal_data.csv": "hubspot/merge_audit",
    "deal_property_history_data.csv": "hubspot/property_history",
    "owner_data.csv": "hubspot/owner",
    "marketo_activity_change_data_value_data.csv": "marketo/activity",
    "marketo_activity_click_email_data.csv": "marketo/activity",
    "marketo_activity_delete_lead_data.csv": "marketo/activity",
    "marketo_activity_email_bounced_data.csv": "marketo/activity",
    "marketo_activity_email_delivered_data.csv": "marketo/activity",
    "marketo_activity_merge_leads_data.csv": "marketo/activity",
    "marketo_activity_open_email_data.csv": "marketo/activity",
    "marketo_activity_send_email_data.csv": "marketo/activity",
    "marketo_activity_unsubscribe_email_data.csv": "marketo/activity",
    "marketo_lead_data.csv": "marketo/lead",
    "sf_account_data.csv": "salesforce/account",
    # The connector's *_history tables are versions of the whole row, not field histories.
    "sf_account_history_data.csv": "salesforce/account",
    "sf_contact_data.csv": "salesforce/contact",
    "sf_contact_history_data.csv": "salesforce/contact",
    "sf_event_data.csv": "salesforce/event",
    "sf_lead_data.csv": "salesforce/lead",
    "sf_opportunity_data.csv": "salesforce/opportunity",
    "sf_opportunity_history_data.csv": "salesforce/opportunity",
    "sf_task_data.csv": "salesforce/task",
    "sf_user_data.csv": "salesforce/user",
    "balance_transaction_data.csv": "stripe/balance_transaction",
    "charge_data.csv": "stripe/payment",
    "customer_data.csv": "stripe/customer",
    "subscription_data.csv": "stripe/subscription",
    "subscription_history_data.csv": "stripe/subscription",
}


@pytest.fixture(scope="module")
def files(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("connectors")
    (folder / "stack").mkdir()
    (folder / "stack" / "systems.yml").write_text(STACK)
    database = folder / "connectors.duckdb"
    arguments = [str(shared_data / "connector_shapes"), "--stack", str(folder / "stack")]
    result = CliRunner().invoke(command, [*arguments, "--database", str(database)])
    assert result.exit_code == 0, result.output
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "select path, vendor || '/' || object from raw_handoff.files where status = 'loaded'"
        ).fetchall()
    return {Path(path).name: name for path, name in rows}


def test_every_known_table_is_recognised_and_nothing_else(files: dict[str, str]) -> None:
    assert files == EXPECTED
