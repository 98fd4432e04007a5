"""What the office's pages show: the juries, one jury, one entry."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from huozhong.access import queries as appointments
from huozhong.juries.models import Assignment, Entry, Judge, Panel, Recusal, Score
from huozhong.juries.queries.finding import visible_panels
from huozhong.juries.queries.rounds import RoundState, asked_of, cards_of, states
from huozhong.juries.rules.words import GROUNDS, JUDGE_KINDS
from huozhong.juries.workflow import PANEL
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import Sentence
from huozhong.people import queries as people

PAGE = 100


@dataclass(frozen=True, slots=True)
class PanelLine:
    id: int
    title: str
    unit_name: str
    state: str
    state_word: Sentence
    judges: int
    entries: int
    due_date: date | None


def panels(actor: Actor) -> tuple[PanelLine, ...]:
    """The juries that the actor may see, newest first."""
    rows = list(Panel.objects.filter(visible_panels(actor)).select_related("unit").order_by("-id")[:PAGE])
    seated = Judge.objects.filter(panel__in=rows, released_at__isnull=True)
    judges = Counter(seated.values_list("panel_id", flat=True))
    entered = Entry.objects.filter(panel__in=rows, withdrawn_at__isnull=True)
    entries = Counter(entered.values_list("panel_id", flat=True))
    return tuple(
        PanelLine(
            row.pk,
            row.title,
            row.unit.name,
            row.state,
            PANEL.states[row.state],
            judges[row.pk],
            entries[row.pk],
            row.due_date,
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class JudgeLine:
    """A judge, with how many entries they were asked about, scored, and stand back from."""

    id: int
    name: str
    kind: Sentence
    unit_name: str
    asked: int
    given: int
    recused: int


def judge_lines(panel: Panel) -> tuple[JudgeLine, ...]:
    """Who sits now."""
    entries = list(Entry.objects.filter(panel=panel, withdrawn_at__isnull=True).values_list("pk", flat=True))
    asked = Counter(asked_of(entries).values_list("judge_id", flat=True))
    given = Counter(cards_of(entries).values_list("judge_id", flat=True))
    back = Counter(Recusal.objects.filter(entry__in=entries).values_list("judge_id", flat=True))
    rows = Judge.objects.filter(panel=panel, released_at__isnull=True).select_related("unit").order_by("pk")
    return tuple(
        JudgeLine(row.pk, row.name, JUDGE_KINDS[row.kind], row.unit.name, asked[row.pk], given[row.pk], back[row.pk])
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class EntryLine:
    id: int
    number: int
    title: str
    unit_name: str
    url: str
    state: RoundState
    recused: int
    closed_at: datetime | None
    is_on_stage: bool


def entry_lines(panel: Panel) -> tuple[EntryLine, ...]:
    """What is entered, in order, with how far each has come."""
    rows = list(Entry.objects.filter(panel=panel, withdrawn_at__isnull=True).select_related("unit").order_by("number"))
    found = states(panel, [row.pk for row in rows])
    seated = Recusal.objects.filter(entry__in=rows, judge__released_at__isnull=True)
    back = Counter(seated.values_list("entry_id", flat=True))
    return tuple(
        EntryLine(
            row.pk,
            row.number,
            row.title,
            row.unit.name,
            row.url,
            found[row.pk],
            back[row.pk],
            row.closed_at,
            row.pk == panel.on_stage_id,
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A judge beside one entry: asked, scored or standing back, never with points."""

    judge_id: int
    name: str
    kind: Sentence
    has_scored: bool
    ground: Sentence | None


def seat_lines(entry: Entry) -> tuple[SeatLine, ...]:
    """Who is asked about an entry, who has scored, who stands back."""
    back = {row.judge_id: GROUNDS[row.ground] for row in Recusal.objects.filter(entry=entry)}
    asked = set(Assignment.objects.filter(entry=entry).values_list("judge_id", flat=True))
    given = set(Score.objects.filter(entry=entry, is_whole=True).values_list("judge_id", flat=True))
    rows = Judge.objects.filter(panel=entry.panel, released_at__isnull=True).order_by("pk")
    return tuple(
        SeatLine(row.pk, row.name, JUDGE_KINDS[row.kind], row.pk in given and row.pk not in back, back.get(row.pk))
        for row in rows
        if row.pk in asked or row.pk in back or entry.panel.state == "draft"
    )


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may judge here; `home_id` is the union where they stand in the rolls."""

    person_id: int
    name: str
    home_id: int
    unit_name: str


def candidates(panel: Panel, *, on: date) -> tuple[Candidate, ...]:
    """Everybody who holds the permission to judge at the jury's office and does not sit yet."""
    held = appointments.holders(Permission.JURY_JUDGE, at=panel.place, on=on)
    seated = set(Judge.objects.filter(panel=panel, released_at__isnull=True).values_list("person_id", flat=True))
    cards = people.persons(person_id for person_id in held if person_id not in seated)
    return tuple(
        Candidate(card.id, card.name, card.unit_id, card.unit_name)
        for card in sorted(cards.values(), key=lambda card: card.id)
    )
