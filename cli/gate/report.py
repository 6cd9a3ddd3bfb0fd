"""The report of `handoff gate` as plain data; every output format is a function of it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from cli.terminal import format_share

CLEAN, REGRESSION, COULD_NOT_RUN, INTERNAL_ERROR = range(4)
WORDS = ("clean", "regression", "could not run", "internal error")
# Instead of "clean" without a baseline, and of "could not run" where the results are published.
FIRST_RUN, INCOMPLETE = "first run", "incomplete"
# Statuses of a check, in the order in which they are shown; the first three are verdicts.
STATUSES = ("fail", "waived", "pass", "unconfirmed", "not_computable", "error")
VERDICTS = STATUSES[:3]

# Kinds of rows of the gate: the failing kinds first.
FAILING = ("over_limit", "lost", "redeclared", "new", "worse", "worse_since")
KINDS = (
    *FAILING,
    *("resolved", "improved", "known", "open", "waived", "unconfirmed", "not_computable", "pass"),
)
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
    cost: Decimal | None
    cost_currency: str | None
    file_path: str
    declared_in: str | None
    because: str | None = None
    new_violations: int | None = None
    turned_bad: int | None = None
    mended: int | None = None
    left_violations: int | None = None
    unconfirmed: int = 0

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
class Fact:
    """What the exports of this night have or lack against the baseline, in one sentence."""

    kind: str
    detail: str
    is_failure: bool


@dataclass(frozen=True)
class Movement:
    """What moved since the baseline on one handoff (None: on no handoff), over its checks."""

    handoff_id: str | None
    new_violations: int
    turned_bad: int
    mended: int
    left_violations: int

    @property
    def is_moved(self) -> bool:
        """Whether anything moved."""
        return bool(self.new_violations or self.mended or self.left_violations)

    @property
    def text(self) -> str:
        """The movement in one line."""
        name = self.handoff_id or "without a handoff"
        return (
            f"{name}: {self.new_violations:,} new ({self.turned_bad:,} of known records),"
            f" {self.mended:,} mended, {self.left_violations:,} left the scope"
        )


@dataclass(frozen=True)
class Unread:
    """What the verdict could not use: files, records of loaded files, and rows of the checks."""

    files: int = 0
    records: int = 0
    not_judged: int = 0
    rows: int = 0

    @property
    def parts(self) -> list[str]:
        """A phrase for each that occurs."""
        found = []
        if self.files:
            found.append(f"{count(self.files, 'file')} not loaded")
        if self.records:
            found.append(f"{count(self.records, 'record')} rejected")
        if self.not_judged:
            share = format_share(self.not_judged / self.rows)
            found.append(f"{count(self.not_judged, 'row')} not judged ({share})")
        return found


@dataclass(frozen=True)
class GateReport:
    """The verdict on one build; `items` are sorted, failures first.

    `statuses` counts the checks by status. `is_unusable` means that the results are not published,
    or do not belong to these exports.
    """

    items: Sequence[Item] = ()
    issues: Sequence[Issue] = ()
    run_id: str | None = None
    as_of: datetime.datetime | None = None
    statuses: dict[str, int] = field(default_factory=dict)
    checks_in_project: int = 0
    unread: Unread = Unread()
    facts: Sequence[Fact] = ()
    movement: Sequence[Movement] = ()
    has_baseline: bool = False
    is_unusable: bool = False
    database: str = "handoff.duckdb"

    @property
    def exit_code(self) -> int:
        """The highest code of all items and issues, 0 to 3."""
        failed = any(item.is_failure for item in self.items)
        failed = failed or any(fact.is_failure for fact in self.facts)
        return max([REGRESSION if failed else CLEAN, *(issue.code for issue in self.issues)])

    @property
    def checks_judged(self) -> int:
        """How many checks have a verdict."""
        return sum(self.statuses.get(status, 0) for status in VERDICTS)

    @property
    def verdict(self) -> str:
        """The exit code in words, and whether there was something to compare with."""
        has_results = self.run_id is not None and self.checks_judged > 0
        if self.exit_code == CLEAN and has_results and not self.has_baseline:
            return FIRST_RUN
        if self.exit_code == COULD_NOT_RUN and has_results and not self.is_unusable:
            return INCOMPLETE
        return WORDS[self.exit_code]

    @property
    def counts(self) -> dict[str, int]:
        """How many items of every kind, in the order of `KINDS`."""
        return {kind: sum(item.kind == kind for item in self.items) for kind in KINDS}

    def items_of(self, *kinds: str) -> list[Item]:
        """The items of these kinds, in order."""
        return [item for item in self.items if item.kind in kinds]

    def facts_of(self, *, is_failure: bool) -> list[Fact]:
        """The facts that fail the gate, or the others."""
        return [fact for fact in self.facts if fact.is_failure == is_failure]

    @property
    def headline(self) -> str:
        """The verdict in one line."""
        counts = self.counts
        facts = self.facts_of(is_failure=True)
        undeclared = sum(fact.kind == "value_new" for fact in facts)
        lacking = len(facts) - undeclared
        parts = [f"{count(lacking, 'input')} missing, old or cut"] if lacking else []
        parts += [f"{count(undeclared, 'new value')} not declared"] if undeclared else []
        parts += [f"{counts[kind]} {kind.replace('_', ' ')}" for kind in FAILING if counts[kind]]
        if self.issues:
            parts.append(count(len(self.issues), "problem"))
        if not parts and not self.has_baseline:
            parts.append("nothing to compare with")
        elif not parts:
            parts.append("nothing new, nothing worse")
        for kind in ("known", "open"):
            if counts[kind]:
                parts.append(count(counts[kind], f"{kind} finding"))
        return f"{self.verdict}: " + ", ".join([*parts, *self.unread.parts])


def count(number: int, noun: str) -> str:
    """`1 file`, `2,000 files`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def split_location(text: str) -> tuple[str, int]:
    """Splits `stack/a.yml:12` into path and line; line 1 without a number."""
    match = _LINE.match(text)
    return (match["path"], int(match["line"])) if match else (text, 1)


def sort_items(items: Sequence[Item]) -> tuple[Item, ...]:
    """Sorts by failure, severity, kind, cost, share and name; failures come first."""

    def rank(item: Item) -> tuple[object, ...]:
        severity = SEVERITIES.index(item.severity) if item.severity in SEVERITIES else 9
        name = (item.check_id, item.handoff_id or "", item.level)
        return (
            not item.is_failure,
            severity,
            KINDS.index(item.kind),
            -(item.cost or 0),
            -(item.rate or 0),
            *name,
        )

    return tuple(sorted(items, key=rank))
