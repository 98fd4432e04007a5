"""How many delegates a congress has and who they are, by the law of the place: facts in, limits and citations out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from huozhong.delegates.rules.bands import bands_of, number_for
from huozhong.kernel.refusals import Refused
from huozhong.kernel.rulebooks import Book
from huozhong.kernel.rulepacks import Answer, NoRule
from huozhong.kernel.sentences import say


class Kind(StrEnum):
    """Whose congress it is."""

    ENTERPRISE = "enterprise"
    INSTITUTION = "institution"
    AREA = "area"
    INDUSTRY = "industry"

    @property
    def is_of_many_firms(self) -> bool:
        return self in (Kind.AREA, Kind.INDUSTRY)


class Group(StrEnum):
    """The groups whose share among the delegates the law looks at."""

    MANAGERS = "managers"
    OPERATORS = "operators"
    FRONT_LINE = "front_line"
    WOMEN = "women"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class Limit:
    """A bound on one group's share. A bound that follows the workforce has no share while the head-count is unknown."""

    group: Group
    answer: Answer
    least: Fraction | None = None
    most: Fraction | None = None
    follows_workforce: bool = False


@dataclass(frozen=True, slots=True)
class DelegateLimits:
    """The fewest delegates, what the rule comes to, the most where it names one, and the groups."""

    least: int
    default: int
    most: int | None
    limits: tuple[Limit, ...]
    answer: Answer

    @property
    def cite(self) -> str:
        return str(self.answer.cite)


@dataclass(frozen=True, slots=True)
class Workforce:
    """Head-counts of a day; None where nobody counted."""

    employees: int
    women: int | None = None
    disabled: int | None = None


def limits(
    book: Book, workforce: Workforce, *, jurisdictions: Sequence[str], on: date, kind: Kind = Kind.ENTERPRISE
) -> DelegateLimits:
    """The law's numbers for this congress on that day. Refused when there are not enough people for a congress."""
    if kind.is_of_many_firms:
        answer = book.ask("congress.area.delegates_least", jurisdictions=jurisdictions, on=on)
        fewest, usual, most = answer.number(), answer.number(), None
    else:
        answer = book.ask("congress.delegates.bands", jurisdictions=jurisdictions, on=on)
        found = number_for(workforce.employees, bands_of(answer.text()))
        if found is None:
            raise Refused(
                say("职工 %(n)s 人，这里的规定没有说代表名额；人数少的单位一般召开职工大会。", n=workforce.employees),
                cite=str(answer.cite),
            )
        fewest, usual, most = found
    if workforce.employees < fewest:
        raise Refused(
            say(
                "职工 %(n)s 人，选不出规定的至少 %(least)s 名代表，应当召开职工大会，全体职工参加。",
                n=workforce.employees,
                least=fewest,
            ),
            cite=str(answer.cite),
        )
    usual = min(usual, workforce.employees)
    return DelegateLimits(fewest, usual, most, _groups(book, workforce, kind, jurisdictions, on), answer)


def _groups(book: Book, workforce: Workforce, kind: Kind, jurisdictions: Sequence[str], on: date) -> tuple[Limit, ...]:
    def ask(rule_id: str) -> Answer | None:
        try:
            return book.ask(rule_id, jurisdictions=jurisdictions, on=on)
        except NoRule:
            return None

    found: list[Limit] = []
    top, share = (
        (Group.OPERATORS, ask("congress.area.operators_most"))
        if kind.is_of_many_firms
        else (Group.MANAGERS, ask("congress.delegates.managers_most"))
    )
    if share is not None:
        found.append(Limit(top, share, most=share.share()))
    front = ask("congress.area.front_line_least" if kind.is_of_many_firms else "congress.delegates.front_line_least")
    if front is not None:
        found.append(Limit(Group.FRONT_LINE, front, least=front.share()))
    for group, counted in ((Group.WOMEN, workforce.women), (Group.DISABLED, workforce.disabled)):
        follows = ask(f"congress.delegates.{group}_as_workforce")
        if follows is not None and follows.flag():
            part = None if counted is None or not workforce.employees else Fraction(counted, workforce.employees)
            found.append(Limit(group, follows, least=part, follows_workforce=True))
    return tuple(found)


def may_be_all_hands(book: Book, employees: int, *, jurisdictions: Sequence[str], on: date) -> tuple[bool, Answer]:
    """Whether a meeting of all employees may stand in for a congress. NoRule where no number is in force."""
    answer = book.ask("congress.all_hands_below", jurisdictions=jurisdictions, on=on)
    return employees < answer.number(), answer
