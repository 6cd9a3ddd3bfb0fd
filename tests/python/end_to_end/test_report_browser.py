"""The report in a browser: headless Chromium, driven by Playwright.

`make test-report` installs the browser and axe-core and runs these tests without a skip.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner
from support.paths import ROOT

from cli.main import group

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
AXE = ROOT / "tests" / "browser" / "node_modules" / "axe-core" / "axe.min.js"
MUST_RUN = bool(os.environ.get("HANDOFF_TEST_REPORT"))
BAD = "</script><img src=x onerror=alert(1)>"


def need(condition: object, reason: str) -> None:
    """Skips the test without what it needs; `make test-report` fails instead."""
    if not condition:
        (pytest.fail if MUST_RUN else pytest.skip)(f"{reason}: run `make test-report`")


@dataclass
class Seen:
    """What a page did while it was open."""

    messages: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    need(BROWSER, "no Chromium on this machine")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as play:
        # Without its sandbox only where the tests run as root, as in a container.
        arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        browser = play.chromium.launch(executable_path=BROWSER, args=arguments)
        yield browser
        browser.close()


def report(database: Path, out: Path, *options: str) -> Path:
    arguments = ["report", "--database", str(database), "--out", str(out), *options]
    result = CliRunner().invoke(group, arguments)
    assert result.exit_code == 0, result.output
    return out


@pytest.fixture(scope="module")
def path(built_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("report") / "report.html"
    return report(built_demo / "handoff.duckdb", out)


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def page(chromium: Any, path: Path, seen: Seen) -> Iterator[Any]:
    opened = chromium.new_page(viewport={"width": 1280, "height": 900})
    listen(opened, seen)
    opened.goto(path.as_uri())
    yield opened
    opened.close()


def listen(page: Any, seen: Seen) -> None:
    page.on("console", lambda message: seen.messages.append(message.text))
    page.on("pageerror", lambda error: seen.messages.append(str(error)))
    page.on("dialog", lambda dialog: seen.messages.append(dialog.message) or dialog.dismiss())
    page.on(
        "request",
        lambda request: (
            seen.requests.append(request.url)
            if not request.url.startswith(("file:", "data:"))
            else None
        ),
    )


def test_it_renders_without_an_error_and_without_a_request(page: Any, seen: Seen) -> None:
    assert page.locator("h1").inner_text() == "Northbeam Demo"
    assert page.locator("figure[data-chart=hop_times] svg").count() >= 8
    assert page.locator("svg.map .line").count() == 6
    assert (seen.messages, seen.requests) == ([], [])


def test_the_policy_of_the_page_stops_every_request(page: Any, seen: Seen) -> None:
    blocked = page.evaluate("fetch('https://example.com/').then(() => 'sent', () => 'blocked')")
    assert blocked == "blocked"
    assert any("Content Security Policy" in message for message in seen.messages)


def test_tables_filter(page: Any) -> None:
    rows = page.locator("#findings-table tbody tr")
    before = rows.count()
    page.locator("input[data-filter=findings-table]").fill("map_to_crm")
    page.locator("input[data-filter=findings-table]").fill("records_arrive")
    shown = [row for row in rows.all() if row.is_visible()]
    assert 0 < len(shown) < before
    assert all("records_arrive" in row.inner_text() for row in shown)
    page.locator("input[data-filter=findings-table]").fill("")
    assert all(row.is_visible() for row in rows.all())


def test_tables_sort_with_the_keyboard(page: Any) -> None:
    head = page.locator("#findings-table thead th").nth(3)
    for direction in ("ascending", "descending"):
        head.locator("button").focus()
        page.keyboard.press("Enter")
        assert head.get_attribute("aria-sort") == direction
        cells = page.locator("#findings-table tbody td:nth-child(4) [data-v]").all()
        numbers = [int(cell.get_attribute("data-v")) for cell in cells]
        assert numbers == sorted(numbers, reverse=direction == "descending")


def test_sorting_is_quick(page: Any) -> None:
    head = page.locator("#evidence-table thead th").nth(2).locator("button")
    head.scroll_into_view_if_needed()
    start = time.monotonic()
    page.evaluate("button => button.click()", head.element_handle())
    assert time.monotonic() - start < 1


def test_the_first_paint_is_quick(page: Any) -> None:
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    assert paint < 2000


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_dark_and_light_have_their_own_colours(chromium: Any, path: Path, scheme: str) -> None:
    page = chromium.new_page(color_scheme=scheme)
    page.goto(path.as_uri())
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.close()
    lightness = sum(map(int, re.findall(r"\d+", colour)[:3])) / 3
    assert (lightness > 200) == (scheme == "light")


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_no_screen_scrolls_sideways(chromium: Any, path: Path, width: int) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 800})
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_breach_of_accessibility(chromium: Any, path: Path, scheme: str) -> None:
    need(AXE.is_file(), "axe-core is not installed")
    page = chromium.new_page(color_scheme=scheme)
    # The policy of the page allows no script of a test.
    text = re.sub(r"<meta http-equiv[^>]*>", "", path.read_text("utf-8"))
    page.set_content(text)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run()")
    page.close()
    serious = [
        f"{breach['id']}: {node['html'][:160]}"
        for breach in found["violations"]
        if breach["impact"] in ("serious", "critical")
        for node in breach["nodes"][:3]
    ]
    assert serious == []
    assert len(found["passes"]) > 15


def test_the_main_text_fits_five_printed_pages(page: Any, tmp_path: Path) -> None:
    need(shutil.which("pdftotext"), "pdftotext (poppler-utils) is not installed")
    page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
    done = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "report.pdf"), "-"],
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
    )
    sheets = done.stdout.split("\f")
    appendix = next(n for n, sheet in enumerate(sheets) if sheet.strip().startswith("Appendix"))
    assert 1 <= appendix <= 5
    main = "".join(sheets[:appendix])
    assert "What could not be computed" in main and "Where leads wait" in main


def test_hostile_text_runs_nothing(
    chromium: Any, built_demo: Path, tmp_path: Path, seen: Seen
) -> None:
    database = tmp_path / "hostile.duckdb"
    shutil.copy(built_demo / "handoff.duckdb", database)
    with duckdb.connect(str(database)) as con:
        for table, column in (
            ("report.report_waiting", "name"),
            ("report.report_systems", "name"),
            ("report.report_records", "explanation"),
            ("report.report_fields", "field"),
            ("report.report_hop_times", "label"),
        ):
            con.execute(f"update {table} set {column} = ? || {column}", [BAD])
    page = chromium.new_page()
    listen(page, seen)
    page.goto(report(database, tmp_path / "hostile.html", "--audience", "internal").as_uri())
    assert page.locator("img").count() == 0
    assert BAD in page.locator("#act").inner_text()
    page.close()
    assert (seen.messages, seen.requests) == ([], [])


def test_without_scripts_everything_is_there(chromium: Any, path: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    for part in ("act", "top", "map", "handoffs", "lag", "routing", "fields", "evidence"):
        assert page.locator(f"#{part}").is_visible(), part
    assert page.locator("#lag table tbody tr").first.is_visible()
    context.close()


def test_the_skip_link_leads_to_the_report(page: Any) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
