"""What `handoff gate` has to say, as plain data; every format is a function of it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

CLEAN, REGRESSION, COULD_NOT_RUN, INTERNAL_ERROR = range(4)
WORDS = ("clean", "regression", "could not run", "internal error")

# What a row of the gate is counted as: the kinds that fail first, then the rest.
FAILING = ("over_limit", "lost", "new", "worse")
KINDS = (*FAILING, "resolved", "improved", "known", "open", "waived", "not_computable", "pass")
SEVERITIES = ("high", "medium", "low")

_LINE = re.compile(r"^(?P<path>.+?):(?P<line>[1-9][0-9]*)$")


@dataclass(frozen=True)
class Item:
    """One row of `results.gate`: a check on a handoff, or (level `check`) on all of them.

    Counts only, never the id of a record. `before` is the accepted baseline.
    """

    check_id: str
    level: str
    handoff_id: str | None
    finding_id: str | None
    kind: str
    severity: str
    status: str | None
    scope: int | None
    violations: int | None
    waived: int
    rate: Decimal | None
    scope_before: int | None
    violations_before: int | None
    rate_before: Decimal | None
    area: str
    claim: str
    remedy: str
    owner: str
    backup: str | None
    reason: str | None
    limit: str | None
    waived_because: str | None
    file_path: str
    declared_in: str | None

    @property
    def is_failure(self) -> bool:
        """Whether it fails the gate."""
        return self.kind in FAILING

    @property
    def key(self) -> str:
        """Stable from run to run: the id of the finding, or check and handoff where it is none."""
        return self.finding_id or f"{self.check_id}/{self.handoff_id or '*'}"

    @property
    def title(self) -> str:
        """The check and where it looked."""
        if self.handoff_id:
            return f"{self.check_id} on {self.handoff_id}"
        if self.level == "check" and self.kind != "not_computable" and self.scope:
            return f"{self.check_id} on all handoffs together"
        return self.check_id

    @property
    def location(self) -> tuple[str, int]:
        """File and line to look at: where the handoff is declared, or else the check."""
        if self.declared_in:
            return line_of(self.declared_in)
        return self.file_path, 1


@dataclass(frozen=True)
class Issue:
    """Something beside the checks that decides the exit code."""

    code: int
    what: str
    where: str = ""
    fix: str = ""


@dataclass(frozen=True)
class GateReport:
    """The verdict on one build; `items` are sorted, what fails first."""

    items: Sequence[Item] = ()
    troubles: Sequence[Issue] = ()
    run_id: str | None = None
    as_of: datetime.datetime | None = None
    checks_judged: int = 0
    checks_in_project: int = 0
    has_baseline: bool = False
    database: str = "handoff.duckdb"

    @property
    def exit_code(self) -> int:
        """The gravest of all that was found: 3 over 2 over 1 over 0."""
        failed = any(item.is_failure for item in self.items)
        return max([REGRESSION if failed else CLEAN, *(t.code for t in self.troubles)])

    @property
    def verdict(self) -> str:
        """The exit code in words."""
        return WORDS[self.exit_code]

    @property
    def counts(self) -> dict[str, int]:
        """How many items of every kind, in the order of `KINDS`."""
        return {kind: sum(item.kind == kind for item in self.items) for kind in KINDS}

    def of(self, *kinds: str) -> list[Item]:
        """The items of these kinds, in order."""
        return [item for item in self.items if item.kind in kinds]

    @property
    def headline(self) -> str:
        """The verdict in one line."""
        counts = self.counts
        said = [f"{counts[kind]} {kind.replace('_', ' ')}" for kind in FAILING if counts[kind]]
        if self.troubles:
            number = len(self.troubles)
            said.append(f"{number} problem" + ("s" if number > 1 else ""))
        if not said and not self.has_baseline:
            said.append("no baseline yet, so nothing can be new or worse")
        elif not said:
            said.append("nothing new, nothing worse")
        return f"{self.verdict}: " + ", ".join(said)


def line_of(text: str) -> tuple[str, int]:
    """`stack/a.yml:12` as path and line; line 1 where none is given."""
    match = _LINE.match(text)
    return (match["path"], int(match["line"])) if match else (text, 1)


def ordered(items: Sequence[Item]) -> tuple[Item, ...]:
    """What fails first, then by severity, kind, share and name."""

    def place(item: Item) -> tuple[object, ...]:
        severity = SEVERITIES.index(item.severity) if item.severity in SEVERITIES else 9
        name = (item.check_id, item.handoff_id or "", item.level)
        return (not item.is_failure, severity, KINDS.index(item.kind), -(item.rate or 0), *name)

    return tuple(sorted(items, key=place))
