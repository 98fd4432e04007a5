"""The facts of a dossier: the elements of the court's form, asked once and filled into every paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import Sentence
from huozhong.look.services import told
from huozhong.people import queries as people
from huozhong.rights import services
from huozhong.rights.forms.interview import QuestionForm
from huozhong.rights.queries import seeing
from huozhong.rights.queries.cards import elements
from huozhong.rights.rules import reading_answers
from huozhong.rights.rules.elements import ELEMENTS, NOT_SURE, SECTIONS, Element, Kind, blanks, words_of
from huozhong.rights.views.dossier import frame
from huozhong.rights.views.pages import EACH_SEES_OWN, carried, page, shown, small


@dataclass(frozen=True, slots=True)
class Told:
    """One element as the page shows it; numbers are masked."""

    key: str
    label: Sentence
    words: tuple[Sentence | str, ...]


@access.signed_in(EACH_SEES_OWN)
@require_safe
def facts(request: Any, dossier_id: int) -> HttpResponse:
    """What was told, part by part, and what papers still want."""
    row = shown(request, dossier_id)
    answers = elements(row.pk)
    sections = [
        (words, lines)
        for section, words in SECTIONS.items()
        if (lines := [_told(one, answers[one.key]) for one in ELEMENTS.values() if _is_in(one, section, answers)])
    ]
    context = frame(request, row, "facts") | {"sections": sections, "blanks": blanks(answers)[:24]}
    return page(request, "dossier_facts", context)


def _is_in(element: Element, section: object, answers: Any) -> bool:
    return element.section == section and answers.get(element.key) not in (None, "", [])


def _told(element: Element, value: Any) -> Told:
    if value != NOT_SURE and element.kind in (Kind.PHONE, Kind.PERSON_NUMBER):
        return Told(element.key, element.label, (_masked(element, str(value)),))
    return Told(element.key, element.label, words_of(element.key, value))


def _masked(element: Element, text: str) -> str:
    if element.kind is Kind.PERSON_NUMBER:
        return people.masked_number(text)
    try:
        return people.phone(text).masked
    except Refused:
        return people.masked_number(text)


@access.asks(Permission.DOSSIER_WORK)
@require_http_methods(["GET", "POST"])
def fact(request: Any, dossier_id: int, key: str) -> HttpResponse:
    """Ask one element, with "not sure" as an answer."""
    row = seeing.dossier_for(request.actor, dossier_id, Permission.DOSSIER_WORK)
    element = ELEMENTS.get(key)
    if element is None:
        raise NotFound(access.NOT_FOUND)
    given = elements(row.pk).get(key)
    form = QuestionForm(request.POST or None, element=element, given=given)
    form.fields["answer"].required = False
    if request.method == "POST":
        form.is_valid()

        def verb() -> object:
            typed = form.typed()
            value = NOT_SURE if request.POST.get("not_sure") else reading_answers.read(element, typed, on=request.today)
            return services.write_elements(row.pk, {key: value}, actor=request.actor, at=request.at)

        if carried(form, verb):
            messages.success(request, _("写好了，文书上都会用它。"))
            return redirect("rights:facts", row.pk)
    return small(request, form, row, title=told(element.question), submit=_("保存"), may_be_unsure=True)
