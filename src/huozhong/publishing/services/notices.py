"""公示: writing a notice, its days, and the objections that came in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.packfiles import standing_book
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.rulepacks import Answer, NoRule, Unit
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.publishing.models import Notice, Objection
from huozhong.publishing.queries.kinds import Draft, PublicKind, Shown
from huozhong.publishing.rules.days import MOST_DAYS, window
from huozhong.publishing.rules.names import masked
from huozhong.publishing.rules.texts import Snapshot
from huozhong.publishing.services.submitting import text_changed
from huozhong.records import services as records
from huozhong.records.engine.personal import holds_personal_number

NAME = "publishing.notice"
MOST_ROWS = 2000
RULES = {"approval": "publicity.approval", "result": "publicity.result", "candidates": "publicity.candidates"}
USUAL_RULE = "publicity.usual"
Asks = Callable[..., Answer]


def _ask_packs(rule_id: str, *, on: date, place: Place) -> Answer:
    return standing_book().ask(rule_id, jurisdictions=("CN",), on=on)


_asks: list[Asks] = [_ask_packs]


def register_rules(asks: Asks) -> None:
    """Ask this for the usual length of a notice: the rule book with a place's own values, which stands beside us."""
    _asks[0] = asks


@dataclass(frozen=True, slots=True)
class Length:
    """How long a kind of notice usually stands, and what says so; no rule means the unit says it itself."""

    days: int
    unit: Unit
    cites: tuple[dict[str, Any], ...] = ()


def usual_length(kind: str, *, place: Place, on: date) -> Length:
    """The rule's value in force at the place; five working days, marked as our own, where there is none."""
    rule_id = RULES.get(kind, USUAL_RULE)
    try:
        answer = _asks[0](rule_id, on=on, place=place)
    except (NoRule, KeyError):
        return Length(5, Unit.WORKING_DAYS)
    return Length(int(str(answer.value)), answer.unit, (answer.as_json(),))


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """What an office writes for a notice. `rows` are (whole name or title, what stands beside); names are masked."""

    kind: str
    title: str
    body: str
    contact: str
    wanted_date: date
    days: int
    counted: Unit
    rows: tuple[tuple[str, str], ...] = ()
    are_people: bool = True
    thing: tuple[str, int, str] | None = None


def rows_of(pasted: str) -> tuple[tuple[str, str], ...]:
    """Lines as pasted: a name, and behind a comma or a tab what stands beside it."""
    lines = [line.replace("\t", "，").replace(",", "，").strip() for line in pasted.splitlines()]
    parts = [line.partition("，") for line in lines if line.strip("， ")]
    return tuple((name.strip()[:80], beside.strip(" ，")[:120]) for name, _, beside in parts)


@transaction.atomic
def write_notice(words: NoticeWords, *, unit: Place, actor: Actor, at: datetime) -> int:
    """A notice that is not public yet; whole names are masked before anything is kept. Answers its id."""
    access.require(actor, Permission.PUBLIC_NOTICE, at=unit)
    columns = _columns(words, place=unit, at=at)
    thing_kind, thing_id, thing_label = words.thing or ("", None, "")
    row = Notice.objects.create(
        city_id=unit.city_id,
        unit_id=unit.unit_id,
        thing_kind=thing_kind,
        thing_id=thing_id,
        thing_label=thing_label[:200],
        written_by_id=actor.person_id,
        written_by_name=actor.name[:100],
        written_at=at,
        **columns,
    )
    records.note(NAME, row.id, "drafted", actor=actor, at=at, place=unit, label=row.title)
    return row.id


@transaction.atomic
def change_notice(notice_id: int, words: NoticeWords, *, actor: Actor, at: datetime) -> None:
    """Write into a notice; what is in review begins its reviews again, what is public stays as it was frozen."""
    row = locked_notice(notice_id, actor=actor)
    for name, value in _columns(words, place=row.place, at=at).items():
        setattr(row, name, value)
    row.save()
    records.note(NAME, row.id, "written", actor=actor, at=at, place=row.place, label=row.title)
    text_changed(NAME, row.id, city_id=row.city_id, actor=actor, at=at)


def locked_notice(notice_id: int, *, actor: Actor) -> Notice:
    """The notice's row, locked, for whoever keeps notices there."""
    row = Notice.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=notice_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, Permission.PUBLIC_NOTICE, at=row.place, seen=Permission.PUBLICATION_EDIT)
    return row


def _columns(words: NoticeWords, *, place: Place, at: datetime) -> dict[str, Any]:
    title, body = " ".join(words.title.split()), words.body.strip()
    if not title or not body:
        raise Refused(say("请写标题和正文。"))
    if not 1 <= words.days <= MOST_DAYS:
        raise Refused(say("公示期写 1 到 %(most)s 天。", most=MOST_DAYS))
    if len(words.rows) > MOST_ROWS:
        raise Refused(say("名单最多 %(most)s 行，请分成几份公示。", most=MOST_ROWS))
    if any(holds_personal_number(f"{name} {beside}") for name, beside in words.rows):
        raise Refused(say("名单里有证件号码或手机号码。公示只写姓名和单位，请删掉号码再贴。"))
    return {
        "kind": Notice.Kind(words.kind),
        "title": title[:120],
        "body": body[:4000],
        "rows": [[masked(name) if words.are_people else name, beside] for name, beside in words.rows],
        "are_people": words.are_people,
        "wanted_date": words.wanted_date,
        "length": words.days,
        "counted": Notice.Counted(words.counted.value),
        "cites": _cites(words, place=place, at=at),
        "contact": " ".join(words.contact.split())[:120],
    }


def _cites(words: NoticeWords, *, place: Place, at: datetime) -> list[dict[str, Any]]:
    """The rule, when the days are the rule's; nothing when the unit set its own, which the page then says."""
    usual = usual_length(words.kind, place=place, on=day_of(at))
    is_usual = (usual.days, usual.unit) == (words.days, words.counted)
    return list(usual.cites) if is_usual else []


def _draft(notice_id: int) -> Draft:
    row = Notice.objects.select_related("unit").filter(pk=notice_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    if not row.contact:
        raise Refused(say("请先写明有异议找谁（部门和办公电话），再送审。"))
    paragraphs = [text.strip() for text in row.body.splitlines() if text.strip()]
    heads = ("姓名", "单位") if row.are_people else ("名称", "单位")
    snapshot = Snapshot(
        title=row.title,
        paragraphs=(*paragraphs, f"有异议请向 {row.contact} 反映。"),
        credit=row.unit.name,
        rows=tuple((name, beside) for name, beside in row.rows),
        row_heads=heads if row.rows else ("", ""),
    )
    return Draft(snapshot, row.place, (row.written_by_id,) if row.written_by_id else ())


def _shown(notice_id: int, on: date) -> Shown:
    row = Notice.objects.get(pk=notice_id)
    return Shown(window(row.wanted_date, public=on, length=row.length, unit=Unit(row.counted)), tuple(row.cites))


def _may_submit(notice_id: int, actor: Actor) -> bool:
    row = Notice.objects.select_related("unit").filter(pk=notice_id).first()
    return row is not None and access.can(actor, Permission.PUBLIC_NOTICE, at=row.place)


KIND = PublicKind(
    name=NAME,
    title=say("公示"),
    draft=_draft,
    url=lambda notice_id: reverse("publishing:notice", args=[notice_id]),
    may_submit=_may_submit,
    may_withdraw=_may_submit,
    shown=_shown,
)


@transaction.atomic
def record_objection(notice_id: int, *, way: str, words: str, received: date, actor: Actor, at: datetime) -> int:
    """Write down what somebody told the office against the notice. Answers its id."""
    row = locked_notice(notice_id, actor=actor)
    said = " ".join(words.split())
    if not said:
        raise Refused(say("请写下对方说了什么。"))
    if holds_personal_number(said):
        raise Refused(say("这里不要写证件号码或手机号码。联系方式请另外保管。"))
    if received > day_of(at):
        raise Refused(say("收到的日期不能在今天以后。"))
    found = Objection.objects.create(
        city_id=row.city_id,
        notice=row,
        way=Objection.Way(way),
        words=said[:1000],
        received_date=received,
        recorded_by_name=actor.name[:100],
        recorded_at=at,
    )
    details = {"objection_id": found.id, "way": way}
    records.note(
        NAME, row.id, "objection_recorded", actor=actor, at=at, place=row.place, label=row.title, details=details
    )
    return found.id


@transaction.atomic
def answer_objection(objection_id: int, *, answer: str, actor: Actor, at: datetime) -> None:
    """Write down what the office answered; once."""
    found = Objection.objects.select_for_update().filter(pk=objection_id).first()
    if found is None:
        raise NotFound(access.NOT_FOUND)
    row = locked_notice(found.notice_id, actor=actor)
    said = " ".join(answer.split())
    if not said or holds_personal_number(said):
        raise Refused(say("请写明怎么答复的，不要写号码。"))
    if found.answer:
        raise Refused(say("这条异议已经答复过了。"))
    found.answer, found.answered_by_name, found.answered_at = said[:1000], actor.name[:100], at
    found.save(update_fields=["answer", "answered_by_name", "answered_at"])
    details = {"objection_id": found.id}
    records.note(
        NAME, row.id, "objection_answered", actor=actor, at=at, place=row.place, label=row.title, details=details
    )
