"""Papers of authorities: the day on which the worker received one decides what may still be done, and until when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Conflict, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.rights.models import Dossier, ReceivedPaper
from huozhong.rights.queries.seeing import ENDS
from huozhong.rights.rules import kinds as k
from huozhong.rights.rules.stages import Event
from huozhong.rights.services import computing, staging, telling
from huozhong.rights.services.moving import carried, past_day
from huozhong.rights.services.opening import locked, note_on

STATES: dict[k.Paper, frozenset[str]] = {
    k.Paper.AWARD: frozenset({"arbitration", "award"}),
    k.Paper.MEDIATION_PAPER: frozenset({"agreement", "arbitration", "suit"}),
    k.Paper.CONFIRMATION: frozenset({"agreement"}),
    k.Paper.PAYMENT_ORDER: frozenset({"agreement"}),
    k.Paper.JUDGMENT: frozenset({"suit"}),
    k.Paper.RULING: frozenset({"award", "suit", "enforcement"}),
    k.Paper.REFUSAL: frozenset({"arbitration"}),
}
EVENTS: dict[k.Paper, Event] = {
    k.Paper.AWARD: Event.AWARD_RECEIVED,
    k.Paper.JUDGMENT: Event.JUDGMENT_RECEIVED,
    k.Paper.RULING: Event.RULING_RECEIVED,
    k.Paper.REFUSAL: Event.ARBITRATION_REFUSED,
}


@transaction.atomic
def receive_paper(
    dossier_id: int,
    kind: k.Paper,
    *,
    received_date: date,
    finality: k.Finality | None = None,
    number_words: str = "",
    amount: Decimal | None = None,
    items: Sequence[tuple[k.ClaimKind, Decimal]] = (),
    effective_date: date | None = None,
    file_id: int | None = None,
    actor: Actor,
    at: datetime,
) -> int:
    """Keep a paper and answer its id: an award's remedies follow from the notice printed on it, for each document.

    The first award moves the dossier on; a second document of a mixed award stands beside the first.
    """
    row = locked(dossier_id, actor=actor)
    _check(row, kind, finality=finality)
    day = past_day(received_date, at=at, row=row)
    if any(one < 0 for one in (amount or Decimal(0), *(sum_ for _, sum_ in items))):
        raise Refused(say("金额不对。"))
    paper = ReceivedPaper.objects.create(
        city_id=row.city_id,
        dossier=row,
        kind=kind.value,
        finality=finality.value if kind is k.Paper.AWARD and finality else "",
        number_words=number_words.strip()[:60],
        received_date=day,
        amount=amount,
        items=[{"kind": one.value, "amount": str(sum_)} for one, sum_ in items],
        file_id=file_id,
        noted_at=at,
        noted_by_name=actor.name[:100],
    )
    _remedies(paper, row, on=day)
    note_on(row, "paper_received", actor=actor, at=at, paper=kind.value, on=day.isoformat(), finality=paper.finality)
    if kind is k.Paper.AWARD and row.state == "arbitration":
        row = carried(row, "award", event=Event.AWARD_RECEIVED, on=day, actor=actor, at=at, paper=paper)
    elif kind in EVENTS:
        staging.stage(row, EVENTS[kind], on=day, actor=actor, at=at, paper=paper)
        telling.tell((row.worker_person_id,), telling.MOVED, row, at=at, but=actor.person_id)
    if effective_date is not None:
        _in_force(row, paper, effective_date, actor=actor, at=at)
    return paper.pk


def _check(row: Dossier, kind: k.Paper, *, finality: k.Finality | None) -> None:
    if row.state in ENDS:
        raise Conflict(say("案件已经办结。"))
    if row.state not in STATES[kind]:
        raise Conflict(say("现在这个阶段不登记“%(paper)s”，请先办前面的一步。", paper=k.PAPERS[kind]))
    if row.handler_id is None:
        raise Refused(say("先指定一位经办人：每一个期限都要有一个人盯着。"))
    if kind is k.Paper.AWARD and finality is None:
        raise Refused(say("请照裁决书最后一页的告知，选终局、非终局，或者没有写明：它决定几天内、向哪里走下一步。"))


def _remedies(paper: ReceivedPaper, row: Dossier, *, on: date) -> None:
    if paper.kind != k.Paper.AWARD.value:
        return
    events = row.stageevent_set.filter(event=Event.ARBITRATION_APPLIED.value).order_by("-happened_date")
    applied = events.values_list("happened_date", flat=True).first() or on
    paper.remedies = computing.remedies(paper, row, applied=applied)
    paper.save(update_fields=["remedies"])


@transaction.atomic
def title_in_force(dossier_id: int, paper_id: int, on: date, *, actor: Actor, at: datetime) -> None:
    """A paper can be enforced since a day: the two years of enforcement run."""
    row = locked(dossier_id, actor=actor)
    paper = ReceivedPaper.objects.filter(dossier=row, pk=paper_id).first()
    if paper is None:
        raise NotFound(access.NOT_FOUND)
    if row.state in ENDS:
        raise Conflict(say("案件已经办结。"))
    if paper.effective_date is not None:
        raise Conflict(say("这份文书已经登记了生效日期。"))
    _in_force(row, paper, on, actor=actor, at=at)


def _in_force(row: Dossier, paper: ReceivedPaper, on: date, *, actor: Actor, at: datetime) -> None:
    day = past_day(on, at=at, row=row)
    if day < paper.received_date and paper.kind != k.Paper.MEDIATION_PAPER.value:
        raise Refused(say("生效日期不能早于收到的日期。"))
    paper.effective_date = day
    paper.save(update_fields=["effective_date"])
    row.title_date = day
    row.save(update_fields=["title_date"])
    staging.stage(row, Event.TITLE_IN_FORCE, on=day, actor=actor, at=at, paper=paper)
    note_on(row, "title_in_force", actor=actor, at=at, on=day.isoformat())
