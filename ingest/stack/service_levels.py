"""Cross-field validation of `service_levels`: every promised time can be measured."""

from __future__ import annotations

import typing
from collections.abc import Iterator

from ingest.errors import Problem
from ingest.stack.model import Stack
from ingest.stack.types import Hop

HOPS = list(typing.get_args(Hop))


def check_service_levels(stack: Stack) -> Iterator[Problem]:
    """Finds promises that no model could measure, each with the reason."""
    named = {handoff.service_level for handoff in stack.handoffs}
    general: dict[str, int] = {}
    for index, level in enumerate(stack.service_levels):
        here = ("service_levels", index)
        if level.from_hop and HOPS.index(level.from_hop) >= HOPS.index(level.hop):
            yield Problem(
                f"'{level.from_hop}' is not before '{level.hop}'",
                stack.where(*here, "from_hop"),
                f"order of the hops: {', '.join(HOPS)}",
            )
        elif level.hop == "captured":
            yield Problem(
                "no time ends at 'captured': every journey starts there",
                stack.where(*here, "hop"),
                f"allowed: {', '.join(HOPS[1:])}",
            )
        elif level.hop == "invoiced":
            yield from _invoiced(stack, index)
        elif level.from_hop is None and level.id not in named:
            first = general.setdefault(level.hop, index)
            if first != index:
                yield Problem(
                    f"hop '{level.hop}' has two service levels, and no handoff says which counts",
                    stack.where(*here, "id"),
                    f"name them in `handoffs`; the first is at "
                    f"{stack.where('service_levels', first, 'id')}",
                )


def _invoiced(stack: Stack, index: int) -> Iterator[Problem]:
    level = stack.service_levels[index]
    if level.from_hop not in (None, "won"):
        yield Problem(
            f"the time from '{level.from_hop}' to 'invoiced' cannot be measured: a journey ends "
            "when its deal is won",
            stack.where("service_levels", index, "from_hop"),
            "leave `from_hop` out: the time starts when the deal is won",
        )
    # The time of a deal ends with the invoice that its handoff matches.
    if not any(handoff.hop == "invoiced" and handoff.match for handoff in stack.handoffs):
        yield Problem(
            "the time until 'invoiced' cannot be measured: no handoff of this hop matches deals "
            "with invoices",
            stack.where("service_levels", index, "hop"),
            "add a handoff with `hop: invoiced` and `match: {source: …, target: …}`",
        )
