"""Yes, no and addresses as people and spreadsheets write them."""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.macros import answers, macros
from support.paths import ROOT

MACROS = macros()
EMAIL = str(MACROS["email_address"]("c1"))
BLANKS = st.text(" \t\n\r\u00a0\u2007\u202f\u3000\u200b\u200d\u2060\ufeff\u00ad", max_size=3)
WORDS = st.from_regex(r"[a-z0-9]([a-z0-9._+'-]{0,8}[a-z0-9])?", fullmatch=True)
ADDRESSES = st.builds(
    lambda user, host, top: f"{user}@{host}.{top}",
    WORDS,
    st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True),
    st.sampled_from(["example", "co.uk", "de"]),
)
WRAPPERS = st.sampled_from(
    ["{}", "mailto:{}", "<{}>", "Ada Lee <{}>", '"Lee, Ada" <{}>', "'{}'", '"{}"', "“{}”", "({})",
     "{}.", "{};", "{},", "<mailto:{}>", "MAILTO:{}", "mailto:{}?subject=Hi"]
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(ADDRESSES, WRAPPERS, BLANKS, BLANKS, st.booleans()), min_size=1))
def test_an_address_is_the_same_whatever_is_around_it(
    rows: list[tuple[str, str, str, str, bool]],
) -> None:
    written = [
        (before + wrapper.format(address.upper() if is_upper else address) + after,)
        for address, wrapper, before, after, is_upper in rows
    ]
    assert answers(EMAIL, written) == [row[0] for row in rows]


@pytest.mark.parametrize(
    "text", ["", "n/a", "ada", "ada@acme", "a@b.de, c@d.de", "ada lee@acme.de", "@acme.de", "<>"]
)
def test_what_is_no_address_is_null(text: str) -> None:
    assert answers(EMAIL, [(text,)]) == [None]


@pytest.mark.parametrize(
    ("word", "means"),
    [("WAHR", True), ("FALSCH", False), ("VRAI", True), ("Faux", False), ("oui", True),
     ("Nein", False), ("SÍ", True), ("não", False), ("да", True), ("нет", False), ("on", True),
     (" Yes ", True), ("Unchecked", False), ("1", True), ("0.0", False), ("maybe", None),
     ("Opted out", None), ("", None)],
)  # fmt: skip
def test_yes_and_no_in_the_languages_of_the_exports(word: str, means: bool | None) -> None:
    assert answers(str(MACROS["to_boolean"]("c1")), [(word,)]) == [means]


@pytest.mark.parametrize(
    ("word", "opt_out", "opt_in", "unknown"),
    [("Unsubscribed", True, True, True), ("Subscribed", False, False, False),
     ("Ja", True, False, None), ("FALSCH", False, True, None), ("perhaps", None, None, None)],
)  # fmt: skip
def test_a_word_of_its_own_sense_needs_no_column(
    word: str, opt_out: bool | None, opt_in: bool | None, unknown: bool | None
) -> None:
    senses = ("opt_out", "opt_in", None)
    found = answers(str(MACROS["to_opted_out"]("c1", "c2")), [(word, sense) for sense in senses])
    assert found == [opt_out, opt_in, unknown]


NAMES = {entity: chars for entity, chars in html5.items() if entity.endswith(";")}
CODED = st.one_of(
    st.sampled_from(sorted(NAMES)).map("&{}".format),
    st.one_of(st.integers(32, 126), st.integers(128, 0xD7FF), st.integers(0x1F000, 0x1FAFF)).map(
        "&#{};".format
    ),
    st.integers(128, 0x2FFF).map("&#x{:X};".format),
    st.sampled_from(["&unknown;", "&", ";", "a & b;", "&#xyz;", "&#99999999;", "Müller", "&amp"]),
)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(CODED, max_size=5).map("x".join), min_size=1))
def test_every_code_of_html_is_read_as_the_standard_says(texts: list[str]) -> None:
    seed = ROOT / "seeds" / "vocabulary" / "html_entities.csv"
    entities = f"read_csv('{seed}', all_varchar = true)"
    codes = "first_code::int as first_code, second_code::int as second_code"
    typed = f"(select * replace ({codes}) from {entities})"
    names = f"({MACROS['entity_names'](typed)})"
    sql = str(MACROS["decode_entities"]("c1", "beside.names"))
    found = answers(sql, [(text,) for text in texts], names)
    # Python also reads names without a semicolon, in longer names, too, and drops what is no
    # character.
    known = "|".join(map(re.escape, NAMES))
    kept = [re.sub(rf"&(?!#\w+;|{known})", "\0", text) for text in texts]
    kept = [text.replace("&#99999999;", "\1") for text in kept]
    wanted = [unescape(text).replace("\0", "&").replace("\1", "&#99999999;") for text in kept]
    assert found == wanted
