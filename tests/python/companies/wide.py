"""More firms than the core can coin: names of three parts, no two of which share two parts."""

from __future__ import annotations

from .drawing import Draw, Firm, ascii_word
from .words import COINED_ENDS, COINED_STARTS, TRADES

STARTS = (
    *COINED_STARTS,
    *("Abri", "Belto", "Corvi", "Delmo", "Ervin", "Fusta", "Gerlo", "Hospa", "Imbra", "Juska"),
    *("Klevo", "Lindo", "Marzi", "Norbe", "Ostra", "Pirvo", "Quasto", "Rimbo", "Solva", "Trenko"),
)
MIDDLES = (
    *("bal", "cen", "dor", "fim", "gul", "har", "jen", "kov", "lis", "mur", "nep", "pod"),
    *("rag", "sel", "tib", "vun", "wax", "zor", "ber", "col", "dup", "fer", "gim", "hul"),
)
ENDS = (
    *COINED_ENDS,
    *("aria", "berg", "ceno", "dyne", "egon", "ford", "grup", "holm", "ikon", "jell", "krat"),
    *("lith", "mont", "nium", "oxal", "port"),
)


class WideDraw(Draw):
    """A draw that coins many hundreds of firms."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self._pairs: set[tuple[int, str]] = set()

    def firm(self, country: str | None = None, size: int | None = None) -> Firm:
        """A firm whose name is like no other one's."""
        while True:
            start, middle, end = (self.random.choice(part) for part in (STARTS, MIDDLES, ENDS))
            pairs = {(1, start + middle), (2, middle + end), (3, start + end)}
            if not pairs & self._pairs:
                break
        self._pairs |= pairs
        coined = start + middle + end
        country = country or self.random.choice(sorted(self.cities))
        dialling, cities = self.cities[country]
        trade = self.random.choice(TRADES)
        return Firm(
            name=f"{coined} {trade}",
            domain=f"{ascii_word(coined)}-{ascii_word(trade)}.example",
            country=country,
            city=self.random.choice(cities),
            size=size or self.random.choice((12, 25, 40, 80, 140, 260, 480, 900, 1800, 5200)),
            dialling=dialling,
        )
