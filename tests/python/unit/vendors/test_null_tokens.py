"""The words for "no value" stand in the vendor declarations and in a macro of staging: the same."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from support.ingest_kit import Company
from support.paths import ROOT

from ingest.vendors.catalog import load_vendors
from ingest.vendors.composite_keys import SEPARATOR


def listed(macro: str) -> list[str] | dict[str, list[str]]:
    """What a macro of null_token.sql returns."""
    text = (ROOT / "macros" / "text" / "null_token.sql").read_text(encoding="utf-8")
    found = re.search(rf"macro {macro}\(\) %}}\s*{{{{ return\((.*?)\) }}}}", text, re.DOTALL)
    assert found
    returned: list[str] | dict[str, list[str]] = ast.literal_eval(found[1])
    return returned


def test_the_staging_macro_knows_the_tokens_of_vendors_with_tables_of_their_own() -> None:
    vendors = load_vendors()
    assert listed("common_null_tokens") == list(vendors.null_tokens)
    own = {item.vendor for item in vendors.objects if not item.entity}
    assert listed("vendor_null_tokens") == {
        name: list(vendors.vendors[name].null_tokens)
        for name in sorted(own)
        if vendors.vendors[name].null_tokens
    }


def test_a_token_of_all_is_no_vendors_own() -> None:
    vendors = load_vendors()
    for one in vendors.vendors.values():
        assert not set(one.null_tokens) & set(vendors.null_tokens), one.id


def test_no_token_can_be_taken_for_an_id_of_several_columns() -> None:
    vendors = load_vendors()
    tokens = {token for name in vendors.vendors for token in vendors.null_tokens_of(name)}
    assert not [token for token in tokens if SEPARATOR.strip() in token or "\x1f" in token]


def test_a_systems_tokens_are_those_of_its_vendor(tmp_path: Path) -> None:
    company = Company(tmp_path)
    company.write("scores/s.csv", "key,mail,at\n1,a@b.example,2026-01-01\n")
    company.load()
    found = company.ask("select system, null_tokens from declared.systems order by all")
    salesforce = "--None--\x1f000000000000000AAA\x1f000000000000000"
    assert found == [("crm", salesforce), ("forms", "--None--\x1f-None-"), ("scores", None)]
