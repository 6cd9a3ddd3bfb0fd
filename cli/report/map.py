"""Draws the map of systems and handoffs: the lead's way from left to right, as inline SVG.

Only positions are worked out here. Every figure is a cell of `report.report_handoffs`.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from cli.report.cells import Record
from cli.report.words import symbol
from ingest.errors import printable

WIDTH, COLUMN, ROW = 172, 372, 132
HEIGHT = 58
MARGIN = 40
LONGEST_NAME, LONGEST_HANDOFF = 17, 26


def draw_map(systems: Sequence[Record], handoffs: Sequence[Record]) -> Markup:
    """The map; empty without a handoff."""
    names = [str(record["system"]) for record in systems]
    edges = [
        (str(record["from_system"]), str(record["to_system"]), record)
        for record in handoffs
        if record["from_system"] in names and record["to_system"] in names
    ]
    if not edges:
        return Markup("")
    used = [name for name in names if any(name in edge[:2] for edge in edges)]
    places = _places(used, [(start, end) for start, end, _ in edges])
    width = max(x for x, _ in places.values()) + WIDTH + MARGIN
    height = max(y for _, y in places.values()) + HEIGHT + MARGIN // 2
    lines: dict[tuple[str, str], int] = {}
    body = Markup("")
    for start, end, record in edges:
        nth = lines[start, end] = lines.get((start, end), -1) + 1
        body += _line(places[start], places[end], record, nth)
    shown = {str(record["system"]): record for record in systems}
    for name in used:
        body += _box(places[name], shown[name])
    return Markup(
        '<svg class="map" viewBox="0 0 {} {}" role="img" aria-labelledby="map-title">'
        '<title id="map-title">Map of the systems and handoffs, from left to right. The table'
        " below says the same.</title>{}</svg>"
    ).format(width, height, body)


def _places(names: Sequence[str], edges: Sequence[tuple[str, str]]) -> dict[str, tuple[int, int]]:
    """The upper left corner of each box: a column for each step of the way."""
    steps = dict.fromkeys(names, 0)
    for _ in names:  # as many rounds as the longest way without a circle
        for start, end in edges:
            is_behind = start != end and steps[end] <= steps[start]
            if is_behind and not _leads_back(end, start, edges):
                steps[end] = steps[start] + 1
    for name in names:  # a system that only sends stands directly before its first receiver
        ends = [steps[end] for start, end in edges if start == name and end != name]
        if ends and not any(end == name and start != name for start, end in edges):
            steps[name] = max(min(ends) - 1, 0)
    order = {step: place for place, step in enumerate(sorted(set(steps.values())))}
    heights: dict[int, int] = {}
    places = {}
    for name in names:
        column = order[steps[name]]
        row = heights.get(column, 0)
        heights[column] = row + 1
        places[name] = (column * COLUMN + MARGIN, row * ROW + MARGIN * 2)
    return places


def _leads_back(start: str, goal: str, edges: Sequence[tuple[str, str]]) -> bool:
    """Whether a way leads from `start` to `goal`: then the two are in a circle."""
    seen, waiting = {start}, [start]
    while waiting:
        one = waiting.pop()
        for source, target in edges:
            if source == one and target not in seen:
                seen.add(target)
                waiting.append(target)
    return goal in seen


def _line(start: tuple[int, int], end: tuple[int, int], record: Record, nth: int) -> Markup:
    """A handoff: the line, its volume and its result."""
    shift = nth * 26
    if start == end:
        left, right = start[0] + WIDTH * 3 // 10, start[0] + WIDTH * 7 // 10
        top = start[1] - 40 - shift
        path = f"M{left},{start[1]} C{left},{top} {right},{top} {right},{start[1] - 8}"
        tip = f"M{right},{start[1]} l-6,-10 h12 z"
        x, y = start[0] + WIDTH // 2, top + 8
    else:
        forward = end[0] > start[0]
        x1 = start[0] + (WIDTH if forward else 0)
        x2 = end[0] if forward else end[0] + WIDTH
        back = -10 if forward else 10
        y1, y2 = start[1] + HEIGHT // 2 + shift, end[1] + HEIGHT // 2 + shift
        bend = (x2 - x1) // 2
        path = f"M{x1},{y1} C{x1 + bend},{y1} {x2 - bend},{y2} {x2 + back},{y2}"
        tip = f"M{x2},{y2} l{back},-6 v12 z"
        x, y = (x1 + x2) // 2, (y1 + y2) // 2
    status = str(record["status"] or "none")
    volume = Markup("")
    if record["due"] is not None:
        volume = Markup("{} of {}").format(_figure(record, "arrived"), _figure(record, "due"))
    return Markup(
        '<g class="line s-{}"{}><path d="{}"/><path class="tip" d="{}"/>'
        '<text class="handoff-name" x="{}" y="{}">{}</text>'
        '<text x="{}" y="{}"><tspan class="sign">{} </tspan>{}</text></g>'
    ).format(
        *(status, record.at, path, tip),
        *(x, y - 24, _cut(str(record["name"]), LONGEST_HANDOFF)),
        *(x, y - 8, symbol(status), volume),
    )


def _figure(record: Record, column: str) -> Markup:
    """A figure of the map: `tspan`, because SVG knows no `span`."""
    return Markup(str(record.figure(column)).replace("span", "tspan"))


def _box(place: tuple[int, int], record: Record) -> Markup:
    name = _cut(str(record["name"]), LONGEST_NAME)
    functions = _cut(str(record["functions"] or record["role"] or ""), LONGEST_HANDOFF)
    return Markup(
        '<g class="box"><rect x="{}" y="{}" width="{}" height="{}" rx="6"/>'
        '<text x="{}" y="{}" class="name">{}</text><text x="{}" y="{}">{}</text></g>'
    ).format(
        *(place[0], place[1], WIDTH, HEIGHT),
        *(place[0] + WIDTH // 2, place[1] + 25, name),
        *(place[0] + WIDTH // 2, place[1] + 43, functions),
    )


def _cut(text: str, longest: int) -> str:
    """A text that fits beside its line or into its box."""
    text = printable(text)
    return text if len(text) <= longest else text[: longest - 1] + "…"
