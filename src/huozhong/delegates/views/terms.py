"""Terms of congresses: the list, one term, founding, opening, postponing."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huozhong.access import services as access
from huozhong.delegates import queries, services
from huozhong.delegates.forms import (
    AnswerForm,
    CongressFoundForm,
    HeadCountForm,
    OpenForm,
    PostponeForm,
    RulesForm,
    WhyForm,
)
from huozhong.delegates.queries import CongressCard
from huozhong.delegates.services import CongressForm, CongressKind, Form, HeadCount
from huozhong.delegates.views.answers import (
    managed,
    may_manage,
    my_place,
    my_units,
    refuse_in,
    roll_day,
    seen,
    shown,
)
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Refused
from huozhong.look import services as look
from huozhong.records import services as records

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])
PAGE = 50


@access.asks(Permission.CONGRESS_READ)
@require_safe
def index(request: Any) -> HttpResponse:
    """Congresses within reach, those that end soonest first."""
    which = request.GET.get("which", "all")
    which = which if which in queries.WHICH else "all"
    words = str(request.GET.get("q", "")).replace("\x00", "").strip()[:40]
    page = min(max(1, int(number)) if (number := request.GET.get("page", "1")).isdecimal() else 1, 100_000)
    lines = queries.congresses(request.reach, on=request.today, which=which, words=words, page=page, limit=PAGE + 1)
    figures = queries.term_figures(request.reach, on=request.today)
    kept = f"which={which}&q={words}&" if words else f"which={which}&"
    context = {
        "lines": [
            (line, line.card.is_overdue(request.today), line.card.is_near_end(request.today)) for line in lines[:PAGE]
        ],
        "figures": figures,
        "which": which,
        "words": words,
        "tabs": _tabs(figures, which),
        "newer": f"?{kept}page={page - 1}" if page > 1 else "",
        "older": f"?{kept}page={page + 1}" if len(lines) > PAGE else "",
        "may_found": bool(my_units(request)),
    }
    return render(request, "delegates/index.html", context)


def _tabs(figures: queries.TermFigures, which: str) -> tuple[look.Tab, ...]:
    counts = {
        "all": (_("全部"), None),
        "overdue": (_("超期没换届"), figures.overdue),
        "near": (_("半年内届满"), figures.near),
        "preparing": (_("正在换届"), figures.preparing),
        "sitting": (_("任期内"), figures.sitting),
    }
    return tuple(look.Tab(title, f"?which={key}", key == which, count) for key, (title, count) in counts.items())


@access.asks(Permission.CONGRESS_READ)
@require_safe
def congress(request: Any, congress_id: int) -> HttpResponse:
    """One term: where it stands, what comes next, who sits."""
    card = seen(request, congress_id)
    on = roll_day(request, card)
    found = queries.composition(congress_id, on)
    context = {
        "card": card,
        "on": on,
        "composition": found,
        "constituencies": queries.constituencies(congress_id, on),
        "vacancies": queries.vacancies(congress_id),
        "check": queries.last_check(congress_id),
        "postponements": queries.postponements(congress_id),
        "terms": [one for one in queries.congresses_of(card.unit_id) if one.id != card.id],
        "may_manage": may_manage(request, card),
        "may_answer": access.can(request.actor, Permission.CONGRESS_WATCH, at=card.place)
        and all(held.unit_id != card.unit_id for held in request.actor.appointments),
        "is_overdue": card.is_overdue(request.today),
        "is_near": card.is_near_end(request.today),
        "why_not": queries.opening_hindrance(congress_id, on=on, actor=request.actor) if card.is_preparing else None,
    }
    return render(request, "delegates/congress.html", context)


def _said(form: CongressFoundForm) -> CongressForm:
    said = form.cleaned_data
    return CongressForm(
        kind=CongressKind(said["kind"]),
        form=Form(said["form"]),
        term_number=said["term_number"],
        term_years=said["term_years"],
        from_date=said["from_date"],
        seats=said["seats"] or 0,
        counted_date=said["counted_date"],
        managers_mean=said["managers_mean"],
        working_body=said["working_body"],
        **form.counts(),
    )


@access.asks(Permission.CONGRESS_MANAGE)
@GET_AND_POST
def found(request: Any) -> HttpResponse:
    """Begin to prepare a term."""
    form = CongressFoundForm(request.POST or None, units=my_units(request), initial={"counted_date": request.today})
    if request.method == "POST" and form.is_valid():
        try:
            place = my_place(request, form.cleaned_data["unit"])
            made = services.found_congress(place, form=_said(form), actor=request.actor, at=request.at)
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("已登记。接下来划分选区、分配名额。"))
            return redirect("delegates:constituencies", made)
    return shown(
        request, form, title=_("筹备一届职代会"), back=reverse("delegates:index"), submit=_("登记"),
        lead=_("先把这一届的基本情况写下来，系统按本地规定核对。"),
    )  # fmt: skip


@access.asks(Permission.CONGRESS_MANAGE)
@GET_AND_POST
def change(request: Any, congress_id: int) -> HttpResponse:
    """Correct a term while it is prepared."""
    card = managed(request, congress_id)
    names = ("term_number", "term_years", "from_date", "seats", "counted_date", "employees", "women", "front_line")
    more = ("dispatched", "disabled", "managers_mean", "working_body")
    initial = {name: getattr(card, name) for name in (*names, *more)}
    initial |= {"form": card.form.value, "kind": card.kind.value}
    units = [(card.unit_id, card.unit_name)]
    form = CongressFoundForm(request.POST or None, units=units, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_congress(congress_id, form=_said(form), actor=request.actor, at=request.at)
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("已修改。"))
            return redirect("delegates:congress", congress_id)
    back = reverse("delegates:congress", args=[congress_id])
    return shown(request, form, title=_("修改这一届的基本情况"), back=back, submit=_("保存"), card=card)


@access.asks(Permission.CONGRESS_MANAGE)
@GET_AND_POST
def recount(request: Any, congress_id: int) -> HttpResponse:
    """The workforce of another day."""
    card = managed(request, congress_id)
    initial = {name: getattr(card, name) for name in ("employees", "women", "front_line", "dispatched", "disabled")}
    form = HeadCountForm(request.POST or None, initial=initial | {"counted_date": request.today})
    if request.method == "POST" and form.is_valid():
        counted = HeadCount(form.cleaned_data["counted_date"], **form.counts())
        try:
            services.recount_employees(congress_id, counted=counted, actor=request.actor, at=request.at)
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("已更新，代表构成按新的人数核对。"))
            return redirect("delegates:composition", congress_id)
    back = reverse("delegates:composition", args=[congress_id])
    return shown(request, form, title=_("更新职工人数"), back=back, submit=_("保存"), card=card)


@access.asks(Permission.CONGRESS_MANAGE)
@GET_AND_POST
def rules(request: Any, congress_id: int) -> HttpResponse:
    """Register the congress's own rules."""
    card = managed(request, congress_id)
    form = RulesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        said, kept = form.cleaned_data, form.cleaned_data["document"]
        try:
            services.file_rules(
                congress_id, title=said["title"], adopted=said["adopted"], actor=request.actor, at=request.at,
                content=kept.file if kept else None, name=kept.name if kept else "",
            )  # fmt: skip
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("已登记实施细则。"))
            return redirect("delegates:congress", congress_id)
    back = reverse("delegates:congress", args=[congress_id])
    return shown(request, form, title=_("登记实施细则"), back=back, submit=_("登记"), card=card, upload=True)


@access.asks(Permission.CONGRESS_READ)
@require_safe
def rules_file(request: Any, congress_id: int) -> Any:
    """The document, for whoever may see the congress."""
    card = seen(request, congress_id)
    return records.file_response(card.rules_file_id or 0)


@access.asks(Permission.CONGRESS_MANAGE)
@GET_AND_POST
def move(request: Any, congress_id: int, name: str) -> HttpResponse:
    """Open a term, call it off, or end it."""
    card = managed(request, congress_id)
    form = (
        OpenForm(request.POST or None, initial={"from_date": request.today})
        if name == "open"
        else WhyForm(request.POST or None)
    )
    if request.method == "POST" and form.is_valid():
        try:
            _moved(request, congress_id, name, form.cleaned_data)
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("已办好。"))
            return redirect("delegates:congress", congress_id)
    titles = {"open": _("开始这一届的任期"), "cancel": _("取消这一届的筹备"), "end": _("结束这一届")}
    back = reverse("delegates:congress", args=[congress_id])
    return shown(request, form, title=titles[name], back=back, submit=_("办理"), card=card)


def _moved(request: Any, congress_id: int, name: str, said: dict[str, Any]) -> None:
    who = {"actor": request.actor, "at": request.at}
    if name == "open":
        services.open_congress(congress_id, from_date=said["from_date"], **who)
    elif name == "cancel":
        services.cancel_congress(congress_id, why=said["why"], **who)
    else:
        services.end_congress(congress_id, why=said["why"], **who)


@access.asks(Permission.CONGRESS_MANAGE)
@GET_AND_POST
def postpone(request: Any, congress_id: int) -> HttpResponse:
    """Ask the union above for a later election."""
    card = managed(request, congress_id)
    form = PostponeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            services.ask_postponement(
                congress_id, until_date=said["until_date"], why=said["why"], actor=request.actor, at=request.at
            )
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("已报上级工会，答复以后会在这里显示。"))
            return redirect("delegates:congress", congress_id)
    back = reverse("delegates:congress", args=[congress_id])
    lead = queries.postponing_words(card, on=request.today)
    return shown(
        request, form, title=_("申请延期换届"), back=back, submit=_("报上级工会"), card=card, lead=look.told(lead)
    )


@access.asks(Permission.CONGRESS_WATCH)
@GET_AND_POST
def answer(request: Any, postponement_id: int) -> HttpResponse:
    """Consent in writing, or say why not."""
    asked = queries.postponement(postponement_id)
    card: CongressCard = queries.congress(asked.congress_id, reach=request.reach)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            services.answer_postponement(
                postponement_id, is_granted=said["answer"] == "yes", document_number=said["document_number"],
                why=said["why"], actor=request.actor, at=request.at,
            )  # fmt: skip
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("已答复。"))
            return redirect("delegates:congress", card.id)
    back = reverse("delegates:congress", args=[card.id])
    return shown(
        request, form, title=_("答复延期换届申请"), back=back, submit=_("答复"), card=card, asked=asked,
        template="delegates/answer.html",
    )  # fmt: skip
