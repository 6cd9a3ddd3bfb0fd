"""Reads the public labelled set fake_1000 as exports of a CRM; docs/duplicates.md has the recipe.

The set has first name, surname, date of birth, city and e-mail address of 1,000 records, and the
person of each as `cluster`. It is not part of the repository and no command downloads it.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

FILE = Path("exports/fake_1000.csv")

STACK = """\
company: {name: fake_1000, currency: USD}
systems:
  - {id: salesforce, name: CRM, vendor: salesforce, functions: [route, report], role: truth,
     time_zone: UTC, owner: ada, files: ["salesforce/*"]}
owners:
  - {id: ada, name: Ada Lind, email: ada@drawn.example}
"""
RECORDS = """
create table record as
select
    '00Q' || lpad(cast(unique_id as varchar), 12, '0') || 'EAA' as id,
    cast(cluster as bigint) as identity,
    first_name, surname, dob, city, email
from read_csv(?, header = true, all_varchar = true)
"""
LEADS = """
copy (
    select id as "Id", 'false' as "IsDeleted", first_name as "FirstName", surname as "LastName",
        '' as "Company", city as "City", email as "Email", dob as "Birthdate",
        '2026-01-01T00:00:00.000Z' as "CreatedDate"
    from record
    order by id
) to '{path}' (header, force_quote *)
"""
TRUTH = """
copy (
    select 'salesforce/lead/' || id as key, identity, 'clean' as name_defect,
        'work' as address_kind
    from record
    order by id
) to '{path}' (header)
"""


def write(source: Path, folder: Path) -> bool:
    """Writes exports, stack and truth below `folder`; false when the file is not there."""
    if not source.exists():
        return False
    for name in ("exports/salesforce", "stack", "truth"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "stack" / "systems.yml").write_text(STACK, "utf-8")
    (folder / "truth" / "hard_groups.csv").write_text("group_id,kind,identity\n", "utf-8")
    with duckdb.connect() as db:
        db.execute(RECORDS, [str(source)])
        db.execute(LEADS.format(path=folder / "exports" / "salesforce" / "Lead.csv"))
        db.execute(TRUTH.format(path=folder / "truth" / "people.csv"))
    return True
