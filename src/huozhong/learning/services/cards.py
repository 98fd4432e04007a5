"""Writing how-to cards and their practice cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import IO

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.learning.models import HowTo, PracticeCase
from huozhong.learning.rules import DUTIES, MOST_MINUTES, MOST_STEPS, HowToFacts, Option, case_refusal
from huozhong.learning.workflow import HOWTO, HowToState
from huozhong.lifecycles import services as lifecycles
from huozhong.people import queries as people
from huozhong.records import services as records
from huozhong.records.services import FileKind, FileLimit

TEMPLATES = FileLimit(10 * 1024 * 1024, frozenset({FileKind.XLSX, FileKind.DOCX, FileKind.PDF}))
MOST_CASES = 10


@dataclass(frozen=True, slots=True)
class CardForm:
    """What stands on a how-to card."""

    title: str
    duty: str
    minutes: int
    when: str = ""
    steps: tuple[str, ...] = ()
    pitfalls: str = ""
    basis: str = ""
    ask_person_id: int | None = None


@transaction.atomic
def write_howto(form: CardForm, *, unit: Place, actor: Actor, at: datetime, howto_id: int | None = None) -> int:
    """Begin a card at a unit, or rewrite a draft. A published card is taken back first."""
    row = _locked(howto_id) if howto_id is not None else None
    access.require(actor, Permission.HOWTO_WRITE, at=row.place if row else unit)
    if row is not None and row.state != HowToState.DRAFT:
        raise Refused(say("已经发布的教程要先收回，才能修改。"))
    words = _checked(form)
    if row is None:
        row = HowTo(city_id=unit.city_id, unit_id=unit.unit_id)
    for name, value in words.items():
        setattr(row, name, value)
    row.written_by_id, row.written_by_name, row.written_at = actor.person_id, actor.name[:100], at
    row.save()
    place = row.place
    records.note(HOWTO.kind, row.pk, "howto_written", actor=actor, at=at, place=place, label=row.title)
    return row.pk


def _checked(form: CardForm) -> dict[str, object]:
    steps = tuple(" ".join(step.split()) for step in form.steps if step.strip())
    if not form.title.strip():
        raise Refused(say("请写明标题。"))
    if form.duty not in DUTIES:
        raise Refused(say("没有这一类工作，请重新选择。"))
    if not 1 <= form.minutes <= MOST_MINUTES:
        raise Refused(say("教程要在 %(most)s 分钟内看完。太长就拆成两个。", most=MOST_MINUTES))
    if len(steps) > MOST_STEPS:
        raise Refused(say("步骤最多 %(most)s 步，现在 %(now)s 步。太长就拆成两个。", most=MOST_STEPS, now=len(steps)))
    ask_name = ""
    if form.ask_person_id is not None:
        ask_name = people.person(form.ask_person_id).name
    return {
        "title": " ".join(form.title.split())[:60],
        "duty": form.duty,
        "minutes": form.minutes,
        "when": " ".join(form.when.split())[:200],
        "steps": [step[:300] for step in steps],
        "pitfalls": form.pitfalls.strip()[:1000],
        "basis": " ".join(form.basis.split())[:200],
        "ask_person_id": form.ask_person_id,
        "ask_name": ask_name[:100],
    }


@transaction.atomic
def keep_template(howto_id: int, *, content: bytes | IO[bytes], name: str, actor: Actor, at: datetime) -> None:
    """The form or model text that goes with a card; a new one replaces it."""
    row = _locked(howto_id)
    access.require(actor, Permission.HOWTO_WRITE, at=row.place)
    if row.state == HowToState.RETIRED:
        raise Refused(say("教程已经停用。"))
    kept = records.store_file(content, name=name, city_id=row.city_id, actor=actor, at=at, limit=TEMPLATES)
    row.template_file_id, row.template_name = kept.id, kept.name
    row.save(update_fields=["template_file_id", "template_name"])
    details = {"file_id": kept.id, "sha256": kept.sha256}
    records.note(
        HOWTO.kind, row.pk, "template_kept", actor=actor, at=at, place=row.place, label=row.title, details=details
    )


@transaction.atomic
def move_howto(howto_id: int, move: str, *, actor: Actor, at: datetime, why: str = "") -> None:
    """Publish a card, take it back, or put it out of use."""
    row = _locked(howto_id)
    changes = {"published_at": at} if move == "publish" else None
    lifecycles.carry_out(row, move, actor=actor, at=at, facts=facts_of, why=why, changes=changes)


def facts_of(row: HowTo) -> HowToFacts:
    """What the guards look at."""
    return HowToFacts(row.title, len(row.steps), row.when, row.ask_person_id is not None)


@transaction.atomic
def add_case(howto_id: int, *, situation: str, options: Sequence[Option], actor: Actor, at: datetime) -> int:
    """A case to practise on. It is a sample: no real person stands in it."""
    row = _locked(howto_id)
    access.require(actor, Permission.HOWTO_WRITE, at=row.place)
    reason = case_refusal(situation, options)
    if reason is not None:
        raise Refused(reason)
    if row.cases.filter(withdrawn_at__isnull=True).count() >= MOST_CASES:
        raise Refused(say("一个教程最多 %(most)s 个练习案例。", most=MOST_CASES))
    case = PracticeCase.objects.create(
        city_id=row.city_id,
        howto=row,
        situation=situation.strip()[:1000],
        options=[asdict(option) for option in options],
    )
    records.note(HOWTO.kind, row.pk, "case_added", actor=actor, at=at, place=row.place, label=row.title)
    return case.pk


@transaction.atomic
def withdraw_case(case_id: int, *, actor: Actor, at: datetime) -> None:
    """Nobody is asked this case any more; who solved it keeps that."""
    case = PracticeCase.objects.select_for_update(of=("self",)).filter(pk=case_id, withdrawn_at__isnull=True).first()
    if case is None:
        raise NotFound(access.NOT_FOUND)
    row = case.howto
    access.require(actor, Permission.HOWTO_WRITE, at=row.place)
    case.withdrawn_at = at
    case.save(update_fields=["withdrawn_at"])
    records.note(HOWTO.kind, row.pk, "case_withdrawn", actor=actor, at=at, place=row.place, label=row.title)


def _locked(howto_id: int) -> HowTo:
    row = HowTo.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=howto_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row
