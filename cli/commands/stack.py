"""`handoff stack`: checks the declared stack and says what it declares."""

from __future__ import annotations

from pathlib import Path

import click

from cli.terminal import say
from ingest.stack import Stack, load
from ingest.stack.schema import schema_text


@click.command("stack")
@click.option(
    "--stack",
    "folder",
    type=click.Path(path_type=Path),
    default=Path("stack"),
    show_default=True,
    help="Folder with the declared stack.",
)
@click.option("--schema", is_flag=True, help="Print the JSON Schema for editors instead.")
def command(folder: Path, schema: bool) -> None:
    """Checks the declared stack: prints what it declares, or every problem at once (exit 2)."""
    if schema:
        click.echo(schema_text(), nl=False)
        return
    for line in summary(load(folder)):
        say(line)


def summary(stack: Stack) -> list[str]:
    """The stack in a few lines: counts, systems, handoffs and who answers for them."""
    rules = sum(len(routing.rules) for routing in stack.routing)
    lines = [
        f"{stack.company.name}: {_count(len(stack.systems), 'system')}, "
        f"{_count(len(stack.handoffs), 'handoff')}, {_count(rules, 'routing rule')}, "
        f"{_count(len(stack.lifecycle.stages), 'stage')}, "
        f"{_count(len(stack.owners), 'accountable person', 'accountable people')}",
        "",
    ]
    width = max(len(system.id) for system in stack.systems)
    for system in stack.systems:
        source = system.vendor or ", ".join(sorted({t.entity or t.object for t in system.tables}))
        lines.append(f"  {system.id:{width}}  {source} ({', '.join(system.functions)})")
    if stack.handoffs:
        lines.append("")
        width = max(len(handoff.id) for handoff in stack.handoffs)
    for handoff in stack.handoffs:
        way = f"{handoff.from_.system}/{handoff.from_.object}"
        way += f" -> {handoff.to.system}/{handoff.to.object}"
        owner = handoff.owner or "nobody answers for it"
        lines.append(f"  {handoff.id:{width}}  {way} ({owner}, {_fields(len(handoff.fields))})")
    return lines


def _fields(count: int) -> str:
    return _count(count, "field")


def _count(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
