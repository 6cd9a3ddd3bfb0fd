"""`handoff questions`: lists the open questions of the checklist per person, as Markdown."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import click

from cli.database import DATABASE, Row, open_audit
from cli.terminal import print_line
from ingest.errors import UserError, printable

QUESTIONS = """
select answers.item_id, checklist.section, checklist.item, answers.kind, answers.reference,
    answers.missing, answers.asked, answers.answer, answers.answered_on
from results.item_answers as answers
inner join results.checklist on answers.item_id = checklist.item_id
where answers.status = 'not_answered'
order by answers.asked nulls last, answers.item_id, answers.reference
"""
_HOW = """\
Write each answer into `stack/answers.yml`, with the id of the person under `owners`:

```yaml
answers:
  - item: 2-058
    asked: ada
    at: 2026-06-12
    answer: A rep may move a lead; the team lead approves it in the CRM.
    verdict: pass
```

`verdict` is `pass`, `fail` or `unknown`. docs/stack.md says where a declaration
belongs."""


@click.command("questions")
@DATABASE
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file instead."
)
def command(database: Path, out: Path | None) -> None:
    """Lists the open questions of the checklist per person, as Markdown for a working session."""
    with open_audit(database, "results.item_answers") as audit:
        rows = audit.rows(QUESTIONS)
    text = markdown(rows)
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        out.write_text(text, "utf-8")
    except OSError as error:
        what = f"cannot be written: {error.strerror or type(error).__name__}"
        raise UserError.of(what, str(out), "choose another path with --out") from None
    people = len({row["asked"] for row in rows})
    print_line(f"{len(rows)} open questions for {people} people: {out}")


def markdown(rows: list[Row]) -> str:
    """The questions as a page with one list per person; `rows` are sorted by person."""
    if not rows:
        return "# Open questions\n\nNo question is open.\n"
    lines = ["# Open questions", "", f"{len(rows)} questions. {_HOW}", ""]
    for asked, found in groupby(rows, key=lambda row: row["asked"]):
        of_person = list(found)
        lines += [f"## {_plain(asked or 'nobody is named')} ({len(of_person)})", ""]
        for section, in_section in groupby(of_person, key=lambda row: row["section"]):
            lines += [f"### {_plain(section)}", ""]
            lines += [line for row in in_section for line in _question(row)]
            lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _question(row: Row) -> list[str]:
    lines = [f"- [ ] **{row['item_id']}** {_plain(row['item'])}"]
    if row["kind"] == "declaration":
        lines.append(f"  To declare: {_plain(row['missing'])}.")
    elif row["answer"]:
        lines.append(f"  Unknown on {row['answered_on']}: {_plain(row['answer'])}")
    return lines


def _plain(text: str) -> str:
    """Text of the stack on one line, without signs that Markdown or HTML would read."""
    safe = printable(text).replace("\n", " ")
    return "".join("\\" + sign if sign in "\\`*_[]<>#|" else sign for sign in safe)
