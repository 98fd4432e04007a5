"""What the interview's claims may come to: a sum with its formula and its range, or what is missing to tell one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from huozhong.kernel.sentences import Sentence
from huozhong.rights.rules.calculators import BadInput, calculate
from huozhong.rights.rules.elements import Answers
from huozhong.rights.rules.interview_claims import ClaimDraft, claims_of
from huozhong.rulebook import queries as rulebook
from huozhong.unions import queries as unions


@dataclass(frozen=True, slots=True)
class Estimate:
    """One claim item on the page before sending."""

    draft: ClaimDraft
    amount: Decimal | None
    low: Decimal | None
    high: Decimal | None
    formula: str
    cite: str
    refused: Sentence | None

    @property
    def is_range(self) -> bool:
        return self.low is not None and self.high is not None and self.low != self.high


def estimates(answers: Answers, *, unit_id: int, on: date) -> tuple[Estimate, ...]:
    """Every claim item that the answers lead to, computed by today's rules of the place where that is possible."""
    chain = tuple(unions.jurisdictions(unit_id))
    book = rulebook.book_for(chain)
    found = []
    for draft in claims_of(answers):
        if not draft.calculator:
            amount = Decimal(draft.amount) if draft.amount else None
            found.append(Estimate(draft, amount, None, None, "", "", None))
            continue
        try:
            worked = calculate(draft.calculator, draft.inputs, book=book, jurisdictions=chain, on=on)
        except BadInput as wrong:
            found.append(Estimate(draft, None, None, None, "", "", wrong.sentence))
            continue
        found.append(
            Estimate(draft, worked.amount, worked.low, worked.high, worked.formula, worked.cite, worked.refused)
        )
    return tuple(found)
