"""Which value of a violation is right, on which record, and what is left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from cli.database import Audit, Row
from cli.output import csv_cell

# Where no side is the authority, a value that is damaged on its way is right at its source.
DAMAGED = (
    *("blank", "placeholder", "defaulted", "truncated"),
    *("encoding_damaged", "type_damaged", "stale"),
)
# Values that only a person decides on.
DECIDED_BY_PEOPLE = ("consent", "multi")
# Kinds of values that every system reads in one form.
IN_ONE_FORM = ("number", "money", "date")
# Names of the id column in the files that these vendors load; else Id.
ID_HEADERS = {"hubspot": "Record ID"}
ID_HEADER = "Id"

QUERY = """
with translations as (
    select handoff_id, field, lower(trim(source_value)) as said, min(target_value) as means
    from declared_stack.declared_field_values
    group by all
    having count(distinct target_value) = 1
),

joined as (
    select
        details.is_waived,
        details.is_unconfirmed,
        ledger.*,
        fields.source_header,
        fields.target_header,
        translations.means,
        exists (
            select 1 from declared_stack.declared_field_values as others
            where others.handoff_id = ledger.handoff_id and others.field = ledger.field
        ) as is_translated,
        checks.claim
    from results.violation_details as details
    join results.checks as checks on details.check_id = checks.check_id
    join audit.audit_fidelity__ledger as ledger
        on details.handoff_id = ledger.handoff_id
        and details.field = ledger.field
        and details.record_id
        = ledger.handoff_id || '/' || ledger.source_record_key || '/' || ledger.field
    left join declared_stack.declared_handoff_fields as fields
        on ledger.handoff_id = fields.handoff_id and ledger.field = fields.field
    left join translations
        on ledger.handoff_id = translations.handoff_id
        and ledger.field = translations.field
        and lower(trim(ledger.source_value)) = translations.said
    where details.check_id = $check
)

select joined.*, source.vendor as source_vendor, target.vendor as target_vendor
from joined
left join report.report_systems as source
    on split_part(joined.source_record_key, '/', 1) = source.system
left join report.report_systems as target
    on split_part(joined.target_record_key, '/', 1) = target.system
order by handoff_id, field, source_record_key, target_record_key
"""


@dataclass(frozen=True)
class Target:
    """One file to load: the records of an object, and the field to write."""

    system: str
    object: str
    id_header: str
    header: str


@dataclass(frozen=True)
class Mend:
    """One record: its value now, the right one, and why."""

    target: Target
    record: str
    now: str
    right: str
    why: str


@dataclass(frozen=True)
class Mends:
    """What a person can load, by file, and how many records are left out for which reason."""

    files: dict[Target, list[Mend]]
    left_out: dict[str, int]


def read_mends(audit: Audit, check_id: str) -> Mends:
    """The values of a check that can be put right."""
    rows = audit.named(QUERY, check=check_id)
    left_out: Counter[str] = Counter()
    found: dict[tuple[Target, str], dict[str, Mend]] = defaultdict(dict)
    for row in rows:
        mend = judge(row)
        if isinstance(mend, str):
            left_out[mend] += 1
        else:
            found[mend.target, mend.record].setdefault(mend.right, mend)
    files: dict[Target, list[Mend]] = {}
    for (target, _), mends in found.items():
        if len(mends) > 1:
            left_out["two handoffs ask for different values"] += 1
        else:
            files.setdefault(target, []).extend(mends.values())
    return Mends(files, dict(left_out))


def judge(row: Row) -> Mend | str:
    """How to mend the record of a violation, or why it is left out."""
    if row["is_waived"] or row["is_unconfirmed"]:
        return "waived" if row["is_waived"] else "it rests on a declaration nobody confirmed"
    if row["kind"] in DECIDED_BY_PEOPLE:
        return "a person decides on consent and on lists"
    side = right_side(row)
    if side is None:
        return "no side is the authority"
    wrong = "target" if side == "source" else "source"
    if wrong == "target" and row["value_record_key"] not in (None, row["target_record_key"]):
        return "the record was converted"
    if wrong == "source" and row["is_translated"]:
        return "the values of the field are translated"
    right, now = _value(row, side), row[f"{wrong}_value"] or ""
    if not right:
        return "the right value is empty"
    if row[f"{wrong}_header"] is None or row[f"{wrong}_record_key"] is None:
        return "the record or its field is not known"
    # A spreadsheet would run it, and a load file cannot say that it is a text.
    if csv_cell(right) != right or csv_cell(now) != now:
        return "a spreadsheet would run the value"
    system, kind, record = row[f"{wrong}_record_key"].split("/", 2)
    id_header = ID_HEADERS.get(row[f"{wrong}_vendor"] or "", ID_HEADER)
    target = Target(system, kind, id_header, row[f"{wrong}_header"])
    why = row["explanation"] or row["claim"]
    return Mend(target, record, now, right, f"{row['handoff_id']}: {why}")


def right_side(row: Row) -> str | None:
    """The side whose value is right: source or target; None where nobody can know."""
    if row["authority"] in ("source", "target"):
        return str(row["authority"])
    return "source" if row["verdict"] in DAMAGED else None


def _value(row: Row, side: str) -> str:
    """The value to load: translated as declared; numbers and dates in the form of the audit."""
    value = row[f"{side}_value"]
    if side == "source" and row["means"]:
        value = row["means"]
    elif row["kind"] in IN_ONE_FORM:
        value = row[f"{side}_normalised"] or value
    text = str(value or "")
    # An apostrophe before such a sign was written by a spreadsheet and is no part of the value.
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@") else text
