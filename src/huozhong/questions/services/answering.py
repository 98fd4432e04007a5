"""Verbs of answers. Whoever calls them has asked whether the actor may write on the thing, and notes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import IO, Any

from django.db import transaction

from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Conflict, Refused
from huozhong.kernel.sentences import Sentence, say
from huozhong.questions import engine
from huozhong.questions.models import AnswerSheet, FormVersion
from huozhong.records import services as records

MEBIBYTE = 1024 * 1024


class UnfitAnswers(Refused):
    """Some answers do not fit; `by_key` says which and why. Nothing was written."""

    def __init__(self, by_key: Mapping[str, Sentence]) -> None:
        super().__init__(next(iter(by_key.values())))
        self.by_key = dict(by_key)


@transaction.atomic
def save_answers(
    thing_kind: str,
    thing_id: int,
    *,
    version_id: int,
    answers: Mapping[str, object],
    uploads: Mapping[str, IO[bytes]] | None = None,
    city_id: int,
    actor: Actor,
    at: datetime,
) -> engine.Checked:
    """Keep what was answered so far. The first save fixes the version; a later one is read by that version.

    An answer that is hidden now is kept, so that it is back when its question is. Raises UnfitAnswers.
    """
    row = AnswerSheet.objects.select_for_update().filter(thing_kind=thing_kind, thing_id=thing_id).first()
    version = FormVersion.objects.get(pk=version_id if row is None else row.version_id)
    if version.published_at is None:
        raise Conflict(say("这张表还没有发布，不能填写。"))
    if row is not None and row.version_id != version_id:
        raise Conflict(say("这张表的版本和您打开时不一样了，请刷新再填。"))
    definition = engine.read_definition(version.definition)
    raw = dict(answers)
    raw.update(_stored(definition, uploads or {}, city_id=city_id, actor=actor, at=at))
    checked = engine.check(definition, raw)
    if checked.faults:
        raise UnfitAnswers(checked.faults)
    if row is None:
        row = AnswerSheet(
            city_id=city_id, version=version, thing_kind=thing_kind, thing_id=thing_id, begun_at=at, saved_at=at
        )
    row.answers, row.saved_at, row.filled_by_name = checked.kept, at, actor.name[:100]
    row.save()
    return checked


def _stored(
    definition: engine.Definition, uploads: Mapping[str, Any], *, city_id: int, actor: Actor, at: datetime
) -> dict[str, object]:
    """Keep the files that came, each within its question's limit."""
    kept: dict[str, object] = {}
    wrong: dict[str, Sentence] = {}
    for key, upload in uploads.items():
        question = definition.question(key)
        if question is None or question.kind is not engine.Kind.FILE:
            continue
        limit = records.FileLimit(question.longest * MEBIBYTE, records.ANY_FILE.kinds)
        try:
            ref = records.store_file(
                upload, name=getattr(upload, "name", ""), city_id=city_id, actor=actor, at=at, limit=limit
            )
        except Refused as refused:
            wrong[key] = refused.reason
            continue
        kept[key] = {"id": ref.id, "name": ref.name}
    if wrong:
        raise UnfitAnswers(wrong)
    return kept


@transaction.atomic
def take_version(thing_kind: str, thing_id: int, *, version_id: int, actor: Actor, at: datetime) -> tuple[str, ...]:
    """Go over to a newer version. Answers that fit go along; the others are kept beside it. Gives their labels."""
    row = AnswerSheet.objects.select_for_update().get(thing_kind=thing_kind, thing_id=thing_id)
    new = FormVersion.objects.get(pk=version_id)
    old = FormVersion.objects.get(pk=row.version_id)
    if new.published_at is None or new.form_id != old.form_id or new.number <= old.number:
        raise Refused(say("只能换成同一张表的新版本。"))
    before = engine.read_definition(old.definition)
    kept, left = engine.carried(engine.read_definition(new.definition), row.answers)
    told = {
        question.label: str(engine.told(question, left[question.key])) for question in before if question.key in left
    }
    row.version, row.answers, row.left_over, row.saved_at = new, kept, {**row.left_over, **told}, at
    row.filled_by_name = actor.name[:100]
    row.save()
    return tuple(told)
