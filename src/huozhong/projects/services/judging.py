"""Verbs of the showcase appraisal: appoint and release jurors, score, publish the result."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Forbidden, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.people import queries as people
from huozhong.projects.models import Juror, Programme, Project, Score
from huozhong.projects.queries import rules
from huozhong.projects.queries.finding import find_programme, find_project
from huozhong.projects.queries.jury import Proof, home_of, ranking
from huozhong.projects.rules.jury import points_refusal, recusal
from huozhong.projects.rules.words import DIMENSIONS, JurorKind
from huozhong.projects.services.moving import move_project
from huozhong.records import services as records
from huozhong.unions import queries as unions


def _managed(programme_id: int, *, actor: Actor) -> Programme:
    programme = find_programme(programme_id, actor=actor)
    access.require(actor, Permission.PROGRAMME_MANAGE, at=programme.place)
    return programme


@transaction.atomic
def appoint_juror(
    programme_id: int, *, person_id: int, unit_id: int, kind: JurorKind, actor: Actor, at: datetime
) -> int:
    """Put a person on the jury of a programme; the union they come from decides what they stand back from."""
    programme = _managed(programme_id, actor=actor)
    if programme.state == "archived":
        raise Refused(say("征集已经归档。"))
    person, unit = people.person(person_id), unions.unit(unit_id)
    try:
        with transaction.atomic():
            row = Juror.objects.create(
                city_id=programme.city_id,
                programme=programme,
                person_id=person_id,
                name=person.name,
                kind=kind,
                unit_id=unit_id,
                assigned_at=at,
            )
    except IntegrityError as error:
        if "juror_once" not in str(error):
            raise
        raise Refused(say("%(name)s 已经是这次展评的评委。", name=person.name)) from None
    details = {"person_id": person_id, "kind": kind, "unit_id": unit_id, "unit": unit.name}
    _note(programme, "juror_appointed", actor=actor, at=at, details=details)
    return row.id


@transaction.atomic
def release_juror(juror_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """Take a juror off; the cards they gave no longer count."""
    juror = Juror.objects.filter(pk=juror_id).first()
    if juror is None:
        raise NotFound(access.NOT_FOUND)
    programme = _managed(juror.programme_id, actor=actor)
    if not why.strip():
        raise Refused(say("请写明理由。"))
    if not Juror.objects.filter(pk=juror_id, released_at__isnull=True).update(released_at=at):
        raise Refused(say("这位评委已经退出。"))
    _note(programme, "juror_released", actor=actor, at=at, why=why, details={"person_id": juror.person_id})


@transaction.atomic
def score(project_id: int, *, points: Mapping[str, int | None], comment: str = "", actor: Actor, at: datetime) -> int:
    """Give a project its points in the four dimensions; may be changed until the result is published."""
    found = find_project(project_id, actor=actor)
    access.require(actor, Permission.PROJECT_JUDGE, at=found.place)
    project = Project.objects.select_for_update(of=("self",)).select_related("unit", "programme").get(pk=found.pk)
    juror = Juror.objects.filter(programme=project.programme, person_id=actor.person_id or 0, released_at__isnull=True)
    mine = juror.select_related("unit").first()
    if mine is None:
        raise Forbidden(say("您不是这次展评的评委。"))
    if project.state != "accepted":
        raise Refused(say("只能给已结项、还没有公布展评结果的项目打分。"))
    own = rules.ask("projects.jury.own_district_may_score", unit_id=project.programme.unit_id, on=day_of(at)).flag()
    stands_back = recusal(home_of(mine), project.place, own_district_may_score=own)
    if stands_back is not None:
        raise Forbidden(stands_back)
    wrong = points_refusal(points)
    if wrong is not None:
        raise Refused(wrong)
    given = {str(name): points[str(name)] for name in DIMENSIONS}
    row, is_new = Score.objects.update_or_create(
        city_id=project.city_id,
        project=project,
        juror=mine,
        defaults={**given, "comment": comment.strip(), "at": at},
    )
    action = "scored" if is_new else "scored_again"
    records.note(
        "projects.project",
        project.id,
        action,
        actor=actor,
        at=at,
        place=project.place,
        label=project.name,
        details={"juror_id": mine.id, **given},
    )
    return row.id


@transaction.atomic
def publish_appraisal(project_id: int, *, actor: Actor, at: datetime) -> Project:
    """Publish a project's result: the tier that its total reaches, with the proof sheet as it stands now."""
    project = find_project(project_id, actor=actor)
    Project.objects.select_for_update(of=("self",)).get(pk=project_id)  # no card changes while we count
    counted = ranking(project.programme, on=day_of(at), is_named=True)
    proof = next((proof for proof in counted.proofs if proof.project_id == project_id), None)
    sheet = None if proof is None else _kept(proof, counted.weights, counted.drop_from, counted.ties_by)
    tier = proof.tier if proof else ""
    return move_project(
        project_id,
        "appraise",
        actor=actor,
        at=at,
        tier=tier,
        changes={"tier": tier, "appraisal": sheet},
        details={"tier": tier, "total": str(proof.total) if proof else "", "place": proof.place if proof else 0},
    )


def _kept(proof: Proof, weights: dict[str, int], drop_from: int, ties_by: tuple[str, ...]) -> dict[str, object]:
    return {
        "weights": weights,
        "drop_from": drop_from,
        "ties_by": list(ties_by),
        "total": str(proof.total),
        "dropped": [str(total) for total in proof.dropped],
        "cards": [{"kind": card.kind, "points": card.points, "total": str(card.total)} for card in proof.cards],
        "tier": proof.tier,
    }


def _note(
    programme: Programme, action: str, *, actor: Actor, at: datetime, why: str = "", details: dict[str, object]
) -> None:
    records.note(
        "projects.programme",
        programme.id,
        action,
        actor=actor,
        at=at,
        place=programme.place,
        label=programme.title,
        why=why,
        details=details,
    )
