"""Writes the bill of materials of requirements.lock as CycloneDX JSON: `make sbom`.

The lock says all of it: names, versions, the hash of every file, and who asked for what. So the
bill is the same on every machine, and names no registry, no path and no time.
"""

from __future__ import annotations

import re
import sys
import tomllib
import uuid
from dataclasses import dataclass
from pathlib import Path

from cyclonedx.model import (
    ExternalReference,
    ExternalReferenceType,
    HashAlgorithm,
    HashType,
    XsUri,
)
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Locked:
    """One entry of the lock: what is installed, the hashes of its files, and who asked for it."""

    requirement: Requirement
    hashes: tuple[str, ...]
    asked_by: frozenset[str]

    @property
    def name(self) -> str:
        """The name as registries compare it."""
        return canonicalize_name(self.requirement.name)

    @property
    def version(self) -> str:
        """The pinned version; raises `ValueError` where it is not one exact version."""
        (pin,) = self.requirement.specifier
        if pin.operator != "==" or "*" in pin.version:
            raise ValueError(f"{self.requirement} is no exact pin")
        return pin.version


def read_lock(text: str) -> list[Locked]:
    """The entries of a lock as `make lock` writes it; raises `ValueError` for any other line."""
    entries = []
    for block in re.split(r"\n(?=[^\s#])", text):
        said = [line.strip() for line in block.splitlines()]
        wanted = " ".join(line.rstrip("\\") for line in said if not line.startswith("#"))
        words = wanted.split(" --hash=sha256:")
        askers = (line.lstrip("# ").removeprefix("via").strip() for line in said if line[:1] == "#")
        entries.append(
            Locked(
                Requirement(words[0]),
                tuple(word.strip() for word in words[1:]),
                frozenset(canonicalize_name(asker.split(" ")[0]) for asker in askers if asker),
            )
        )
    return entries


def needed(lock: list[Locked], direct: set[str]) -> set[str]:
    """Names of `direct` and of everything they ask for."""
    found = set(direct)
    while more := {entry.name for entry in lock if entry.asked_by & found} - found:
        found |= more
    return found


def bill(lock_text: str, project_text: str) -> Bom:
    """The bill of the lock. What only development needs is in it, as excluded from the product."""
    lock, project = read_lock(lock_text), tomllib.loads(project_text)["project"]
    direct = (Requirement(wanted).name for wanted in project["dependencies"])
    runtime = needed(lock, {canonicalize_name(name) for name in direct})
    product = Component(
        name=project["name"], version=project["version"], type=ComponentType.APPLICATION,
        bom_ref=project["name"],
    )  # fmt: skip
    components = {product.name: product}
    for entry in lock:
        purl = PackageURL("pypi", None, entry.name, entry.version)
        files = ExternalReference(
            type=ExternalReferenceType.DISTRIBUTION,
            url=XsUri(str(purl)),
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest) for digest in entry.hashes],
        )
        components[entry.name] = Component(
            name=entry.name, version=entry.version, purl=purl, bom_ref=str(purl),
            scope=ComponentScope.REQUIRED if entry.name in runtime else ComponentScope.EXCLUDED,
            external_references=[files],
        )  # fmt: skip
    made = Bom(serial_number=uuid.uuid5(uuid.NAMESPACE_OID, project_text + lock_text))
    # The library's own way to a bill without a time; it only declares the type more narrowly.
    made.metadata.timestamp = None  # type: ignore[assignment]
    made.metadata.component = product
    made.components = [components[entry.name] for entry in lock]
    for name, component in components.items():
        asked = [components[entry.name] for entry in lock if name in entry.asked_by]
        made.register_dependency(component, asked)
    return made


def main(target: Path) -> None:
    """Writes the bill of this project to `target`."""
    lock, project = (ROOT / "requirements.lock", ROOT / "pyproject.toml")
    made = bill(lock.read_text("utf-8"), project.read_text("utf-8"))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(JsonV1Dot6(made).output_as_string(indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
