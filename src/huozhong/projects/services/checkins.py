"""Check-ins that waited on a phone for the network: kept once however often they are sent, refused with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.projects.models import Progress, Project, RefusedCheckIn, Target
from huozhong.projects.queries.finding import find_project
from huozhong.projects.queries.lists import stored
from huozhong.projects.rules.form import FEN
from huozhong.projects.services.moving import lock_project
from huozhong.projects.services.running import (
    FromAfar,
    Upload,
    log_progress,
    note_on,
    read_target,
    recorded,
)
from huozhong.projects.workflow import PROJECT


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What a phone sends: words, numbers, pictures, and how it kept them."""

    project_id: int
    afar: FromAfar
    day: date
    text: str
    people: int = 0
    readings: Sequence[tuple[int, Decimal]] = ()  # (target, value)
    photos: Sequence[Upload] = ()
    keep_for: str = ""  # why time and place of the photographs are kept; empty: they are not


def check_in(sent: CheckIn, *, actor: Actor, at: datetime) -> tuple[int, bool]:
    """Keep a check-in: id of the progress entry, and whether it is new. A second sending gives the first one's id.

    Refused when it may not be kept any more; that it came, and why it was refused, stays with the project.
    """
    try:
        return _keep_once(sent, actor=actor, at=at)
    except NotFound:
        raise
    except Refused as refusal:
        _remember(sent, refusal, actor=actor, at=at)
        raise


@transaction.atomic
def _keep_once(sent: CheckIn, *, actor: Actor, at: datetime) -> tuple[int, bool]:
    project = lock_project(sent.project_id, Permission.PROJECT_RUN, actor=actor, states=frozenset(PROJECT.states))
    if (known := _known(project, sent, actor=actor)) is not None:
        return known, False
    own = set(Target.objects.filter(project=project).values_list("id", flat=True))
    for target_id, value in sent.readings:
        if target_id not in own:
            raise Refused(say("这个指标不是本项目的，请回到项目里重新填写。"))
        if not value.is_finite() or value != value.quantize(FEN):
            raise Refused(say("读数最多两位小数，并且不能太大。"))
    try:
        with transaction.atomic():
            entry = log_progress(
                project.pk,
                day=sent.day,
                text=sent.text,
                people=sent.people,
                photos=sent.photos,
                keep_for=sent.keep_for,
                afar=sent.afar,
                actor=actor,
                at=at,
            )
    except IntegrityError as error:  # the same key under another project: no phone does that by itself
        raise Refused(say("这条记录的编号已经用在别的项目上，请重新填写。")) from error
    for target_id, value in sent.readings:
        read_target(target_id, day=sent.day, value=value, actor=actor, at=at)
    RefusedCheckIn.objects.filter(city_id=project.city_id, client_key=sent.afar.client_key).delete()
    return entry, True


def _known(project: Project, sent: CheckIn, *, actor: Actor) -> int | None:
    """The entry that this key has made already; somebody else's key is refused."""
    row = Progress.objects.filter(city_id=project.city_id, client_key=sent.afar.client_key).first()
    if row is None:
        return None
    if row.project_id != project.pk or row.by_person != actor.person_id:
        raise Refused(say("这条记录的编号已经用在别的项目上，请重新填写。"))
    return int(row.pk)


def _remember(sent: CheckIn, refusal: Refused, *, actor: Actor, at: datetime) -> None:
    """That a check-in came too late, for the project's people and its office: the reason, not the words."""
    project = find_project(sent.project_id, actor=actor)
    with transaction.atomic():
        _row, is_new = RefusedCheckIn.objects.get_or_create(
            city_id=project.city_id,
            client_key=sent.afar.client_key,
            defaults=recorded(project, actor, at)
            | {"day": sent.day, "noted_at": sent.afar.noted_at, "reason": stored(refusal.reason)},
        )
        if is_new:
            details: dict[str, Any] = {"day": sent.day, "reason": refusal.reason.text}
            note_on(project, "checkin_refused", actor=actor, at=at, details=details)
