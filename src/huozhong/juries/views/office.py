"""Pages of the office that holds a jury: the list, one jury, its rules, its judges, one entry."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huozhong.access import services as access
from huozhong.juries import queries, services
from huozhong.juries.forms import JudgeForm, KinForm, PanelEditForm, WhyForm, initial_of, rows_for
from huozhong.juries.models import Judge, Panel
from huozhong.juries.rules.rubric import read_rubric
from huozhong.juries.rules.words import JUDGE_KINDS
from huozhong.juries.views.answers import page
from huozhong.juries.workflow import PANEL
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import say
from huozhong.lifecycles import queries as lifecycles
from huozhong.look.services import carried

TRAIL_WORDS = {
    "panel_set_up": say("筹备评审"),
    "changed": say("修改规则"),
    "juror_appointed": say("聘任评委"),
    "juror_released": say("解聘评委"),
    "judge_recused": say("评委回避"),
    "entry_entered": say("参评"),
    "entry_withdrawn": say("退出评审"),
    "entries_drawn": say("抽签分配"),
    "entry_staged": say("上台"),
    "entry_closed": say("截止打分"),
}


@access.asks(Permission.JURY_READ)
@require_safe
def panels(request: Any) -> HttpResponse:
    """The juries that the reader may see."""
    return page(request, "juries/panels.html", {"lines": queries.panels(request.actor)})


@access.asks(Permission.JURY_READ)
@require_safe
def panel(request: Any, panel_id: int) -> HttpResponse:
    """One jury: how far it is, what comes next, its rules, its judges, what is entered."""
    row = queries.find_panel(panel_id, actor=request.actor)
    manages = access.can(request.actor, Permission.JURY_MANAGE, at=row.place)
    facts = services.panel_facts(row)
    context = {
        "row": row,
        "manages": manages,
        "state_word": PANEL.states[row.state],
        "steps": lifecycles.what_next(row, request.actor, facts=facts) if manages else (),
        "judges": queries.judge_lines(row),
        "entries": queries.entry_lines(row),
        **rules_shown(row),
        "trail": lifecycles.story(Panel, row.pk, words=TRAIL_WORDS) if manages else (),
        "sits": queries.seat_of(row, request.actor) is not None,
    }
    return page(request, "juries/panel.html", context)


def rules_shown(row: Panel) -> dict[str, Any]:
    """A jury's rules in words."""
    rubric = read_rubric(row.rubric)
    words = {one.key: one.word for one in rubric}
    return {
        "rubric": [(one, sorted(one.anchors.items())) for one in rubric],
        "ties": [words[key] for key in row.ties_by],
        "weights": [(JUDGE_KINDS[kind], weight) for kind, weight in row.kind_weights.items()],
        "each": [(JUDGE_KINDS[kind], each) for kind, each in row.each.items()],
    }


@access.asks(Permission.JURY_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Any, panel_id: int) -> HttpResponse:
    """The rubric and the manner of a jury, while it is being set up."""
    row = queries.managed_panel(panel_id, actor=request.actor)
    posted = request.POST or None
    form, rows = PanelEditForm(posted, initial=initial_of(row)), rows_for(row, posted)

    def save() -> None:
        services.change_panel(panel_id, form=form.form(rows), actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and rows.is_valid() and carried(form, save):
        messages.success(request, _("已保存。"))
        return redirect("juries:panel", panel_id)
    return page(request, "juries/change.html", {"row": row, "form": form, "rows": rows}, form, rows)


@access.asks(Permission.JURY_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: Any, panel_id: int, name: str) -> HttpResponse:
    """Let the jury sit, or end its round."""
    row = queries.managed_panel(panel_id, actor=request.actor)
    steps = lifecycles.what_next(row, request.actor, facts=services.panel_facts(row))
    step = next((step for step in steps if step.name == name), None)
    if step is None:
        raise NotFound(access.NOT_FOUND)
    if request.method == "POST":
        verb = services.begin_round if name == "open" else services.close_round
        verb(panel_id, actor=request.actor, at=request.at)
        messages.success(request, _("评委可以打分了。") if name == "open" else _("评审已经结束，结果已经公布。"))
        return redirect("juries:panel" if name == "open" else "juries:proof", panel_id)
    return page(request, "juries/move.html", {"row": row, "step": step})


@access.asks(Permission.JURY_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def judges(request: Any, panel_id: int) -> HttpResponse:
    """Who joins the jury."""
    row = queries.managed_panel(panel_id, actor=request.actor)
    people = {one.person_id: one for one in queries.candidates(row, on=request.today)}
    named = [(one.person_id, f"{one.name}（{one.unit_name}）") for one in people.values()]
    form = JudgeForm(request.POST or None, people=named, kinds=set(row.kind_weights))

    def appoint() -> None:
        one = people[form.cleaned_data["person"]]
        services.appoint_judge(
            panel_id,
            person_id=one.person_id,
            unit_id=one.home_id,
            kind=form.cleaned_data["kind"],
            actor=request.actor,
            at=request.at,
        )

    if request.method == "POST" and form.is_valid() and carried(form, appoint):
        messages.success(request, _("评委已加入。"))
        return redirect("juries:panel", panel_id)
    context = {"row": row, "form": form if people else None, "title": _("加入评委")}
    context["empty"] = _("没有可以加入的人。请先请组织管理员在本级工会任命“评委”。")
    return page(request, "juries/small_form.html", context, form)


@access.asks(Permission.JURY_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: Any, judge_id: int) -> HttpResponse:
    """Take a judge off."""
    judge = Judge.objects.filter(pk=judge_id, released_at__isnull=True).first()
    if judge is None:
        raise NotFound(access.NOT_FOUND)
    row = queries.managed_panel(judge.panel_id, actor=request.actor)
    form = WhyForm(request.POST or None)

    def leave() -> None:
        services.release_judge(judge_id, why=form.cleaned_data["why"], actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, leave):
        messages.success(request, _("评委已退出，没有截止的项目里所打的分不再计入。"))
        return redirect("juries:panel", row.pk)
    context = {"row": row, "form": form, "title": _("评委退出：%(name)s") % {"name": judge.name}}
    return page(request, "juries/small_form.html", context, form)


@access.asks(Permission.JURY_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: Any, entry_id: int) -> HttpResponse:
    """One entry for the office: who is asked, who has scored, who stands back; kin is recorded here."""
    found = queries.find_entry(entry_id)
    row = queries.managed_panel(found.panel_id, actor=request.actor)
    sitting = queries.judge_lines(row)
    seats = {one.judge_id: one for one in queries.seat_lines(found)}
    free = [(one.id, one.name) for one in sitting if one.id not in seats or seats[one.id].ground is None]
    is_open = found.closed_at is None and found.withdrawn_at is None and row.state != "closed"
    form = KinForm(request.POST or None, judges=free) if is_open and free else None

    def stand_back() -> None:
        assert form is not None
        said = form.cleaned_data
        services.record_kin(entry_id, judge_id=said["judge"], why=said["why"], actor=request.actor, at=request.at)

    if request.method == "POST" and form is not None and form.is_valid() and carried(form, stand_back):
        messages.success(request, _("已登记回避。"))
        return redirect("juries:entry", entry_id)
    context = {
        "row": row,
        "entry": found,
        "seats": seats.values(),
        "state": queries.states(row, [entry_id])[entry_id],
        "form": form,
        "is_open": is_open,
    }
    return page(request, "juries/entry.html", context, form)


@access.asks(Permission.JURY_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Any, entry_id: int) -> HttpResponse:
    """Take an entry out of the round."""
    found = queries.find_entry(entry_id)
    row = queries.managed_panel(found.panel_id, actor=request.actor)
    form = WhyForm(request.POST or None)

    def leave() -> None:
        services.withdraw(entry_id, why=form.cleaned_data["why"], actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, leave):
        messages.success(request, _("已退出评审。"))
        return redirect("juries:panel", row.pk)
    context = {"row": row, "form": form, "title": _("退出评审：%(title)s") % {"title": found.title}}
    return page(request, "juries/small_form.html", context, form)
