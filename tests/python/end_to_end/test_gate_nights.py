"""Each night of gate_nights through `handoff run`, judged as an operations lead would judge it.

Some nights of each kind run by default. HANDOFF_NIGHTS=third runs a third, and HANDOFF_NIGHTS=all
runs all of them; a name runs the nights whose id contains it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from gate_nights.night import Night, Size, lay_out_base, lay_out_night, read_nights
from gate_nights.verdicts import Said, complaints
from support.builds import once
from support.paths import ROOT

PARTS = ("dbt_project.yml", "profiles.yml", "macros", "models", "seeds")
# One of each kind, red and green: the cost of a night is a whole build.
DEFAULT = {
    "grown_week_1", "better_only", "finance_a_day_older", "old_export_beside_the_new_one",
    "sync_down_a_day", "new_form_goes_nowhere", "germany_misrouted", "exchange_of_titles",
    "form_column_renamed", "status_renamed", "one_refusal_lost_in_the_crm", "deal_never_billed",
    "crm_leads_missing_in_the_export", "promise_loosened", "handoff_removed", "waiver_expired",
}  # fmt: skip


# Nights that the gate judges wrongly today, and why. The list may only shrink: a night that is
# judged rightly fails its mark.
GAPS: dict[str, str] = {}


def chosen(nights: list[Night], which: str) -> list[Night]:
    """The nights that run."""
    if which == "all":
        return nights
    if which == "third":
        return [night for night in nights if night.company != "large"][::3]
    return [night for night in nights if (which in night.id if which else night.id in DEFAULT)]


NIGHTS = chosen(read_nights(), os.environ.get("HANDOFF_NIGHTS", ""))


def handoff(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command as a user runs it, from the root of a project."""
    dropped = ("DBT_", "HANDOFF_")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(dropped)}
    return subprocess.run(
        [sys.executable, "-m", "cli", *arguments],
        cwd=folder,
        env={**environment, "DBT_LOG_LEVEL_FILE": "none"},
        capture_output=True,
        text=True,
        check=False,
    )


def accepted(tmp_path_factory: pytest.TempPathFactory, company: Size) -> Path:
    """A project whose baseline is accepted, with `base` beside it: the files of that evening."""

    def make(folder: Path) -> None:
        project = folder / "project"
        project.mkdir()
        for part in PARTS:
            source = ROOT / part
            (shutil.copytree if source.is_dir() else shutil.copy)(source, project / part)
        shutil.copytree(ROOT / "tests", project / "tests", ignore=shutil.ignore_patterns("python"))
        base = lay_out_base(folder / "base", company)
        shutil.copytree(base, project, dirs_exist_ok=True)
        (project / "seeds" / "baseline.csv").write_text(_header(), "utf-8")
        done = handoff(project, "run", "exports")
        assert done.returncode == 0, done.stdout + done.stderr
        done = handoff(project, "accept")
        assert done.returncode == 0, done.stdout + done.stderr

    return once(tmp_path_factory, f"nights_{company}", make)


def _header() -> str:
    """The baseline of a project that has accepted nothing."""
    return (ROOT / "seeds" / "baseline.csv").read_text("utf-8").splitlines()[0] + "\n"


def test_every_kind_of_night_runs_by_default() -> None:
    assert {night.id for night in read_nights()} >= DEFAULT


def marked(night: Night) -> object:
    """A night as a parameter of the test."""
    known = [pytest.mark.xfail(reason=GAPS[night.id], strict=True)] if night.id in GAPS else []
    return pytest.param(night, id=night.id, marks=known)


@pytest.mark.parametrize("night", list(map(marked, NIGHTS)))
def test_the_gate_judges_the_night(
    night: Night, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    evening = accepted(tmp_path_factory, night.company)
    project = tmp_path / "project"
    shutil.copytree(evening / "project", project)
    shutil.rmtree(project / "exports")
    shutil.rmtree(project / "stack")
    lay_out_night(night, evening / "base", project)
    done = handoff(project, "run", "exports", "--json", "gate.json")
    document = json.loads((project / "gate.json").read_text("utf-8"))
    said = Said(done.returncode, done.stdout + done.stderr, document)
    shutil.rmtree(project)  # sixty megabytes for each of a hundred nights
    wrong = complaints(night, said)
    assert not wrong, "\n".join([f"{night.id}: {night.why}", *wrong, "", said.report])
