"""Handling: given to departments and persons by name, answered in writing, and the answer checked by another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, NotFound, Refused
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.zone import day_of
from huozhong.lifecycles import services as lifecycles
from huozhong.people import queries as people
from huozhong.proposals.models import Answer, Handler, Proposal
from huozhong.proposals.queries.facts import facts
from huozhong.proposals.queries.finding import find_proposal
from huozhong.proposals.rules import clocks
from huozhong.proposals.rules import words as w
from huozhong.proposals.rules.guards import ProposalFacts
from huozhong.proposals.services import telling, terms
from huozhong.proposals.services.reviewing import handled
from huozhong.proposals.services.writing import locked, note_on, tally
from huozhong.records.engine.personal import holds_personal_number

LONGEST = 3000


@dataclass(frozen=True, slots=True)
class NewHandler:
    """A department, and the person who handles the proposal for it."""

    department: str
    person_id: int
    is_lead: bool


def _refusal(row: Proposal, named: Sequence[NewHandler], *, on: date) -> Sentence | None:
    """Why these cannot handle the proposal, or None."""
    persons = [one.person_id for one in named]
    if len(set(persons)) != len(persons):
        return say("同一个人写了两次。")
    cards = people.persons(persons)
    for one in named:
        card = cards.get(one.person_id)
        if card is None or not one.department.strip():
            return say("请写明哪个部门、由谁承办。")
        if one.person_id == row.author_id:
            return say("不能交给提案人自己承办。")
        if not access.can(access.actor_of_person(card.id, on=on), Permission.CONGRESS_READ, at=row.place):
            return say("%(name)s在本单位还没有任职，登录后看不到提案。请先在“任职”里登记。", name=card.name)
    return None


def _facts(row: Proposal, named: Sequence[NewHandler], *, actor: Actor, on: date) -> ProposalFacts:
    leads = sum(one.is_lead for one in named)
    refusal = _refusal(row, named, on=on)
    return replace(facts(row, actor, on=on), handlers=len(named), leads=leads, handler_refusal=refusal)


def _write(row: Proposal, named: Sequence[NewHandler], *, actor: Actor, at: datetime) -> None:
    cards = people.persons([one.person_id for one in named])
    Handler.objects.bulk_create(
        Handler(
            city_id=row.city_id,
            proposal=row,
            round=row.round,
            department=one.department.strip()[:60],
            person_id=one.person_id,
            name=cards[one.person_id].name[:100],
            is_lead=one.is_lead,
            assigned_by_name=actor.name[:100],
            assigned_at=at,
        )
        for one in named
    )


@transaction.atomic
def assign(proposal_id: int, handlers: Sequence[NewHandler], *, actor: Actor, at: datetime) -> None:
    """Give a registered proposal to one department, or to several with one that leads; the answer's clock starts."""
    row, on = handled(proposal_id, actor=actor), day_of(at)
    departments = [one.department.strip() for one in handlers]
    moved = lifecycles.carry_out(
        row, "assign", actor=actor, at=at, facts=lambda one: _facts(one, handlers, actor=actor, on=on),
        details={"departments": departments},
    )  # fmt: skip
    _write(moved, handlers, actor=actor, at=at)
    terms.stop(moved, w.Term.ASSIGN, on=on)
    terms.start(moved, w.Term.ANSWER, on=on)
    telling.step(moved, "assign", at=at)
    telling.tell_handlers(telling.TO_HANDLE, moved, at=at)


@transaction.atomic
def reassign(proposal_id: int, handlers: Sequence[NewHandler], *, why: str, actor: Actor, at: datetime) -> None:
    """Given to the wrong department: another takes it on, with the reason; the day of the answer stays."""
    row, on = handled(proposal_id, actor=actor), day_of(at)
    if row.state != "handling":
        raise Conflict(say("现在不在承办中，不能改交。"))
    if not why.strip():
        raise Refused(say("请写明为什么改交别的部门。"))
    known = _facts(row, handlers, actor=actor, on=on)
    refusal = known.handler_refusal or (say("要有一个主办。") if known.leads != 1 else None)
    if refusal is not None:
        raise Refused(refusal)
    before = Handler.objects.filter(proposal=row, round=row.round)
    details = {"before": [one.department for one in before], "after": [one.department for one in handlers]}
    before.delete()
    _write(row, handlers, actor=actor, at=at)
    note_on(row, "handlers_changed", actor=actor, at=at, why=why, **details)
    telling.step(row, "assign", at=at)
    telling.tell_handlers(telling.TO_HANDLE, row, at=at)


@transaction.atomic
def give_opinion(proposal_id: int, words: str, *, actor: Actor, at: datetime) -> None:
    """A department that handles with the lead says its part."""
    row = locked(proposal_id)
    helper = Handler.objects.select_for_update().filter(
        proposal=row, round=row.round, person_id=actor.person_id or 0, is_lead=False
    ).first()  # fmt: skip
    if helper is None:
        raise NotFound(access.NOT_FOUND)
    if row.state != "handling":
        raise Conflict(say("现在不在承办中，不能写协办意见。"))
    if not words.strip() or holds_personal_number(words):
        raise Refused(say("请写协办意见；不要写证件号码或手机号码。"))
    helper.opinion, helper.opinion_at = words.strip()[:1000], at
    helper.save(update_fields=["opinion", "opinion_at"])
    note_on(row, "opinion_given", actor=actor, at=at, department=helper.department)


def _answer_refusal(verdict: str, words: str, promised: date | None, *, on: date) -> Sentence | None:
    if verdict not in {one.value for one in w.Verdict}:
        return say("请选一种答复：马上能办、列入计划，还是暂时办不了。")
    if not words:
        return say("请写明理由：为什么暂时办不了。") if verdict == w.Verdict.CANNOT else say("请写明怎么办、谁来办。")
    if len(words) > LONGEST:
        return say("答复最多 %(n)s 字。", n=LONGEST)
    if holds_personal_number(words):
        return say("答复里不要写证件号码或手机号码。")
    if verdict == w.Verdict.PLANNED and (promised is None or promised <= on):
        return say("列入计划的，请写明哪天前办好，要在今天以后。")
    return None


@transaction.atomic
def answer(
    proposal_id: int, *, verdict: str, words: str, promised_date: date | None = None, actor: Actor, at: datetime
) -> int:
    """The lead answers in writing: doable now, planned with a day, or not, and why not. Answers the answer's id."""
    row, known = find_proposal(proposal_id, actor=actor, on=day_of(at))
    if not known.is_handler:
        access.require(actor, Permission.PROPOSAL_HANDLE, at=row.place)
    on, written = day_of(at), words.strip()
    promised = promised_date if verdict == w.Verdict.PLANNED else None
    refusal = _answer_refusal(verdict, written, promised, on=on)
    moved = lifecycles.carry_out(
        row, "answer", actor=actor, at=at, facts=lambda one: replace(facts(one, actor, on=on), answer=refusal),
        details={"verdict": verdict}, changes={"verdict": verdict, "promised_date": promised},
    )  # fmt: skip
    lead = Handler.objects.get(proposal=moved, round=moved.round, is_lead=True)
    kept = Answer.objects.create(
        city_id=moved.city_id,
        proposal=moved,
        round=moved.round,
        verdict=verdict,
        words=written,
        promised_date=promised,
        person_id=lead.person_id,
        name=lead.name,
        department=lead.department,
        at=at,
    )
    terms.stop(moved, w.Term.ANSWER, w.Term.REHANDLE, on=on)
    terms.start(moved, w.Term.CHECK, on=on)
    telling.step(moved, "answer", at=at)
    telling.tell_committee(telling.TO_CHECK, moved, on=on, at=at)
    return kept.pk


@transaction.atomic
def check_answer(proposal_id: int, *, is_passed: bool, why: str = "", actor: Actor, at: datetime) -> None:
    """Another than who wrote it reads the answer: to those who made the proposal, or back to be written again."""
    row, on = handled(proposal_id, actor=actor), day_of(at)
    move = "pass_answer" if is_passed else "return_answer"
    moved = lifecycles.carry_out(
        row, move, actor=actor, at=at, why=why, facts=lambda one: facts(one, actor, on=on)
    )  # fmt: skip
    last = Answer.objects.filter(proposal=moved, round=moved.round).latest("id")
    last.is_passed, last.checked_by_name = is_passed, actor.name[:100]
    last.checked_at, last.check_why = at, why.strip()[:500]
    last.save(update_fields=["is_passed", "checked_by_name", "checked_at", "check_why"])
    terms.stop(moved, w.Term.CHECK, on=on)
    telling.step(moved, move, at=at)
    if not is_passed:
        terms.run_on(moved, w.Term.ANSWER, w.Term.REHANDLE)
        telling.tell_handlers(telling.TOLD["return_answer"], moved, at=at)
        return
    terms.start(moved, w.Term.RATE, on=on)
    if moved.round == 0:
        tally("proposals_answered", moved, at=at)
        given = moved.term_set.filter(what=w.Term.ANSWER, round=0).latest("id")
        if clocks.was_in_time(given.due_date, given.stopped_date):
            tally("proposals_in_time", moved, at=at)
