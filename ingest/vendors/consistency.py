"""Cross-field validation of the declarations: names that must exist or must differ.

Works on the plain data, so that a mistake in one key does not hide another.
"""

from __future__ import annotations

import typing
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from ingest.declared_yaml.error_messages import suggestion
from ingest.declared_yaml.reader import KeyPath, Source
from ingest.errors import Problem
from ingest.naming import header_key
from ingest.vendors.composite_keys import wrong_key
from ingest.vendors.declaration import ROW_WORDS
from ingest.vendors.model import Kind

# Columns of a closed vocabulary: the only ones a declaration may translate values of.
TRANSLATED: dict[str, tuple[str, ...]] = {
    "people": ("is_opted_out", "is_converted", "is_deleted", *ROW_WORDS),
    "companies": ("is_customer", "is_deleted", *ROW_WORDS),
    "owners": ("kind", "is_active", *ROW_WORDS),
    "submissions": ("is_opted_out", *ROW_WORDS),
    "touches": ("kind", "actor_type", "direction", "disposition", "is_completed", *ROW_WORDS),
    "meetings": ("status", "is_canceled", "is_no_show"),
    "opportunities": ("is_closed", "is_won", "is_deleted", *ROW_WORDS),
    "invoices": ("kind", "status", "is_void", *ROW_WORDS),
    "invoice_lines": ("kind", "status", *ROW_WORDS),
    "payments": ("kind", "status", *ROW_WORDS),
    "field_definitions": ("is_calculated", "is_required"),
}
LEAST_HEADERS = 3
_LISTS = ("key", "stamp", "identity", "times", "numbers", "ids")
_OF_OWN_TABLES = ("key_kind", "consent", "file_name", "columns")
_BLOCKS = ("columns", "constants", "file_name", "systems", "values")

Entities = Mapping[str, Collection[str]]  # canonical entity -> its columns


def check_shared(source: Source) -> Iterator[Problem]:
    """Mistakes between the parts of `_common.yml`."""
    columns, key = _mapping(source.data, "connector_columns"), "connector_stamp"
    yield from _unknown(source, (key,), _texts(source.data.get(key)), columns)


def check_entities(source: Source) -> Iterator[Problem]:
    """Mistakes between the parts of `mapped.yml`."""
    yield from _repeated((source, ("objects", place, "object")) for place in _places(source))
    for place in _places(source):
        item = source.data["objects"][place]
        yield from _lists(source, ("objects", place), item, _texts(item.get("columns")))


def declared_entities(source: Source) -> Entities:
    """The canonical entities of `mapped.yml` with their columns."""
    items = [source.data["objects"][place] for place in _places(source)]
    return {str(item.get("object")): _texts(item.get("columns")) for item in items}


def check_vendors(
    sources: Sequence[Source], entities: Entities | None, *, is_complete: bool
) -> Iterator[Problem]:
    """Mistakes between the parts of the vendors' declarations.

    Names of a file that could not be read are not looked up: `entities` are None without
    `mapped.yml`, `is_complete` is False without one of the vendors.
    """
    yield from _repeated((source, ("vendor",)) for source in sources)
    vendors = [source.data.get("vendor") for source in sources]
    systems = [*typing.get_args(Kind), *(name for name in vendors if isinstance(name, str))]
    for source in sources:
        yield from _repeated(_object_names(source))
        for place in _places(source):
            here, item = ("objects", place), source.data["objects"][place]
            yield from _recognition(source, here, item)
            if "maps" not in item:
                yield from _own_table(source, here, item)
            for key in (*_LISTS, *_OF_OWN_TABLES) if "maps" in item else ():
                if key in item:
                    what = f"'{key}' has no effect beside 'maps'"
                    yield source.key_problem((*here, key), what, "remove one of them")
            for number in _places(source, (*here, "maps")):
                path = (*here, "maps", number)
                yield from _map(source, path, item["maps"][number], entities)
                if number and source.node(path).child("object") is None:
                    what, fix = "a further map has no name of its own", "add `object: <name>`"
                    yield source.problem(path, what, fix)
                if is_complete:
                    yield from _systems(source, path, item["maps"][number], systems)


def _recognition(source: Source, here: KeyPath, item: Mapping[str, Any]) -> Iterator[Problem]:
    maps = [item["maps"][number] for number in _places(source, (*here, "maps"))]
    headers = [
        header
        for one in (item, *maps)
        for several in _mapping(one, "columns").values()
        for header in _texts(several)
    ]
    folded = {header_key(header) for header in headers}
    prefixes = list(_mapping(item, "id_prefix"))
    for name in prefixes if headers else ():
        if header_key(name) not in folded:
            what, fix = f"no column has the header '{name}'", suggestion(name, headers)
            yield source.key_problem((*here, "id_prefix", name), what, fix)
    for place in _places(source, (*here, "formats")):
        form = item["formats"][place]
        count = sum(len(_texts(form.get(key))) for key in ("must", "any"))
        if "must" in form and count + bool(prefixes) < LEAST_HEADERS:
            what = f"{count} headers are too few to recognise a file"
            fix = f"name at least {LEAST_HEADERS} in `must` and `any`"
            yield source.problem((*here, "formats", place), what, fix)


def _own_table(source: Source, here: KeyPath, item: Mapping[str, Any]) -> Iterator[Problem]:
    if "columns" not in item:
        yield source.problem(here, "'maps' is missing", "add `maps:` (or `columns:`)")
        return
    columns = _mapping(item, "columns")
    yield from _lists(source, here, item, columns)
    for key in ("file_name", "consent"):
        for name in _mapping(item, key):
            if columns and name not in columns:
                what, fix = f"{key}: unknown column '{name}'", suggestion(name, list(columns))
                yield source.key_problem((*here, key, name), what, fix)
    first: dict[str, str] = {}
    for column, headers in columns.items():
        for place, header in enumerate(_texts(headers)):
            other = first.setdefault(header_key(header), column)
            if other != column:
                what = f"'{other}' and '{column}' have the header '{header}'"
                yield source.problem((*here, "columns", column, place), what, "keep one of them")


def _map(
    source: Source, here: KeyPath, one: Mapping[str, Any], entities: Entities | None
) -> Iterator[Problem]:
    entity = one.get("entity")
    columns, constants, file_name, systems, values = (_mapping(one, key) for key in _BLOCKS)
    if isinstance(entity, str) and entities is not None:
        known = entities.get(entity)
        if known is None:
            what, fix = f"unknown entity '{entity}'", suggestion(entity, list(entities))
            yield source.problem((*here, "entity"), what, fix)
        for block in _BLOCKS if known else ():
            allowed = TRANSLATED.get(entity, ()) if block == "values" else list(known or ())
            for name in _mapping(one, block):
                if name not in allowed:
                    is_value = block == "values" and name in (known or ())
                    what = f"{entity} have no column '{name}'"
                    what = f"values of '{name}' are not translated" if is_value else what
                    yield source.key_problem((*here, block, name), what, suggestion(name, allowed))
    for name in constants:
        if name in columns or name in file_name or name in systems:
            what = f"'{name}' is a constant and something else"
            yield source.key_problem((*here, "constants", name), what, "keep one of them")
    for name in ROW_WORDS:  # each of their words becomes `keep` or `drop`
        for word, becomes in _mapping(values, name).items():
            if becomes not in ("keep", "drop"):
                what = f"'{name}' cannot become '{becomes}'"
                yield source.problem(
                    (*here, "values", name, word), what, suggestion(str(becomes), ["keep", "drop"])
                )
    for name, headers in columns.items():
        for place, group in enumerate(headers if isinstance(headers, list) else ()):
            wrong = wrong_key(name, _texts(group)) if isinstance(group, list) else None
            if wrong:
                yield source.problem((*here, "columns", name, place), *wrong)


def _systems(
    source: Source, here: KeyPath, one: Mapping[str, Any], known: Sequence[str]
) -> Iterator[Problem]:
    for name, choice in _mapping(one, "systems").items():
        if isinstance(choice, str) and choice not in known:
            what = f"'{name}' names '{choice}', which is neither a vendor nor a kind"
            yield source.problem((*here, "systems", name), what, suggestion(choice, known))


def _object_names(source: Source) -> Iterator[tuple[Source, KeyPath]]:
    """The names of objects; the first map may repeat that of its object."""
    for place in _places(source):
        yield source, ("objects", place, "object")
        item = source.data["objects"][place]
        for number in _places(source, ("objects", place, "maps")):
            name = item["maps"][number].get("object")
            if name is not None and (number or name != item.get("object")):
                yield source, ("objects", place, "maps", number, "object")


def _repeated(names: Iterable[tuple[Source, KeyPath]]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for source, path in names:
        name, where = source.node(path).value, str(source.at(path))
        if isinstance(name, str) and first.setdefault(name, where) != where:
            fix = f"rename one of them; the first is at {first[name]}"
            yield source.problem(path, f"{path[-1]} '{name}' is declared twice", fix)


def _lists(
    source: Source, here: KeyPath, item: Mapping[str, Any], columns: Collection[str]
) -> Iterator[Problem]:
    for key in _LISTS if columns else ():
        yield from _unknown(source, (*here, key), _texts(item.get(key)), columns)


def _unknown(
    source: Source, path: KeyPath, names: Sequence[str], columns: Collection[str]
) -> Iterator[Problem]:
    """Names that are not columns: the items of a list, or the only name of a key."""
    for place, name in enumerate(names):
        if columns and name not in columns:
            what, fix = f"{path[-1]}: unknown column '{name}'", suggestion(name, list(columns))
            yield source.problem((*path, place), what, fix)


def _places(source: Source, path: KeyPath = ("objects",)) -> list[int]:
    """The places of a list that contain a mapping."""
    found = source.node(path).value
    items = found if isinstance(found, list) else []
    return [place for place, item in enumerate(items) if isinstance(item.value, dict)]


def _mapping(data: Mapping[str, Any], key: str) -> dict[str, Any]:
    found = data.get(key)
    return found if isinstance(found, dict) else {}


def _texts(value: Any) -> list[str]:
    """The texts of a list, or the only text."""
    several = value if isinstance(value, list) else [value]
    return [one for one in several if isinstance(one, str)]
