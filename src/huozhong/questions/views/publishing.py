"""A form is tried out at phone width, checked, published; its versions are looked at; it goes out of use."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.look.services import carried
from huozhong.questions import engine, queries, services
from huozhong.questions.forms.building import PublishForm
from huozhong.questions.queries import VersionCard
from huozhong.questions.views.answers import page
from huozhong.questions.views.building import found


def _trial(request: Any, card: VersionCard, *, city_id: int) -> services.AnswerForm:
    """The form as somebody would fill it in; nothing of it is kept."""
    is_sent = request.method == "POST"

    def find(words: str) -> dict[str, Any]:
        return queries.unit_named(words, city_id=city_id, actor=request.actor)

    return services.AnswerForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        definition=card.definition,
        answers={},
        find_unit=find,
        is_final=True,
    )


@access.asks(Permission.FORM_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: Any, form_id: int) -> HttpResponse:
    """The newest version on the width of a phone, to be tried out."""
    row, _versions, newest = found(request, form_id)
    trial = _trial(request, newest, city_id=row.city_id)
    passed = request.method == "POST" and trial.is_valid()
    return page(request, "questions/preview.html", {"card": newest, "trial": trial, "passed": passed}, trial, row=row)


@access.asks(Permission.FORM_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: Any, form_id: int) -> HttpResponse:
    """The check before publishing, and what the new version changes."""
    row, versions, newest = found(request, form_id)
    faults = engine.faults(newest.definition)
    form = PublishForm(request.POST if request.method == "POST" else None)

    def go() -> None:
        services.publish_form(form_id, note=form.cleaned_data["note"], actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, go):
        messages.success(request, _("已经发布。现在可以把它附到一次征集上。"))
        return redirect("questions:form", form_id)
    before = versions[-2] if len(versions) > 1 else None
    context = {
        "card": newest,
        "form": form,
        "faults": faults,
        "is_open": newest.published_at is None,
        "before": before,
        "differences": _told(before, newest),
    }
    return page(request, "questions/publish.html", context, form, row=row)


def _told(before: VersionCard | None, after: VersionCard) -> list[tuple[Any, Any]]:
    if before is None:
        return []
    return [(engine.CHANGES[one.change], one) for one in engine.differences(before.definition, after.definition)]


@access.asks(Permission.FORM_MANAGE)
@require_safe
def version(request: Any, form_id: int, number: int) -> HttpResponse:
    """One published version, as it was filled in and always will be shown."""
    row, versions, _newest = found(request, form_id)
    numbers = [card.number for card in versions]
    if number not in numbers:
        raise NotFound(access.NOT_FOUND)
    card = versions[numbers.index(number)]
    before = versions[numbers.index(number) - 1] if numbers.index(number) else None
    context = {"card": card, "trial": _trial(request, card, city_id=row.city_id), "differences": _told(before, card)}
    return page(request, "questions/version.html", context, row=row)


@access.asks(Permission.FORM_MANAGE)
@require_POST
def discard(request: Any, form_id: int) -> HttpResponse:
    """Give up what was changed since the last published version."""
    services.discard_changes(form_id, actor=request.actor, at=request.at)
    messages.success(request, _("没发布的修改已经放弃。"))
    return redirect("questions:form", form_id)


@access.asks(Permission.FORM_MANAGE)
@require_POST
def retire(request: Any, form_id: int) -> HttpResponse:
    """Out of use, or back again."""
    row = queries.find_form(form_id, actor=request.actor)
    if row.retired_at is None:
        services.retire_form(form_id, actor=request.actor, at=request.at)
        messages.success(request, _("已停用。填过的答案都还在。"))
    else:
        services.bring_back_form(form_id, actor=request.actor, at=request.at)
        messages.success(request, _("已重新启用。"))
    return redirect("questions:form", form_id)
