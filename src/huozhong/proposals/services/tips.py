"""A worker tells a delegate; the delegate makes a proposal of it, or says why not."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huozhong.access import services as access
from huozhong.delegates import queries as delegates
from huozhong.kernel.actors import Actor, ActorKind
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.proposals.models import Tip
from huozhong.proposals.queries.things import TIP
from huozhong.proposals.rules.reading import Words
from huozhong.proposals.services import telling
from huozhong.proposals.services.writing import start_draft
from huozhong.records import services as records
from huozhong.records.engine.personal import holds_personal_number

UNNAMED_WORKER = Actor(ActorKind.PERSON, "一名职工（不愿具名）")
MOST_A_DAY = 10


@transaction.atomic
def tell_delegate(
    delegate_id: int, *, congress_id: int, what: str, wish: str = "", is_named: bool, actor: Actor, at: datetime
) -> int:
    """Tell one delegate of one's own congress. Unless the worker wishes, the trail does not say who it was."""
    place = delegates.congress(congress_id).place
    if actor.person_id is None or not access.can(actor, Permission.CONGRESS_READ, at=place):
        raise NotFound(access.NOT_FOUND)
    seat = delegates.delegate_of(delegate_id, day_of(at), congress_id=congress_id)
    if seat is None:
        raise Refused(say("请从名单里选一位代表。"))
    if delegate_id == actor.person_id:
        raise Refused(say("您自己就是代表，直接写提案就行。"))
    what, wish = what.strip(), wish.strip()
    if not what:
        raise Refused(say("请写一句您遇到了什么事。"))
    if holds_personal_number(what) or holds_personal_number(wish):
        raise Refused(say("请不要写证件号码或手机号码。"))
    if not is_named and actor.name in what + wish:
        raise Refused(say("您选了不具名，话里请不要写自己的名字。"))
    recent = Tip.objects.filter(city_id=place.city_id, teller_id=actor.person_id).order_by("-id")[:MOST_A_DAY]
    if sum(day_of(one.told_at) == day_of(at) for one in recent) >= MOST_A_DAY:
        raise Refused(say("今天已经提了 %(n)s 条，明天再提吧。", n=MOST_A_DAY))
    row = Tip.objects.create(
        city_id=place.city_id,
        unit_id=place.unit_id,
        congress_id=congress_id,
        delegate_id=delegate_id,
        delegate_name=seat.name[:100],
        what=what[:500],
        wish=wish[:500],
        teller_id=actor.person_id,
        teller_name=actor.name[:60],
        is_named=is_named,
        told_at=at,
    )
    records.note(TIP, row.pk, "tip_told", actor=actor if is_named else UNNAMED_WORKER, at=at, place=place)
    telling.tell_person(delegate_id, telling.TIP_CAME, key=f"proposals.tip:{row.pk}", city_id=row.city_id, at=at)
    return row.pk


def _locked(tip_id: int, *, actor: Actor) -> Tip:
    """The tip, for the delegate whom it was told to; for nobody else, whatever office they hold."""
    row = Tip.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=tip_id).first()
    if row is None or actor.person_id is None or row.delegate_id != actor.person_id:
        raise NotFound(access.NOT_FOUND)
    if row.outcome != "told":
        raise Conflict(say("这条反映已经处理过了。"))
    return row


@transaction.atomic
def take_tip(tip_id: int, *, call_id: int, title: str, actor: Actor, at: datetime) -> int:
    """Make a draft of what the worker said; the worker stays with it, named or not. Answers the proposal's id."""
    row = _locked(tip_id, actor=actor)
    words = Words(title, row.what, row.wish, raised_by=row.teller_name, is_raiser_named=row.is_named)
    proposal_id = start_draft(call_id, words, raiser_id=row.teller_id, actor=actor, at=at)
    row.outcome, row.proposal_id, row.replied_at = "taken", proposal_id, at
    row.save(update_fields=["outcome", "proposal", "replied_at"])
    records.note(TIP, row.pk, "tip_taken", actor=actor, at=at, place=row.place, details={"proposal": proposal_id})
    telling.tell_person(
        row.teller_id, telling.TIP_TAKEN, key=f"proposals.tip_taken:{row.pk}", city_id=row.city_id, at=at
    )
    return proposal_id


@transaction.atomic
def set_aside(tip_id: int, *, reply: str, actor: Actor, at: datetime) -> None:
    """Not made a proposal; the worker is told why in words."""
    row = _locked(tip_id, actor=actor)
    if not reply.strip():
        raise Refused(say("请给职工回一句话，说明为什么这次不写成提案，或者事情已经怎么办了。"))
    if holds_personal_number(reply):
        raise Forbidden(say("请不要写证件号码或手机号码。"))
    row.outcome, row.reply, row.replied_at = "aside", reply.strip()[:300], at
    row.save(update_fields=["outcome", "reply", "replied_at"])
    records.note(TIP, row.pk, "tip_set_aside", actor=actor, at=at, place=row.place)
    telling.tell_person(
        row.teller_id, telling.TIP_ASIDE, key=f"proposals.tip_aside:{row.pk}", city_id=row.city_id, at=at
    )
