"""Reads the results of the audit for the score. Change this module when the tables change."""

from __future__ import annotations

import duckdb
import pyarrow as pa

# What is built, and the layers that the timer counts as the work of the matching.
RESULTS = ("audit_duplicates__people", "audit_duplicates__companies", "audit_matching__merges")
TIMED_LAYERS = ("audit",)

_PAIRS = """
select one.{key} as left_key, other.{key} as right_key
from {table} as one
inner join {table} as other on one.{cluster} = other.{cluster} and one.{key} < other.{key}
"""


def people_pairs(db: duckdb.DuckDBPyConnection) -> pa.Table:
    """Records of one person: `left_key` < `right_key`, every pair of a cluster."""
    return db.sql(
        _PAIRS.format(table="audit.audit_duplicates__people", key="person_key", cluster="person_id")
    ).to_arrow_table()


def company_pairs(db: duckdb.DuckDBPyConnection) -> pa.Table:
    """Records of one company, like `people_pairs`."""
    return db.sql(
        _PAIRS.format(
            table="audit.audit_duplicates__companies", key="company_key", cluster="company_id"
        )
    ).to_arrow_table()


def wrong_merges(db: duckdb.DuckDBPyConnection) -> pa.Table:
    """All merges: `loser_key`, `winner_key`, `score`, `is_two_people`, `is_one_person`.

    The higher the score, the likelier two people were merged. A merge that is not judged has none.
    """
    return db.sql("""
        select
            merges.loser_key,
            merges.winner_key,
            cast(merges.is_over_merge as double) as score,
            coalesce(merges.is_over_merge, false) as is_two_people,
            coalesce(loser.person_id = winner.person_id, false) as is_one_person
        from audit.audit_matching__merges as merges
        left join audit.audit_duplicates__people as loser
            on merges.loser_key = loser.person_key
        left join audit.audit_duplicates__people as winner
            on merges.winner_key = winner.person_key
    """).to_arrow_table()


def bands(db: duckdb.DuckDBPyConnection) -> pa.Table | None:
    """Pairs of people with their band: `left_key`, `right_key`, `band`; null without bands."""
    return None
