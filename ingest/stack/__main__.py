"""`python -m ingest.stack [--write]`: writes the references of the format, or compares them.

Exit code 1 when a file is not what would be written.
"""

from __future__ import annotations

import sys
from pathlib import Path

from ingest.stack.reference import reference
from ingest.stack.schema import schema_text

ROOT = Path(__file__).resolve().parents[2]


def generated_files(root: Path = ROOT) -> dict[Path, str]:
    """The generated references with the text they should hold."""
    return {
        root / "docs" / "stack.schema.json": schema_text(),
        root / "docs" / "stack.md": reference(),
    }


def main(arguments: list[str]) -> int:
    """Runs the command line; returns the exit code."""
    stale = [
        path
        for path, text in generated_files().items()
        if not path.is_file() or path.read_text("utf-8") != text
    ]
    for path in stale:
        if "--write" in arguments:
            path.write_text(generated_files()[path], "utf-8")
        print(f"{'wrote' if '--write' in arguments else 'stale'}: {path.relative_to(ROOT)}")
    return 1 if stale and "--write" not in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
