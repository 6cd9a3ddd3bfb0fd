"""Digests of everything that decides the result of a run, by content and never by time.

In doubt a thing is an input: one too many costs a full run, one too few would report an old result
as a new one.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
import sys
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from ingest.files.discover import writable_by_all

# handoff's own code, with the declarations of the vendors.
CODE = Path(__file__).resolve().parents[2]
CODE_FOLDERS = ("cli", "ingest", "lineage")
# What dbt and dlt read from the root of a project. dbt_project.yml may name other folders.
PROJECT_FILES = ("*.yml", "*.yaml", ".dbtignore", ".dlt/*")
PROJECT_FOLDERS = ("models", "seeds", "tests", "macros", "snapshots", "analyses", "functions")
PACKAGES_FOLDER = "dbt_packages"
PYTHON_TESTS = "tests/python"  # .dbtignore hides them from dbt

# Settings of dbt and dlt. dlt reads SECTION__KEY.
_SETTING = re.compile(r"DBT_|DLT_|.+__")
# Where results are written, not what they are.
_PLACES = {"DBT_TARGET_PATH", "DBT_LOG_PATH", "HANDOFF_DATABASE"}
_VARIABLE = re.compile(rb"\benv_var\s*\(\s*(?:['\"](\w+)['\"])?")


@dataclass(frozen=True)
class Inputs:
    """A SHA-256 per part of the inputs."""

    exports: str
    stack: str
    project: str
    # Of every file that was read: inode, size, times. They show whether a file changed while a run
    # was reading it, and say nothing about two runs.
    stamps: tuple[tuple[int, ...], ...] = field(default=(), repr=False)

    @property
    def digests(self) -> tuple[str, str, str]:
        """The content: equal in two runs that read the same."""
        return self.exports, self.stack, self.project


def read_inputs(
    root: Path,
    folder: Path,
    stack: Path,
    accepted: Sequence[str],
    environment: Mapping[str, str],
) -> Inputs:
    """Digests of the exports in `folder`, the declared stack and the dbt project at `root`.

    `environment` are the variables at the start of the command: loading sets some of its own.
    Missing files and folders have no content; that they are missing is reported by the run.
    """
    reader = _Reader(set(environment))
    exports, declared = reader.exports(folder), reader.tree(stack)
    project = {
        **{str(path.relative_to(root)): reader.project_file(path) for path in _project_files(root)},
        **{part: reader.tree(CODE / part) for part in CODE_FOLDERS},
    }
    settings = {
        "accepted": list(accepted),
        "environment": {
            name: value
            for name, value in environment.items()
            if (name in reader.variables or _SETTING.match(name)) and name not in _PLACES
        },
        "python": sys.version,
        "packages": _packages(),
    }
    return Inputs(
        _digest(exports, str(folder), len(writable_by_all(folder))),
        _digest(declared, str(stack), len(writable_by_all(stack))),
        _digest(project, settings),
        tuple(reader.stamps),
    )


class _Reader:
    """Reads files; collects their stamps and which of the known variables they name."""

    def __init__(self, known: Set[str]) -> None:
        self.known = known
        self.stamps: list[tuple[int, ...]] = []
        self.variables: set[str] = set()

    def file(self, path: Path) -> str:
        """SHA-256 of a file. A file that cannot be read is an input, too."""
        try:
            with path.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
                found = os.fstat(stream.fileno())
        except OSError:
            return "cannot be opened"
        self.stamps.append((found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns))
        return digest

    def project_file(self, path: Path) -> str:
        """SHA-256 of a file that dbt reads."""
        digest = self.file(path)
        found = _VARIABLE.findall(path.read_bytes()) if path.is_file() else []
        self.variables |= {name.decode() for name in found if name}
        if b"" in found:  # the name is computed
            self.variables |= self.known
        return digest

    def tree(self, folder: Path) -> dict[str, str]:
        """Path and content of every file below a folder."""
        files = _walk(folder, follows_links=True)
        return {path.relative_to(folder).as_posix(): self.file(path) for path in files}

    def exports(self, folder: Path) -> dict[str, str]:
        """The same for exports, also of files that are not loaded. Opens regular files only."""
        found = {}
        for path in _walk(folder, follows_links=False):
            kind = stat.S_IFMT(path.lstat().st_mode)
            name = path.relative_to(folder).as_posix()
            found[name] = self.file(path) if kind == stat.S_IFREG else f"kind {kind}"
        return found


def _walk(folder: Path, follows_links: bool) -> Iterator[Path]:
    """Every entry below a folder, except compiled code and the folders that can be opened."""
    refused: list[str] = []
    for top, folders, names in os.walk(
        folder, onerror=lambda error: refused.append(error.filename), followlinks=follows_links
    ):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        if not follows_links:
            names += [name for name in folders if Path(top, name).is_symlink()]
        yield from (Path(top, name) for name in sorted(names))
    yield from (Path(name) for name in refused if os.path.lexists(name))


def _project_files(root: Path) -> Iterator[Path]:
    for pattern in PROJECT_FILES:
        yield from (path for path in sorted(root.glob(pattern)) if path.is_file())
    for name in sorted({*PROJECT_FOLDERS, PACKAGES_FOLDER, *_declared_folders(root)}):
        files = _walk(root / name, follows_links=True)
        yield from (path for path in files if not path.is_relative_to(root / PYTHON_TESTS))


def _declared_folders(root: Path) -> set[str]:
    """The folders that dbt_project.yml names, in `model-paths` and so on."""
    try:
        project = YAML(typ="safe").load(root / "dbt_project.yml")
    except (OSError, ValueError, YAMLError):
        return set()  # dbt reports it
    if not isinstance(project, Mapping):
        return set()
    lists = [value for key, value in project.items() if str(key).endswith("-paths")]
    named = {str(name) for names in lists if isinstance(names, list) for name in names}
    return {*named, str(project.get("packages-install-path", PACKAGES_FOLDER))}


def _packages() -> list[str]:
    """Name and version of every installed Python package: the names of their folders."""
    folders = [Path(entry) for entry in dict.fromkeys(sys.path) if Path(entry).is_dir()]
    found = (entry.name for folder in folders for entry in folder.iterdir())
    return sorted(name for name in found if name.endswith((".dist-info", ".egg-info")))


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
