"""Company A: HubSpot is marketing automation and CRM, QuickBooks is finance, three forms."""

from __future__ import annotations

from pathlib import Path

from ..drawing import Company
from . import faults, faults_money, traps, traps_money
from .life import Script
from .world import World

ORDINARY = (("talk", 14), ("unqualified", 6), ("won", 6))


def draw(seed: int, faulty: bool) -> Company:
    """Draws the company: the same traps in every draw, faults only in a faulty one."""
    world = World(seed)
    script = Script(world, faulty)
    for life, count in ORDINARY:
        for _ in range(count):
            script.lead(lambda lead: faults.usual(script, lead), life=life)
    traps.plan(script)
    traps_money.plan(script)
    faults.plan(script)
    faults_money.plan(script)
    script.run()
    traps.owner_left(script)
    folder = Path(__file__).parent / "stack"
    stack = {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.yml"))}
    return Company(world.tables(), stack, world.truth)
