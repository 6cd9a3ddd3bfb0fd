"""Power of the gate: the share of nights on which it detects a given shift."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import jinja2
import pyarrow as pa

from bench.sampling import binomial


@dataclass(frozen=True)
class Shift:
    """A change of the share of violations on a scope of records."""

    scope: int
    before: float
    after: float


SHIFTS = tuple(
    Shift(scope, before, after)
    for before, after in ((0.025, 0.05), (0.01, 0.02), (0.05, 0.06), (0.2, 0.21), (0.01, 0.05))
    for scope in (40, 500, 5_000, 50_000)
)


def macro_sql(root: Path, call: str) -> str:
    """The SQL of a macro call; the macros of the gate use plain Jinja without dbt."""
    texts = [
        (root / "macros" / "numbers" / f"{name}.sql").read_text("utf-8")
        for name in ("normal_quantile", "regression_score", "ln_factorial", "share_tail")
    ]
    environment = jinja2.Environment(extensions=["jinja2.ext.do"])
    return environment.from_string("".join(texts) + "{{ " + call + " }}").render().strip()


def beyond_chance(root: Path, tables: pa.Table, level: float) -> list[bool]:
    """Whether each row (before, scope_before, now, scope) is worse beyond chance for the gate."""
    score = macro_sql(root, "regression_score('before', 'scope_before', 'now', 'scope')")
    critical = macro_sql(root, f"normal_quantile('{level!r}')")
    with duckdb.connect() as con:
        con.register("tables", tables)
        found = con.execute(f"select {score} > {critical} from tables").fetchall()
    return [row[0] for row in found]


def power(
    root: Path, shifts: Sequence[Shift], level: float, nights: int, seed: int
) -> list[tuple[Shift, float]]:
    """The share of nights on which each shift is detected, at the level of one comparison."""
    results = []
    for shift in shifts:
        rng = random.Random(f"{seed} {shift}")
        tables = pa.table(
            {
                "before": [binomial(rng, shift.scope, shift.before) for _ in range(nights)],
                "now": [binomial(rng, shift.scope, shift.after) for _ in range(nights)],
                "scope_before": [shift.scope] * nights,
                "scope": [shift.scope] * nights,
            }
        )
        results.append((shift, sum(beyond_chance(root, tables, level)) / nights))
    return results


def power_table(results: Sequence[tuple[Shift, float]]) -> str:
    """One row per shift, one column per scope."""
    scopes = sorted({shift.scope for shift, _ in results})
    shares = {(shift.before, shift.after, shift.scope): seen for shift, seen in results}
    moves = list(dict.fromkeys((shift.before, shift.after) for shift, _ in results))
    lines = [
        "| share in violation | " + " | ".join(f"{scope:,} in scope" for scope in scopes) + " |",
        "| --- |" + " ---: |" * len(scopes),
    ]
    for before, after in moves:
        cells = " | ".join(f"{shares[before, after, scope]:.0%}" for scope in scopes)
        lines.append(f"| {before:.1%} to {after:.1%} | {cells} |")
    return "\n".join(lines)
