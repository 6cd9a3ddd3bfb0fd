"""Rejects texts that look like a secret: no declaration needs one, and git keeps them all."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from ingest.declared_yaml.reader import KeyPath, Source
from ingest.errors import Problem

_KEY = re.compile(
    r"(^|[_\-. ])(password|passwd|pwd|token|secret|api[_\- ]?key|private[_\- ]?key|credentials?)"
    r"($|[_\-. ])",
    re.IGNORECASE,
)
_VALUE = re.compile(
    r"(sk|rk|pk)_(live|test)_[0-9A-Za-z]{8,}"  # Stripe
    r"|xox[abeoprs]-[0-9A-Za-z-]{8,}"  # Slack
    r"|gh[opsu]_[0-9A-Za-z]{20,}|github_pat_\w{20,}"
    r"|pat-(na|eu|ap)[0-9]-[0-9a-f-]{20,}"  # HubSpot
    r"|\b00D[0-9A-Za-z]{12,15}!\S{20,}"  # Salesforce session
    r"|\bA(KIA|SIA)[0-9A-Z]{16}\b"
    r"|\bAIza[0-9A-Za-z_-]{30,}"
    r"|\bSG\.[\w-]{16,}\.[\w-]{16,}"
    r"|\beyJ[\w-]{10,}\.[\w-]{10,}\."
    r"|-----BEGIN [A-Z ]*PRIVATE KEY"
    r"|://[^/\s:@]+:[^/\s:@]+@"
)
# Below these keys the keys are headers and values of exports, not settings.
_DATA = ("when", "only_when", "map", "columns", "constants", "values", "id_prefix")
# Here a text is refused already when it begins like a secret or looks drawn at random.
_REGISTER = "tokens"
_PREFIX = re.compile(
    r"(sk|rk|pk)_(live|test)|whsec_|sk-|xox[a-z]-|xapp-|gh[opsur]_|github_pat_|glpat-|pat-|eyJ"
    r"|A[KS]IA[0-9A-Z]{4}|AIza|ya29\.|SG\.|shp(at|ca|pa|ss)_|(Bearer|Basic) \S",
)
_LONG = re.compile(r"[0-9A-Za-z+/=_-]{20,}")
# In a random text 0.45 of the neighbours differ in kind: digit, lower case, upper case.
_MIXED_SHARE = 0.2
_FIX = "remove it and renew the secret if it was real; handoff reads exports and needs none"


def check_secrets(source: Source) -> list[Problem]:
    """Keys and values that look like a secret; the messages never repeat the value."""
    return list(_walk(source, source.data, (), is_data=False))


def _looks_secret(text: str, path: KeyPath) -> bool:
    if _VALUE.search(text):
        return True
    return path[:1] == (_REGISTER,) and (
        _PREFIX.match(text) is not None or any(map(_is_mixed, _LONG.findall(text)))
    )


def _kind(character: str) -> str:
    if not character.isalnum():
        return "-"
    return "0" if character.isdigit() else "a" if character.islower() else "A"


def _is_mixed(text: str) -> bool:
    """Whether digits and letters alternate as in a random text; words in camel case do not."""
    kinds = [_kind(character) for character in text]
    changes = [
        pair
        for pair in pairwise(kinds)
        if len(set(pair)) == 2 and "-" not in pair and pair != ("A", "a")
    ]
    return len(changes) >= _MIXED_SHARE * len(text)


def _walk(source: Source, data: Any, path: KeyPath, *, is_data: bool) -> list[Problem]:
    problems: list[Problem] = []
    if isinstance(data, dict):
        for key, value in data.items():
            here = (*path, key)
            is_value = _looks_secret(key, path)
            if is_value or (not is_data and _KEY.search(key)):
                name = "a secret" if is_value else f"a secret: key '{key}'"
                problems.append(Problem(f"looks like {name}", str(source.key_at(here)), _FIX))
                continue
            problems += _walk(source, value, here, is_data=is_data or key in _DATA)
    elif isinstance(data, list):
        for index, value in enumerate(data):
            problems += _walk(source, value, (*path, index), is_data=is_data)
    elif isinstance(data, str) and _looks_secret(data, path):
        problems.append(Problem("looks like a secret", str(source.at(path)), _FIX))
    return problems
