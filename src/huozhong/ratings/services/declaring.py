"""Verbs of the union: begin a self-check, state what no record tells, hand it in, answer before a star is lost."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.ratings.models import Exhibit, ProofSheet, Rating, Statement
from huozhong.ratings.queries import kinds, schemes, sheets, standing
from huozhong.ratings.rules.computing import fingerprint
from huozhong.ratings.rules.scheme import How, Item, Source
from huozhong.ratings.rules.values import BadSheet, Written, read_value
from huozhong.ratings.services.moving import locked, move, note_on
from huozhong.records import services as records
from huozhong.records.engine.filekinds import ANY_FILE
from huozhong.records.engine.personal import holds_personal_number

MOST_FILES = 12
OLDEST = 2


@transaction.atomic
def start_rating(kind: str, subject_id: int, *, year: int | None = None, actor: Actor, at: datetime) -> int:
    """Begin a self-check for a year by the scheme that holds at the thing's place today. Answers its id."""
    found = kinds.kind_of(kind)
    subject = found.subject(subject_id)
    access.require(actor, Permission.RATING_DECLARE, at=subject.place, seen=Permission.RATING_READ)
    on = day_of(at)
    wanted = found.rated_year(on) if year is None else year
    if not on.year - OLDEST <= wanted <= on.year:
        raise Refused(say("只能评今年和前两年。"))
    version = schemes.scheme_for(subject.place, kind)
    if version is None:
        raise Refused(say("上级工会还没有发布这一类的评星方案。"))
    row = Rating(
        city_id=subject.place.city_id, unit_id=subject.place.unit_id, kind=kind, subject_id=subject_id,
        subject_label=subject.title[:160], version_id=version.id, scheme_id=version.scheme_id, year=wanted,
        started_by_id=actor.person_id, started_by_name=actor.name[:100], started_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "one_rating" not in str(error):
            raise
        raise Conflict(say("这一年已经评过，或者上一次还没有办完。")) from None
    note_on(row, "rating_started", actor=actor, at=at, details={"year": wanted, "version": version.number})
    return row.pk


@transaction.atomic
def state_item(
    rating_id: int, key: str, *, value: Written, words: str = "", content: Any = None, name: str = "",
    actor: Actor, at: datetime,
) -> None:  # fmt: skip
    """Say how it stands with one item that no record tells, with a file; said again, the newer words count."""
    row = _open(rating_id, actor=actor)
    item = _stated(row, key)
    _refuse_unfit(item, value, words)
    Statement.objects.update_or_create(
        city_id=row.city_id, rating=row, key=key,
        defaults={"value": value, "words": words.strip()[:500], "by_name": actor.name[:100], "at": at},
    )  # fmt: skip
    if content is not None:
        keep_file(row, Exhibit.Kind.STATEMENT, key, content=content, name=name, actor=actor, at=at)
    note_on(row, "rating_stated", actor=actor, at=at, details={"item": item.title, "value": value})


def keep_file(row: Rating, kind: str, key: str, *, content: Any, name: str, actor: Actor, at: datetime) -> None:
    """Keep a file beside a statement or a finding."""
    if row.exhibits.filter(kind=kind, key=key).count() >= MOST_FILES:
        raise Refused(say("一条最多附 %(n)s 份材料。", n=MOST_FILES))
    kept = records.store_file(content, name=name, city_id=row.city_id, actor=actor, at=at, limit=ANY_FILE)
    Exhibit.objects.create(
        city_id=row.city_id, rating=row, kind=kind, key=key, file_id=kept.id, name=kept.name[:200],
        sha256=kept.sha256, by_name=actor.name[:100], at=at,
    )  # fmt: skip


def _open(rating_id: int, *, actor: Actor) -> Rating:
    row = locked(rating_id, actor=actor, permission=Permission.RATING_DECLARE)
    if row.state != "self_check":
        raise Conflict(say("自评已经交了，要改先请上级退回。"))
    return row


def _stated(row: Rating, key: str) -> Item:
    """The item, which the union may state."""
    item = schemes.version_card(row.version).design.item(key)
    if item is None:
        raise NotFound(access.NOT_FOUND)
    if item.source is not Source.STATED:
        raise Refused(say("“%(title)s”由系统从记录里算，不能填。", title=item.title))
    return item


def _refuse_unfit(item: Item, value: Written, words: str) -> None:
    refuse_unfit_value(item.how, len(item.grades), value)
    if holds_personal_number(words):
        raise Refused(say("说明里不要写证件号码或手机号码。"))


def refuse_unfit_value(how: How, grades: int, value: Written) -> None:
    """Refuse a value that the item's way of giving points cannot take."""
    try:
        found = read_value(value)
    except BadSheet as bad:
        raise Refused(bad.reason) from None
    if how is How.YES:
        if not isinstance(found, bool):
            raise Refused(say("请选“有”或“没有”。"))
    elif found is None or isinstance(found, bool):
        raise Refused(say("请填写数。"))
    elif how is How.SHARE and found > 1:
        raise Refused(say("份额不能超过全体：前一个数要小于或等于后一个数。"))
    elif how is How.LEVELS and (found.denominator != 1 or found >= grades):
        raise Refused(say("请从列出的等级里选一个。"))


@transaction.atomic
def take_back_statement(rating_id: int, key: str, *, actor: Actor, at: datetime) -> None:
    """Unsay an item, with its files: what was kept by mistake counts no more."""
    row = _open(rating_id, actor=actor)
    item = _stated(row, key)
    row.exhibits.filter(kind=Exhibit.Kind.STATEMENT, key=key).delete()
    row.statements.filter(key=key).delete()
    note_on(row, "rating_unstated", actor=actor, at=at, details={"item": item.title})


@transaction.atomic
def submit(rating_id: int, *, actor: Actor, at: datetime) -> int:
    """Hand the self-check in: it is measured now, and what it came to is kept for good. Answers the sheet's id."""
    row = _open(rating_id, actor=actor)
    on = day_of(at)
    sheet = sheets.with_result(sheets.self_sheet(row, schemes.version_card(row.version), on=on))
    kept = keep_sheet(row, ProofSheet.Stage.SELF, sheet, at=at)
    found = standing.facts(row, actor, on=on, star=kept.star)
    details = {"star": kept.star, "points": kept.points, "sheet": kept.pk, "sha256": kept.sha256}
    move(row, "submit", actor=actor, at=at, facts=found, details=details, changes={"star": kept.star})
    return kept.pk


def keep_sheet(row: Rating, stage: str, sheet: dict[str, Any], *, at: datetime) -> ProofSheet:
    """Keep a computed sheet for good."""
    result = sheet["result"]
    return ProofSheet.objects.create(
        city_id=row.city_id, rating=row, stage=stage, sheet=sheet, sha256=fingerprint(sheet), star=result["star"],
        points=result["points"], at=at,
    )  # fmt: skip


@transaction.atomic
def withdraw(rating_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """Give a self-check up; the year can be begun anew."""
    row = _open(rating_id, actor=actor)
    move(row, "withdraw", actor=actor, at=at, facts=standing.facts(row, actor, on=day_of(at)), why=why)


@transaction.atomic
def answer_breach(rating_id: int, *, words: str, actor: Actor, at: datetime) -> None:
    """The union says what it has to say before anything is decided; once."""
    row = locked(rating_id, actor=actor, permission=Permission.RATING_DECLARE)
    breach = row.breaches.select_for_update().filter(outcome="").first()
    if breach is None:
        raise Conflict(say("现在没有要答复的问题。"))
    if breach.answer:
        raise Conflict(say("已经答复过了。"))
    said = words.strip()
    if not said or holds_personal_number(said):
        raise Refused(say("请写下答复，不要写证件号码或手机号码。"))
    breach.answer, breach.answered_by_name, breach.answered_at = said[:1000], actor.name[:100], at
    breach.save(update_fields=["answer", "answered_by_name", "answered_at"])
    note_on(row, "breach_answered", actor=actor, at=at)
