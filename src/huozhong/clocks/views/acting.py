"""Acts on one deadline, each after a last look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from huozhong.access import services as access
from huozhong.clocks import queries, services
from huozhong.clocks.engine import Period, period_from_json
from huozhong.clocks.forms import CloseForm, ConfirmForm, ExtendForm, FromForm, WhyForm
from huozhong.clocks.queries import DeadlineCard
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.rulepacks import Unit


@dataclass(frozen=True, slots=True)
class Page:
    """What an act asks for, and how it is said."""

    title: Any
    lead: Any
    submit: Any
    form: type[forms.Form]


PAGES = {
    "close": Page(
        lazy("了结这个期限"), lazy("写清怎么了结、凭什么。法定期限还要由另一个人确认。"), lazy("提交"), CloseForm
    ),
    "confirm": Page(lazy("确认了结"), lazy("核对申请和凭据，确认以后提醒就停了。"), lazy("确认了结"), ConfirmForm),
    "return": Page(lazy("退回了结申请"), lazy("期限继续走，提醒照常。"), lazy("退回"), WhyForm),
    "pause": Page(
        lazy("中止计算"), lazy("只有法律规定的中止事由才能停：剩下的日子留着，原因消除后接着走。"),
        lazy("中止"), FromForm,
    ),
    "resume": Page(lazy("恢复计算"), lazy("剩下的日子从这一天起接着走。"), lazy("恢复"), FromForm),
    "restart": Page(
        lazy("中断了，重新起算"), lazy("填中断事由结束的那一天，整个期间从它的第二天重新计算。"),
        lazy("重新起算"), FromForm,
    ),
    "extend": Page(lazy("延长"), lazy("填延长以后一共多长，从原来的起算日数。"), lazy("延长"), ExtendForm),
}  # fmt: skip


@access.signed_in("the verb asks who may work on this deadline, and who may confirm")
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: Any, deadline_id: int, name: str) -> HttpResponse:
    """One act: what it means, what is to be written, and then it is done."""
    card = queries.card(deadline_id, actor=request.actor, on=request.today)
    if name not in PAGES:
        raise NotFound(access.NOT_FOUND)
    page = PAGES[name]
    form = page.form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        messages.success(request, _carry_out(card, name, form.cleaned_data, request))
        return redirect("clocks:deadline", deadline_id)
    return render(request, "clocks/act.html", {"card": card, "page": page, "form": form})


def _carry_out(card: DeadlineCard, name: str, typed: dict[str, Any], request: Any) -> str:
    who = {"actor": request.actor, "at": request.at}
    if name == "close":
        done = typed["done_date"] if typed["outcome"] == "met" else None
        state = services.ask_close(card.id, outcome=typed["outcome"], why=typed["why"], done_date=done, **who)
        return _("已提交，等另一个人确认。") if state == "closing" else _("已了结。")
    if name == "confirm":
        services.confirm_close(card.id, why=typed["why"], **who)
        return _("已确认了结。")
    if name == "return":
        services.send_back(card.id, why=typed["why"], **who)
        return _("已退回，期限继续走。")
    if name == "extend":
        kept = period_from_json(card.period)
        longer = Period(
            typed["length"], Unit(typed["unit"]), direction=kept.direction, rolls=kept.rolls,
            is_authority_duty=kept.is_authority_duty,
        )  # fmt: skip
        services.extend_deadline(card.id, period=longer, why=typed["why"], cite=typed["cite"], **who)
        return _("已延长。")
    if name == "restart":
        services.restart_deadline(card.id, start_date=typed["from_date"], why=typed["why"], **who)
        return _("已重新起算。")
    verb = services.pause if name == "pause" else services.resume
    verb(card.id, from_date=typed["from_date"], why=typed["why"], **who)
    return _("已中止计算。") if name == "pause" else _("已恢复计算。")
