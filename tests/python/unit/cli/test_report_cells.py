"""Cells of the report: text stays text, long texts are cut, each figure says where it is from."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from cli.report.cells import LONGEST, Record, Source, shorten, show
from cli.report.map import draw_map
from cli.report.mask import EXTERNAL, INTERNAL, Masker

SOURCE = Source("results.findings", ("check_id", "record_id"), "", {"name": "subject"})
HOSTILE = "</script><img src=x onerror=alert(1)>'\"{{7*7}}\x00\u202e"


def record(audience: str = INTERNAL, **values: Any) -> Record:
    cells = {"check_id": "a", "record_id": "crm/lead/1", "name": "Ada", "link": None, **values}
    return Record(SOURCE, cells, Masker(audience))


def test_hostile_text_stays_text() -> None:
    row = record(name=HOSTILE, record_id=HOSTILE)
    for shown in (row.text("name"), row.value("name"), row.at):
        assert "<img" not in shown and "</script" not in shown and "'" not in shown
        assert "\x00" not in shown and "\u202e" not in shown
    assert "&lt;img src=x" in row.text("name") and "{{7*7}}" in row.text("name")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//a.example", None])
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert record(link=url).link("link") == ""


def test_a_link_cannot_leave_its_attribute() -> None:
    link = record(link='https://a.example/"onclick="x').link("link")
    assert 'href="https://a.example/&#34;onclick=&#34;x"' in link


def test_a_link_with_an_address_in_it_is_left_out_for_readers_outside() -> None:
    url = "https://crm.example/ada@acme.example"
    assert record(EXTERNAL, link=url).link("link") == ""
    assert url in record(INTERNAL, link=url).link("link")


def test_a_long_text_is_cut() -> None:
    assert shorten("x" * 10_000_000) == "x" * LONGEST + "…"
    assert shorten("x" * LONGEST) == "x" * LONGEST


def test_a_row_names_its_table_and_key_unless_the_key_is_masked() -> None:
    assert record().at == (
        ' data-t="results.findings" data-k="[&#34;a&#34;, &#34;crm/lead/1&#34;]"'
    )
    assert record(EXTERNAL, record_id="crm/lead/ada@a.example").at == ' data-t="results.findings"'


def test_a_figure_keeps_the_stored_value() -> None:
    assert 'data-c="n" data-v="1234">1,234<' in record(n=1234).figure("n")
    assert 'data-v="" >' not in record(n=None).figure("n") and "–" in record(n=None).figure("n")
    assert 'data-v="0.071429">7.1%<' in record(n=Decimal("0.071429")).figure("n", "share")
    assert show(datetime(2026, 6, 1, 2, 3, 4)) == "2026-06-01 02:03"
    assert show(93784, "span") == "1 d 2 h"


def handoff(start: str, end: str, **values: Any) -> Record:
    cells = {
        **{"handoff_id": f"{start}_{end}", "name": HOSTILE, "from_system": start},
        **{"to_system": end, "status": "fail", "due": 5, "arrived": 3, **values},
    }
    return Record(Source("report.report_handoffs", ("handoff_id",), ""), cells, Masker(INTERNAL))


def system(name: str) -> Record:
    cells = {"system": name, "name": HOSTILE, "functions": None, "role": "record"}
    return Record(Source("report.report_systems", ("system",), ""), cells, Masker(INTERNAL))


def test_the_map_has_every_handoff_and_keeps_text_as_text() -> None:
    pairs = [("a", "b"), ("b", "c"), ("b", "b"), ("c", "b"), ("d", "c"), ("a", "b")]
    svg = draw_map([system(n) for n in "abcd"], [handoff(*pair) for pair in pairs])
    assert svg.count('class="line') == len(pairs) and svg.count('class="box') == 4
    assert "<img" not in svg and 'data-c="arrived" data-v="3"' in svg


def test_a_map_of_a_circle_ends() -> None:
    pairs = [("a", "b"), ("b", "c"), ("c", "a")]
    assert "<svg" in draw_map([system(n) for n in "abc"], [handoff(*pair) for pair in pairs])


def test_without_handoffs_there_is_no_map() -> None:
    assert draw_map([system("a")], []) == ""
