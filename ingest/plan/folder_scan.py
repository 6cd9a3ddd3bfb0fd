"""Every file of an export folder with what was decided about it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from ingest.errors import Problem
from ingest.files.discover import Skipped, Source, Unreadable, find
from ingest.files.unknown import Unknown
from ingest.files.unreadable import NotATable, UnreadableFile
from ingest.formats.detect import Found, open_tables
from ingest.plan.planner import Plan, PlanKey, Planner


@dataclass
class Survey:
    """Every file of the folder with what was decided about it."""

    plans: list[Plan] = field(default_factory=list)
    unknown: list[Unknown] = field(default_factory=list)
    failed: list[tuple[str, str | None, str | None, Problem]] = field(default_factory=list)

    @property
    def problems(self) -> list[Problem]:
        """Why files cannot be read."""
        return [problem for *_, problem in self.failed]

    @property
    def warnings(self) -> list[Problem]:
        """What is doubtful about the texts of recognised files, each problem once."""
        return list(dict.fromkeys(one for plan in self.plans for one in plan.text.warnings))


def look(folder: Path, scratch: Path, planner: Planner) -> Survey:
    """Finds and decides about every file; a broken file never stops the others."""
    survey = Survey()
    seen: dict[PlanKey, Plan] = {}
    for source in find(folder, scratch):
        if isinstance(source, Unreadable):
            survey.failed.append((source.path, source.member, None, source.problem))
            continue
        if isinstance(source, Skipped):
            entry = Source(source.path, None, source.local)
            survey.unknown.append(Unknown(entry, None, source.message, "put the file itself here"))
            continue
        try:
            for found in open_tables(source, scratch, planner.encoding_of(source)):
                _decide(found, planner, survey, seen)
        except UnreadableFile as broken:
            if isinstance(broken, NotATable):
                survey.unknown.append(Unknown(source, None, broken.what, broken.fix))
            else:
                with source.local.open("rb") as stream:
                    digest = hashlib.file_digest(stream, "sha256").hexdigest()
                problem = broken.problem(source.label)
                survey.failed.append((source.path, source.member, digest, problem))
    return survey


def _decide(
    found: Found | Unknown | Unreadable,
    planner: Planner,
    survey: Survey,
    seen: dict[PlanKey, Plan],
) -> None:
    if isinstance(found, Unreadable):
        survey.failed.append((found.path, found.member, None, found.problem))
        return
    decided: list[Plan] | Unknown | Problem
    if isinstance(found, Unknown):
        decided = found
    else:
        decided = found.source.changed or planner.decide(found.source, found.text)
    if isinstance(decided, Unknown):
        survey.unknown.append(decided)
    elif isinstance(decided, Problem):
        assert isinstance(found, Found)
        source = found.source
        survey.failed.append((source.path, source.member, found.text.sha256, decided))
    else:
        for plan in decided:
            if plan.key in seen:
                seen[plan.key].also.append(plan.source)
            else:
                seen[plan.key] = plan
                survey.plans.append(plan)


def nothing_recognised(folder: Path, survey: Survey) -> list[Problem]:
    """What to do when no file of the folder can be loaded."""
    listed = [Problem(item.message, item.source.label, item.fix) for item in survey.unknown]
    if survey.failed:
        return listed
    if not listed:
        return [Problem("the folder holds no file", str(folder), "put the exports there")]
    fix = "put the export of a known vendor there (docs/vendors.md), or declare yours"
    return [*listed, Problem("no file was recognised", str(folder), fix)]
