"""The `handoff` command group; each command has its own module."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from types import FrameType

import click

from ingest.errors import UserError, closest

# Command name -> module under cli/commands/ with a click command `command`.
# Imported on demand, because dlt and dbt take seconds to import.
COMMANDS = {
    "ingest": "ingest",
    "init": "init",
    "stack": "stack",
    "demo": "demo",
    "checks": "checks",
    "needs": "needs",
    "records": "records",
    "cash": "cash",
    "report": "report",
    "sources": "sources",
    "note": "note",
    "plan": "plan",
    "profile": "profile",
    "evidence": "evidence",
    "mend": "mend",
    "trace": "trace",
    "results": "results",
    "query": "query",
    "sql": "sql",
    "accept": "accept",
    "diff": "diff",
    "gate": "gate",
    "run": "run",
}


class LazyGroup(click.Group):
    """Imports the module of a command when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command with this name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"cli.commands.{COMMANDS[cmd_name]}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command named by the first argument; the error suggests the nearest name."""
        close = None if args[0] in COMMANDS else closest(args[0], list(COMMANDS))
        if close:
            ctx.fail(f"No such command '{args[0]}'. Did you mean '{close}'?")
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="handoff-audit", message="%(version)s")
def group() -> None:
    """Audits the handoffs between CRM, marketing automation and finance systems."""


class Stopped(BaseException):
    """Ends a run after a signal, so that its `finally` blocks remove unfinished work."""


def _stop_on_signals() -> list[int]:
    """Installs the handlers; the returned list collects the signals. Only the first one raises."""
    received: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        received.append(number)
        if len(received) == 1:
            raise Stopped

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    return received


def main() -> None:
    """Runs the command line.

    Exit codes: 0 ran, 1 gate, 2 could not run, 3 internal error, 130/143 stopped by a signal.
    """
    received = _stop_on_signals()
    # Database, logs, dbt artifacts and reports contain personal data: only the owner may read them.
    os.umask(0o077)
    code = 0
    try:
        code = _run(received)
    except BaseException:
        # Libraries may replace the exception of the handler by their own.
        if not received:
            raise
    if received:
        name = signal.Signals(received[0]).name
        click.echo(
            f"stopped by {name}: unfinished work was removed, run the command again", err=True
        )
        # Threads of dlt may still wait for work and would block a normal exit.
        sys.stderr.flush()
        os._exit(128 + received[0])
    sys.exit(code)


def _run(received: list[int]) -> int:
    try:
        result = group(standalone_mode=False)
    except UserError as error:
        for problem in error.problems:
            click.echo(f"error: {problem}", err=True)
        return 2
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        click.echo("stopped", err=True)
        return 130
    except Exception as error:  # a traceback could quote cells of an export
        if received or os.environ.get("HANDOFF_DEBUG"):
            raise
        click.echo(f"internal error: {type(error).__name__}", err=True)
        click.echo("  -> run again with HANDOFF_DEBUG=1 and report the traceback", err=True)
        return 3
    return result if isinstance(result, int) else 0
