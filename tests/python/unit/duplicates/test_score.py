"""The score of duplicates on cases that can be computed by hand."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from bench.duplicates import fake_1000
from bench.duplicates.audit import timed_models
from bench.duplicates.score import Score, average_precision, score_people

PEOPLE = """\
key,identity,name_defect,address_kind
a,1,clean,work
b,1,nickname,work
c,1,last_filler,none
d,2,clean,work
e,2,clean,private
f,3,clean,work
g,-1,test,test
h,-1,test,test
"""
HARD = """\
group_id,kind,identity
0,father_son,2
0,father_son,3
1,successor,1
1,successor,2
2,assistant,3
2,assistant,9
"""


def score(folder: Path, *pairs: tuple[str, str]) -> Score:
    (folder / "people.csv").write_text(PEOPLE, "utf-8")
    (folder / "hard_groups.csv").write_text(HARD, "utf-8")
    left, right = zip(*pairs, strict=True) if pairs else ((), ())
    table = pa.table({
        "left_key": pa.array(left, pa.string()),
        "right_key": pa.array(right, pa.string()),
    })  # fmt: skip
    return score_people(table, folder)


def test_a_tiny_case(tmp_path: Path) -> None:
    # Four true pairs: a-b, a-c, b-c, d-e. Found: a-b right, e-f wrong; test people do not count.
    found = score(tmp_path, ("a", "b"), ("e", "f"), ("g", "h"), ("f", "g"), ("e", "g"))
    assert (found.true, found.found, found.right) == (4, 2, 1)
    assert (found.precision, found.recall) == (0.5, 0.25)
    assert found.f1 == pytest.approx(1 / 3)
    assert found.with_test == 2
    assert found.hard == {"father_son": (1, 1), "successor": (0, 1)}
    assert found.causes == {
        "name unusable": (2, 2),
        "names differ: nickname": (0, 1),
        "same name, addresses differ": (1, 1),
    }


def test_clusters_count_when_they_are_exactly_right(tmp_path: Path) -> None:
    found = score(tmp_path, ("a", "b"), ("a", "c"), ("b", "c"), ("d", "f"))
    assert (found.clusters_true, found.clusters_found, found.clusters_right) == (2, 2, 1)
    assert found.cluster_f1 == 0.5
    assert score(tmp_path, ("a", "b"), ("d", "e")).clusters_right == 1


def test_no_pair_at_all_misses_every_pair(tmp_path: Path) -> None:
    found = score(tmp_path)
    assert (found.true, found.found, found.recall, found.f1) == (4, 0, 0.0, 0.0)


def test_average_precision() -> None:
    assert average_precision([(3.0, True), (2.0, False), (1.0, True)]) == pytest.approx(5 / 6)
    # Equal scores are one step, and what has no score comes last.
    assert average_precision([(1.0, True), (1.0, False)]) == 0.5
    assert average_precision([(None, True), (0.0, False)]) == 0.5
    assert average_precision([]) == 0.0


def test_only_models_of_the_audit_are_timed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bench.duplicates.product.RESULTS", ("people",))

    def node(name: str, layer: str, kind: str, *parents: str) -> dict[str, object]:
        return {
            "name": name, "resource_type": "model", "fqn": ["handoff", layer, name],
            "config": {"materialized": kind}, "schema": layer, "alias": name,
            "compiled_code": f"select '{name}'", "depends_on": {"nodes": list(parents)},
        }  # fmt: skip

    manifest = {
        "nodes": {
            "raw": node("raw", "canonical", "table"),
            "people": node("people", "audit", "table", "pairs", "raw"),
            "pairs": node("pairs", "audit", "view", "raw"),
        }
    }
    assert timed_models(manifest) == [
        ("view", '"audit"."pairs"', "select 'pairs'"),
        ("table", '"audit"."people"', "select 'people'"),
    ]


def test_fake_1000_is_left_out_when_the_file_is_not_there(tmp_path: Path) -> None:
    assert not fake_1000.write(tmp_path / "fake_1000.csv", tmp_path / "out")
    (tmp_path / "fake_1000.csv").write_text(
        "unique_id,first_name,surname,dob,city,email,cluster\n"
        "0,Ada,Lind,1990-01-01,Lund,a@x.com,0\n1,,Lind,,Lund,a@x.com,0\n",
        "utf-8",
    )
    assert fake_1000.write(tmp_path / "fake_1000.csv", tmp_path / "out")
    leads = (tmp_path / "out" / "exports" / "salesforce" / "Lead.csv").read_text("utf-8")
    assert '"00Q000000000001EAA"' in leads
    assert "salesforce/lead/00Q000000000000EAA,0" in (
        tmp_path / "out" / "truth" / "people.csv"
    ).read_text("utf-8")
