"""Which names of encodings a stack may use."""

from __future__ import annotations

import pytest

from ingest.stack.encodings import is_codec, nearest_codecs


@pytest.mark.parametrize(
    "name", ["cp1250", "Windows-1252", "shift_jis", "mac_roman", "UTF-16", "latin1", "koi8_u"]
)
def test_codecs_of_text_in_any_spelling(name: str) -> None:
    assert is_codec(name)


@pytest.mark.parametrize(
    "name", ["cp1259", "base64", "rot13", "idna", "unicode_escape", "undefined", "", "a\0b", "../x"]
)
def test_names_that_read_no_file(name: str) -> None:
    assert not is_codec(name)


def test_the_nearest_names_are_codecs() -> None:
    assert nearest_codecs("windows-1259") == ["windows_1258", "windows_1257", "windows_1256"]
    assert all(map(is_codec, nearest_codecs("klingon")))
