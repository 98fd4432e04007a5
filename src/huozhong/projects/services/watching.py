"""The overdue ladder: at night the clock tells who must hear that a project is late, each rung once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from huozhong.access import queries as appointments
from huozhong.kernel.actors import CLOCK
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Level, Place, ids_of
from huozhong.kernel.roles import ROLES, Role
from huozhong.kernel.rulepacks import Answer
from huozhong.kernel.zone import day_of
from huozhong.people import queries as people
from huozhong.projects.models import OverdueTold, Project
from huozhong.projects.queries import rules
from huozhong.projects.rules.ladder import Rung, Telling, due_rungs, tellings
from huozhong.projects.services import telling
from huozhong.records import services as records
from huozhong.unions import queries as unions

KIND, CLIMBS = "projects.project", ("approved", "running", "suspended")
PART = 500


def climb_ladder(*, at: datetime) -> int:
    """The clock tells who must hear that something is late, each rung once; gives how many rungs were told."""
    today, told = day_of(at), 0
    late = Project.objects.filter(state__in=CLIMBS, due_date__lt=today).order_by("pk")
    ids, climber = list(late.values_list("pk", flat=True)), _Climber(today)
    for begin in range(0, len(ids), PART):
        with transaction.atomic():
            gathered = telling.Gathered()
            told += sum(climber.climb(row, gathered, at=at) for row in _locked(ids[begin : begin + PART], on=today))
            gathered.send(at=at)
    return told


def _locked(ids: list[int], *, on: date) -> Iterator[Project]:
    rows = Project.objects.select_for_update(of=("self",)).select_related("unit", "programme__unit")
    yield from rows.filter(pk__in=ids, state__in=CLIMBS, due_date__lt=on).order_by("pk")


class _Climber:
    """One night's ladder: the rules and the holders of each office are asked once."""

    def __init__(self, today: date) -> None:
        self.today = today
        self._rules: dict[int, Mapping[Rung, Answer]] = {}
        self._holders: dict[tuple[Rung, int], tuple[int, ...]] = {}
        self._levels: dict[int, Level] = {}

    def climb(self, project: Project, gathered: telling.Gathered, *, at: datetime) -> int:
        """Tell the rungs of one project whose day has come."""
        since = project.due_date
        assert since is not None
        rows = list(OverdueTold.objects.filter(project=project, since_date=since).order_by("id"))
        answers = self._answers(project.programme.unit_id)
        days = (self.today - since).days
        after = {rung: answer.number() for rung, answer in answers.items()}
        rungs = due_rungs(days, after, {Rung(row.rung) for row in rows})
        if not rungs:
            return 0
        known = {one["person_id"] for row in rows for one in row.told}
        for found in tellings(rungs, {rung: self._who(rung, project) for rung in rungs}, known):
            self._write(project, found, answers[found.rung], days=days, at=at)
            gathered.add(found, project, days=days)
        return len(rungs)

    def _write(self, project: Project, found: Telling, answer: Answer, *, days: int, at: datetime) -> None:
        names = people.persons(found.persons)
        told = [{"person_id": one, "name": names[one].name} for one in found.persons if one in names]
        OverdueTold.objects.create(
            city_id=project.city_id,
            project=project,
            since_date=self.today - timedelta(days=days),
            what=project.due_what,
            rung=found.rung,
            days=days,
            told=told,
            cite=answer.as_json(),
            at=at,
        )
        records.note(
            KIND,
            project.pk,
            "overdue_told",
            actor=CLOCK,
            at=at,
            place=project.place,
            label=project.name,
            details={"rung": found.rung.value, "days": days, "persons": len(told)},
        )

    def _answers(self, unit_id: int) -> Mapping[Rung, Answer]:
        if unit_id not in self._rules:
            held = rules.in_force(unit_id=unit_id, on=self.today)
            self._rules[unit_id] = {rung: held.ask(f"projects.overdue.{rung}") for rung in Rung}
        return self._rules[unit_id]

    def _who(self, rung: Rung, project: Project) -> tuple[int, ...]:
        """The persons of a rung: those appointed at that very unit, not everybody above who could."""
        if rung is Rung.LEAD:
            own = self._at(rung, project.place)
            filer = project.declared_by or project.created_by
            return tuple(dict.fromkeys((*((filer,) if filer in own else ()), *own)))
        place = project.place if rung is Rung.CHAIR else self._above(project.place, _LEVELS[rung])
        return self._at(rung, place) if place is not None else ()

    def _at(self, rung: Rung, place: Place) -> tuple[int, ...]:
        key = (rung, place.unit_id)
        if key not in self._holders:
            may = set(appointments.holders(_PERMISSIONS[rung], at=place, on=self.today))
            seated = appointments.appointments_at(place.unit_id, on=self.today)
            fits = [card.person_id for card in seated if card.person_id in may and _fits(rung, card.role)]
            self._holders[key] = tuple(dict.fromkeys(fits))
        return self._holders[key]

    def _above(self, place: Place, level: Level) -> Place | None:
        """The unit of a level on the way up, in the locality line."""
        ids = ids_of(place.path)
        if missing := [one for one in ids if one not in self._levels]:
            self._levels |= {one: card.level for one, card in unions.units(missing).items()}
        found = next((one for one in ids if self._levels.get(one) == level), None)
        return unions.place_of(found) if found is not None else None


def _fits(rung: Rung, role: Role) -> bool:
    return role is Role.CHAIR if rung is Rung.CHAIR else _PERMISSIONS[rung] in ROLES[role].permissions


_LEVELS = {Rung.DISTRICT: Level.DISTRICT, Rung.CITY: Level.CITY}
_PERMISSIONS = {
    Rung.LEAD: Permission.PROJECT_RUN,
    Rung.CHAIR: Permission.PROJECT_APPROVE,
    Rung.DISTRICT: Permission.PROJECT_INSPECT,
    Rung.CITY: Permission.PROJECT_INSPECT,
}
