"""`python -m tests.python.public_sets.figures [--write]`: how many facts `handoff init` says.

Reads `where` of the facts and counts them by set and kind. `--write` puts the tables into
docs/public-sets.md. tests/python/unit/public_sets/test_said.py proves each `where`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "public-sets.md"
MARK = "<!-- figures -->"


def figures() -> str:
    """The tables of the open and the sealed sets, and the facts that are not said."""
    sys.path.insert(0, str(ROOT / "tests" / "python"))
    from support import public_sets, said

    facts = {name: public_sets.read(name, "facts.yml") for name in public_sets.SETS}
    sealed = [name for name in facts if name.startswith("sealed/")]
    lines = []
    for title, names in (
        ("Open sets, after they were used to mend", [one for one in facts if one not in sealed]),
        ("Sealed sets, first run", sealed),
    ):
        chosen = {name: facts[name] for name in names}
        lines += ["", f"### {title}", "", *said.table_lines(chosen, public_sets.KINDS), ""]
        for word in ("wrong", "cannot say"):
            found = [
                f"- {name}: {said.said_with_values(fact)}"
                for name in names
                for fact in facts[name]
                if said.verdict(fact) == word
            ]
            lines += [f"{word.capitalize()}:", "", *found, ""] if found else []
    return "\n".join(lines).strip()


def main() -> None:
    """Prints the table, and writes it into the page on request."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    text = figures()
    print(text)
    if parser.parse_args().write:
        from bench.update_docs import insert_figures

        insert_figures(PAGE, MARK, text)


if __name__ == "__main__":
    main()
