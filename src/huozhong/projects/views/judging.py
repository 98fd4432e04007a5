"""Pages of a juror: what there is to score, and one card on a phone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Forbidden
from huozhong.kernel.sentences import say
from huozhong.projects import queries, services
from huozhong.projects.forms.deciding import ScoreForm
from huozhong.projects.rules.words import DIMENSIONS
from huozhong.projects.views.answers import carried, page


@access.asks(Permission.PROJECT_JUDGE)
@require_safe
def judging(request: Any) -> HttpResponse:
    """Every project that waits for the juror's card; those to stand back from say why."""
    ballots = queries.ballots(request.actor.person_id or 0, on=request.today)
    context = {
        "waiting": [one for one in ballots if one.points is None and one.recused is None and not one.is_final],
        "given": [one for one in ballots if one.points is not None],
        "recused": [one for one in ballots if one.recused is not None and one.points is None],
    }
    return page(request, "projects/judging.html", context)


@access.asks(Permission.PROJECT_JUDGE)
@require_http_methods(["GET", "HEAD", "POST"])
def score(request: Any, project_id: int) -> HttpResponse:
    """One card: four dimensions, 0 to 100."""
    row = queries.find_project(project_id, actor=request.actor)
    ballots = queries.ballots(request.actor.person_id or 0, on=request.today)
    mine = next((one for one in ballots if one.project_id == project_id), None)
    if mine is None:
        raise Forbidden(say("您不是这次展评的评委。"))
    if mine.recused is not None:
        raise Forbidden(mine.recused)
    form = ScoreForm(
        request.POST or None,
        weights=row.programme.weights,
        initial=(mine.points or {}) | {"comment": mine.comment},
    )

    def give() -> None:
        said = form.cleaned_data
        points = {str(name): said[str(name)] for name in DIMENSIONS}
        services.score(project_id, points=points, comment=said["comment"], actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, give):
        messages.success(request, _("打分已保存，公布结果前可以修改。"))
        return redirect("projects:judging")
    found = queries.project_page(row, actor=request.actor, at=request.at)
    return page(request, "projects/score.html", {"row": row, "found": found, "form": form, "mine": mine}, form)
