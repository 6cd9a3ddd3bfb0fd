"""What is planted: leads with what became of them. Every expected answer is computed from here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

# The latest moment of every company. Mature leads are older than any step takes.
NOW = datetime(2026, 9, 30, 12, 0)
OLDEST_MATURE, YOUNGEST_MATURE = datetime(2026, 3, 2, 8, 0), datetime(2026, 8, 14, 18, 0)
# The last planted step, a payment, comes 42 days after the lead at the latest.
LONGEST = timedelta(days=42)


@dataclass
class Bill:
    """An invoice of a deal."""

    issued: date
    amount: int
    paid: date | None = None
    is_void: bool = False


@dataclass
class Deal:
    """An opportunity of a lead; open without `won` and `lost`."""

    created: datetime
    amount: int
    currency: str = "EUR"
    won: datetime | None = None
    lost: datetime | None = None
    bills: list[Bill] = field(default_factory=list)


@dataclass
class Meeting:
    """A booked meeting; `held`, `no_show`, `cancelled`, `scheduled` or blank."""

    starts: datetime
    outcome: str = ""


@dataclass
class Lead:
    """One person who was captured once, and the truth about what followed."""

    at: datetime
    system: str
    name: str = ""  # of a case of its own, else blank
    source: str = "Web"
    channel: str = ""
    campaign: str = ""
    page: str = ""
    offer: str = ""
    score: str = ""
    later_scores: list[tuple[datetime, str]] = field(default_factory=list)
    # Stages after the first one, as ids of stack/: sal, sql, taken, recycled, disqualified, ...
    stages: list[tuple[datetime, str]] = field(default_factory=list)
    reason: str = ""
    calls: list[datetime] = field(default_factory=list)
    mails: list[datetime] = field(default_factory=list)  # sent by a program
    meetings: list[Meeting] = field(default_factory=list)
    deal: Deal | None = None
    has_contact: bool = False  # converted into a contact of its own
    has_loser: bool = False  # a second record was merged into this one

    @property
    def accepted_at(self) -> datetime | None:
        """First time in a declared stage of acceptance."""
        return self._first(("taken",) if self.system == "hub" else ("sal", "sql"))

    @property
    def rejected_at(self) -> datetime | None:
        """First time lost or recycled before there was a deal."""
        end = self.deal.created if self.deal else None
        return self._first(("recycled", "disqualified"), end)

    def _first(self, stages: tuple[str, ...], before: datetime | None = None) -> datetime | None:
        times = [t for t, stage in self.stages if stage in stages and (not before or t < before)]
        return min(times, default=None)

    @property
    def attempted_at(self) -> datetime | None:
        return min(self.calls, default=None)

    def outcomes(self, outcome: str) -> list[datetime]:
        """Starts of the past meetings with this outcome."""
        return sorted(m.starts for m in self.meetings if m.outcome == outcome and m.starts < NOW)

    @property
    def held_at(self) -> datetime | None:
        return min(self.outcomes("held"), default=None)

    @property
    def unjudged(self) -> int:
        """Past meetings of which nobody said what became of them."""
        return len(self.outcomes("")) + len(self.outcomes("scheduled"))

    @property
    def bills(self) -> list[Bill]:
        return [b for b in self.deal.bills if not b.is_void] if self.deal else []

    def reached(self, step: str) -> bool:
        """Whether the lead reached a step of results.sources."""
        deal = self.deal
        return bool(
            {
                "accepted": self.accepted_at,
                "rejected": self.rejected_at,
                "attempted": self.attempted_at,
                "met": self.held_at,
                "opportunity": deal,
                "won": deal and deal.won,
                "invoiced": self.bills,
                "paid": self.bills and all(b.paid for b in self.bills),
            }[step]
        )

    @property
    def is_young(self) -> bool:
        """Younger than any step takes; the leads between the two groups do not exist."""
        young = self.at > NOW - timedelta(days=2)
        assert young or self.at < NOW - LONGEST, self.at
        return young


def spread(
    count: int, start: datetime = OLDEST_MATURE, end: datetime = YOUNGEST_MATURE
) -> list[datetime]:
    """Moments between two times, at full five minutes: a named lead has a minute of its own."""
    step = (end - start) / max(count, 1)
    return [
        (moment := start + i * step).replace(minute=moment.minute // 5 * 5, second=0, microsecond=0)
        for i in range(count)
    ]


def is_chosen(i: int, k: int, n: int) -> bool:
    """True for exactly k of the n numbers i, evenly spread."""
    return (i + 1) * k // n > i * k // n
