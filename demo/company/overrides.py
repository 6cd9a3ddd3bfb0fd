"""What a planted lead overrides in the plan of the company."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Override:
    """How one lead of a fault has to be before the fault is done to it; None = as it comes.

    Delays are seconds after the step before.
    """

    stage: str = "touched"  # subscriber, engaged, touched, meeting, opportunity, won
    form: str | None = None
    company_of: int | None = None  # lead of the same fault whose company it shares
    country: str | None = None
    employees: int | None = None
    industry: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    title: str | None = None
    campaign: str | None = None
    lead_source: str | None = None
    opted_out: bool | None = None
    unique_size: bool = False  # as many employees as nobody else but its equals
    on: str | None = None  # evening or saturday; a saturday fault comes in one second
    captured: int | None = None
    to_map: int | None = None
    to_crm: int | None = None
    to_enriched: int | None = None
    to_assigned: int | None = None
    to_alerted: int | None = None
    to_touched: int | None = None
    to_meeting: int | None = None
    to_opportunity: int | None = None
    owner: str | None = None


@dataclass(frozen=True)
class Planted:
    """A wish with its place in the company."""

    lead: int
    company: int
    wish: Override
    # Whether its rows are changed; else the wish alone makes the fault, and the plan writes it.
    is_edited: bool = True


STAGES = ("subscriber", "engaged", "touched", "meeting", "opportunity", "won")
COLUMNS: tuple[tuple[str, str], ...] = tuple(
    (
        item.name,
        "varchar"
        if "str" in str(item.type)
        else "boolean"
        if "bool" in str(item.type)
        else "bigint",
    )
    for item in fields(Override)
    if item.name not in ("stage", "company_of", "unique_size", "on")
)
