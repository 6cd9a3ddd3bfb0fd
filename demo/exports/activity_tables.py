"""Salesforce exports: stage changes, tasks, events, and the lead history of Data Loader."""

from __future__ import annotations

from demo.company.reps import INTAKE
from demo.exports.crm import (
    ACCOUNT_ID,
    ACCOUNT_OF,
    DEAL_ID,
    LEAD_ID,
    SYNC,
    WHAT,
    WHO,
    export,
    stamps,
)
from demo.exports.crm_tables import ACCOUNTS
from demo.exports.table import Table


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
        # A change of the amount: a row with the same stage.
        _deal_move(2, "proposed + 3600", "deal_stage <> 'Discovery'", "'Proposal'", "'Proposal'"),
        _deal_move(3, "negotiated", "stage = 5", "'Proposal'", "'Negotiation'"),
        _deal_move(4, "closed", "stage = 5", "'Negotiation'", "deal_stage"),
    )
)
OPPORTUNITY_HISTORY = export(
    "OpportunityHistory",
    f"({_DEAL_MOVES})",
    "happened",
    {
        "Id": "sf('OpportunityHistory', cast(n as varchar), lead_tail)",
        "OpportunityId": DEAL_ID,
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
    f"{SYNC} from plan where is_due and rnd(i, 70) % 100 < 20)"
)
TASK = export(
    "Task",
    _TASKS,
    "happened",
    {
        "Id": "sf('Task', cast(n as varchar), lead_tail)",
        "WhoId": WHO,
        "WhatId": WHAT,
        "WhoCount": "'1'",
        "WhatCount": "as_bit(is_converted)",
        "AccountId": ACCOUNT_OF,
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
        **stamps("happened", "author", "happened", "author"),
    },
)
EVENT = export(
    "Event",
    "plan where stage >= 3",
    "booked",
    {
        "Id": "sf('Event', '0', lead_tail)",
        "WhoId": WHO,
        "WhatId": WHAT,
        "WhoCount": "'1'",
        "WhatCount": "as_bit(is_converted)",
        "AccountId": ACCOUNT_OF,
        "Subject": "'Demo'",
        "Location": "'Video call'",
        "ActivityDateTime": "ts(meeting)",
        "ActivityDate": "midnight(meeting)",
        "DurationInMinutes": "'45'",
        "OwnerId": "owner_id",
        "CurrencyIsoCode": "'USD'",
        "Type": "'Meeting'",
        "ShowAs": "'Busy'",
        **stamps("booked", "owner_id", "booked", "owner_id"),
    },
)


def _change(number: int, when: str, who: str, condition: str, cells: str) -> str:
    return (
        f"select i, is_planted, lead_tail, {number} as n, {when} as happened, "
        f"{who} as author, {cells} from plan where is_due and {condition}"
    )


_CHANGES = " union all ".join(
    (
        # An owner change has two rows: names, then ids.
        _change(
            0,
            "assigned",
            SYNC,
            "true",
            f"'Owner' as field, '{INTAKE[1]}' as old_value, owner_name as new_value",
        ),
        _change(1, "assigned", SYNC, "true", f"'Owner', '{INTAKE[0]}', owner_id"),
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
            SYNC,
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
        "LeadId": LEAD_ID,
        "CreatedById": "author",
        "CreatedDate": "isoms(happened)",
        "Field": "field",
        "OldValue": "old_value",
        "NewValue": "new_value",
    },
    quoted=True,
)
# Every tenth account was made by the router and given to its owner within seconds.
_ACCOUNT_CHANGES = f"""(
    select i, is_planted, tail, 0 as n, first_won as happened, owner_id as author,
        'Type' as field, 'Prospect' as old_value, 'Customer' as new_value
    from {ACCOUNTS} where is_won
    union all
    select i, is_planted, tail, 1, opened + 20, {SYNC}, 'Owner', '{INTAKE[0]}', owner_id
    from {ACCOUNTS} where mod(c, 10) = 0
)"""
ACCOUNT_HISTORY = Table(
    "sf_accounthistory",
    "salesforce/AccountHistory.csv",
    _ACCOUNT_CHANGES,
    "happened",
    {
        "Id": "sf('AccountHistory', cast(n as varchar), tail)",
        "IsDeleted": "'false'",
        "AccountId": ACCOUNT_ID,
        "CreatedById": "author",
        "CreatedDate": "isoms(happened)",
        "Field": "field",
        "OldValue": "old_value",
        "NewValue": "new_value",
    },
    quoted=True,
)
TABLES = (OPPORTUNITY_HISTORY, TASK, EVENT, LEAD_HISTORY, ACCOUNT_HISTORY)
