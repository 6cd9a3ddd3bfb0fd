"""`handoff gate`: builds the audit, evaluates the gate and writes the reports."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import click

from cli.database import DATABASE
from cli.gate.baseline_files import require_current_format
from cli.gate.dbt_build import read_build, run_build
from cli.gate.formats.github import as_github
from cli.gate.formats.json_report import as_json
from cli.gate.formats.junit import as_junit
from cli.gate.formats.markdown import as_markdown
from cli.gate.formats.sarif import as_sarif
from cli.gate.formats.text import as_text
from cli.gate.read_verdict import read_verdict, require_input
from cli.gate.report import COULD_NOT_RUN, FAILING, GateReport, Issue
from ingest.errors import UserError
from ingest.store.workspace import locked

FILES: dict[str, Callable[[GateReport], str]] = {
    "markdown": as_markdown,
    "junit": as_junit,
    "sarif": as_sarif,
    "json": as_json,
}
_WRITTEN = {
    "markdown": "a comment for a pull request",
    "junit": "JUnit XML",
    "sarif": "SARIF 2.1.0",
    "json": "JSON (docs/gate.schema.json)",
}


def report_options(command: Callable[..., int]) -> Callable[..., int]:
    """Adds an option per format of the report; `write_reports` takes their values."""
    github = "Also print annotations for GitHub Actions."
    command = click.option("--github", is_flag=True, help=github)(command)
    kind = click.Path(path_type=Path, dir_okay=False, writable=True)
    for name, what in reversed(_WRITTEN.items()):
        shown = f"Also write {what} to this file."
        command = click.option(f"--{name}", type=kind, help=shown)(command)
    return command


@click.command("gate")
@DATABASE
@click.option("--no-build", is_flag=True, help="Evaluate the last `dbt build` instead of building.")
@click.option(
    "--select",
    multiple=True,
    metavar="NODES",
    help="Build only a part, in the syntax of dbt: +leads_assigned. Evaluates the checks it runs.",
)
@report_options
def command(
    database: Path, no_build: bool, select: tuple[str, ...], github: bool, **files: Path | None
) -> int:
    """Builds the audit and fails when quality got worse than the baseline.

    \b
    Exit codes; the highest one applies:
      0  clean: nothing new, nothing worse; a first night without a baseline
      1  regression: a result is new, worse, lost or over its limit, a waiver
         expired, or another test under tests/gate failed
      2  could not run: no exports, no stack, no check ran or none could be
         computed, nothing selected, --empty, results older than exports, stack
         or project, an invalid waiver, limit, baseline or file, no database
      3  internal error: a model, the SQL of a check, a unit test or a pipeline
         test failed
    """
    if no_build and select:
        raise UserError.of(
            "--select and --no-build exclude each other", "", "leave out one of them"
        )
    root = Path.cwd()
    report = _report(root, database, no_build, select)
    write_reports(report, github, files)
    return report.exit_code


def _report(root: Path, database: Path, no_build: bool, select: tuple[str, ...]) -> GateReport:
    """The report; an error that prevents the gate from running becomes part of it."""
    try:
        require_project(root)
        require_input(database)
        if no_build:
            return read_verdict(root, database, read_build(root))
        with locked(database.absolute()):
            build(root, database, select)
            return read_verdict(root, database, read_build(root))
    except UserError as error:
        return refusal_report(error, root, database)


def require_project(root: Path) -> None:
    """Raises `UserError` when `root` is not a dbt project, or its baseline is an earlier one."""
    if not (root / "dbt_project.yml").is_file():
        raise UserError.of(
            "there is no dbt_project.yml here",
            str(root),
            "run the command from the root of the project",
        )
    require_current_format(root / "seeds" / "baseline.csv")


def refusal_report(error: UserError, root: Path, database: Path) -> GateReport:
    """A report on an error that prevented the gate from running."""
    problems = [
        Issue(COULD_NOT_RUN, problem.what, _relative(problem.where, root), problem.fix)
        for problem in error.problems
    ]
    return GateReport(issues=problems, database=str(database))


def write_reports(report: GateReport, github: bool, files: Mapping[str, Path | None]) -> None:
    """Prints a report and writes it in every requested format, see `report_options`."""
    for line in as_github(report) if github else []:
        click.echo(line)
    for name, path in files.items():
        if path is not None:
            _write(path, FILES[name](report))
    _print(report)


def _relative(where: str, root: Path) -> str:
    path = Path(where)
    return path.relative_to(root).as_posix() if where and path.is_relative_to(root) else where


def build(root: Path, database: Path, select: Sequence[str] = ()) -> None:
    """Runs `dbt build`; shows its progress in a terminal."""
    is_terminal = sys.stderr.isatty()

    def progress(done: int, total: int) -> None:
        if is_terminal:
            click.echo(f"\rdbt build: {done} of {total}", nl=False, err=True)

    run_build(root, database, select, progress)
    if is_terminal:
        click.echo("\r" + " " * 40 + "\r", nl=False, err=True)


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise UserError.of(
            f"the file cannot be written: {why}", str(path), "name another file"
        ) from None


def _print(report: GateReport) -> None:
    is_terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size().columns - 1 if is_terminal else 100
    marks = tuple(kind.replace("_", " ").upper() + "  " for kind in FAILING)
    for number, line in enumerate(as_text(report, width)):
        if number == 0:
            click.secho(line, bold=True, fg="red" if report.exit_code else "green")
        elif line.startswith((*marks, "! ")):
            click.secho(line, fg="red")
        else:
            click.echo(line)
