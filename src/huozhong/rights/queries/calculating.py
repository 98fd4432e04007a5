"""The calculators as the pages and the API ask them: with the places' own approved values and the calendar in force."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from huozhong.clocks import queries as clocks
from huozhong.kernel.jurisdictions import NATION
from huozhong.kernel.rulebooks import Book
from huozhong.rights.rules.answering import answer
from huozhong.rights.rules.calculators import Result, calculate
from huozhong.rights.rules.deadline_answers import answer_deadline
from huozhong.rights.rules.parameters import chain_for
from huozhong.rulebook import queries as rulebook


def computed(name: str, inputs: Mapping[str, Any], policy: Mapping[str, Any] | None = None, *, on: date) -> Result:
    """One calculator's answer; `inputs["region"]` names the place whose values hold."""
    return calculate(
        name,
        inputs,
        policy,
        book=_book(inputs.get("region")),
        jurisdictions=(NATION,),
        on=on,
        calendar=clocks.calendar(),
    )


def claim_answer(question: Mapping[str, Any], *, on: date) -> dict[str, Any]:
    """What `huozhong rights calculate` answers, with the values that places have entered here."""
    inputs = question["inputs"]
    region = question.get("region") or (inputs.get("region") if isinstance(inputs, Mapping) else None)
    return answer(question, book=_book(region), on=on, calendar=clocks.calendar())


def deadline_answer(question: Mapping[str, Any]) -> dict[str, Any]:
    """What `huozhong rights deadline` answers, with the calendar and the values that were entered here."""
    return answer_deadline(question, book=_book(question.get("region")), calendar=clocks.calendar())


def _book(region: object) -> Book:
    """The standing packs, and the approved values of the place and of those above it."""
    chain = chain_for(region) if isinstance(region, str) and len(region) <= 60 else None
    return rulebook.book_for(chain or (NATION,))
