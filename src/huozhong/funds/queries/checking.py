"""Holds lines against the rules that are in force for a union on a day, with what its members already got this year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Q

from huozhong.funds import engine
from huozhong.funds.engine import Earlier, Finding, Hint, Shape, Spend
from huozhong.funds.models import Line, Voucher
from huozhong.funds.rules.words import HEADS
from huozhong.kernel.places import Place
from huozhong.kernel.rulebooks import Book
from huozhong.kernel.rulepacks import Answer
from huozhong.rulebook import queries as rulebook
from huozhong.unions import queries as unions

_CAPPED = sorted(name for name, card in HEADS.items() if card.is_capped)


@dataclass(frozen=True, slots=True)
class InForce:
    """The rules of union money as they hold for one union on one day: read once, however many are asked."""

    book: Book
    jurisdictions: tuple[str, ...]
    on: date

    def ask(self, rule_id: str) -> Answer:
        """The value in force; NoRule says who must enter it."""
        return self.book.ask(rule_id, jurisdictions=self.jurisdictions, on=self.on)

    def forbidden(self) -> tuple[Answer, ...]:
        """The eight forbiddens, with the words that ask to look."""
        return self.book.ask_all("money.forbidden.", jurisdictions=self.jurisdictions, on=self.on)

    def principles(self) -> tuple[Answer, ...]:
        """The six principles."""
        return self.book.ask_all("money.principle.", jurisdictions=self.jurisdictions, on=self.on)

    def invoice_shape(self) -> Shape:
        """How many digits invoices have."""
        code = self.ask("money.invoice.code_digits").text()
        return Shape(
            electronic=self.ask("money.invoice.electronic_digits").number(),
            code=frozenset(int(part) for part in code.split("、")),
            number=self.ask("money.invoice.number_digits").number(),
        )


def in_force(place: Place, *, on: date) -> InForce:
    """Two queries: where the union stands, and the approved local values there."""
    chain = unions.jurisdictions(place.unit_id)
    return InForce(rulebook.book_for(chain), chain, on)


def check(
    lines: Sequence[Spend], *, place: Place, on: date, year: int | None = None, thing: tuple[str, int] | None = None
) -> tuple[Finding, ...]:
    """What the rules say about a budget of a union; what its other things of the year already hold counts before."""
    held = in_force(place, on=on)
    earlier = approved_earlier(place, year=year or on.year, without=thing) if _has_capped(lines) else ()
    return engine.check(lines, ask=held.ask, earlier=earlier)


def words_to_look_at(lines: Sequence[Spend], *, held: InForce) -> tuple[tuple[int, Hint], ...]:
    """(row, hint) for every word that may speak of a forbidden."""
    rules = held.forbidden()
    return tuple((row, hint) for row, line in enumerate(lines) for hint in engine.hints(line.purpose, rules=rules))


def _has_capped(lines: Sequence[Spend]) -> bool:
    return any(line.head in HEADS and HEADS[line.head].is_capped for line in lines)


def approved_earlier(place: Place, *, year: int, without: tuple[str, int] | None) -> tuple[Earlier, ...]:
    """What approved budgets of a union promise one person this year under each capped head."""
    rows = Line.objects.filter(
        city_id=place.city_id, account__unit_id=place.unit_id, account__year=year, head__in=_CAPPED, people__gt=0
    )
    if without is not None:
        rows = rows.exclude(Q(account__thing_kind=without[0]) & Q(account__thing_id=without[1]))
    found = rows.order_by("id").values_list("head", "amount", "people", "whom", "occasion")
    return tuple(
        Earlier(head, Fraction(amount) / (people or 1), whom, day) for head, amount, people, whom, day in found
    )


def spent_earlier(place: Place, *, year: int) -> tuple[Earlier, ...]:
    """What vouchers of a union paid to one person this year under each capped head."""
    rows = Voucher.objects.filter(
        city_id=place.city_id, account__unit_id=place.unit_id, state="recorded", day__year=year,
        line__head__in=_CAPPED, people__gt=0,
    )  # fmt: skip
    found = rows.order_by("id").values_list("line__head", "amount", "people", "line__whom", "line__occasion")
    return tuple(
        Earlier(head, Fraction(amount) / (people or 1), whom, day) for head, amount, people, whom, day in found
    )
