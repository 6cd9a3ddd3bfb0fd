"""What people and forms do to a name, an address or the name of a company: one function each."""

from __future__ import annotations

import unicodedata

from .words import FILLERS, NICKNAMES, POST_NOMINALS, SHORT_TRADES, TITLES, TRANSLITERATED

Name = tuple[str, str]


def nickname(first: str, last: str, luck: int) -> Name:
    """Bob for Robert."""
    forms = NICKNAMES[first]
    return forms[luck % len(forms)], last


def initial(first: str, last: str, luck: int) -> Name:
    """J. for Jane."""
    return first[0] + ("." if luck % 2 else ""), last


def titled(first: str, last: str, middle: str, luck: int) -> Name:
    """A title, a post-nominal or a middle initial in one of the two fields."""
    kind, at = luck % 3, luck // 3
    if kind == 0:
        return f"{TITLES[at % len(TITLES)]} {first}", last
    if kind == 1:
        return first, f"{last}{', ' if at % 2 else ' '}{POST_NOMINALS[at % len(POST_NOMINALS)]}"
    return f"{first} {middle}{'.' if at % 2 else ''}", last


def swapped(first: str, last: str, luck: int) -> Name:
    """Fields exchanged, or the whole name in one field, given or family name first."""
    return (
        (last, first),
        ("", f"{first} {last}"),
        (f"{first} {last}", FILLERS[luck % len(FILLERS)]),
        ("", f"{last}, {first}"),
    )[luck % 4]


def hyphen(first: str, last: str, luck: int) -> Name:
    """A double name without its hyphen, or with one half only."""
    cut = str(" " if luck % 3 else "")
    if "-" in last:
        return first, last.split("-")[luck % 2] if luck % 3 == 0 else last.replace("-", cut)
    return first.split("-")[0] if luck % 3 == 0 else first.replace("-", cut), last


def particle(first: str, last: str, luck: int) -> Name:
    """`von der Heide` as `Heide`, `Von Der Heide` or `vonderHeide`."""
    *before, name = last.split(" ")
    return first, (name, last.title(), "".join(before) + name)[luck % 3]


def typo(text: str, luck: int) -> str:
    """One slip of the keyboard; words of three letters or fewer get a letter more."""
    at = 1 + luck % max(len(text) - 2, 1)
    kind = (luck // 64) % 4 if len(text) > 3 else 3
    if kind == 0:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if kind == 1:
        return text[:at] + text[at + 1 :]
    if kind == 2:
        return text[:at] + "aeinrst"[luck % 7] + text[at + 1 :]
    return text[: at + 1] + text[at:]


def typed_name(first: str, last: str, luck: int) -> Name:
    """A typo in the longer half, sometimes in the other one."""
    if (len(last) >= len(first)) == (luck % 4 > 0):
        return first, typo(last, luck // 4)
    return typo(first, luck // 4), last


def without_accents(text: str) -> str:
    """`Jose` for `José`."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).replace("ß", "ss")


def transliterated(text: str) -> str:
    """`Mueller` for `Müller`; other accents are dropped."""
    return without_accents(text.translate(TRANSLITERATED))


def plain_name(first: str, last: str, luck: int) -> Name:
    """A name in plain letters."""
    plain = transliterated if luck % 2 else without_accents
    return plain(first), plain(last)


def filler(first: str, last: str, luck: int) -> Name:
    """A filler as last name; empty in one of three."""
    return first, "" if luck % 3 == 0 else FILLERS[luck % len(FILLERS)]


def wrapped(address: str, name: str, luck: int) -> str:
    """An address in something that a program put around it."""
    return (
        f"mailto:{address}",
        f"<{address}>",
        f"{address}.",
        f"{name} <{address}>",
        f" {address.upper()} ",
    )[luck % 5]


def respelled(core: str, forms: tuple[str, ...], luck: int) -> str:
    """Another spelling of the name of a company."""
    kind, other = luck % 6, forms[(luck // 6) % len(forms)]
    if kind == 0:
        return core
    if kind == 1:
        return f"{core} {other}".upper()
    if kind == 2:
        return f"{core}, {other}"
    if kind == 3:
        words = [SHORT_TRADES.get(word, word) for word in core.split()]
        return " ".join(words)
    if kind == 4:
        return f"The {core}" if luck % 2 else core.lower()
    changed = core.replace(" & ", " and ") if " & " in core else core.replace(" ", "", 1)
    return f"{changed} {other}"


def phone(dial: str, digits: str, style: int) -> str:
    """A number in one of six notations; 0 has spaces and the country code."""
    area, rest = digits[:3], digits[3:]
    trunk = "" if dial == "1" else "0"
    local = f"({area}) {rest[:3]}-{rest[3:]}" if dial == "1" else f"0{area} {rest}"
    return (
        f"+{dial} {area} {rest}",
        local,
        f"{trunk}{area}{rest}",
        f"+{dial} ({trunk or area}){'' if not trunk else area} {rest}",
        f"{'00' if trunk else ''}{dial}-{area}-{rest}",
        f"{trunk}{area}/{rest} ext. 12" if trunk else f"{area}.{rest} x12",
    )[style]
