"""Writes a population: exports of both systems, the declared stack and the truth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as csv

from .columns import Column, Table, column
from .companies import Group
from .draw import Drawn

STACK = """\
company: {name: Drawn company, currency: USD}
systems:
  - {id: salesforce, name: CRM, vendor: salesforce, functions: [route, report], role: truth,
     time_zone: UTC, owner: ada, files: ["salesforce/*"]}
  - {id: hubspot, name: Marketing automation, vendor: hubspot, functions: [score, sync],
     role: record, time_zone: UTC, owner: ada, files: ["hubspot/*"]}
owners:
  - {id: ada, name: Ada Lind, email: ada@drawn.example}
"""
OWNER = "005000000000001AAA"
START = np.datetime64("2024-01-01T00:00:00")


def write(drawn: Drawn, folder: Path, with_merges: bool = True) -> None:
    """Writes `exports/`, `stack/` and `truth/` below `folder`. Without merges, no record is one."""
    for name in ("exports/salesforce", "exports/hubspot", "stack", "truth"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "stack" / "systems.yml").write_text(STACK, "utf-8")
    merges = drawn.merges if with_merges else {n: c[:0] for n, c in drawn.merges.items()}
    winner = np.full(len(drawn.records["key"]), -1)
    winner[merges["loser"]] = merges["winner"]
    _write_crm(drawn, winner, folder / "exports" / "salesforce")
    _write_marketing(drawn, winner, folder / "exports" / "hubspot")
    _write_truth(drawn, merges, folder / "truth")


def _ids(keys: Column) -> Column:
    return column([key.rsplit("/", 1)[1] for key in keys])


def _times(rows: int, form: str) -> Column:
    """A minute each, in the order of the rows."""
    step = max(1, 1_000_000 // max(rows, 1))
    times = START + np.arange(rows) * step * np.timedelta64(60, "s")
    text = np.datetime_as_string(times, unit="s").astype(object)
    if form == "T":
        return text + column([".000Z"] * rows)
    return column([value.replace("T", " ")[:16] for value in text])


def _save(path: Path, columns: Mapping[str, Column | str], rows: Column) -> None:
    """Writes the chosen rows; a text fills the whole column."""
    arrays = [
        pa.array([values] * len(rows) if isinstance(values, str) else values[rows])
        for values in columns.values()
    ]
    options = csv.WriteOptions(quoting_style="all_valid")
    csv.write_csv(pa.table(arrays, names=list(columns)), path, options)


def _write_crm(drawn: Drawn, winner: Column, folder: Path) -> None:
    made, firms = drawn.records, drawn.company_records
    ids, firm_ids, size = _ids(made["key"]), _ids(firms["key"]), len(made["key"])
    master = column(np.where(winner >= 0, ids[winner], ""))
    times = _times(size, "T")
    shared: dict[str, Column | str] = {
        "Id": ids,
        "IsDeleted": column(np.where(winner >= 0, "true", "false")),
        "MasterRecordId": master,
        "FirstName": made["first"],
        "LastName": made["last"],
        "Suffix": made["generation"],
        "Title": made["title"],
        "Email": made["address"],
        "Phone": made["phone"],
        "MobilePhone": made["mobile"],
        "OwnerId": OWNER,
        "HasOptedOutOfEmail": "false",
        "CreatedDate": times,
        "LastModifiedDate": times,
        "SystemModstamp": times,
    }
    places = {"Street": "street", "City": "city", "PostalCode": "postcode", "Country": "country"}
    contact = {f"Mailing{name}": made[source] for name, source in places.items()}
    linked = column(np.where(made["account"] >= 0, firm_ids[made["account"]], ""))
    _save(
        folder / "Contact.csv",
        {**shared, "AccountId": linked, **contact},
        np.flatnonzero(made["object"] == 0),
    )
    lead: dict[str, Column | str] = {name: made[source] for name, source in places.items()}
    lead |= {"Company": made["company_name"], "Website": made["website"]}
    lead |= {"LeadSource": "Web", "Status": "Open", "IsConverted": "false"}
    _save(folder / "Lead.csv", {**shared, **lead}, np.flatnonzero(made["object"] == 1))
    _save(folder / "Account.csv", _account(firms, firm_ids), np.flatnonzero(firms["object"] == 0))
    losers = np.flatnonzero((winner >= 0) & (made["object"] < 2))
    history: dict[str, Column | str] = {
        "MasterRecordId": master,
        "MergedRecordId": ids,
        "CreatedDate": "2026-02-01T00:00:00.000Z",
    }
    if len(losers):
        _save(folder / "RecordMergeHistory.csv", history, losers)


def _account(firms: Table, ids: Column) -> dict[str, Column | str]:
    times = _times(len(ids), "T")
    return {
        "Id": ids,
        "IsDeleted": "false",
        "Name": firms["name"],
        "Website": column([f"https://www.{d}" if d else "" for d in firms["domain"]]),
        "Phone": firms["phone"],
        "BillingStreet": firms["street"],
        "BillingCity": firms["city"],
        "BillingPostalCode": firms["postcode"],
        "BillingCountry": firms["country"],
        "VAT_ID__c": firms["tax_id"],
        "OwnerId": OWNER,
        "CreatedDate": times,
        "SystemModstamp": times,
    }


def _write_marketing(drawn: Drawn, winner: Column, folder: Path) -> None:
    """A merged record is in the older export only; the newer one names it at the winner."""
    made, firms, size = drawn.records, drawn.company_records, len(drawn.records["key"])
    ids, times = _ids(made["key"]), _times(size, " ")
    joined = made["generation"] != ""
    last = made["last"].copy()
    last[joined] = last[joined] + column([" "] * size)[joined] + made["generation"][joined]
    contact: dict[str, Column | str] = {
        "Record ID": ids,
        "First Name": made["first"],
        "Last Name": last,
        "Email": made["address"],
        "Job Title": made["title"],
        "Company Name": made["company_name"],
        "Website URL": made["website"],
        "Phone Number": made["phone"],
        "Mobile Phone Number": made["mobile"],
        "Street Address": made["street"],
        "City": made["city"],
        "Postal Code": made["postcode"],
        "Country/Region": made["country"],
        "Lifecycle Stage": "Lead",
        "Contact owner": "Ada Lind",
        "Create Date": times,
        "Last Modified Date": times,
    }
    mine = made["object"] == 2
    losers = np.flatnonzero(mine & (winner >= 0))
    if len(losers):
        _save(folder / "contacts-2026-01.csv", contact, losers)
        merged = column([""] * size)
        for row in losers:
            known = merged[winner[row]]
            merged[winner[row]] = f"{known};{ids[row]}" if known else ids[row]
        contact["Merged object IDs"] = merged
    _save(folder / "contacts-2026-06.csv", contact, np.flatnonzero(mine & (winner < 0)))
    times = _times(len(firms["key"]), " ")
    company: dict[str, Column | str] = {
        "Record ID": _ids(firms["key"]),
        "Company name": firms["name"],
        "Company Domain Name": firms["domain"],
        "Phone Number": firms["phone"],
        "Street Address": firms["street"],
        "City": firms["city"],
        "Postal Code": firms["postcode"],
        "Country/Region": firms["country"],
        "VAT ID": firms["tax_id"],
        "Company owner": "Ada Lind",
        "Create Date": times,
        "Last Modified Date": times,
    }
    _save(folder / "companies.csv", company, np.flatnonzero(firms["object"] == 1))


def _groups(groups: Sequence[Group], member: str) -> pa.Table:
    rows = [(n, g.kind, m) for n, g in enumerate(groups) for m in g.members]
    return pa.table({
        "group_id": [row[0] for row in rows],
        "kind": [row[1] for row in rows],
        member: [row[2] for row in rows],
    })  # fmt: skip


def _write_truth(drawn: Drawn, merges: Table, folder: Path) -> None:
    made, firms, keys = drawn.records, drawn.company_records, drawn.records["key"]
    fields = [
        "key",
        "identity",
        "first",
        "last",
        "address",
        "phone",
        "mobile",
        "title",
        "company_name",
        "website",
        "city",
        "postcode",
        "country",
        "generation",
        "name_defect",
        "address_kind",
        "phone_kind",
        "phone_style",
        "is_wrapped",
    ]
    csv.write_csv(pa.table({name: pa.array(made[name].tolist()) for name in fields}),
                  folder / "people.csv")  # fmt: skip
    names = ("key", "company", "is_full_name", "name", "domain", "phone", "city", "country")
    csv.write_csv(pa.table({name: pa.array(firms[name].tolist()) for name in names}),
                  folder / "companies.csv")  # fmt: skip
    log = {
        "loser_key": pa.array(keys[merges["loser"]], pa.string()),
        "winner_key": pa.array(keys[merges["winner"]], pa.string()),
        "is_right": pa.array(merges["is_right"]),
        "kind": pa.array(merges["kind"], pa.string()),
    }
    csv.write_csv(pa.table(log), folder / "merges.csv")
    csv.write_csv(_groups(drawn.groups, "identity"), folder / "hard_groups.csv")
    csv.write_csv(_groups(drawn.company_groups, "company"), folder / "hard_companies.csv")
