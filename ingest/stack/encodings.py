"""Checks that a declared encoding is a codec Python can read text files with."""

from __future__ import annotations

import codecs
import difflib
from encodings.aliases import aliases
from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

# Codecs that Python has for other things than files of text.
_NOT_FOR_FILES = frozenset(
    {"charmap", "idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"}
)


def is_codec(name: str) -> bool:
    """Whether Python can decode a text file with the codec of that name, in any spelling."""
    try:
        b"a".decode(name, "replace")  # refuses codecs that do not return text, as base64
        return codecs.lookup(name).name not in _NOT_FOR_FILES
    except (LookupError, ValueError):
        return False


def nearest_codecs(name: str) -> list[str]:
    """The names of codecs that are spelt most like `name`; common ones when none is close."""
    known = sorted(codec for codec in {*aliases, *aliases.values()} if is_codec(codec))
    word = name.strip().casefold().replace("-", "_").replace(" ", "_")
    found = difflib.get_close_matches(word, known, n=3)
    return found or ["utf_8", "cp1250", "cp1251", "cp1252", "iso8859_2", "mac_roman", "shift_jis"]


def _codec(value: Any) -> Any:
    if not isinstance(value, str) or not is_codec(value):
        what = f"'{value}' is not a known encoding" if isinstance(value, str) else "not a text"
        allowed = f"a codec of Python, e.g. {', '.join(nearest_codecs(str(value)))}"
        raise PydanticCustomError("encoding", what, {"allowed": allowed})
    return value


Encoding = Annotated[str, BeforeValidator(_codec)]
