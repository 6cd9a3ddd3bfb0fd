"""HubSpot's leads are an object of their own: work on a contact, no people."""

from __future__ import annotations

from pathlib import Path

from ingest.plan.declared import DeclaredSystem
from ingest.plan.folder_scan import scan_folder
from ingest.plan.planner import Planner
from ingest.vendors.catalog import load_vendors

LEADS = (
    "hs_object_id,hs_lead_name,hs_lead_type,hs_lead_label,hs_pipeline,hs_pipeline_stage,"
    "hubspot_owner_id,createdate\n"
    "501,Ada Byron,NEW BUSINESS,WARM,lead-pipeline-id,new-stage-id,71,2026-01-02T10:00:00Z\n"
)


def test_leads_are_recognised(tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "leads.csv").write_text(LEADS, "utf-8")
    planner = Planner([DeclaredSystem("hubspot", "hubspot")], load_vendors())
    scan = scan_folder(tmp_path / "exports", tmp_path, planner)
    assert [(plan.object, plan.table) for plan in scan.plans] == [("lead", "records")]
