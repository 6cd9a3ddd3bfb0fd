"""`handoff run`: loads, builds and evaluates on a private copy, then publishes it in one step."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from cli.commands.gate import build, refusal_report, report_options, require_project, write_reports
from cli.commands.ingest import ACCEPT, STACK, loading, show
from cli.database import DATABASE
from cli.gate.dbt_build import read_build
from cli.gate.read_verdict import read_verdict, require_input
from cli.gate.report import COULD_NOT_RUN, INTERNAL_ERROR, GateReport, Issue
from ingest.errors import UserError
from ingest.store.workspace import WAIT_SECONDS, workspace


@click.command("run")
@click.argument("folder", type=click.Path(path_type=Path))
@DATABASE
@STACK
@ACCEPT
@click.option(
    "--wait",
    type=click.FloatRange(min=0),
    default=WAIT_SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for another run on the same database.",
)
@report_options
def command(
    folder: Path,
    database: Path,
    stack: Path,
    accept: tuple[str, ...],
    wait: float,
    github: bool,
    **files: Path | None,
) -> int:
    """The nightly command: loads the exports below FOLDER, builds, evaluates the gate, publishes.

    Works on a private copy of the database. Other programs can read the database meanwhile; they
    see the previous night until this one is finished.

    \b
    Exit codes; the highest one applies:
      0  clean
      1  regression: published; results.gate lists the reasons
      2  input or configuration: a file or record could not be loaded (the others
         are published), no file at all, a mistake in the stack, disk full,
         another run in progress, or a reason of `handoff gate`
      3  internal error: nothing is published
    """
    root = Path.cwd()
    try:
        report = _night(root, folder, database, stack, accept, wait)
    except UserError as error:
        report = refusal_report(error, root, database)
    write_reports(report, github, files)
    return report.exit_code


def _night(
    root: Path, folder: Path, database: Path, stack: Path, accept: tuple[str, ...], wait: float
) -> GateReport:
    """Runs a night and returns its report; raises `UserError` before the database changes."""
    from ingest.run import declared_for, load_into

    require_project(root)
    declared = declared_for(folder, stack)
    with workspace(database, wait) as work:
        work.copy()
        with loading() as step:
            outcome = load_into(work, folder, declared, step, accepted=accept)
        show(outcome)
        require_input(work.path)
        build(root, work.path)
        built = read_build(root)
        report = read_verdict(root, work.path, built)
        is_sound = built.is_whole and report.exit_code != INTERNAL_ERROR
        if is_sound:
            work.publish(is_compacted=True)
    problems = [Issue(COULD_NOT_RUN, one.what, one.where, one.fix) for one in outcome.problems]
    if not is_sound:
        what = "the night was not published: a part of it could not be built"
        code = max(COULD_NOT_RUN, report.exit_code)
        problems.append(Issue(code, what, str(database), "the database is unchanged"))
    return replace(report, issues=[*report.issues, *problems], database=str(database))
