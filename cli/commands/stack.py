"""`handoff stack`: validates the declared stack and prints a summary."""

from __future__ import annotations

from pathlib import Path

import click

from cli.terminal import print_line
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
    """Validates the declared stack: prints a summary, or all problems at once (exit code 2)."""
    if schema:
        click.echo(schema_text(), nl=False)
        return
    for line in summary(load(folder)):
        print_line(line)


def summary(stack: Stack) -> list[str]:
    """The stack in a few lines: counts, systems, handoffs and their owners."""
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
        path = f"{handoff.from_.system}/{handoff.from_.object}"
        path += f" -> {handoff.to.system}/{handoff.to.object}"
        owner = handoff.owner or "no owner"
        lines.append(f"  {handoff.id:{width}}  {path} ({owner}, {_fields(len(handoff.fields))})")
    lines += _rules_and_sums(stack)
    return lines


def _rules_and_sums(stack: Stack) -> list[str]:
    shown = {rule.id: f"rule on {rule.system}/{rule.object}" for rule in stack.rules}
    for total in stack.sums:
        left, right = (f"{side.system}/{side.object}" for side in (total.left, total.right))
        shown[total.id] = f"sum of {left} = sum of {right}"
    width = max(map(len, shown), default=0)
    return [""] * bool(shown) + [f"  {name:{width}}  {what}" for name, what in shown.items()]


def _fields(count: int) -> str:
    return _count(count, "field")


def _count(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
