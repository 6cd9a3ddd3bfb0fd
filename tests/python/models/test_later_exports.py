"""Which of two full exports is later: the quarantine and the deletion model agree.

Of 100 leads, lead n was last changed in hour n of the year. So the last ten leads show the same
latest time as all of them, and the first ten show an earlier one.
"""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path

import duckdb
import pytest
from support.deletions import compile_deletions, deleted_leads
from support.fast_load import VENDORS
from support.ingest_kit import LEAD_HEADER, STACK, Company, lead_id

from ingest.errors import Problem
from ingest.outcome import Outcome
from ingest.run import ingest

FULL = STACK.replace('files: ["crm/*"]}', 'files: ["crm/*"], export: full}')
PATH = "crm/Lead.csv"
ALL, FIRST, LAST = range(100), range(10), range(90, 100)


@pytest.fixture(scope="module")
def compiled(root: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    company = Company(tmp_path_factory.mktemp("compiled"), FULL)
    company.write(PATH, export(FIRST))
    company.load()
    return compile_deletions(root, company)


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "company", FULL)


def export(numbers: Iterable[int], hour: int | None = None, stamped: bool = True) -> str:
    """Leads with the time of their last change: `hour` of the year, or their own number."""
    start = datetime(2026, 1, 1)
    rows = [LEAD_HEADER]
    for number in numbers:
        changed = start + timedelta(hours=number if hour is None else hour)
        stamp = str(changed) if stamped else ""
        rows.append(f"{lead_id(number)},N{number},F{number},p{number}@example.com,{stamp}")
    return "\n".join(rows) + "\n"


def zipped(members: Mapping[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return packed.getvalue()


def night(company: Company, files: Mapping[str, str | bytes], accept: str = "") -> Outcome:
    """Writes the files and loads the folder."""
    for path, content in files.items():
        company.write(path, content)
    accepted = [accept] if accept else []
    stack = company.root / "stack"
    return ingest(company.exports, company.database, stack, None, VENDORS, accepted)


def held(outcome: Outcome) -> list[str]:
    """The quarantined files, by name."""
    return sorted(p.where for p in outcome.problems if p.what.startswith("quarantined"))


def lead_numbers(company: Company) -> set[int]:
    rows = company.ask("select distinct cast(substr(id, 4, 12) as int) from raw_salesforce.lead")
    return {number for (number,) in rows}


@pytest.mark.parametrize("hour", [None, 5], ids=["own_times", "one_time"])
def test_the_last_tenth_of_a_replaced_file_is_quarantined(
    hour: int | None, company: Company, compiled: str
) -> None:
    assert night(company, {PATH: export(ALL, hour)}).problems == []
    (problem,) = night(company, {PATH: export(LAST, hour)}).problems
    assert problem == Problem(
        "quarantined: 10 records, but the previous full export had 100",
        PATH,
        f"check the file; to load it anyway: --accept {PATH}",
    )
    assert deleted_leads(company, compiled) == set() and lead_numbers(company) == set(ALL)
    before = company.digest()
    assert night(company, {}).problems == [problem] and company.digest() == before


def test_the_first_tenth_of_a_replaced_file_is_quarantined(company: Company, compiled: str) -> None:
    night(company, {PATH: export(ALL)})
    (problem,) = night(company, {PATH: export(FIRST)}).problems
    assert problem.where == PATH and f"--accept {PATH}" in problem.fix
    assert problem.what == (
        "quarantined: 10 records, but the previous full export had 100; its latest time"
        " (2026-01-01 09:00) is earlier than that of the file that it replaced (2026-01-05"
        " 03:00), so it is incomplete or an old backup"
    )
    assert deleted_leads(company, compiled) == set() and lead_numbers(company) == set(ALL)


def test_the_command_ends_with_exit_code_2(root: Path, company: Company) -> None:
    night(company, {PATH: export(ALL)})
    company.write(PATH, export(FIRST))
    command = [sys.executable, "-m", "cli", "ingest", str(company.exports)]
    command += ["--database", str(company.database), "--stack", str(company.root / "stack")]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"{PATH}: quarantined: 10 records" in done.stderr


def test_an_old_backup_is_an_older_export_and_the_user_is_told(
    company: Company, compiled: str
) -> None:
    night(company, {PATH: export(ALL)})
    told = []
    for _ in range(2):
        outcome = night(company, {PATH: export(range(80))})
        assert outcome.problems == []
        told.append(outcome.warnings)
    assert not outcome.is_new
    (warning,) = told[0]
    assert told[1] == told[0] and warning.where == PATH
    assert warning.what == (
        "its latest time (2026-01-04 07:00) is earlier than that of the file that it replaced"
        " (2026-01-05 03:00), so it counts as an older export"
    )
    assert f"--accept {PATH}" in warning.fix
    assert deleted_leads(company, compiled) == set()
    # A user who knows better says so, also on a later night.
    night(company, {}, accept=PATH)
    assert deleted_leads(company, compiled) == set(range(80, 100))
    assert night(company, {}).warnings == ()
    assert night(company, {PATH: export(ALL)}).problems == []
    assert deleted_leads(company, compiled) == set()


@pytest.mark.parametrize("kept", [FIRST, LAST], ids=["first", "last"])
def test_an_accepted_file_is_the_later_export(kept: range, company: Company, compiled: str) -> None:
    night(company, {PATH: export(ALL)})
    assert held(night(company, {PATH: export(kept)})) == [PATH]
    assert night(company, {}, accept=PATH).problems == []
    assert deleted_leads(company, compiled) == set(ALL) - set(kept)
    outcome = night(company, {})
    assert outcome.problems == [] and outcome.warnings == () and not outcome.is_new


PARTS = {
    "files": ("crm/Lead-part1.csv", "crm/Lead-part2.csv"),
    "archives": ("crm/WE_1.zip", "crm/WE_2.zip"),
}


def parts(
    kind: str, *numbers: Iterable[int] | None, stamped: bool = True, hour: int | None = None
) -> dict[str, str | bytes]:
    """The parts of an export; None leaves a part as it is."""
    found: dict[str, str | bytes] = {}
    for path, part in zip(PARTS[kind], numbers, strict=True):
        if part is not None:
            text = export(part, hour, stamped)
            found[path] = zipped({"Lead.csv": text}) if kind == "archives" else text
    return found


def label(kind: str, number: int) -> str:
    path = PARTS[kind][number - 1]
    return f"{path}/Lead.csv" if kind == "archives" else path


@pytest.mark.parametrize("kind", PARTS)
@pytest.mark.parametrize(
    ("stamped", "hour"), [(True, None), (True, 5), (False, None)], ids=["own", "one", "none"]
)
def test_the_parts_of_an_export_are_compared_as_a_whole(
    kind: str, stamped: bool, hour: int | None, company: Company, compiled: str
) -> None:
    first = parts(kind, range(50, 90), range(50), stamped=stamped, hour=hour)
    assert night(company, first).problems == []
    # 30 of 40 records are missing, but only 30 of 90.
    outcome = night(company, parts(kind, range(50, 60), None, stamped=stamped, hour=hour))
    assert held(outcome) == []
    lost = set() if stamped and hour is None else set(range(60, 90))
    assert deleted_leads(company, compiled) == lost


@pytest.mark.parametrize("kind", PARTS)
@pytest.mark.parametrize("second", [None, range(30)], ids=["one_part", "both_parts"])
@pytest.mark.parametrize(
    ("stamped", "hour", "later"),
    [(True, None, None), (True, 5, 5), (True, 5, 6), (True, 5, 4), (False, None, None)],
    ids=["own", "one", "later", "earlier", "none"],
)
def test_only_the_replaced_part_is_held_back(
    kind: str,
    second: range | None,
    stamped: bool,
    hour: int | None,
    later: int | None,
    company: Company,
    compiled: str,
) -> None:
    night(company, parts(kind, range(30, 100), range(30), stamped=stamped, hour=hour))
    if second is not None:
        second = range(5)
    cut = parts(kind, range(30, 35), second, stamped=stamped, hour=later)
    expected = [label(kind, 1)] if second is None else [label(kind, 1), label(kind, 2)]
    for _ in range(2):
        outcome = night(company, cut)
        assert held(outcome) == expected
        (what,) = {p.what.split(";")[0] for p in outcome.problems}
        shown = "35 records" if second is None else "10 records"
        assert what.startswith(f"quarantined: {shown}, but the ") and what.endswith(" had 100")
        assert deleted_leads(company, compiled) == set()
    accepted = night(company, {}, accept=f"{PARTS[kind][0]}*")
    assert accepted.problems == []
    left = set(range(30, 35)) | set(range(30) if second is None else range(5))
    assert deleted_leads(company, compiled) == set(ALL) - left


def test_one_archive_is_one_export(company: Company, compiled: str) -> None:
    path, names = "crm/leads.zip", ("a/Lead.csv", "b/Lead.csv")

    def load(*numbers: range) -> list[str]:
        texts = (export(part) for part in numbers)
        return held(night(company, {path: zipped(dict(zip(names, texts, strict=True)))}))

    assert load(range(50), range(50, 100)) == []
    assert load(range(50), range(90, 95)) == []
    assert load(range(5), range(95, 100)) == [f"{path}/{name}" for name in names]
    assert deleted_leads(company, compiled) == set()


@pytest.mark.parametrize("names", [("2026-04-01", "2026-04-02"), ("2026-01-01", "2026-01-02")])
@pytest.mark.parametrize("pattern", ["crm/lead_{}.csv", "crm/{}/Lead.csv"])
def test_the_date_in_the_name_orders_exports_with_the_same_latest_time(
    names: tuple[str, str], pattern: str, company: Company, compiled: str
) -> None:
    first, second = (pattern.format(name) for name in names)
    night(company, {first: export(ALL)})
    assert held(night(company, {second: export(LAST)})) == [second]
    assert deleted_leads(company, compiled) == set()
    night(company, {}, accept=second)
    assert deleted_leads(company, compiled) == set(range(90))


@pytest.mark.parametrize("names", [("2026-04-01", "2026-04-02"), ("2026-01-01", "2026-01-02")])
def test_both_dated_exports_in_one_night(
    names: tuple[str, str], company: Company, compiled: str
) -> None:
    first, second = (f"crm/lead_{name}.csv" for name in names)
    assert held(night(company, {first: export(ALL), second: export(LAST)})) == [second]
    assert deleted_leads(company, compiled) == set()
    night(company, {}, accept=second)
    assert deleted_leads(company, compiled) == set(range(90))


@pytest.mark.parametrize("nights", [1, 2])
def test_names_without_a_date_are_parts_of_one_export(
    nights: int, company: Company, compiled: str
) -> None:
    first, second = {"crm/lead_a.csv": export(ALL)}, {"crm/lead_b.csv": export(LAST)}
    loads = [first | second] if nights == 1 else [first, second]
    outcomes = [night(company, files) for files in loads]
    assert [outcome.problems for outcome in outcomes] == [[]] * nights
    assert deleted_leads(company, compiled) == set()
    # The next export is compared with both.
    outcome = night(company, {"crm/lead_c.csv": export(range(100, 150))})
    assert outcome.problems[0].what == (
        "quarantined: 50 records, but the previous full export had 110"
    )


@pytest.mark.parametrize("hour", [None, 5])
def test_growth_is_judged_in_the_same_order(
    hour: int | None, company: Company, compiled: str
) -> None:
    few, many = range(90, 100), range(200)
    night(company, {PATH: export(few, hour)})
    (problem,) = night(company, {PATH: export(many, hour)}).problems
    assert problem.what == "quarantined: 200 records, but the previous full export had 10"


def test_an_empty_file_that_replaced_a_full_export_is_quarantined(
    company: Company, compiled: str
) -> None:
    night(company, {PATH: export(ALL)})
    outcome = night(company, {PATH: LEAD_HEADER + "\n"})
    assert [p.what for p in outcome.problems] == [
        "quarantined: 0 records, but the previous full export had 100"
    ]
    night(company, {"scores/s.csv": "key,mail,at\n1,a@example.com,\n"}, accept=PATH)
    assert deleted_leads(company, compiled) == set(ALL)


def test_a_cut_file_without_any_time_is_quarantined(company: Company, compiled: str) -> None:
    night(company, {PATH: export(ALL)})
    assert held(night(company, {PATH: export(FIRST, stamped=False)})) == [PATH]
    assert deleted_leads(company, compiled) == set()
    night(company, {}, accept=PATH)
    # The leads that it contains have another version without a time: they are not deleted.
    assert deleted_leads(company, compiled) == set(range(10, 100))


NAMES = ("x.csv", "x_2026-01-02.csv")
LATER_NAMES = (*NAMES, "x_2026-01-01.csv", "x_2026-01-03.csv", "y.csv")
# The path and the time (hour of the year) of a full export, and of a smaller one a night later.
PAIRS = list(product(NAMES, (None, 60), LATER_NAMES, (None, 50, 60, 70)))
TABLE = (
    "      - {{object: pair{0}, files: [pair{0}/*], export: full, entity: people, "
    "columns: {{record_id: key, updated_at: at}}}}\n"
)
LISTS = (
    "company: {name: Test, currency: USD}\n"
    "systems:\n"
    "  - {id: lists, name: Lists, functions: [enrich], role: transport, tables: [\n"
    + ",\n".join(TABLE.format(n).strip().removeprefix("- ") for n in range(len(PAIRS)))
    + "]}\n"
)


def larger(pair: int) -> range:
    return range(1000 * pair, 1000 * pair + 30)


def smaller(pair: int) -> range:
    return range(1000 * pair + 900, 1000 * pair + 905)


def people(numbers: Iterable[int], hour: int | None) -> str:
    stamp = "" if hour is None else str(datetime(2026, 1, 1) + timedelta(hours=hour))
    return "key,at\n" + "".join(f"{number},{stamp}\n" for number in numbers)


@pytest.mark.parametrize("nights", [1, 2])
def test_a_smaller_export_is_quarantined_exactly_if_it_would_delete(
    nights: int, root: Path, tmp_path: Path
) -> None:
    """The quarantine and the deletion model have one order."""
    company = Company(tmp_path / "company", LISTS)
    # Equal contents would be one file: every pair has its own records, and shares none.
    pairs = [n for n, pair in enumerate(PAIRS) if nights == 2 or pair[0] != pair[2]]
    first, second = {}, {}
    for n in pairs:
        path, hour, later_path, later_hour = PAIRS[n]
        first[f"pair{n}/{path}"] = people(larger(n), hour)
        second[f"pair{n}/{later_path}"] = people(smaller(n), later_hour)
    if nights == 1:
        outcome = night(company, first | second)
    else:
        assert night(company, first).problems == []
        outcome = night(company, second)
    compiled = compile_deletions(root, company)
    held_back = {int(path.split("/")[0].removeprefix("pair")) for path in held(outcome)}
    query = f"""
        select distinct cast(record_id as int) from raw_mapped.people as raw
        join ({compiled}) as deleted
            on deleted.source_file = raw._file and deleted.source_row = raw._row
    """
    gone = {key for (key,) in company.ask(query)}
    night(company, {}, accept="*")
    gone_now = {key for (key,) in company.ask(query)}
    for n in pairs:
        is_later = gone_now.issuperset(larger(n))
        assert is_later == (n in held_back), PAIRS[n]
        assert is_later or gone_now.isdisjoint(larger(n)), PAIRS[n]
        assert gone.isdisjoint(larger(n)), PAIRS[n]
    assert {PAIRS[n][0] for n in held_back} == set(NAMES) and len(held_back) < len(pairs)


def test_a_database_of_an_earlier_version_gets_the_order_of_its_files(
    company: Company, compiled: str
) -> None:
    night(company, {PATH: export(ALL)})
    (company.exports / PATH).unlink()
    order = "select export_series, export_order from raw_handoff.files order by all"
    before = company.ask(order)
    with duckdb.connect(str(company.database)) as con:
        for column in ("export_series", "export_order"):
            con.execute(f"alter table raw_handoff.files drop column {column}")
    assert held(night(company, {PATH: export(LAST)})) == [PATH]
    assert company.ask(f"{order} limit 1") == before
    assert deleted_leads(company, compiled) == set()
