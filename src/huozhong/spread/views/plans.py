"""Pages of the planner: plans, a new one, one with its progress and result, the list of invitations."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Refused
from huozhong.look import services as look
from huozhong.look.services import handed_out
from huozhong.spread import engine, queries, services
from huozhong.spread.forms import PlanForm
from huozhong.spread.views import words
from huozhong.spread.views.choices import my_place, my_units, seed_choices

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@access.asks(Permission.SPREAD_PLAN)
@require_safe
def index(request: Any) -> HttpResponse:
    """Plans within reach."""
    before = request.GET.get("before", "")
    rows = queries.plans(reach=request.reach, before=int(before) if before.isdigit() else None)
    older = f"?before={rows[-1].id}" if len(rows) == 20 else ""
    return render(request, "spread/index.html", {"plans": rows, "older": older})


@access.asks(Permission.SPREAD_PLAN)
@require_http_methods(["GET", "HEAD", "POST"])
def new_plan(request: Any) -> HttpResponse:
    """Ask for a plan."""
    units, seeds = my_units(request, Permission.SPREAD_PLAN), seed_choices(request)
    asked = request.GET.get("seed", "")
    initial = {"seed": int(asked)} if asked.isdigit() else {}
    form = PlanForm(request.POST or None, units=units, seeds=seeds, initial=initial)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        try:
            plan_id = services.ask_plan(
                wanted["seed"],
                unit=my_place(request, Permission.SPREAD_PLAN, wanted["unit"]),
                k=wanted["k"],
                budget=wanted["budget"],
                actor=request.actor,
                at=request.at,
            )
            return redirect("spread:plan", plan_id)
        except Refused as refused:
            form.add_error(None, look.told(refused.reason))
    status = 422 if form.is_bound else 200
    return render(request, "spread/new_plan.html", {"form": form, "has_seeds": bool(seeds)}, status=status)


@access.asks(Permission.SPREAD_PLAN)
@require_safe
def plan(request: Any, plan_id: int) -> HttpResponse:
    """One plan: how far the computing has come, or whom to ask and why."""
    card = queries.plan(plan_id, reach=request.reach)
    context: dict[str, Any] = {"plan": card}
    if card.done_at is not None:
        reasons = words.reasons(card)
        context |= {
            "chosen": [(one, reasons[one.unit_id]) for one in card.chosen],
            "chart": words.comparison(card) if card.chosen else None,
            "rows": words.rows(card),
            "tree": words.tree(card),
            "hazards": words.hazards(card),
            "fewest": engine.FEWEST,
            "assured": f"{card.result['assured']:.0%}",
            "window": engine.WINDOW,
            "draws": engine.DRAWS,
            "runs": engine.RUNS,
        }
    return render(request, "spread/plan.html", context)


@access.asks(Permission.SPREAD_PLAN)
@require_safe
def progress(request: Any, plan_id: int) -> HttpResponse:
    """The bar alone; when the plan is done the page is read anew."""
    card = queries.plan(plan_id, reach=request.reach)
    answer = render(request, "spread/progress.html", {"plan": card})
    if card.done_at is not None:
        answer["HX-Refresh"] = "true"
    return answer


@access.asks(Permission.SPREAD_PLAN)
@require_POST
def invitations(request: HttpRequest, plan_id: int) -> HttpResponse:
    """The unions to be invited, as a sheet."""
    card = queries.plan(plan_id, reach=request.reach)  # type: ignore[attr-defined]
    content = services.invitations(
        card,
        words.reasons(card),
        actor=request.actor,  # type: ignore[attr-defined]
        at=request.at,  # type: ignore[attr-defined]
    )
    return handed_out(content, f"示范单位邀请名单-{card.id}.xlsx")
