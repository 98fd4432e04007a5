"""Suggestions: open windows for whoever wishes to suggest, and what came in for the office that opened them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import ids_of
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.roles import Role
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.zone import day_of, midnight
from huozhong.projects.models import Suggestion, SuggestionWindow
from huozhong.projects.queries.waiting import Waiting
from huozhong.projects.rules.suggesting import CHANNELS, DECISIONS, groups_alike, suggesting_refusal

MOST = 1000
SUGGEST = say("提一条建议")
START = say("起草选上的建议")


@dataclass(frozen=True, slots=True)
class WindowCard:
    """One window as pages show it."""

    id: int
    unit_id: int
    unit_name: str
    title: str
    lead: str
    opens_at: datetime
    closes_at: datetime
    is_open_to_all: bool
    refusal: Sentence | None  # why nothing is taken now
    said: int
    waiting: int
    chosen: int
    list_sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    """One suggestion with those that were merged into it."""

    id: int
    what: str
    why: str
    whom: str
    teller: str
    teller_unit: str
    channel: Sentence
    said_at: datetime
    decision: str
    decision_word: Sentence
    decided_why: str
    decided_by: str
    count: int  # how many said so
    for_unit_id: int | None
    for_unit: str
    project_id: int | None
    ticks: dict[str, bool | None]


def _card(row: SuggestionWindow, *, at: datetime) -> WindowCard:
    counts = row.suggestions.aggregate(
        said=Count("id"),
        waiting=Count("id", filter=Q(decision="waiting")),
        chosen=Count("id", filter=Q(decision="chosen")),
    )
    return WindowCard(
        row.pk,
        row.unit_id,
        row.unit.name,
        row.title,
        row.lead,
        row.opens_at,
        row.closes_at,
        row.is_open_to_all,
        suggesting_refusal(row.opens_at, row.closes_at, at),
        counts["said"],
        counts["waiting"],
        counts["chosen"],
        row.list_sent_at,
    )


def _above(actor: Actor) -> set[int]:
    return {unit_id for held in actor.appointments for unit_id in ids_of(held.path)}


def takes_from(actor: Actor, *, at: datetime) -> tuple[WindowCard, ...]:
    """The windows in which this reader may suggest now: those of the unions above them, and those open to everybody."""
    now = Q(opens_at__lte=at, closes_at__gte=at.replace(microsecond=0))
    whose = Q(is_open_to_all=True) | Q(unit_id__in=_above(actor))
    rows = SuggestionWindow.objects.select_related("unit").filter(now, whose).order_by("closes_at", "id")[:20]
    return tuple(_card(row, at=at) for row in rows)


def find_window_to_suggest(window_id: int, *, actor: Actor) -> SuggestionWindow:
    """A window that this reader may know of; NotFound otherwise. It may have closed since the page was opened."""
    whose = Q(is_open_to_all=True) | Q(unit_id__in=_above(actor))
    row = SuggestionWindow.objects.select_related("unit").filter(whose, pk=window_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row


def window_card(row: SuggestionWindow, *, at: datetime) -> WindowCard:
    """The card of a row that is already in hand."""
    return _card(row, at=at)


def find_window(window_id: int, *, actor: Actor) -> SuggestionWindow:
    """A window of an office within reach; NotFound otherwise."""
    reach = access.reach(actor, Permission.PROGRAMME_MANAGE)
    row = SuggestionWindow.objects.select_related("unit").filter(reach.over("unit"), pk=window_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row


def window_cards(actor: Actor, *, at: datetime) -> tuple[WindowCard, ...]:
    """The windows of the actor's office and below, the newest first."""
    reach = access.reach(actor, Permission.PROGRAMME_MANAGE)
    rows = SuggestionWindow.objects.select_related("unit").filter(reach.over("unit")).order_by("-id")[:50]
    return tuple(_card(row, at=at) for row in rows)


def _row(row: Suggestion, count: int) -> SuggestionRow:
    return SuggestionRow(
        row.pk,
        row.what,
        row.why,
        row.whom,
        row.teller,
        row.teller_unit,
        CHANNELS[row.channel],
        row.said_at,
        row.decision,
        DECISIONS[row.decision],
        row.decided_why,
        row.decided_by_name,
        count,
        row.for_unit_id,
        row.for_unit.name if row.for_unit else "",
        row.project_id,
        {name: getattr(row, name) for name in ("is_needed", "is_doable", "is_within_year", "is_welcome")},
    )


def suggestion_rows(window: SuggestionWindow, *, decision: str = "") -> tuple[SuggestionRow, ...]:
    """What came in, each with how many said so; most said first. Merged ones stand under their head alone."""
    rows = window.suggestions.select_related("for_unit").annotate(others=Count("merged"))
    rows = rows.filter(decision=decision) if decision else rows.exclude(decision="merged")
    return tuple(_row(row, 1 + row.others) for row in rows.order_by("-others", "id")[:MOST])


def merged_into(head_id: int) -> tuple[SuggestionRow, ...]:
    """The suggestions that were merged into one."""
    rows = Suggestion.objects.select_related("for_unit").filter(head_id=head_id).order_by("id")
    return tuple(_row(row, 1) for row in rows)


def said_alike(window: SuggestionWindow) -> tuple[tuple[SuggestionRow, ...], ...]:
    """Groups of waiting suggestions that say nearly the same, for the office to merge."""
    rows = {row.id: row for row in suggestion_rows(window, decision="waiting")}
    texts = [(row.id, row.what) for row in sorted(rows.values(), key=lambda row: (-row.count, row.id))]
    return tuple(tuple(rows[number] for number in group) for group in groups_alike(texts))


def find_suggestion(suggestion_id: int, *, actor: Actor) -> Suggestion:
    """One suggestion, for the office and for the union that was chosen to do it; NotFound otherwise."""
    office = access.reach(actor, Permission.PROGRAMME_MANAGE).over("window__unit")
    doing = access.reach(actor, Permission.PROJECT_DECLARE).over("for_unit") & Q(decision="chosen")
    rows = Suggestion.objects.select_related("window__unit", "for_unit").filter(office | doing, pk=suggestion_id)
    row = rows.first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row


def suggestion_row(row: Suggestion) -> SuggestionRow:
    """The row that is already in hand, with how many said so."""
    return _row(row, 1 + row.merged.count())


# --- what waits ------------------------------------------------------------------------------------------------------


def suggestions_waiting_for(actor: Actor, *, on: date, limit: int = 20) -> tuple[Waiting, ...]:
    """Chosen suggestions that the actor's union has yet to draft; for a member, a window still open to them."""
    doing = [
        Waiting(row.what, reverse("projects:suggestion", args=[row.pk]), None, row.for_unit.name, START)
        for row in _to_draft(actor).select_related("for_unit").order_by("id")[:limit]
        if row.for_unit is not None
    ]
    asked = [
        Waiting(row.title, reverse("projects:suggest", args=[row.pk]), day_of(row.closes_at), row.unit.name, SUGGEST)
        for row in _to_answer(actor, on=on)[:limit]
    ]
    return tuple([*doing, *asked][:limit])


def suggestions_waiting_count(actor: Actor, *, on: date) -> int:
    """How many of them there are."""
    return _to_draft(actor).count() + len(_to_answer(actor, on=on))


def _to_draft(actor: Actor) -> QuerySet[Suggestion]:
    reach = access.reach(actor, Permission.PROJECT_DECLARE)
    if reach.is_empty:
        return Suggestion.objects.none()
    own = [held.unit_id for held in actor.appointments]
    return Suggestion.objects.filter(
        reach.over("for_unit"), decision="chosen", project__isnull=True, for_unit_id__in=own
    )


def _to_answer(actor: Actor, *, on: date) -> list[SuggestionWindow]:
    """Open windows in which a plain member has said nothing yet."""
    is_plain = bool(actor.appointments) and all(held.role is Role.MEMBER for held in actor.appointments)
    if not is_plain or actor.person_id is None:
        return []
    now = Q(opens_at__lte=midnight(on), closes_at__gte=midnight(on))
    rows = SuggestionWindow.objects.select_related("unit").filter(now, unit_id__in=_above(actor))
    said = Suggestion.objects.filter(person_id=actor.person_id).values("window_id")
    return list(rows.exclude(pk__in=said).order_by("closes_at")[:5])
