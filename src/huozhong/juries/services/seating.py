"""Who sits on a jury, and who stands back from what."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from huozhong.access import services as access
from huozhong.juries.models import Entry, Judge, Panel, Recusal
from huozhong.juries.queries.finding import find_entry, find_panel, managed_panel, seat_of
from huozhong.juries.rules.words import Ground, JudgeKind
from huozhong.juries.services.drawing import draw_panel, stand_back
from huozhong.juries.services.panels import note_panel
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Forbidden, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.people import queries as people
from huozhong.records.engine.personal import holds_personal_number
from huozhong.unions import queries as unions

NO_SEAT = say("您不是这次评审的评委。")


@transaction.atomic
def appoint_judge(panel_id: int, *, person_id: int, unit_id: int, kind: JudgeKind, actor: Actor, at: datetime) -> int:
    """Seat a person on a jury; the union they come from decides what they stand back from."""
    panel = managed_panel(panel_id, actor=actor, is_locked=True)
    if panel.state == "closed":
        raise Refused(say("评审已经结束。"))
    if panel.kind_weights and kind not in panel.kind_weights:
        raise Refused(say("这次评审没有这一类评委。"))
    person, unit = people.person(person_id), unions.unit(unit_id)
    try:
        with transaction.atomic():
            row = Judge.objects.create(
                city_id=panel.city_id,
                panel=panel,
                person_id=person_id,
                name=person.name,
                kind=kind,
                unit_id=unit_id,
                assigned_at=at,
            )
    except IntegrityError as error:
        if "judge_once" not in str(error):
            raise
        raise Refused(say("%(name)s 已经是这次评审的评委。", name=person.name)) from None
    details = {"person_id": person_id, "kind": kind, "unit_id": unit_id, "unit": unit.name}
    note_panel(panel, "juror_appointed", actor=actor, at=at, details=details)
    stand_back(panel, judges=[row], entries=_open_entries(panel), at=at)
    draw_panel(panel)
    return row.pk


def _open_entries(panel: Panel) -> list[Entry]:
    rows = Entry.objects.filter(panel=panel, closed_at__isnull=True, withdrawn_at__isnull=True)
    return list(rows.select_related("unit"))


@transaction.atomic
def release_judge(judge_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """Take a judge off; their cards no longer count in what is still open."""
    judge = Judge.objects.filter(pk=judge_id).first()
    if judge is None:
        raise NotFound(access.NOT_FOUND)
    panel = managed_panel(judge.panel_id, actor=actor, is_locked=True)
    _say_why(why)
    if not Judge.objects.filter(pk=judge_id, released_at__isnull=True).update(released_at=at):
        raise Refused(say("这位评委已经退出。"))
    note_panel(panel, "juror_released", actor=actor, at=at, why=why, details={"person_id": judge.person_id})
    draw_panel(panel)


@transaction.atomic
def record_kin(entry_id: int, *, judge_id: int, why: str, actor: Actor, at: datetime) -> None:
    """The office records that a judge's kin has to do with an entry."""
    entry = find_entry(entry_id)
    panel = managed_panel(entry.panel_id, actor=actor, is_locked=True)
    judge = Judge.objects.filter(pk=judge_id, panel=panel, released_at__isnull=True).first()
    if judge is None:
        raise NotFound(access.NOT_FOUND)
    _say_why(why)
    _stand_back(panel, entry, judge, Ground.KIN, why=why, actor=actor, at=at)


@transaction.atomic
def declare_interest(entry_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """A judge declares an interest and stands back for good; what they scored there no longer counts."""
    entry = find_entry(entry_id)
    panel = find_panel(entry.panel_id, actor=actor)
    access.require(actor, Permission.JURY_JUDGE, at=panel.place)
    judge = seat_of(panel, actor)
    if judge is None:
        raise Forbidden(NO_SEAT)
    _say_why(why)
    panel = Panel.objects.select_for_update(of=("self",)).select_related("unit").get(pk=panel.pk)
    _stand_back(panel, entry, judge, Ground.INTEREST, why=why, actor=actor, at=at)


def _stand_back(
    panel: Panel, entry: Entry, judge: Judge, ground: Ground, *, why: str, actor: Actor, at: datetime
) -> None:
    locked = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if locked.closed_at is not None:
        raise Refused(say("这一项已经截止打分，不能再回避。"))
    _row, is_new = Recusal.objects.get_or_create(
        city_id=panel.city_id, entry=locked, judge=judge, defaults={"ground": ground, "why": why.strip(), "at": at}
    )
    if not is_new:
        raise Refused(say("%(name)s 已经回避这一项。", name=judge.name))
    details = {"judge_id": judge.pk, "entry_id": entry.pk, "ground": ground}
    note_panel(panel, "judge_recused", actor=actor, at=at, why=why, details=details)
    draw_panel(panel)


def _say_why(why: str) -> None:
    if not why.strip():
        raise Refused(say("请写明理由。"))
    if holds_personal_number(why):
        raise Refused(say("文字里不要写证件号码或手机号码。"))
