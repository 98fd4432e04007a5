"""What other rooms and pages see of a congress: frozen cards."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from huozhong.delegates.models import Congress, Constituency, Delegate
from huozhong.delegates.rules.words import ENDINGS, FORMS, GROUPS, KINDS, LABOURS, CongressKind, Ending, Form, Group
from huozhong.delegates.rules.words import Labour as LabourTie
from huozhong.delegates.workflow import CONGRESS, CongressState
from huozhong.kernel.places import Place
from huozhong.kernel.sentences import Sentence, say

NEAR = timedelta(days=180)  # from then on the next election of delegates should be under way


@dataclass(frozen=True, slots=True)
class CongressCard:
    """A term of a congress."""

    id: int
    city_id: int
    unit_id: int
    unit_name: str
    place: Place
    state: str
    kind: CongressKind
    form: Form
    jurisdiction: str
    term_number: int
    term_years: int
    from_date: date
    until_date: date  # the first day without it
    seats: int
    counted_date: date
    employees: int
    women: int
    front_line: int
    dispatched: int
    disabled: int
    managers_mean: str
    working_body: str
    rules_title: str
    rules_date: date | None
    rules_file_id: int | None
    rules_file_name: str

    @property
    def title(self) -> Sentence:
        return say("第%(n)s届%(form)s", n=self.term_number, form=FORMS[self.form])

    @property
    def kind_word(self) -> Sentence:
        return KINDS[self.kind]

    @property
    def state_word(self) -> Sentence:
        return CONGRESS.states[self.state]

    @property
    def is_all_hands(self) -> bool:
        return self.form is Form.ALL_HANDS

    @property
    def is_sitting(self) -> bool:
        return self.state == CongressState.SITTING

    @property
    def is_preparing(self) -> bool:
        return self.state == CongressState.PREPARING

    @property
    def last_date(self) -> date:
        return self.until_date - timedelta(days=1)

    def is_overdue(self, on: date) -> bool:
        """The term is over and nobody was elected anew."""
        return self.is_sitting and self.until_date <= on

    def is_near_end(self, on: date) -> bool:
        """Time to prepare the next one."""
        return self.is_sitting and on < self.until_date <= on + NEAR

    @property
    def workforce(self) -> dict[Group, int]:
        """Head-counts by group; how many managers there are nobody counts, their share has a fixed limit."""
        return {
            Group.WOMEN: self.women,
            Group.FRONT_LINE: self.front_line,
            Group.DISPATCHED: self.dispatched,
            Group.DISABLED: self.disabled,
        }


@dataclass(frozen=True, slots=True)
class ConstituencyCard:
    """A constituency with what it has and what it lacks."""

    id: int
    congress_id: int
    number: int
    name: str
    headcount: int
    seats: int
    filled: int

    @property
    def vacant(self) -> int:
        return max(0, self.seats - self.filled)


@dataclass(frozen=True, slots=True)
class DelegateCard:
    """Somebody's seat. `groups` is for counting; whether somebody is disabled is not for every page."""

    id: int
    congress_id: int
    city_id: int
    unit_id: int
    unit_name: str
    constituency_id: int | None
    constituency: str
    number: int
    person_id: int
    name: str
    job: str
    labour: LabourTie
    groups: frozenset[Group]
    from_date: date
    until_date: date | None
    ended_how: str
    ended_why: str
    basis: str
    election_id: int | None

    @property
    def group_words(self) -> tuple[Sentence, ...]:
        """Groups that a roll may show to everybody."""
        shown = (Group.FRONT_LINE, Group.WOMEN, Group.MANAGERS)
        return tuple(GROUPS[group] for group in shown if group in self.groups)

    @property
    def labour_word(self) -> Sentence:
        return LABOURS[self.labour]

    @property
    def ended_word(self) -> Sentence | None:
        return ENDINGS[Ending(self.ended_how)] if self.ended_how else None


def holding(on: date) -> Q:
    """Seats that are held on a day."""
    return Q(from_date__lte=on) & (Q(until_date__isnull=True) | Q(until_date__gt=on))


def congress_card(row: Congress) -> CongressCard:
    """The card of a row with its unit."""
    return CongressCard(
        id=row.pk,
        city_id=row.city_id,
        unit_id=row.unit_id,
        unit_name=row.unit.name,
        place=row.place,
        state=row.state,
        kind=CongressKind(row.kind),
        form=Form(row.form),
        jurisdiction=row.jurisdiction,
        term_number=row.term_number,
        term_years=row.term_years,
        from_date=row.from_date,
        until_date=row.until_date,
        seats=row.seats,
        counted_date=row.counted_date,
        employees=row.employees,
        women=row.women,
        front_line=row.front_line,
        dispatched=row.dispatched,
        disabled=row.disabled,
        managers_mean=row.managers_mean,
        working_body=row.working_body,
        rules_title=row.rules_title,
        rules_date=row.rules_date,
        rules_file_id=row.rules_file_id,
        rules_file_name=row.rules_file_name,
    )


def constituency_card(row: Constituency, *, filled: int) -> ConstituencyCard:
    """The card of a constituency, with the seats that are held."""
    return ConstituencyCard(row.pk, row.congress_id, row.number, row.name, row.headcount, row.seats, filled)


def groups_of(row: Delegate) -> frozenset[Group]:
    """The groups that a seat counts in."""
    marks = {
        Group.FRONT_LINE: row.is_front_line,
        Group.WOMEN: row.is_woman,
        Group.MANAGERS: row.is_manager,
        Group.DISPATCHED: row.labour == LabourTie.DISPATCH,
        Group.DISABLED: row.is_disabled,
    }
    return frozenset(group for group, is_so in marks.items() if is_so)


def delegate_cards(rows: QuerySet[Delegate]) -> tuple[DelegateCard, ...]:
    """The cards of seats, in one query."""
    found: Iterable[Delegate] = rows.select_related("congress__unit", "constituency", "candidate")
    return tuple(
        DelegateCard(
            id=row.pk,
            congress_id=row.congress_id,
            city_id=row.city_id,
            unit_id=row.congress.unit_id,
            unit_name=row.congress.unit.name,
            constituency_id=row.constituency_id,
            constituency=row.constituency.name if row.constituency else "",
            number=row.number,
            person_id=row.person_id,
            name=row.name,
            job=row.job,
            labour=LabourTie(row.labour),
            groups=groups_of(row),
            from_date=row.from_date,
            until_date=row.until_date,
            ended_how=row.ended_how,
            ended_why=row.ended_why,
            basis=row.basis,
            election_id=row.candidate.election_id if row.candidate else None,
        )
        for row in found
    )
