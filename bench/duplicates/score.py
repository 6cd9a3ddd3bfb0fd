"""Holds pairs of records against the truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa

# A name that no rule can use, names that differ, or one name; then what else the two records lack.
CAUSE = """
case
    when one.name_defect in ('last_filler', 'first_missing')
        or other.name_defect in ('last_filler', 'first_missing')
        then 'name unusable'
    when one.name_defect <> 'clean' or other.name_defect <> 'clean'
        then 'names differ: ' || case
            when one.name_defect = 'clean' then other.name_defect
            when other.name_defect = 'clean' then one.name_defect
            else least(one.name_defect, other.name_defect)
        end
    when one.address_kind = 'none' or other.address_kind = 'none'
        then 'same name, an address is missing'
    when one.address_kind <> other.address_kind
        then 'same name, addresses differ'
    else 'same name, same kind of address'
end
"""


@dataclass(frozen=True)
class Score:
    """Counts of pairs and clusters, and hard groups that were falsely merged."""

    true: int
    found: int
    right: int
    clusters_true: int
    clusters_found: int
    clusters_right: int
    # {kind: (falsely merged groups, groups)}
    hard: dict[str, tuple[int, int]] = field(default_factory=dict)
    # {cause: (missed pairs, true pairs)}
    causes: dict[str, tuple[int, int]] = field(default_factory=dict)
    # Real people in one cluster with a test person.
    with_test: int = 0

    @property
    def precision(self) -> float:
        """Share of the found pairs that are right."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of all true pairs that were found; pairs that nobody compared are missed."""
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        return 2 * self.right / (self.found + self.true) if self.found + self.true else 1.0

    @property
    def cluster_f1(self) -> float:
        """The same of clusters with two records or more that are exactly right."""
        return 2 * self.clusters_right / max(self.clusters_found + self.clusters_true, 1)


def score_people(pairs: pa.Table, truth: Path) -> Score:
    """Scores pairs of people; `truth` is the folder that the generator wrote."""
    return _score(pairs, truth / "people.csv", "identity", truth / "hard_groups.csv", True)


def score_companies(pairs: pa.Table, truth: Path) -> Score:
    """Scores pairs of companies."""
    return _score(pairs, truth / "companies.csv", "company", truth / "hard_companies.csv", False)


def _score(pairs: pa.Table, records: Path, label: str, groups: Path, has_causes: bool) -> Score:
    with duckdb.connect() as db:
        db.register("pairs_given", pairs)
        db.execute(
            "create table record as select * from read_csv(?, header = true)", [str(records)]
        )
        db.execute(f"create table labelled as select key, {label} as label from record")
        db.execute("create table hard as select * from read_csv(?, header = true)", [str(groups)])
        db.execute("""
            create table found as
            select distinct p.left_key, p.right_key, a.label as left_label, b.label as right_label
            from pairs_given as p
            inner join labelled as a on p.left_key = a.key
            inner join labelled as b on p.right_key = b.key
        """)
        counts = db.sql("""
            select
                (select cast(sum(n * (n - 1) // 2) as bigint) from (
                    select count(*) as n from labelled where label >= 0 group by label)),
                count(*) filter (left_label >= 0 and right_label >= 0),
                count(*) filter (left_label >= 0 and left_label = right_label),
                count(distinct case when left_label < 0 then right_label else left_label end)
                    filter ((left_label < 0) <> (right_label < 0))
            from found
        """).fetchall()[0]
        true, found, right, with_test = (int(count or 0) for count in counts)
        causes = _causes(db) if has_causes else {}
        return Score(true, found, right, *_clusters(db), _hard(db, label), causes, with_test)


def _clusters(db: duckdb.DuckDBPyConnection) -> tuple[int, int, int]:
    """Clusters of two or more: true, found, exactly right. Its smallest key names a cluster."""
    row = db.sql("""
        with partners as (
            select left_key as key, right_key as partner from found
            union all
            select right_key, left_key from found
        ),

        clustered as (
            select l.key, l.label, least(l.key, min(p.partner)) as cluster
            from labelled as l
            left join partners as p on l.key = p.key
            where l.label >= 0
            group by l.key, l.label
        ),

        true_ones as (select label, count(*) as n from clustered group by label having n > 1),

        found_ones as (
            select cluster, count(*) as n, min(label) as label, max(label) as last_label
            from clustered
            group by cluster
            having n > 1
        )

        select
            (select count(*) from true_ones),
            (select count(*) from found_ones),
            (
                select count(*)
                from found_ones as f
                inner join true_ones as t on f.label = t.label and f.n = t.n
                where f.label = f.last_label
            )
    """).fetchall()[0]
    return int(row[0]), int(row[1]), int(row[2])


def _hard(db: duckdb.DuckDBPyConnection, label: str) -> dict[str, tuple[int, int]]:
    rows = db.sql(f"""
        with drawn as (
            select group_id, kind
            from hard
            where {label} in (select label from labelled)
            group by all
            having count(*) > 1
        ),

        merged as (
            select distinct a.group_id
            from found as f
            inner join hard as a on f.left_label = a.{label}
            inner join hard as b on f.right_label = b.{label} and a.group_id = b.group_id
            where f.left_label <> f.right_label
        )

        select kind, count(*) filter (group_id in (from merged)), count(*)
        from drawn
        group by kind
        order by kind
    """).fetchall()
    return {kind: (merged, count) for kind, merged, count in rows}


def _causes(db: duckdb.DuckDBPyConnection) -> dict[str, tuple[int, int]]:
    rows = db.sql(f"""
        select {CAUSE} as cause, count(*) filter (f.left_key is null), count(*)
        from record as one
        inner join record as other on one.identity = other.identity and one.key < other.key
        left join found as f on one.key = f.left_key and other.key = f.right_key
        where one.identity >= 0
        group by cause
        order by 2 desc, cause
    """).fetchall()
    return {cause: (missed, count) for cause, missed, count in rows}


def average_precision(ranked: Sequence[tuple[float | None, bool]]) -> float:
    """Average precision of (score, is wanted); equal scores are one step, none is the last."""
    wanted = sum(hit for _, hit in ranked)
    levels: dict[float, list[bool]] = {}
    for value, hit in ranked:
        levels.setdefault(float("-inf") if value is None else value, []).append(hit)
    seen = right = 0
    total = 0.0
    for value in sorted(levels, reverse=True):
        hits = sum(levels[value])
        seen += len(levels[value])
        right += hits
        total += hits * right / seen
    return total / wanted if wanted else 0.0
