"""Handing a thing in, handing it in again, and what happens when its text changes on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction

from huozhong.access import services as access
from huozhong.kernel.actors import CLOCK, Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.lifecycles import services as lifecycles
from huozhong.publishing.models import Edition, Submission
from huozhong.publishing.queries.kinds import Draft, PublicKind, kind_of, known
from huozhong.publishing.rules import texts
from huozhong.publishing.rules.screen import screen
from huozhong.publishing.rules.texts import Snapshot
from huozhong.publishing.workflow import REVIEWING, SubmissionState
from huozhong.records import services as records

KIND = "publishing.submission"


@transaction.atomic
def submit(kind_name: str, thing_id: int, *, actor: Actor, at: datetime, correction: str = "") -> int:
    """Freeze the thing's text and hand it to the editors; a returned one goes on under its old number.

    `correction` says what an earlier public text had wrong (更正说明); it is reviewed with the text. Answers the id.
    """
    kind = kind_of(kind_name)
    draft = _draft_for(kind, thing_id, actor=actor)
    snapshot = _with_correction(draft.snapshot, correction)
    _require_fit(snapshot)
    rows = Submission.objects.select_for_update().filter(city_id=draft.place.city_id, kind=kind_name, thing_id=thing_id)
    before = rows.filter(state__in=[*REVIEWING, SubmissionState.RETURNED]).first()
    if before is not None:
        return _again(before, snapshot, actor=actor, at=at)
    public = rows.filter(state=SubmissionState.PUBLIC).first()
    _require_new_words(public, snapshot, correction)
    try:
        with transaction.atomic():
            row = Submission.objects.create(
                city_id=draft.place.city_id,
                unit_id=draft.place.unit_id,
                kind=kind_name,
                thing_id=thing_id,
                title=snapshot.title[:160],
                author_ids=_authors(draft, actor),
                submitted_by_id=actor.person_id,
                submitted_by_name=actor.name[:100],
                submitted_at=at,
                replaces=public,
            )
    except IntegrityError:
        raise Conflict(say("这一篇刚刚有人送审了，请刷新再看。")) from None
    _freeze(row, snapshot, source=snapshot, origin=Edition.Origin.SUBMITTED, actor=actor, at=at)
    records.note(KIND, row.id, "submitted", actor=actor, at=at, place=draft.place, label=row.title)
    return row.id


def _draft_for(kind: PublicKind, thing_id: int, *, actor: Actor) -> Draft:
    draft = kind.draft(thing_id)
    if not kind.may_submit(thing_id, actor):
        raise NotFound(access.NOT_FOUND)
    access.require(actor, Permission.PUBLICATION_SUBMIT, at=draft.place)
    return draft


def _authors(draft: Draft, actor: Actor) -> list[int]:
    return sorted({*draft.author_ids, *([actor.person_id] if actor.person_id else [])})


def _with_correction(snapshot: Snapshot, correction: str) -> Snapshot:
    return replace(snapshot, correction=" ".join(correction.split())[:500])


def _require_fit(snapshot: Snapshot) -> None:
    if not snapshot.title.strip() or not (snapshot.paragraphs or snapshot.rows or snapshot.sounds):
        raise Refused(say("还没有标题或正文，写好再送审。"))
    if len(snapshot.title) > texts.TITLE_LIMIT:
        raise Refused(say("公开的标题最多 %(limit)s 字。", limit=texts.TITLE_LIMIT))
    too_long = any(len(text) > texts.PARAGRAPH_LIMIT for text in snapshot.paragraphs)
    if too_long or len(snapshot.paragraphs) > texts.PARAGRAPHS_LIMIT:
        raise Refused(say("正文太长，请分成几段、几篇再送审。"))


def _require_new_words(public: Submission | None, snapshot: Snapshot, correction: str) -> None:
    """What is public already is handed in again only with new words; then it says what was wrong before."""
    if public is None:
        return
    now = public.editions.get(number=public.edition_number)
    frozen = _with_correction(texts.from_json(now.source), "")
    if texts.fingerprint(frozen) == texts.fingerprint(_with_correction(snapshot, "")):
        raise Refused(say("这一篇已经公开，文字没有变，不用再送审。"))
    if not correction.strip():
        raise Refused(say("这一篇已经公开。换成新版要写更正说明：原来哪里不对，改成了什么。"))


def _again(row: Submission, snapshot: Snapshot, *, actor: Actor, at: datetime) -> int:
    """A returned text goes back to the first review; one in review does so only when its words changed."""
    if row.state == SubmissionState.RETURNED:
        _begin_series(row, snapshot, actor=actor, at=at, move="submit_again", mover=actor)
        return row.id
    if not changed(row, snapshot):
        raise Refused(say("这一篇正在审，不用再送。要改字，改好再送；要撤回，在公开稿页面撤下。"))
    _begin_series(row, snapshot, actor=actor, at=at, move="restart", mover=CLOCK)
    return row.id


def changed(row: Submission, snapshot: Snapshot) -> bool:
    """Whether the author's room gives other words than were frozen; what a veil takes away is no change."""
    kind, now = known(row.kind), row.editions.get(number=row.edition_number)
    veil = kind.veil(row.thing_id) if kind else texts.NO_VEIL
    frozen = texts.veiled(texts.from_json(now.source), veil)
    return texts.fingerprint(frozen) != texts.fingerprint(texts.veiled(snapshot, veil))


@transaction.atomic
def text_changed(kind_name: str, thing_id: int, *, city_id: int, actor: Actor, at: datetime) -> bool:
    """The room tells that its words changed: what is in review begins again with the new words. True when it did."""
    row = (
        Submission.objects.select_for_update(of=("self",))
        .filter(city_id=city_id, kind=kind_name, thing_id=thing_id, state__in=REVIEWING)
        .first()
    )
    return row is not None and begin_again_if_changed(row, actor=actor, at=at)


def begin_again_if_changed(row: Submission, *, actor: Actor, at: datetime) -> bool:
    """Freeze the words as they are now and start the reviews again, if they are others than were frozen."""
    kind = known(row.kind)
    if kind is None:
        return False
    now = texts.from_json(row.editions.get(number=row.edition_number).source)
    snapshot = _with_correction(kind.draft(row.thing_id).snapshot, now.correction)
    if not changed(row, snapshot):
        return False
    _begin_series(row, snapshot, actor=actor, at=at, move="restart", mover=CLOCK)
    return True


def _begin_series(row: Submission, snapshot: Snapshot, *, actor: Actor, at: datetime, move: str, mover: Actor) -> None:
    """New words of the author: reviews and proofreadings of the old ones count no more."""
    authors = sorted({*row.author_ids, *([actor.person_id] if actor.person_id and move == "submit_again" else [])})
    moved = lifecycles.carry_out(
        row,
        move,
        actor=mover,
        at=at,
        changes={
            "series": row.series + 1,
            "edition_number": row.edition_number + 1,
            "title": snapshot.title[:160],
            "author_ids": authors,
        },
    )
    _freeze(moved, snapshot, source=snapshot, origin=Edition.Origin.REWRITTEN, actor=actor, at=at)


def freeze_corrected(row: Submission, snapshot: Snapshot, *, source: Snapshot, actor: Actor, at: datetime) -> None:
    """Freeze what a proofreader corrected; the caller has moved the submission to its new number."""
    _freeze(row, snapshot, source=source, origin=Edition.Origin.PROOFREAD, actor=actor, at=at)


def _freeze(
    row: Submission, snapshot: Snapshot, *, source: Snapshot, origin: str, actor: Actor, at: datetime
) -> Edition:
    return Edition.objects.create(
        city_id=row.city_id,
        submission=row,
        number=row.edition_number,
        series=row.series,
        origin=origin,
        text=texts.as_json(snapshot),
        source=texts.as_json(source),
        sha256=texts.fingerprint(snapshot),
        flags=[[flag.kind.value, flag.excerpt] for flag in screen(texts.words_of(snapshot))],
        made_by_name=actor.name[:100],
        made_at=at,
    )
