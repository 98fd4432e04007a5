"""Notices to delegates and to the unions that look after a congress."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from huozhong.access import queries as access
from huozhong.congress.models import CongressClock, Session
from huozhong.congress.queries import roll
from huozhong.congress.rules.ladder import Rung, rung_for
from huozhong.congress.services import clocks
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.roles import ROLES, Role
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import ZONE, day_of
from huozhong.records import services as records
from huozhong.records.engine import messages
from huozhong.records.engine.messages import Template
from huozhong.unions import queries as unions

LONGEST = 36
GAPS = {"session": messages.name, "moment": messages.moment}

CALLED = Template(
    key="congress.called",
    title=say("职代会会议通知"),
    body=say("“%(session)s”定于 %(moment)s 召开，请登录查看议题和材料。"),
    gaps=GAPS,
)
PAPERS = Template(
    key="congress.papers_sent",
    title=say("职代会材料到了"),
    body=say("“%(session)s”有新材料，请登录阅读，并在 %(moment)s 开会前提出意见。"),
    gaps=GAPS,
    chain=(),
)
RECALLED = Template(
    key="congress.recalled",
    title=say("职代会会议有变动"),
    body=say("“%(session)s”的通知已经收回，请等新的通知。"),
    gaps={"session": messages.name},
)
REPORT_CAME = Template(
    key="congress.report_came",
    title=say("有职代会会议报告"),
    body=say("“%(session)s”的会议情况报告已经报来，请收下或者退回。"),
    gaps={"session": messages.name},
    chain=(),
    most_a_day=200,
)
REPORT_RETURNED = Template(
    key="congress.report_returned",
    title=say("会议报告退回补充"),
    body=say("“%(session)s”的会议情况报告已退回，请登录查看要补什么。"),
    gaps={"session": messages.name},
)
LATE = Template(
    key="congress.late",
    title=say("职代会有事逾期"),
    body=say("%(unit)s有职代会的事已经逾期 %(days)s 天，请登录查看要办什么。"),
    gaps={"unit": messages.name, "days": messages.count},
    chain=(),
    most_a_day=200,
)
for _template in (CALLED, PAPERS, RECALLED, REPORT_CAME, REPORT_RETURNED, LATE):
    records.register_template(_template)


def named(title: str) -> str:
    """A name as a notice may carry it: short, no sentence, no number of anybody."""
    short = title if len(title) <= LONGEST else f"{title[: LONGEST - 1]}…"
    return messages.name(short) or "职代会会议"


def tell_delegates(row: Session, template: Template, *, times: str, at: datetime) -> int:
    """One notice to every delegate; hearing it twice tells it once. Answers how many are told."""
    persons = roll.person_ids(row.congress_id, on=day_of(at))
    values = {"session": named(row.title)}
    if "moment" in template.gaps:
        if row.meets_at is None:
            return 0
        values["moment"] = row.meets_at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")
    _queue(persons, template, values, city_id=row.city_id, key=f"{template.key}:{row.id}:{times}", at=at)
    return len(persons)


def tell_office(
    place: Place, permission: Permission, template: Template, values: dict[str, str | int], *, key: str, at: datetime
) -> None:
    """Those who hold the permission by an appointment at this very union, not those far above."""
    _queue(own_holders(place, permission, at=at), template, values, city_id=place.city_id, key=key, at=at)


def own_holders(place: Place, permission: Permission, *, at: datetime) -> tuple[int, ...]:
    """Persons appointed at this union itself whose role carries the permission."""
    cards = access.appointments_at(place.unit_id, on=day_of(at))
    return tuple(
        dict.fromkeys(card.person_id for card in cards if permission in ROLES[Role(card.role)].permissions)
    )  # fmt: skip


def _queue(
    persons: Iterable[int], template: Template, values: dict[str, str | int] | dict[str, str], *,
    city_id: int, key: str, at: datetime,
) -> None:  # fmt: skip
    for person_id in persons:
        records.queue_notice(
            to=records.Recipient(person_id=person_id),
            template=template.key,
            values=values,
            city_id=city_id,
            at=at,
            key=f"{key}:{person_id}",
        )


def climb_ladder(*, at: datetime, limit: int = 2000) -> int:
    """Tell what is late: first the unit, then the union above, then the one above that; each rung of a day once."""
    today, told = day_of(at), 0
    late = CongressClock.objects.filter(is_sitting=True, first_due_date__lt=today).order_by("first_due_date", "id")
    for congress_id in late.values_list("congress_id", flat=True)[:limit]:
        clocks.renew(congress_id, at=at)
    for row in late.select_related("unit")[:limit]:
        due = row.first_due_date
        if due is None:
            continue
        days = (today - due) // timedelta(days=1)
        rung = rung_for(days)
        before = Rung(row.told_rung) if row.told_due_date == due else Rung.NONE
        if rung <= before:
            continue
        _tell_rung(row, rung, days=days, at=at)
        row.told_due_date, row.told_rung = due, rung
        row.save(update_fields=["told_due_date", "told_rung"])
        told += 1
    return told


def _tell_rung(row: CongressClock, rung: Rung, *, days: int, at: datetime) -> None:
    line = unions.ancestors(row.unit_id)[::-1]  # the unit itself first
    if len(line) < rung:
        return
    permission = Permission.CONGRESS_MANAGE if rung is Rung.UNIT else Permission.CONGRESS_WATCH
    values: dict[str, str | int] = {"unit": named(row.unit.name), "days": days}
    key = f"{LATE.key}:{row.congress_id}:{row.first_due_date}:{int(rung)}"
    tell_office(line[rung - 1].place, permission, LATE, values, key=key, at=at)
