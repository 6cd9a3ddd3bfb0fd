"""How the commands write to a terminal, a pipe or a file."""

from __future__ import annotations

import shutil
import sys
import textwrap

from rich.console import Console

# Where nobody looks at the edge of a window: wide enough for every table.
PIPE_WIDTH = 160


def console() -> Console:
    """As wide as the terminal; into a pipe or file, lines stay whole."""
    if sys.stdout.isatty():
        return Console(highlight=False, markup=False)
    return Console(highlight=False, markup=False, width=PIPE_WIDTH)


def wrapped(text: str, label: str = "", indent: int = 0) -> str:
    """`label` and the text behind it, broken at words; later lines stand below the text."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else PIPE_WIDTH
    return textwrap.fill(
        text,
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
