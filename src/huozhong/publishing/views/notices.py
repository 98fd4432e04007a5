"""Pages of public notices: the list, one notice, writing, objections."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.look.services import page_number
from huozhong.publishing import queries, services
from huozhong.publishing.forms import AnswerForm, NoticeForm, ObjectionForm
from huozhong.publishing.queries.notices import PAGE
from huozhong.publishing.services.notices import NAME
from huozhong.publishing.views.answers import my_units, pages, place_of, refuse_in, shown


@access.asks(Permission.PUBLIC_NOTICE)
@require_safe
def notices(request: Any) -> HttpResponse:
    """Notices within reach, and where each stands."""
    found = queries.notices(reach=request.reach, page=page_number(request))
    listed = [(one, queries.public_state(NAME, one.id, on=request.today)) for one in found]
    return render(request, "publishing/notices.html", {"listed": listed, **pages(request, found, size=PAGE)})


@access.asks(Permission.PUBLIC_NOTICE)
@require_safe
def notice(request: Any, notice_id: int) -> HttpResponse:
    """One notice: its words, its days, the objections."""
    card = queries.notice(notice_id, reach=request.reach)
    state = queries.public_state(NAME, notice_id, on=request.today)
    days = queries.submission(state.submission_id, reach=access.Reach(everywhere=True)) if state else None
    context = {
        "notice": card,
        "state": state,
        "days": days,
        "objections": queries.objections(notice_id),
        "may_submit": state is None or state.state in ("returned", "withdrawn", "ended", "public"),
    }
    return render(request, "publishing/notice.html", context)


@access.asks(Permission.PUBLIC_NOTICE)
@require_http_methods(["GET", "POST"])
def new_notice(request: Any) -> HttpResponse:
    """Write a notice."""
    units = my_units(request, Permission.PUBLIC_NOTICE)
    place = place_of(request, units[0][0], Permission.PUBLIC_NOTICE)
    usual = services.usual_length("list", place=place, on=request.today)
    initial = {"kind": "list", "wanted_date": request.today, "days": usual.days, "counted": usual.unit.value}
    form = NoticeForm(request.POST or None, units=units, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            unit = place_of(request, form.cleaned_data["unit"], Permission.PUBLIC_NOTICE)
            notice_id = services.write_notice(form.words(), unit=unit, actor=request.actor, at=request.at)
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("已保存，姓名已经打码。看一遍再送审。"))
            return redirect("publishing:notice", notice_id)
    return shown(request, "publishing/write_notice.html", {"usual": usual}, form=form)


@access.asks(Permission.PUBLIC_NOTICE)
@require_http_methods(["GET", "POST"])
def edit_notice(request: Any, notice_id: int) -> HttpResponse:
    """Write into a notice."""
    card = queries.notice(notice_id, reach=request.reach)
    initial = {name: getattr(card, name) for name in ("kind", "title", "body", "contact", "wanted_date", "counted")}
    initial |= {"days": card.length, "are_people": int(card.are_people), "unit": card.place.unit_id}
    initial["names"] = "\n".join(f"{name}，{beside}" if beside else name for name, beside in card.rows)
    form = NoticeForm(request.POST or None, units=[(card.place.unit_id, card.unit_name)], initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_notice(notice_id, form.words(), actor=request.actor, at=request.at)
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("已保存。"))
            return redirect("publishing:notice", notice_id)
    return shown(request, "publishing/write_notice.html", {"notice": card}, form=form)


@access.asks(Permission.PUBLIC_NOTICE)
@require_http_methods(["GET", "POST"])
def object_to(request: Any, notice_id: int) -> HttpResponse:
    """Write down an objection that came in."""
    card = queries.notice(notice_id, reach=request.reach)
    form = ObjectionForm(request.POST or None, initial={"received_date": request.today})
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            services.record_objection(
                notice_id, way=cleaned["way"], words=cleaned["words"], received=cleaned["received_date"],
                actor=request.actor, at=request.at,
            )  # fmt: skip
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("已记下。"))
            return redirect("publishing:notice", notice_id)
    return shown(request, "publishing/objection.html", {"notice": card}, form=form)


@access.asks(Permission.PUBLIC_NOTICE)
@require_http_methods(["GET", "POST"])
def answer(request: Any, notice_id: int, objection_id: int) -> HttpResponse:
    """Write down what the office answered."""
    card = queries.notice(notice_id, reach=request.reach)
    found = next((one for one in queries.objections(notice_id) if one.id == objection_id), None)
    if found is None:
        raise NotFound(access.NOT_FOUND)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.answer_objection(
                objection_id, answer=form.cleaned_data["answer"], actor=request.actor, at=request.at
            )
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("已记下答复。"))
            return redirect("publishing:notice", notice_id)
    return shown(request, "publishing/objection.html", {"notice": card, "objection": found}, form=form)
