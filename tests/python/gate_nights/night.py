"""The nights by which the gate is judged: read, validated, and laid out as folders. No dbt.

    base = lay_out_base(folder)                  # the evening on which the baseline was accepted
    for night in read_nights():
        lay_out_night(night, base, other_folder)

Every function is deterministic. A folder has `exports/`, `stack/` and `seeds/waivers.csv`.
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from ruamel.yaml import YAML
from support.paths import ROOT

from demo.generate import generate
from gate_nights import deals, edits_of_files, edits_of_leads, growth
from gate_nights.evening import Evening, Known, NightError
from gate_nights.files import WAIVERS, Files
from gate_nights.people import BASE_NOW, FILLED_FROM

HERE = Path(__file__).parent
NIGHTS, BASE = HERE / "nights", HERE / "base.yml"
# Leads of the company in half a year; its growth after that has the same rhythm.
SIZES = {"small": 401, "usual": 1200, "large": 6000}
SEED = 7
_FILLED_UP_TO = datetime(2026, 6, 13, 4)  # the last lead of the drawn company came before
_LABELS = "labels.csv"

KINDS: dict[str, type[edits_of_files.Edit]] = {
    "grow": growth.Grow,
    "stop": edits_of_leads.Stop,
    "delay": edits_of_leads.Delay,
    "assign": edits_of_leads.Assign,
    "win": deals.Win,
    "bill": deals.Bill,
    "change": edits_of_files.Change,
    "delete": edits_of_files.Delete,
    "append": edits_of_files.Append,
    "move": edits_of_files.Move,
    "column": edits_of_files.Column,
    "order": edits_of_files.Order,
    "file": edits_of_files.File,
    "stack": edits_of_files.Stack,
    "waiver": edits_of_files.Waiver,
}
Size = Literal["small", "usual", "large"]
Fact = Literal[
    "redeclared", "lost", "export_missing", "column_missing", "column_renamed", "value_new",
    "value_gone", "volume_low", "volume_high", "old_export", "not_improved", "improved",
]  # fmt: skip


class Movement(BaseModel):
    """Counts that the gate must print for one check on one handoff."""

    model_config = ConfigDict(extra="forbid")

    handoff: str
    check: str
    new: int | None = None
    turned_bad: int | None = None
    mended: int | None = None
    left: int | None = None

    @model_validator(mode="after")
    def _has_a_number(self) -> Movement:
        if self.new is self.turned_bad is self.mended is self.left is None:
            raise ValueError("a movement has at least one number")
        return self


class Night(BaseModel):
    """One night: what changed since the baseline, and what the gate must say."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)

    id: str = Field(pattern="^[a-z0-9_]+$")
    company: Size = "usual"
    twin: str | None = None  # the night with the other verdict that is nearly the same
    edits: list[edits_of_files.Edit]
    verdict: Literal["red", "green"]
    exit_codes: list[Literal[0, 1, 2]] = Field(default_factory=list)  # else 0 green, 1 red
    why: str = Field(min_length=20)
    names: list[str | list[str]] = Field(default_factory=list)  # a list: one of these
    never_names: list[str] = Field(default_factory=list)
    demands: list[Fact] = Field(default_factory=list)
    movement: list[Movement] = Field(default_factory=list)

    @field_validator("edits", mode="before")
    @classmethod
    def _kinds(cls, raw: Any) -> Any:
        if not isinstance(raw, list):
            raise ValueError("edits are a list")
        edits = []
        for item in raw:
            if not isinstance(item, dict) or len(item) != 1:
                raise ValueError(f"an edit has one kind: {item}")
            ((kind, content),) = item.items()
            if kind not in KINDS:
                raise ValueError(f"unknown kind of edit: {kind}; there are {', '.join(KINDS)}")
            edits.append(KINDS[kind].model_validate(content))
        return edits

    @model_validator(mode="after")
    def _is_complete_is_wrong(self) -> Night:
        if self.verdict == "red" and not self.names:
            raise ValueError("a red night names what the gate must name")
        if (0 in self.codes) != (self.verdict == "green"):
            raise ValueError("only a green night may end with exit code 0")
        return self

    @property
    def codes(self) -> tuple[int, ...]:
        """The exit codes that are right."""
        if self.exit_codes:
            return tuple(self.exit_codes)
        return (0,) if self.verdict == "green" else (1,)


def read_nights(folder: Path = NIGHTS) -> list[Night]:
    """All nights, by file and in the order of the file; a mistake names file and night."""
    nights: list[Night] = []
    for path in sorted(folder.glob("*.yml")):
        for raw in YAML(typ="safe").load(path.read_text("utf-8")):
            name = f"{path.name}: {raw.get('id') if isinstance(raw, dict) else raw}"
            try:
                nights += [Night.model_validate(each) for each in _one_or_more(raw)]
            except ValidationError as wrong:
                raise NightError(f"{name}: {wrong}") from wrong
    ids = [night.id for night in nights]
    if repeated := {each for each in ids if ids.count(each) > 1}:
        raise NightError(f"two nights have one id: {sorted(repeated)}")
    if unknown := {night.twin for night in nights if night.twin} - set(ids):
        raise NightError(f"no night has the id {sorted(unknown)}")
    return nights


def _one_or_more(raw: dict[str, Any]) -> list[dict[str, Any]]:
    """A night with `seeds: 20` is twenty nights, one per seed of its growth."""
    if not isinstance(raw, dict) or "seeds" not in raw:
        return [raw]
    rest = {key: value for key, value in raw.items() if key != "seeds"}
    nights = []
    for seed in range(1, raw["seeds"] + 1):
        edits = [
            {"grow": {**edit["grow"], "seed": seed}} if "grow" in edit else edit
            for edit in rest["edits"]
        ]
        nights.append({**rest, "id": f"{rest['id']}_{seed}", "edits": edits})
    return nights


def lay_out_base(folder: Path, company: Size = "usual") -> Path:
    """Writes the evening on which the baseline was accepted; returns the folder."""
    with tempfile.TemporaryDirectory() as scratch:
        drawn = Path(scratch)
        generate(SIZES[company], SEED, drawn / "exports", clean=False)
        labels = (drawn / "exports" / "truth" / "faults.csv").read_text("utf-8")
        shutil.rmtree(drawn / "exports" / "truth")
        shutil.copytree(ROOT / "stack", drawn / "stack")
        (drawn / "seeds").mkdir()
        shutil.copy(ROOT / WAIVERS, drawn / WAIVERS)
        files = Files.read(drawn)
    evening = Evening(files, {}, Known.of(files, labels), now=_FILLED_UP_TO)
    weeks = growth.Grow(days=14, seed=SEED)
    growth.grow(evening, BASE_NOW, FILLED_FROM, weeks)
    for edit in _base_edits(company):
        edit.apply(evening)
    folder.mkdir(parents=True, exist_ok=True)
    evening.files.write(folder)
    (folder / _LABELS).write_text(labels, "utf-8")
    return folder


def _base_edits(company: Size) -> list[edits_of_files.Edit]:
    """The edits of base.yml; only the usual company has those that name its records."""
    raw = YAML(typ="safe").load(BASE.read_text("utf-8"))
    edits = raw["every_company"] + (raw["usual_company"] if company == "usual" else [])
    return [KINDS[kind].model_validate(content) for each in edits for kind, content in each.items()]


@cache
def _read_base(base: Path) -> tuple[Files, Known]:
    """The files of a base, and its leads: each is read once. Nobody changes them."""
    files = Files.read(base)
    return files, Known.of(files, (base / _LABELS).read_text("utf-8"))


def edited(night: Night, base: Path) -> Files:
    """The files of a night in memory; NightError if an edit edits nothing."""
    original, known = _read_base(base)
    files = Files(dict(original.texts), dict(original.archives))
    evening = Evening(files, original.texts, known)
    for number, edit in enumerate(night.edits, start=1):
        try:
            edit.apply(evening)
        except NightError as wrong:
            raise NightError(f"{night.id}, edit {number}: {wrong}") from wrong
    return files


def lay_out_night(night: Night, base: Path, folder: Path) -> Path:
    """Writes the files of a night: the base with the edits of the night; returns the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    edited(night, base).write(folder)
    return folder
