"""Loads a stack folder: reads, merges, validates and names every problem at once."""

from __future__ import annotations

from pathlib import Path

from ingest.declared_yaml.reader import Node, Position, merge, read_file
from ingest.declared_yaml.validate import Validated, all_problems
from ingest.errors import Problem, UserError
from ingest.stack.consistency import check_consistency
from ingest.stack.model import Stack
from ingest.stack.references import repeated_names, unknown_names

MAX_FILES = 200


def load(folder: Path) -> Stack:
    """The stack declared by `folder/*.yml`.

    Raises `UserError` with every problem found, each with file, line and column. A file that
    cannot be parsed gives its own problem only: what refers to its content is not reported.
    """
    paths = _files(folder)
    label = folder.name or folder.resolve().name
    root = Node({}, Position(f"{label}/{paths[0].name}", 1, 1))
    problems: list[Problem] = []
    is_complete = True
    for path in paths:
        node, found = read_file(path, f"{label}/{path.name}", first_key="systems")
        problems += found
        is_complete &= node is not None or not found
        if node is not None:
            merge(root, node, "", problems)
    read = Validated(root, Stack, is_complete=is_complete)
    unknown = unknown_names(read.source) if is_complete else []
    problems += unknown + repeated_names(read.source)
    stack = read.model
    if stack is not None:
        stack._source = read.source
        if is_complete and not unknown:
            problems += check_consistency(stack)
    problems = all_problems([read], problems)
    if problems or stack is None:
        raise UserError(problems)
    return stack


def _files(folder: Path) -> list[Path]:
    fix = "run `handoff init FOLDER` to write a first stack from your exports"
    if not folder.is_dir():
        raise UserError.of("the stack folder is missing", str(folder), fix)
    paths = sorted(
        path for path in folder.iterdir() if path.suffix in (".yml", ".yaml") and path.is_file()
    )
    if not paths:
        raise UserError.of("the stack folder has no .yml file", str(folder), fix)
    if len(paths) > MAX_FILES:
        raise UserError.of(f"more than {MAX_FILES} files", str(folder), "join some of them")
    return paths
