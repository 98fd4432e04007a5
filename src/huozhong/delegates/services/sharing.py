"""Constituencies: drawn, counted, and given their seats."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from huozhong.access import services as access
from huozhong.delegates.models import Congress, Constituency, Delegate, DelegateElection
from huozhong.delegates.rules.sharing import Share, share_out
from huozhong.delegates.services.locking import in_force, roll_changed
from huozhong.delegates.workflow import CONGRESS
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.records import services as records

MOST = 500


@transaction.atomic
def add_constituency(congress_id: int, *, name: str, headcount: int, actor: Actor, at: datetime, seats: int = 0) -> int:
    """Draw a constituency. Answers its id."""
    row = in_force(congress_id, actor)
    number = (row.constituencies.aggregate(last=Max("number"))["last"] or 0) + 1
    if number > MOST:
        raise Refused(say("选区最多 %(most)s 个。", most=MOST))
    made = _saved(
        Constituency(city_id=row.city_id, congress=row, number=number), name=name, headcount=headcount, seats=seats
    )
    _note(row, "constituency_added", made, actor=actor, at=at)
    return made.pk


@transaction.atomic
def change_constituency(
    constituency_id: int, *, name: str, headcount: int, seats: int, actor: Actor, at: datetime
) -> None:
    """Correct a constituency; its seats never fall below those that are held."""
    one, row = _held(constituency_id, actor)
    filled = one.delegates.filter(until_date__isnull=True).count()
    if seats < filled:
        raise Refused(say("这个选区已有%(n)s名代表，名额不能更少。", n=filled))
    _saved(one, name=name, headcount=headcount, seats=seats)
    roll_changed(row, at=at)
    _note(row, "constituency_changed", one, actor=actor, at=at)


@transaction.atomic
def drop_constituency(constituency_id: int, *, actor: Actor, at: datetime) -> None:
    """Strike a constituency that has neither elections nor delegates."""
    one, row = _held(constituency_id, actor)
    used = DelegateElection.objects.filter(constituency=one).exists() or Delegate.objects.filter(constituency=one)
    if used:
        raise Refused(say("这个选区已经有选举或代表，不能删除。"))
    _note(row, "constituency_dropped", one, actor=actor, at=at)
    one.delete()


@transaction.atomic
def share_seats(congress_id: int, *, actor: Actor, at: datetime) -> tuple[Share, ...]:
    """Give each constituency its seats by head-count; the whole sum is kept in the trail."""
    row = in_force(congress_id, actor)
    places = list(row.constituencies.order_by("number"))
    if DelegateElection.objects.filter(constituency__congress=row, recorded_at__isnull=False).exists():
        raise Refused(say("已经有选区选出了结果，名额不能再重新分配；请逐个选区调整。"))
    shares = share_out(row.seats, {one.pk: one.headcount for one in places})
    for one, share in zip(places, shares, strict=True):
        filled = one.delegates.filter(until_date__isnull=True).count()
        if share.seats < filled:
            raise Refused(say("%(name)s已有%(n)s名代表，分到的名额比这少。", name=one.name, n=filled))
        one.seats = share.seats
        one.save(update_fields=["seats"])
    details = {
        "seats": row.seats,
        "shares": [
            [one.name, one.headcount, str(share.quota), share.seats] for one, share in zip(places, shares, strict=True)
        ],
    }
    records.note(
        CONGRESS.kind, row.pk, "seats_shared", actor=actor, at=at, place=row.place, label=str(row), details=details
    )
    return shares


def _held(constituency_id: int, actor: Actor) -> tuple[Constituency, Congress]:
    one = Constituency.objects.filter(pk=constituency_id).first()
    if one is None:
        raise NotFound(access.NOT_FOUND)
    return one, in_force(one.congress_id, actor)


def _saved(one: Constituency, *, name: str, headcount: int, seats: int) -> Constituency:
    one.name, one.headcount, one.seats = " ".join(name.split())[:60], headcount, seats
    if not one.name:
        raise Refused(say("请写明选区名称，比如“一车间”。"))
    if not 1 <= headcount <= 1_000_000 or not 0 <= seats <= 3000:
        raise Refused(say("选区职工人数至少 1 人，名额不能是负数。"))
    if seats > headcount:
        raise Refused(say("名额不能多于选区职工人数。"))
    try:
        with transaction.atomic():
            one.save()
    except IntegrityError as error:
        if "constituency_name_once" not in str(error):
            raise
        raise Refused(say("已经有叫“%(name)s”的选区。", name=one.name)) from None
    return one


def _note(row: Congress, action: str, one: Constituency, *, actor: Actor, at: datetime) -> None:
    details = {"constituency": one.name, "headcount": one.headcount, "seats": one.seats}
    records.note(CONGRESS.kind, row.pk, action, actor=actor, at=at, place=row.place, label=str(row), details=details)
