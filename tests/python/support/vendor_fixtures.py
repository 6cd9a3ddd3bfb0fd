"""The fixtures below `vendors/`: every vendor's exports and, by hand, what must become of them.

A folder that is no vendor's name holds files no declaration knows: `system` maps them.

`vendors/<vendor>/exports/` holds files in the vendor's own shape, `expected.yml` beside it:

    system      settings of the system in the stack, e.g. {time_zone: America/New_York}
    files       path of every file -> object it is, or null when it must be left alone
    canonical   table -> every row the vendor's system has there; a row is known by its first
                column, and columns that are left out are not compared
    kept        a query and its only row: what landed besides
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from ingest.vendors.catalog import load_vendors
from support.paths import FIXTURES

FOLDER = FIXTURES / "vendors"
# How far behind the runner-up must be: one required header, more than a file name is worth.
CLEARLY = 2.0


@dataclass(frozen=True)
class Fixture:
    """The exports of one vendor and what is expected of them."""

    vendor: str
    folder: Path
    files: dict[str, str | None]
    canonical: dict[str, list[dict[str, Any]]]
    system: dict[str, Any] = field(default_factory=dict)
    kept: tuple[str, list[Any]] | None = None


@cache
def fixtures() -> dict[str, Fixture]:
    """Vendor -> its fixture."""
    found = {}
    for path in sorted(FOLDER.glob("*/expected.yml")):
        read = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
        kept = read.pop("kept", None)
        folder = path.parent / "exports"
        found[path.parent.name] = Fixture(
            path.parent.name, folder, kept=tuple(kept) if kept else None, **read
        )
    return found


def stack_text() -> str:
    """A stack with one system per vendor, named like it: only headers tell their files apart."""
    known = load_vendors().vendors
    systems = [
        {
            "id": name,
            "name": name,
            **({"vendor": name} if name in known else {}),
            "functions": ["report"],
            "role": "record",
            **fixture.system,
        }
        for name, fixture in fixtures().items()
    ]
    fields = [
        {"source": "Company", "target": "Company", "kind": "text"},
        {
            "source": "Opted Out",
            "target": "HasOptedOutOfEmail",
            "kind": "consent",
            "optional": True,
        },
    ]
    handoffs: list[dict[str, Any]] = [
        {
            "id": "prospects",
            "name": "Prospects to the CRM",
            "from": {"system": "account_engagement", "object": "prospect"},
            "to": {"system": "salesforce", "object": "lead"},
            "hop": "in_crm",
            "match": {"source": "CRM Lead FID", "target": "Id"},
            "fields": fields,
        },
        {
            "id": "members",
            "name": "Audience to the CRM",
            "from": {"system": "mailchimp", "object": "member"},
            "to": {"system": "salesforce", "object": "lead"},
            "hop": "in_crm",
            "match": "identity",
            "fields": [{"source": "is_opted_out", "target": "Status", "kind": "consent"}],
        },
    ]
    company = {"name": "Everyone", "currency": "USD", "as_of": "2026-07-01T00:00:00Z"}
    return json.dumps(  # JSON is YAML
        {"company": company, "systems": systems, "handoffs": handoffs}, indent=1
    )


def put_exports(folder: Path) -> None:
    """Copies every vendor's exports into a folder of its own."""
    for vendor, fixture in fixtures().items():
        shutil.copytree(fixture.folder, folder / vendor)


def text(value: Any) -> str | None:
    """A value of a table or of a fixture, written one way."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, Decimal):  # amounts have four decimals, the fixtures two
        return str(value.quantize(Decimal("0.01")) if value == round(value, 2) else value)
    return str(value)
