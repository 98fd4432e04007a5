"""What the guards of a dossier look at, read from the rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from huozhong.clocks import queries as clocks
from huozhong.kernel.actors import Actor, ActorKind
from huozhong.rights.models import ClaimItem, Dossier, HandOff, ReceivedPaper, StageEvent
from huozhong.rights.queries import seeing
from huozhong.rights.queries.things import KIND
from huozhong.rights.rules.guards import DossierFacts
from huozhong.rights.rules.kinds import Paper, Path
from huozhong.rights.rules.stages import Event

_OPENS_COURT = (Event.ARBITRATION_REFUSED, Event.ARBITRATION_SILENT, Event.PAYMENT_ORDER_ENDED)
_UNANSWERED = ("prepared", "sent", "silent")


def facts(row: Dossier, actor: Actor, *, on: date) -> DossierFacts:
    """Everything that is known without asking for anything: what greys a button."""
    return DossierFacts(
        on=on,
        has_handler=row.handler_id is not None,
        is_handler=_is_handler(row, actor),
        worker_agrees=row.says_yes_to_mediation,
        claims=ClaimItem.objects.filter(dossier=row, is_withdrawn=False).count(),
        path=Path(row.agreement_path) if row.agreement_path else None,
        agreement_date=row.agreement_date,
        has_broken_agreement=row.is_agreement_broken,
        title_date=row.title_date,
        documents=ReceivedPaper.objects.filter(dossier=row, kind=Paper.AWARD.value).count(),
        may_sue=_may_sue(row, on=on),
        open_statutory=open_statutory(row.pk, on=on),
        open_handoffs=HandOff.objects.filter(dossier=row, state__in=_UNANSWERED).count(),
        money=row.money_received,
        money_date=row.money_date,
    )


def presumed(known: DossierFacts) -> DossierFacts:
    """The same, as if a move's own form were well filled in: what greys a button is only what the form does not ask."""
    return replace(
        known,
        path=known.path or Path.PERFORMANCE,
        worker_agrees=True,
        may_sue=known.may_sue if known.may_sue is None else True,
        money=Decimal("0.00"),
        money_date=None,
    )


def _is_handler(row: Dossier, actor: Actor) -> bool:
    if actor.kind is not ActorKind.PERSON:
        return True
    if actor.person_id is not None and actor.person_id in (row.handler_id, row.deputy_id):
        return True
    return seeing.may_supervise(actor, row.pk)


def _may_sue(row: Dossier, *, on: date) -> bool | None:
    """Whether the way to court is open on the day; None when nothing has opened it."""
    if StageEvent.objects.filter(dossier=row, event__in=[one.value for one in _OPENS_COURT]).exists():
        return True
    awards = ReceivedPaper.objects.filter(dossier=row, kind=Paper.AWARD.value)
    days = [
        date.fromisoformat(remedy["legal_date"])
        for paper in awards
        for remedy in paper.remedies
        if remedy.get("side") in ("worker", "both") and remedy.get("legal_date")
    ]
    return any(day >= on for day in days) if days else None


def open_statutory(dossier_id: int, *, on: date) -> int:
    """How many statutory deadlines of our own side nobody has closed."""
    return sum(one.is_open and one.is_statutory for one in clocks.deadlines_of(KIND, dossier_id, on=on))
