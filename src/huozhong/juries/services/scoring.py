"""Judges score; the office brings entries on stage and closes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from django.db import connection, transaction

from huozhong.access import services as access
from huozhong.juries.models import Assignment, Entry, Judge, Panel, Recusal, Score
from huozhong.juries.queries.finding import find_entry, managed_panel
from huozhong.juries.queries.rounds import states
from huozhong.juries.rules.rubric import points_refusal, read_rubric, weights_of
from huozhong.juries.rules.words import STANDS_BACK
from huozhong.juries.services.closing import close
from huozhong.juries.services.panels import note_panel
from huozhong.juries.services.seating import NO_SEAT
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Forbidden, NotFound, Refused
from huozhong.kernel.sentences import Sentence, say
from huozhong.records import services as records
from huozhong.records.engine.personal import holds_personal_number

ENTRY = "juries.entry"


@dataclass(frozen=True, slots=True)
class Saved:
    """What was kept: the total once every dimension has its points, else how many are missing."""

    total: Fraction | None
    missing: int


@transaction.atomic
def score(entry_id: int, *, points: Mapping[str, int | None], opinion: str = "", actor: Actor, at: datetime) -> Saved:
    """Keep a judge's card for an entry. Dimensions may still be missing: such a card is kept and does not count yet."""
    entry = find_entry(entry_id)
    panel = entry.panel
    judge = judge_for(entry, actor=actor)
    _refuse_late(entry, at=at)
    given = {key: value for key, value in points.items() if value is not None}
    rubric = read_rubric(panel.rubric)
    whole = tuple(one for one in rubric if one.key in given)
    wrong = points_refusal(whole, given)
    if wrong is not None:
        raise Refused(wrong)
    if holds_personal_number(opinion):
        raise Refused(say("文字里不要写证件号码或手机号码。"))
    is_whole = len(whole) == len(rubric)
    _row, is_new = Score.objects.update_or_create(
        city_id=entry.city_id,
        entry=entry,
        judge=judge,
        defaults={"points": given, "is_whole": is_whole, "opinion": opinion.strip(), "at": at},
    )
    if is_whole:
        # an anonymous jury's points stand in the card alone, never beside a name in the trail
        details = {"judge_id": judge.pk, **given} if panel.is_named else {}
        action = "scored" if is_new else "scored_again"
        records.note(ENTRY, entry.pk, action, actor=actor, at=at, place=panel.place, label=entry.title, details=details)
    return Saved(weights_of(rubric).total(given) if is_whole else None, len(rubric) - len(whole))


def judge_for(entry: Entry, *, actor: Actor) -> Judge:
    """The seat from which the actor may read and score an entry; Forbidden with the sentence otherwise."""
    panel = entry.panel
    access.require(actor, Permission.JURY_JUDGE, at=panel.place, seen=Permission.JURY_READ)
    rows = Judge.objects.filter(panel=panel, person_id=actor.person_id or 0, released_at__isnull=True)
    judge = rows.first()
    if judge is None:
        raise Forbidden(NO_SEAT)
    back = Recusal.objects.filter(entry=entry, judge=judge).first()
    if back is not None:
        raise Forbidden(STANDS_BACK[back.ground])
    if not Assignment.objects.filter(entry=entry, judge=judge).exists():
        raise Forbidden(say("这一项没有分给您评。"))
    return judge


def hindrance(entry: Entry, *, at: datetime) -> Sentence | None:
    """Why an entry cannot be scored at this moment, or None."""
    panel = entry.panel
    if panel.state == "draft":
        return say("评审还没有开始。")
    if entry.withdrawn_at is not None:
        return say("这一项已经退出评审。")
    if panel.state == "closed" or entry.closed_at is not None:
        return say("这一项已经截止打分。")
    if panel.is_live and panel.on_stage_id != entry.pk:
        return say("这一项现在不在台上，请等主持人。")
    if panel.is_live and panel.staged_until is not None and at > panel.staged_until:
        return say("打分时间已到。")
    return None


def _refuse_late(entry: Entry, *, at: datetime) -> None:
    """Hold the entry open until this card is written; whoever closes it waits, and then sees it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT closed_at FROM juries_entry WHERE id = %s FOR SHARE", [entry.pk])
        entry.closed_at = cursor.fetchone()[0]
    reason = hindrance(entry, at=at)
    if reason is not None:
        raise Refused(reason)


@transaction.atomic
def stage_entry(panel_id: int, *, entry_id: int, actor: Actor, at: datetime) -> None:
    """Bring an entry on stage: judges' phones and the board follow."""
    panel = managed_panel(panel_id, actor=actor, is_locked=True)
    if panel.state != "open" or not panel.is_live:
        raise Refused(say("现在不是现场评审。"))
    entry = Entry.objects.filter(pk=entry_id, panel=panel, withdrawn_at__isnull=True).first()
    if entry is None:
        raise NotFound(access.NOT_FOUND)
    panel.on_stage_id, panel.staged_at = entry.pk, at
    panel.staged_until = at + timedelta(minutes=panel.minutes) if panel.minutes else None
    _turn(panel)
    note_panel(panel, "entry_staged", actor=actor, at=at, details={"number": entry.number})


@transaction.atomic
def close_entry(entry_id: int, *, actor: Actor, at: datetime) -> None:
    """Close one entry once enough judges have scored it: its result stands."""
    found = find_entry(entry_id)
    panel = managed_panel(found.panel_id, actor=actor, is_locked=True)
    entry = Entry.objects.select_for_update(of=("self",)).select_related("unit", "panel").get(pk=entry_id)
    if panel.state != "open" or entry.closed_at is not None or entry.withdrawn_at is not None:
        raise Refused(say("这一项已经截止或退出。"))
    state = states(panel, [entry.pk])[entry.pk]
    if not state.is_complete:
        raise Refused(
            say("已有 %(given)s 位评委打分，至少需要 %(needed)s 位。", given=state.given, needed=state.needed)
        )
    close(entry, at=at)
    _turn(panel)
    note_panel(panel, "entry_closed", actor=actor, at=at, details={"number": entry.number, "cards": state.given})


def _turn(panel: Panel) -> None:
    panel.turn += 1
    panel.save(update_fields=["on_stage_id", "staged_at", "staged_until", "turn"])
