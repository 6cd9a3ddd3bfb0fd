"""`handoff run`: loads, builds and evaluates on a private copy, then publishes it in one step."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cli.commands.gate import build, refusal_report, report_options, require_project, write_reports
from cli.commands.ingest import ACCEPT, DECLARATIONS_ONLY, STACK, loading, show
from cli.database import DATABASE
from cli.gate.dbt_build import read_build
from cli.gate.read_verdict import read_verdict, require_input
from cli.gate.report import COULD_NOT_RUN, INTERNAL_ERROR, GateReport, Issue
from cli.last_run import record
from cli.last_run.inputs import Inputs, read_inputs
from cli.report.mask import EXTERNAL
from ingest.errors import UserError
from ingest.store.workspace import WAIT_SECONDS, Workspace, workspace

if TYPE_CHECKING:
    from ingest.plan.declared import Declared


@click.command("run")
@click.argument("folder", type=click.Path(path_type=Path))
@DATABASE
@STACK
@ACCEPT
@DECLARATIONS_ONLY
@click.option(
    "--wait",
    type=click.FloatRange(min=0),
    default=WAIT_SECONDS,
    show_default=True,
    metavar="SECONDS",
    help="How long to wait for another run on the same database.",
)
@click.option("--full", is_flag=True, help="Load and build also when nothing changed.")
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write `handoff report` to this file, for readers outside.",
)
@report_options
def command(
    folder: Path,
    database: Path,
    stack: Path,
    accept: tuple[str, ...],
    declarations_only: bool,
    wait: float,
    full: bool,
    html: Path | None,
    github: bool,
    **files: Path | None,
) -> int:
    """The nightly command: loads the exports below FOLDER, builds, evaluates the gate, publishes.

    Works on a private copy of the database. Other programs can read the database meanwhile; they
    see the previous night until this one is finished. When nothing changed since the last run, its
    results stand, and nothing is built.

    \b
    Exit codes; the highest one applies:
      0  clean
      1  regression: published; results.gate lists the reasons
      2  input or configuration: a file or record could not be loaded (the others
         are published), no file at all, a mistake in the stack, disk full,
         another run in progress, or a reason of `handoff gate`
      3  internal error: nothing is published
    """
    environment = dict(os.environ)
    night = _Night(Path.cwd(), folder, database, stack, accept, environment, declarations_only)
    try:
        report = night.run(wait, full)
        if html is not None and not report.is_unusable:
            from cli.report.write import write_report  # a run without it does without templates

            write_report(database, html, EXTERNAL)
    except UserError as error:
        report = refusal_report(error, night.root, database)
    write_reports(report, github, files)
    return report.exit_code


@dataclass(frozen=True)
class _Night:
    """One run, with the arguments of the command."""

    root: Path
    folder: Path
    database: Path
    stack: Path
    accepted: tuple[str, ...]
    environment: dict[str, str]
    # Without an export: such a run is never remembered, so a later one looks for exports again.
    declarations_only: bool = False

    def run(self, wait: float, is_full: bool) -> GateReport:
        """Returns the report; raises `UserError` before the database changes."""
        require_project(self.root)
        inputs = self._inputs()
        last = None if is_full or self.declarations_only else record.find(self.database, inputs)
        # Before the wait for another run, except where the last run read the same declarations.
        declared = self._declared() if last is None else None
        with workspace(self.database, wait) as work:
            if last is not None and work.has_published(last.database):
                click.echo("nothing changed since the last run: its results stand")
                show(last.outcome)
                return replace(last.report, database=str(self.database))
            return self._build(work, declared or self._declared(), inputs)

    def _inputs(self) -> Inputs:
        return read_inputs(self.root, self.folder, self.stack, self.accepted, self.environment)

    def _declared(self) -> Declared:
        from ingest.run import declared_for  # an unchanged run does without the loader

        return declared_for(self.folder, self.stack)

    def _build(self, work: Workspace, declared: Declared, inputs: Inputs) -> GateReport:
        """Loads, builds, evaluates, publishes and records the run."""
        from ingest.run import load_into

        work.copy()
        with loading() as step:
            outcome = load_into(
                *(work, self.folder, declared, step),
                accepted=self.accepted,
                looks_ahead=not self.declarations_only,
                declarations_only=self.declarations_only,
            )
        show(outcome)
        require_input(work.path)
        build(self.root, work.path)
        built = read_build(self.root)
        report = read_verdict(self.root, work.path, built)
        problems = [Issue(COULD_NOT_RUN, one.what, one.where, one.fix) for one in outcome.problems]
        is_sound = built.is_whole and report.exit_code != INTERNAL_ERROR
        if not is_sound:
            what = "the night was not published: a part of it could not be built"
            code = max(COULD_NOT_RUN, report.exit_code)
            problems.append(Issue(code, what, str(self.database), "the database is unchanged"))
        report = replace(
            report,
            issues=[*report.issues, *problems],
            database=str(self.database),
            is_unusable=report.is_unusable or not is_sound,
        )
        if is_sound:
            digest = work.compact()
            work.publish()
            if outcome.is_settled and self._inputs() == inputs:
                record.write(self.database, digest, inputs, outcome.repeated, report)
        return report
