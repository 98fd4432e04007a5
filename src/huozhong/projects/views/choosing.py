"""The office reads suggestions, merges, chooses by the four rules, and hands the chosen list to the editors."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import queries as appointments
from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.look import services as look
from huozhong.look.services import carried
from huozhong.projects import queries, services
from huozhong.projects.forms.suggesting import ClosingForm, DecideForm, EnterForm, StartForSuggestionForm, WindowForm
from huozhong.projects.rules.suggesting import DECISIONS
from huozhong.projects.views.answers import page
from huozhong.questions import queries as questions


def _way(*more: look.Crumb) -> tuple[look.Crumb, ...]:
    return (look.Crumb(_("职工建议"), reverse("projects:windows")), *more)


def _here(row: Any) -> look.Crumb:
    return look.Crumb(row.title, reverse("projects:window", args=[row.pk]))


@access.asks(Permission.PROGRAMME_MANAGE)
@require_safe
def windows(request: Any) -> HttpResponse:
    """The calls for suggestions of the reader's office."""
    context = {"windows": queries.window_cards(request.actor, at=request.at), "path": _way()}
    return page(request, "projects/windows.html", context)


@access.asks(Permission.PROGRAMME_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_window(request: Any) -> HttpResponse:
    """Call for suggestions."""
    units = appointments.acting_units(request.actor, Permission.PROGRAMME_MANAGE)
    if not units:
        raise NotFound(access.NOT_FOUND)
    form = WindowForm(request.POST if request.method == "POST" else None)
    made: list[int] = []

    def start() -> None:
        said = form.cleaned_data
        made.append(services.open_window(units[0].place.unit_id, **said, actor=request.actor, at=request.at))

    if request.method == "POST" and form.is_valid() and carried(form, start):
        messages.success(request, _("征集建议已经发布，到时间自动开始和截止。"))
        return redirect("projects:window", made[0])
    context = {"form": form, "title": _("向职工征集实事建议"), "back_url": reverse("projects:windows"), "path": _way()}
    return page(request, "projects/small_form.html", context, form)


@access.asks(Permission.PROGRAMME_MANAGE)
@require_safe
def window(request: Any, window_id: int) -> HttpResponse:
    """What came in: the same put together, most said first."""
    row = queries.find_window(window_id, actor=request.actor)
    decision = request.GET.get("decision", "")
    decision = decision if decision in DECISIONS else ""
    here = reverse("projects:window", args=[row.pk])
    tabs = [look.Tab(_("全部"), here, not decision, None)]
    tabs += [
        look.Tab(look.told(word), f"{here}?decision={key}", decision == key, None) for key, word in DECISIONS.items()
    ]
    context = {
        "card": queries.window_card(row, at=request.at),
        "rows": queries.suggestion_rows(row, decision=decision),
        "alike": queries.said_alike(row) if decision in ("", "waiting") else (),
        "tabs": tabs,
        "path": _way(_here(row)),
        "open_url": request.build_absolute_uri(reverse("projects:suggest", args=[row.pk])),
    }
    return page(request, "projects/window.html", context)


@access.asks(Permission.PROGRAMME_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def closing(request: Any, window_id: int) -> HttpResponse:
    """Another closing second."""
    row = queries.find_window(window_id, actor=request.actor)
    form = ClosingForm(request.POST if request.method == "POST" else None, initial={"closes_at": row.closes_at})

    def move() -> None:
        services.move_closing(window_id, **form.cleaned_data, actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, move):
        messages.success(request, _("已保存。"))
        return redirect("projects:window", window_id)
    back = reverse("projects:window", args=[window_id])
    context = {"form": form, "title": _("改截止时间"), "back_url": back, "path": _way(_here(row))}
    return page(request, "projects/small_form.html", context, form)


@access.asks(Permission.PROGRAMME_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: Any, window_id: int) -> HttpResponse:
    """What came on paper or by telephone."""
    row = queries.find_window(window_id, actor=request.actor)
    form = EnterForm(request.POST if request.method == "POST" else None, initial={"received_date": request.today})

    def keep() -> None:
        said = form.cleaned_data
        services.enter_suggestion(
            window_id,
            form.said(),
            channel=said["channel"],
            received_date=said["received_date"],
            actor=request.actor,
            at=request.at,
        )

    if request.method == "POST" and form.is_valid() and carried(form, keep):
        messages.success(request, _("已登记，可以接着登下一条。"))
        return redirect("projects:enter_suggestion", window_id)
    back = reverse("projects:window", args=[window_id])
    context = {"form": form, "title": _("登记书面和电话建议"), "back_url": back, "path": _way(_here(row))}
    return page(request, "projects/small_form.html", context, form)


@access.asks(Permission.PROGRAMME_MANAGE)
@require_POST
def merge(request: Any, window_id: int) -> HttpResponse:
    """Put what says the same under one of them."""
    queries.find_window(window_id, actor=request.actor)
    ids = [int(word) for word in request.POST.getlist("id") if word.isdecimal() and len(word) < 16]
    head = request.POST.get("head", "")
    if not head.isdecimal() or len(head) > 15:
        raise NotFound(access.NOT_FOUND)
    merged = services.merge_suggestions(int(head), ids, actor=request.actor, at=request.at)
    words = ngettext("%(n)s 条相同的建议已合并。", "%(n)s 条相同的建议已合并。", merged)
    messages.success(request, words % {"n": merged})
    return redirect("projects:window", window_id)


@access.asks(Permission.PROGRAMME_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def suggestion(request: Any, suggestion_id: int) -> HttpResponse:
    """One suggestion: who said what, the four rules, the decision; for the chosen union, the way to a draft."""
    row = queries.find_suggestion(suggestion_id, actor=request.actor)
    found = queries.suggestion_row(row)
    manages = access.can(request.actor, Permission.PROGRAMME_MANAGE, at=row.window.place)
    unit_name = row.for_unit.name if row.for_unit else row.window.unit.name
    initial = {**found.ticks, "unit": unit_name, "why": found.decided_why}
    form = DecideForm(request.POST if request.method == "POST" else None, initial=initial)

    def decide() -> None:
        said = {"ticks": form.ticks(), "why": form.cleaned_data["why"], "actor": request.actor, "at": request.at}
        if "choose" not in request.POST:
            services.decline_suggestion(suggestion_id, **said)
            return
        if not form.cleaned_data["unit"].strip():
            raise Refused(say("请写明由哪个工会来办。"))
        unit = questions.unit_named(form.cleaned_data["unit"], city_id=row.city_id, actor=request.actor)
        services.choose_suggestion(suggestion_id, for_unit_id=unit["id"], **said)

    if request.method == "POST":
        access.require(request.actor, Permission.PROGRAMME_MANAGE, at=row.window.place)
        if form.is_valid() and carried(form, decide):
            messages.success(request, _("已记下。"))
            return redirect("projects:window", row.window_id)
    may_draft = found.for_unit_id is not None and access.can(
        request.actor,
        Permission.PROJECT_DECLARE,
        at=row.for_unit.place,  # type: ignore[union-attr]
    )
    context = {
        "found": found,
        "merged": queries.merged_into(row.pk),
        "window": row.window,
        "form": form,
        "manages": manages and row.decision != "merged" and row.project_id is None,
        "is_merged": row.decision == "merged",
        "head_id": row.head_id,
        "start": _start_form(request, None, found.for_unit_id) if may_draft and row.project_id is None else None,
        "path": _way(_here(row.window)) if manages else (),
    }
    return page(request, "projects/suggestion.html", context, form)


def _start_form(request: Any, typed: Any, unit_id: int | None) -> StartForSuggestionForm:
    calls = [call for call in queries.answerable_calls(request.actor, at=request.at) if call.unit_id == unit_id]
    return StartForSuggestionForm(typed, calls=[(str(call.programme_id), call.title) for call in calls])


@access.asks(Permission.PROJECT_DECLARE)
@require_POST
def start(request: Any, suggestion_id: int) -> HttpResponse:
    """Begin the declaration of a chosen suggestion."""
    row = queries.find_suggestion(suggestion_id, actor=request.actor)
    form = _start_form(request, request.POST, row.for_unit_id)
    made: list[int] = []

    def draft() -> None:
        call = int(form.cleaned_data["call"])
        made.append(
            services.draft_from_suggestion(suggestion_id, programme_id=call, actor=request.actor, at=request.at)
        )

    if form.is_valid() and carried(form, draft):
        messages.success(request, _("建议里的话已经填进申报表，接着补全就可以提交。"))
        return redirect("projects:form", made[0], "basics")
    back = reverse("projects:suggestion", args=[suggestion_id])
    context = {"form": form, "title": _("申报哪一次征集"), "back_url": back, "path": ()}
    return page(request, "projects/small_form.html", context, form)


@access.asks(Permission.PROGRAMME_MANAGE)
@require_POST
def part(request: Any, suggestion_id: int) -> HttpResponse:
    """Take a merged suggestion out again."""
    services.part_suggestion(suggestion_id, actor=request.actor, at=request.at)
    return redirect("projects:suggestion", suggestion_id)


@access.asks(Permission.PROGRAMME_MANAGE)
@require_POST
def send_list(request: Any, window_id: int) -> HttpResponse:
    """Hand the chosen list to the editors."""
    services.send_chosen_list(window_id, actor=request.actor, at=request.at)
    messages.success(request, _("选上的清单已送三审三校，审完才会公开。"))
    return redirect("projects:window", window_id)
