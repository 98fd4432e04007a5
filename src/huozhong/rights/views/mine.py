"""A worker's own cases: where it is, what happens next and by when, what is theirs to do, whom they let in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import services as access
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.zone import day_of
from huozhong.rights.forms.interview import QuestionForm
from huozhong.rights.queries.cards import elements
from huozhong.rights.queries.interviews import own_open
from huozhong.rights.queries.my_case import may_be_let_in, my_case, my_cases
from huozhong.rights.queries.seeing import own_dossier
from huozhong.rights.queries.things import KIND
from huozhong.rights.rules import interview as rules
from huozhong.rights.rules.elements import ELEMENTS, NOT_SURE, is_asked
from huozhong.rights.rules.reading_answers import read
from huozhong.rights.services.granting import grant, revoke
from huozhong.rights.services.interviewing import checked
from huozhong.rights.services.opening import write_elements
from huozhong.rights.views.holding import page
from huozhong.rights.views.interview import carried

OWN = "a worker reads their own case, and nobody else's"


class LetInForm(forms.Form):
    """Somebody by name."""

    person = forms.TypedChoiceField(coerce=int)
    why = forms.CharField(required=False, max_length=100)

    def __init__(self, *args: Any, people: tuple[tuple[int, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields["person"]
        person.label, self.fields["why"].label = _("让谁看"), _("为什么")
        person.choices = [("", _("请选一个人")), *people]  # type: ignore[attr-defined]


@access.signed_in(OWN)
@require_safe
def mine(request: Any) -> HttpResponse:
    """All of one's own cases, and the interview that was begun."""
    context = {"lines": my_cases(request.actor, on=request.today), "open_id": own_open(request.actor)}
    return page(request, "mine", context)


@access.signed_in(OWN)
@require_safe
def case(request: Any, dossier_id: int) -> HttpResponse:
    """One's own case."""
    found = my_case(request.actor, dossier_id, on=request.today)
    context = {"case": found, "evidence_url": reverse("evidence:list", args=[KIND, dossier_id])}
    return page(request, "my_case", context)


@access.signed_in(OWN)
@require_safe
def more(request: Any, dossier_id: int) -> HttpResponse:
    """On to the next thing that papers want and nobody has asked yet."""
    own_dossier(request.actor, dossier_id)
    wanted = rules.wanted(elements(dossier_id))
    if not wanted:
        messages.success(request, _("文书要用的都补齐了。"))
        return redirect("rights:my_case", dossier_id)
    return redirect("rights:more_question", dossier_id, wanted[0].key)


@access.signed_in(OWN)
@require_http_methods(["GET", "HEAD", "POST"])
def more_question(request: Any, dossier_id: int, key: str) -> HttpResponse:
    """One thing that papers want; kept in the same elements as everything that was told before."""
    own_dossier(request.actor, dossier_id)
    element, told = ELEMENTS.get(key), elements(dossier_id)
    if element is None or not is_asked(element, told):
        raise NotFound(access.NOT_FOUND)
    sent = request.POST if request.method == "POST" else None
    form = QuestionForm(sent, element=element, given=told.get(key))
    if sent is not None:
        typed = [NOT_SURE] if "unsure" in sent else form.typed()

        def keep() -> None:
            value = checked(key, read(element, typed, on=day_of(request.at)))
            write_elements(dossier_id, {key: value}, actor=request.actor, at=request.at)

        if carried(form, keep):
            return redirect("rights:more", dossier_id)
    context = {
        "element": element,
        "form": form,
        "left": len(rules.wanted(told)),
        "back": reverse("rights:my_case", args=[dossier_id]),
        "is_unsure": told.get(key) == NOT_SURE,
    }
    return page(request, "more_question", context, status=422 if form.errors else 200)


@access.signed_in(OWN)
@require_http_methods(["GET", "HEAD", "POST"])
def let_in(request: Any, dossier_id: int) -> HttpResponse:
    """Let somebody read it, by name."""
    found = my_case(request.actor, dossier_id, on=request.today)
    people = may_be_let_in(request.actor, dossier_id, on=request.today)
    form = LetInForm(request.POST if request.method == "POST" else None, people=people)
    if request.method == "POST" and form.is_valid():
        who, why = form.cleaned_data["person"], form.cleaned_data["why"]
        if carried(form, lambda: grant(dossier_id, who, why=why, actor=request.actor, at=request.at)):
            messages.success(request, _("已经让他看。不想让他看了，随时收回。"))
            return redirect("rights:my_case", dossier_id)
    context = {"case": found, "form": form, "people": people}
    return page(request, "let_in", context, status=422 if form.errors else 200)


@access.signed_in(OWN)
@require_POST
def shut_out(request: Any, dossier_id: int, person_id: int) -> HttpResponse:
    """Take it back."""
    revoke(dossier_id, person_id, actor=request.actor, at=request.at)
    messages.success(request, _("收回了，他现在看不到了。"))
    return redirect("rights:my_case", dossier_id)
