"""Notices: queued by a verb, sent by a job on one channel after another until one arrives."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import gettext

from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import Sentence, say
from huozhong.records.engine.messages import Template, Told
from huozhong.records.engine.personal import without_personal_numbers
from huozhong.records.engine.quiet import when_allowed
from huozhong.records.models import Notice, NoticeSend
from huozhong.records.models.notices import SendState
from huozhong.records.services.channels import CALL_LIST, IN_APP, SendFailedError, address_of, quiet_hours_of, sender_of

log = logging.getLogger(__name__)

TRIES = 5
FIRST_WAIT = dt.timedelta(minutes=1)
NO_WORD_AFTER = dt.timedelta(hours=24)  # sent, but nobody says it arrived: the next channel tries

_templates: dict[str, Template] = {}


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person, or a bare phone number (a code for somebody who has no account yet), or a group's robot."""

    person_id: int | None = None
    phone: str = ""
    group: str = ""  # "wecom" or "dingtalk": the channel's own group


def register_template(template: Template) -> Template:
    """Add a template to the catalogue; its key must be new."""
    if _templates.get(template.key, template) != template:
        raise ValueError(f"two templates are called {template.key!r}")
    _templates[template.key] = template
    return template


def templates() -> tuple[Template, ...]:
    """The catalogue, by key."""
    return tuple(_templates[key] for key in sorted(_templates))


@transaction.atomic
def queue_notice(
    *,
    to: Recipient,
    template: str,
    values: Mapping[str, Any],
    city_id: int,
    at: dt.datetime,
    key: str,
    channels: Sequence[str] | None = None,
) -> int:
    """Queue a notice in the caller's transaction and give its id; the same key a second time changes nothing.

    ValueError when a value does not fit its gap. Refused when the person has had too many of these today.
    """
    known = _templates[template]
    filled = known.fill(values)
    if existing := Notice.objects.filter(city_id=city_id, key=key).values_list("id", flat=True).first():
        return int(existing)
    _refuse_flood(known, to, city_id=city_id, at=at)
    notice, is_new = Notice.objects.get_or_create(
        city_id=city_id,
        key=key,
        defaults={
            "person_id": to.person_id,
            "address": _closed(to.phone) if to.phone else b"",
            "template": template,
            "values": filled,
            "created_at": at,
        },
    )
    if is_new:
        _plan(notice, known, to, at=at, channels=channels)
    return notice.id


def _refuse_flood(template: Template, to: Recipient, *, city_id: int, at: dt.datetime) -> None:
    if to.person_id is None:
        return
    since = at - dt.timedelta(days=1)
    today = Notice.objects.filter(
        city_id=city_id, person_id=to.person_id, template=template.key, created_at__gt=since
    ).count()
    if today >= template.most_a_day:
        raise Refused(say("同一类通知 24 小时内已发 %(n)s 次，请稍后再试。", n=today))


def _plan(
    notice: Notice, template: Template, to: Recipient, *, at: dt.datetime, channels: Sequence[str] | None
) -> None:
    """One row a channel: in-app at once, the rest one after another."""
    rows = []
    if to.person_id is not None and template.in_app:
        rows.append(_row(notice, IN_APP, 0, SendState.DELIVERED, settled_at=at, sent_at=at))
    if to.group:
        chain: tuple[str, ...] = (to.group,)
    elif to.phone:
        chain = ("sms",)
    else:
        chain = tuple(channels) if channels is not None else template.chain
    due = at if template.is_urgent else when_allowed(at, quiet=quiet_hours_of(to.person_id))
    outward = [channel for channel in chain if channel != IN_APP]
    for step, channel in enumerate(outward, start=1):
        first = step == 1
        state = SendState.QUEUED if first else SendState.HELD
        rows.append(_row(notice, channel, step, state, due_at=due if first else None))
    NoticeSend.objects.bulk_create(rows)


def _row(notice: Notice, channel: str, step: int, state: SendState, **rest: Any) -> NoticeSend:
    return NoticeSend(city_id=notice.city_id, notice_id=notice.id, channel=channel, step=step, state=state, **rest)


_DUE = """
    SELECT id FROM records_noticesend WHERE state IN ('queued', 'failed') AND due_at <= %s
    ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
"""


def send_due(*, at: dt.datetime, limit: int = 500) -> int:
    """Send what is due, and pass on what got no word for a day; gives how many messages left the house."""
    sent = 0
    for _ in range(limit):
        outcome = _send_next(at=at)
        if outcome is None:
            break
        sent += outcome
    _pass_on_silent(at=at)
    return sent


@transaction.atomic
def _send_next(*, at: dt.datetime) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [at])
        row = cursor.fetchone()
    if row is None:
        return None
    step = NoticeSend.objects.get(id=row[0])
    notice = Notice.objects.get(id=step.notice_id)
    template = _templates.get(notice.template)
    if notice.read_at is not None:
        _settle(step, SendState.NOT_NEEDED, at=at)
        return 0
    if template is None:
        _give_up(step, "unknown template", at=at)
        return 0
    allowed = at if template.is_urgent else when_allowed(at, quiet=quiet_hours_of(notice.person_id))
    if allowed > at:
        step.due_at = allowed
        step.save(update_fields=["due_at"])
        return 0
    return _try(step, notice, template, at=at)


def _try(step: NoticeSend, notice: Notice, template: Template, *, at: dt.datetime) -> int:
    """Send one step: 1 when it left the house."""
    if step.channel == CALL_LIST:
        _settle(step, SendState.SENT, at=at)  # it stands on the list that somebody prints
        return 1
    sender = sender_of(step.channel)
    address = _address(step, notice)
    if sender is None or address is None:
        _give_up(step, "channel not set up" if sender is None else "no address", at=at)
        return 0
    title, body = _sentences(template, notice.values)
    told = Told(notice.id, address, notice.template, notice.values, title, body, city_id=notice.city_id)
    try:
        receipt = sender(told)
    except SendFailedError as error:
        _put_off(step, str(error), is_final=error.is_final, at=at)
        return 0
    except Exception as error:
        log.exception("sender of %s broke on notice %s", step.channel, notice.id)
        _put_off(step, type(error).__name__, is_final=False, at=at)
        return 0
    step.attempts += 1
    step.receipt = receipt.number[:100]
    step.error = ""
    _settle(step, SendState.DELIVERED if receipt.is_delivered else SendState.SENT, at=at)
    return 1


def notice_sentences(template: str, values: Mapping[str, str]) -> tuple[str, str]:
    """Title and body of a notice in the reader's language; a template that is gone gives its key."""
    known = _templates.get(template)
    return _sentences(known, values) if known else (template, "")


def _sentences(template: Template, values: Mapping[str, str]) -> tuple[str, str]:
    return _told(template.title, values), _told(template.body, values)


def _told(sentence: Sentence, values: Mapping[str, str]) -> str:
    return gettext(sentence.text) % dict(values) if values else gettext(sentence.text)


def _address(step: NoticeSend, notice: Notice) -> str | None:
    if notice.address:
        return _opened(bytes(notice.address))
    if notice.person_id is None:
        return ""  # a group's robot has its own address
    return address_of(notice.person_id, step.channel)


def _settle(step: NoticeSend, state: SendState, *, at: dt.datetime) -> None:
    step.state = state
    if state in (SendState.SENT, SendState.DELIVERED):
        step.sent_at = step.sent_at or at
    if state is not SendState.SENT:
        step.settled_at = at
    step.save()
    if state in (SendState.DELIVERED, SendState.NOT_NEEDED):
        _close(step, at=at)


def _close(step: NoticeSend, *, at: dt.datetime) -> None:
    """It arrived: the fall-backs are not needed, and a bare number is forgotten."""
    held = NoticeSend.objects.filter(notice_id=step.notice_id, state=SendState.HELD)
    held.update(state=SendState.NOT_NEEDED, settled_at=at)
    Notice.objects.filter(id=step.notice_id).exclude(address=b"").update(address=b"")


def _put_off(step: NoticeSend, reason: str, *, is_final: bool, at: dt.datetime) -> None:
    step.attempts += 1
    if is_final or step.attempts >= TRIES:
        _give_up(step, reason, at=at)
        return
    step.state = SendState.FAILED
    step.due_at = at + FIRST_WAIT * 4 ** (step.attempts - 1)
    step.error = without_personal_numbers(reason)[:300]
    step.save()


def _give_up(step: NoticeSend, reason: str, *, at: dt.datetime) -> None:
    step.error = without_personal_numbers(reason)[:300]
    _settle(step, SendState.GIVEN_UP, at=at)
    _fall_back(step, at=at)


def _fall_back(step: NoticeSend, *, at: dt.datetime) -> None:
    """Queue the next channel of the chain; with none left a bare number is forgotten."""
    following = NoticeSend.objects.filter(notice_id=step.notice_id, state=SendState.HELD).order_by("step").first()
    if following is None:
        Notice.objects.filter(id=step.notice_id).exclude(address=b"").update(address=b"")
        return
    following.state = SendState.QUEUED
    following.due_at = at
    following.save(update_fields=["state", "due_at"])


def _pass_on_silent(*, at: dt.datetime) -> None:
    """A message that went out but was never confirmed: try the next channel too."""
    silent = NoticeSend.objects.filter(state=SendState.SENT, sent_at__lte=at - NO_WORD_AFTER, settled_at=None)
    for step in silent.exclude(channel=CALL_LIST).order_by("id")[:500]:
        with transaction.atomic():
            NoticeSend.objects.filter(id=step.id).update(settled_at=at)
            if not Notice.objects.filter(id=step.notice_id, read_at__isnull=False).exists():
                _fall_back(step, at=at)


@transaction.atomic
def confirm_delivery(channel: str, receipt: str, *, arrived: bool, at: dt.datetime, reason: str = "") -> bool:
    """An outside service reports what became of a message; False when it is not ours."""
    step = NoticeSend.objects.select_for_update().filter(channel=channel, receipt=receipt).exclude(receipt="").first()
    if step is None:
        return False
    if step.state == SendState.SENT:
        if arrived:
            _settle(step, SendState.DELIVERED, at=at)
        else:
            _give_up(step, reason or "not delivered", at=at)
    return True


@transaction.atomic
def mark_read(notice_id: int, *, person_id: int, at: dt.datetime) -> None:
    """The person has seen it; fall-backs that wait are not sent. Somebody else's notice is not found."""
    notice = Notice.objects.select_for_update().filter(id=notice_id, person_id=person_id).first()
    if notice is None:
        raise NotFound(say("找不到这条通知。"))
    if notice.read_at is None:
        _read([notice_id], at=at)


@transaction.atomic
def mark_all_read(person_id: int, *, city_id: int, at: dt.datetime) -> int:
    """The person has seen all of them, however many; gives how many were unread."""
    unread = Notice.objects.select_for_update().filter(city_id=city_id, person_id=person_id, read_at=None)
    ids = list(unread.order_by("id").values_list("id", flat=True))
    _read(ids, at=at)
    return len(ids)


def _read(notice_ids: Sequence[int], *, at: dt.datetime) -> None:
    Notice.objects.filter(id__in=notice_ids).update(read_at=at, address=b"")
    steps = NoticeSend.objects.filter(notice_id__in=notice_ids)
    steps.filter(channel=IN_APP).update(state=SendState.READ, settled_at=at)
    waiting = [SendState.HELD, SendState.QUEUED, SendState.FAILED]
    steps.filter(state__in=waiting).update(state=SendState.NOT_NEEDED, settled_at=at)


@transaction.atomic
def mark_called(send_id: int, *, reached: bool, at: dt.datetime) -> None:
    """Somebody rang the person on the call list: reached, or tried once more in vain."""
    step = NoticeSend.objects.select_for_update().filter(id=send_id, channel=CALL_LIST, state=SendState.SENT).first()
    if step is None:
        raise NotFound(say("这条不在电话名单上。"))
    if reached:
        _settle(step, SendState.DELIVERED, at=at)
        return
    step.attempts = F("attempts") + 1
    step.save(update_fields=["attempts"])


def _fernet() -> Fernet:
    key = hashlib.sha256(b"huozhong notices " + str(settings.SECRET_KEY).encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def _closed(phone: str) -> bytes:
    return _fernet().encrypt(phone.encode())


def _opened(address: bytes) -> str | None:
    try:
        return _fernet().decrypt(address).decode()
    except InvalidToken:
        return None
