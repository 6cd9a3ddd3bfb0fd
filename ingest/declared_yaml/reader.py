"""Reads `*.yml` into plain data that knows the position of each value.

Every scalar stays the text that was written (`02139` keeps its zero, `NO` stays Norway);
only an empty value, `~` and `null` become None. Tags, duplicate keys and second documents are
rejected: a declaration is data and means the same to every reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from ingest.errors import Problem

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
MAX_TEXT = 2_000

KeyPath = tuple[str | int, ...]


class Position(NamedTuple):
    """A place in a declaration; line and column count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(slots=True)
class Node:
    """One YAML value: text, None, a list of nodes or a mapping of nodes."""

    value: str | list[Node] | dict[str, Node] | None
    position: Position
    key_position: Position | None = None

    def child(self, step: str | int) -> Node | None:
        """The value of a key or of a place in a list; None when nothing is written there."""
        if isinstance(self.value, dict) and isinstance(step, str):
            return self.value.get(step)
        if isinstance(self.value, list) and isinstance(step, int) and step < len(self.value):
            return self.value[step]
        return None

    def plain(self) -> Any:
        """The value as texts, lists and mappings."""
        if isinstance(self.value, dict):
            return {key: child.plain() for key, child in self.value.items()}
        if isinstance(self.value, list):
            return [child.plain() for child in self.value]
        return self.value


class _Rejected(Exception):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


class _Builder:
    """Turns the parser's events of one file into nodes and collects the mistakes."""

    def __init__(self, events: Iterator[Event], file: str, *, has_aliases: bool) -> None:
        self.events = events
        self.file = file
        self.has_aliases = has_aliases
        self.anchors: dict[str, Node] = {}
        self.is_anchored = False  # inside of a value with an anchor
        self.problems: list[Problem] = []

    def position(self, event: Event) -> Position:
        mark = event.start_mark
        return Position(self.file, mark.line + 1, mark.column + 1)

    def root(self) -> Node | None:
        """The only document of the file; None when the file is empty."""
        root: Node | None = None
        documents = 0
        for event in self.events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.reject(event, "a second document (`---`)", "keep one document per file")
            elif isinstance(event, (MappingStartEvent, SequenceStartEvent, ScalarEvent)):
                root = self.node(event, 0)
        return root

    def reject(self, event: Event, what: str, fix: str) -> NoReturn:
        raise _Rejected(Problem(what, str(self.position(event)), fix))

    def node(self, event: Event, depth: int) -> Node:
        if depth > MAX_DEPTH:
            self.reject(event, f"nested deeper than {MAX_DEPTH} levels", "flatten it")
        if isinstance(event, NodeEvent) and event.anchor is not None:
            return self.shared(event, depth)
        tag = getattr(event, "tag", None)
        if tag not in (None, "!"):
            self.reject(event, f"tag {tag} is not read", "remove the tag")
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

    def shared(self, event: NodeEvent, depth: int) -> Node:
        """The value of an anchor or alias: `&name value`, later `*name`.

        A value with an anchor contains no other one: a few lines could grow without limit.
        """
        if not self.has_aliases:
            self.reject(event, "anchors and aliases are not read", "write the value out")
        if self.is_anchored:
            self.reject(event, "an anchor or alias inside of an anchor", "write the value out")
        name = str(event.anchor)
        if isinstance(event, AliasEvent):
            if name not in self.anchors:
                self.reject(event, f"no anchor '&{name}' before this alias", "write the value out")
            return replace(self.anchors[name])
        self.is_anchored, event.anchor = True, None
        self.anchors[name] = self.node(event, depth)
        self.is_anchored = False
        return self.anchors[name]

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
                        f"keep one of them; the first is at {first}",
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
            self.reject(event, f"a value of {len(value)} characters", f"at most {MAX_TEXT}")
        return value


def read_file(
    path: Path, label: str, first_key: str, *, has_aliases: bool = False
) -> tuple[Node | None, list[Problem]]:
    """The nodes of one file and its mistakes; `label` names it in messages.

    No nodes but problems: the file could not be parsed. Neither: it is empty.
    """
    if path.stat().st_size > MAX_BYTES:
        return None, [Problem(f"larger than {MAX_BYTES} bytes", label, "split the file")]
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return None, [Problem("not UTF-8", f"{label}:{line}:1", "save the file as UTF-8")]
    events = iter(YAML(typ="safe", pure=True).parse(text))
    builder = _Builder(events, label, has_aliases=has_aliases)
    try:
        root = builder.root()
    except _Rejected as rejected:
        return None, [*builder.problems, rejected.problem]
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{label}:{mark.line + 1}:{mark.column + 1}" if mark else label
        return None, [Problem(f"not YAML: {error.problem or error.context}", where, _YAML_HELP)]
    except YAMLError:
        return None, [Problem("not YAML: a control character", label, _YAML_HELP)]
    if root is not None and root.value is not None and not isinstance(root.value, dict):
        where = str(root.position)
        return None, [Problem("a mapping is expected", where, f"start with `{first_key}:`")]
    return root if root and root.value else None, builder.problems


_YAML_HELP = "correct the indentation, the quotes or the brackets around this place"


def merge(into: Node, other: Node, name: str, problems: list[Problem]) -> None:
    """Adds `other` to `into`: lists are joined, mappings united, a second scalar is a problem."""
    if isinstance(into.value, list) and isinstance(other.value, list):
        into.value.extend(other.value)
    elif isinstance(into.value, dict) and isinstance(other.value, dict):
        for key, value in other.value.items():
            if key in into.value:
                merge(into.value[key], value, f"{name}.{key}" if name else key, problems)
            else:
                into.value[key] = value
    else:
        fix = f"keep one of them; the other is at {into.key_position or into.position}"
        where = str(other.key_position or other.position)
        problems.append(Problem(f"'{name}' is declared twice", where, fix))


class Source:
    """The content of a declaration as plain data, with the position of every value."""

    def __init__(self, root: Node | None = None) -> None:
        self.root = root or Node({}, Position("", 1, 1))
        self.data: dict[str, Any] = self.root.plain()

    def node(self, path: KeyPath) -> Node:
        """The node of a path; steps that are not written are skipped."""
        node = self.root
        for step in path:
            node = node.child(step) or node
        return node

    def at(self, path: KeyPath) -> Position:
        """The position of a value, or of the closest written value around it."""
        return self.node(path).position

    def key_at(self, path: KeyPath) -> Position:
        """The position of a key, or of the closest written value around it."""
        node = self.node(path)
        return node.key_position or node.position

    def written_at(self, path: KeyPath, text: str) -> Position:
        """The position of a text that is either the key or the value of a path."""
        return self.key_at(path) if path and path[-1] == text else self.at(path)

    def problem(self, path: KeyPath, what: str, fix: str) -> Problem:
        """A problem at the position of a value."""
        return Problem(what, str(self.at(path)), fix)

    def key_problem(self, path: KeyPath, what: str, fix: str) -> Problem:
        """A problem at the position of a key."""
        return Problem(what, str(self.key_at(path)), fix)
