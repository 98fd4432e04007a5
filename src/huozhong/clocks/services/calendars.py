"""Verbs of the calendar: one person enters a notice of rest days, another approves it, all is computed anew."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from huozhong.access import services as access
from huozhong.clocks.models import CalendarNotice
from huozhong.clocks.queries import calendars as queries
from huozhong.clocks.rules import calendars as rules
from huozhong.clocks.rules.calendars import NoticeDay
from huozhong.clocks.rules.guards import NoticeFacts
from huozhong.clocks.services import recomputing
from huozhong.clocks.workflow import NOTICE
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.lifecycles import services as lifecycles
from huozhong.records import services as records

YEARS = (2004, 2059)
EDITABLE = ("draft", "returned")


@transaction.atomic
def enter_notice(
    *,
    year: int,
    number: str,
    days: Sequence[NoticeDay],
    place: Place,
    actor: Actor,
    at: datetime,
    url: str = "",
    text: str = "",
    is_sample: bool = False,
) -> int:
    """Enter a year's notice, or a change of one, as a draft; nothing is computed with it yet. Answers its id."""
    access.require(actor, Permission.RULE_EDIT, at=place)
    _require_keeper(place)
    _require_year(year)
    row = CalendarNotice.objects.create(
        city_id=place.city_id,
        unit_id=place.unit_id,
        year=year,
        number=number.strip()[:64],
        url=url.strip()[:300],
        text=text.strip()[:6000],
        days=rules.as_json(days),
        is_sample=is_sample,
        entered_by_id=actor.person_id,
        entered_by_name=actor.name[:100],
        entered_at=at,
    )
    _note(row, "notice_entered", actor=actor, at=at)
    return row.pk


@transaction.atomic
def change_notice(
    notice_id: int,
    *,
    number: str,
    days: Sequence[NoticeDay],
    actor: Actor,
    at: datetime,
    url: str = "",
    text: str = "",
) -> None:
    """Write a draft anew, or one that came back."""
    row = _locked(notice_id)
    access.require(actor, Permission.RULE_EDIT, at=row.place, seen=Permission.RULE_READ)
    if row.state not in EDITABLE:
        raise Conflict(say("已经提交核准，不能再修改。"))
    row.number, row.url, row.text = number.strip()[:64], url.strip()[:300], text.strip()[:6000]
    row.days = rules.as_json(days)
    row.save(update_fields=["number", "url", "text", "days"])
    _note(row, "notice_changed", actor=actor, at=at)


def submit_notice(notice_id: int, *, actor: Actor, at: datetime) -> None:
    """Hand a notice in for the second person."""
    by = {"submitted_by_id": actor.person_id, "submitted_by_name": actor.name[:100]}
    lifecycles.carry_out(_found(notice_id), "submit", actor=actor, at=at, facts=facts(actor), changes=by)


def send_notice_back(notice_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """Return it to whoever entered it, with the reason."""
    lifecycles.carry_out(_found(notice_id), "send_back", actor=actor, at=at, why=why, facts=facts(actor))


def discard_notice(notice_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """Give up a draft."""
    lifecycles.carry_out(_found(notice_id), "discard", actor=actor, at=at, why=why, facts=facts(actor))


@transaction.atomic
def approve_notice(notice_id: int, *, actor: Actor, at: datetime) -> int:
    """The calendar holds from now on; gives the id of the run that computes every open deadline anew."""
    row = _locked(notice_id)
    by = {"approved_by_id": actor.person_id, "approved_by_name": actor.name[:100], "approved_at": at}
    lifecycles.carry_out(
        row, "approve", actor=actor, at=at, facts=facts(actor), changes=by,
        details={"year": row.year, "number": row.number, "days": len(row.days)},
    )  # fmt: skip
    return recomputing.begin(at=at, city_id=row.city_id, notice_id=row.pk)


def notice_steps(row: CalendarNotice, actor: Actor) -> tuple[lifecycles.Step, ...]:
    """What may be done with a notice: allowed, or greyed with the reason."""
    return lifecycles.what_next(row, actor, facts=facts(actor)(row))


def facts(actor: Actor) -> Any:
    """What the guards look at, gathered from the locked row."""

    def gather(row: CalendarNotice) -> NoticeFacts:
        days = rules.from_json(row.days)
        return NoticeFacts(
            acting=actor.person_id,
            submitted_by=row.submitted_by_id,
            number=row.number,
            faults=rules.faults(queries.calendar(), row.year, days),
        )

    return gather


def _require_keeper(place: Place) -> None:
    if place.level not in queries.KEEPERS:
        raise Forbidden(say("放假安排全国统一，由市级及以上工会的规则管理员录入。"))


def _require_year(year: int) -> None:
    if not YEARS[0] <= year <= YEARS[1]:
        raise Refused(say("年份要在%(first)s和%(last)s之间。", first=YEARS[0], last=YEARS[1]))


def _found(notice_id: int) -> CalendarNotice:
    row = CalendarNotice.objects.select_related("unit").filter(pk=notice_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row


def _locked(notice_id: int) -> CalendarNotice:
    row = CalendarNotice.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=notice_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row


def _note(row: CalendarNotice, action: str, *, actor: Actor, at: datetime) -> None:
    details = {"year": row.year, "number": row.number, "days": len(row.days)}
    records.note(NOTICE.kind, row.pk, action, actor=actor, at=at, place=row.place, label=str(row), details=details)
