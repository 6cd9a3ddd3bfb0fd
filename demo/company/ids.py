"""Ids in the formats of the vendors."""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CHECK = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
ORG_ID = "00D5g000000NbEa"
RECORD_TYPE = "0125g000000AbCd"  # 15 characters, as a Data Export writes it
EMPTY_LOOKUP = "000000000000000AAA"

# The first nine characters of an id of each object; the tenth is a digit.
PREFIXES = {
    "Lead": "00Q5g0000",
    "Contact": "0035g0000",
    "Account": "0015g0000",
    "Opportunity": "0065g0000",
    "User": "0055g0000",
    "Task": "00T5g0000",
    "Event": "00U5g0000",
    "Group": "00G5g0000",
    "OpportunityHistory": "0085g0000",
    "LeadHistory": "0175g0000",
    "AccountHistory": "0175g0001",
    "Profile": "00e5g0000",
}


def check_characters(id15: str) -> str:
    """The three characters that make a 15-character id case-insensitive."""
    blocks = (id15[0:5], id15[5:10], id15[10:15])
    return "".join(
        _CHECK[sum(1 << place for place, letter in enumerate(block) if "A" <= letter <= "Z")]
        for block in blocks
    )


def salesforce_id(kind: str, number: int, series: int = 0) -> str:
    """An 18-character id of an object; `series` (0 to 9) allows ten ids per number."""
    tail = ""
    for _ in range(5):
        number, digit = divmod(number, 62)
        tail = ALPHABET[digit] + tail
    id15 = f"{PREFIXES[kind]}{series}{tail}"
    return id15 + check_characters(id15)


def sql_macros() -> str:
    """SQL macros `tail(n)` and `sf(kind, series, tail)` that create the same ids.

    The tail of a number consists of its five characters and their check character.
    """
    digits = [f"((n // {62**power}) % 62)" for power in (4, 3, 2, 1, 0)]
    letters = " || ".join(f"substr('{ALPHABET}', 1 + {d}, 1)" for d in digits)
    bits = " + ".join(
        f"(case when {d} between 10 and 35 then {1 << place} else 0 end)"
        for place, d in enumerate(digits)
    )
    whens = " ".join(
        f"when '{kind}' then '{prefix}' || series || tail[1:5]"
        f" || '{check_characters(prefix + '000000')[:2]}' || tail[6:6]"
        for kind, prefix in PREFIXES.items()
    )
    return (
        f"create macro tail(n) as {letters} || substr('{_CHECK}', 1 + {bits}, 1);"
        f"create macro sf(kind, series, tail) as case kind {whens} end;"
    )
