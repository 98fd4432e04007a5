"""A receiver without an account: a secret link and a code told another way, good for one answer, dead by itself."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from huozhong.kernel.actors import Actor, ActorKind
from huozhong.kernel.refusals import Conflict, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.rights.models import HandOff, HandOffLink
from huozhong.rights.queries import handoffs_seeing as seen
from huozhong.rights.queries.handoffs_sealed import bytes_of
from huozhong.rights.rules import handoffs as h
from huozhong.rights.services.handoffs import locked, note_on
from huozhong.rights.services.handoffs_answers import Acknowledgement, acknowledge, refuse

CODE_SIGNS = "23456789"
CODE_LENGTH = 6
GONE = say("这个链接打不开了：可能已经过期、用过，或者移送方撤回了。请打电话问移送您材料的工会。")


@dataclass(frozen=True, slots=True)
class NewLink:
    """Shown once, to the sender: the secret part of the address, and the code to be told by telephone."""

    secret: str
    code: str
    expires_at: datetime


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def make_link(handoff_id: int, *, for_name: str, actor: Actor, at: datetime) -> NewLink:
    """A link and a code for one named receiver; an older link of the hand-off is dead from now on."""
    row = seen.handoff_for_sender(actor, handoff_id)
    if row.state not in h.WAITING:
        raise Conflict(say("只有已经送出、还没有签收的移送才能做链接。"))
    name = " ".join(for_name.split())[:60]
    if len(name) < 2:
        raise Refused(say("请写明链接给谁用。"))
    HandOffLink.objects.filter(handoff=row, withdrawn_at__isnull=True).update(withdrawn_at=at)
    made = NewLink(
        secrets.token_urlsafe(32),
        "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH)),
        at + timedelta(days=h.LINK_DAYS),
    )
    HandOffLink.objects.create(
        city_id=row.city_id,
        handoff=row,
        secret_hash=_hash(made.secret),
        code_hash=_hash(made.secret + made.code),
        for_name=name,
        made_at=at,
        made_by_id=actor.person_id or 0,
        expires_at=made.expires_at,
    )
    note_on(row, "handoff_link_made", actor=actor, at=at, until=made.expires_at.date().isoformat())
    return made


@transaction.atomic
def withdraw_link(handoff_id: int, *, actor: Actor, at: datetime) -> None:
    """The link is dead at once."""
    row = seen.handoff_for_sender(actor, handoff_id)
    if not HandOffLink.objects.filter(handoff=row, withdrawn_at__isnull=True).update(withdrawn_at=at):
        raise NotFound(say("这次移送没有可以停用的链接。"))
    note_on(row, "handoff_link_withdrawn", actor=actor, at=at)


def link_of(secret: str, *, at: datetime) -> HandOffLink:
    """The link, if it still opens anything; NotFound with one sentence for everything else."""
    found = HandOffLink.objects.select_related("handoff", *(f"handoff__{one}" for one in seen.ROWS)).filter(
        secret_hash=_hash(secret), withdrawn_at__isnull=True, expires_at__gt=at, tries__lt=h.LINK_TRIES
    )
    row = found.first()
    if row is None or row.handoff.state in ("prepared", "cancelled"):
        raise NotFound(GONE)
    return row


def open_link(secret: str, code: str, *, at: datetime) -> HandOff:
    """The hand-off behind the link, for whoever also knows the code; every wrong code counts, and few are allowed."""
    refused = None
    with transaction.atomic():
        link = link_of(secret, at=at)
        link = HandOffLink.objects.select_for_update().get(pk=link.pk)
        if not hmac.compare_digest(link.code_hash, _hash(secret + "".join(code.split()))):
            link.tries += 1
            link.save(update_fields=["tries"])
            left = h.LINK_TRIES - link.tries
            refused = say("提取码不对，还能试 %(n)s 次。", n=left) if left else GONE
        elif link.opened_at is None:
            link.opened_at = at
            link.save(update_fields=["opened_at"])
            note_on(locked(link.handoff_id), "handoff_link_opened", actor=holder(link), at=at)
    if refused is not None:
        raise Refused(refused)
    return link_of(secret, at=at).handoff


def holder(link: HandOffLink) -> Actor:
    """Whoever holds the link, as the trail names them: by what the sender wrote, without an account."""
    return Actor(ActorKind.PERSON, f"{link.for_name}（链接）", city_id=link.city_id)


def answer_by_link(
    secret: str,
    code: str,
    *,
    takes: bool,
    name: str,
    on: date,
    outside_number: str = "",
    why: str = "",
    at: datetime,
) -> None:
    """The one answer that a link gives: taken, or refused with a reason. The duty stays with the sender either way."""
    row = open_link(secret, code, at=at)  # in a transaction of its own: a wrong code stays counted
    _answer(row, takes=takes, name=name, on=on, outside_number=outside_number, why=why, at=at)


@transaction.atomic
def _answer(row: HandOff, *, takes: bool, name: str, on: date, outside_number: str, why: str, at: datetime) -> None:
    link = HandOffLink.objects.select_for_update().get(handoff=row, withdrawn_at__isnull=True)
    if link.used_at is not None:
        raise Conflict(say("这个链接已经用过了。"))
    taker = " ".join(name.split())[:60]
    if len(taker) < 2:
        raise Refused(say("请写上您的姓名。"))
    actor = Actor(ActorKind.PERSON, f"{taker}（链接）", city_id=link.city_id)
    if takes:
        told = Acknowledgement(h.AckWay.LINK, on, outside_number=outside_number)
        acknowledge(row.pk, told, actor=actor, at=at, by_link=True)
    else:
        refuse(row.pk, why=why, actor=actor, at=at, by_link=True)
    link.used_at = at
    link.save(update_fields=["used_at"])


def fetch_by_link(secret: str, code: str, what: str, *, at: datetime) -> tuple[bytes, str, str]:
    """(content, name, media type) of the bag or the plain set, until the link ends; each fetch stays in the trail."""
    row = open_link(secret, code, at=at)
    link = HandOffLink.objects.get(handoff=row, withdrawn_at__isnull=True)
    return fetch(row, what, actor=holder(link), at=at)


def fetch(row: HandOff, what: str, *, actor: Actor, at: datetime) -> tuple[bytes, str, str]:
    """(content, name, media type) of what was sent; the caller has asked who may."""
    if what == "bag":
        found = bytes_of(row, row.bag_stored), f"{row.label}.zip", "application/zip"
    elif what == "set":
        found = bytes_of(row, row.set_stored), f"{row.label}-全套.pdf", "application/pdf"
    elif what == "ack" and row.ack_stored:
        found = bytes_of(row, row.ack_stored), f"{row.label}-回执.{row.ack_media.rpartition('/')[2]}", row.ack_media
    else:
        raise NotFound(say("没有这份材料。"))
    note_on(row, "handoff_fetched", actor=actor, at=at, what=what)
    return found
