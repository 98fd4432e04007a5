"""Sends sign-in codes at once; a code is kept nowhere but in the sealed session."""

from __future__ import annotations

from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.records import services as records
from huozhong.records.engine.messages import Told
from huozhong.site import notices

MINUTES = 5


def send(phone: str, *, code: str) -> None:
    """Send a code past the queue and past quiet hours: its owner is waiting. Refused where nothing can be sent."""
    if not notices.can_send_messages():
        raise Refused(say("本系统还没有接通短信，请改用密码登录。"))
    template = notices.SIGN_IN_CODE
    values = template.fill({"code": code, "minutes": MINUTES})
    title, body = records.notice_sentences(template.key, values)
    try:
        notices.send_message(Told(0, phone, template.key, values, title, body))
    except records.SendFailedError as error:
        raise Refused(say("短信没有发出去，请过一会儿再试，或者改用密码登录。")) from error
