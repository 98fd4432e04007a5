"""An office writes its own triage graph: a draft, question by question, published when every path ends."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Level
from huozhong.kernel.refusals import Conflict, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.records import services as records
from huozhong.records.engine.personal import holds_personal_number
from huozhong.rights.models import TriageGraph, TriageVersion
from huozhong.rights.queries.triage import TRIAGE
from huozhong.rights.rules.triage import MOST_NODES, Graph, Question, as_written, check, read
from huozhong.rights.rules.triage_shipped import SHIPPED
from huozhong.unions import queries as unions

_OFFICES = frozenset({Level.CITY, Level.DISTRICT})
_LEADS = Permission.DOSSIER_SUPERVISE


@transaction.atomic
def start_graph(unit_id: int, *, actor: Actor, at: datetime) -> int:
    """Begin the office's own graph from the one that holds there now; an existing one is answered again."""
    unit = unions.unit(unit_id)
    access.require(actor, _LEADS, at=unit.place)
    if unit.level not in _OFFICES:
        raise Refused(say("分流图由市或区县总工会维护。"))
    row, is_new = TriageGraph.objects.get_or_create(
        city_id=unit.city_id, unit_id=unit_id, defaults={"created_at": at}
    )  # fmt: skip
    if is_new:
        TriageVersion.objects.create(
            city_id=row.city_id, graph=row, number=1, questions=as_written(SHIPPED), written_at=at
        )  # fmt: skip
        _note(row, "triage_drafted", actor=actor, at=at)
    return row.pk


@transaction.atomic
def save_question(graph_id: int, question: Question, *, actor: Actor, at: datetime) -> None:
    """Write one question of the draft, a new one at the end. What is still wrong is told by the check."""
    row, draft = _draft(graph_id, actor=actor)
    texts = (question.text, question.help, *(way.word for way in question.ways))
    if any(holds_personal_number(text) for text in texts):
        raise Refused(say("文字里不要写证件号码或手机号码。"))
    graph = read(draft.questions).with_question(question)
    if len(graph.questions) > MOST_NODES:
        raise Refused(say("问题太多，最多 %(n)s 个。", n=MOST_NODES))
    _write(draft, graph, at=at)
    _note(row, "triage_question_saved", actor=actor, at=at, question=question.key)


@transaction.atomic
def remove_question(graph_id: int, key: str, *, actor: Actor, at: datetime) -> None:
    """Take a question out of the draft."""
    row, draft = _draft(graph_id, actor=actor)
    graph = read(draft.questions)
    if graph.question(key) is None:
        raise NotFound(access.NOT_FOUND)
    _write(draft, graph.without(key), at=at)
    _note(row, "triage_question_removed", actor=actor, at=at, question=key)


@transaction.atomic
def publish_graph(graph_id: int, *, change_note: str, actor: Actor, at: datetime) -> None:
    """Put the draft in force. Refused with the first sentence of the check: every path must end."""
    row, draft = _draft(graph_id, actor=actor)
    found = check(read(draft.questions))
    if found:
        raise Refused(found[0].says)
    if draft.number > 1 and not change_note.strip():
        raise Refused(say("请写一句这一版改了什么。"))
    draft.change_note, draft.published_at = change_note.strip()[:300], at
    draft.published_by_id, draft.published_by_name = actor.person_id, actor.name[:100]
    draft.save()
    _note(row, "triage_published", actor=actor, at=at, number=draft.number)


@transaction.atomic
def start_triage_version(graph_id: int, *, actor: Actor, at: datetime) -> None:
    """The next version as a draft; the one in force stays until it is published."""
    row = _row(graph_id, actor=actor)
    if row.versions.filter(published_at__isnull=True).exists():
        raise Conflict(say("已经有一份草稿在改，请接着改那一份。"))
    last = row.versions.order_by("-number").first()
    assert last is not None
    TriageVersion.objects.create(
        city_id=row.city_id, graph=row, number=last.number + 1, questions=last.questions, written_at=at
    )  # fmt: skip
    _note(row, "triage_drafted", actor=actor, at=at, number=last.number + 1)


@transaction.atomic
def drop_triage_draft(graph_id: int, *, actor: Actor, at: datetime) -> None:
    """Give the draft up; without a version in force the first one begins anew from what the house brings."""
    row, draft = _draft(graph_id, actor=actor)
    if draft.number == 1:
        _write(draft, SHIPPED, at=at)
    else:
        draft.delete()
    _note(row, "triage_draft_dropped", actor=actor, at=at, number=draft.number)


def _row(graph_id: int, *, actor: Actor) -> TriageGraph:
    row = TriageGraph.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=graph_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, _LEADS, at=row.place, seen=_LEADS)
    return row


def _draft(graph_id: int, *, actor: Actor) -> tuple[TriageGraph, TriageVersion]:
    row = _row(graph_id, actor=actor)
    draft = row.versions.filter(published_at__isnull=True).first()
    if draft is None:
        raise Conflict(say("没有正在改的草稿，请先另起一版。"))
    return row, draft


def _write(draft: TriageVersion, graph: Graph, *, at: datetime) -> None:
    draft.questions, draft.written_at = as_written(graph), at
    draft.save(update_fields=["questions", "written_at"])


def _note(row: TriageGraph, action: str, *, actor: Actor, at: datetime, **details: object) -> None:
    label = row.unit.name
    records.note(TRIAGE, row.pk, action, actor=actor, at=at, place=row.place, label=label, details=details)
