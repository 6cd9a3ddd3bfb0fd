"""The generated files in the repository are up to date."""

from __future__ import annotations

from pathlib import Path

from docs.pages.__main__ import project_files


def test_generated_files_are_up_to_date(root: Path, built_demo: Path) -> None:
    stale = [
        str(path.relative_to(root))
        for path, text in project_files(root, built_demo / "handoff.duckdb").items()
        if path.read_text("utf-8") != text
    ]
    assert stale == [], "run `make docs`"
