"""Verbs of a form: start it, change what it asks, publish a version, take it out of use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import Conflict, Refused
from huozhong.kernel.sentences import say
from huozhong.questions import engine, queries
from huozhong.questions.models import Form, FormVersion
from huozhong.records import services as records
from huozhong.records.engine.personal import holds_personal_number

KIND = "questions.form"
FIRST_SECTION = "需要您补充的情况"
Edit = Callable[[engine.Definition], engine.Definition]


@transaction.atomic
def start_form(title: str, *, unit: Place, actor: Actor, at: datetime) -> int:
    """Begin a form at an office, with one empty section."""
    access.require(actor, Permission.FORM_MANAGE, at=unit, seen=Permission.UNIT_READ)
    form = Form.objects.create(
        city_id=unit.city_id, unit_id=unit.unit_id, title=_title(title), drafted_by_name=actor.name[:100], drafted_at=at
    )
    first = engine.add_section(engine.Definition(), title=FIRST_SECTION)
    _open(form, first, number=1, at=at)
    records.note(KIND, form.pk, "drafted", actor=actor, at=at, place=unit, label=form.title)
    return form.pk


def _title(title: str) -> str:
    words = " ".join(title.split())
    if not words:
        raise Refused(say("请填写表格的名称。"))
    if len(words) > 120:
        raise Refused(say("表格的名称最多 %(n)s 字。", n=120))
    if holds_personal_number(words):
        raise Refused(say("名称里不要写证件号码或手机号码。"))
    return words


def _open(form: Form, definition: engine.Definition, *, number: int, at: datetime) -> FormVersion:
    return FormVersion.objects.create(
        city_id=form.city_id, form=form, number=number, definition=engine.written(definition), written_at=at
    )


def _working(form: Form, *, at: datetime) -> FormVersion:
    """The version that is being written; a new one beside the last published one when there is none."""
    rows = FormVersion.objects.select_for_update().filter(form=form)
    open_row = rows.filter(published_at__isnull=True).first()
    if open_row is not None:
        return open_row
    last = rows.order_by("-number").first()
    assert last is not None
    return _open(form, engine.read_definition(last.definition), number=last.number + 1, at=at)


@transaction.atomic
def _edit(form_id: int, edit: Edit, *, actor: Actor, at: datetime, seen: int | None = None) -> engine.Definition:
    form = _locked(form_id, actor=actor)
    row = _working(form, at=at)
    if seen is not None and seen != row.saves:
        raise Refused(say("这张表刚刚被改过（可能是别人，也可能是另一个窗口）。您填的字还在，请再保存一次。"))
    before = engine.read_definition(row.definition)
    after = edit(before)
    if len(after.sections) > engine.MOST_SECTIONS:
        raise Refused(say("最多分 %(n)s 节。", n=engine.MOST_SECTIONS))
    if after == before:
        return after
    row.definition, row.written_at, row.saves = engine.written(after), at, row.saves + 1
    row.save(update_fields=["definition", "written_at", "saves"])
    details = {"version": row.number, "questions": [one.key for one in engine.differences(before, after)]}
    records.note(KIND, form.pk, "changed", actor=actor, at=at, place=form.place, label=form.title, details=details)
    return after


def _locked(form_id: int, *, actor: Actor) -> Form:
    queries.find_form(form_id, actor=actor)
    form = Form.objects.select_for_update(of=("self",)).select_related("unit").get(pk=form_id)
    access.require(actor, Permission.FORM_MANAGE, at=form.place)
    return form


def add_section(form_id: int, *, title: str, lead: str = "", actor: Actor, at: datetime) -> None:
    """A new section at the end."""
    _edit(form_id, lambda now: engine.add_section(now, title=_words(title), lead=lead.strip()), actor=actor, at=at)


def _words(title: str) -> str:
    if not title.strip():
        raise Refused(say("请填写这一节的标题。"))
    return " ".join(title.split())[: engine.LONGEST_LABEL]


def rename_section(form_id: int, number: int, *, title: str, lead: str = "", actor: Actor, at: datetime) -> None:
    """Another title or lead for a section."""
    _edit(
        form_id,
        lambda now: engine.rename_section(now, number, title=_words(title), lead=lead.strip()),
        actor=actor,
        at=at,
    )


def drop_section(form_id: int, number: int, *, actor: Actor, at: datetime) -> None:
    """Take an empty section away."""

    def edit(now: engine.Definition) -> engine.Definition:
        if 0 <= number < len(now.sections) and now.sections[number].questions:
            raise Refused(say("这一节里还有问题，请先移走或删去。"))
        return engine.drop_section(now, number)

    _edit(form_id, edit, actor=actor, at=at)


def shift_section(form_id: int, number: int, *, by: int, actor: Actor, at: datetime) -> None:
    """A section one place up (-1) or down (1)."""
    _edit(form_id, lambda now: engine.move_section(now, number, by=_step(by)), actor=actor, at=at)


def _step(by: int) -> int:
    if by not in (-1, 1):
        raise ValueError("one place up or down")
    return by


def shift_question(form_id: int, key: str, *, by: int, actor: Actor, at: datetime) -> None:
    """A question one place up (-1) or down (1), over the edge into the next section."""
    _edit(form_id, lambda now: engine.move_question(now, key, by=_step(by)), actor=actor, at=at)


def drop_question(form_id: int, key: str, *, actor: Actor, at: datetime) -> None:
    """Take a question out of the version being written; published versions and their answers keep it."""
    _edit(form_id, lambda now: engine.drop_question(now, key), actor=actor, at=at)


def write_question(
    form_id: int,
    question: engine.Question,
    *,
    section: int | None = None,
    choices: Sequence[str] = (),
    columns: Sequence[tuple[str, engine.Kind]] = (),
    seen: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Add a question to a section, or (without one) write the question of this key anew."""

    def edit(now: engine.Definition) -> engine.Definition:
        old = now.question(question.key)
        if section is None and old is None:
            raise Conflict(say("这个问题刚刚被删去了。"))
        if section is not None and not 0 <= section < len(now.sections):
            raise Conflict(say("这一节刚刚被删去了。"))
        now, chosen = engine.worded(now, old.choices if old else (), [" ".join(word.split()) for word in choices])
        now, heads = engine.headed(now, old.columns if old else (), columns)
        whole = replace(question, choices=chosen, columns=heads)
        return engine.change_question(now, whole) if section is None else engine.add_question(now, section, whole)

    _edit(form_id, edit, actor=actor, at=at, seen=seen)


@transaction.atomic
def publish_form(form_id: int, *, note: str = "", actor: Actor, at: datetime) -> int:
    """Publish the version being written: from now on it never changes. Gives its id."""
    form = _locked(form_id, actor=actor)
    row = FormVersion.objects.select_for_update().filter(form=form, published_at__isnull=True).first()
    if row is None:
        raise Conflict(say("没有改动，不用再发布。"))
    definition = engine.read_definition(row.definition)
    wrong = engine.faults(definition)
    if wrong:
        raise Refused(wrong[0].says)
    before = FormVersion.objects.filter(form=form, published_at__isnull=False).order_by("-number").first()
    if before is not None and before.definition == row.definition:
        raise Refused(say("和上一版一样，不用再发布。"))
    row.note, row.published_at, row.published_by_name = " ".join(note.split())[:300], at, actor.name[:100]
    row.save(update_fields=["note", "published_at", "published_by_name"])
    details = {"version": row.number}
    records.note(
        KIND, form.pk, "form_published", actor=actor, at=at, place=form.place, label=form.title, details=details
    )
    return row.pk


@transaction.atomic
def discard_changes(form_id: int, *, actor: Actor, at: datetime) -> None:
    """Give up the version being written; the published ones stay. A form that was never published keeps its draft."""
    form = _locked(form_id, actor=actor)
    if not FormVersion.objects.filter(form=form, published_at__isnull=False).exists():
        raise Refused(say("还没有发布过的版本，不能放弃修改。"))
    if FormVersion.objects.filter(form=form, published_at__isnull=True).delete()[0]:
        records.note(KIND, form.pk, "changes_dropped", actor=actor, at=at, place=form.place, label=form.title)


@transaction.atomic
def retire_form(form_id: int, *, actor: Actor, at: datetime) -> None:
    """Offer the form to nobody any more; what was answered stays."""
    form = _locked(form_id, actor=actor)
    if form.retired_at is None:
        form.retired_at = at
        form.save(update_fields=["retired_at"])
        records.note(KIND, form.pk, "form_retired", actor=actor, at=at, place=form.place, label=form.title)


@transaction.atomic
def bring_back_form(form_id: int, *, actor: Actor, at: datetime) -> None:
    """Offer a retired form again."""
    form = _locked(form_id, actor=actor)
    if form.retired_at is not None:
        form.retired_at = None
        form.save(update_fields=["retired_at"])
        records.note(KIND, form.pk, "form_brought_back", actor=actor, at=at, place=form.place, label=form.title)


@transaction.atomic
def rename_form(form_id: int, *, title: str, actor: Actor, at: datetime) -> None:
    """Another name for the form, in all its versions."""
    form = _locked(form_id, actor=actor)
    form.title = _title(title)
    form.save(update_fields=["title"])
    records.note(KIND, form.pk, "changed", actor=actor, at=at, place=form.place, label=form.title)
