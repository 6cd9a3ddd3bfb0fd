"""Builds the page: templates, styles, scripts and the chart library in one file."""

from __future__ import annotations

import base64
import hashlib
import json
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from cli.report.cells import Record, chart_rows
from cli.report.map import draw_map
from cli.report.mask import EXTERNAL
from cli.report.read import Content
from cli.report.words import VERDICTS, say, symbol

FOLDER = Path(__file__).parent
# The chart library as its authors publish it (docs/decisions/0022-the-report.md), then our script.
SCRIPTS = ("d3.min.js", "plot.umd.min.js", "report.js")
# Evidence beyond this size is left out, so that the file stays below 5 MB.
EVIDENCE_BYTES = 2_500_000


def build_page(content: Content) -> str:
    """The whole report as the text of one HTML file."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["say"] = say
    environment.filters["symbol"] = symbol
    scripts = [_asset(name) for name in SCRIPTS]
    text: str = environment.get_template("report.html.j2").render(
        c=content,
        s=content["summary"][0],
        is_external=content.audience == EXTERNAL,
        map=draw_map(content["systems"], content["handoffs"]),
        style=Markup(_asset("report.css")),
        scripts=[Markup(script) for script in scripts],
        script_hashes=[_hash(script) for script in scripts],
        charts=_charts(content),
        evidence=lambda: _evidence(content),  # numbers appear in the order of the page
        **_groups(content),
    )
    return text


def _asset(name: str) -> str:
    return (FOLDER / "assets" / name).read_text("utf-8")


def _hash(script: str) -> str:
    """The hash by which the page allows a script to run."""
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _groups(content: Content) -> dict[str, Any]:
    """Rows by handoff, field and pool: their places on the page, no figures."""
    verdicts = {str(record["verdict"]) for record in content["fields"]}
    return {
        "names": {record["handoff_id"]: record["name"] for record in content["handoffs"]},
        "claims": {record["check_id"]: record for record in content["claims"]},
        "by_handoff": {
            name: {
                record["handoff_id"]: [
                    row for row in content[name] if row["handoff_id"] == record["handoff_id"]
                ]
                for record in content["handoffs"]
            }
            for name in ("handoff_results", "examples", "findings", "trend")
        },
        "field_verdicts": [verdict for verdict in VERDICTS if verdict in verdicts]
        + sorted(verdicts - set(VERDICTS)),
        "field_rows": [
            (
                handoff,
                [
                    (field, {row["verdict"]: row for row in rows})
                    for field, rows in groupby(of_handoff, key=lambda row: row["field"])
                ],
            )
            for handoff, of_handoff in groupby(content["fields"], key=lambda row: row["handoff_id"])
        ],
        "routings": _routings(content["routing"]),
        "first_records": _first(content["records"]),
        "has_trend": content["summary"][0]["runs"] > 1,
    }


def _routings(records: list[Record]) -> list[dict[str, Any]]:
    """One matrix per routing set-up."""
    matrices = []
    for name, rows in groupby(records, key=lambda row: row["routing_id"]):
        cells = {(row["expected_pool"], row["reached_pool"]): row for row in rows}
        matrices.append(
            {
                "name": name,
                "cells": cells,
                "expected": sorted({key[0] for key in cells}, key=lambda pool: pool or "~"),
                "reached": sorted({key[1] for key in cells}, key=lambda pool: pool or "~"),
            }
        )
    return matrices


def _first(records: list[Record]) -> dict[Any, Record]:
    """The first record of each finding: one that opens in its system, if there is one."""
    first: dict[Any, Record] = {}
    for record in sorted(records, key=lambda record: not record.link("link")):
        first.setdefault((record["check_id"], record["handoff_id"]), record)
    return first


def _charts(content: Content) -> Markup:
    """The cells that the charts draw, as data that no browser runs."""
    charts: dict[str, Any] = {
        "hop_times": chart_rows(
            content["hop_times"],
            (
                *("hop", "handoff_id", "service_level", "bucket", "label", "is_in_time"),
                *("reached", "waiting"),
            ),
        ),
        "trend": chart_rows(content["trend"], ("run_id", "handoff_id", "as_of", "violations")),
    }
    text = json.dumps(charts, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026").replace(">", "\\u003e"))


def _evidence(content: Content) -> list[tuple[Record, Markup]]:
    """The records with their cells, until the page is large enough."""
    shown, size = [], 0
    for record in content["records"]:
        cells = Markup("").join(
            Markup("<td>{}</td>").format(cell)
            for cell in (
                record.text("check_id"),
                record.text("handoff_id"),
                who(record),
                _where(record),
                what(record),
                record.text("owner_name"),
            )
        )
        size += len(cells.encode())
        if size > EVIDENCE_BYTES:
            break
        shown.append((record, cells))
    return shown


def who(record: Record) -> Markup:
    """Whose record it is."""
    parts = [record.text(name) for name in ("name", "email", "company_name") if record[name]]
    return Markup(", ").join(parts[:2]) if parts else record.text("record_id")


def _where(record: Record) -> Markup:
    """The record in its system, with a link where the stack declares one."""
    link = record.link("link")
    key = record.text("record_key" if record["record_key"] else "record_id")
    return key + Markup(" ") + link if link else key


def what(record: Record) -> Markup:
    """Both values side by side, the time against the promise, and the reason in words."""
    parts = []
    if record["field"]:
        parts.append(
            Markup("{}: {} <span class='arrow'>→</span> {}").format(
                record.text("field"), record.value("source_value"), record.value("target_value")
            )
        )
    if record["promised_seconds"] is not None:
        for name, word in (("taken_seconds", "took"), ("waiting_seconds", "waits")):
            if record[name] is not None:
                parts.append(
                    Markup("{} {}, promised {}").format(
                        word, record.figure(name, "span"), record.figure("promised_seconds", "span")
                    )
                )
    if record["amount"] is not None:
        parts.append(record.money("amount"))
    if record["explanation"]:
        parts.append(record.text("explanation"))
    return Markup("; ").join(parts)
