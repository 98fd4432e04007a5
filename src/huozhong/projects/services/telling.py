"""Notices of the watch over projects: one to each person and rung a night, one digest a week."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from huozhong.access import queries as appointments
from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.projects.models import Project
from huozhong.projects.queries.digest import digest_of
from huozhong.projects.rules.ladder import Rung
from huozhong.projects.rules.ladder import Telling as OneTelling
from huozhong.records import services as records
from huozhong.records.engine import messages
from huozhong.records.engine.messages import Template

LONGEST_NAME = 36
SOME_PROJECT = "一个项目"
OUTSIDE = ("official_account", "sms")  # whoever runs the project, and their chair, hear of it outside the house too

OVERDUE = Template(
    key="projects.overdue",
    title=say("项目逾期"),
    body=say("“%(project)s”已经逾期 %(days)s 天，请登录查看要办什么；办不完的请改期并写明理由。"),
    gaps={"project": messages.name, "days": messages.count},
    chain=OUTSIDE,
    most_a_day=200,
)
OVERDUE_MANY = Template(
    key="projects.overdue_many",
    title=say("多个项目逾期"),
    body=say("“%(project)s”等 %(count)s 个项目逾期没有办，请登录查看。"),
    gaps={"project": messages.name, "count": messages.count},
    chain=(),
    most_a_day=200,
)
DIGEST = Template(
    key="projects.digest",
    title=say("项目周报"),
    body=say(
        "本周等您办理 %(waiting)s 件，其中已逾期 %(late)s 件、七天内到期 %(soon)s 件；管理范围内红灯项目 %(red)s 个。"
    ),
    gaps=dict.fromkeys(("waiting", "late", "soon", "red"), messages.count),
    chain=(),
)
for _template in (OVERDUE, OVERDUE_MANY, DIGEST):
    records.register_template(_template)


def named(name: str) -> str:
    """The project's name as a notice may carry it: short, no sentence, no number of anybody."""
    short = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
    return messages.name(short) or SOME_PROJECT


@dataclass(slots=True)
class Gathered:
    """What a night's ladder has to tell, by person and rung, so that nobody gets a notice for every project."""

    _found: dict[tuple[int, Rung], list[tuple[Project, int]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, told: OneTelling, project: Project, *, days: int) -> None:
        for person in told.persons:
            self._found[person, told.rung].append((project, days))

    def send(self, *, at: datetime) -> None:
        """Queue the notices in the caller's transaction; hearing the same night twice tells it once."""
        for (person, rung), rows in sorted(self._found.items()):
            project, days = rows[0]
            one = len(rows) == 1
            values = {"project": named(project.name)} | ({"days": days} if one else {"count": len(rows)})
            template = OVERDUE if one else OVERDUE_MANY
            records.queue_notice(
                to=records.Recipient(person_id=person),
                template=template.key,
                values=values,
                city_id=project.city_id,
                at=at,
                key=f"{template.key}:{rung}:{person}:{project.pk}:{project.due_date}",
                channels=OUTSIDE if one and rung in (Rung.LEAD, Rung.CHAIR) else (),
            )


def send_digests(*, at: datetime) -> int:
    """One notice to everybody who runs or inspects projects and has something to do; gives how many were due.

    The key holds the ISO week, so that a second run in the same week tells nobody twice.
    """
    today, sent = day_of(at), 0
    year, week, _day = today.isocalendar()
    for person_id in appointments.persons_holding((Permission.PROJECT_RUN, Permission.PROJECT_INSPECT), on=today):
        actor = access.actor_of_person(person_id, on=today)
        found = digest_of(actor, on=today)
        if not found.is_worth_telling:
            continue
        records.queue_notice(
            to=records.Recipient(person_id=person_id),
            template=DIGEST.key,
            values={"waiting": found.waiting, "late": found.late, "soon": found.soon, "red": found.red},
            city_id=actor.city_id,
            at=at,
            key=f"{DIGEST.key}:{person_id}:{year}-W{week:02d}",
        )
        sent += 1
    return sent
