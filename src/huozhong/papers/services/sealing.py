"""The seal register, and the sealed scan that comes back as the binding copy."""

from __future__ import annotations

from datetime import datetime
from typing import IO

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.lifecycles import services as lifecycles
from huozhong.papers.models import SealedCopy, SealUse
from huozhong.papers.rules.layout import clean
from huozhong.papers.services.drafting import locked_paper
from huozhong.papers.services.issuing import facts_of
from huozhong.papers.workflow import PaperState
from huozhong.records import services as records

MOST_COPIES = 500


@transaction.atomic
def record_seal(
    *,
    unit: Place,
    asked_by: str,
    copies: int,
    actor: Actor,
    at: datetime,
    sealed_at: datetime | None = None,
    paper_id: int | None = None,
    subject: str = "",
    approved_by: str = "",
    note: str = "",
) -> int:
    """One line of the seal register: what was sealed, who asked, who agreed, who sealed, when, how many copies."""
    sealed_at = sealed_at or at
    if paper_id is not None:
        paper = locked_paper(paper_id, actor=actor, permission=Permission.SEAL_KEEP)
        unit = paper.place
        if paper.state not in (PaperState.ISSUED, PaperState.FILED):
            raise Refused(say("还没有编号发文，或者已经作废，不能用印。"))
        subject = f"{paper.document_number} {paper.title}"
    else:
        access.require(actor, Permission.SEAL_KEEP, at=unit)
    subject, asked_by = " ".join(clean(subject).split())[:200], " ".join(clean(asked_by).split())[:60]
    if not subject or not asked_by:
        raise Refused(say("请写明盖的是什么、谁来申请的。"))
    if not 1 <= copies <= MOST_COPIES:
        raise Refused(say("份数应在 1 到 %(most)s 之间。", most=MOST_COPIES))
    if sealed_at > at:
        raise Refused(say("用印时间不能晚于现在。"))
    row = SealUse.objects.create(
        city_id=unit.city_id,
        unit_id=unit.unit_id,
        paper_id=paper_id,
        subject=subject,
        asked_by_name=asked_by,
        approved_by_name=" ".join(clean(approved_by).split())[:60],
        copies=copies,
        note=" ".join(clean(note).split())[:200],
        sealed_by_id=actor.person_id,
        sealed_by_name=actor.name[:100],
        sealed_at=sealed_at,
        recorded_at=at,
    )
    kind, thing = ("papers.paper", paper_id) if paper_id is not None else ("papers.sealuse", row.id)
    details = {"seal_use": row.id, "copies": copies, "asked_by": asked_by}
    records.note(kind, thing, "sealed", actor=actor, at=at, place=unit, label=subject, details=details)
    return row.id


@transaction.atomic
def take_back(
    paper_id: int, *, content: bytes | IO[bytes], name: str, actor: Actor, at: datetime, why: str = ""
) -> SealedCopy:
    """Keep the sealed scan as the binding copy. A second one replaces it with a reason; the first stays to be seen."""
    paper = locked_paper(paper_id, actor=actor)
    move = "replace_copy" if paper.state == PaperState.FILED else "take_back"
    kept = records.store_file(content, name=name, city_id=paper.city_id, actor=actor, at=at, limit=records.SCAN)
    copy = SealedCopy.objects.create(
        city_id=paper.city_id,
        paper_id=paper.id,
        file_id=kept.id,
        sha256=kept.sha256,
        taken_by_name=actor.name[:100],
        taken_at=at,
    )
    details = {"file_id": kept.id, "sha256": kept.sha256}
    lifecycles.carry_out(paper, move, actor=actor, at=at, facts=facts_of, why=why, details=details)
    return copy
