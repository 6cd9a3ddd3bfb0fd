"""Measures the time zone of a system where two files show the same moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from ingest.init.facts import Facts, HandoffGuess
from ingest.init.loaded import LoadedTable
from ingest.init.measure import Measured
from ingest.init.paired_tables import pair_tables

# One zone per set of clock changes; another zone with the same ones gives the same moments.
ZONES = (
    *("UTC", "Europe/London", "Europe/Berlin", "Europe/Helsinki", "America/New_York"),
    *("America/Chicago", "America/Denver", "America/Los_Angeles", "America/Sao_Paulo"),
    *("Asia/Kolkata", "Asia/Singapore", "Asia/Tokyo", "Australia/Sydney"),
)
LEAST = 20  # pairs
MOST = timedelta(minutes=40)  # between the two files
SHARE = 0.6


@dataclass(frozen=True)
class Zone:
    """A measured zone and its evidence."""

    name: str
    evidence: str


def measure_zones(facts: Facts, handoffs: Sequence[HandoffGuess]) -> dict[str, Zone]:
    """Returns a zone per system, from moments that are certainly UTC, and then from each other."""
    zones: dict[str, Zone] = {}
    joins = _joins(facts, handoffs)
    for _ in range(3):
        for source, target, match, is_identity in joins:
            for one, other, sides in (
                (source, target, match),
                (target, source, (match[1], match[0])),
            ):
                if other.system not in zones and _local(facts, other):
                    zone = _measured(facts, one, other, sides, is_identity, zones)
                    if zone is not None:
                        zones[other.system] = zone
    return zones


def _joins(
    facts: Facts, handoffs: Sequence[HandoffGuess]
) -> list[tuple[LoadedTable, LoadedTable, tuple[str, str], bool]]:
    found: list[tuple[LoadedTable, LoadedTable, tuple[str, str], bool]] = []
    for one in handoffs:
        if one.match:
            found.append((one.source, one.target, one.match, False))
        elif one.is_identity:
            ours, theirs = facts.address(one.source), facts.address(one.target)
            if ours and theirs:
                found.append((one.source, one.target, (ours, theirs), True))
    for link in facts.links:
        if link.kind == "id" and link.source.system != link.target.system and link.found >= LEAST:
            found.append((link.source, link.target, (link.header, link.key), False))
    return found


def _moments(facts: Facts, table: LoadedTable) -> list[Measured]:
    kinds = ("time", "local_time", "epoch")
    return [one for one in facts.measures[table.label].values() if one.kind in kinds]


def _local(facts: Facts, table: LoadedTable) -> bool:
    return bool(_moments(facts, table))


def _measured(
    facts: Facts,
    known: LoadedTable,
    local: LoadedTable,
    match: tuple[str, str],
    is_identity: bool,
    zones: dict[str, Zone],
) -> Zone | None:
    """The zone in which most moments of one column follow those of the known table at once."""
    sure = _moments(facts, known)
    paired = pair_tables(facts.con, known, local, match, is_identity)
    if paired.rows < LEAST:
        return None
    best: tuple[float, int, str, str, int] | None = None
    for one in sure[:4]:
        for other in _moments(facts, local)[:4]:
            rows = facts.con.execute(
                f"select s{known.headers.index(one.header)}, "
                f"t{local.headers.index(other.header)} from paired limit 400"
            ).fetchall()
            zone = zones[known.system].name if known.system in zones else None
            pairs = [
                (at, there)
                for a, b in rows
                if (at := parse(a, one, zone))
                and at.tzinfo
                and (there := parse(b, other, None))
                and not there.tzinfo
            ]
            if len(pairs) < LEAST:
                continue
            for name in ZONES:
                near = sum(
                    abs(there.replace(tzinfo=ZoneInfo(name)) - at) <= MOST for at, there in pairs
                )
                found = (near / len(pairs), -ZONES.index(name), name, f"{one.header}", near)
                if best is None or found[:2] > best[:2]:
                    best = found
                    compared, header = len(pairs), other.header
    if best is None or best[0] < SHARE:
        return None
    return Zone(
        best[2],
        f"{best[4]:,} of {compared:,} moments of {local.object}.{header} are within 40 minutes of "
        f"{known.label}.{best[3]}; zones with the same clock changes look alike",
    )


def parse(text: str | None, column: Measured, zone: str | None) -> datetime | None:
    """Reads a moment; without an offset it is in `zone`, or naive when that is not known."""
    if not text:
        return None
    if column.kind == "epoch":
        return datetime.fromtimestamp(int(text[:10]), UTC)
    found = None
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        order = "%d/%m" if column.slash_numbers[0] > 12 else "%m/%d"
        for shape in (f"{order}/%Y %H:%M", f"{order}/%Y %H:%M:%S", f"{order}/%Y %I:%M %p"):
            try:
                found = datetime.strptime(text.replace(".", "/", 2).replace(",", ""), shape)
                break
            except ValueError:
                continue
    if found is None or found.tzinfo is not None:
        return found
    if "utc" in column.header.casefold():
        return found.replace(tzinfo=UTC)
    return found.replace(tzinfo=ZoneInfo(zone)) if zone else found
