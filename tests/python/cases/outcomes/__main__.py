"""Writes the exports of the companies, or their expected.yml."""

from __future__ import annotations

import argparse
from pathlib import Path

from ruamel.yaml import YAML

from .expected import DRAWN, expected
from .write import write

HERE = Path(__file__).parent


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.python.cases.outcomes", description=__doc__
    )
    parser.add_argument("--exports", type=Path, help="folder for the exports of all companies")
    parser.add_argument(
        "--expected", action="store_true", help="write expected.yml of all companies"
    )
    options = parser.parse_args()
    for company, facts in DRAWN.items():
        if options.exports:
            write(company, facts(), options.exports / company)
        if options.expected:
            yaml = YAML()
            yaml.width = 110
            yaml.indent(mapping=2, sequence=4, offset=2)
            with (HERE / company / "expected.yml").open("w", encoding="utf-8") as file:
                yaml.dump(expected(company), file)


if __name__ == "__main__":
    main()
