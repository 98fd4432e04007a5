"""A matter of the congress that was decided without it: recorded, written to, followed up."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huozhong.access import services as access
from huozhong.congress import queries, services
from huozhong.congress.forms import after as forms
from huozhong.congress.views.answers import congress_within, form_page, may_manage, require_seen, way
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound


@access.asks(Permission.CONGRESS_MANAGE)
@require_http_methods(["GET", "POST"])
def new_breach(request: Any, congress_id: int) -> HttpResponse:
    """Write down what was decided without the congress."""
    card = congress_within(request, congress_id)
    form = forms.BreachForm(request.POST or None)
    made: list[int] = []
    done = form_page(
        request, form,
        lambda typed: made.append(
            services.record_breach(congress_id, unit=card.place, actor=request.actor, at=request.at, **typed)
        ),
        title=_("记一件未经职代会的决定"), lead=_("只告诉本单位和上级工会，不公开。"),
        to=reverse("congress:between", args=[congress_id]), said=_("已记下。"), path=way(card),
    )  # fmt: skip
    return redirect("congress:breach", made[0]) if made else done


@access.asks(Permission.CONGRESS_MANAGE)
def breach(request: Any, breach_id: int) -> HttpResponse:
    """One breach: what the law says of it, the letter, the days, how it was mended."""
    card = queries.breach(breach_id)
    require_seen(request, card.place)
    context = {
        "breach": card,
        "congress": congress_within(request, card.congress_id),
        "may_manage": may_manage(request, card.place),
        "path": way(congress_within(request, card.congress_id)),
    }
    return render(request, "congress/breach.html", context)


@access.asks(Permission.CONGRESS_MANAGE)
@require_http_methods(["GET", "POST"])
def breach_step(request: Any, breach_id: int, name: str) -> HttpResponse:
    """The letter drafted, received; the department asked; mended."""
    card = queries.breach(breach_id)
    require_seen(request, card.place)
    to, done = reverse("congress:breach", args=[breach_id]), {"actor": request.actor, "at": request.at}
    if name == "letter":
        letter = forms.LetterForm(request.POST or None)
        return form_page(
            request, letter, lambda typed: services.draft_letter(breach_id, **typed, **done),
            title=_("起草意见书"), to=to, said=_("意见书草稿在“公文”里，看过再编号、用印。"), submit=_("起草"),
        )  # fmt: skip
    if name == "received":
        day = forms.OnDayForm(request.POST or None, initial={"on": request.today})
        return form_page(
            request, day, lambda typed: services.send_letter(breach_id, received=typed["on"], **done),
            title=_("单位收到意见书"), lead=_("改正的期限从这一天起算。"), to=to, said=_("已记下。"),
        )  # fmt: skip
    if name == "department":
        day = forms.OnDayForm(request.POST or None, initial={"on": request.today})
        return form_page(
            request, day, lambda typed: services.propose_to_department(breach_id, on=typed["on"], **done),
            title=_("向主管部门提出处理建议"), to=to, said=_("已记下。"),
        )  # fmt: skip
    if name == "mended":
        mended = forms.MendedForm(request.POST or None, initial={"on": request.today})
        return form_page(
            request, mended, lambda typed: services.mend_breach(breach_id, **typed, **done), title=_("已经改正"),
            to=to, said=_("已记下。"),
        )  # fmt: skip
    raise NotFound(access.NOT_FOUND)
