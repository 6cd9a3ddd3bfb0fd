"""The words for "no value" stand in the vendor declarations and in a macro of staging: the same."""

from __future__ import annotations

import re
from pathlib import Path

from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]


def declared() -> set[str]:
    """Tokens of every file in ingest/vendors."""
    files = sorted((ROOT / "ingest" / "vendors").glob("*.yml"))
    loaded = [YAML(typ="safe").load(path.read_text(encoding="utf-8")) for path in files]
    return {token for one in loaded for token in one.get("null_tokens") or []}


def test_the_staging_macro_knows_every_declared_token() -> None:
    text = (ROOT / "macros" / "null_token.sql").read_text(encoding="utf-8")
    body = text.split("macro null_token_list() -%}")[1].split("{%- endmacro")[0]
    assert set(re.findall(r"'([^']*)'", body)) == declared()
