"""A request that reached another room becomes a dossier: what was said there is not asked again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.rights.rules.elements import ELEMENTS
from huozhong.rights.rules.interview import dispute_of
from huozhong.rights.rules.kinds import Channel
from huozhong.rights.services.opening import NewDossier, NewWorker, handling_unit, open_dossier


@dataclass(frozen=True, slots=True)
class Request:
    """What the other room knows. Printing it shows neither name nor words."""

    near_unit_id: int  # where it came in; the nearest union above that mediates takes it
    worker_name: str = field(repr=False)
    employer_name: str
    words: str = field(repr=False)
    phone: str = field(default="", repr=False)
    person_id: int | None = None
    troubles: tuple[str, ...] = ()  # choices of the element `trouble`
    employer_unit_id: int | None = None


@transaction.atomic
def open_from_request(request: Request, *, channel: Channel = Channel.HOTLINE, actor: Actor, at: datetime) -> int:
    """Open a dossier from a request and answer its id. The worker's consent is still to be asked for."""
    known = {one.value for one in ELEMENTS["trouble"].choices}
    if not set(request.troubles) <= known:
        raise Refused(say("请从列出的里面选。"))
    if not request.words.strip():
        raise Refused(say("请说一说遇到了什么事，或者写一句事情经过。"))
    elements: dict[str, object] = {"employer_name": request.employer_name, "story": request.words.strip()[:2000]}
    if request.troubles:
        elements["trouble"] = list(request.troubles)
    return open_dossier(
        NewDossier(
            unit_id=handling_unit(request.near_unit_id, on=day_of(at)),
            kind=dispute_of(elements),
            workers=(NewWorker(request.worker_name, phone=request.phone, person_id=request.person_id),),
            employer_name=request.employer_name,
            employer_unit_id=request.employer_unit_id,
            channel=channel,
            elements=elements,
        ),
        actor=actor,
        at=at,
    )
