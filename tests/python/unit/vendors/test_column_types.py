"""Types of raw columns: what the models read as times, numbers and ids is declared as such."""

from __future__ import annotations

import re
from pathlib import Path

from ingest.vendors.catalog import ObjectDeclaration, load_vendors

# Macro of a cast -> the kind its column has to have.
CASTS = {"time_of": "time", "date_of": "time", "money_of": "number", "id_of": "id"}
_CAST = re.compile(rf"\b({'|'.join(CASTS)})\('(\w+)'")
_BARE = re.compile(r"\b(utc_ts|local_ts|money|salesforce_id)\('source\.")
_SOURCE = re.compile(r"source\('raw_(?!handoff)(\w+)', '(\w+)'\)")


def before_canonical(root: Path) -> list[Path]:
    """Every model that may read a raw table."""
    layers = ("prepare", "staging", "intermediate")
    return sorted(path for name in layers for path in (root / "models" / name).rglob("*.sql"))


def casts(root: Path) -> dict[tuple[str, str, str], str]:
    """(vendor, object, column) -> kind, of every cast in a model over one raw table."""
    found: dict[tuple[str, str, str], str] = {}
    for path in before_canonical(root):
        text = path.read_text("utf-8")
        table = _SOURCE.search(text)
        for macro, column in _CAST.findall(text):
            if table is not None:
                found[(*table.groups(), column)] = CASTS[macro]
    return found


def test_every_column_a_model_casts_is_declared_as_what_it_is_cast_to(root: Path) -> None:
    declared = {(item.vendor, item.object): item for item in load_vendors().objects}
    wanted = casts(root)
    assert len(wanted) > 100
    wrong = {
        name: found
        for name, found in wanted.items()
        if declared[name[:2]].column_type(name[2]) != found
    }
    assert wrong == {}, "list them under `times` or `numbers` of the object in ingest/vendors/"


def test_no_model_reads_a_raw_time_number_or_id_without_knowing_its_column(root: Path) -> None:
    models = before_canonical(root)
    assert [path.name for path in models if _BARE.search(path.read_text("utf-8"))] == []


def test_a_listed_column_is_what_it_is_listed_as() -> None:
    thing = ObjectDeclaration(
        "v", "o", {}, keys=("number",), stamps=("seen",), times=("day",), numbers=("size",)
    )
    kinds = {name: thing.column_type(name) for name in ("number", "seen", "day", "size", "name")}
    assert kinds == {"number": "id", "seen": "time", "day": "time", "size": "number", "name": None}


def test_names_that_only_look_like_times_and_ids() -> None:
    thing = ObjectDeclaration("v", "o", {})
    for name in ("paid", "valid", "reason", "based", "salutation", "number_sent", "total_count"):
        assert thing.column_type(name) is None, name
    for name in ("created_at", "createdate", "close_date", "submitted_at_utc", "due_on"):
        assert thing.column_type(name) == "time", name
