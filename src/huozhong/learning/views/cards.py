"""Pages of how-to cards: the list, one card, practising, writing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.learning import queries, services
from huozhong.learning.forms import CaseForm, HowToForm, TemplateFileForm, WhyForm, duties
from huozhong.learning.models import HowTo
from huozhong.learning.queries import HowToCard
from huozhong.learning.services.cards import facts_of
from huozhong.learning.views.answers import colleagues, my_units, place_of, refuse_in, shown
from huozhong.learning.workflow import HOWTO, HowToState
from huozhong.lifecycles import services as lifecycles
from huozhong.records import services as records

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])
EVERYBODY = "a how-to card is for every cadre of the city; whose it is, the query asks"


@access.signed_in(EVERYBODY)
@require_safe
def index(request: Any) -> HttpResponse:
    """Every card, by duty; one's own drafts first."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:40]
    duty = request.GET.get("duty", "")
    may_write = not access.reach(request.actor, Permission.HOWTO_WRITE).is_empty
    context = {
        "cards": queries.howtos(actor=request.actor, words=words, duty=duty),
        "drafts": queries.howtos(actor=request.actor, state=HowToState.DRAFT) if may_write else (),
        "words": words,
        "duty": duty,
        "duties": duties(),
        "may_write": may_write,
    }
    return render(request, "learning/index.html", context)


@access.signed_in(EVERYBODY)
@require_safe
def show(request: Any, howto_id: int) -> HttpResponse:
    """One card: when, how, the template, whom to ask, cases to try."""
    card = queries.howto(howto_id, actor=request.actor)
    may_write = access.can(request.actor, Permission.HOWTO_WRITE, at=card.place)
    row = HowTo.objects.select_related("unit").get(pk=howto_id)
    steps = lifecycles.what_next(row, actor=request.actor, facts=facts_of(row)) if may_write else ()
    context = {"card": card, "may_write": may_write, "state_word": HOWTO.states[card.state], "steps": steps}
    return render(request, "learning/card.html", context)


@access.signed_in(EVERYBODY)
@require_safe
def template_file(request: Any, howto_id: int) -> Any:
    """The form or model text of a card."""
    card = queries.howto(howto_id, actor=request.actor)
    if card.template_file_id is None:
        raise NotFound(access.NOT_FOUND)
    return records.file_response(card.template_file_id)


@access.signed_in("what somebody learns is their own")
@require_POST
def mark_read(request: Any, howto_id: int) -> HttpResponse:
    """I have read it."""
    if services.mark_read(howto_id, actor=request.actor, at=request.at):
        messages.success(request, _("记下了，算进您自己的学习时间。"))
    return redirect("learning:howto", howto_id)


@access.signed_in("what somebody learns is their own")
@GET_AND_POST
def practise(request: Any, howto_id: int, case_id: int) -> HttpResponse:
    """Try a case; the answer explains itself at once."""
    card, case = queries.practice_case(howto_id, case_id, actor=request.actor)
    answered, chosen, refused = None, request.POST.get("choice", ""), None
    if request.method == "POST":
        try:
            answered = services.answer_case(
                case_id, choice=int(chosen) if chosen.isdigit() else -1, actor=request.actor, at=request.at
            )
        except NotFound:
            raise
        except Refused as problem:
            refused = problem.reason
    context = {"card": card, "case": case, "answered": answered, "chosen": chosen, "refused": refused}
    return render(request, "learning/practise.html", context, status=422 if refused else 200)


def _initial(card: HowToCard) -> dict[str, Any]:
    return {
        "unit": card.place.unit_id,
        "title": card.title,
        "duty": card.duty_key,
        "minutes": card.minutes,
        "when": card.when,
        "steps": "\n".join(card.steps),
        "pitfalls": card.pitfalls,
        "basis": card.basis,
        "ask": card.ask_person_id,
    }


@access.asks(Permission.HOWTO_WRITE)
@GET_AND_POST
def write(request: Any, howto_id: int | None = None) -> HttpResponse:
    """Begin a card, or rewrite a draft."""
    card = queries.howto(howto_id, actor=request.actor) if howto_id is not None else None
    units = my_units(request, Permission.HOWTO_WRITE)
    if card is not None:
        access.require(request.actor, Permission.HOWTO_WRITE, at=card.place)
        units = [(card.place.unit_id, card.unit_name)]
    known = colleagues(request, Permission.HOWTO_WRITE)
    if card is not None and card.ask_person_id and card.ask_person_id not in dict(known):
        known.append((card.ask_person_id, card.ask_name))
    form = HowToForm(request.POST or None, units=units, colleagues=known, initial=_initial(card) if card else None)
    if request.method == "POST" and form.is_valid():
        place = card.place if card else place_of(request, form.cleaned_data["unit"], Permission.HOWTO_WRITE)
        try:
            kept = services.write_howto(form.card(), unit=place, actor=request.actor, at=request.at, howto_id=howto_id)
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("草稿已保存。"))
            return redirect("learning:howto", kept)
    return shown(request, "learning/write.html", {"card": card}, form=form)


@access.asks(Permission.HOWTO_WRITE)
@GET_AND_POST
def upload(request: Any, howto_id: int) -> HttpResponse:
    """Put a template file beside a card."""
    card = queries.howto(howto_id, actor=request.actor)
    access.require(request.actor, Permission.HOWTO_WRITE, at=card.place)
    form = TemplateFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            services.keep_template(howto_id, content=given, name=given.name, actor=request.actor, at=request.at)
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("模板已放好。"))
            return redirect("learning:howto", howto_id)
    return shown(
        request, "learning/small_form.html", {"card": card, "title": _("放一个模板"), "is_upload": "yes"}, form=form
    )


@access.asks(Permission.HOWTO_WRITE)
@GET_AND_POST
def new_case(request: Any, howto_id: int) -> HttpResponse:
    """Write a practice case."""
    card = queries.howto(howto_id, actor=request.actor)
    access.require(request.actor, Permission.HOWTO_WRITE, at=card.place)
    form = CaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_case(
                howto_id,
                situation=form.cleaned_data["situation"],
                options=form.options(),
                actor=request.actor,
                at=request.at,
            )
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("练习案例已加上。"))
            return redirect("learning:howto", howto_id)
    return shown(request, "learning/small_form.html", {"card": card, "title": _("写一个练习案例")}, form=form)


@access.asks(Permission.HOWTO_WRITE)
@require_POST
def withdraw_case(request: Any, howto_id: int, case_id: int) -> HttpResponse:
    """Take a case out."""
    queries.practice_case(howto_id, case_id, actor=request.actor)
    services.withdraw_case(case_id, actor=request.actor, at=request.at)
    messages.success(request, _("案例已撤下。"))
    return redirect("learning:howto", howto_id)


@access.asks(Permission.HOWTO_WRITE)
@GET_AND_POST
def move(request: Any, howto_id: int, move_name: str) -> HttpResponse:
    """Publish, take back, put out of use."""
    card = queries.howto(howto_id, actor=request.actor)
    found = next((one for one in HOWTO.moves if one.name == move_name), None)
    if found is None:
        raise NotFound(access.NOT_FOUND)
    form = WhyForm(request.POST or None)
    if not found.needs_reason:
        del form.fields["why"]
    if request.method == "POST" and form.is_valid():
        try:
            services.move_howto(
                howto_id, move_name, actor=request.actor, at=request.at, why=form.cleaned_data.get("why", "")
            )
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("已办好。"))
            return redirect("learning:howto", howto_id)
    return shown(request, "learning/move.html", {"card": card, "move": found}, form=form)
