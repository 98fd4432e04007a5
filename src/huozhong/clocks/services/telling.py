"""What people are told of deadlines: counts and days, never a name or what a case is about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from huozhong.clocks.models import Deadline
from huozhong.kernel.sentences import say
from huozhong.records import services as records
from huozhong.records.engine import messages
from huozhong.records.engine.messages import Template

PLENTY = 500  # what a hundred people of one office may cause in a day; a digest is one message

SOON = Template(
    key="clocks.soon",
    title=say("有期限快到了"),
    body=say("您承办的 %(n)s 个期限快到了，最近的稳妥日是%(day)s。请打开“我的期限”查看。"),
    gaps={"n": messages.count, "day": messages.day},
    chain=("official_account",),
    most_a_day=PLENTY,
)
NEAR = Template(
    key="clocks.near",
    title=say("期限只剩几天"),
    body=say("您承办的 %(n)s 个期限只剩 3 个工作日以内，最近的稳妥日是%(day)s。请今天就打开“我的期限”办理。"),
    gaps={"n": messages.count, "day": messages.day},
    most_a_day=PLENTY,
)
UNREAD = Template(
    key="clocks.unread",
    title=say("有期限提醒没有人看"),
    body=say("您督办的 %(n)s 个期限只剩 3 个工作日以内，承办人还没有看提醒，最近的稳妥日是%(day)s。请马上过问。"),
    gaps={"n": messages.count, "day": messages.day},
    most_a_day=PLENTY,
)
TO_CONFIRM = Template(
    key="clocks.to_confirm",
    title=say("有期限等您确认了结"),
    body=say("有人申请了结一个法定期限，法定最后一天是%(day)s。请打开“我的期限”核对后确认，或者退回。"),
    gaps={"day": messages.day},
    chain=("official_account", "sms"),
    most_a_day=PLENTY,
)
CONFIRM_SOON = Template(
    key="clocks.confirm_soon",
    title=say("期限快到了，还等您确认"),
    body=say("%(n)s 个期限有人申请了结，等您确认，最近的稳妥日是%(day)s。没有确认，期限就还在走。"),
    gaps={"n": messages.count, "day": messages.day},
    most_a_day=PLENTY,
)
MISSED = Template(
    key="clocks.missed",
    title=say("有期限过了法定最后一天"),
    body=say("%(n)s 个期限过了法定最后一天，还没有人说办成。请马上打开“我的期限”核对。"),
    gaps={"n": messages.count},
    most_a_day=PLENTY,
)
MOVED = Template(
    key="clocks.moved",
    title=say("期限的日期变了"),
    body=say("放假安排有变化，与您有关的 %(n)s 个期限换了日期，最近的稳妥日是%(day)s。请打开查看。"),
    gaps={"n": messages.count, "day": messages.day},
    most_a_day=PLENTY,
)
for _template in (SOON, NEAR, UNREAD, TO_CONFIRM, CONFIRM_SOON, MISSED, MOVED):
    records.register_template(_template)


def tell(template: Template, person_id: int, values: Mapping[str, Any], *, city_id: int, key: str, at: datetime) -> int:
    """Queue one notice for a person; the same key changes nothing."""
    return records.queue_notice(
        to=records.Recipient(person_id=person_id), template=template.key, values=values, city_id=city_id, at=at, key=key
    )


def tell_to_confirm(row: Deadline, *, at: datetime) -> None:
    """The supervisor hears that somebody asks to close a statutory deadline."""
    if row.supervisor_id is None or row.supervisor_id == row.asked_by_id:
        return
    day: date = row.legal_date
    key = f"{TO_CONFIRM.key}:{row.pk}:{at.isoformat()}"
    tell(TO_CONFIRM, row.supervisor_id, {"day": day}, city_id=row.city_id, key=key, at=at)
