"""What waits for somebody about stars: by the state of each rating and the level that acts next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Level, ids_of
from huozhong.kernel.sentences import Sentence, say
from huozhong.ratings.models import Rating
from huozhong.unions import queries as unions
from huozhong.unions.queries import UnitCard

MOST_WAITING = 60


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits for somebody."""

    title: str
    url: str
    due_date: date | None
    unit_name: str
    kind: Sentence


@dataclass(frozen=True, slots=True)
class Wait:
    """One sort of waiting: which ratings, who acts, at which level."""

    state: str
    permission: Permission
    word: Sentence
    level: str  # "unit", "assessor", "district", "city"
    page: str = "rating"


WAITS = (
    Wait("self_check", Permission.RATING_DECLARE, say("完成星级自评"), "unit", "self_check"),
    Wait("hearing", Permission.RATING_DECLARE, say("答复登记的问题"), "unit"),
    Wait("submitted", Permission.RATING_ASSESS, say("安排现场核查"), "district"),
    Wait("on_site", Permission.RATING_ASSESS, say("现场核查"), "assessor", "check"),
    Wait("noticed", Permission.RATING_CONFIRM, say("确认星级"), "district"),
    Wait("recommended", Permission.RATING_CONFIRM, say("市级确认星级"), "city"),
    Wait("hearing", Permission.RATING_CONFIRM, say("听完意见作决定"), "district"),
    Wait("held", Permission.RATING_ASSESS, say("年度复核"), "district"),
)


def waiting_for(actor: Actor, *, on: date, limit: int = 20) -> tuple[Waiting, ...]:
    """What waits for the actor, the soonest first."""
    found = [(wait, row) for wait in WAITS for row in _rows(wait, actor, on=on)]
    levels = unions.units({step for _, row in found for step in ids_of(row.unit.path)})
    mine = [_waiting(wait, row) for wait, row in found if _is_turn(wait, row, actor, levels)]
    return tuple(sorted(mine, key=lambda one: one.due_date or date.max)[:limit])


def waiting_count(actor: Actor, *, on: date) -> int:
    """How many such ratings there are, up to a page of each sort."""
    return len(waiting_for(actor, on=on, limit=10**6))


def _rows(wait: Wait, actor: Actor, *, on: date) -> Sequence[Rating]:
    """Ratings of that sort in the actor's reach; nothing is asked for whom it cannot concern."""
    reach = access.reach(actor, wait.permission)
    if reach.is_empty or actor.person_id is None:
        return ()
    rows: QuerySet[Rating] = Rating.objects.select_related("unit").filter(reach.over("unit"), state=wait.state)
    if wait.level == "unit":
        rows = rows.filter(unit_id__in=[held.unit_id for held in actor.appointments])
        if wait.state == "hearing":
            rows = rows.filter(breaches__outcome="", breaches__answer="")
    elif wait.level == "assessor":
        rows = rows.filter(assessors__person_id=actor.person_id, assessors__signed_at__isnull=True)
    elif wait.state == "hearing":
        rows = rows.filter(~Q(breaches__answer="") | Q(breaches__hearing_due_date__lt=on), breaches__outcome="")
    elif wait.state == "noticed":
        rows = rows.filter(notice_last__lt=on)
    elif wait.state == "held":
        rows = rows.filter(review_due_date__lte=on)
    return tuple(rows.order_by("-id")[:MOST_WAITING])


def _is_turn(wait: Wait, row: Rating, actor: Actor, cards: Mapping[int, UnitCard]) -> bool:
    """Whether the actor holds the permission at the very unit that acts next."""
    if wait.level in ("unit", "assessor"):
        return True
    above = [cards[step] for step in ids_of(row.unit.path)[:-1] if step in cards]
    districts = [card.id for card in above if card.level is Level.DISTRICT]
    cities = [card.id for card in above if card.level is Level.CITY]
    acting = districts or cities if wait.level == "district" else cities
    where = acting[-1] if acting else (above[0].id if above else 0)
    held = any(one.unit_id == where for one in actor.appointments)
    return held and access.can(actor, wait.permission, at=cards[where].place)


def _waiting(wait: Wait, row: Rating) -> Waiting:
    due = {"noticed": row.notice_last, "held": row.review_due_date}.get(wait.state)
    if wait.state == "hearing" and wait.level == "unit":
        breach = row.breaches.filter(outcome="").first()
        due = breach.hearing_due_date if breach else None
    url = reverse(f"ratings:{wait.page}", args=[row.pk])
    return Waiting(f"{row.subject_label} · {row.year}", url, due, row.unit.name, wait.word)
