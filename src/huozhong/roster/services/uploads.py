"""A roster file: dry run, confirmation, import by a job. Nothing is written before, and all or nothing then."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, Refused
from huozhong.kernel.sentences import Sentence, say
from huozhong.people import queries as people
from huozhong.people import services as verbs
from huozhong.people.services import Column, RosterReport, Wrong
from huozhong.records import services as records
from huozhong.records.engine.personal import without_personal_numbers
from huozhong.roster import rules
from huozhong.roster.models import Upload
from huozhong.roster.queries.uploads import content_of, purpose_of, upload_row
from huozhong.unions import queries as units

KIND = "roster.upload"
MOST_WRONG_KEPT = 2000
KEPT_FOR = timedelta(days=3)


def check(content: bytes, *, name: str, unit_id: int, headers: Mapping[str, str], actor: Actor, at: datetime) -> int:
    """Read a file and say row by row what is wrong; only the report and the closed file are kept. Gives its id."""
    unit = units.unit(unit_id)
    access.require(actor, Permission.PERSON_MANAGE, at=unit.place, seen=Permission.PERSON_READ)
    report = verbs.check_roster(content, unit_id=unit_id, at=at, by_header=_columns(headers))
    assert actor.account_id is not None, "files come from people who signed in"
    with transaction.atomic():
        row = Upload.objects.create(
            city_id=unit.city_id,
            unit_id=unit.id,
            account_id=actor.account_id,
            file_name=without_personal_numbers(name)[-120:],
            sha256=report.sha256,
            headers=dict(headers),
            **_counts(report),
            wrong=[_kept(wrong) for wrong in report.wrong[:MOST_WRONG_KEPT]],
            uploaded_at=at,
        )
        closed = people.key_ring().encrypt(base64.b64encode(content).decode(), purpose=purpose_of(row.pk))
        Upload.objects.filter(pk=row.pk).update(content=closed)
        details = {"file_sha256": report.sha256, "rows": report.rows, "wrong": report.wrong_rows}
        records.note(KIND, row.pk, "checked", actor=actor, at=at, place=unit.place, label=unit.name, details=details)
    return row.pk


def _columns(headers: Mapping[str, str]) -> dict[str, Column]:
    return {header: Column(column) for header, column in headers.items()}


def _counts(report: RosterReport) -> dict[str, int]:
    return {
        "rows": report.rows,
        "new": report.new,
        "joining": report.joining,
        "known": report.known,
        "wrong_rows": report.wrong_rows,
    }


def _kept(wrong: Wrong) -> dict[str, Any]:
    """A complaint without any number that stood in the wrong column."""
    return {"row": wrong.row, "column": wrong.column, **_sentence(wrong.reason)}


def _sentence(reason: Sentence) -> dict[str, Any]:
    return {"text": reason.text, "gaps": {key: _gap(value) for key, value in reason.values.items()}}


def _gap(value: object) -> Any:
    """What stands in a gap, as JSON: a sentence of its own, a count, or words without anybody's number."""
    if isinstance(value, Sentence):
        return _sentence(value)
    return value if isinstance(value, int) else without_personal_numbers(str(value))


@transaction.atomic
def confirm(upload_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """Have the right rows imported; once."""
    row = upload_row(upload_id, actor=actor, for_update=True)
    access.require(actor, Permission.PERSON_MANAGE, at=row.unit.place, seen=Permission.PERSON_READ)
    if row.confirmed_at is not None or row.given_up_at is not None:
        raise Conflict(say("这份名册已经办理过了。"))
    if row.content is None:
        raise Refused(say("文件已经清除，请重新上传。"))
    if row.rows == row.wrong_rows:
        raise Refused(say("没有可以导入的行。"))
    row.why, row.confirmed_at = rules.reason(why), at
    row.save(update_fields=["why", "confirmed_at"])
    import_upload.later(upload_id=row.pk, account_id=actor.account_id, person_id=actor.person_id)


@transaction.atomic
def give_up(upload_id: int, *, actor: Actor, at: datetime) -> None:
    """Throw a file away without importing it."""
    row = upload_row(upload_id, actor=actor, for_update=True)
    if row.confirmed_at is not None or row.given_up_at is not None:
        raise Conflict(say("这份名册已经办理过了。"))
    row.given_up_at, row.content = at, None
    row.save(update_fields=["given_up_at", "content"])
    records.note(KIND, row.pk, "given_up", actor=actor, at=at, place=row.unit.place, label=row.unit.name)


def note_download(upload_id: int, *, actor: Actor, at: datetime) -> None:
    """Remember that the wrong rows, as their owner typed them, left the house."""
    row = upload_row(upload_id, actor=actor)
    details = {"rows": row.wrong_rows}
    records.note(
        KIND, row.pk, "wrong_rows_read", actor=actor, at=at, place=row.unit.place, label=row.unit.name, details=details
    )


@records.job("roster.import")
def import_upload(*, at: datetime, upload_id: int, account_id: int, person_id: int) -> None:
    """Import a confirmed file. A second run finds it done; what changed meanwhile is refused, with nothing written."""
    row = Upload.objects.filter(pk=upload_id, imported_at=None, refused_at=None).defer("content").first()
    if row is None:
        return
    actor = access.actor_of_person(person_id, account_id=account_id, on=timezone.localdate(at))
    try:
        Upload.objects.filter(pk=upload_id).update(reading_at=at)
        report = verbs.check_roster(content_of(upload_id), unit_id=row.unit_id, at=at, by_header=_columns(row.headers))
        Upload.objects.filter(pk=upload_id).update(writing_at=timezone.now())
        _write(report, row=row, actor=actor, at=at)
    except Refused as refusal:
        reason = _sentence(refusal.reason)
        Upload.objects.filter(pk=upload_id).update(refused_at=timezone.now(), refusal=reason, content=None)


@transaction.atomic
def _write(report: RosterReport, *, row: Upload, actor: Actor, at: datetime) -> None:
    locked = Upload.objects.select_for_update(of=("self",)).select_related("unit").get(pk=row.pk)
    if locked.imported_at is not None:
        return
    access.require(actor, Permission.PERSON_MANAGE, at=locked.unit.place)
    if _counts(report) != {name: getattr(locked, name) for name in _counts(report)}:
        raise Conflict(say("检查之后名册有了变化，请重新检查再导入。"))
    verbs.import_roster(report, actor=actor, at=at, why=locked.why)
    Upload.objects.filter(pk=row.pk).update(imported_at=timezone.now(), content=None)


@records.job("roster.forget_uploads", periodic="17 3 * * *")
def forget_uploads(*, at: datetime) -> None:
    """Throw away files that nobody confirmed within three days."""
    stale = Upload.objects.filter(uploaded_at__lt=at - KEPT_FOR, content__isnull=False, confirmed_at=None)
    stale.update(content=None, given_up_at=at)
