"""The court's element list for labour cases, as data: asked once, in plain words, and filled into every document.

The form was published by the Supreme Court for labour cases (要素式起诉状, 2024, in use everywhere since 2025); the
order and the numbers of its parts are kept in `form`. An answer is a string, or a list of strings for CHOICES;
`NOT_SURE` is always an answer; what was never asked is absent.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from huozhong.kernel.sentences import Sentence, say
from huozhong.rights.rules import elements_claims, elements_facts, elements_people, elements_trouble
from huozhong.rights.rules.elements_types import NOT_SURE, SECTIONS, Choice, Element, Kind, Needs, Section

Answers = Mapping[str, Any]

ROUTE = "triage_route"  # beside the elements: where triage led, kept with what was told

# The order of asking: the trouble first, the worker's name last of what the first talk needs, then what papers need.
ORDER = (
    *("trouble", "pressing", "paper_received", "employer_name", "post", "started"),
    *("contract", "contract_date", "contract_until", "refused_to_sign"),
    *("still_working", "ended", "how_ended", "ending_notice", "notice_month", "ending_paid"),
    *("monthly_wage", "average_wage", "wages_owed", "wages_from", "wages_until"),
    *("hours_system", "overtime_weekday_hours", "overtime_rest_days", "overtime_statutory_days"),
    *("career_years", "leave_days", "injury_date", "injury_recognised", "other_claim"),
    *("asked_before", "asked_date", "asked_proof", "arbitration_result"),
    *("others_count", "story", "would_mediate", "worker_name", "worker_phone"),
    *("worker_number", "worker_sex", "worker_birth", "worker_ethnic_group"),
    *("worker_registered_address", "worker_home", "is_migrant", "worker_has_agent", "agent_name", "agent_phone"),
    *("service_address", "service_electronic", "service_channel"),
    *("employer_code", "employer_address", "employer_head", "employer_phone", "employer_kind"),
    *("contract_place", "work_place", "wage_makeup", "pay_day", "attendance_method"),
    *("insurance_since", "insurance_kinds", "insurance_loss", "injury_grade", "injury_cost", "costs"),
    *("preservation", "preservation_words"),
)

_WRITTEN = {
    one.key: one for one in (*elements_trouble.ALL, *elements_people.ALL, *elements_facts.ALL, *elements_claims.CLAIMS)
}
_ALL = tuple(_WRITTEN[key] for key in ORDER)

ELEMENTS: Mapping[str, Element] = MappingProxyType({one.key: one for one in _ALL})
FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(  # a document's gap -> the elements that fill it
    {name: tuple(one.key for one in _ALL if name in one.fills) for name in sorted({n for o in _ALL for n in o.fills})}
)


def holds(needs: Needs, answers: Answers) -> bool:
    """Whether an earlier answer is among those that a question follows from."""
    said = answers.get(needs.key)
    given = said if isinstance(said, list) else [said]
    return any(one in needs.values for one in given)


def is_asked(element: Element, answers: Answers) -> bool:
    """Whether the answers so far lead to this question."""
    return all(holds(needs, answers) for needs in element.needs)


def said(answers: Answers, key: str) -> Any | None:
    """What was answered; None when it was not asked or the worker is not sure."""
    value = answers.get(key)
    return None if value in (None, "", [], NOT_SURE) else value


def is_unsure(answers: Answers, key: str) -> bool:
    return answers.get(key) == NOT_SURE


def filling(answers: Answers, field: str) -> tuple[tuple[Element, Any], ...]:
    """What was answered for a document's gap, with certainty, in the order of asking; empty leaves it to the pen."""
    given = ((ELEMENTS[key], said(answers, key)) for key in FIELDS.get(field, ()))
    return tuple((element, value) for element, value in given if value is not None)


def words_of(key: str, value: Any) -> tuple[Sentence | str, ...]:
    """An answer as people read it: the words of its choices, or the text itself."""
    if value == NOT_SURE:
        return (say("不清楚"),)
    given = value if isinstance(value, list) else [value]
    known = {one.value: one.words for one in ELEMENTS[key].choices}
    return tuple(known.get(one, str(one)) for one in given)


def blanks(answers: Answers) -> tuple[Element, ...]:
    """What documents want and nobody has answered with certainty, in the order of asking."""
    return tuple(one for one in _ALL if is_asked(one, answers) and said(answers, one.key) is None)


__all__ = [
    "ELEMENTS",
    "FIELDS",
    "NOT_SURE",
    "ORDER",
    "ROUTE",
    "SECTIONS",
    "Answers",
    "Choice",
    "Element",
    "Kind",
    "Needs",
    "Section",
    "blanks",
    "filling",
    "holds",
    "is_asked",
    "is_unsure",
    "said",
    "words_of",
]
