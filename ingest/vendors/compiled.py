"""The declarations of a folder in one JSON file: to read it takes a hundredth of the time of YAML.

`make docs` writes the file, and the package contains it. It is used only while the YAML files
beside it are the ones it was made from. After an edit they are read again, with every check.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import BaseModel, ValidationError

from ingest.vendors.model import Entities, Shared, Vendor
from ingest.vendors.read import Declarations, read_declarations

FILE = "declarations.json"


class _Compiled(BaseModel):
    sha256: str  # of the YAML files
    shared: Shared
    entities: Entities
    vendors: tuple[Vendor, ...]


def compiled_text(folder: Path) -> str:
    """The content of the JSON file, with one line per vendor. Raises `UserError`."""
    read = read_declarations(folder)
    vendors = ",\n".join(_json(vendor) for vendor in read.vendors)
    return (
        f'{{"sha256":"{_digest(folder)}",\n"shared":{_json(read.shared)},\n'
        f'"entities":{_json(read.entities)},\n"vendors":[\n{vendors}]}}\n'
    )


def read_compiled(folder: Path) -> Declarations | None:
    """The declarations of a folder; None when its JSON file is missing or out of date."""
    try:
        text = (folder / FILE).read_bytes()
        found = _Compiled.model_validate_json(text)
    except (OSError, ValidationError):
        return None
    if found.sha256 != _digest(folder):
        return None
    return Declarations(found.vendors, found.entities, found.shared)


def _json(block: BaseModel) -> str:
    return block.model_dump_json(by_alias=True, exclude_unset=True)


def _digest(folder: Path) -> str:
    """The SHA-256 of the names and contents of all declarations, whatever their line ends are."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.yml")):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.name} {len(content)}\n".encode() + content)
    return digest.hexdigest()
