"""`handoff run`: a whole night on a private copy, published at once or not at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from cli.commands.gate import build, refuse_without_project, refused, reports, tell
from cli.commands.ingest import ACCEPT, STACK, loading, show
from cli.database import DATABASE
from cli.gate.dbt_build import read_build
from cli.gate.read_verdict import judge, refuse_without_input
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
@reports
def command(
    folder: Path,
    database: Path,
    stack: Path,
    accept: tuple[str, ...],
    wait: float,
    github: bool,
    **files: Path | None,
) -> int:
    """The nightly command: loads the exports below FOLDER, builds, judges, publishes.

    It works on a private copy of the database. Who reads the database meanwhile is not
    disturbed, and sees the night before until this one is finished.

    \b
    Exit codes; of several, the highest:
      0  clean
      1  regression: published, its results say why
      2  input or configuration: a file or record could not be loaded (the others
         are published), no file at all, a mistake in the stack, no room, another
         run at work, or a reason of `handoff gate`
      3  internal error: nothing is published
    """
    root = Path.cwd()
    try:
        report = _night(root, folder, database, stack, accept, wait)
    except UserError as error:
        report = refused(error, root, database)
    tell(report, github, files)
    return report.exit_code


def _night(
    root: Path, folder: Path, database: Path, stack: Path, accept: tuple[str, ...], wait: float
) -> GateReport:
    """The report of a night; `UserError` when the database is as it was."""
    from ingest.run import declared_for, load_into

    refuse_without_project(root)
    declared = declared_for(folder, stack)
    with workspace(database, wait) as work:
        work.copy()
        with loading() as step:
            outcome = load_into(work, folder, declared, step, accepted=accept)
        show(outcome)
        refuse_without_input(work.path)
        build(root, work.path)
        built = read_build(root)
        report = judge(root, work.path, built)
        is_sound = built.is_whole and report.exit_code != INTERNAL_ERROR
        if is_sound:
            work.publish(is_compacted=True)
    problems = [Issue(COULD_NOT_RUN, one.what, one.where, one.fix) for one in outcome.problems]
    if not is_sound:
        what = "the night was not published: not all of it could be built"
        code = max(COULD_NOT_RUN, report.exit_code)
        problems.append(Issue(code, what, str(database), "it is as it was before"))
    return replace(report, troubles=[*report.troubles, *problems], database=str(database))
