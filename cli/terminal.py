"""Output of the commands to a terminal, a pipe or a file."""

from __future__ import annotations

import shutil
import sys
import textwrap
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from ingest.errors import printable

# Width in a pipe or file, in characters: enough for every table.
PIPE_WIDTH = 160
# Width of lists that people read from top to bottom.
NARROW_WIDTH = 80


class SafeConsole(Console):
    """A console that shows text of an export without control characters and markup."""

    def render_str(self, text: str, **options: Any) -> Text:
        """Escapes control characters; rich calls it for every text, also for cells of tables."""
        return super().render_str(printable(text), **options)


def make_console() -> Console:
    """A console as wide as the terminal; in a pipe or file, lines are not broken."""
    if sys.stdout.isatty():
        return SafeConsole(highlight=False, markup=False)
    return SafeConsole(highlight=False, markup=False, width=PIPE_WIDTH)


def print_line(text: str) -> None:
    """Prints a line that may quote an export or the stack."""
    click.echo(printable(text))


def wrap(text: str, label: str = "", indent: int = 0) -> str:
    """`label` and text, wrapped at words; later lines are indented below the text."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else PIPE_WIDTH
    return _fill(text, label, indent, width)


def wrap_narrow(text: str, label: str, indent: int) -> str:
    """Like `wrap`, in at most 80 columns: for lists of sentences, also in a pipe."""
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else NARROW_WIDTH
    return _fill(text, label, indent, min(width, NARROW_WIDTH))


def _fill(text: str, label: str, indent: int, width: int) -> str:
    return textwrap.fill(
        printable(text),
        max(width - 1, 40),
        initial_indent=label.ljust(indent),
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def format_share(rate: float | None) -> str:
    """A rate in percent; a small rate above zero is `<0.1%`, never `0.0%`."""
    if rate is None:
        return ""
    return f"{rate:.1%}" if rate == 0 or rate >= 0.001 else "<0.1%"


def format_span(seconds: Any) -> str:
    """A duration in its two largest units: `3 d 4 h`, `12 min 5 s`, `-8 s`."""
    if seconds is None:
        return ""
    rest, sign = abs(int(seconds)), "-" if seconds < 0 else ""
    parts = []
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min"), (1, "s")):
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count} {unit}")
    return sign + (" ".join(parts[:2]) or "0 s")
