"""Texts and comments as YAML, whatever the files of a company contain."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./@+-]*( [A-Za-z0-9_./@+-]+)*")
_WORDS = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}


def yaml_scalar(text: str) -> str:
    """Writes a text as a YAML scalar, in quotes if it needs them."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS:
        return text
    escaped = "".join(_escaped(char) for char in text)
    return f'"{escaped}"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    return char if char.isprintable() else f"\\U{ord(char):08x}"


def comment(text: str) -> str:
    """Writes a text as one comment line: control characters are replaced."""
    return "".join(char if char.isprintable() else "?" for char in text)[:300]
