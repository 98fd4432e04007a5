"""The ways out of the house: which senders this deployment has, and where each person is reached."""

from __future__ import annotations

import json
import os

from django.conf import settings
from django.utils import timezone

from huozhong.kernel.actors import CLOCK
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import say
from huozhong.people import services as people
from huozhong.records import services as records
from huozhong.records.engine import messages
from huozhong.records.engine.messages import Template, Told
from huozhong.records.services import Receipt, SmsGateway
from huozhong.site.models import NoticeWish

SMS = "sms"
CALLS = "call_list"
OFFICIAL_ACCOUNT = "official_account"

SIGN_IN_CODE = Template(
    key="sign_in.code",
    title=say("登录验证码"),
    body=say("您的登录验证码是 %(code)s，%(minutes)s 分钟内有效。任何人向您要这个码都不要给。"),
    gaps={"code": messages.code, "minutes": messages.count},
    chain=(SMS,),
    is_urgent=True,
    in_app=False,
)


def sms_sender() -> SmsGateway | None:
    """The gateway that HUOZHONG_SMS_URL names, or None."""
    url = os.environ.get("HUOZHONG_SMS_URL", "")
    if not url:
        return None
    return SmsGateway(
        url=url,
        account=os.environ["HUOZHONG_SMS_ACCOUNT"],
        secret=os.environ["HUOZHONG_SMS_SECRET"],
        signature=os.environ["HUOZHONG_SMS_SIGNATURE"],
        template_ids=json.loads(os.environ["HUOZHONG_SMS_TEMPLATES"]),
    )


def send_message(told: Told) -> Receipt:
    """Send one text message: through the gateway, or in the demo to the log."""
    gateway = sms_sender()
    if gateway is not None:
        return gateway(told)
    return records.console(told)


def can_send_messages() -> bool:
    """Whether text messages leave this deployment: a gateway, or the demo's console."""
    return settings.DEMO or sms_sender() is not None


def address_of(person_id: int, channel: str) -> str | None:
    """A person's telephone for messages and calls, unless they asked not to be told that way."""
    wish = NoticeWish.objects.filter(person_id=person_id).first()
    unwanted = wish is not None and {
        SMS: wish.without_sms,
        CALLS: wish.without_calls,
        OFFICIAL_ACCOUNT: wish.without_official_account,
    }.get(channel, False)
    if unwanted or channel not in (SMS, CALLS):
        return None
    if channel == CALLS:
        return ""  # the list shows the number to whoever may see it; nothing is sent
    try:
        return people.read_phone(person_id, actor=CLOCK, at=timezone.now(), why="发送通知")
    except NotFound:
        return None


def register() -> None:
    """Tell records who sends and where people are; called once, when the house is ready."""
    records.register_template(SIGN_IN_CODE)
    records.register_sender(SMS, send_message if can_send_messages() else None)
    records.register_resolver(address_of)
