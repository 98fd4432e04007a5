"""Verbs of honours: an office enters them from the document, and strikes out a mistake."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, Refused
from huozhong.kernel.sentences import say
from huozhong.projects.models import Honour
from huozhong.projects.queries.honours import find_honour
from huozhong.projects.rules.honours import GRADES, HONOURS
from huozhong.projects.services.moving import refuse_personal_numbers
from huozhong.records import services as records
from huozhong.unions import queries as unions

KIND = "projects.honour"


@transaction.atomic
def record_honour(
    unit_id: int, *, honour: str, grade: str, year: int, document_number: str, actor: Actor, at: datetime
) -> int:
    """Enter what a unit was honoured with, from the document that says so."""
    unit = unions.unit(unit_id)
    access.require(actor, Permission.PROGRAMME_MANAGE, at=unit.place, seen=Permission.UNIT_READ)
    if honour not in HONOURS or grade not in GRADES:
        raise Refused(say("没有这种荣誉。"))
    if not document_number.strip():
        raise Refused(say("请填写表彰文件的文号。"))
    if not 1950 <= year <= at.year:
        raise Refused(say("表彰年度不对。"))
    refuse_personal_numbers(document_number)
    try:
        with transaction.atomic():
            row = Honour.objects.create(
                city_id=unit.city_id,
                unit_id=unit_id,
                honour=honour,
                grade=grade,
                year=year,
                document_number=document_number.strip()[:60],
                recorded_by_name=actor.name[:100],
                recorded_at=at,
            )
    except IntegrityError as error:
        if "honour_once_a_year" not in str(error):
            raise
        raise Refused(say("这项荣誉已经登记过了。")) from None
    details = {"honour": honour, "grade": grade, "year": year, "document_number": row.document_number}
    records.note(
        KIND, row.pk, "honour_recorded", actor=actor, at=at, place=unit.place, label=unit.name, details=details
    )
    return row.pk


@transaction.atomic
def strike_honour(honour_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """Strike out an honour that was entered by mistake or taken away again."""
    find_honour(honour_id, actor=actor)
    row = Honour.objects.select_for_update(of=("self",)).select_related("unit").get(pk=honour_id)
    access.require(actor, Permission.PROGRAMME_MANAGE, at=row.place)
    if row.struck_at is not None:
        raise Conflict(say("这一条已经划销了。"))
    if not why.strip():
        raise Refused(say("请写明划销的理由。"))
    refuse_personal_numbers(why)
    row.struck_at, row.struck_why = at, why.strip()[:300]
    row.save(update_fields=["struck_at", "struck_why"])
    records.note(KIND, row.pk, "honour_struck", actor=actor, at=at, place=row.place, label=row.unit.name, why=why)
