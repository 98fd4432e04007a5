"""Which outside services this deployment speaks through; all of it comes from the environment (docs/notices.md)."""

from __future__ import annotations

import json
import os
import time
from typing import Any

from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured

from huozhong.records import services as records
from huozhong.records.services import (
    DingTalkRobot,
    OfficialAccount,
    Receipt,
    SendFailedError,
    SmsGateway,
    Told,
    WeComRobot,
)

WECHAT = "https://api.weixin.qq.com"
TOKEN = "house.official_account.token"  # noqa: S105 - the name of a place in the cache
BEFORE_IT_ENDS = 300  # seconds


def sms() -> SmsGateway | None:
    """The gateway that HUOZHONG_SMS_URL names, or None."""
    url = os.environ.get("HUOZHONG_SMS_URL", "")
    if not url:
        return None
    return SmsGateway(
        url=url,
        account=os.environ["HUOZHONG_SMS_ACCOUNT"],
        secret=os.environ["HUOZHONG_SMS_SECRET"],
        signature=os.environ["HUOZHONG_SMS_SIGNATURE"],
        template_ids=_mapping("HUOZHONG_SMS_TEMPLATES"),
    )


def official_account() -> OfficialAccount | None:
    """The official account that HUOZHONG_WECHAT_APP_ID names, or None."""
    if not os.environ.get("HUOZHONG_WECHAT_APP_ID"):
        return None
    base = os.environ.get("HUOZHONG_WECHAT_BASE", WECHAT)
    return OfficialAccount(
        base=base,
        access_token=lambda: access_token(base=base),
        template_ids=_mapping("HUOZHONG_WECHAT_TEMPLATES"),
    )


def access_token(*, base: str) -> str:
    """The account's token: shared by every process, renewed some minutes before it ends."""
    known: str | None = cache.get(TOKEN)
    if known:
        return known
    asked = {
        "grant_type": "client_credential",
        "appid": os.environ["HUOZHONG_WECHAT_APP_ID"],
        "secret": os.environ["HUOZHONG_WECHAT_SECRET"],
    }
    answer = records.ask_outside(f"{base}/cgi-bin/stable_token", asked)
    token = str(answer.get("access_token", ""))
    if not token:
        raise SendFailedError(f"no token: errcode {answer.get('errcode', '-')}")
    cache.set(TOKEN, token, max(60, int(answer.get("expires_in", 0)) - BEFORE_IT_ENDS))
    return token


def wecom_robot(told: Told) -> Receipt:
    """Speak in the WeCom group of the notice's city."""
    webhook = _mapping("HUOZHONG_WECOM_ROBOTS").get(str(told.city_id))
    if not webhook:
        raise SendFailedError("no robot for this city", is_final=True)
    return WeComRobot(webhook=webhook)(told)


def dingtalk_robot(told: Told) -> Receipt:
    """Speak in the DingTalk group of the notice's city."""
    robot = _mapping("HUOZHONG_DINGTALK_ROBOTS").get(str(told.city_id))
    if not robot:
        raise SendFailedError("no robot for this city", is_final=True)
    return DingTalkRobot(webhook=robot["webhook"], secret=robot["secret"], clock_ms=_clock_ms)(told)


ROBOTS = {
    "wecom": ("HUOZHONG_WECOM_ROBOTS", wecom_robot),
    "dingtalk": ("HUOZHONG_DINGTALK_ROBOTS", dingtalk_robot),
}


def groups_of(city_id: int) -> tuple[str, ...]:
    """The group channels on which this city has a robot."""
    return tuple(channel for channel, (name, _robot) in ROBOTS.items() if str(city_id) in _mapping(name))


def register_robots() -> None:
    """Robots of the cities that have any."""
    for channel, (name, robot) in ROBOTS.items():
        records.register_sender(channel, robot if _mapping(name) else None)


def _clock_ms() -> int:
    return int(time.time() * 1000)  # the service compares it with its own clock; it decides nothing of ours


def _mapping(name: str) -> dict[str, Any]:
    """A JSON object of the environment; absent is empty, anything else stops the start with its name."""
    text = os.environ.get(name, "")
    try:
        read = json.loads(text) if text else {}
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not JSON") from error
    if not isinstance(read, dict):
        raise ImproperlyConfigured(f"{name} is not a JSON object")
    return read
