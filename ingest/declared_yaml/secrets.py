"""Rejects texts that look like a secret: no declaration needs one, and git keeps them all."""

from __future__ import annotations

import re
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
_FIX = "remove it and renew the secret if it was real; handoff reads exports and needs none"


def check_secrets(source: Source) -> list[Problem]:
    """Keys and values that look like a secret; the messages never repeat the value."""
    return list(_walk(source, source.data, (), is_data=False))


def _walk(source: Source, data: Any, path: KeyPath, *, is_data: bool) -> list[Problem]:
    problems: list[Problem] = []
    if isinstance(data, dict):
        for key, value in data.items():
            here = (*path, key)
            if _VALUE.search(key) or (not is_data and _KEY.search(key)):
                name = "a secret" if _VALUE.search(key) else f"a secret: key '{key}'"
                problems.append(Problem(f"looks like {name}", str(source.key_at(here)), _FIX))
                continue
            problems += _walk(source, value, here, is_data=is_data or key in _DATA)
    elif isinstance(data, list):
        for index, value in enumerate(data):
            problems += _walk(source, value, (*path, index), is_data=is_data)
    elif isinstance(data, str) and _VALUE.search(data):
        problems.append(Problem("looks like a secret", str(source.at(path)), _FIX))
    return problems
