"""Slips of a dossier as PDF: deadlines, calculation, evidence list, receipt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from huozhong.access import services as access
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.look.services import handed_out
from huozhong.papers.engine import NoChineseFontError
from huozhong.records.services import FileKind
from huozhong.rights.engine.sheets import Slip, slip_pdf
from huozhong.rights.models import Dossier
from huozhong.rights.queries import seeing
from huozhong.rights.services import slips
from huozhong.rights.views.documents import WORKER_SEES_OWN

SLIPS: dict[str, Callable[[Dossier, Any], Slip]] = {
    "deadlines": lambda row, on: slips.deadlines(row, on=on),
    "calculation": lambda row, on: slips.calculation(row, on=on),
    "evidence": lambda row, on: slips.evidence_list(row, on=on),
    "receipt": lambda row, on: slips.receipt_of(row, on=on),
}


@access.signed_in(WORKER_SEES_OWN)
@require_safe
def slip(request: Any, dossier_id: int, what: str) -> HttpResponse:
    """One slip, made now from what the dossier says."""
    if what not in SLIPS:
        raise NotFound(access.NOT_FOUND)
    if seeing.is_own(request.actor, dossier_id):
        row = seeing.own_dossier(request.actor, dossier_id)
    else:
        row = seeing.dossier_for(request.actor, dossier_id)
    made = SLIPS[what](row, request.today)
    try:
        content = slip_pdf(made)
    except NoChineseFontError:
        raise Refused(
            say("服务器上没有中文字体，印不出 PDF。请管理员安装 fonts-noto-cjk；现在可以先下载 Word 打印。")
        ) from None
    slips.note_printed(row, what, actor=request.actor, at=request.at)
    return handed_out(content, f"{row.number} {made.title}.pdf", FileKind.PDF.value, inline=True)
