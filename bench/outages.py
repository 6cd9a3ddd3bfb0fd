"""Power of the gate for an outage: every record of one handoff is lost for a day or a week.

The probabilities are computed by the SQL of the gate (`macros/numbers/share_tail.sql`).
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from bench.power_analysis import macro_sql
from bench.sampling import binomial

MONTH, THREE_YEARS = 30, 3 * 365
COLUMNS = ("bad_before", "all_before", "bad_now", "all_now")
Row = tuple[int, int, int, int]


@dataclass(frozen=True)
class Outage:
    """`lost` of the records of each of `days` days, after `history` days up to the baseline.

    `since` healthy days passed between the baseline and the outage. `lost` is None for all records.
    """

    leads: int
    history: int
    days: int
    since: int = 0
    lost: int | None = None
    rate: float = 0.01


OUTAGES = tuple(
    Outage(leads, history, days, since)
    for leads in (10, 100, 1_000)
    for history in (MONTH, THREE_YEARS)
    for days in (1, 7)
    for since in (0, 28)
)
GROUPS = tuple(
    Outage(leads, history, 1, since, lost=12, rate=rate)
    for leads in (100, 1_000)
    for history in (MONTH, THREE_YEARS)
    for since in (0, 28)
    for rate in (0.01, 0.1)
)


def tails(root: Path, rows: Sequence[Row]) -> list[float]:
    """The probability of each row (bad before, all before, bad now, all now) by chance."""
    sql = macro_sql(root, f"share_tail({', '.join(map(repr, COLUMNS))})")
    columns = [pa.array(values, pa.int64()) for values in zip(*rows, strict=True)]
    with duckdb.connect() as con:
        con.register("rows", pa.table(dict(zip(COLUMNS, columns, strict=True))))
        return [row[0] for row in con.execute(f"select {sql} from rows").fetchall()]


def seen(
    root: Path, outage: Outage, levels: tuple[float, float], nights: int, seed: int
) -> tuple[float, float]:
    """The share of nights on which the gate sees it: among all new records, and with the groups.

    `levels` are those of one comparison and of one group.
    """
    rng = random.Random(f"{seed} {outage}")
    whole, group = [], []
    for _ in range(nights):
        before = outage.leads * outage.history
        bad = binomial(rng, before, outage.rate)
        healthy = outage.leads * outage.since
        size = outage.leads * outage.days
        lost = size if outage.lost is None else outage.lost
        usual = binomial(rng, healthy + size - lost, outage.rate)
        whole.append((bad, before, usual + lost, healthy + size))
        # A day is a group; the records of one form are another.
        part = lost if outage.lost is not None else outage.leads
        group.append((bad, before, part, part))
    alone = [tail < levels[0] for tail in tails(root, whole)]
    grouped = [tail < levels[1] for tail in tails(root, group)]
    either = [one or other for one, other in zip(alone, grouped, strict=True)]
    return sum(alone) / nights, sum(either) / nights


def outage_table(root: Path, levels: tuple[float, float], nights: int, seed: int) -> str:
    """Outages of a whole handoff, one row per volume and length."""
    cases = [(history, since) for history in (MONTH, THREE_YEARS) for since in (0, 28)]
    heads = [
        f"{name}, {since}" for name in ("month", "three years") for since in ("at once", "28 days")
    ]
    lines = [
        "| leads a day, outage | " + " | ".join(heads) + " |",
        "| --- |" + " ---: |" * len(heads),
    ]
    for leads in (10, 100, 1_000):
        for days in (1, 7):
            shares = [
                seen(root, Outage(leads, history, days, since), levels, nights, seed)[1]
                for history, since in cases
            ]
            name = "a day" if days == 1 else "a week"
            lines.append(f"| {leads:,}, {name} | " + " | ".join(f"{s:.1%}" for s in shares) + " |")
    return "\n".join(lines)


def group_table(root: Path, levels: tuple[float, float], nights: int, seed: int) -> str:
    """A group of 12 records that are all lost, alone and as a group."""
    lines = [
        "| 12 of 12 lost in a day | accepted share | all new records | with the groups |",
        "| --- | ---: | ---: | ---: |",
    ]
    for case in GROUPS:
        alone, either = seen(root, case, levels, nights, seed)
        history = "a month" if case.history == MONTH else "three years"
        since = f", {case.since} days after the baseline" if case.since else ""
        lines.append(
            f"| {case.leads:,} leads a day, {history} of history{since} | {case.rate:.0%}"
            f" | {alone:.1%} | {either:.1%} |"
        )
    return "\n".join(lines)
