"""Verbs of the levels above: objections, confirmation, the yearly review, a breach and what becomes of the star."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import CLOCK, Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, NotFound, Refused
from huozhong.kernel.rulepacks import Unit
from huozhong.kernel.sentences import say
from huozhong.kernel.workdays import count_from
from huozhong.kernel.zone import day_of
from huozhong.lifecycles import services as lifecycles
from huozhong.publishing import services as publishing
from huozhong.ratings.models import Breach, ProofSheet, Rating, RatingObjection, Review
from huozhong.ratings.queries import kinds, schemes, sheets, standing
from huozhong.ratings.services.declaring import keep_sheet
from huozhong.ratings.services.moving import locked, locked_above, move, note_on
from huozhong.records import services as records
from huozhong.records.engine.filekinds import SCAN
from huozhong.records.engine.personal import holds_personal_number
from huozhong.rulebook import queries as rulebook

CONFIRM = Permission.RATING_CONFIRM
ASSESS = Permission.RATING_ASSESS
DECIDING = ("keep", "lower", "lose")


def _said(words: str, most: int = 1000) -> str:
    said = words.strip()
    if not said:
        raise Refused(say("请把情况写下来。"))
    if holds_personal_number(said):
        raise Refused(say("这里不要写证件号码或手机号码。"))
    return said[:most]


@transaction.atomic
def object_to(rating_id: int, *, words: str, actor: Actor, at: datetime) -> int:
    """Say what speaks against a star, within the days for it; only the office above sees who said it."""
    row = locked(rating_id, actor=actor, permission=Permission.RATING_READ)
    if row.state != "noticed" or row.notice_last is None or day_of(at) > row.notice_last:
        raise Conflict(say("现在不在听取异议的日子里。"))
    kept = RatingObjection.objects.create(
        city_id=row.city_id, rating=row, words=_said(words), person_id=actor.person_id, by_name=actor.name[:100], at=at
    )
    # the trail knows who acted; the union's page tells of objections without the name
    note_on(row, "rating_objected", actor=actor, at=at, details={"objection": kept.pk})
    return kept.pk


@transaction.atomic
def answer_objection(objection_id: int, *, answer: str, actor: Actor, at: datetime) -> None:
    """Write down what the office found and answered; once."""
    found = RatingObjection.objects.select_for_update().filter(pk=objection_id).first()
    if found is None:
        raise NotFound(access.NOT_FOUND)
    row = locked_above(found.rating_id, actor=actor, permission=ASSESS, at=at)
    if found.answer:
        raise Conflict(say("这条异议已经答复过了。"))
    found.answer, found.answered_by_name, found.answered_at = _said(answer), actor.name[:100], at
    found.save(update_fields=["answer", "answered_by_name", "answered_at"])
    note_on(row, "rating_objection_answered", actor=actor, at=at, details={"objection": found.pk})


@transaction.atomic
def confirm(
    rating_id: int, name: str, *, decision: lifecycles.Decision | None = None, why: str = "", actor: Actor, at: datetime
) -> str:
    """Grant, recommend or refuse a star, at the level that may. Answers the new state."""
    if name not in ("grant", "recommend", "grant_city", "refuse"):
        raise NotFound(access.NOT_FOUND)
    row = locked_above(rating_id, actor=actor, permission=CONFIRM, at=at)
    on = day_of(at)
    facts = standing.facts(row, actor, on=on)
    changes: Mapping[str, Any] = {}
    if name in ("grant", "grant_city"):
        changes = _granted(row, on=on)
    elif name == "recommend":
        changes = {"district_by_id": actor.person_id}
    details = {"star": row.star}
    moved = move(
        row, name, actor=actor, at=at, facts=facts, why=why, decision=decision, details=details, changes=changes
    )
    if moved.state == "held":
        _replace_older(moved, at=at)
    return moved.state


def _granted(row: Rating, *, on: date) -> dict[str, Any]:
    """The days of a star: valid so many years, looked at every so many months."""
    years = schemes.version_card(row.version).design.valid_years
    last = count_from(on, years, Unit.YEARS).last_day
    return {"granted_date": on, "valid_until": last, "review_due_date": _review_due(row, on=on)}


def _review_due(row: Rating, *, on: date) -> date:
    months = rulebook.ask("ratings.review", on=on, place=row.place).number()
    return count_from(on, months, Unit.MONTHS).last_day


def _replace_older(row: Rating, *, at: datetime) -> None:
    """An older star of the same thing gives way to the new one."""
    older = Rating.objects.filter(
        city_id=row.city_id, kind=row.kind, subject_id=row.subject_id, scheme_id=row.scheme_id, state="held"
    ).exclude(pk=row.pk)
    for one in older:
        move(one, "replace", actor=CLOCK, at=at, facts=None, details={"by": row.pk})  # type: ignore[arg-type]


@transaction.atomic
def record_review(rating_id: int, *, is_well: bool, words: str, actor: Actor, at: datetime) -> int:
    """The yearly look: measured anew by the version that the star was given by, kept for good, and what was seen."""
    row = locked_above(rating_id, actor=actor, permission=ASSESS, at=at)
    if row.state != "held":
        raise Conflict(say("只有有效的星级要复核。"))
    said, on = _said(words), day_of(at)
    before = sheets.newest(row)
    kind, version = kinds.kind_of(row.kind), schemes.version_card(row.version)
    plain = {key: value for key, value in before.sheet.items() if key != "result"}
    anew = plain | {
        "on": on.isoformat(),
        "values": sheets.measured(kind, row.subject_id, version.design, on=on),
        "held": {"star": row.star, "since": row.granted_date.isoformat() if row.granted_date else None},
        "findings": {},
    }
    kept = keep_sheet(row, ProofSheet.Stage.REVIEW, sheets.with_result(anew), at=at)
    Review.objects.create(
        city_id=row.city_id, rating=row, sheet=kept, is_well=is_well, words=said, by_name=actor.name[:100], at=at
    )
    row.review_due_date = _review_due(row, on=on)
    row.save(update_fields=["review_due_date"])
    details = {"star": kept.star, "sheet": kept.pk, "is_well": is_well}
    note_on(row, "rating_reviewed", actor=actor, at=at, details=details)
    return kept.pk


@transaction.atomic
def record_breach(
    rating_id: int, *, happened: date, words: str, content: Any, name: str, actor: Actor, at: datetime
) -> int:
    """Record a breach with its evidence: the union is heard before anything is decided. Answers its id."""
    row = locked_above(rating_id, actor=actor, permission=ASSESS, at=at)
    on, said = day_of(at), _said(words)
    if happened > on:
        raise Refused(say("发生的日期不能在今天以后。"))
    facts = standing.facts(row, actor, on=on)
    days = rulebook.ask("ratings.hearing", on=on, place=row.place)
    due = count_from(on, days.number(), days.unit).last_day
    moved = move(row, "open_hearing", actor=actor, at=at, facts=facts, why=said)
    kept = records.store_file(content, name=name, city_id=row.city_id, actor=actor, at=at, limit=SCAN)
    found = Breach.objects.create(
        city_id=row.city_id, rating=moved, happened_date=happened, words=said, file_id=kept.id,
        recorded_by_name=actor.name[:100], recorded_at=at, hearing_due_date=due,
    )  # fmt: skip
    return found.pk


@transaction.atomic
def decide_breach(rating_id: int, name: str, *, why: str, actor: Actor, at: datetime) -> str:
    """After the union was heard: the star stays, is lowered by one, or is lost. Answers the new state."""
    if name not in DECIDING:
        raise NotFound(access.NOT_FOUND)
    row = locked_above(rating_id, actor=actor, permission=CONFIRM, at=at)
    facts = standing.facts(row, actor, on=day_of(at))
    breach = row.breaches.select_for_update().filter(outcome="").first()
    changes = {}
    if name == "lower":
        changes = {"star": _one_below(row)}
    moved = move(
        row, name, actor=actor, at=at, facts=facts, why=why, details={"star": changes.get("star", row.star)},
        changes=changes,
    )  # fmt: skip
    if name != "keep":
        _take_list_away(moved, actor=actor, at=at)
    if breach is not None:
        breach.outcome, breach.decided_by_name, breach.decided_at, breach.why = name, actor.name[:100], at, why.strip()
        breach.save(update_fields=["outcome", "decided_by_name", "decided_at", "why"])
    return moved.state


def _one_below(row: Rating) -> int:
    ladder = schemes.version_card(row.version).design.ladder
    lower = [rung.star for rung in ladder if rung.star < row.star]
    if not lower:
        raise Refused(say("已经是最低一级星，只能保留或者取消。"))
    return max(lower)


@transaction.atomic
def restore(rating_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """Give a lost star back within its days, with the reason."""
    row = locked_above(rating_id, actor=actor, permission=CONFIRM, at=at)
    newer = Rating.objects.filter(
        city_id=row.city_id, kind=row.kind, subject_id=row.subject_id, scheme_id=row.scheme_id, state__in=["held"]
    ).exists()
    if newer:
        raise Conflict(say("已经有新的星级，不用恢复。"))
    move(row, "restore", actor=actor, at=at, facts=standing.facts(row, actor, on=day_of(at)), why=why)


def end_what_has_lapsed(*, at: datetime) -> int:
    """The clock ends stars whose last day has gone by; gives how many."""
    rows = Rating.objects.filter(state__in=["held", "hearing"], valid_until__lt=day_of(at)).order_by("pk")[:1000]
    for row in rows:
        move(row, "lapse", actor=CLOCK, at=at, facts=None)  # type: ignore[arg-type]
    return len(rows)


def _take_list_away(row: Rating, *, actor: Actor, at: datetime) -> None:
    """A list that still shows the star leaves the open page at once; the unit is not named anywhere for it."""
    publishing.withdraw_thing(schemes.SCHEME, row.scheme_id, city_id=row.city_id, actor=actor, at=at)
