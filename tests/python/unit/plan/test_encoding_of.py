"""Which declared encoding applies to a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.files.discover import Source
from ingest.files.unreadable import UnreadableFile
from ingest.plan.declared import DeclaredSystem, DeclaredTable
from ingest.plan.planner import Planner
from ingest.vendors.catalog import load_vendors

PLAIN = DeclaredTable("a", ["crm/a.csv"])
OWN = DeclaredTable("b", ["crm/b.csv"], encoding="shift_jis")
CRM = DeclaredSystem("crm", None, ["crm/*", "x.zip"], [PLAIN, OWN], encoding="cp1250")


def encoding_of(label: str, *systems: DeclaredSystem, member: str | None = None) -> str | None:
    planner = Planner(systems, load_vendors())
    return planner.encoding_of(Source(label, member, Path(label)))


def test_a_table_decides_before_its_system() -> None:
    assert encoding_of("crm/a.csv", CRM) == "cp1250"
    assert encoding_of("crm/b.csv", CRM) == "shift_jis"
    assert encoding_of("crm/c.csv", CRM) == "cp1250"
    assert encoding_of("x.zip", CRM, member="b.csv") == "cp1250"
    assert encoding_of("other/b.csv", CRM) is None


def test_two_encodings_of_one_file_are_refused() -> None:
    other = DeclaredTable("c", ["crm/b*"], encoding="utf_8")
    both = DeclaredSystem("crm", None, [], [OWN, other])
    with pytest.raises(UnreadableFile, match="several encodings for it: shift_jis, utf_8"):
        encoding_of("crm/b.csv", both)
