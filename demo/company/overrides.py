"""Values of a planted lead that replace values of the plan."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Override:
    """Required values of a lead before the fault is planted; None keeps the value of the plan.

    Delays (`to_…`) are seconds after the previous step.
    """

    stage: str = "touched"  # subscriber, engaged, touched, meeting, opportunity, won
    form: str | None = None
    company_of: int | None = None  # index of the lead of this fault with the same company
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
    unique_size: bool = False  # a number of employees that only leads of this fault have
    on: str | None = None  # evening or saturday; all leads of a saturday fault arrive together
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
class PlantedLead:
    """An override with the lead and the company it applies to."""

    lead: int
    company: int
    override: Override
    # Whether the fault edits rows; if not, the override alone produces the fault.
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
