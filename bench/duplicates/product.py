"""Reads the results of the audit for the score. Change this module when the tables change."""

from __future__ import annotations

import duckdb
import pyarrow as pa

# What is built, and the layers that the timer counts as the work of the matching.
RESULTS = (
    "audit_duplicates__people",
    "audit_duplicates__companies",
    "audit_duplicates__merged_people",
)
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
            merges.final_key as winner_key,
            cast(- merges.score as double) as score,
            coalesce(merges.is_over_merge, false) as is_two_people,
            coalesce(loser.person_id = winner.person_id, false) as is_one_person
        from audit.audit_duplicates__merged_people as merges
        left join audit.audit_duplicates__people as loser
            on merges.loser_key = loser.person_key
        left join audit.audit_duplicates__people as winner
            on merges.final_key = winner.person_key
    """).to_arrow_table()


def bands(db: duckdb.DuckDBPyConnection) -> pa.Table:
    """Pairs of people with their band: `left_key`, `right_key`, `band`."""
    return db.sql("""
        select
            least(near.person_key, far.person_key) as left_key,
            greatest(near.person_key, far.person_key) as right_key,
            pairs.band
        from audit.audit_identity__pairs as pairs
        inner join audit.audit_identity__members as near on pairs.left_number = near.identity_number
        inner join audit.audit_identity__members as far on pairs.right_number = far.identity_number
        where
            pairs.band is not null
            and (pairs.band = 'look' or near.person_id = far.person_id)
    """).to_arrow_table()
