"""公示: the result of a programme put on public notice in one press; the notice then goes the way of every text."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.projects.models import Programme, Project
from huozhong.projects.queries import find_programme
from huozhong.projects.rules.tiers import TIERS
from huozhong.publishing import queries as publishing
from huozhong.publishing import services as publish

KIND = "projects.programme"
NOTICE = "publishing.notice"
NOT_YET = {
    "approval": say("这次征集还没有立项的项目，还没有可以公示的名单。"),
    "result": say("这次征集还没有公布展评结果，还没有可以公示的名单。"),
}


class Result(StrEnum):
    """What of a programme can be put on notice."""

    APPROVAL = "approval"  # 立项名单
    RESULT = "result"  # 展评结果


TITLES = {Result.APPROVAL: "关于“{name}”拟立项项目的公示", Result.RESULT: "关于“{name}”展评结果的公示"}
BODIES = {
    Result.APPROVAL: "经申报、初审和会议研究，下列项目拟予立项，现予公示。",
    Result.RESULT: "经评委评分，展评结果如下，现予公示。",
}


@transaction.atomic
def put_on_notice(programme_id: int, *, result: Result, actor: Actor, at: datetime) -> int:
    """The notice of the programme's result, for its office to look over and hand in. Pressed again it is renewed."""
    programme = find_programme(programme_id, actor=actor)
    access.require(actor, Permission.PROGRAMME_MANAGE, at=programme.place)
    rows = _rows(programme_id, result)
    if not rows:
        raise Refused(NOT_YET[result])
    words = _words(programme, result, rows, at=at)
    for card in publishing.notices_about(KIND, programme_id):
        waits = publishing.public_state(NOTICE, card.id, on=day_of(at)) is None
        if card.kind == result and waits:
            publish.change_notice(card.id, words, actor=actor, at=at)
            return card.id
    return publish.write_notice(words, unit=programme.place, actor=actor, at=at)


def _words(
    programme: Programme, result: Result, rows: tuple[tuple[str, str], ...], *, at: datetime
) -> publish.NoticeWords:
    usual = publish.usual_length(result.value, place=programme.place, on=day_of(at))
    return publish.NoticeWords(
        kind=result.value,
        title=TITLES[result].format(name=programme.title)[:120],
        body=BODIES[result],
        contact="",  # the office writes its telephone in before it hands the notice in
        wanted_date=day_of(at),
        days=usual.days,
        counted=usual.unit,
        rows=rows,
        are_people=False,
        thing=(KIND, programme.id, programme.title),
    )


def _rows(programme_id: int, result: Result) -> tuple[tuple[str, str], ...]:
    found = Project.objects.filter(programme_id=programme_id).select_related("unit").order_by("unit__path", "id")
    if result is Result.APPROVAL:
        return tuple((row.name, row.unit.name) for row in found.filter(approved_date__isnull=False))
    order = [tier for tier in TIERS if tier != "none"]
    ranked = sorted(found.filter(tier__in=order), key=lambda row: order.index(row.tier))
    return tuple((row.name, f"{row.unit.name} · {TIERS[row.tier]}") for row in ranked)
