"""How often one address may ask: a leaking bucket per address, in this process's memory, bounded."""

from __future__ import annotations

from collections import OrderedDict
from fractions import Fraction


class Buckets:
    """Each address has a bucket of `burst` requests that refills by `a_minute`; the oldest addresses are forgotten."""

    def __init__(self, *, burst: int, a_minute: int, most: int = 20_000) -> None:
        self.burst, self.rate, self.most = burst, Fraction(a_minute, 60), most
        self._left: OrderedDict[str, tuple[Fraction, Fraction]] = OrderedDict()

    def takes(self, address: str, *, second: Fraction) -> bool:
        """Whether the address may ask now; the second only ever grows."""
        left, before = self._left.pop(address, (Fraction(self.burst), second))
        left = min(Fraction(self.burst), left + max(Fraction(0), second - before) * self.rate)
        may = left >= 1
        self._left[address] = (left - 1 if may else left, second)
        while len(self._left) > self.most:
            self._left.popitem(last=False)
        return may
