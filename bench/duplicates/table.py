"""Scores one drawn population and prints it as Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from bench.cost import Cost
from bench.duplicates import product
from bench.duplicates.score import Score, average_precision, score_companies, score_people
from bench.duplicates.splink_run import Outcome

PAGE = Path(__file__).resolve().parents[2] / "docs" / "duplicates.md"
MARK = "<!-- figures -->"


@dataclass(frozen=True)
class Merges:
    """How well wrong merges are told from good ones."""

    merges: int
    wrong: int
    average_precision: float
    called_two: int
    called_two_rightly: int
    called_both: int


@dataclass(frozen=True)
class Scored:
    """All figures of one population."""

    title: str
    people: Score
    companies: Score
    merges: Merges
    # {band: (right pairs, pairs)}; empty where no band exists.
    bands: dict[str, tuple[int, int]]
    cost: Cost


def scored(title: str, database: Path, cost: Cost, truth: Path) -> Scored:
    """Reads the results of the audit and holds them against the truth."""
    with duckdb.connect(str(database), read_only=True) as db:
        people, companies = product.people_pairs(db), product.company_pairs(db)
        found, bands = product.wrong_merges(db).to_pylist(), product.bands(db)
    with duckdb.connect() as db:
        log = db.execute(
            "select loser_key, winner_key, is_right from read_csv(?)", [str(truth / "merges.csv")]
        ).fetchall()
        shares: dict[str, tuple[int, int]] = {}
        if bands is not None:
            db.register("banded", bands)
            rows = db.execute(
                """
                with record as (select key, identity from read_csv(?))

                select b.band, count(*) filter (one.identity = other.identity), count(*)
                from banded as b
                inner join record as one on b.left_key = one.key
                inner join record as other on b.right_key = other.key
                where one.identity >= 0 and other.identity >= 0
                group by b.band
                order by b.band
                """,
                [str(truth / "people.csv")],
            ).fetchall()
            shares = {band: (right, count) for band, right, count in rows}
    return Scored(
        title, score_people(people, truth), score_companies(companies, truth),
        _merges(found, {(loser, winner): right for loser, winner, right in log}), shares, cost,
    )  # fmt: skip


def _merges(found: list[dict[str, object]], log: dict[tuple[object, object], bool]) -> Merges:
    """Merges that the audit does not list have no score and come last."""
    judged = {(row["loser_key"], row["winner_key"]): row for row in found}
    ranked: list[tuple[float | None, bool]] = []
    two = two_rightly = both = 0
    for pair, is_right in log.items():
        row = judged.get(pair, {})
        score = row.get("score")
        ranked.append((None if score is None else float(str(score)), not is_right))
        called_two = bool(row.get("is_two_people"))
        two += called_two
        two_rightly += called_two and not is_right
        both += called_two and bool(row.get("is_one_person"))
    wrong = sum(is_wrong for _, is_wrong in ranked)
    return Merges(len(log), wrong, average_precision(ranked), two, two_rightly, both)


def markdown(results: list[Scored], outcomes: list[tuple[str, Outcome]]) -> str:
    """All tables of the page."""
    return "\n".join(_lines(results, outcomes))


def _lines(results: list[Scored], outcomes: list[tuple[str, Outcome]]) -> Iterator[str]:
    yield (
        "| records | matched by | precision | recall | F1 | clusters exactly right, F1"
        " | CPU s | MB |"
    )
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |"
    for r in results:
        cost = f"{r.cost.cpu:.1f} | {r.cost.memory / 1e6:,.0f}"
        yield _row(f"people, {r.title}", "handoff", r.people, cost)
        if r.companies.true:
            yield _row(f"companies, {r.title}", "handoff", r.companies, "in the row above |")
    for title, out in outcomes:
        name = f"Splink, {out.settings} settings"
        yield _row(f"people, {title}", f"{name}, at .99", out.at_99, f"{out.cpu:.1f} |")
        best = f"{name}, at the best threshold ({out.threshold})"
        yield _row(f"people, {title}", best, out.best, f"{out.cpu:.1f} |")
    for r in results:
        yield from _details(r, [out for title, out in outcomes if title == r.title])


def _row(records: str, matched_by: str, score: Score, cost: str) -> str:
    return (
        f"| {records} | {matched_by} | {score.precision:.3f} | {score.recall:.3f}"
        f" | {score.f1:.3f} | {score.cluster_f1:.3f} | {cost} |"
    )


def _details(r: Scored, outcomes: list[Outcome]) -> Iterator[str]:
    if r.people.hard:
        yield f"\nFalsely merged groups of {r.title}:\n"
        yield "| kind | groups | handoff |" + "".join(f" Splink, {o.settings} |" for o in outcomes)
        yield "| --- | ---: | ---: |" + " ---: |" * len(outcomes)
        for kind, (merged, count) in r.people.hard.items():
            others = "".join(f" {out.best.hard[kind][0]} |" for out in outcomes)
            yield f"| {kind} | {count} | {merged} |{others}"
        for kind, (merged, count) in r.companies.hard.items():
            yield f"| companies: {kind} | {count} | {merged} |" + " |" * len(outcomes)
        yield f"\nReal people in one cluster with a test person: {r.people.with_test}."
    if r.bands:
        yield f"\nBands of {r.title}:\n\n| band | pairs | right |\n| --- | ---: | ---: |"
        for band, (right, count) in r.bands.items():
            yield f"| {band} | {count:,} | {right / count:.4f} |"
    if r.merges.merges:
        m = r.merges
        yield (
            f"\nMerges of {r.title}: {m.merges:,}, of them {m.wrong} wrong. Average precision"
            f" {m.average_precision:.3f}. Called two people: {m.called_two}, of them"
            f" {m.called_two_rightly} rightly. Called two people and one person at once:"
            f" {m.called_both}."
        )
    missed = sum(count for count, _ in r.people.causes.values())
    if missed and r.people.hard:
        yield f"\nMissed pairs of {r.title} by cause:\n"
        yield "| cause | missed | share of the missed | true pairs |\n| --- | ---: | ---: | ---: |"
        for cause, (count, pairs) in r.people.causes.items():
            yield f"| {cause} | {count:,} | {count / missed:.1%} | {pairs:,} |"
