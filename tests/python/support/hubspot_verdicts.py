"""The verdict of every check on the company of stacks/hubspot, worked out by hand."""

from __future__ import annotations

FORM = "form_to_hubspot/typeform/submission/"

NO_RECORD: set[str] = set()
# Check id -> number of records in scope, records in violation.
JUDGED: dict[str, tuple[int, set[str]]] = {
    # 17 form submissions; 16 contacts, one without an owner; 2 customers; 2 merged contacts.
    "companies_unique_in_system": (3, NO_RECORD),
    "company_links_resolve": (7, NO_RECORD),
    "duplicates_share_owner": (15, NO_RECORD),
    "invoices_sent_once": (3, {"stripe/invoice/in_0003"}),
    "merged_people_are_one": (2, NO_RECORD),
    "merges_resolve": (2, NO_RECORD),
    "opt_outs_hold_across_duplicates": (18, NO_RECORD),
    "opt_outs_survive_merge": (2, {"hubspot/contact/1009"}),
    "payments_taken_once": (2, NO_RECORD),
    "people_unique_in_system": (18, {"hubspot/contact/1007"}),
    "shared_inboxes_not_people": (16, NO_RECORD),
    # One of the seventeen has no address.
    "submissions_arrive_once": (16, NO_RECORD),
    # Columns with values: times in 12 files, ids in 12, numbers in 6; all in standard form.
    "dates_have_one_order": (30, NO_RECORD),
    "ids_survive_spreadsheets": (29, NO_RECORD),
    "numbers_have_one_mark": (13, NO_RECORD),
    # 12 files; 17 submissions, 18 contacts, 3 companies, 3 deals, 7 rows of Stripe.
    "every_line_is_read": (12, NO_RECORD),
    "one_id_names_one_record": (48, NO_RECORD),
    "values_are_readable": (43, NO_RECORD),
    # 15 contacts with 10 fields each, 3 invoices with 2; a later opt-out is not compared.
    "consent_survives": (14, {FORM + "resp08/unsubscribed_from_all_email"}),
    "encoding_intact": (154, NO_RECORD),
    "formats_survive": (78, NO_RECORD),
    "opt_outs_not_reversed": (1, NO_RECORD),
    "pairs_linked_by_id": (2, NO_RECORD),
    "records_arrive": (18, {FORM + "resp02"}),
    "records_paired_once": (15, NO_RECORD),
    "routing_inputs_survive": (30, NO_RECORD),
    "types_intact": (154, NO_RECORD),
    "values_agree": (154, {FORM + "resp08/unsubscribed_from_all_email"}),
    "values_not_blanked": (154, {FORM + "resp04/phone_number"}),
    "values_not_defaulted": (154, NO_RECORD),
    "values_not_invented": (60, NO_RECORD),
    "values_not_mis_mapped": (154, NO_RECORD),
    "values_not_overwritten": (149, {FORM + "resp05/company_name"}),
    "values_not_placeholders": (154, NO_RECORD),
    "values_not_truncated": (154, {FORM + "resp03/utm_campaign"}),
    # 17 journeys, 15 of them in HubSpot, 14 with an owner.
    "clocks_in_order": (15, NO_RECORD),
    "first_attempt_within_sla": (14, {"typeform/submission/resp13"}),
    # Contacts with an owner history: the history contains ids, the record contains names.
    "history_matches_current": (14, NO_RECORD),
    "in_crm_within_sla": (16, {"typeform/submission/resp02", "typeform/submission/resp09"}),
    "journeys_meet_total_sla": (14, {"typeform/submission/resp16"}),
    "match_keys_identify_records": (3, NO_RECORD),
    "payments_match_invoices": (2, NO_RECORD),
    "open_journeys_not_overdue": (17, {"typeform/submission/resp02", "typeform/submission/resp10"}),
    "opportunity_within_sla": (3, NO_RECORD),
    "stage_values_declared": (8, NO_RECORD),
    "stages_not_reversed": (9, NO_RECORD),
    "stages_not_skipped": (9, {"hubspot/contact/1016"}),
    # 16 contacts are routed; the time at which 1007 got its owner is unknown.
    "a_rule_decides": (16, NO_RECORD),
    "assigned_to_active_owner": (15, NO_RECORD),
    "assigned_to_right_owner": (15, {"hubspot/contact/1015"}),
    "assigned_within_sla": (14, {"hubspot/contact/1014"}),
    "assignments_not_overridden": (14, {"hubspot/contact/1018"}),
    "assignments_not_reversed": (15, NO_RECORD),
    "customers_have_active_owner": (2, NO_RECORD),
    "equal_leads_routed_alike": (4, NO_RECORD),
    "leads_assigned": (16, {"hubspot/contact/1013"}),
    "one_rule_decides": (16, NO_RECORD),
    "queues_have_owner": (16, NO_RECORD),
    "round_robin_is_even": (11, NO_RECORD),
    "routing_inputs_present": (16, NO_RECORD),
}
# Check id -> words of the reason.
NOT_COMPUTABLE = {
    "alerted_within_sla": "stack/ does not declare a service level for the hop alerted",
    "alerts_sent_once": "no record is in scope",
    # The stack does not say who gets the leads of customers.
    "customer_leads_reach_account_owner": "stack/ does not declare customer_leads under routing",
    "enriched_before_assigned": "no record is in scope",
    "enriched_within_sla": "stack/ does not declare a service level for the hop enriched",
    "first_conversation_within_sla": "stack/ does not declare a service level for the hop",
    "invoices_name_the_customer": "stack/ does not declare customer of a handoff",
    "records_obey_rules": "stack/ does not declare rules",
    "sums_agree": "stack/ does not declare sums",
    "opt_outs_survive_conversion": "no record is in scope",
    "in_map_within_sla": "stack/ does not declare a service level for the hop in_map",
    "invoiced_within_sla": "stack/ does not declare a service level for the hop invoiced",
    "leads_not_already_contacts": "no record is in scope",
    "meeting_within_sla": "meetings.booked_at",
    # The stack sets no limit for queues.
    "queues_worked_in_time": "stack/ does not declare queue_max_age under routing",
    "twin_ids_resolve": "no record is in scope",
    # Neither the form nor the deals have a history.
    "values_not_stale": "no record is in scope",
}
