"""Pages of the seal: the register, sealing, sealed scans; and of issuing codes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.look.services import page_number
from huozhong.papers import queries, services
from huozhong.papers.forms import CodeForm, OtherSealForm, ScanForm, SealForm
from huozhong.papers.queries.papers import PAGE
from huozhong.papers.views.answers import my_units, pages, place_of, refuse_in, shown
from huozhong.papers.workflow import PaperState
from huozhong.records import services as records


@access.asks(Permission.SEAL_KEEP)
def seals(request: Any) -> HttpResponse:
    """The seal register within reach, and the papers that wait for their sealed copy."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    found = queries.seals(reach=request.reach, words=words, page=page_number(request))
    missing = queries.papers(reach=request.reach, state=PaperState.ISSUED)
    context = {"seals": found, "missing": missing[:10], "words": words, **pages(request, found, size=PAGE)}
    return render(request, "papers/seals.html", context)


def _line(form: SealForm, request: Any) -> dict[str, Any]:
    cleaned = form.cleaned_data
    names = ("asked_by", "approved_by", "copies", "sealed_at", "note")
    return {name: cleaned[name] for name in names} | {"actor": request.actor, "at": request.at}


@access.asks(Permission.SEAL_KEEP)
@require_http_methods(["GET", "POST"])
def seal_paper(request: Any, paper_id: int) -> HttpResponse:
    """Register that a paper was sealed."""
    card = queries.paper(paper_id, reach=request.reach)
    form = SealForm(request.POST or None, initial={"asked_by": card.drafted_by_name})
    if request.method == "POST" and form.is_valid():
        try:
            services.record_seal(unit=card.place, paper_id=paper_id, **_line(form, request))
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("用印已登记。请把盖章件拍照传回来。"))
            return redirect("papers:paper", paper_id)
    return shown(request, "papers/seal.html", {"paper": card}, form=form)


@access.asks(Permission.SEAL_KEEP)
@require_http_methods(["GET", "POST"])
def new_seal(request: Any) -> HttpResponse:
    """Register a use of the seal on something that is no paper of the house."""
    form = OtherSealForm(request.POST or None, units=my_units(request, Permission.SEAL_KEEP))
    if request.method == "POST" and form.is_valid():
        unit = place_of(request, form.cleaned_data["unit"], Permission.SEAL_KEEP)
        try:
            services.record_seal(unit=unit, subject=form.cleaned_data["subject"], **_line(form, request))
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("用印已登记。"))
            return redirect("papers:seals")
    return shown(request, "papers/seal.html", {}, form=form)


@access.asks(Permission.PAPER_WRITE)
@require_http_methods(["GET", "POST"])
def take_back(request: Any, paper_id: int) -> HttpResponse:
    """Upload the sealed scan, from the phone's camera or a scanner."""
    card = queries.paper(paper_id, reach=request.reach)
    is_second = card.state == PaperState.FILED
    form = ScanForm(request.POST or None, request.FILES or None, is_second=is_second)
    if request.method == "POST" and form.is_valid():
        scan = form.cleaned_data["scan"]
        try:
            services.take_back(
                paper_id,
                content=scan,
                name=scan.name,
                why=form.cleaned_data.get("why", ""),
                actor=request.actor,
                at=request.at,
            )
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("盖章件已收回，作为有效文本保存。"))
            return redirect("papers:paper", paper_id)
    return shown(request, "papers/take_back.html", {"paper": card, "is_second": is_second}, form=form)


@access.asks(Permission.PAPER_READ)
def sealed_copy(request: Any, paper_id: int, copy_id: int) -> HttpResponse:
    """A sealed scan of a paper within reach."""
    queries.paper(paper_id, reach=request.reach)
    for copy in queries.copies_of(paper_id):
        if copy.id == copy_id:
            return records.file_response(copy.file_id, inline=True)  # type: ignore[return-value]
    raise NotFound(access.NOT_FOUND)


@access.asks(Permission.PAPER_WRITE)
@require_http_methods(["GET", "POST"])
def codes(request: Any) -> HttpResponse:
    """Issuing codes of one's units, and a new one."""
    units = my_units(request, Permission.PAPER_WRITE)
    form = CodeForm(request.POST or None, units=units)
    if request.method == "POST" and form.is_valid():
        unit = place_of(request, form.cleaned_data["unit"], Permission.PAPER_WRITE)
        try:
            services.record_code(form.cleaned_data["code"], unit=unit, actor=request.actor, at=request.at)
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("发文代字已登记。"))
            return redirect("papers:codes")
    found = queries.codes_of([unit_id for unit_id, _name in units], year=request.today.year)
    return shown(request, "papers/codes.html", {"codes": found}, form=form)


@access.asks(Permission.PAPER_WRITE)
@require_POST
def close_code(request: Any, code_id: int) -> HttpResponse:
    """Use an issuing code no longer."""
    services.close_code(code_id, actor=request.actor, at=request.at)
    messages.success(request, _("已停用，用过的号都还在。"))
    return redirect("papers:codes")
