"""Pages that look back at accepted projects, and the step from a seed to a standing rule."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.look import services as look
from huozhong.records import services as records
from huozhong.seeds import queries, services
from huozhong.seeds.forms.lasting import LookBackForm

AHEAD = timedelta(days=60)  # what is due later than that needs nobody's eye today


@access.asks(Permission.PROJECT_READ)
@require_safe
def look_backs(request: Any) -> HttpResponse:
    """What is to be looked at again, the soonest first, and what was found so far."""
    waiting = queries.look_backs(reach=request.reach, until=request.today + AHEAD)
    context = {
        "waiting": waiting,
        "answered": queries.looked_back(reach=request.reach),
        "overdue": sum(card.due_date < request.today for card in waiting),
        "today": request.today,
    }
    return render(request, "seeds/look_backs.html", context)


@access.asks(Permission.PROJECT_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def look_back(request: Any, look_back_id: int) -> HttpResponse:
    """One look back: a short form on the phone, or what was answered."""
    card = queries.look_back(look_back_id, reach=request.reach)
    may_answer = access.can(request.actor, Permission.PROJECT_RUN, at=card.place) and card.answered_at is None
    form = LookBackForm(request.POST or None, request.FILES or None) if may_answer else None
    if request.method == "POST":
        access.require(request.actor, Permission.PROJECT_RUN, at=card.place)
        if form is not None and form.is_valid() and _answered(request, card, form):
            messages.success(request, _("记下了，谢谢。"))
            return redirect("seeds:look_backs")
    context = {"card": card, "form": form}
    return render(request, "seeds/look_back.html", context, status=422 if form is not None and form.is_bound else 200)


def _answered(request: Any, card: queries.LookBackCard, form: LookBackForm) -> bool:
    said = form.cleaned_data
    photo = said["photo"]
    try:
        services.answer_look_back(
            card.id,
            is_running=said["is_running"] == "yes",
            is_subsidised=said["is_subsidised"] == "yes",
            value=said["value"],
            words=said["words"],
            photo=(photo, photo.name) if photo else None,
            actor=request.actor,
            at=request.at,
        )
    except Refused as refusal:
        form.add_error(None, look.told(refusal.reason))
        return False
    return True


@access.asks(Permission.PROJECT_READ)
@require_safe
def look_back_photo(request: Any, look_back_id: int) -> Any:
    """The photograph of a look back."""
    card = queries.look_back(look_back_id, reach=request.reach)
    if card.photo_id is None:
        raise NotFound(access.NOT_FOUND)
    return records.file_response(card.photo_id, inline=True)


@access.asks(Permission.SEED_PUBLISH)
@require_POST
def draft_rule(request: Any, seed_id: int) -> HttpResponse:
    """A seed that holds without subsidy becomes the draft of a paper."""
    queries.seed(seed_id, reach=request.reach)
    paper_id = services.draft_standing_rule(seed_id, actor=request.actor, at=request.at)
    messages.success(request, _("草案已经备好，请修改后按程序印发。"))
    return redirect("papers:paper", paper_id)
