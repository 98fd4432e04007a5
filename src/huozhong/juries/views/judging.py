"""Pages of a judge: what there is to score, one card on a phone, standing back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huozhong.access import services as access
from huozhong.juries import queries, services
from huozhong.juries.forms import WhyForm, points_from
from huozhong.juries.models import Entry
from huozhong.juries.rules.rubric import read_rubric, two_places
from huozhong.juries.views.answers import page, piece
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.look.services import carried


@access.asks(Permission.JURY_JUDGE)
@require_safe
def judging(request: Any) -> HttpResponse:
    """Every entry that waits for the judge's card; those to stand back from say why, and nothing else."""
    ballots = queries.ballots(request.actor.person_id)
    context = {
        "waiting": [one for one in ballots if not (one.is_given or one.recused or one.is_final)],
        "given": [one for one in ballots if one.is_given and not one.recused],
        "recused": [one for one in ballots if one.recused and not one.is_final],
        "live": {one.panel_id: one.panel for one in ballots if one.is_live and not one.is_final},
    }
    return page(request, "juries/judging.html", context)


def card_shown(entry: Entry, *, actor: Any, at: Any) -> dict[str, Any]:
    """A judge's own card for an entry, as the phone shows it. Forbidden to whoever must not see it."""
    judge = services.judge_for(entry, actor=actor)
    points, opinion = queries.my_card(entry, judge)
    rubric = read_rubric(entry.panel.rubric)
    return {
        "entry": entry,
        "dials": [(one, points.get(one.key), sorted(one.anchors.items())) for one in rubric],
        "opinion": opinion,
        "missing": sum(one.key not in points for one in rubric),
        "hindrance": services.hindrance(entry, at=at),
    }


@access.asks(Permission.JURY_JUDGE)
@require_http_methods(["GET", "HEAD", "POST"])
def score(request: Any, entry_id: int) -> HttpResponse:
    """One card: what there is to read, the dimensions, an opinion; kept at once with every change."""
    entry = queries.find_entry(entry_id)
    if request.method == "POST":
        return _keep(request, entry)
    row = queries.find_panel(entry.panel_id, actor=request.actor)
    shown = card_shown(entry, actor=request.actor, at=request.at)
    ballots = queries.ballots(request.actor.person_id)
    others = [one for one in ballots if one.panel_id == row.pk and one.entry_id != entry_id]
    following = next((one for one in others if not (one.is_given or one.recused or one.is_final)), None)
    return page(request, "juries/score.html", {"row": row, "following": following, **shown})


def _keep(request: Any, entry: Entry) -> HttpResponse:
    """Keep the card; a phone gets one line back, a plain browser the list."""
    is_phone = request.headers.get("HX-Request") == "true"
    points, opinion = points_from(entry.panel, request.POST), request.POST.get("opinion", "")[:500]
    try:
        saved = services.score(entry.pk, points=points, opinion=opinion, actor=request.actor, at=request.at)
    except (Conflict, Forbidden, NotFound):
        raise
    except Refused as refusal:
        if not is_phone:
            raise
        return piece(request, "juries/saved.html", {"entry": entry, "refusal": refusal.reason}, status=422)
    if is_phone:
        total = "" if saved.total is None else two_places(saved.total)
        return piece(request, "juries/saved.html", {"entry": entry, "saved": saved, "total": total, "at": request.at})
    messages.success(request, _("打分已保存，截止前可以修改。"))
    return redirect("juries:judging")


@access.asks(Permission.JURY_JUDGE)
@require_http_methods(["GET", "HEAD", "POST"])
def interest(request: Any, entry_id: int) -> HttpResponse:
    """A judge declares an interest and stands back."""
    entry = queries.find_entry(entry_id)
    row = queries.find_panel(entry.panel_id, actor=request.actor)
    services.judge_for(entry, actor=request.actor)
    form = WhyForm(request.POST or None)

    def declare() -> None:
        services.declare_interest(entry_id, why=form.cleaned_data["why"], actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, declare):
        messages.success(request, _("已登记回避，您不再看到这一项的材料和分数。"))
        return redirect("juries:judging")
    context = {
        "row": row,
        "form": form,
        "title": _("回避：%(title)s") % {"title": entry.title},
        "lead": _("与申报单位、申报人有利害关系的，请回避。登记后不能撤回，您打过的分不再计入。"),
    }
    return page(request, "juries/small_form.html", context, form)
