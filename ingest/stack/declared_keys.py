"""Lists the keys that a stack declares, so that the audit can say which are missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingest.declared_yaml.reader import KeyPath

# Below these keys, people write headers and values of exports: they are no keys of the format.
_FREE = {"when", "then", "only_when", "map", "columns", "constants", "values", "hours"}


def key_rows(data: dict[str, Any]) -> Iterator[tuple[str, KeyPath, tuple[object, ...]]]:
    """Yields table, key path and values: one row per block and per value that is written.

    The key has no numbers: `handoffs.fields.kind`. A list of words has one row per word. A block is
    unconfirmed with everything in it.
    """
    yield from _below(data, (), is_unconfirmed=False)


def _below(
    data: Any, path: KeyPath, *, is_unconfirmed: bool
) -> Iterator[tuple[str, KeyPath, tuple[object, ...]]]:
    if isinstance(data, list):
        for index, item in enumerate(data):
            yield from _below(item, (*path, index), is_unconfirmed=is_unconfirmed)
        return
    name = ".".join(step for step in path if isinstance(step, str))
    if not isinstance(data, dict):
        if data is not None:
            yield "keys", path, (name, data, is_unconfirmed)
        return
    is_unconfirmed = is_unconfirmed or data.get("unconfirmed") == "true"
    if path:
        yield "keys", path, (name, None, is_unconfirmed)
    if path[-1:] and path[-1] in _FREE:
        return
    for key, child in data.items():
        yield from _below(child, (*path, key), is_unconfirmed=is_unconfirmed)
