"""Salesforce exports: leads, contacts, accounts and deals, files of a Data Export ZIP."""

from __future__ import annotations

from demo.company.ids import RECORD_TYPE
from demo.exports.crm import (
    ACCOUNT_ID,
    ACCOUNT_OF,
    CONTACT_ID,
    DEAL_ID,
    LEAD_ID,
    NONE,
    SYNC,
    WHAT,
    export,
    stamps,
)

_PERSON = {
    "RecordTypeId": f"'{RECORD_TYPE}'",
    "FirstName": "first_name",
    "LastName": "last_name",
    "Title": "title",
    "Phone": "phone",
    "Email": "email",
    "CurrencyIsoCode": "'USD'",
    "LeadSource": "case lead_source when 'Web Form' then 'Web' else lead_source end",
    "OwnerId": "owner_id",
}
_LEFT_OFF = (
    "case stage when 2 then case when given_up is null then touched + 10 else touched + 432000 end "
    "when 3 then booked + 30 else opportunity end"
)
_OPTED_OUT = "as_bit(opted_out or (unsubscribes_later and stage <= 2))"
LEAD = export(
    "Lead",
    "plan where is_due",
    "in_crm",
    {
        **_PERSON,
        "Id": LEAD_ID,
        "Company": "name",
        "State": "state",
        "PostalCode": "postal_code",
        "Country": "country",
        "Website": "'https://www.' || domain",
        "Industry": "industry",
        "Status": "case when stage >= 3 then 'Qualified' else coalesce(given_up, 'Working') end",
        "NumberOfEmployees": "employees",
        "HasOptedOutOfEmail": _OPTED_OUT,
        "IsConverted": "as_bit(is_converted)",
        "ConvertedDate": "case when is_converted then midnight(opportunity) end",
        "ConvertedAccountId": ACCOUNT_OF,
        "ConvertedContactId": f"case when is_converted then {CONTACT_ID} else {NONE} end",
        "ConvertedOpportunityId": WHAT,
        **stamps(
            "in_crm",
            SYNC,
            f"greatest({_LEFT_OFF}, case when unsubscribes_later and stage <= 2 "
            "then in_map + 864060 else 0 end)",
            "owner_id",
        ),
        "LastActivityDate": "midnight(touched)",
        "LastTransferDate": "midnight(assigned)",
        "UTM_Campaign__c": "campaign",
        "Event_Date__c": "midnight(event_at)",
        "External_Id__c": "external_id",
        "Ticker__c": "ticker",
        "SIC_Code__c": "sic",
    },
)
CONTACT = export(
    "Contact",
    "plan where is_converted",
    "opportunity",
    {
        **_PERSON,
        "Id": CONTACT_ID,
        "AccountId": ACCOUNT_ID,
        "MailingState": "state",
        "MailingPostalCode": "postal_code",
        "MailingCountry": "country",
        "ReportsToId": NONE,
        "HasOptedOutOfEmail": _OPTED_OUT,
        **stamps("opportunity", "owner_id", "opportunity", "owner_id"),
        "LastActivityDate": "midnight(meeting)",
    },
)
ACCOUNTS = """(
    select companies.*, deals.* exclude (c) from companies join (
        select c, min(i) as i, bool_or(is_planted) as is_planted, bool_or(is_won) as is_won,
            min(opportunity) as opened, max(case when is_won then closed else opportunity end)
                as changed,
            min(case when is_won then closed end) as first_won
        from plan where is_converted group by c
    ) as deals on deals.c = companies.c
)"""
ACCOUNT = export(
    "Account",
    ACCOUNTS,
    "opened",
    {
        "Id": ACCOUNT_ID,
        "Name": "name",
        "Type": "case when is_won then 'Customer' else 'Prospect' end",
        "RecordTypeId": f"'{RECORD_TYPE}'",
        "ParentId": NONE,
        "BillingState": "state",
        "BillingPostalCode": "postal_code",
        "BillingCountry": "country",
        "Phone": "'+' || dialling || ' ' || area || ' ' || cast(1000000 + c as varchar)",
        "Website": "'https://www.' || domain",
        "Sic": "sic",
        "Industry": "industry",
        "NumberOfEmployees": "employees",
        "TickerSymbol": "ticker",
        "CurrencyIsoCode": "'USD'",
        "OwnerId": "owner_id",
        "OperatingHoursId": NONE,
        **stamps("opened", "owner_id", "changed", "owner_id"),
    },
)
OPPORTUNITY = export(
    "Opportunity",
    "plan where is_converted",
    "opportunity",
    {
        "Id": DEAL_ID,
        "AccountId": ACCOUNT_ID,
        "Name": "name || ' - ' || replace(product, ';', ' + ')",
        "StageName": "deal_stage",
        "StageSortOrder": "case deal_stage when 'Discovery' then '1' "
        "when 'Proposal' then '2' when 'Closed Won' then '4' else '5' end",
        "Amount": "amount",
        "Probability": "case deal_stage when 'Discovery' then '20' "
        "when 'Proposal' then '50' when 'Closed Won' then '100' else '0' end",
        "CloseDate": "midnight(case when stage = 5 then closed else opportunity + 7776000 end)",
        "Type": "'New Business'",
        "LeadSource": _PERSON["LeadSource"],
        "IsClosed": "as_bit(stage = 5)",
        "IsWon": "as_bit(is_won)",
        "ForecastCategory": "case when stage = 5 then 'Closed' else 'Pipeline' end",
        "ForecastCategoryName": "case when stage = 5 then 'Closed' else 'Pipeline' end",
        "CurrencyIsoCode": "'USD'",
        "CampaignId": NONE,
        "OwnerId": "owner_id",
        "Territory2Id": NONE,
        "ContactId": CONTACT_ID,
        **stamps("opportunity", "owner_id", "deal_changed", "owner_id"),
        "LastStageChangeDate": "ts(deal_changed)",
        "LastActivityDate": "midnight(meeting)",
    },
)


TABLES = (LEAD, CONTACT, ACCOUNT, OPPORTUNITY)
