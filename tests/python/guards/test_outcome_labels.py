"""The labels of `tests/python/cases/outcomes` follow from the planted facts and known formulas."""

from __future__ import annotations

import pytest
from cases.outcomes import companies, sums
from cases.outcomes.compare import expected_of
from cases.outcomes.expected import DRAWN, NULL_DIMENSIONS, NULL_STEPS, expected, sources


def rounded(values: tuple[float, ...]) -> list[float]:
    return [round(v, 4) for v in values]


@pytest.mark.parametrize("company", DRAWN)
def test_labels_follow_from_the_facts(company: str) -> None:
    assert expected_of(company) == expected(company)


def test_formulas_give_published_values() -> None:
    """Newcombe 1998: 81 of 263, and 56 of 70 against 48 of 80."""
    assert rounded(sums.wilson(81, 263)) == [0.2553, 0.3662]
    assert rounded(sums.newcombe(56, 70, 48, 80)) == [0.2, 0.0524, 0.3339]
    # Fisher's tea: 3 of 4 against 1 of 4.
    assert round(sums.p_by_fisher(3, 4, 1, 4), 4) == 0.4857
    # Three p values: 0.01 * 3 / 1, 0.03 * 3 / 2, 0.04 * 3 / 3, each at most the next one.
    assert rounded(tuple(sums.benjamini_hochberg([0.04, 0.01, 0.03]))) == [0.04, 0.03, 0.04]
    # Pairs: 3 > 2, 3 > 1, 2 = 2, 2 > 1.
    assert sums.auc([3, 2], [2, 1]) == 3.5 / 4


def test_the_two_groups_of_the_rule() -> None:
    """7 of 108 against 93 of 1,000 is not below; 0 of 300 is."""
    rows = {r["value"]: r for r in sources(companies.salesforce(), "source", "accepted")}
    partner, bought = rows["Partner"], rows["List Import"]
    assert [partner[c] for c in ("k", "n", "rest_k", "rest_n")] == [7, 108, 93, 1000]
    assert [bought[c] for c in ("k", "n", "verdict")] == [0, 300, "below"]
    assert partner["verdict"] == "not_told_apart"


def test_twenty_draws_without_effect() -> None:
    """By the same formulas: at most one of the 20 draws of no_effect, and one of 20 seeds."""

    def is_accused(seed: int, dimension: str, step: str) -> bool:
        rows = sources(companies.no_effect(seed), dimension, step)
        return any("below" in r["verdict"] for r in rows)

    assert sum(is_accused(17, d, s) for d in NULL_DIMENSIONS for s in NULL_STEPS) <= 1
    assert sum(is_accused(seed, "source", "accepted") for seed in range(1, 21)) <= 1
