"""How the commands write to a terminal, a pipe or a file."""

from __future__ import annotations

import shutil
import sys
import textwrap
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from ingest.errors import printable

# Where nobody looks at the edge of a window: wide enough for every table.
PIPE_WIDTH = 160


class Screen(Console):
    """A console on which what came out of an export is text and nothing else."""

    def render_str(self, text: str, **options: Any) -> Text:
        """Every text passes here, cells of tables too."""
        return super().render_str(printable(text), **options)


def console() -> Console:
    """As wide as the terminal; into a pipe or file, lines stay whole."""
    if sys.stdout.isatty():
        return Screen(highlight=False, markup=False)
    return Screen(highlight=False, markup=False, width=PIPE_WIDTH)


def say(text: str) -> None:
    """A line on standard output that may quote an export or the stack."""
    click.echo(printable(text))


def wrapped(text: str, label: str = "", indent: int = 0) -> str:
    """`label` and the text behind it, broken at words; later lines stand below the text."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else PIPE_WIDTH
    return textwrap.fill(
        printable(text),
        max(width - 1, 40),
        initial_indent=label.ljust(indent),
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def share(rate: float | None) -> str:
    """A rate in per cent; never `0.0%` for something above nothing."""
    if rate is None:
        return ""
    return f"{rate:.1%}" if rate == 0 or rate >= 0.001 else "<0.1%"
