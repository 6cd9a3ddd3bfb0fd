"""Models whose query depends on the content of the database, each with the reason.

Such a model cannot be tested by dbt unit tests, and its SQL grows with the company. The loader
measures columns and records, so most models read narrow tables instead. This list may only shrink.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

WRITTEN_AT_COMPILE_TIME = {
    # Only for tables that another program wrote in place; no SQL for what the loader wrote.
    "int_column_counts": "profiles of columns that the loader did not measure",
    "int_nonstandard_values": "values of columns that the loader did not measure",
    "int_records": "rows of tables that the loader did not write",
    # They read the raw values of columns that the stack or the company names. A table of these
    # values would repeat the raw tables.
    "int_record_values": "the declared columns of every record",
    "int_version_changes": "declared, owner and stage columns of repeated records",
    "int_hubspot__deal_stage_stamps": "columns with the names of the company's own stages",
    # Ids with leading zeros are searched in all id columns, if an export has any.
    "int_ids_with_lost_zeros": "id columns that may have lost leading zeros",
    # They read the evidence of every check, and the declarations of the checks.
    "check_counts": "evidence of every check",
    "violations": "evidence of every check",
    "checks": "declarations of the checks",
    "mended_records": "evidence of the checks with a record that is gone",
    "entered_scopes": "evidence of the checks that are judged by group",
}

# Calls that look at the database or at the graph of the project.
_CALLS = ("run_query", "load_relation", "get_columns_in_relation", "graph", "check_nodes")


def compile_time_macros(macros: Path) -> set[str]:
    """Macros that make one of these calls, directly or through another macro."""
    texts = {
        found[1]: found[2]
        for path in macros.rglob("*.sql")
        if path.parent.name not in ("hooks", "materializations")
        for found in re.finditer(
            r"{%-? *macro (\w+)\(.*?%}(.*?){%-? *endmacro", path.read_text("utf-8"), re.DOTALL
        )
    }
    known = set(_CALLS)
    while True:
        found = {
            name.split("__")[-1]
            for name, text in texts.items()
            if any(re.search(rf"\b{call}\b", text) for call in known)
        }
        if found <= known:
            return known
        known |= found


def models_written_at_compile_time(models: Mapping[str, str], macros: Path) -> set[str]:
    """The models, by name and text, that make one of these calls."""
    calls = "|".join(compile_time_macros(macros))
    return {
        name
        for name, text in models.items()
        if re.search(rf"\b({calls})\b *[(.]", re.sub(r"--.*", "", text))
    }


def test_only_listed_models_are_written_at_compile_time(root: Path) -> None:
    models = {path.stem: path.read_text("utf-8") for path in (root / "models").rglob("*.sql")}
    found = models_written_at_compile_time(models, root / "macros")
    assert found == set(WRITTEN_AT_COMPILE_TIME)


def test_a_model_that_asks_the_database_is_seen(root: Path) -> None:
    models = {
        "direct": "{% set rows = run_query('select 1') %}",
        "by_macro": "{%- for table in catalog_tables() %}{% endfor %}",
        "plain": "select * from {{ ref('people') }} -- as run_query(…) would",
    }
    found = models_written_at_compile_time(models, root / "macros")
    assert found == {"direct", "by_macro"}
