"""The report of `handoff gate` as plain data; every output format is a function of it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

CLEAN, REGRESSION, COULD_NOT_RUN, INTERNAL_ERROR = range(4)
WORDS = ("clean", "regression", "could not run", "internal error")

# Kinds of rows of the gate: the failing kinds first.
FAILING = ("over_limit", "lost", "new", "worse")
KINDS = (*FAILING, "resolved", "improved", "known", "open", "waived", "not_computable", "pass")
SEVERITIES = ("high", "medium", "low")

_LINE = re.compile(r"^(?P<path>.+?):(?P<line>[1-9][0-9]*)$")


@dataclass(frozen=True)
class Item:
    """One row of `results.gate`: a check on a handoff, or (level `check`) on all of them.

    It contains counts, never the id of a record; `_before` means the accepted baseline.
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
        """Stable between runs: the id of the finding, or check and handoff without a finding."""
        return self.finding_id or f"{self.check_id}/{self.handoff_id or '*'}"

    @property
    def title(self) -> str:
        """The check and its handoff."""
        if self.handoff_id:
            return f"{self.check_id} on {self.handoff_id}"
        if self.level == "check" and self.kind != "not_computable" and self.scope:
            return f"{self.check_id} on all handoffs together"
        return self.check_id

    @property
    def location(self) -> tuple[str, int]:
        """File and line of the declared handoff, or of the check without one."""
        if self.declared_in:
            return split_location(self.declared_in)
        return self.file_path, 1


@dataclass(frozen=True)
class Issue:
    """A problem outside the checks that also decides the exit code."""

    code: int
    what: str
    where: str = ""
    fix: str = ""


@dataclass(frozen=True)
class GateReport:
    """The verdict on one build; `items` are sorted, failures first."""

    items: Sequence[Item] = ()
    issues: Sequence[Issue] = ()
    run_id: str | None = None
    as_of: datetime.datetime | None = None
    checks_judged: int = 0
    checks_in_project: int = 0
    has_baseline: bool = False
    database: str = "handoff.duckdb"

    @property
    def exit_code(self) -> int:
        """The highest code of all items and issues, 0 to 3."""
        failed = any(item.is_failure for item in self.items)
        return max([REGRESSION if failed else CLEAN, *(issue.code for issue in self.issues)])

    @property
    def verdict(self) -> str:
        """The exit code in words."""
        return WORDS[self.exit_code]

    @property
    def counts(self) -> dict[str, int]:
        """How many items of every kind, in the order of `KINDS`."""
        return {kind: sum(item.kind == kind for item in self.items) for kind in KINDS}

    def items_of(self, *kinds: str) -> list[Item]:
        """The items of these kinds, in order."""
        return [item for item in self.items if item.kind in kinds]

    @property
    def headline(self) -> str:
        """The verdict in one line."""
        counts = self.counts
        parts = [f"{counts[kind]} {kind.replace('_', ' ')}" for kind in FAILING if counts[kind]]
        if self.issues:
            number = len(self.issues)
            parts.append(f"{number} problem" + ("s" if number > 1 else ""))
        if not parts and not self.has_baseline:
            parts.append("no baseline yet, so nothing can be new or worse")
        elif not parts:
            parts.append("nothing new, nothing worse")
        return f"{self.verdict}: " + ", ".join(parts)


def split_location(text: str) -> tuple[str, int]:
    """Splits `stack/a.yml:12` into path and line; line 1 without a number."""
    match = _LINE.match(text)
    return (match["path"], int(match["line"])) if match else (text, 1)


def sort_items(items: Sequence[Item]) -> tuple[Item, ...]:
    """Sorts by failure, severity, kind, share and name; failures come first."""

    def rank(item: Item) -> tuple[object, ...]:
        severity = SEVERITIES.index(item.severity) if item.severity in SEVERITIES else 9
        name = (item.check_id, item.handoff_id or "", item.level)
        return (not item.is_failure, severity, KINDS.index(item.kind), -(item.rate or 0), *name)

    return tuple(sorted(items, key=rank))
