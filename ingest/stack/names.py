"""How a header becomes the name of a field, and how headers are compared."""

from __future__ import annotations

import re


def field_name(header: str) -> str:
    """A header in snake case: `UTM_Campaign__c` -> `utm_campaign_c`, `firstName` -> `first_name`.

    Findings carry it in their ids, so it must never change for a given header.
    """
    words = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", header)
    words = re.sub(r"([A-Z])([A-Z][a-z])", r"\1_\2", words)
    return re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_") or "field"


def header_key(header: str) -> str:
    """What two spellings of one header share: case, blanks around and a leading `*` apart.

    `macros/header_key.sql` says the same in SQL.
    """
    return header.strip(" ").removeprefix("*").strip(" ").lower()
