"""Writes measured figures into the documentation."""

from __future__ import annotations

from pathlib import Path


def insert_figures(page: Path, mark: str, figures: str) -> None:
    """Replaces the text between the two occurrences of `mark` in a page."""
    before, _, rest = page.read_text("utf-8").partition(mark)
    after = rest.partition(mark)[2]
    page.write_text(f"{before}{mark}\n{figures}\n{mark}{after}", "utf-8")
