"""Loads a stack folder: reads, merges, validates and names every problem at once."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from ingest.errors import Problem, UserError
from ingest.stack.consistency import check_sense
from ingest.stack.error_messages import explain
from ingest.stack.model import Stack
from ingest.stack.references import check_references
from ingest.stack.secrets import check_secrets
from ingest.stack.yaml_source import Node, Position, Source, merge, read_file

MAX_FILES = 200


def load(folder: Path) -> Stack:
    """The stack declared by `folder/*.yml`.

    Raises `UserError` with every problem found, each with file, line and column.
    """
    paths = _files(folder)
    label = folder.name or folder.resolve().name
    root = Node({}, Position(f"{label}/{paths[0].name}", 1, 1))
    problems: list[Problem] = []
    for path in paths:
        name = f"{label}/{path.name}"
        node, found = read_file(path, name)
        problems += found
        if node is None or node.value is None:
            continue
        if not isinstance(node.value, dict):
            problems.append(
                Problem("a mapping is expected", str(node.position), "start with `systems:`")
            )
            continue
        merge(root, node, "", problems)
    source = Source.of(root)
    secret = check_secrets(source)
    problems += secret
    stack, found = _validated(source)
    hidden = {problem.where for problem in secret}
    problems += [problem for problem in found if problem.where not in hidden]
    if stack is not None and not problems:
        problems += check_sense(stack)
    if problems or stack is None:
        raise UserError(sorted(set(problems), key=_place))
    return stack


def _files(folder: Path) -> list[Path]:
    fix = "run `handoff init FOLDER` to write a first stack from your exports"
    if not folder.is_dir():
        raise UserError.of("the stack folder is missing", str(folder), fix)
    paths = sorted(
        path for path in folder.iterdir() if path.suffix in (".yml", ".yaml") and path.is_file()
    )
    if not paths:
        raise UserError.of("the stack folder holds no .yml file", str(folder), fix)
    if len(paths) > MAX_FILES:
        raise UserError.of(f"more than {MAX_FILES} files", str(folder), "join some of them")
    return paths


def _validated(source: Source) -> tuple[Stack | None, list[Problem]]:
    problems = check_references(source)
    try:
        stack = Stack.model_validate(source.data)
    except ValidationError as error:
        return None, problems + explain(error, Stack, source)
    stack._source = source
    return stack, problems


def _place(problem: Problem) -> tuple[str, int, int, str]:
    """File order: line 9 before line 12."""
    parts = problem.where.rsplit(":", 2)
    numbers = [int(part) for part in parts[1:] if part.isdigit()]
    if len(numbers) == 2:
        return parts[0], numbers[0], numbers[1], problem.what
    return problem.where, 0, 0, problem.what
