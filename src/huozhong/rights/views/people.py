"""Who has a dossier in hand and who is kept out, and the claim items: short forms."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huozhong.access import queries as seats
from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.people import queries as people
from huozhong.rights import services
from huozhong.rights.forms.dossiers import AssignForm, ClaimForm, PersonForm, ReasonForm
from huozhong.rights.models import Dossier
from huozhong.rights.queries import seeing
from huozhong.rights.rules import kinds as k
from huozhong.rights.services import NewClaim
from huozhong.rights.views.pages import carried, small


def _holding(request: Any, row: Dossier, permission: Permission) -> list[tuple[int, str]]:
    """Those who hold it here and may see the dossier, by name."""
    held = seats.holders(permission, at=row.place, on=request.today)
    cards = people.persons(held)
    seen = [
        (one, cards[one].name)
        for one in held
        if one in cards
        and (permission is Permission.DOSSIER_ASSIGNED or _fits(access.actor_of_person(one, on=request.today), row))
    ]
    return sorted(seen, key=lambda pair: (pair[1], pair[0]))


def _fits(actor: Any, row: Dossier) -> bool:
    return seeing.may_hand_on(actor, row.pk)


@access.asks(Permission.DOSSIER_WORK)
@require_http_methods(["GET", "POST"])
def assign(request: Any, dossier_id: int) -> HttpResponse:
    """Name the handler and the deputy."""
    row = seeing.dossier_for(request.actor, dossier_id, Permission.DOSSIER_WORK)
    offered = _holding(request, row, Permission.DOSSIER_WORK)
    start = {"handler": row.handler_id or request.actor.person_id, "deputy": row.deputy_id}
    form = AssignForm(request.POST or None, initial=start, people=offered, is_change=row.handler_id is not None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        verb = {"handler_id": said["handler"], "deputy_id": said["deputy"], "why": said.get("why", "")}
        if carried(form, lambda: services.assign(row.pk, **verb, actor=request.actor, at=request.at)):
            messages.success(request, _("指定好了，所有期限都跟着经办人走。"))
            return redirect("rights:dossier", row.pk)
    lead = _("与用人单位有关的人不在名单里。交给别人办要维权负责人来指定。")
    return small(request, form, row, title=_("指定经办人"), submit=_("指定"), lead=lead)


@access.asks(Permission.DOSSIER_WORK)
@require_http_methods(["GET", "POST"])
def lawyer(request: Any, dossier_id: int) -> HttpResponse:
    """Let one lawyer see it by name."""
    row = seeing.dossier_for(request.actor, dossier_id, Permission.DOSSIER_WORK)
    offered = _holding(request, row, Permission.DOSSIER_ASSIGNED)
    form = PersonForm(request.POST or None, people=offered)
    if request.method == "POST" and form.is_valid():
        said, who = form.cleaned_data, {"actor": request.actor, "at": request.at}
        if carried(form, lambda: services.assign_lawyer(row.pk, said["person"], why=said["why"], **who)):
            messages.success(request, _("指派好了，律师只看得到这一件。"))
            return redirect("rights:people", row.pk)
    lead = _("律师只看得到指派给他的案件，结案以后就看不到了。")
    return small(request, form, row, title=_("指派律师"), submit=_("指派"), lead=lead)


@access.asks(Permission.DOSSIER_WORK)
@require_http_methods(["GET", "POST"])
def release(request: Any, dossier_id: int, person_id: int) -> HttpResponse:
    """A lawyer no longer acts."""
    row = seeing.dossier_for(request.actor, dossier_id, Permission.DOSSIER_WORK)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why, who = form.cleaned_data["why"], {"actor": request.actor, "at": request.at}
        if carried(form, lambda: services.release_lawyer(row.pk, person_id, why=why, **who)):
            messages.success(request, _("已经结束指派。"))
            return redirect("rights:people", row.pk)
    return small(request, form, row, title=_("结束律师指派"), submit=_("结束指派"))


@access.asks(Permission.DOSSIER_WORK)
@require_http_methods(["GET", "POST"])
def recuse(request: Any, dossier_id: int) -> HttpResponse:
    """Keep somebody out: oneself, or, as the lead, anybody who works here."""
    row = seeing.dossier_for(request.actor, dossier_id, Permission.DOSSIER_WORK)
    offered = _holding(request, row, Permission.DOSSIER_WORK)
    if not seeing.may_supervise(request.actor, row.pk):
        offered = [one for one in offered if one[0] == request.actor.person_id]
    form = PersonForm(request.POST or None, people=offered, is_owed=True, initial={"person": request.actor.person_id})
    if request.method == "POST" and form.is_valid():
        said, who = form.cleaned_data, {"actor": request.actor, "at": request.at}
        if carried(form, lambda: services.recuse(row.pk, said["person"], why=said["why"], **who)):
            messages.success(request, _("登记了回避，他从现在起看不到这件案件。"))
            mine = said["person"] == request.actor.person_id
            return redirect("rights:board") if mine else redirect("rights:people", row.pk)
    lead = _("亲属在用人单位任职、有股份，或者有别的关系的，要回避。回避以后一点也看不到。")
    return small(request, form, row, title=_("登记回避"), submit=_("回避"), lead=lead)


@access.asks(Permission.DOSSIER_SUPERVISE)
@require_http_methods(["GET", "POST"])
def end_recusal(request: Any, dossier_id: int, person_id: int) -> HttpResponse:
    """The tie is gone."""
    row = seeing.dossier_for(request.actor, dossier_id, Permission.DOSSIER_SUPERVISE)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why, who = form.cleaned_data["why"], {"actor": request.actor, "at": request.at}
        if carried(form, lambda: services.end_recusal(row.pk, person_id, why=why, **who)):
            messages.success(request, _("回避解除了。"))
            return redirect("rights:people", row.pk)
    return small(request, form, row, title=_("解除回避"), submit=_("解除"))


@access.asks(Permission.DOSSIER_WORK)
@require_http_methods(["GET", "POST"])
def new_claim(request: Any, dossier_id: int) -> HttpResponse:
    """One more claim item with a stated sum."""
    return _claim(request, dossier_id, None)


@access.asks(Permission.DOSSIER_WORK)
@require_http_methods(["GET", "POST"])
def change_claim(request: Any, dossier_id: int, number: int) -> HttpResponse:
    """Write one claim item anew."""
    return _claim(request, dossier_id, number)


def _claim(request: Any, dossier_id: int, number: int | None) -> HttpResponse:
    row = seeing.dossier_for(request.actor, dossier_id, Permission.DOSSIER_WORK)
    form = ClaimForm(request.POST or None, initial=_known(row, number))
    if request.method == "POST" and form.is_valid():
        said, who = form.cleaned_data, {"actor": request.actor, "at": request.at}
        new = NewClaim(
            k.ClaimKind(said["kind"]),
            title=said["title"],
            amount=said["amount"],
            accrual_date=said["accrual_date"],
            employment_ended=said["employment_ended"],
        )
        if carried(
            form,
            lambda: (
                services.change_claim(row.pk, number, new, **who)
                if number is not None
                else services.add_claims(row.pk, [new], **who)
            ),
        ):
            messages.success(request, _("写好了。"))
            return redirect("rights:claims", row.pk)
    lead = _("一项一项写，照法院表格的九类。时效过了的也写上：对方不提，仲裁委不主动审查。")
    title = _("改一项请求") if number is not None else _("加一项请求")
    return small(request, form, row, title=title, submit=_("保存"), lead=lead)


def _known(row: Dossier, number: int | None) -> dict[str, Any]:
    from huozhong.rights.queries.telling import claims

    found = [one for one in claims(row.pk) if one.number == number]
    if not found:
        return {}
    one = found[0]
    return {"kind": one.kind.value, "title": one.title, "amount": one.amount, "accrual_date": one.accrual_date}


@access.asks(Permission.DOSSIER_WORK)
@require_http_methods(["GET", "POST"])
def withdraw_claim(request: Any, dossier_id: int, number: int) -> HttpResponse:
    """Take a claim item back, with the reason."""
    row = seeing.dossier_for(request.actor, dossier_id, Permission.DOSSIER_WORK)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why, who = form.cleaned_data["why"], {"actor": request.actor, "at": request.at}
        if carried(form, lambda: services.withdraw_claim(row.pk, number, why=why, **who)):
            messages.success(request, _("撤回了，仍然看得到。"))
            return redirect("rights:claims", row.pk)
    lead = _("撤回的请求还留在案件里看得到。只是时效过了，不用撤回。")
    return small(request, form, row, title=_("撤回一项请求"), submit=_("撤回"), lead=lead)


@access.asks(Permission.DOSSIER_WORK)
@require_POST
def numbers(request: Any, dossier_id: int, number: int) -> HttpResponse:
    """The full phone and document number of one worker, for a reason that stays in the trail."""
    row = seeing.dossier_for(request.actor, dossier_id, Permission.DOSSIER_WORK)
    form = ReasonForm(request.POST)
    read: list[tuple[str, str]] = []
    if form.is_valid():
        why, who = form.cleaned_data["why"], {"actor": request.actor, "at": request.at}
        carried(form, lambda: read.append(services.read_numbers(row.pk, number, why=why, **who)))
    phone, document = read[0] if read else ("", "")
    shown: dict[str, Any] = {"phone": phone, "document": document, "is_read": bool(read)}
    return small(request, form, row, title=_("看完整号码"), submit=_("看一眼"), **shown)
