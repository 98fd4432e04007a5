"""A person's private calendar link. The secret is shown once and kept only as a hash."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from huozhong.clocks.models import Feed
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Forbidden
from huozhong.kernel.sentences import say
from huozhong.records import services as records

FEED = "clocks.feed"


@transaction.atomic
def make_feed(*, actor: Actor, at: datetime) -> str:
    """Give the actor a new link's secret; an older link stops answering."""
    person_id = _person(actor)
    _withdraw(person_id, actor=actor, at=at)
    secret = secrets.token_urlsafe(32)
    row = Feed.objects.create(city_id=actor.city_id, person_id=person_id, secret_hash=hash_of(secret), made_at=at)
    records.note(FEED, row.pk, "feed_made", actor=actor, at=at, city_id=actor.city_id)
    return secret


@transaction.atomic
def withdraw_feed(*, actor: Actor, at: datetime) -> bool:
    """The link answers no more; False when there was none."""
    return _withdraw(_person(actor), actor=actor, at=at)


def _withdraw(person_id: int, *, actor: Actor, at: datetime) -> bool:
    rows = Feed.objects.select_for_update().filter(
        city_id=actor.city_id, person_id=person_id, withdrawn_at__isnull=True
    )
    ids = list(rows.values_list("id", flat=True))
    for one in ids:
        Feed.objects.filter(pk=one).update(withdrawn_at=at)
        records.note(FEED, one, "feed_withdrawn", actor=actor, at=at, city_id=actor.city_id)
    return bool(ids)


def hash_of(secret: str) -> str:
    """What is kept of a secret of 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _person(actor: Actor) -> int:
    if actor.person_id is None:
        raise Forbidden(say("登录的账号没有对应的人员，不能生成日历链接。"))
    return actor.person_id
