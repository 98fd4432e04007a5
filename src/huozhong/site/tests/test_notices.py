"""Ways out of the house: what this deployment's settings register, and how somebody's wishes hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, time, timedelta

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from huozhong.kernel.actors import OPERATOR
from huozhong.people import services as people
from huozhong.projects.tests import stage
from huozhong.records import services as records
from huozhong.records.models import Notice, NoticeSend
from huozhong.records.services import SendFailedError, Told
from huozhong.site import notices, senders, todo
from huozhong.site.models import NoticeWish
from tests.cast import NOW, Cast
from tests.outside import Service, serving

pytestmark = pytest.mark.django_db

TEMPLATE = "projects.approved"
APPROVED = Told(
    7, "follower-1", TEMPLATE, {"project": "工间学堂"}, "项目已立项", "“工间学堂”已经立项。", city_id=320200
)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """An outside service; what a test registers is taken back afterwards."""
    with serving() as server:
        yield server
    monkeypatch.undo()
    notices.register()


def signed_in(cast: Cast, who: str) -> Client:
    client = Client()
    cast.sign_in(client, getattr(cast, who))
    return client


def queued(cast: Cast, *, at: datetime = NOW, key: str = "one", **more: object) -> int:
    to = more.pop("to", None) or records.Recipient(person_id=cast.bo.person_id)
    values = {"project": "工间学堂"}
    return records.queue_notice(
        to=to,
        template=TEMPLATE,
        values=values,
        city_id=cast.bo.city_id,
        at=at,
        key=key,
        **more,  # type: ignore[arg-type]
    )


# --- robots ---


def test_the_robot_of_the_city_speaks_in_its_group_and_no_other_does(
    cast: Cast, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = cast.bo.city_id
    robots = {str(city): f"{service.url}/ours", "999": f"{service.url}/theirs"}
    monkeypatch.setenv("HUOZHONG_WECOM_ROBOTS", json.dumps(robots))
    monkeypatch.setenv("HUOZHONG_DINGTALK_ROBOTS", json.dumps({"999": {"webhook": service.url, "secret": "s"}}))
    notices.register()

    assert senders.groups_of(city) == ("wecom",)
    queued(cast, to=records.Recipient(group="wecom"))
    queued(cast, to=records.Recipient(group="dingtalk"), key="two")
    records.send_due(at=NOW)

    assert [(path, body["text"]["content"]) for path, body, _raw in service.asked] == [
        ("/ours", "项目已立项\n“工间学堂”已经立项，可以启动了。")
    ]
    ends = dict(NoticeSend.objects.values_list("channel", "state"))
    assert ends == {"wecom": "delivered", "dingtalk": "given_up"}


def test_a_declared_project_is_told_in_the_group_of_the_city(
    cast: Cast, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    robot = {str(cast.city.city_id): {"webhook": f"{service.url}/robot", "secret": "SEC"}}
    monkeypatch.setenv("HUOZHONG_DINGTALK_ROBOTS", json.dumps(robot))
    notices.register()

    stage.declared(cast)
    records.deliver(at=NOW + timedelta(minutes=1))
    records.deliver(at=NOW + timedelta(minutes=2))
    records.send_due(at=NOW + timedelta(days=1))

    told = [body["text"]["content"] for path, body, _raw in service.asked if path.startswith("/robot?timestamp=")]
    assert len(told) == 1
    assert told[0].startswith("有项目等初审")


def test_without_settings_there_is_no_robot_and_no_official_account(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HUOZHONG_WECOM_ROBOTS", "HUOZHONG_DINGTALK_ROBOTS", "HUOZHONG_WECHAT_APP_ID", "HUOZHONG_SMS_URL"):
        monkeypatch.delenv(name, raising=False)

    assert senders.groups_of(320200) == ()
    assert senders.official_account() is None
    assert senders.sms() is None


@pytest.mark.parametrize("text", ["{", "[]", "1"])
def test_a_setting_that_is_no_object_stops_the_start(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("HUOZHONG_WECOM_ROBOTS", text)

    with pytest.raises(ImproperlyConfigured, match="HUOZHONG_WECOM_ROBOTS"):
        senders.register_robots()


# --- the official account ---


@pytest.fixture
def account(service: Service, monkeypatch: pytest.MonkeyPatch) -> Service:
    cache.clear()
    service.answers["/cgi-bin/stable_token"] = (200, b'{"access_token": "T1", "expires_in": 7200}')
    monkeypatch.setenv("HUOZHONG_WECHAT_BASE", service.url)
    monkeypatch.setenv("HUOZHONG_WECHAT_APP_ID", "wx1")
    monkeypatch.setenv("HUOZHONG_WECHAT_SECRET", "secret")
    monkeypatch.setenv("HUOZHONG_WECHAT_TEMPLATES", json.dumps({TEMPLATE: "tpl-9"}))
    notices.register()
    return service


def test_the_official_account_asks_for_its_token_once_and_sends_only_the_gaps(account: Service) -> None:
    sender = senders.official_account()
    assert sender is not None

    sender(APPROVED)
    sender(APPROVED)

    assert [path for path, _body, _raw in account.asked] == [
        "/cgi-bin/stable_token",
        "/cgi-bin/message/template/send?access_token=T1",
        "/cgi-bin/message/template/send?access_token=T1",
    ]
    assert account.asked[0][1] == {"grant_type": "client_credential", "appid": "wx1", "secret": "secret"}
    assert account.asked[1][1] == {
        "touser": "follower-1",
        "template_id": "tpl-9",
        "data": {"project": {"value": "工间学堂"}},
    }


@pytest.mark.parametrize("answer", [(200, b'{"errcode": 40125}'), (500, b""), (200, b"no json"), (200, b"[]")])
def test_without_a_token_the_message_is_tried_again(account: Service, answer: tuple[int, bytes]) -> None:
    account.answers["/cgi-bin/stable_token"] = answer
    sender = senders.official_account()
    assert sender is not None

    with pytest.raises(SendFailedError) as caught:
        sender(APPROVED)

    assert not caught.value.is_final
    assert "secret" not in str(caught.value)


def test_who_linked_the_official_account_is_told_there_first_and_others_by_the_next_channel(
    cast: Cast, account: Service
) -> None:
    SocialAccount.objects.create(user_id=cast.bo.account_id, provider="weixin", uid="open-bo")
    queued(cast)
    queued(cast, to=records.Recipient(person_id=cast.sara.person_id), key="two")

    records.send_due(at=NOW)

    assert [body["touser"] for _path, body, _raw in account.asked if "touser" in body] == ["open-bo"]
    ends = {
        (notice.person_id, step.channel): (step.state, step.error)
        for notice in Notice.objects.all()
        for step in NoticeSend.objects.filter(notice_id=notice.id)
    }
    assert ends[cast.bo.person_id, "official_account"] == ("sent", "")
    assert ends[cast.sara.person_id, "official_account"] == ("given_up", "no address")


# --- quiet hours ---


def test_somebody_on_the_night_shift_is_told_at_night_and_left_alone_by_day(cast: Cast) -> None:
    assert cast.bo.person_id is not None
    people.record_phone(cast.bo.person_id, phone="13912345678", actor=OPERATOR, at=NOW)
    asked = signed_in(cast, "bo").post(reverse("house:notice_wishes"), {"quiet_from": "09:00", "quiet_until": "17:00"})
    assert asked.status_code == 302
    wish = NoticeWish.objects.get(person_id=cast.bo.person_id)
    assert (wish.quiet_from, wish.quiet_until) == (time(9), time(17))

    queued(cast, channels=("call_list",))
    queued(cast, at=NOW.replace(hour=23), key="late", channels=("call_list",))
    queued(cast, to=records.Recipient(person_id=cast.sara.person_id), key="sara", channels=("call_list",))

    due = {
        notice.key: NoticeSend.objects.get(notice_id=notice.id, channel="call_list").due_at
        for notice in Notice.objects.all()
    }
    assert due == {"one": NOW.replace(hour=17, minute=0), "late": NOW.replace(hour=23), "sara": NOW}


@pytest.mark.parametrize(
    ("start", "end"), [("22:00", ""), ("", "06:00"), ("08:00", "08:00"), ("06:00", "05:00"), ("25:00", "06:00")]
)
def test_quiet_hours_that_would_keep_everything_away_are_refused(cast: Cast, start: str, end: str) -> None:
    answer = signed_in(cast, "bo").post(reverse("house:notice_wishes"), {"quiet_from": start, "quiet_until": end})

    assert answer.status_code == 200
    assert "处需要改一下" in answer.content.decode()
    assert not NoticeWish.objects.exists()


# --- the inbox and the list to ring ---


def test_all_are_read_at_once_however_many(cast: Cast) -> None:
    Notice.objects.bulk_create(
        Notice(
            city_id=cast.bo.city_id,
            person_id=cast.bo.person_id,
            template=TEMPLATE,
            values={"project": "工间学堂"},
            key=f"many-{number}",
            created_at=NOW,
        )
        for number in range(230)
    )
    queued(cast, to=records.Recipient(person_id=cast.sara.person_id), key="sara")
    assert todo.unread(cast.bo) == 230

    signed_in(cast, "bo").post(reverse("house:read_all_notices"))

    assert todo.unread(cast.bo) == 0
    assert todo.unread(cast.sara) == 1


def test_the_list_to_ring_prints_as_a_sheet_with_boxes_and_whose_it_is(cast: Cast) -> None:
    assert cast.bo.person_id is not None
    people.record_phone(cast.bo.person_id, phone="13912345678", actor=OPERATOR, at=NOW)
    queued(cast, channels=("call_list",))
    records.send_due(at=NOW)

    page = signed_in(cast, "mei").post(reverse("house:call_list"), {"why": "打电话通知", "sheet": "1"})

    text = page.content.decode()
    assert page.status_code == 200
    assert 'class="paper-sheet"' in text
    assert "13912345678" in text
    assert "□ 通知到了" in text
    assert "打印人：梅雨晴" in text
    assert "mark_called" not in text
