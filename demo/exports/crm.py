"""Shared parts of the Salesforce exports: ids, lookups, stamps, format of a Data Export."""

from __future__ import annotations

from demo.company.ids import EMPTY_LOOKUP
from demo.company.reps import INTEGRATION
from demo.exports.headers import SALESFORCE
from demo.exports.table import Table, filled

SYNC = f"'{INTEGRATION.id}'"
NONE = f"'{EMPTY_LOOKUP}'"
LEAD_ID = "sf('Lead', '0', lead_tail)"
CONTACT_ID = "sf('Contact', '0', lead_tail)"
DEAL_ID = "sf('Opportunity', '0', lead_tail)"
ACCOUNT_ID = "sf('Account', '0', tail)"
# Conversion moves the activities of a lead to its contact.
WHO = f"case when is_converted then {CONTACT_ID} else {LEAD_ID} end"
WHAT = f"case when is_converted then {DEAL_ID} else {NONE} end"
ACCOUNT_OF = f"case when is_converted then {ACCOUNT_ID} else {NONE} end"


def export(kind: str, source: str, moment: str, cells: dict[str, str]) -> Table:
    """A file of the Data Export; flags without an entry in `cells` are 0."""
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


def stamps(created: str, creator: str, changed: str, changer: str) -> dict[str, str]:
    """Cells with creator, last editor and their times."""
    return {
        "CreatedDate": f"ts({created})",
        "CreatedById": creator,
        "LastModifiedDate": f"ts({changed})",
        "LastModifiedById": changer,
        "SystemModstamp": f"ts({changed})",
    }
