"""The words for "no value" are declared by the vendors, and the macro of staging has them."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment
from support.ingest_kit import Company
from support.paths import ROOT

from ingest.vendors.catalog import load_vendors
from ingest.vendors.composite_keys import SEPARATOR


def tokens_in_sql(vendor: str) -> list[str]:
    """What the generated macro returns."""
    macro = (ROOT / "macros" / "text" / "vendor_null_tokens.sql").read_text("utf-8")
    returned: list[list[str]] = []
    call = f"{{{{ vendor_null_tokens('{vendor}') }}}}"
    Environment().from_string(macro + call).render(**{"return": returned.append})
    return returned[0]


def test_staging_knows_the_tokens_of_vendors_with_tables_of_their_own() -> None:
    vendors = load_vendors()
    own = {item.vendor for item in vendors.objects if not item.entity}
    assert {"form", "hubspot", "mapped", "marketo", "salesforce", "stripe"} == own
    for name in own:
        assert tokens_in_sql(name) == list(vendors.null_tokens_of(name)), name
    assert tokens_in_sql("mapped") == list(vendors.null_tokens)


def test_a_token_of_all_is_no_vendors_own() -> None:
    vendors = load_vendors()
    assert set(vendors.null_words) < set(vendors.null_tokens)
    # A vendor may declare that NaN, say, is what it writes for no value.
    always = set(vendors.null_tokens) - set(vendors.null_words)
    for one in vendors.vendors.values():
        assert not set(one.null_tokens) & always, one.id


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
