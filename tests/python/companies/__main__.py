"""The command line of the drawn companies."""

from __future__ import annotations

import argparse
import importlib
import shutil
from pathlib import Path

from .drawing import Company

COMPANIES = (
    "hubspot_quickbooks",
    "pardot_dynamics_chargebee",
    "zoho_activecampaign_xero",
    "salesforce_mailchimp_netsuite",
)


def draw(company: str, seed: int, faulty: bool) -> Company:
    """Draws a company; its package has a function of this signature: `draw(seed, faulty)`."""
    package = importlib.import_module(f"{__package__}.{company}")
    drawn: Company = package.draw(seed, faulty)
    return drawn


def main() -> None:
    """Draws one company into a folder."""
    parser = argparse.ArgumentParser(prog="python -m tests.python.companies", description=__doc__)
    parser.add_argument("company", choices=COMPANIES)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faulty", action="store_true", help="plant faults beside the traps")
    parser.add_argument("--out", type=Path, required=True, help="folder that is replaced")
    options = parser.parse_args()
    drawn = draw(options.company, options.seed, options.faulty)
    for part in ("exports", "stack", "truth"):
        shutil.rmtree(options.out / part, ignore_errors=True)
    drawn.write(options.out)


if __name__ == "__main__":
    main()
