"""Notices reach people by day, on one channel after another, and carry no case content."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import pytest

from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.records import queries, services
from huozhong.records.engine import messages
from huozhong.records.engine.messages import Template, Told
from huozhong.records.engine.quiet import when_allowed
from huozhong.records.models import Notice
from huozhong.records.services import channels as ports
from huozhong.records.services import notices as notices_module
from huozhong.records.tests.conftest import NOON

BO = services.Recipient(person_id=70)
RETURNED = Template(
    "tests.returned",
    say("项目退回修改"),
    say("“%(project)s”已退回，请在 %(day)s 前修改。"),
    {"project": messages.name, "day": messages.day},
    chain=("official_account", "sms", "call_list"),
    most_a_day=3,
)
CODE = Template(
    "tests.code", say("登录验证码"), say("验证码 %(code)s。"), {"code": messages.code},
    chain=("sms",), is_urgent=True, in_app=False,
)  # fmt: skip
VALUES = {"project": "暖心驿站", "day": dt.date(2026, 3, 9)}


@dataclass
class Outside:
    """Channels that we hold in our hand."""

    sent: list[tuple[str, Told]] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    final: set[str] = field(default_factory=set)
    addresses: dict[str, str] = field(default_factory=lambda: {"sms": "13812345678", "official_account": "openid"})
    is_delivered: bool = True

    def sender(self, channel: str) -> Any:
        def send(told: Told) -> services.Receipt:
            if channel in self.broken | self.final:
                raise services.SendFailedError("down", is_final=channel in self.final)
            self.sent.append((channel, told))
            return services.Receipt(f"{channel}-{told.notice_id}", is_delivered=self.is_delivered)

        return send


@pytest.fixture(autouse=True)
def outside(monkeypatch: pytest.MonkeyPatch) -> Outside:
    made = Outside()
    monkeypatch.setattr(ports, "_ports", ports._Ports())
    monkeypatch.setattr(notices_module, "_templates", {})
    services.register_template(RETURNED)
    services.register_template(CODE)
    for channel in ("official_account", "sms", "wecom"):
        services.register_sender(channel, made.sender(channel))
    services.register_resolver(lambda person_id, channel: made.addresses.get(channel))
    return made


def queue(key: str = "k1", *, at: dt.datetime = NOON, to: services.Recipient = BO, **words: Any) -> int:
    words = {"template": "tests.returned", "values": VALUES, **words}
    return services.queue_notice(to=to, city_id=320200, at=at, key=key, **words)


def states(notice_id: int) -> dict[str, str]:
    return {channel: state for channel, state, _ in queries.sends_of(notice_id)}


@pytest.mark.django_db
def test_a_notice_is_in_the_app_at_once_and_goes_out_on_the_first_channel_only(outside: Outside) -> None:
    notice = queue()
    assert queries.unread_count(70, city_id=320200) == 1

    assert services.send_due(at=NOON) == 1

    assert [(channel, told.address, told.body) for channel, told in outside.sent] == [
        ("official_account", "openid", "“暖心驿站”已退回，请在 2026-03-09 前修改。")
    ]
    assert states(notice) == {
        "in_app": "delivered", "official_account": "delivered", "sms": "not_needed", "call_list": "not_needed",
    }  # fmt: skip


@pytest.mark.django_db
def test_the_same_key_queues_once(outside: Outside) -> None:
    assert queue("k1") == queue("k1")
    services.send_due(at=NOON)
    assert len(outside.sent) == 1


@pytest.mark.django_db
def test_a_channel_that_is_down_is_tried_again_and_then_the_next_takes_over(outside: Outside) -> None:
    outside.broken = {"official_account"}
    notice = queue()
    at = NOON
    for _ in range(notices_module.TRIES):
        services.send_due(at=at)
        at += dt.timedelta(hours=2) if at.hour < 18 else dt.timedelta(hours=14)
    services.send_due(at=at)

    assert states(notice)["official_account"] == "given_up"
    assert [channel for channel, _ in outside.sent] == ["sms"]
    assert states(notice)["call_list"] == "not_needed"


@pytest.mark.django_db
def test_whoever_nothing_reaches_stands_on_the_list_to_ring(outside: Outside) -> None:
    outside.addresses = {}
    notice = queue()

    services.send_due(at=NOON)

    (row,) = queries.call_list(city_id=320200)
    assert (row.notice_id, row.person_id) == (notice, 70)
    services.mark_called(row.send_id, reached=False, at=NOON)
    assert queries.call_list(city_id=320200)[0].attempts == 1
    services.mark_called(row.send_id, reached=True, at=NOON)
    assert queries.call_list(city_id=320200) == ()
    with pytest.raises(NotFound):
        services.mark_called(row.send_id, reached=True, at=NOON)


@pytest.mark.parametrize(
    ("hour", "minute", "allowed"),
    [
        (7, 59, (2, 8, 0)), (8, 0, (2, 8, 0)), (20, 59, (2, 20, 59)), (21, 0, (3, 8, 0)), (0, 0, (2, 8, 0)),
    ],
)  # fmt: skip
def test_nobodys_phone_rings_at_night(hour: int, minute: int, allowed: tuple[int, int, int]) -> None:
    at = NOON.replace(hour=hour, minute=minute).astimezone(dt.UTC)

    found = when_allowed(at).astimezone(NOON.tzinfo)

    assert (found.day, found.hour, found.minute) == allowed


@pytest.mark.django_db
def test_what_is_queued_at_night_leaves_in_the_morning_but_a_code_leaves_at_once(outside: Outside) -> None:
    night = NOON.replace(hour=23)
    queue(at=night)
    code = services.Recipient(phone="13812345678")
    services.queue_notice(to=code, template="tests.code", values={"code": "123456"}, city_id=320200, at=night, key="c")

    services.send_due(at=night)
    assert [channel for channel, _ in outside.sent] == ["sms"]
    services.send_due(at=NOON.replace(day=3, hour=8))
    assert [channel for channel, _ in outside.sent] == ["sms", "official_account"]


@pytest.mark.django_db
def test_a_bare_number_is_kept_unreadable_and_forgotten_once_told(outside: Outside) -> None:
    notice = services.queue_notice(
        to=services.Recipient(phone="13812345678"), template="tests.code", values={"code": "123456"},
        city_id=320200, at=NOON, key="c",
    )  # fmt: skip
    assert b"13812345678" not in bytes(Notice.objects.get().address)

    services.send_due(at=NOON)

    assert outside.sent[0][1].address == "13812345678"
    assert bytes(Notice.objects.get().address) == b""
    assert states(notice) == {"sms": "delivered"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        {"project": "联系 13812345678", "day": VALUES["day"]},
        {"project": "他被拖欠工资。请去看看", "day": VALUES["day"]},
        {"project": "见 https://example.org", "day": VALUES["day"]},
        {"project": "长" * 41, "day": VALUES["day"]},
        {"project": "帐号 6222021234567", "day": VALUES["day"]},
        {"project": "暖心驿站", "day": "明天"},
        {"project": "暖心驿站"},
        {**VALUES, "complaint": "x"},
    ],
)
def test_case_content_does_not_fit_into_a_notice(values: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"tests\.returned"):
        queue(values=values)
    assert not Notice.objects.exists()


def test_a_template_may_use_only_its_own_gaps() -> None:
    with pytest.raises(ValueError, match="no gap"):
        Template("x", say("%(a)s"), say("y"), {})


@pytest.mark.django_db
def test_too_many_of_one_kind_a_day_are_refused() -> None:
    for number in range(3):
        queue(f"k{number}")
    with pytest.raises(Refused, match="3 次"):
        queue("k4")
    queue("k5", at=NOON + dt.timedelta(days=1, minutes=1))


@pytest.mark.django_db
def test_what_was_read_in_the_app_is_not_sent_any_more(outside: Outside) -> None:
    notice = queue()
    with pytest.raises(NotFound):
        services.mark_read(notice, person_id=71, at=NOON)
    services.mark_read(notice, person_id=70, at=NOON)

    services.send_due(at=NOON)

    assert outside.sent == []
    assert states(notice)["in_app"] == "read"
    assert queries.unread_count(70, city_id=320200) == 0
    assert queries.notices_for(70, city_id=320200)[0].read_at == NOON


@pytest.mark.django_db
def test_the_outside_reports_what_became_of_a_message(outside: Outside) -> None:
    outside.is_delivered = False
    first, second = queue("k1"), queue("k2")
    services.send_due(at=NOON)

    assert services.confirm_delivery("official_account", f"official_account-{first}", arrived=True, at=NOON)
    assert services.confirm_delivery("official_account", f"official_account-{second}", arrived=False, at=NOON)
    assert not services.confirm_delivery("official_account", "unknown", arrived=True, at=NOON)

    assert states(first)["official_account"] == "delivered"
    assert states(second) == {
        "in_app": "delivered", "official_account": "given_up", "sms": "queued", "call_list": "held",
    }  # fmt: skip


@pytest.mark.django_db
def test_silence_for_a_day_lets_the_next_channel_try(outside: Outside) -> None:
    outside.is_delivered = False
    notice = queue()
    services.send_due(at=NOON)
    services.send_due(at=NOON + dt.timedelta(hours=25))
    services.send_due(at=NOON + dt.timedelta(hours=25))

    assert [channel for channel, _ in outside.sent] == ["official_account", "sms"]
    assert states(notice)["official_account"] == "sent"


@pytest.mark.django_db
def test_the_report_counts_by_template_channel_and_end(outside: Outside) -> None:
    queue("k1")
    outside.final = {"official_account"}
    queue("k2")
    services.send_due(at=NOON)

    found = queries.delivery_report(city_id=320200, since=NOON, until=NOON + dt.timedelta(days=1))

    counted = {(row.channel, row.state): row.count for row in found}
    assert counted[("official_account", "given_up")] == 2
    assert counted[("sms", "delivered")] == 2


@pytest.mark.django_db
def test_a_group_gets_it_through_its_robot(outside: Outside) -> None:
    queue(to=services.Recipient(group="wecom"))
    services.send_due(at=NOON)
    assert [channel for channel, _ in outside.sent] == ["wecom"]


@pytest.mark.django_db
def test_the_console_of_the_demo_counts_as_delivered(caplog: pytest.LogCaptureFixture) -> None:
    services.register_sender("sms", services.console)
    code = services.Recipient(phone="13812345678")
    notice = services.queue_notice(
        to=code, template="tests.code", values={"code": "123456"}, city_id=320200, at=NOON, key="c"
    )
    services.send_due(at=NOON)

    assert states(notice) == {"sms": "delivered"}
    assert "123456" in caplog.text
