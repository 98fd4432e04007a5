"""The law's answers for one dossier: sums, limitation, remedies; asked of the rules with the place's own values."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from huozhong.clocks import queries as calendars
from huozhong.kernel.rulebooks import Book
from huozhong.kernel.rulepacks import NoRule
from huozhong.look import services as look
from huozhong.rights.models import Dossier, ReceivedPaper
from huozhong.rights.rules import kinds as k
from huozhong.rights.rules.calculators import BadInput, Result, calculate
from huozhong.rights.rules.clocks import Computed
from huozhong.rights.rules.final_award import AwardItem, Kind, Matter, final_line, weigh_document
from huozhong.rights.rules.remedies import remedies_against
from huozhong.rulebook import queries as rulebook
from huozhong.unions import queries as unions

NATION = "CN"
MINIMUM_WAGE = "pay.minimum_wage"


def chain_of(unit_id: int) -> tuple[str, ...]:
    """Whose rules hold at the unit, nearest first."""
    return tuple(unions.jurisdictions(unit_id)) or (NATION,)


def book_of(unit_id: int) -> Book:
    """The packs with the approved values of the unit's place."""
    return rulebook.book_for(chain_of(unit_id))


def calculated(
    name: str, inputs: Mapping[str, Any], policy: Mapping[str, Any], *, unit_id: int, on: date
) -> Result | str:
    """A calculator's answer with the place's values; words where an input cannot be read."""
    try:
        return calculate(
            name, inputs, policy, book=book_of(unit_id), jurisdictions=chain_of(unit_id), on=on,
            calendar=calendars.calendar(),
        )  # fmt: skip
    except BadInput as wrong:
        return f"{wrong.key}：{look.told(wrong.sentence)}"


def remedies(paper: ReceivedPaper, row: Dossier, *, applied: date) -> list[dict[str, Any]]:
    """What each side may do against one award document, as stored; an unclear notice gives both sets."""
    printed = {k.Finality.FINAL.value: Kind.FINAL, k.Finality.NON_FINAL.value: Kind.NON_FINAL}.get(paper.finality)
    items = [AwardItem(_matter(one["kind"]), Decimal(one["amount"])) for one in paper.items]
    weighed = weigh_document(items, printed=printed, line=_line(row.unit_id, on=applied))
    book, chain = book_of(row.unit_id), chain_of(row.unit_id)
    found = remedies_against(
        weighed, received=paper.received_date, book=book, jurisdictions=chain, calendar=calendars.calendar()
    )
    told: list[dict[str, Any]] = [{"word": str(weighed.reason), "cite": weighed.cite, "kind": weighed.kind.value}]
    for one in found.listed:
        if isinstance(one.deadline, Computed):
            told.append(
                {
                    "rule_id": one.rule_id,
                    "side": one.side.value,
                    "word": f"{one.words}（{one.court}）",
                    "legal_date": one.deadline.due.legal_date.isoformat(),
                    "safe_date": one.deadline.due.safe_date.isoformat(),
                    "cite": "；".join(one.deadline.rule.basis),
                }
            )
        else:
            told.append({"word": f"{one.words}{one.deadline.reason}", "cite": one.deadline.cite})
    return told


def _matter(kind: str) -> Matter:
    money = {k.ClaimKind.WAGES, k.ClaimKind.OVERTIME, k.ClaimKind.LEAVE, k.ClaimKind.SEVERANCE, k.ClaimKind.UNLAWFUL}
    money |= {k.ClaimKind.DOUBLE_WAGE}
    if k.ClaimKind(kind) in money:
        return Matter.MONEY
    return Matter.LABOUR_STANDARD if k.ClaimKind(kind) is k.ClaimKind.INSURANCE else Matter.OTHER


def _line(unit_id: int, *, on: date) -> Decimal | None:
    """Twelve months of the local minimum wage on the day arbitration was applied for; None where nobody entered it."""
    book = book_of(unit_id)
    try:
        answer = book.ask(MINIMUM_WAGE, jurisdictions=chain_of(unit_id), on=on)
        return final_line(Decimal(str(answer.value)), book=book, on=on)
    except (NoRule, KeyError):
        return None
