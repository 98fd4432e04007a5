"""After the answer: what was promised is followed, and what was adopted becomes a project."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import CLOCK, Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import Conflict, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.proposals.events import ProposalAdopted
from huozhong.proposals.models import Tracking
from huozhong.proposals.queries.finding import find_proposal
from huozhong.proposals.rules import words as w
from huozhong.proposals.services import telling, terms
from huozhong.proposals.services.reviewing import handled
from huozhong.proposals.services.writing import locked, note_on
from huozhong.records import services as records
from huozhong.records.engine.personal import holds_personal_number

ADOPTABLE = frozenset({"rating", "closed"})


@transaction.atomic
def track(proposal_id: int, words: str, *, is_kept: bool, actor: Actor, at: datetime) -> None:
    """How far a promise has come; whoever handled it or the committee writes it. Kept, its clock stops."""
    on = day_of(at)
    found, known = find_proposal(proposal_id, actor=actor, on=on)
    if not known.is_handler:
        access.require(actor, Permission.PROPOSAL_HANDLE, at=found.place)
    row = locked(proposal_id)
    if row.state != "closed" or row.promised_date is None:
        raise Conflict(say("这件提案没有写明日期的承诺要跟踪。"))
    if row.promise_kept_date is not None:
        raise Conflict(say("承诺已经兑现了。"))
    if not words.strip() or holds_personal_number(words):
        raise Refused(say("请写一句办到了哪一步；不要写证件号码或手机号码。"))
    Tracking.objects.create(
        city_id=row.city_id, proposal=row, words=words.strip()[:500], is_kept=is_kept, name=actor.name[:100], at=at
    )
    if is_kept:
        row.promise_kept_date = on
        row.save(update_fields=["promise_kept_date"])
        terms.stop(row, w.Term.PROMISE, on=on)
    note_on(row, "promise_kept" if is_kept else "promise_followed", actor=actor, at=at)
    telling.step(row, "track", at=at)


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call for projects under which a draft can be begun now."""

    id: int
    title: str
    closes_date: date


@dataclass(frozen=True, slots=True)
class Projects:
    """What the room of projects, upstairs, tells of itself."""

    open_calls: Callable[[Actor, Place, datetime], Sequence[OpenCall]]
    url: Callable[[int], str]


_PROJECTS: list[Projects] = []


def register_projects(projects: Projects) -> None:
    """Say how an adopted proposal becomes a project; called once, when the house is ready."""
    _PROJECTS[:] = [projects]


def open_calls(actor: Actor, place: Place, *, at: datetime) -> tuple[OpenCall, ...]:
    """Calls for projects under which the actor may begin a draft for the unit."""
    return tuple(_PROJECTS[0].open_calls(actor, place, at)) if _PROJECTS else ()


def project_url(project_id: int | None) -> str:
    """Where the project has its page."""
    return _PROJECTS[0].url(project_id) if _PROJECTS and project_id is not None else ""


@transaction.atomic
def adopt(proposal_id: int, *, call_id: int | None = None, actor: Actor, at: datetime) -> None:
    """Take a proposal up to be carried out as a project; named a call, a draft is begun there by the news of it."""
    row = handled(proposal_id, actor=actor)
    if row.project_id is not None:
        raise Conflict(say("这件提案已经起草了项目。"))
    if row.state not in ADOPTABLE or row.verdict not in (w.Verdict.NOW, w.Verdict.PLANNED):
        raise Refused(say("答复为“马上能办”或“列入计划”并通过核查的提案，才能采纳为项目。"))
    if call_id is None and row.adopted_at is not None:
        raise Conflict(say("这件提案已经采纳了。"))
    if call_id is not None and call_id not in {one.id for one in open_calls(actor, row.place, at=at)}:
        raise Refused(say("这个项目征集现在不能为本单位申报，请换一个。"))
    is_first = row.adopted_at is None
    if is_first:
        row.adopted_at, row.adopted_by_name = at, actor.name[:100]
        row.save(update_fields=["adopted_at", "adopted_by_name"])
    note_on(row, "proposal_adopted", actor=actor, at=at, call=call_id)
    records.announce(
        ProposalAdopted(row.pk, row.place.path, call_id=call_id, person_id=actor.person_id), city_id=row.city_id
    )
    if is_first:
        telling.step(row, "adopt", at=at)


@transaction.atomic
def link_project(proposal_id: int, *, project_id: int, name: str, at: datetime) -> bool:
    """The chain began a project from the proposal; told twice it links once. True when it was linked now."""
    row = locked(proposal_id)
    if row.project_id is not None:
        return False
    row.project_id, row.project_name = project_id, name[:80]
    row.save(update_fields=["project_id", "project_name"])
    note_on(row, "proposal_became_project", actor=CLOCK, at=at, project=project_id)
    telling.step(row, "project", at=at)
    return True


@transaction.atomic
def no_project(proposal_id: int, *, why: str, at: datetime) -> None:
    """The chain could not begin a project: the reason stays in the trail, the button stays on the page."""
    note_on(locked(proposal_id), "project_not_begun", actor=CLOCK, at=at, why=why)
