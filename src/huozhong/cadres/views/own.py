"""One's own year. Every view here reads and writes the asker's rows only."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import services as access
from huozhong.cadres import engine, queries, services
from huozhong.cadres.forms import CourseForm, DeedForm, GoalForm, ThanksForm
from huozhong.cadres.queries import Mine
from huozhong.cadres.views.answers import refuse_in, shown
from huozhong.kernel.refusals import Refused
from huozhong.learning import services as learning
from huozhong.look import services as look
from huozhong.look.services import Chart, Series, handed_out

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])
OWN = "everybody has a page of their own; the query knows no other person"
FIRST_YEAR = 2010


def _year(request: Any) -> int:
    asked, now = str(request.GET.get("year", "")), int(request.today.year)
    year = int(asked) if asked.isdigit() and len(asked) == 4 else now
    return max(FIRST_YEAR, min(year, now))


def _chart(found: Mine) -> Chart | None:
    if not found.people:
        return None
    months = tuple(_("%(n)s月") % {"n": month} for month in range(1, 13))
    return Chart(_("每个月服务多少人次"), months, (Series(_("服务人次"), found.by_month),), "bar", _("人次"), _("月份"))


@access.signed_in(OWN)
@require_safe
def mine(request: Any) -> HttpResponse:
    """Goals, what is due, what was done, whom it served."""
    found = queries.mine(request.actor, year=_year(request))
    context = {
        "mine": found,
        "chart": _chart(found),
        "hours": divmod(found.minutes, 60),
        "years": range(request.today.year, request.today.year - 5, -1),
        "is_now": found.year == request.today.year,
    }
    return render(request, "cadres/mine.html", context)


@access.signed_in(OWN)
@GET_AND_POST
def new_goal(request: Any) -> HttpResponse:
    """Set oneself a goal."""
    last = date(request.today.year, 12, 31)
    form = GoalForm(request.POST or None, initial={"due_date": last})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            services.set_goal(
                year=request.today.year,
                words=said["words"],
                target=said["target"],
                unit_word=said["unit_word"],
                due_date=said["due_date"],
                actor=request.actor,
                at=request.at,
            )
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("目标记下了。"))
            return redirect("cadres:mine")
    context = {"title": _("今年要办成什么？"), "lead": _("这一页只有您自己看得到。")}
    return shown(request, "cadres/own_form.html", context, form=form)


@access.signed_in(OWN)
@GET_AND_POST
def new_deed(request: Any) -> HttpResponse:
    """Write down one thing that was done."""
    found = queries.mine(request.actor, year=request.today.year)
    goals = [(goal.id, goal.words) for goal in found.goals]
    form = DeedForm(request.POST or None, goals=goals, initial={"day": request.today})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            services.record_deed(
                day=said["day"],
                words=said["words"],
                people=said["people"],
                goal_id=said["goal"],
                amount=said["amount"],
                actor=request.actor,
                at=request.at,
            )
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("记下了。"))
            return redirect("cadres:mine")
    context = {"title": _("做了什么，记一笔"), "lead": _("项目里的进展不用再记，会自己出现在您的记录里。")}
    return shown(request, "cadres/own_form.html", context, form=form)


@access.signed_in(OWN)
@GET_AND_POST
def new_course(request: Any) -> HttpResponse:
    """Write down a course."""
    form = CourseForm(request.POST or None, initial={"day": request.today})
    if request.method == "POST" and form.is_valid():
        try:
            learning.record_course(actor=request.actor, at=request.at, **form.cleaned_data)
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("记下了。"))
            return redirect("cadres:mine")
    context = {"title": _("参加了什么学习？"), "lead": _("只算给您自己看，不报给谁，也不排名。")}
    return shown(request, "cadres/own_form.html", context, form=form)


@access.signed_in(OWN)
@require_POST
def finish_goal(request: Any, goal_id: int) -> HttpResponse:
    """Done, or open again."""
    services.finish_goal(goal_id, actor=request.actor, at=request.at)
    return redirect("cadres:mine")


@access.signed_in(OWN)
@require_POST
def strike(request: Any, what: str, row_id: int) -> HttpResponse:
    """Take an entry of one's own off the page."""
    verb = {"goal": services.strike_goal, "deed": services.strike_deed, "course": learning.strike_course}[what]
    verb(row_id, actor=request.actor, at=request.at)
    messages.success(request, _("已去掉。"))
    return redirect("cadres:mine")


@access.signed_in(OWN)
@require_safe
def export(request: Any) -> HttpResponse:
    """One's own year as a workbook, to take along."""
    found = queries.mine(request.actor, year=_year(request))
    content = engine.record_book(request.actor.name, found.year, _rows(found))
    return handed_out(content, f"my-work-{found.year}.xlsx")


def _rows(found: Mine) -> tuple[list[dict[str, object]], ...]:
    goals: list[dict[str, object]] = []
    for goal in found.goals:
        row: dict[str, object] = {"words": goal.words, "target": goal.target, "done": goal.done}
        goals.append(row | {"unit": goal.unit_word, "due": goal.due_date, "reached": goal.done_date})
    deeds: list[dict[str, object]] = [
        {"day": d.day, "words": d.words, "people": d.people, "goal": d.goal, "project": d.project} for d in found.deeds
    ]
    authored: list[dict[str, object]] = [
        {"kind": look.told(one.kind), "title": one.title, "used": one.used} for one in found.authored
    ]
    learnt: list[dict[str, object]] = [
        {"day": row.day, "title": row.title, "minutes": row.minutes} for row in found.learnt
    ]
    thanks: list[dict[str, object]] = [
        {"at": look.moment_words(t.at), "from": f"{t.from_name} {t.from_unit_name}", "about": t.about, "words": t.words}
        for t in found.thanks
    ]
    return goals, deeds, authored, learnt, thanks


@access.signed_in("thanks go to whoever wrote a thing that the asker may see; the query asks that")
@GET_AND_POST
def thank(request: Any, thing_kind: str, thing_id: int) -> HttpResponse:
    """Thank whoever is behind a thing."""
    thing = queries.thing_thanked(thing_kind, thing_id, actor=request.actor)
    form = ThanksForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.thank(thing_kind, thing_id, words=form.cleaned_data["words"], actor=request.actor, at=request.at)
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("谢意已经送到。"))
            return redirect("cadres:mine")
    return shown(request, "cadres/thank.html", {"thing": thing}, form=form)
