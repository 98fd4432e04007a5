"""The worker lets one named person read the dossier, and takes it back. Nobody else can."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.people import queries as people
from huozhong.rights.models import Dossier, Grant
from huozhong.rights.queries import seeing
from huozhong.rights.services import telling
from huozhong.rights.services.opening import note_on, row_locked

MOST = 5


def _own(dossier_id: int, *, actor: Actor) -> Dossier:
    row = seeing.own_dossier(actor, dossier_id)
    if not seeing.speaks_for(actor, row):
        raise Forbidden(say("让谁看，由代表大家的那一位职工本人来定。"))
    return row_locked(row.pk)


@transaction.atomic
def grant(dossier_id: int, person_id: int, *, why: str = "", actor: Actor, at: datetime) -> None:
    """The worker's own word that this person may read; it can be taken back at any time."""
    row = _own(dossier_id, actor=actor)
    if row.state in seeing.ENDS:
        raise Conflict(say("案件已经办结，不用再让别人看。"))
    if person_id == actor.person_id:
        raise Refused(say("您自己本来就能看。"))
    card = people.persons([person_id]).get(person_id)
    if card is None or card.city_id != row.city_id:
        raise NotFound(say("没有找到这个人。"))
    if Grant.objects.filter(dossier=row, revoked_at__isnull=True).exclude(person_id=person_id).count() >= MOST:
        raise Refused(say("最多让 %(n)s 个人看。先收回不再需要的。", n=MOST))
    _, is_new = Grant.objects.get_or_create(
        city_id=row.city_id, dossier=row, person_id=person_id, revoked_at=None,
        defaults={"name": card.name[:100], "by_person_id": actor.person_id, "given_at": at, "why": why.strip()[:200]},
    )  # fmt: skip
    if is_new:
        note_on(row, "access_granted", actor=actor, at=at, person=person_id)
        telling.tell((person_id,), telling.LET_IN, row, at=at)


@transaction.atomic
def revoke(dossier_id: int, person_id: int, *, actor: Actor, at: datetime) -> None:
    """Taken back: from now on the person sees nothing, as if it had never been given."""
    row = _own(dossier_id, actor=actor)
    if not Grant.objects.filter(dossier=row, person_id=person_id, revoked_at__isnull=True).update(revoked_at=at):
        raise NotFound(access.NOT_FOUND)
    note_on(row, "access_revoked", actor=actor, at=at, person=person_id)
