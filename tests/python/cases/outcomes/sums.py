"""The statistics of the labels, written from their textbook formulas; no code of the audit."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb, erfc, sqrt

# 97.5 % quantile of the normal distribution.
Z = 1.959963984540054


def wilson(k: int, n: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share (Wilson 1927), without correction for continuity."""
    p = k / n
    middle = p + Z * Z / (2 * n)
    half = Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    whole = 1 + Z * Z / n
    return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)


def newcombe(k: int, n: int, rest_k: int, rest_n: int) -> tuple[float, float, float]:
    """Difference of two shares and its 95 % interval (Newcombe 1998, method 10)."""
    p, q = k / n, rest_k / rest_n
    low, high = wilson(k, n)
    rest_low, rest_high = wilson(rest_k, rest_n)
    return (
        p - q,
        p - q - sqrt((p - low) ** 2 + (rest_high - q) ** 2),
        p - q + sqrt((high - p) ** 2 + (q - rest_low) ** 2),
    )


def p_by_normal(k: int, n: int, rest_k: int, rest_n: int) -> float:
    """Two-sided p of equal shares: pooled z test."""
    pooled = (k + rest_k) / (n + rest_n)
    error = sqrt(pooled * (1 - pooled) * (1 / n + 1 / rest_n))
    return 1.0 if error == 0 else erfc(abs(k / n - rest_k / rest_n) / error / sqrt(2))


def p_by_fisher(k: int, n: int, rest_k: int, rest_n: int) -> float:
    """Two-sided p of equal shares: Fisher's exact test."""
    hits, everyone = k + rest_k, n + rest_n
    ways = comb(everyone, hits)

    def chance(i: int) -> int:
        return comb(n, i) * comb(rest_n, hits - i)

    here = chance(k)
    possible = range(max(0, hits - rest_n), min(n, hits) + 1)
    return sum(c for i in possible if (c := chance(i)) <= here) / ways


def benjamini_hochberg(ps: Sequence[float]) -> list[float]:
    """The q value of each p value."""
    order = sorted(range(len(ps)), key=lambda i: ps[i], reverse=True)
    qs, least = [1.0] * len(ps), 1.0
    for rank, i in zip(range(len(ps), 0, -1), order, strict=True):
        least = min(least, ps[i] * len(ps) / rank)
        qs[i] = least
    return qs


def auc(wins: Sequence[float], losses: Sequence[float]) -> float:
    """Share of pairs in which the win has the higher score; a tie is half a pair."""
    pairs = sum((w > x) + (w == x) / 2 for w in wins for x in losses)
    return pairs / (len(wins) * len(losses))


def hanley_mcneil(wins: Sequence[float], losses: Sequence[float]) -> tuple[float, float]:
    """95 % interval of the AUC (Hanley and McNeil 1982)."""
    a, m, n = auc(wins, losses), len(wins), len(losses)
    q1, q2 = a / (2 - a), 2 * a * a / (1 + a)
    error = sqrt((a * (1 - a) + (m - 1) * (q1 - a * a) + (n - 1) * (q2 - a * a)) / (m * n))
    return a - Z * error, a + Z * error


def delong(wins: Sequence[float], losses: Sequence[float]) -> tuple[float, float]:
    """95 % interval of the AUC (DeLong, DeLong and Clarke-Pearson 1988)."""
    a = auc(wins, losses)

    def variance(values: list[float]) -> float:
        return sum((v - a) ** 2 for v in values) / (len(values) - 1)

    of_wins = [sum((w > x) + (w == x) / 2 for x in losses) / len(losses) for w in wins]
    of_losses = [sum((w > x) + (w == x) / 2 for w in wins) / len(wins) for x in losses]
    error = sqrt(variance(of_wins) / len(wins) + variance(of_losses) / len(losses))
    return a - Z * error, a + Z * error
