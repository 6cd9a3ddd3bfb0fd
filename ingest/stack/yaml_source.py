"""Reads `*.yml` into plain data that remembers where each value stands.

Every scalar stays the text that was written (`02139` keeps its zero, `NO` stays Norway);
only an empty value, `~` and `null` become None. Anchors, aliases, tags, duplicate keys and
second documents are refused: a configuration is data and reads the same to everybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from ingest.errors import Problem

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
MAX_TEXT = 2_000

KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, order=True)
class Position:
    """A place in a file of the stack; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass
class Node:
    """One YAML value: text, None, a list of nodes or a mapping of nodes."""

    value: str | list[Node] | dict[str, Node] | None
    position: Position
    key_position: Position | None = None


class _Refused(Exception):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


class _Builder:
    """Turns the parser's events of one file into nodes, collecting what is wrong."""

    def __init__(self, events: Iterator[Event], file: str) -> None:
        self.events = events
        self.file = file
        self.problems: list[Problem] = []

    def position(self, event: Event) -> Position:
        mark = event.start_mark
        return Position(self.file, mark.line + 1, mark.column + 1)

    def root(self) -> Node | None:
        """The only document of the file; None when the file holds nothing."""
        root: Node | None = None
        documents = 0
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.refuse(event, "a second document (`---`)", "keep one document per file")
            elif isinstance(event, (MappingStartEvent, SequenceStartEvent, ScalarEvent)):
                root = self.node(event, 0)
        return root

    def refuse(self, event: Event, what: str, fix: str) -> None:
        raise _Refused(Problem(what, str(self.position(event)), fix))

    def node(self, event: Event, depth: int) -> Node:
        if depth > MAX_DEPTH:
            self.refuse(event, f"nested deeper than {MAX_DEPTH} levels", "flatten it")
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            self.refuse(event, "anchors and aliases are not read", "write the value out")
        tag = getattr(event, "tag", None)
        if tag not in (None, "!"):
            self.refuse(event, f"tag {tag} is not read", "remove the tag")
        position = self.position(event)
        if isinstance(event, ScalarEvent):
            return Node(self.text(event), position)
        if isinstance(event, SequenceStartEvent):
            items: list[Node] = []
            for item in self.events:
                if isinstance(item, SequenceEndEvent):
                    break
                items.append(self.node(item, depth + 1))
            return Node(items, position)
        return Node(self.mapping(depth), position)

    def mapping(self, depth: int) -> dict[str, Node]:
        fields: dict[str, Node] = {}
        for event in self.events:
            if isinstance(event, MappingEndEvent):
                break
            key = self.node(event, depth + 1)
            value = self.node(next(self.events), depth + 1)
            value.key_position = key.position
            if not isinstance(key.value, str):
                self.problems.append(
                    Problem("a key must be text", str(key.position), "put it in quotes")
                )
            elif key.value in fields:
                first = fields[key.value].key_position
                self.problems.append(
                    Problem(
                        f"key '{key.value}' is written twice",
                        str(key.position),
                        f"keep one of them; the first stands at {first}",
                    )
                )
            else:
                fields[key.value] = value
        return fields

    def text(self, event: ScalarEvent) -> str | None:
        plain = event.style in (None, "")
        if plain and event.value in ("", "~", "null", "Null", "NULL"):
            return None
        value = str(event.value)
        if len(value) > MAX_TEXT:
            self.refuse(event, f"a value of {len(value)} characters", f"at most {MAX_TEXT}")
        return value


def read_file(path: Path, label: str) -> tuple[Node | None, list[Problem]]:
    """The nodes of one file and what is wrong with it; `label` names it in messages."""
    if path.stat().st_size > MAX_BYTES:
        return None, [Problem(f"larger than {MAX_BYTES} bytes", label, "split the file")]
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return None, [Problem("not UTF-8", f"{label}:{line}:1", "save the file as UTF-8")]
    builder = _Builder(iter(YAML(typ="safe", pure=True).parse(text)), label)
    try:
        root = builder.root()
    except _Refused as refused:
        return None, [*builder.problems, refused.problem]
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{label}:{mark.line + 1}:{mark.column + 1}" if mark else label
        return None, [Problem(f"not YAML: {error.problem or error.context}", where, _YAML_HELP)]
    except YAMLError:
        return None, [Problem("not YAML: a control character", label, _YAML_HELP)]
    return root, builder.problems


_YAML_HELP = "mend the indentation, the quotes or the brackets around this place"


def merge(into: Node, other: Node, name: str, problems: list[Problem]) -> None:
    """Adds `other` to `into`: lists are joined, mappings united, a second scalar refused."""
    if isinstance(into.value, list) and isinstance(other.value, list):
        into.value.extend(other.value)
    elif isinstance(into.value, dict) and isinstance(other.value, dict):
        for key, value in other.value.items():
            if key in into.value:
                merge(into.value[key], value, f"{name}.{key}" if name else key, problems)
            else:
                into.value[key] = value
    else:
        fix = f"keep one of them; the other stands at {into.key_position or into.position}"
        where = str(other.key_position or other.position)
        problems.append(Problem(f"'{name}' is declared twice", where, fix))


@dataclass
class Source:
    """The merged content of a folder as plain data, with the position of every value."""

    data: dict[str, Any]
    positions: dict[KeyPath, Position]
    key_positions: dict[KeyPath, Position]

    @classmethod
    def of(cls, root: Node) -> Source:
        """Flattens nodes into plain data and positions by key path."""
        source = cls({}, {}, {})
        source.data = source._plain(root, ())
        return source

    def _plain(self, node: Node, path: KeyPath) -> Any:
        self.positions[path] = node.position
        if node.key_position:
            self.key_positions[path] = node.key_position
        if isinstance(node.value, dict):
            return {key: self._plain(value, (*path, key)) for key, value in node.value.items()}
        if isinstance(node.value, list):
            return [self._plain(value, (*path, i)) for i, value in enumerate(node.value)]
        return node.value

    def nearest(self, path: KeyPath) -> KeyPath:
        """The part of a path that was written; steps that were not are left out."""
        found: KeyPath = ()
        for step in path:
            if (*found, step) in self.positions:
                found = (*found, step)
        return found

    def at(self, path: KeyPath) -> Position:
        """Where a value stands, or the closest thing around it."""
        return self.positions[self.nearest(path)]

    def key_at(self, path: KeyPath) -> Position:
        """Where a key stands, or the closest thing around it."""
        return self.key_positions.get(self.nearest(path)) or self.at(path)

    def written_at(self, path: KeyPath, text: str) -> Position:
        """Where a text stands that is either the key or the value of a path."""
        return self.key_at(path) if path and path[-1] == text else self.at(path)
