"""The group of the ballots: BELENIOS-2048 (§5.1), and its powers.

gmpy2 computes one power 12 times as fast as `pow`. Powers of the two bases that never change within an election, the
generator and the public key, come from a table: 32 products instead of about 320. The server holds no secret, so timing
is not defended here; secrets live on the devices of those who vote and of the trustees.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import lru_cache

import gmpy2

from huozhong.ballots.engine.refusing import BallotRefused
from huozhong.kernel.sentences import say

_WINDOW = 8  # bits a step


@dataclass(frozen=True, slots=True)
class Group:
    """The subgroup of prime order q of the integers modulo p, with its generator g."""

    name: str
    p: int
    q: int
    g: int

    def power(self, base: int, exponent: int) -> int:
        """base to the exponent, modulo p."""
        return int(gmpy2.powmod(base, exponent % self.q, self.p))

    def power_of(self, fixed: int, exponent: int) -> int:
        """The same for a base that comes again and again: the generator, an election's public key."""
        return _table(fixed, self.p, self.q.bit_length()).power(exponent % self.q)

    def times(self, *factors: int) -> int:
        """The product, modulo p."""
        product = 1
        for factor in factors:
            product = product * factor % self.p
        return product

    def divide(self, dividend: int, divisor: int) -> int:
        """The quotient, modulo p."""
        return int(gmpy2.invert(divisor, self.p)) * dividend % self.p

    def holds(self, element: int) -> bool:
        """Whether the number is an element: without this check a proof proves nothing."""
        return 0 < element < self.p and gmpy2.powmod(element, self.q, self.p) == 1

    def element(self, text: object) -> int:
        """Read an element as the files write it, in base 10; refuse everything else."""
        number = _whole_number(text, below=self.p)
        if not self.holds(number):
            raise BallotRefused(say("数不在约定的群里。"))
        return number

    def exponent(self, text: object) -> int:
        """Read a number below q as the files write it."""
        return _whole_number(text, below=self.q)

    def random_exponent(self) -> int:
        """A secret number below q, from the machine's own source of randomness."""
        return secrets.randbelow(self.q)


def _whole_number(text: object, *, below: int) -> int:
    """Canonical decimal digits: no sign, no space, no leading zero, so that one number has one spelling."""
    if not isinstance(text, str) or not text.isascii() or not text.isdigit() or len(text) > 700:
        raise BallotRefused(say("应当是十进制整数。"))
    if len(text) > 1 and text[0] == "0":
        raise BallotRefused(say("应当是十进制整数。"))
    number = int(gmpy2.mpz(text))
    if number >= below:
        raise BallotRefused(say("数太大了。"))
    return number


class _Table:
    """Every power of a base that one window of bits can ask for."""

    __slots__ = ("_p", "_rows")

    def __init__(self, base: int, p: int, bits: int) -> None:
        self._p = gmpy2.mpz(p)
        self._rows: list[list[gmpy2.mpz]] = []
        step = gmpy2.mpz(base)
        for _ in range(0, bits, _WINDOW):
            row = [gmpy2.mpz(1)]
            for _ in range(2**_WINDOW - 1):
                row.append(row[-1] * step % self._p)
            self._rows.append(row)
            step = row[-1] * step % self._p

    def power(self, exponent: int) -> int:
        product, p = gmpy2.mpz(1), self._p
        steps = exponent.to_bytes(len(self._rows), "little")
        for row, bits in zip(self._rows, steps, strict=True):
            if bits:
                product = product * row[bits] % p
        return int(product)


@lru_cache(maxsize=16)
def _table(base: int, p: int, bits: int) -> _Table:
    return _Table(base, p, bits)


BELENIOS_2048 = Group(
    name="BELENIOS-2048",
    p=int(
        "20694785691422546"
        "401013643657505008064922989295751104097100884787057374219242"
        "717401922237254497684338129066633138078958404960054389636289"
        "796393038773905722803605973749427671376777618898589872735865"
        "049081167099310535867780980030790491654063777173764198678527"
        "273474476341835600035698305193144284561701911000786737307333"
        "564123971732897913240474578834468260652327974647951137672658"
        "693582180046317922073668860052627186363386088796882120769432"
        "366149491002923444346373222145884100586421050242120365433561"
        "201320481118852408731077014151666200162313177169372189248078"
        "507711827842317498073276598828825169183103125680162072880719"
    ),
    g=int(
        "2402352677501852"
        "209227687703532399932712287657378364916510075318787663274146"
        "353219320285676155269678799694668298749389095083896573425601"
        "900601068477164491735474137283104610458681314511781646755400"
        "527402889846139864532661215055797097162016168270312886432456"
        "663834863635782106154918419982534315189740658186868651151358"
        "576410138882215396016043228843603930989333662772848406593138"
        "406010231675095763777982665103606822406635076697764025346253"
        "773085133173495194248967754052573659049492477631475991575198"
        "775177711481490920456600205478127054728238140972518639858334"
        "115700568353695553423781475582491896050296680037745308460627"
    ),
    q=int("78571733251071885079927659812671450121821421258408794611510081919805623223441"),
)
GROUPS = {BELENIOS_2048.name: BELENIOS_2048}


def group_named(name: object) -> Group:
    """The group that an election names; only groups whose outside check is sound are here."""
    if not isinstance(name, str) or name not in GROUPS:
        raise BallotRefused(say("不认识的群。"))
    return GROUPS[name]
