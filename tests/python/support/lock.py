"""Reads a lock as `make lock` writes it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


@dataclass(frozen=True)
class Locked:
    """One entry of a lock: the requirement and the SHA-256 hashes of its files."""

    requirement: Requirement
    hashes: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name as registries compare it."""
        return canonicalize_name(self.requirement.name)

    @property
    def version(self) -> str:
        """The pinned version; raises `ValueError` where it is not one exact version."""
        (pin,) = self.requirement.specifier
        if pin.operator != "==" or "*" in pin.version:
            raise ValueError(f"{self.requirement} is not an exact pin")
        return pin.version


def read_lock(text: str) -> list[Locked]:
    """The entries of a lock; raises `ValueError` for any other line."""
    entries = []
    for block in re.split(r"\n(?=[^\s#])", text):
        lines = [line.strip().rstrip("\\") for line in block.splitlines()]
        words = " ".join(line for line in lines if not line.startswith("#")).split("--hash=sha256:")
        hashes = tuple(word.strip() for word in words[1:])
        entries.append(Locked(Requirement(words[0].strip()), hashes))
    return entries
