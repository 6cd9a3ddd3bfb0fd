"""Reads the facts of the night and what moved since the baseline."""

from __future__ import annotations

from collections.abc import Set

from cli.database import Audit
from cli.gate.report import Fact, Movement

FACTS = """
select kind, detail, is_failure
from results.night_facts
order by is_failure desc, kind, detail
"""

MOVEMENT = """
select
    handoff_id,
    cast(sum(new_violations * one_in) as bigint) as new_violations,
    cast(sum(turned_bad * one_in) as bigint) as turned_bad,
    cast(sum(mended * one_in) as bigint) as mended,
    cast(sum(left_violations * one_in) as bigint) as left_violations
from results.record_movement
where chance is not null and check_id in (select unnest(?))
group by handoff_id
order by handoff_id nulls last
"""


def read_facts(audit: Audit) -> list[Fact]:
    """The facts, those that fail the gate first."""
    return [Fact(**row) for row in audit.rows(FACTS)]


def read_movement(audit: Audit, checks: Set[str]) -> list[Movement]:
    """One row per handoff that these checks compare with the baseline."""
    return [Movement(**row) for row in audit.rows(MOVEMENT, [sorted(checks)])]
