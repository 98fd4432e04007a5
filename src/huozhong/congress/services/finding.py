"""Finding and locking what a verb works on."""

from __future__ import annotations

from huozhong.access import services as access
from huozhong.congress.models import Session, Topic
from huozhong.congress.workflow import AHEAD
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say

SESSION_KIND = "congress.session"
TOPIC_KIND = "congress.topic"


def locked_session(session_id: int, *, actor: Actor, permission: Permission = Permission.CONGRESS_MANAGE) -> Session:
    """The row, locked; NotFound outside the actor's reach, Forbidden without the permission."""
    row = Session.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=session_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, permission, at=row.place, seen=Permission.CONGRESS_READ)
    return row


def locked_topic(topic_id: int, *, actor: Actor, permission: Permission = Permission.CONGRESS_MANAGE) -> Topic:
    """The row, locked, with its session; NotFound outside the actor's reach, Forbidden without the permission."""
    row = (
        Topic.objects.select_for_update(of=("self",)).select_related("session__unit").filter(pk=topic_id).first()
    )  # fmt: skip
    if row is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, permission, at=row.place, seen=Permission.CONGRESS_READ)
    return row


def require_ahead(session: Session) -> None:
    """What is written before a session is not written any more once it began."""
    if session.state not in AHEAD:
        raise Refused(say("会议已经开始或者结束，会前的内容不能再改。"))


def require_words(text: str, *, most: int, ask: str) -> str:
    """What somebody typed, in one line or in paragraphs, refused when empty or too long."""
    cleaned = text.strip()
    if not cleaned:
        raise Refused(say("请填写%(what)s。", what=say(ask)))
    if len(cleaned) > most:
        raise Refused(say("这一栏最多 %(limit)s 字。", limit=most))
    return cleaned
