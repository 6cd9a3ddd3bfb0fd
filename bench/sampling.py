"""Binomial draws and intervals, the same on every machine and without a numeric library."""

from __future__ import annotations

import math
import random


def binomial(rng: random.Random, size: int, share: float) -> int:
    """The number of hits among `size` independent records, each with probability `share`.

    Jumps from hit to hit (Devroye, Non-Uniform Random Variate Generation, X.4.3), so the cost
    grows with the number of hits, or of misses if those are rarer.
    """
    if share > 0.5:
        return size - binomial(rng, size, 1 - share)
    if share <= 0:
        return 0
    hits, position, log_miss = 0, 0, math.log1p(-share)
    while True:
        # 1 - random() is never 0.
        position += int(math.log(1 - rng.random()) / log_miss) + 1
        if position > size:
            return hits
        hits += 1


def interval(hits: int, size: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    z, share = 1.959964, hits / size
    middle = (share + z * z / (2 * size)) / (1 + z * z / size)
    half = z / (1 + z * z / size) * math.sqrt(share * (1 - share) / size + z * z / (4 * size**2))
    return max(0.0, middle - half), min(1.0, middle + half)
