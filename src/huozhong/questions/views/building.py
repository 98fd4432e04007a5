"""A form is written: its outline, its sections, its questions, their order."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.look.services import carried
from huozhong.questions import engine, queries, services
from huozhong.questions.forms.building import KindForm, QuestionForm, SectionForm
from huozhong.questions.models import Form
from huozhong.questions.queries import VersionCard
from huozhong.questions.views.answers import page


def found(request: Any, form_id: int) -> tuple[Form, tuple[VersionCard, ...], VersionCard]:
    """The form, its versions, and the newest of them: the one that is written or was published last."""
    row = queries.find_form(form_id, actor=request.actor)
    versions = queries.versions(row)
    return row, versions, versions[-1]


def _outline(card: VersionCard) -> list[dict[str, Any]]:
    wrong: dict[str, list[Any]] = {}
    for fault in engine.faults(card.definition):
        wrong.setdefault(fault.key, []).append(fault.says)
    return [
        {
            "number": number,
            "title": part.title,
            "lead": part.lead,
            "questions": [
                {
                    "key": one.key,
                    "label": one.label,
                    "kind": engine.KINDS[one.kind],
                    "is_required": one.is_required,
                    "when": queries.condition_words(card.definition, one),
                    "choices": "、".join(choice.words for choice in one.choices),
                    "faults": wrong.get(one.key, []),
                }
                for one in part.questions
            ],
        }
        for number, part in enumerate(card.definition.sections)
    ]


@access.asks(Permission.FORM_MANAGE)
@require_safe
def form(request: Any, form_id: int) -> HttpResponse:
    """The outline of a form: what is asked in which order, what is still wrong, its versions."""
    row, versions, newest = found(request, form_id)
    published = [card for card in versions if card.published_at]
    context = {
        "card": newest,
        "outline": _outline(newest),
        "faults": engine.faults(newest.definition) if newest.published_at is None else (),
        "kinds": KindForm(),
        "published": list(reversed(published)),
        "is_open": newest.published_at is None,
        "moved": request.GET.get("moved", ""),
        "by": request.GET.get("by", ""),
    }
    return page(request, "questions/form.html", context, row=row)


@access.asks(Permission.FORM_MANAGE)
@require_POST
def shift(request: Any, form_id: int) -> HttpResponse:
    """A question or a section one place up or down; the page comes back with the same button under the finger."""
    row = queries.find_form(form_id, actor=request.actor)
    key, by = request.POST.get("key", ""), {"up": -1, "down": 1}.get(request.POST.get("by", ""))
    if by is None:
        raise NotFound(access.NOT_FOUND)
    if key.startswith("section-") and key[8:].isdecimal():
        number = int(key[8:])
        services.shift_section(row.pk, number, by=by, actor=request.actor, at=request.at)
        key = f"section-{number + by}"
    else:
        services.shift_question(row.pk, key, by=by, actor=request.actor, at=request.at)
    anchor = key if key.isascii() and key.replace("-", "").isalnum() else ""
    url = reverse("questions:form", args=[row.pk])
    if anchor.startswith("section"):
        return redirect(f"{url}#{anchor}")
    return redirect(f"{url}?moved={anchor}&by={request.POST['by']}")  # a fragment would take the focus away


def _section_page(request: Any, row: Form, title: str, form: SectionForm) -> HttpResponse:
    back = reverse("questions:form", args=[row.pk])
    context = {"form": form, "title": title, "back_url": back, "submit": _("保存")}
    return page(request, "questions/small.html", context, form, row=row)


@access.asks(Permission.FORM_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_section(request: Any, form_id: int) -> HttpResponse:
    """One more section."""
    row = queries.find_form(form_id, actor=request.actor)
    form = SectionForm(request.POST or None)

    def add() -> None:
        services.add_section(form_id, **form.cleaned_data, actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, add):
        return redirect("questions:form", form_id)
    return _section_page(request, row, _("加一节"), form)


@access.asks(Permission.FORM_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def section(request: Any, form_id: int, number: int) -> HttpResponse:
    """A section's title and lead."""
    row, _versions, newest = found(request, form_id)
    if number >= len(newest.definition.sections):
        raise NotFound(access.NOT_FOUND)
    part = newest.definition.sections[number]
    form = SectionForm(request.POST or None, initial={"title": part.title, "lead": part.lead})

    def change() -> None:
        services.rename_section(form_id, number, **form.cleaned_data, actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, change):
        return redirect("questions:form", form_id)
    return _section_page(request, row, _("修改这一节"), form)


@access.asks(Permission.FORM_MANAGE)
@require_POST
def drop_section(request: Any, form_id: int, number: int) -> HttpResponse:
    """Take an empty section away."""
    services.drop_section(form_id, number, actor=request.actor, at=request.at)
    return redirect("questions:form", form_id)


@access.asks(Permission.FORM_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_question(request: Any, form_id: int, number: int) -> HttpResponse:
    """Add a question of the kind that the address names."""
    row, _versions, newest = found(request, form_id)
    said = request.GET.get("kind", "")
    if number >= len(newest.definition.sections) or said not in set(engine.Kind):
        raise NotFound(access.NOT_FOUND)
    kind = engine.Kind(said)
    before = engine.Definition(newest.definition.sections[: number + 1], newest.definition.numbered)
    form = QuestionForm(request.POST or None, kind=kind, definition=before, question=None)

    def add() -> None:
        services.write_question(
            form_id,
            form.typed(),
            section=number,
            choices=form.choice_words(),
            columns=form.column_heads(),
            actor=request.actor,
            at=request.at,
        )

    if request.method == "POST" and form.is_valid() and carried(form, add):
        messages.success(request, _("问题已经加上。"))
        return redirect("questions:form", form_id)
    return page(request, "questions/question.html", {"form": form, "kind": engine.KINDS[kind]}, form, row=row)


@access.asks(Permission.FORM_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: Any, form_id: int, key: str) -> HttpResponse:
    """Write a question anew."""
    row, _versions, newest = found(request, form_id)
    asked = newest.definition.question(key)
    if asked is None:
        raise NotFound(access.NOT_FOUND)
    seen = newest.saves if newest.published_at is None else 0
    form = QuestionForm(
        request.POST or None, kind=asked.kind, definition=newest.definition, question=asked, initial={"seen": seen}
    )

    def change() -> None:
        services.write_question(
            form_id,
            form.typed(),
            choices=form.choice_words(),
            columns=form.column_heads(),
            seen=form.cleaned_data["seen"],
            actor=request.actor,
            at=request.at,
        )

    if request.method == "POST" and form.is_valid():
        if carried(form, change):
            messages.success(request, _("已保存。"))
            return redirect("questions:form", form_id)
        form.data = {**request.POST.dict(), "seen": str(seen)}  # told once; the next press saves
    context = {"form": form, "kind": engine.KINDS[asked.kind], "question": asked}
    return page(request, "questions/question.html", context, form, row=row)


@access.asks(Permission.FORM_MANAGE)
@require_POST
def drop_question(request: Any, form_id: int, key: str) -> HttpResponse:
    """Take a question out."""
    services.drop_question(form_id, key, actor=request.actor, at=request.at)
    messages.success(request, _("问题已经删去；已发布的版本和填过的答案不受影响。"))
    return redirect("questions:form", form_id)
