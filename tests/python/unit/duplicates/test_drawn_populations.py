"""Populations are equal for one seed; their truth is consistent; every defect and group occurs."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from duplicates import defects
from duplicates.draw import Drawn, draw
from duplicates.merges import WRONG
from duplicates.populations import POPULATIONS, Rates
from duplicates.write import write

CONTACTS = 3000
NAME_DEFECTS = {
    *("clean", "last_filler", "first_missing", "nickname", "typo", "swapped", "titled", "initial"),
    *("hyphen", "maiden", "test"),
}
ADDRESSES = {"work", "next_job", "none", "private", "second_domain", "alias", "shared", "test"}
PHONES = {"none", "direct", "other", "switchboard", "mobile", "home"}


@pytest.fixture(scope="module", params=sorted(POPULATIONS))
def drawn(request: pytest.FixtureRequest) -> tuple[str, Drawn]:
    return request.param, draw(POPULATIONS[request.param], CONTACTS, 3)


def written(population: Drawn, folder: Path) -> dict[str, bytes]:
    write(population, folder)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_one_seed_gives_the_same_files(drawn: tuple[str, Drawn], tmp_path: Path) -> None:
    name, first = drawn
    files = written(first, tmp_path / "first")
    assert files == written(draw(POPULATIONS[name], CONTACTS, 3), tmp_path / "second")
    other = written(draw(POPULATIONS[name], CONTACTS, 4), tmp_path / "other")
    assert files.keys() == other.keys() and files != other


def test_the_truth_names_each_exported_record_once(
    drawn: tuple[str, Drawn], tmp_path: Path
) -> None:
    written(drawn[1], tmp_path)
    exported = Counter(
        f"{key}/{row[column]}"
        for key, column, pattern in (
            ("salesforce/contact", "Id", "salesforce/Contact.csv"),
            ("salesforce/lead", "Id", "salesforce/Lead.csv"),
            ("hubspot/contact", "Record ID", "hubspot/contacts-*.csv"),
        )
        for path in (tmp_path / "exports").glob(pattern)
        for row in rows(path)
    )
    truth = rows(tmp_path / "truth" / "people.csv")
    assert len(truth) == CONTACTS
    assert exported == Counter(row["key"] for row in truth)


def test_every_defect_occurs(drawn: tuple[str, Drawn]) -> None:
    name, population = drawn
    made = population.records
    wanted = NAME_DEFECTS | ({"particle", "accents"} if name != "A" else set())
    assert wanted <= set(made["name_defect"])
    assert set(made["address_kind"]) == ADDRESSES
    assert set(made["phone_kind"]) == PHONES
    assert set(made["phone_style"]) == set(range(6))
    assert made["is_wrapped"].any()
    assert (made["country"] == "").any() and (made["mobile"] != "").any()
    firms = population.company_records
    assert (firms["tax_id"] == "").any() and (firms["tax_id"] != "").any()
    assert not firms["is_full_name"].all() and (firms["domain"] == "").any()


def test_every_rate_can_be_zero() -> None:
    none = Rates(**dict.fromkeys((field.name for field in fields(Rates)), 1e-9))
    population = POPULATIONS["B"]
    clean = draw(type(population)("clean", population.countries, none), 1000, 1)
    assert set(clean.records["name_defect"]) == {"clean", "test"}
    assert not clean.records["is_wrapped"].any()


def test_lookalikes_are_different_people_and_companies(drawn: tuple[str, Drawn]) -> None:
    population = drawn[1]
    for groups, kinds in (
        (population.groups, POPULATIONS["A"].hard),
        (population.company_groups, POPULATIONS["A"].hard_companies),
    ):
        members = [member for group in groups for member in group.members]
        assert len(members) == len(set(members))
        assert {group.kind for group in groups} == set(kinds)
        assert all(len(group.members) > 1 for group in groups)


def test_an_address_belongs_to_one_person_unless_it_is_shared(drawn: tuple[str, Drawn]) -> None:
    made = drawn[1].records
    own = np.isin(made["address_kind"].astype(str), ["work", "next_job", "private"])
    own &= ~made["is_wrapped"] & (made["address"] != "")
    owners: dict[str, set[int]] = {}
    for address, identity in zip(made["address"][own], made["identity"][own], strict=True):
        owners.setdefault(address, set()).add(identity)
    assert all(len(people) == 1 for people in owners.values())


def test_merges_are_labelled_as_the_identities_say(drawn: tuple[str, Drawn]) -> None:
    population = drawn[1]
    made, merges = population.records, population.merges
    same = made["identity"][merges["loser"]] == made["identity"][merges["winner"]]
    assert list(same) == list(merges["is_right"])
    assert {"same_person", *WRONG} >= set(merges["kind"]) and not same.all()
    assert (made["object"][merges["loser"]] == made["object"][merges["winner"]]).all()
    losers = set(merges["loser"].tolist())
    assert len(losers) == len(merges["loser"])
    assert not losers & set(merges["winner"].tolist())


def test_a_population_without_merges_names_none(tmp_path: Path) -> None:
    write(draw(POPULATIONS["A"], 2000, 1), tmp_path, with_merges=False)
    assert rows(tmp_path / "truth" / "merges.csv") == []
    contacts = rows(tmp_path / "exports" / "salesforce" / "Contact.csv")
    assert {row["MasterRecordId"] for row in contacts} == {""}
    assert not (tmp_path / "exports" / "salesforce" / "RecordMergeHistory.csv").exists()


@pytest.mark.parametrize(
    ("made", "right"),
    [
        (defects.phone("1", "2125550100", 1), "(212) 555-0100"),
        (defects.phone("44", "2075550100", 3), "+44 (0)207 5550100"),
        (defects.phone("49", "3055501000", 2), "03055501000"),
        (defects.wrapped("a@b.co", "Ann Lee", 3), "Ann Lee <a@b.co>"),
        (defects.swapped("Ann", "Lee", 3), ("", "Lee, Ann")),
        (defects.particle("Ann", "von der Heide", 0), ("Ann", "Heide")),
        (defects.hyphen("Ann", "Lee-May", 1), ("Ann", "Lee May")),
        (defects.transliterated("Jörg Muñoz"), "Joerg Munoz"),
        (defects.titled("Ann", "Lee", "B", 2), ("Ann B", "Lee")),
        (defects.typo("Miller", 2), "Milelr"),
    ],
)
def test_defects(made: object, right: object) -> None:
    assert made == right
