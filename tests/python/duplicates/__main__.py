"""The command line of the drawn populations."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from .draw import draw
from .populations import POPULATIONS
from .write import write


def main() -> None:
    """Draws one population into a folder."""
    parser = argparse.ArgumentParser(prog="python -m tests.python.duplicates", description=__doc__)
    parser.add_argument("population", choices=sorted(POPULATIONS))
    parser.add_argument("--contacts", type=int, default=2000, help="records of people")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--without-merges", action="store_true", help="no record is merged")
    parser.add_argument("--out", type=Path, required=True, help="folder that is replaced")
    options = parser.parse_args()
    for part in ("exports", "stack", "truth"):
        shutil.rmtree(options.out / part, ignore_errors=True)
    drawn = draw(POPULATIONS[options.population], options.contacts, options.seed)
    write(drawn, options.out, with_merges=not options.without_merges)


if __name__ == "__main__":
    main()
