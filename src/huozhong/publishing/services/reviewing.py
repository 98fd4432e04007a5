"""Proofreading, passing, sending back: each by a named editor, each bound to the text that this editor read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from huozhong.access import services as access
from huozhong.kernel.actors import CLOCK, Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.lifecycles import services as lifecycles
from huozhong.publishing.models import Edition, Proofreading, Review, Submission
from huozhong.publishing.queries.kinds import kind_of
from huozhong.publishing.rules import texts
from huozhong.publishing.rules.screen import Flag, Found
from huozhong.publishing.services.submitting import KIND, begin_again_if_changed, freeze_corrected
from huozhong.publishing.workflow import REVIEWING, STAGES, SubmissionFacts, SubmissionState
from huozhong.records import services as records

PASS = {1: "pass_first", 2: "pass_second", 3: "pass_third"}
MOST_CORRECTIONS = 30


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an editor's act."""

    is_public: bool = False
    began_again: bool = False  # the words had changed meanwhile: nothing was passed, the reviews start again


def locked(submission_id: int, *, actor: Actor) -> Submission:
    """The submission's row, locked, for an editor in whose reach it stands."""
    row = Submission.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=submission_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, Permission.PUBLICATION_EDIT, at=row.place, seen=Permission.PUBLICATION_SUBMIT)
    return row


def _person(actor: Actor) -> int:
    """An editor is a named person: neither the clock nor an operator reviews."""
    if actor.person_id is None:
        raise Forbidden(access.NOT_ALLOWED)
    return actor.person_id


def edition_of(row: Submission) -> Edition:
    """The frozen text on which the submission stands now."""
    return row.editions.get(number=row.edition_number)


def flags_of(edition: Edition) -> tuple[Flag, ...]:
    """What the screen found in the frozen text."""
    return tuple(Flag(Found(kind), excerpt) for kind, excerpt in edition.flags)


def facts_for(row: Submission, actor: Actor, *, has_looked: bool = False) -> SubmissionFacts:
    """What the guards look at, for this person, gathered from the rows as they are now."""
    edition, flags = edition_of(row), flags_of(edition_of(row))
    rounds = list(row.proofreadings.filter(series=row.series).order_by("round"))
    last = rounds[-1] if rounds else None
    return SubmissionFacts(
        is_author=actor.person_id in row.author_ids,
        has_reviewed=edition.reviews.filter(person_id=actor.person_id or 0).exists(),
        proofreadings=len(rounds),
        was_last_clean=last is not None and last.edition_id == edition.id and not last.corrections,
        has_stops=any(flag.stops for flag in flags),
        has_unread_flags=bool(flags) and not has_looked,
        read_the_last=last is not None and last.person_id == actor.person_id,
    )


def next_moves(submission_id: int, *, actor: Actor) -> tuple[lifecycles.Step, ...]:
    """What the editor may do with the text now: allowed, or greyed with the sentence that says why."""
    row = Submission.objects.select_related("unit").get(pk=submission_id)
    steps = lifecycles.what_next(row, actor, facts=facts_for(row, actor, has_looked=True))
    return tuple(step for step in steps if step.reason is not access.NOT_ALLOWED)


def _require_same_text(row: Submission, sha256: str) -> Edition:
    edition = edition_of(row)
    if edition.sha256 != sha256:
        raise Conflict(say("这一稿的文字刚刚变了，请重新看一遍再办。"))
    return edition


@transaction.atomic
def review(
    submission_id: int, *, sha256: str, actor: Actor, at: datetime, opinion: str = "", has_looked: bool = False
) -> Outcome:
    """Pass the text that carries this fingerprint at the stage where it stands; the third pass makes it public."""
    person_id, row = _person(actor), locked(submission_id, actor=actor)
    if row.state not in REVIEWING:
        raise Conflict(say("这一稿现在不在审。可能有人刚刚办过，请刷新再看。"))
    if begin_again_if_changed(row, actor=actor, at=at):
        return Outcome(began_again=True)
    edition, stage = _require_same_text(row, sha256), STAGES[row.state]
    details = {"edition": edition.number, "sha256": edition.sha256}
    changes = _going_public(row, at=at) if stage == 3 else {}
    lifecycles.carry_out(
        row,
        PASS[stage],
        actor=actor,
        at=at,
        facts=lambda now: facts_for(now, actor, has_looked=has_looked),
        details=details,
        changes=changes,
    )
    try:
        with transaction.atomic():
            Review.objects.create(
                city_id=row.city_id,
                submission=row,
                edition=edition,
                stage=stage,
                person_id=person_id,
                person_name=actor.name[:100],
                opinion=" ".join(opinion.split())[:500],
                reviewed_at=at,
            )
    except IntegrityError:
        raise Conflict(say("您已经审过这一稿，或者这一审已经有人通过了。")) from None
    return Outcome(is_public=stage == 3)


def _going_public(row: Submission, *, at: datetime) -> dict[str, object]:
    """The columns of what becomes public; what it replaces makes room first."""
    kind, on = kind_of(row.kind), day_of(at)
    before = Submission.objects.filter(
        city_id=row.city_id, kind=row.kind, thing_id=row.thing_id, state=SubmissionState.PUBLIC
    ).first()
    if before is not None:
        lifecycles.carry_out(before, "replace", actor=CLOCK, at=at, changes={"over_at": at})
    changes: dict[str, object] = {"public_at": at, "replaces_id": before.id if before else row.replaces_id}
    if kind.shown is not None:
        shown = kind.shown(row.thing_id, on)
        changes |= {
            "from_date": shown.window.from_date,
            "last_date": shown.window.last_date,
            "cites": list(shown.cites),
        }
    return changes


@transaction.atomic
def proofread(
    submission_id: int, *, sha256: str, corrections: Sequence[tuple[str, str]], actor: Actor, at: datetime
) -> int:
    """One round: every "before" becomes its "after"; none means that nothing was wrong. Answers the round's number.

    A corrected text is another text: its reviews begin again.
    """
    row = locked(submission_id, actor=actor)
    if row.state not in REVIEWING:
        raise Conflict(say("这一稿现在不在审，不能校对。请刷新再看。"))
    edition = _require_same_text(row, sha256)
    facts = facts_for(row, actor)
    if facts.is_author:
        raise Refused(say("自己写的，自己不能校。请换一位编辑。"))
    if facts.read_the_last:
        raise Refused(say("上一次是您校的。换一双眼睛，请另一位编辑来校。"))
    snapshot, written = _corrected(texts.from_json(edition.text), corrections)
    number = facts.proofreadings + 1
    Proofreading.objects.create(
        city_id=row.city_id,
        submission=row,
        edition=edition,
        series=row.series,
        round=number,
        person_id=_person(actor),
        person_name=actor.name[:100],
        corrections=[list(pair) for pair in written],
        read_at=at,
    )
    records.note(
        KIND, row.id, "proofread", actor=actor, at=at, place=row.place, label=row.title,
        details={"round": number, "corrections": len(written), "edition": edition.number},
    )  # fmt: skip
    if written:
        changes = {"edition_number": row.edition_number + 1, "title": snapshot.title[:160]}
        moved = lifecycles.carry_out(row, "correct", actor=actor, at=at, facts=facts, changes=changes)
        freeze_corrected(moved, snapshot, source=texts.from_json(edition.source), actor=actor, at=at)
    return number


def _corrected(
    snapshot: texts.Snapshot, corrections: Sequence[tuple[str, str]]
) -> tuple[texts.Snapshot, list[tuple[str, str]]]:
    if len(corrections) > MOST_CORRECTIONS:
        raise Refused(say("一次最多改 %(most)s 处。改得这么多，请退回作者重写。", most=MOST_CORRECTIONS))
    written = []
    for before, after in corrections:
        if not before or before == after:
            raise Refused(say("每一处都要写明原来是什么、改成什么，两边不能一样。"))
        if len(before) > 200 or len(after) > 200:
            raise Refused(say("一处改动最多 200 字。"))
        snapshot, count = texts.corrected(snapshot, before, after)
        if not count:
            raise Refused(say("原文里没有“%(before)s”，请从稿子里照抄。", before=before))
        written.append((before, after))
    if not snapshot.title.strip():
        raise Refused(say("标题不能改没了。"))
    return snapshot, written


@transaction.atomic
def send_back(submission_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """Return the text to whoever handed it in, with the reason."""
    row = locked(submission_id, actor=actor)
    lifecycles.carry_out(row, "send_back", actor=actor, at=at, why=why)
