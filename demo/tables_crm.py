"""Exports of Salesforce: a Data Export ZIP and the history that only Data Loader gives."""

from __future__ import annotations

from demo.headers import SALESFORCE
from demo.ids import EMPTY_LOOKUP, RECORD_TYPE
from demo.reps import INTAKE, INTEGRATION
from demo.table import Table, filled

_SYNC = f"'{INTEGRATION.id}'"
_NONE = f"'{EMPTY_LOOKUP}'"
_LEAD_ID = "sf('Lead', '0', lead_tail)"
_CONTACT_ID = "sf('Contact', '0', lead_tail)"
_DEAL_ID = "sf('Opportunity', '0', lead_tail)"
_ACCOUNT_ID = "sf('Account', '0', tail)"
# Conversion moves the activities of a lead to its contact.
_WHO = f"case when is_converted then {_CONTACT_ID} else {_LEAD_ID} end"
_WHAT = f"case when is_converted then {_DEAL_ID} else {_NONE} end"
_ACCOUNT = f"case when is_converted then {_ACCOUNT_ID} else {_NONE} end"


def _export(kind: str, source: str, moment: str, cells: dict[str, str]) -> Table:
    flags = {
        header: "'0'"
        for header in SALESFORCE[kind]
        if header.startswith(("Is", "Has", "DoNot")) and header not in cells
    }
    return Table(
        f"sf_{kind.lower()}",
        f"{kind}.csv",
        source,
        moment,
        filled(SALESFORCE[kind], {**flags, **cells}),
        quoted=True,
        archived=True,
    )


def _stamps(created: str, creator: str, changed: str, changer: str) -> dict[str, str]:
    return {
        "CreatedDate": f"ts({created})",
        "CreatedById": creator,
        "LastModifiedDate": f"ts({changed})",
        "LastModifiedById": changer,
        "SystemModstamp": f"ts({changed})",
    }


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
LEAD = _export(
    "Lead",
    "plan where is_due",
    "in_crm",
    {
        **_PERSON,
        "Id": _LEAD_ID,
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
        "ConvertedAccountId": _ACCOUNT,
        "ConvertedContactId": f"case when is_converted then {_CONTACT_ID} else {_NONE} end",
        "ConvertedOpportunityId": _WHAT,
        **_stamps(
            "in_crm",
            _SYNC,
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
CONTACT = _export(
    "Contact",
    "plan where is_converted",
    "opportunity",
    {
        **_PERSON,
        "Id": _CONTACT_ID,
        "AccountId": _ACCOUNT_ID,
        "MailingState": "state",
        "MailingPostalCode": "postal_code",
        "MailingCountry": "country",
        "ReportsToId": _NONE,
        "HasOptedOutOfEmail": _OPTED_OUT,
        **_stamps("opportunity", "owner_id", "opportunity", "owner_id"),
        "LastActivityDate": "midnight(meeting)",
    },
)
_ACCOUNTS = """(
    select companies.*, deals.* exclude (c) from companies join (
        select c, min(i) as i, bool_or(is_planted) as is_planted, bool_or(is_won) as is_won,
            min(opportunity) as opened, max(case when is_won then closed else opportunity end)
                as changed
        from plan where is_converted group by c
    ) as deals on deals.c = companies.c
)"""
ACCOUNT = _export(
    "Account",
    _ACCOUNTS,
    "opened",
    {
        "Id": _ACCOUNT_ID,
        "Name": "name",
        "Type": "case when is_won then 'Customer' else 'Prospect' end",
        "RecordTypeId": f"'{RECORD_TYPE}'",
        "ParentId": _NONE,
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
        "OperatingHoursId": _NONE,
        **_stamps("opened", "owner_id", "changed", "owner_id"),
    },
)
OPPORTUNITY = _export(
    "Opportunity",
    "plan where is_converted",
    "opportunity",
    {
        "Id": _DEAL_ID,
        "AccountId": _ACCOUNT_ID,
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
        "CampaignId": _NONE,
        "OwnerId": "owner_id",
        "Territory2Id": _NONE,
        "ContactId": _CONTACT_ID,
        **_stamps("opportunity", "owner_id", "deal_changed", "owner_id"),
        "LastStageChangeDate": "ts(deal_changed)",
        "LastActivityDate": "midnight(meeting)",
    },
)


def _deal_move(number: int, when: str, condition: str, old: str, new: str) -> str:
    return (
        f"select i, is_planted, lead_tail, owner_id, amount, closed, {number} as n, "
        f"{when} as happened, {old} as old_stage, {new} as new_stage "
        f"from plan where is_converted and {condition}"
    )


_DEAL_MOVES = " union all ".join(
    (
        _deal_move(0, "opportunity", "true", "''", "'Discovery'"),
        _deal_move(1, "proposed", "deal_stage <> 'Discovery'", "'Discovery'", "'Proposal'"),
        # An edit of the amount: a row whose stage did not move.
        _deal_move(2, "proposed + 3600", "deal_stage <> 'Discovery'", "'Proposal'", "'Proposal'"),
        _deal_move(3, "negotiated", "stage = 5", "'Proposal'", "'Negotiation'"),
        _deal_move(4, "closed", "stage = 5", "'Negotiation'", "deal_stage"),
    )
)
OPPORTUNITY_HISTORY = _export(
    "OpportunityHistory",
    f"({_DEAL_MOVES})",
    "happened",
    {
        "Id": "sf('OpportunityHistory', cast(n as varchar), lead_tail)",
        "OpportunityId": _DEAL_ID,
        "CreatedById": "owner_id",
        "CreatedDate": "ts(happened)",
        "StageName": "new_stage",
        "Amount": "amount",
        "CloseDate": "midnight(closed)",
        "ForecastCategory": "'Pipeline'",
        "FromOpportunityStageName": "old_stage",
        "CurrencyIsoCode": "'USD'",
        "SystemModstamp": "ts(happened)",
    },
)
_TASKS = (
    "(select *, 0 as n, touched as happened, true as is_done, owner_id as author from plan "
    "where is_due union all select *, 1, assigned + 5, false, "
    f"{_SYNC} from plan where is_due and rnd(i, 70) % 100 < 20)"
)
TASK = _export(
    "Task",
    _TASKS,
    "happened",
    {
        "Id": "sf('Task', cast(n as varchar), lead_tail)",
        "WhoId": _WHO,
        "WhatId": _WHAT,
        "WhoCount": "'1'",
        "WhatCount": "as_bit(is_converted)",
        "AccountId": _ACCOUNT,
        "Subject": "case when is_done then 'Call' else 'Follow up on inbound lead' end",
        "ActivityDate": "midnight(happened)",
        "Status": "case when is_done then 'Completed' else 'Not Started' end",
        "Priority": "'Normal'",
        "OwnerId": "owner_id",
        "CurrencyIsoCode": "'USD'",
        "Type": "case when is_done then 'Call' else 'Other' end",
        "IsClosed": "as_bit(is_done)",
        "CallDurationInSeconds": "case when is_done then 60 + rnd(i, 71) % 900 end",
        "CallType": "case when is_done then 'Outbound' end",
        "CompletedDateTime": "case when is_done then ts(happened) end",
        **_stamps("happened", "author", "happened", "author"),
    },
)
EVENT = _export(
    "Event",
    "plan where stage >= 3",
    "booked",
    {
        "Id": "sf('Event', '0', lead_tail)",
        "WhoId": _WHO,
        "WhatId": _WHAT,
        "WhoCount": "'1'",
        "WhatCount": "as_bit(is_converted)",
        "AccountId": _ACCOUNT,
        "Subject": "'Demo'",
        "Location": "'Video call'",
        "ActivityDateTime": "ts(meeting)",
        "ActivityDate": "midnight(meeting)",
        "DurationInMinutes": "'45'",
        "OwnerId": "owner_id",
        "CurrencyIsoCode": "'USD'",
        "Type": "'Meeting'",
        "ShowAs": "'Busy'",
        **_stamps("booked", "owner_id", "booked", "owner_id"),
    },
)


def _change(number: int, when: str, who: str, condition: str, cells: str) -> str:
    return (
        f"select i, is_planted, lead_tail, {number} as n, {when} as happened, "
        f"{who} as author, {cells} from plan where is_due and {condition}"
    )


_CHANGES = " union all ".join(
    (
        # An owner change is two rows: names, then ids.
        _change(
            0,
            "assigned",
            _SYNC,
            "true",
            f"'Owner' as field, '{INTAKE[1]}' as old_value, owner_name as new_value",
        ),
        _change(1, "assigned", _SYNC, "true", f"'Owner', '{INTAKE[0]}', owner_id"),
        _change(2, "touched + 10", "owner_id", "true", "'Status', 'MQL', 'Working'"),
        _change(
            3,
            "touched + 432000",
            "owner_id",
            "given_up is not null",
            "'Status', 'Working', given_up",
        ),
        _change(4, "booked + 30", "owner_id", "stage >= 3", "'Status', 'Working', 'Qualified'"),
        _change(5, "opportunity", "owner_id", "is_converted", "'leadConverted', '', ''"),
        _change(
            6,
            "in_map + 864060",
            _SYNC,
            "unsubscribes_later and stage <= 2",
            "'HasOptedOutOfEmail', 'false', 'true'",
        ),
    )
)
LEAD_HISTORY = Table(
    "sf_leadhistory",
    "salesforce/LeadHistory.csv",
    f"({_CHANGES})",
    "happened",
    {
        "Id": "sf('LeadHistory', cast(n as varchar), lead_tail)",
        "IsDeleted": "'false'",
        "LeadId": _LEAD_ID,
        "CreatedById": "author",
        "CreatedDate": "isoms(happened)",
        "Field": "field",
        "OldValue": "old_value",
        "NewValue": "new_value",
    },
    quoted=True,
)
TABLES = (
    LEAD,
    CONTACT,
    ACCOUNT,
    OPPORTUNITY,
    OPPORTUNITY_HISTORY,
    TASK,
    EVENT,
    LEAD_HISTORY,
)
