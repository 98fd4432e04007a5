"""Social workers of the union within reach: post, contract, whom they serve, how many that is, what they know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from huozhong.access import services as access
from huozhong.access.queries import Reach
from huozhong.cadres.models import Service, Worker
from huozhong.cadres.rules import CONTRACT_NEAR, CONTRACTS, contract_is_near
from huozhong.cadres.workflow import WORKER, WorkerState
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence, say
from huozhong.learning import queries as learning
from huozhong.learning.queries import DUTIES, SKILLS, Skill
from huozhong.records import queries as records

PAGE = 50
RENEW = say("合同快到期，续签还是结束")


@dataclass(frozen=True, slots=True)
class Served:
    """A union that a worker serves, and how many members it has."""

    id: int
    unit_id: int
    name: str
    members: int
    from_date: date
    until_date: date | None


@dataclass(frozen=True, slots=True)
class WorkerLine:
    """A worker in the roster."""

    id: int
    person_id: int
    name: str
    unit_name: str
    post: str
    contract: Sentence
    until_date: date | None
    is_near: bool
    unions: int
    members: int
    state: str
    state_word: Sentence


@dataclass(frozen=True, slots=True)
class WorkerCard:
    """One worker whole."""

    line: WorkerLine
    place: Place
    from_date: date
    left_date: date | None
    services: tuple[Served, ...]
    skills: tuple[tuple[Sentence, Skill, Sentence], ...]


def workers(*, reach: Reach, on: date, state: str = WorkerState.SERVING) -> tuple[WorkerLine, ...]:
    """The roster within reach, by name."""
    rows = Worker.objects.filter(reach.over("unit"), state=state).select_related("unit").order_by("name", "id")
    return _lines(rows[:PAGE], on=on)


def _lines(rows: Iterable[Worker], *, on: date) -> tuple[WorkerLine, ...]:
    found = list(rows)
    served: dict[int, list[int]] = {row.id: [] for row in found}
    services = Service.objects.filter(worker__in=served, until_date__isnull=True)
    for worker_id, unit_id in services.values_list("worker_id", "unit_id"):
        served[worker_id].append(unit_id)
    members = records.figures_of(["members"], sorted({unit for units in served.values() for unit in units}))
    return tuple(
        WorkerLine(
            id=row.id,
            person_id=row.person_id,
            name=row.name,
            unit_name=row.unit.name,
            post=row.post,
            contract=CONTRACTS[row.contract],
            until_date=row.until_date,
            is_near=row.state == WorkerState.SERVING and contract_is_near(row.until_date, on=on),
            unions=len(served[row.id]),
            members=sum(members[("members", unit)] for unit in served[row.id]),
            state=row.state,
            state_word=WORKER.states[row.state],
        )
        for row in found
    )


def worker(worker_id: int, *, reach: Reach, on: date) -> WorkerCard:
    """One worker within reach."""
    row = Worker.objects.filter(reach.over("unit"), pk=worker_id).select_related("unit").first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    services = list(row.services.select_related("unit").order_by("until_date", "from_date", "id"))
    members = records.figures_of(["members"], [service.unit_id for service in services])
    known = learning.skills_of([row.person_id], city_id=row.city_id)[row.person_id]
    return WorkerCard(
        line=_lines([row], on=on)[0],
        place=row.place,
        from_date=row.from_date,
        left_date=row.left_date,
        services=tuple(
            Served(
                service.id,
                service.unit_id,
                service.unit.name,
                members[("members", service.unit_id)],
                service.from_date,
                service.until_date,
            )
            for service in services
        ),
        skills=tuple((DUTIES[duty], skill, SKILLS[skill]) for duty, skill in known.items()),
    )


@dataclass(frozen=True, slots=True)
class SkillMap:
    """Who knows which duty how well: rows by name, nothing added up, nobody placed before anybody."""

    duties: tuple[Sentence, ...]
    rows: tuple[tuple[WorkerLine, tuple[tuple[Skill, Sentence], ...]], ...]
    nobody: tuple[Sentence, ...]  # duties that none of them handles alone

    @property
    def by_duty(self) -> tuple[tuple[Sentence, tuple[tuple[WorkerLine, Skill, Sentence], ...]], ...]:
        """Each duty with whoever knows something of it, by name."""
        return tuple(
            (duty, tuple((line, *cells[at]) for line, cells in self.rows if cells[at][0] is not Skill.NONE))
            for at, duty in enumerate(self.duties)
        )


def skill_map(lines: Sequence[WorkerLine], *, city_id: int) -> SkillMap:
    """The map of the workers on a page."""
    known = learning.skills_of([line.person_id for line in lines], city_id=city_id)
    able = (Skill.CONFIRMED, Skill.TEACHES)
    nobody = tuple(
        word for duty, word in DUTIES.items() if not any(known[line.person_id][duty] in able for line in lines)
    )
    rows = tuple(
        (line, tuple((known[line.person_id][duty], SKILLS[known[line.person_id][duty]]) for duty in DUTIES))
        for line in lines
    )
    return SkillMap(tuple(DUTIES.values()), rows, nobody if lines else ())


@dataclass(frozen=True, slots=True)
class Waiting:
    """A contract that somebody must decide about."""

    title: str
    url: str
    due_date: date | None
    unit_name: str
    kind: Sentence = RENEW


def _ending(actor: Actor, on: date) -> QuerySet[Worker]:
    reach = access.reach(actor, Permission.TEAM_MANAGE)
    if reach.is_empty:
        return Worker.objects.none()
    own = [held.unit_id for held in actor.appointments if access.holds(held, Permission.TEAM_MANAGE)]
    rows = Worker.objects.filter(unit_id__in=own, state=WorkerState.SERVING, until_date__lte=on + CONTRACT_NEAR)
    return rows.select_related("unit").order_by("until_date", "id")


def waiting_for(actor: Actor, *, on: date, limit: int = 20) -> tuple[Waiting, ...]:
    """Contracts at one's own unions that end within two months, the soonest first."""
    return tuple(
        Waiting(row.name, reverse("cadres:worker", args=[row.id]), row.until_date, row.unit.name)
        for row in _ending(actor, on)[:limit]
    )


def waiting_count(actor: Actor, *, on: date) -> int:
    """How many such contracts there are, up to a hundred."""
    return _ending(actor, on).order_by().values("id")[:100].count()
