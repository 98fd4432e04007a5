"""The calendar: what holds, a notice entered by one and approved by another, and the recomputing that follows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huozhong.access import services as access
from huozhong.clocks import queries, services
from huozhong.clocks.forms import WhyForm, YearForm
from huozhong.clocks.models import CalendarNotice
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Forbidden, NotFound
from huozhong.kernel.sentences import say
from huozhong.look import services as look

TONES = {"submitted": "ember", "returned": "sun", "approved": "leaf"}
EDITABLE = ("draft", "returned")


@access.asks(Permission.RULE_READ)
@require_safe
def index(request: Any) -> HttpResponse:
    """A year of the calendar, the notices, and what is to be entered."""
    using = queries.calendar()
    year = request.today.year
    asked = request.GET.get("year", "")
    if asked.isascii() and asked.isdigit() and 2004 <= int(asked) <= using.last.year + 1:
        year = int(asked)
    years = range(request.today.year - 1, using.last.year + 2)
    context = {
        "year": year,
        "tabs": tuple(look.Tab(str(one), f"?year={one}", is_here=one == year) for one in years),
        "table": queries.year_table(using, year),
        "is_announced": year <= using.last.year,
        "last_year": using.last.year,
        "notices": queries.notices(reach=request.reach),
        "due_year": queries.notice_due(on=request.today),
        "may_enter": queries.keeping_place(request.actor, Permission.RULE_EDIT) is not None,
        "runs": queries.runs(limit=3),
    }
    return render(request, "clocks/calendar.html", context)


@access.asks(Permission.RULE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: Any) -> HttpResponse:
    """Paste a notice; the next page shows what was read and what it changes."""
    place = queries.keeping_place(request.actor, Permission.RULE_EDIT)
    if place is None:
        raise Forbidden(say("放假安排全国统一，由市级及以上工会的规则管理员录入。"))
    due = queries.notice_due(on=request.today) or queries.calendar().last.year
    form = _form(request, initial={"year": due})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        made = services.enter_notice(
            year=typed["year"], number=typed["number"], url=typed["url"], text=typed["text"], days=typed["days"],
            place=place, actor=request.actor, at=request.at,
        )  # fmt: skip
        messages.success(request, _("已存为草稿。请对照原文核对，再提交核准。"))
        return redirect("clocks:notice", made)
    return render(request, "clocks/enter.html", {"form": form})


@access.asks(Permission.RULE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Any, notice_id: int) -> HttpResponse:
    """Write a draft anew."""
    row = queries.find_notice(notice_id, reach=request.reach)
    more = "" if row.text else "\n".join(_line(one) for one in row.days)
    initial = {"year": row.year, "number": row.number, "url": row.url, "text": row.text, "more": more}
    form = _form(request, initial=initial)
    form.fields["year"].disabled = True
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        services.change_notice(
            row.pk, number=typed["number"], url=typed["url"], text=typed["text"], days=typed["days"],
            actor=request.actor, at=request.at,
        )  # fmt: skip
        messages.success(request, _("已保存。"))
        return redirect("clocks:notice", row.pk)
    return render(request, "clocks/enter.html", {"form": form, "row": row})


@access.asks(Permission.RULE_READ)
@require_safe
def notice(request: Any, notice_id: int) -> HttpResponse:
    """A notice: every day before and after, what is wrong, what may be done, and how far the recomputing is."""
    row = queries.find_notice(notice_id, reach=request.reach)
    run = queries.run_of(row.pk)
    context = {
        "card": queries.notice_card(row),
        "tone": TONES.get(row.state, ""),
        "steps": services.notice_steps(row, request.actor),
        "trail": queries.notice_story(row.pk),
        "may_edit": row.state in EDITABLE and access.can(request.actor, Permission.RULE_EDIT, at=row.place),
        "run": run,
        "shifts": queries.shifts_of(run.id, actor=request.actor, on=request.today) if run else (),
    }
    return render(request, "clocks/notice.html", context)


@access.asks(Permission.RULE_READ)
@require_safe
def progress(request: Any, notice_id: int) -> HttpResponse:
    """How far the recomputing is, for the page that asks again."""
    row = queries.find_notice(notice_id, reach=request.reach)
    return render(request, "clocks/progress.html", {"run": queries.run_of(row.pk), "notice_id": row.pk})


@access.asks(Permission.RULE_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: Any, notice_id: int, name: str) -> HttpResponse:
    """Carry one move of a notice out, after a last look."""
    row = queries.find_notice(notice_id, reach=request.reach)
    steps = {step.name: step for step in services.notice_steps(row, request.actor)}
    if name not in steps:
        raise NotFound(access.NOT_FOUND)
    form = WhyForm(request.POST or None) if name in ("send_back", "discard") else None
    if request.method == "POST" and (form is None or form.is_valid()):
        _carry_out(row, name, form.cleaned_data if form else {}, request)
        messages.success(request, _("已办理：%(move)s。") % {"move": look.told(steps[name].label)})
        return redirect("clocks:notice", row.pk)
    context = {"card": queries.notice_card(row), "step": steps[name], "form": form}
    return render(request, "clocks/move_notice.html", context)


def _carry_out(row: CalendarNotice, name: str, typed: dict[str, Any], request: Any) -> None:
    who = {"actor": request.actor, "at": request.at}
    if name == "submit":
        services.submit_notice(row.pk, **who)
    elif name == "approve":
        services.approve_notice(row.pk, **who)
    elif name == "send_back":
        services.send_notice_back(row.pk, why=typed["why"], **who)
    else:
        services.discard_notice(row.pk, why=typed["why"], **who)


def _form(request: Any, *, initial: dict[str, Any]) -> YearForm:
    form = YearForm(request.POST or None, initial=initial)
    form.statutory = frozenset(queries.calendar().statutory)
    return form


def _line(day: dict[str, Any]) -> str:
    kind = "休" if day["kind"] == "rest" else "班"
    return f"{day['day']} {kind} {day['label']}{' 法定' if day['statutory'] else ''}"
