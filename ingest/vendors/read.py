"""Reads the declarations of a folder and raises every mistake in them at once."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from ingest.declared_yaml.reader import Node, Position, read_file
from ingest.declared_yaml.validate import Validated, all_problems
from ingest.errors import Problem, UserError
from ingest.vendors.consistency import (
    check_entities,
    check_shared,
    check_vendors,
    declared_entities,
)
from ingest.vendors.model import Entities, Shared, Vendor

SHARED, ENTITIES = "_common.yml", "mapped.yml"

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True)
class Declarations:
    """The files of a folder, in the order of their names."""

    vendors: tuple[Vendor, ...]
    entities: Entities
    shared: Shared


def read_declarations(folder: Path) -> Declarations:
    """Every declaration of the folder: vendors, canonical entities and what vendors share.

    Raises `UserError` with every mistake of every file, each with file, line and column. A file
    that cannot be parsed gives its own mistake only.
    """
    problems: list[Problem] = []
    shared = _read(folder / SHARED, Shared, "null_tokens", problems)
    entities = _read(folder / ENTITIES, Entities, "vendor", problems)
    paths = [path for path in sorted(folder.glob("[!_]*.yml")) if path.name != ENTITIES]
    vendors = [_read(path, Vendor, "vendor", problems) for path in paths]
    found = [vendor for vendor in vendors if vendor is not None]
    problems += check_shared(shared.source) if shared else ()
    problems += check_entities(entities.source) if entities else ()
    problems += check_vendors(
        [vendor.source for vendor in found],
        declared_entities(entities.source) if entities else None,
        is_complete=len(found) == len(vendors),
    )
    problems = all_problems([one for one in (shared, entities, *found) if one], problems)
    models = tuple(vendor.model for vendor in found if vendor.model)
    if problems or not (shared and shared.model and entities and entities.model):
        raise UserError(problems)
    return Declarations(models, entities.model, shared.model)


def _read(
    path: Path, model: type[Model], first_key: str, problems: list[Problem]
) -> Validated[Model] | None:
    """One file; None, and the reason in `problems`, when it cannot be parsed."""
    label = f"{path.parent.name}/{path.name}"
    node, found = read_file(path, label, first_key, has_aliases=True)
    problems += found
    if node is None and found:
        return None
    return Validated(node or Node({}, Position(label, 1, 1)), model)
