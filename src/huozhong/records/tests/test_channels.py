"""Senders say to outside services what these expect, checked against a local stand-in."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest

from huozhong.records import services
from huozhong.records.engine.messages import Told
from tests.outside import Service, serving


@pytest.fixture
def service() -> Iterator[Service]:
    with serving() as server:
        yield server


TOLD = Told(5, "13812345678", "tests.returned", {"project": "暖心驿站"}, "项目退回修改", "“暖心驿站”已退回。")


def test_the_wecom_robot_gets_a_text(service: Service) -> None:
    assert services.WeComRobot(f"{service.url}/send?key=k")(TOLD).is_delivered

    path, body, _ = service.asked[0]
    assert path == "/send?key=k"
    assert body == {"msgtype": "text", "text": {"content": "项目退回修改\n“暖心驿站”已退回。"}}


def test_the_dingtalk_robot_gets_a_signed_text(service: Service) -> None:
    services.DingTalkRobot(f"{service.url}/robot/send?access_token=t", "SECx", lambda: 1700000000000)(TOLD)

    asked = parse_qs(urlsplit(service.asked[0][0]).query)
    expected = hmac.new(b"SECx", b"1700000000000\nSECx", hashlib.sha256).digest()
    assert asked["timestamp"] == ["1700000000000"]
    assert asked["sign"] == [base64.b64encode(expected).decode()]


def test_the_gateway_gets_number_signature_template_and_values_under_its_seal(service: Service) -> None:
    gateway = services.SmsGateway(service.url, "a", "s", "无锡市总工会", {"tests.returned": "SMS_1"})

    assert gateway(TOLD) == services.Receipt("s1")

    _, body, (raw, headers) = service.asked[0]
    assert body["phone"] == "13812345678"
    assert (body["signature"], body["template_id"], body["values"]) == (
        "无锡市总工会",
        "SMS_1",
        {"project": "暖心驿站"},
    )
    assert "title" not in body
    assert headers["X-Signature"] == hmac.new(b"s", raw, hashlib.sha256).hexdigest()


def test_the_official_account_gets_a_template_message(service: Service) -> None:
    account = services.OfficialAccount(service.url, lambda: "token", {"tests.returned": "T1"})

    assert account(TOLD).number == "9"

    path, body, _ = service.asked[0]
    assert path == "/cgi-bin/message/template/send?access_token=token"
    assert body["data"] == {"project": {"value": "暖心驿站"}}


@pytest.mark.parametrize(
    ("answer", "is_final"),
    [
        ((200, b'{"errcode": 93000}'), True),
        ((200, b'{"errcode": 45009}'), False),
        ((403, b"{}"), True),
        ((429, b"{}"), False),
        ((502, b"{}"), False),
        ((200, b"<html>"), False),
        ((200, b"[]"), False),
    ],
)
def test_a_refusal_is_final_and_a_hiccup_is_not(answer: tuple[int, bytes], is_final: bool, service: Service) -> None:
    service.answer = answer

    with pytest.raises(services.SendFailedError) as refusal:
        services.WeComRobot(service.url)(TOLD)

    assert refusal.value.is_final is is_final


def test_a_service_that_is_not_there_is_tried_again_and_a_file_is_never_asked() -> None:
    with pytest.raises(services.SendFailedError) as refusal:
        services.WeComRobot("http://127.0.0.1:9/")(TOLD)
    assert not refusal.value.is_final
    with pytest.raises(services.SendFailedError, match="not http"):
        services.WeComRobot("file:///etc/passwd")(TOLD)
