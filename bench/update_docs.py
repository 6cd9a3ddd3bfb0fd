"""Figures of a run in the pages that show them."""

from __future__ import annotations

from pathlib import Path


def put(page: Path, mark: str, figures: str) -> None:
    """Puts figures between the two places of `mark` in a page."""
    before, _, rest = page.read_text("utf-8").partition(mark)
    after = rest.partition(mark)[2]
    page.write_text(f"{before}{mark}\n{figures}\n{mark}{after}", "utf-8")
