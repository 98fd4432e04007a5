"""A person's private calendar link. The secret is shown once and kept only as a hash."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.db import transaction
from icalendar import Alarm, Calendar, Event

from huozhong.clocks.models import Feed
from huozhong.clocks.queries import DeadlineCard, feed_deadlines
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Forbidden
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.zone import day_of
from huozhong.look import services as look
from huozhong.records import services as records

FEED = "clocks.feed"
CALENDAR = say("我的期限")
SAFE = say("稳妥日：%(title)s（%(thing)s）")
LEGAL = say("法定最后一天：%(title)s（%(thing)s）")


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


def feed_calendar(secret: str, *, base: str, at: datetime) -> bytes | None:
    """The open deadlines behind a link as iCalendar, whole days with an alarm; None when the link does not answer.

    Two entries a deadline: the safe day, and the legal last day. No name, nothing of the case but its number.
    """
    on = day_of(at)
    found = feed_deadlines(secret, on=on)
    if found is None:
        return None
    Feed.objects.filter(secret_hash=hash_of(secret), withdrawn_at__isnull=True).update(read_at=at)
    made = Calendar()
    made.add("prodid", "-//Huozhong//clocks//ZH")
    made.add("version", "2.0")
    made.add("x-wr-calname", look.told(CALENDAR))
    made.add("x-wr-timezone", "Asia/Shanghai")
    made.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for card in found:
        for name, day, words in (("safe", card.safe_date, SAFE), ("legal", card.legal_date, LEGAL)):
            made.add_component(_event(card, name, day, words, base=base, at=at))
    return bytes(made.to_ical())


def _event(card: DeadlineCard, name: str, day: date, words: Sentence, *, base: str, at: datetime) -> Event:
    event = Event()
    event.add("uid", f"deadline-{card.id}-{name}@huozhong")
    event.add("dtstamp", at)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", look.told(say(words.text, title=card.title, thing=card.thing_label)))
    event.add("description", card.cite)
    event.add("url", f"{base}{card.url}")
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    if name == "safe" and not card.is_authority_duty:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", event["summary"])
        alarm.add("trigger", timedelta(days=-2, hours=-15))  # 9:00 three days before
        event.add_component(alarm)
    return event
