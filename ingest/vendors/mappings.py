"""Objects of a vendor whose rows become canonical entities by declaration alone (`maps`)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ingest.errors import Problem
from ingest.vendors.composite_keys import wrong_key
from ingest.vendors.declaration import (
    ObjectDeclaration,
    Vendor,
    composed_of,
    headers_of,
    signatures,
)

# What rows of several kinds are told apart by: each word becomes `keep` or `drop`.
ROWS = ("row_kind", "row_part")
KEYS = ("entity", "object", "columns", "constants", "file_name", "systems", "values")
# Columns of a closed vocabulary: the only ones a declaration may translate values of.
TRANSLATED: dict[str, tuple[str, ...]] = {
    "people": ("is_opted_out", "is_converted", "is_deleted", *ROWS),
    "companies": ("is_customer", "is_deleted", *ROWS),
    "owners": ("kind", "is_active", *ROWS),
    "submissions": ("is_opted_out", *ROWS),
    "touches": ("kind", "actor_type", "is_completed", *ROWS),
    "meetings": ("status", "is_canceled", "is_no_show"),
    "opportunities": ("is_closed", "is_won", "is_deleted", *ROWS),
    "invoices": ("kind", "status", "is_void", *ROWS),
    "invoice_lines": ("kind", "status", *ROWS),
    "payments": ("kind", "status", *ROWS),
}


def mapped_object(
    vendor: str,
    item: dict[str, Any],
    entities: Mapping[str, ObjectDeclaration],
    file: str,
    problems: list[Problem],
) -> ObjectDeclaration:
    """The first map with the object's signatures; further maps are in its `also`.

    What is wrong goes to `problems`.
    """
    made: list[ObjectDeclaration] = []
    for number, one in enumerate(item["maps"]):
        where = f"{file}: {item['object']}, map {number + 1}"
        for key in one:
            if key not in KEYS:
                fix = f"allowed: {', '.join(KEYS)}"
                problems.append(Problem(f"a map has no key '{key}'", where, fix))
        name = one.get("object") or (item["object"] if number == 0 else None)
        if name is None or any(name == other.object for other in made):
            problems.append(
                Problem("a further map has no name of its own", where, "add `object: <name>`")
            )
        entity = entities.get(one.get("entity"))
        if entity is None:
            fix = f"allowed: {', '.join(entities)}"
            problems.append(Problem(f"unknown entity '{one.get('entity')}'", where, fix))
            continue
        found = ObjectDeclaration(
            vendor=vendor,
            object=str(name),
            columns=headers_of(one.get("columns") or {}),
            keys=entity.keys,
            stamps=entity.stamps,
            times=entity.times,
            numbers=entity.numbers,
            ids=entity.ids,
            entity=entity.object,
            composed=composed_of(one.get("columns") or {}),
            constants={str(key): str(value) for key, value in (one.get("constants") or {}).items()},
            file_name={str(key): str(value) for key, value in (one.get("file_name") or {}).items()},
            systems={str(key): str(value) for key, value in (one.get("systems") or {}).items()},
            values={
                str(column): {str(text): _text(value) for text, value in translations.items()}
                for column, translations in (one.get("values") or {}).items()
            },
        )
        problems += _wrong(found, entity, where)
        made.append(found)
    if not made:
        return ObjectDeclaration(vendor, item["object"], {})
    first, *also = made
    return replace(first, also=tuple(also), **signatures(item))


def strangers(objects: Sequence[ObjectDeclaration], vendors: Collection[Vendor]) -> list[Problem]:
    """Names that only all declarations together can tell: of systems, and of objects."""
    problems = []
    known = {name for vendor in vendors for name in (vendor.id, vendor.kind) if name}
    seen: set[tuple[str, str]] = set()
    for item in objects:
        where = f"{item.vendor}.yml: {item.object}"
        if (item.vendor, item.object) in seen:
            problems.append(Problem("two objects have this name", where, "rename one of them"))
        seen.add((item.vendor, item.object))
        for column, choice in item.systems.items():
            if choice not in known:
                what = f"'{column}' names '{choice}', which is no vendor and no kind"
                problems.append(Problem(what, where, f"allowed: {', '.join(sorted(known))}"))
    return problems


def _wrong(found: ObjectDeclaration, entity: ObjectDeclaration, where: str) -> list[Problem]:
    problems = []
    for column in [*found.columns, *found.constants, *found.file_name, *found.systems]:
        if column not in entity.columns:
            fix = f"allowed: {', '.join(entity.columns)}"
            problems.append(Problem(f"{entity.object} have no column '{column}'", where, fix))
    for column in found.constants:
        if column in found.columns or column in found.file_name or column in found.systems:
            what = f"'{column}' is a constant and something else"
            problems.append(Problem(what, where, "keep one of them"))
    for column in found.values:
        allowed = TRANSLATED.get(entity.object, ())
        if column not in allowed:
            fix = f"allowed: {', '.join(allowed) or 'none'}"
            problems.append(Problem(f"values of '{column}' are not translated", where, fix))
    for column in ROWS:
        words = set(found.values.get(column, {}).values())
        if words - {"keep", "drop"}:
            problems.append(Problem(f"'{column}' becomes other words", where, "write keep or drop"))
    for column, groups in found.composed.items():
        for wrong in filter(None, (wrong_key(column, group) for group in groups)):
            problems.append(Problem(wrong[0], where, wrong[1]))
    for column, text in found.file_name.items():
        try:
            is_one = re.compile(text).groups == 1
        except re.error:
            is_one = False
        if not is_one:
            what = f"`file_name` of '{column}' is no regular expression with one group"
            problems.append(Problem(what, where, "write one, e.g. `^(open|closed)_`"))
    return problems


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
