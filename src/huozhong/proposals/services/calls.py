"""Calling for proposals before a session."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from huozhong.access import services as access
from huozhong.delegates import queries as delegates
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.proposals.models import Call
from huozhong.proposals.queries.things import CALL
from huozhong.proposals.rules import clocks
from huozhong.records import services as records
from huozhong.rulebook import queries as rulebook

NUMBERS = ("call.opens", "call.closes", "authors.most", "seconders.least")


@transaction.atomic
def open_call(
    congress_id: int,
    *,
    session_words: str,
    session_date: date,
    lead: str = "",
    opens_date: date | None = None,
    closes_date: date | None = None,
    actor: Actor,
    at: datetime,
) -> int:
    """Call for proposals before a session. Days that are not given are counted back by the rules in force."""
    congress = delegates.congress(congress_id)
    access.require(actor, Permission.PROPOSAL_HANDLE, at=congress.place, seen=Permission.PROPOSAL_READ)
    today = day_of(at)
    if session_date <= today:
        raise Refused(say("会议日期要在今天以后。"))
    if not session_words.strip():
        raise Refused(say("请写是哪一次会议，比如“第三届第二次会议”。"))
    answers = {name: rulebook.ask(f"proposals.{name}", on=today, place=congress.place) for name in NUMBERS}
    usual = usual_window(congress.place, session_date=session_date, on=today)
    opens, closes = opens_date or max(usual.opens, today), closes_date or max(usual.closes, today)
    if not opens <= closes < session_date:
        raise Refused(say("征集要先开始、后截止，并且在开会之前截止。"))
    row = _create(
        city_id=congress.city_id,
        unit_id=congress.place.unit_id,
        congress_id=congress_id,
        session_words=session_words.strip()[:80],
        session_date=session_date,
        opens_date=opens,
        closes_date=closes,
        lead=lead.strip()[:300],
        most_authors=answers["authors.most"].number(),
        least_seconders=answers["seconders.least"].number(),
        cites=[answer.as_json() for answer in answers.values()],
        created_by_name=actor.name[:100],
        created_at=at,
    )
    details = {"opens": opens.isoformat(), "closes": closes.isoformat(), "session": session_date.isoformat()}
    records.note(
        CALL, row.pk, "proposals_called", actor=actor, at=at, place=congress.place, label=row.session_words,
        details=details, cites=row.cites,
    )  # fmt: skip
    return row.pk


def _create(**columns: object) -> Call:
    try:
        with transaction.atomic():
            return Call.objects.create(**columns)
    except IntegrityError as error:
        if "call_once" not in str(error):
            raise
        raise Refused(say("这次会议已经在征集提案了。")) from None


def usual_window(place: Place, *, session_date: date, on: date) -> clocks.Window:
    """The window that the rules in force give for a session."""
    opens = rulebook.ask("proposals.call.opens", on=on, place=place).number()
    closes = rulebook.ask("proposals.call.closes", on=on, place=place).number()
    return clocks.window(session_date, opens_before=max(opens, closes), closes_before=min(opens, closes))


@transaction.atomic
def move_closing(call_id: int, *, closes_date: date, why: str, actor: Actor, at: datetime) -> None:
    """Close on another day, with the reason; never on a day that is over, never on the day of the session."""
    row = Call.objects.select_for_update(of=("self",)).select_related("unit").get(pk=call_id)
    access.require(actor, Permission.PROPOSAL_HANDLE, at=row.place, seen=Permission.PROPOSAL_READ)
    if not why.strip():
        raise Refused(say("请写明为什么改截止日期。"))
    if not max(day_of(at), row.opens_date) <= closes_date < row.session_date:
        raise Refused(say("截止日期不能早于今天，也要在开会之前。"))
    before, row.closes_date = row.closes_date, closes_date
    row.save(update_fields=["closes_date"])
    details = {"before": before.isoformat(), "after": closes_date.isoformat()}
    records.note(
        CALL, row.pk, "closing_moved", actor=actor, at=at, place=row.place, label=row.session_words, why=why,
        details=details,
    )  # fmt: skip
