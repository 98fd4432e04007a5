"""The ways out of the house: which senders this deployment has, and where each person is reached."""

from __future__ import annotations

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.utils import timezone

from huozhong.kernel.actors import CLOCK
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import say
from huozhong.people import services as people
from huozhong.records import services as records
from huozhong.records.engine import messages
from huozhong.records.engine.messages import Template, Told
from huozhong.records.services import QuietHours, Receipt
from huozhong.site import senders
from huozhong.site.models import NoticeWish

SMS = "sms"
CALLS = "call_list"
OFFICIAL_ACCOUNT = "official_account"
WEIXIN = "weixin"  # the sign-in library's name for an official account

SIGN_IN_CODE = Template(
    key="sign_in.code",
    title=say("登录验证码"),
    body=say("您的登录验证码是 %(code)s，%(minutes)s 分钟内有效。任何人向您要这个码都不要给。"),
    gaps={"code": messages.code, "minutes": messages.count},
    chain=(SMS,),
    is_urgent=True,
    in_app=False,
)


def send_message(told: Told) -> Receipt:
    """Send one text message: through the gateway, or in the demo to the log."""
    gateway = senders.sms()
    if gateway is not None:
        return gateway(told)
    return records.console(told)


def can_send_messages() -> bool:
    """Whether text messages leave this deployment: a gateway, or the demo's console."""
    return settings.DEMO or senders.sms() is not None


def address_of(person_id: int, channel: str) -> str | None:
    """Where a person is reached on a channel, unless they asked not to be told that way."""
    wish = NoticeWish.objects.filter(person_id=person_id).first()
    unwanted = wish is not None and {
        SMS: wish.without_sms,
        CALLS: wish.without_calls,
        OFFICIAL_ACCOUNT: wish.without_official_account,
    }.get(channel, False)
    if unwanted or channel not in (SMS, CALLS, OFFICIAL_ACCOUNT):
        return None
    if channel == OFFICIAL_ACCOUNT:
        return _follower(person_id)
    if channel == CALLS:
        return ""  # the list shows the number to whoever may see it; nothing is sent
    try:
        return people.read_phone(person_id, actor=CLOCK, at=timezone.now(), why="发送通知")
    except NotFound:
        return None


def _follower(person_id: int) -> str | None:
    """The name under which the official account knows the person, who linked it on the account page."""
    linked = SocialAccount.objects.filter(user__person_id=person_id, user__is_active=True, provider=WEIXIN)
    uid: str | None = linked.order_by("id").values_list("uid", flat=True).first()
    return uid


def quiet_hours_of(person_id: int) -> QuietHours | None:
    """The hours in which a person wants to hear nothing, or None for the night."""
    wish = NoticeWish.objects.filter(person_id=person_id, quiet_from__isnull=False, quiet_until__isnull=False).first()
    return QuietHours(wish.quiet_from, wish.quiet_until) if wish and wish.quiet_from and wish.quiet_until else None


def register() -> None:
    """Tell records who sends and where people are; called once, when the house is ready."""
    records.register_template(SIGN_IN_CODE)
    records.register_sender(SMS, send_message if can_send_messages() else None)
    records.register_sender(OFFICIAL_ACCOUNT, senders.official_account())
    senders.register_robots()
    records.register_resolver(address_of)
    records.register_quiet_hours(quiet_hours_of)
