"""The files User and Group of the Data Export."""

from __future__ import annotations

from demo.company.ids import EMPTY_LOOKUP, salesforce_id
from demo.company.reps import INTAKE, INTEGRATION, MANAGER, ORPHANED, USERS
from demo.exports.headers import SALESFORCE
from demo.exports.table import Table, filled

_HIRED = "2025-09-01 09:00:00"
USER_TABLE = Table("user", "User.csv", "", "", filled(SALESFORCE["User"], {}), quoted=True)
GROUP_TABLE = Table("group", "Group.csv", "", "", filled(SALESFORCE["Group"], {}), quoted=True)


def _stamps() -> dict[str, str]:
    return {
        "CreatedDate": _HIRED,
        "CreatedById": MANAGER.id,
        "LastModifiedDate": _HIRED,
        "LastModifiedById": MANAGER.id,
        "SystemModstamp": _HIRED,
    }


def users() -> list[dict[str, str]]:
    """One row per user."""
    return [
        {
            "Id": user.id,
            "Username": user.email,
            "FirstName": user.first,
            "LastName": user.last,
            "CompanyName": "Northbeam Demo",
            "Title": user.title,
            "Email": user.email,
            "Alias": user.first[:4].lower(),
            "IsActive": "1" if user.is_active else "0",
            "IsSystemControlled": "0",
            "TimeZoneSidKey": "America/New_York",
            "UserRoleId": EMPTY_LOOKUP,
            "LocaleSidKey": "en_US",
            "EmailEncodingKey": "UTF-8",
            "DefaultCurrencyIsoCode": "USD",
            "CurrencyIsoCode": "USD",
            "ProfileId": salesforce_id("Profile", 2 if user is INTEGRATION else 1),
            "UserType": "Standard",
            "LanguageLocaleKey": "en_US",
            "ManagerId": EMPTY_LOOKUP if user in (MANAGER, INTEGRATION) else MANAGER.id,
            "ForecastEnabled": "0",
            "ContactId": EMPTY_LOOKUP,
            "AccountId": EMPTY_LOOKUP,
            **_stamps(),
        }
        for user in USERS
    ]


def queues() -> list[dict[str, str]]:
    """One row per queue."""
    return [
        {
            "Id": queue_id,
            "Name": name,
            "DeveloperName": name.replace(" ", "_"),
            "RelatedId": EMPTY_LOOKUP,
            "Type": "Queue",
            "OwnerId": MANAGER.id,
            "DoesSendEmailToMembers": "0",
            "DoesIncludeBosses": "0",
            **_stamps(),
        }
        for queue_id, name in (INTAKE, ORPHANED)
    ]
