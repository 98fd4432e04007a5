"""One thing that happened on a day: kept in the dossier's story, and the clocks that the law opens by it are opened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from huozhong.clocks import queries as calendars
from huozhong.clocks import services as clocks
from huozhong.kernel.actors import Actor
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.zone import day_of
from huozhong.rights.models import Assignment, ClaimItem, Dossier, ReceivedPaper, StageEvent
from huozhong.rights.queries.things import KIND
from huozhong.rights.rules import kinds as k
from huozhong.rights.rules.clocks import NotComputed, cite_of, compute
from huozhong.rights.rules.opening import Opened, OpeningFacts, Side, clocks_for, clocks_met
from huozhong.rights.rules.stages import EVENTS, Event
from huozhong.rights.services import computing, limiting

AGREEMENT_CLOCKS = frozenset({"MED-03", "MED-04"})
PATH_OF_THE_LAW = {k.Path.REVIEW.value: "arbitration_review", k.Path.CONFIRMATION.value: "judicial_confirmation"}
UNINTERRUPTED = frozenset({"intake"})  # every later step is a claim that interrupts limitation


def keep_event(
    row: Dossier,
    event: str,
    *,
    on: date,
    actor: Actor,
    at: datetime,
    why: str = "",
    paper: ReceivedPaper | None = None,
    **details: object,
) -> StageEvent:
    """Write one event into the dossier's story."""
    return StageEvent.objects.create(
        city_id=row.city_id,
        dossier=row,
        event=event,
        happened_date=on,
        noted_at=at,
        by_person_id=actor.person_id,
        by_name=actor.name[:100],
        why=why[:500],
        paper=paper,
        details=details,
    )


def stage(
    row: Dossier,
    event: Event,
    *,
    on: date,
    actor: Actor,
    at: datetime,
    why: str = "",
    paper: ReceivedPaper | None = None,
) -> None:
    """Keep the event and open the clocks that run from its day."""
    keep_event(row, event.value, on=on, actor=actor, at=at, why=why, paper=paper)
    if event in limiting.INTERRUPTS or any(event in ends for ends in limiting.ENDS.values()):
        limiting.look_again(row, on=day_of(at))
    open_clocks(row, event, on=on, actor=actor, at=at, paper=paper)


def open_clocks(
    row: Dossier, event: Event, *, on: date, actor: Actor, at: datetime, paper: ReceivedPaper | None = None
) -> None:
    """The clocks that an event ends are handed to the second person; those that it opens run, each with its owner."""
    _end_clocks(row, event, on=on, actor=actor, at=at)
    if row.handler_id is None:
        return
    for opened in clocks_for(event.value, _facts(row, on=on, paper=paper)):
        open_clock(row, opened, trigger=EVENTS[event], paper=paper, actor=actor, at=at)


def _facts(row: Dossier, *, on: date, paper: ReceivedPaper | None) -> OpeningFacts:
    finality = {k.Finality.FINAL.value: True, k.Finality.NON_FINAL.value: False}
    claims = ClaimItem.objects.filter(dossier=row, is_withdrawn=False)
    return OpeningFacts(
        on=on,
        path=PATH_OF_THE_LAW.get(row.agreement_path, row.agreement_path),
        is_final_award=finality.get(paper.finality) if paper else None,
        performance_until=row.agreement_pay_date,
        is_judgment=paper is not None and paper.kind == k.Paper.JUDGMENT.value,
        has_wage_claims=claims.filter(kind__in=[one.value for one in k.WAGE_CLAIMS]).exists(),
    )


def open_clock(
    row: Dossier,
    opened: Opened,
    *,
    trigger: Sentence,
    paper: ReceivedPaper | None = None,
    actor: Actor,
    at: datetime,
) -> int | None:
    """One clock of the law, watched by the handler; None where the law gives no day."""
    if row.handler_id is None:
        return None
    found = compute(
        opened.rule_id,
        opened.start_date,
        book=computing.book_of(row.unit_id),
        jurisdictions=computing.chain_of(row.unit_id),
        calendar=calendars.calendar(),
        variant=opened.variant,
    )
    if isinstance(found, NotComputed):
        return None
    is_ours = opened.side not in (Side.AUTHORITY, Side.EMPLOYER)
    rule = found.rule
    name = found.variant.name if found.variant.name else rule.title
    return clocks.open_deadline(
        KIND,
        row.pk,
        rule_id=rule.id,
        title=name.chinese,
        title_en=name.english,
        period=found.period if is_ours else replace(found.period, is_authority_duty=True),
        start_date=opened.start_date,
        owner_id=row.handler_id,
        deputy_id=row.deputy_id,
        supervisor_id=row.supervisor_id,
        place=row.place,
        item_key=_item_key(opened, paper),
        rule_fingerprint=found.fingerprint,
        cite=cite_of(rule, found.answers),
        effect=rule.effect.chinese,
        effect_en=rule.effect.english,
        trigger=trigger,
        # the other side's clocks are watched, not kept: a reason alone ends them
        is_statutory=is_ours and rule.is_statutory and found.has_legal_date,
        actor=actor,
        at=at,
    )


def _item_key(opened: Opened, paper: ReceivedPaper | None) -> str:
    if opened.rule_id in AGREEMENT_CLOCKS:
        return "agreement"
    key = f"paper-{paper.pk}" if paper is not None else ""
    return f"{key}:{opened.variant}" if opened.variant else key


def _end_clocks(row: Dossier, event: Event, *, on: date, actor: Actor, at: datetime) -> None:
    """Say of the clocks that this event fulfils that they are met: ours wait for the second person."""
    met = clocks_met(event.value)
    if not met:
        return
    why = str(EVENTS[event])
    for one in calendars.deadlines_of(KIND, row.pk, on=day_of(at)):
        if one.rule_id in met and one.state in ("running", "paused", "missed") and one.start_date <= on:
            clocks.ask_close(one.id, outcome="met", why=why, actor=actor, at=at, done_date=on)


def watch_limitation(row: Dossier, *, actor: Actor, at: datetime) -> None:
    """The earliest day on which a claim could be lost has one person who watches it, until a step interrupts it."""
    if row.handler_id is None or row.state not in UNINTERRUPTED:
        return
    on = day_of(at)
    claims = ClaimItem.objects.filter(dossier=row, is_withdrawn=False)
    days = [
        (one.limitation_start_date, one.kind)
        for one in claims
        if one.limitation_start_date is not None and one.limitation_date is not None and one.limitation_date >= on
    ]
    wages = {kind.value for kind in k.WAGE_CLAIMS}
    for rule_id, is_wage in (("LIM-02", True), ("LIM-01", False)):
        starts = [start for start, kind in days if (kind in wages) is is_wage]
        if starts:
            opened = Opened(rule_id, min(starts), Side.WORKER)
            open_clock(row, opened, trigger=say("最早的一项请求从这一天起算时效"), actor=actor, at=at)


def settle_the_other_sides(row: Dossier, *, why: str, actor: Actor, at: datetime) -> None:
    """Clocks of the other side and of authorities are ours to watch only: they end with the dossier."""
    told = why.strip() or str(EVENTS[Event.CLOSED])
    for one in calendars.deadlines_of(KIND, row.pk, on=day_of(at)):
        if one.is_open and not one.is_statutory and one.state != "closing":
            clocks.ask_close(one.id, outcome="waived", why=told, actor=actor, at=at)


def end_assignments(row: Dossier, *, at: datetime) -> None:
    """It is over: lawyers see it no more."""
    Assignment.objects.filter(dossier=row, part="lawyer", until_at__isnull=True).update(until_at=at)
