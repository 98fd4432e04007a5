"""Numbers by bands of head-count, as the packs write them: "100-3000: 30 + 5/100; 3001-: least 175"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from huozhong.kernel.rulepacks import BrokenPack

_BAND = re.compile(r"^(\d+)-(\d*)$")
_STEPS = re.compile(r"^(\d+) \+ (\d+)/(\d+)$")
_SLIDE = re.compile(r"^(\d+)%(?: to (\d+)%)?$")
_BOUND = re.compile(r"^(least|most|agreed above) (\d+)$")


@dataclass(frozen=True, slots=True)
class Band:
    """One band: from so many people until (and including) so many, and what it says of the number."""

    start: int
    end: int | None
    base: int = 0
    step: int = 0
    per: int = 1
    first: Fraction | None = None  # share at the lower end
    last: Fraction | None = None  # share at the upper end; the same when it does not slide
    least: int = 0
    most: int | None = None
    agreed_above: int | None = None

    def covers(self, people: int) -> bool:
        return self.start <= people and (self.end is None or people <= self.end)

    def floor(self, people: int) -> int:
        """The fewest that the band's own words allow for so many people."""
        found = max(self.least, self._stepped(people))
        if self.first is not None and self.last is not None:
            found = max(found, _up(people * min(self.first, self.last)))
        return found if self.agreed_above is None else min(found, self.agreed_above)

    def usual(self, people: int) -> int:
        """What the band's words come to; where a share slides, the number grows evenly from end to end."""
        found = max(self.least, self._stepped(people))
        if self.first is not None and self.last is not None:
            found = max(found, _up(self._slid(people, self.first, self.last)))
        return found if self.most is None else min(found, self.most)

    def _stepped(self, people: int) -> int:
        return self.base + self.step * ((people - self.start) // self.per) if self.step else 0

    def _slid(self, people: int, first: Fraction, last: Fraction) -> Fraction:
        if self.end is None or first == last:
            return people * first
        low, high = self.start * first, (self.end + 1) * last
        return low + (high - low) * Fraction(people - self.start, self.end + 1 - self.start)


def bands_of(text: str) -> tuple[Band, ...]:
    """The bands that a pack writes; BrokenPack when they cannot be read, overlap or leave a gap."""
    found = tuple(_band(part.strip()) for part in text.split(";"))
    for lower, upper in pairwise(found):
        if lower.end is None or upper.start != lower.end + 1:
            raise BrokenPack(f"bands do not follow one another: {text!r}")
    return found


def number_for(people: int, bands: tuple[Band, ...]) -> tuple[int, int, int | None] | None:
    """Fewest, usual and most for so many people; None below the first band.

    The number never falls as people are added: a band's fewest is at least that of the end of the band before.
    """
    fewest = usual = 0
    for band in bands:
        if band.covers(people):
            fewest = max(fewest, band.floor(people))
            usual = max(usual, fewest, band.usual(people))
            if band.most is not None:
                usual = min(usual, band.most)
            return fewest, usual, band.most
        if people > band.start and band.end is not None:
            fewest, usual = max(fewest, band.floor(band.end)), max(usual, band.usual(band.end))
    return None


def _band(text: str) -> Band:
    name, _, words = text.partition(":")
    ends = _BAND.match(name.strip())
    if ends is None or not words.strip():
        raise BrokenPack(f"not a band: {text!r}")
    values: dict[str, int | Fraction] = {}
    for word in (part.strip() for part in words.split(",")):
        if steps := _STEPS.match(word):
            values |= dict(zip(("base", "step", "per"), map(int, steps.groups()), strict=True))
        elif slide := _SLIDE.match(word):
            values |= {"first": Fraction(int(slide[1]), 100), "last": Fraction(int(slide[2] or slide[1]), 100)}
        elif bound := _BOUND.match(word):
            values[bound[1].replace(" ", "_")] = int(bound[2])
        else:
            raise BrokenPack(f"a band cannot say {word!r}")
    return Band(int(ends[1]), int(ends[2]) if ends[2] else None, **values)  # type: ignore[arg-type]


def _up(exact: Fraction) -> int:
    return -(-exact.numerator // exact.denominator)
