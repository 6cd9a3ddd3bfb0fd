"""The `handoff` command group: each command lives in a module of its own."""

from __future__ import annotations

import importlib
import os
import sys

import click

from ingest.errors import UserError

# Command name -> module under cli/ that holds a click command `command`.
# Loaded on demand: dlt and dbt take seconds to import.
COMMANDS = {
    "ingest": "ingest",
    "init": "init",
    "stack": "stack",
    "demo": "demo",
    "checks": "checks",
    "needs": "needs",
    "trace": "trace",
    "results": "results",
}


class LazyGroup(click.Group):
    """Imports a command's module only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"cli.{COMMANDS[cmd_name]}")
        command: click.Command = module.command
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="handoff-audit", message="%(version)s")
def group() -> None:
    """Audits the handoffs between CRM, marketing automation and finance systems."""


def main() -> None:
    """Runs the command; exit 0 ran, 1 gate, 2 could not run, 3 internal error."""
    try:
        group()
    except UserError as error:
        for problem in error.problems:
            click.echo(f"error: {problem}", err=True)
        sys.exit(2)
    except Exception as error:  # the last resort: a traceback could quote cells of an export
        click.echo(f"internal error: {type(error).__name__}", err=True)
        click.echo("  -> run again with HANDOFF_DEBUG=1 and report the traceback", err=True)
        if os.environ.get("HANDOFF_DEBUG"):
            raise
        sys.exit(3)
