"""The editor of an office's triage graph: questions, checks, picture, versions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import queries as seats
from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Level
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import say
from huozhong.look.services import Crumb
from huozhong.rights import queries, services
from huozhong.rights.forms.triage import NoteForm, QuestionFields, way_rows
from huozhong.rights.queries.triage import TriageCard
from huozhong.rights.rules.triage import MOST_NODES, Graph, Question
from huozhong.rights.rules.triage_drawing import draw
from huozhong.rights.rules.triage_shipped import SHIPPED
from huozhong.rights.views.interview import carried

OFFICES = {Level.CITY, Level.DISTRICT}
NOT_YET = say("先把下面列出的几处改好，才能发布。")
LEADS = Permission.DOSSIER_SUPERVISE


def _way(card: TriageCard | None = None) -> tuple[Crumb, ...]:
    first = (Crumb(_("分流图"), reverse("rights:triage_index")),)
    return (*first, Crumb(card.unit_name, reverse("rights:triage", args=[card.id]))) if card else first


@access.asks(LEADS)
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: Any) -> HttpResponse:
    """The graphs within reach; without one of its own an office goes by the one above, or by the house's."""
    cards = queries.triage_cards(reach=request.reach)
    here = [one for one in seats.acting_units(request.actor, LEADS) if one.place.level in OFFICES]
    if request.method == "POST":
        if not here:
            raise NotFound(access.NOT_FOUND)
        made = services.start_graph(here[0].place.unit_id, actor=request.actor, at=request.at)
        return redirect("rights:triage", made)
    has_own = {card.unit_id for card in cards}
    context = {
        "cards": cards,
        "may_start": bool(here) and here[0].place.unit_id not in has_own,
        "picture": draw(SHIPPED),
    }
    return render(request, "rights/triage_index.html", context)


@access.asks(LEADS)
@require_safe
def graph(request: Any, graph_id: int) -> HttpResponse:
    """One office's graph: the draft with what is still wrong, else what is in force."""
    card = queries.triage_card(graph_id, reach=request.reach)
    found, shown = card.findings, card.shown
    lines = [
        (question, [one.says for one in found if one.key == question.key]) for question in shown.graph.questions
    ]  # fmt: skip
    context = {
        "card": card,
        "shown": shown,
        "lines": lines,
        "findings": found,
        "why_not": NOT_YET if found else None,
        "picture": draw(shown.graph),
        "path": _way(),
    }
    return render(request, "rights/triage.html", context)


def _free_key(graph: Graph) -> str:
    used = {one.key for one in graph.questions}
    return next(f"q{number}" for number in range(1, MOST_NODES * 2 + 2) if f"q{number}" not in used)


@access.asks(LEADS)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: Any, graph_id: int, key: str) -> HttpResponse:
    """Write one question; `new` writes a further one."""
    card = queries.triage_card(graph_id, reach=request.reach)
    if card.draft is None:
        raise NotFound(access.NOT_FOUND)
    whole = card.draft.graph
    found = Question(_free_key(whole), "", ()) if key == "new" else whole.question(key)
    if found is None:
        raise NotFound(access.NOT_FOUND)
    sent = request.POST if request.method == "POST" else None
    initial = {"text": found.text, "help": found.help, "element": found.element}
    fields = QuestionFields(sent, initial=initial)
    rows = way_rows(sent, graph=whole, question=found)

    def keep() -> None:
        said = fields.cleaned_data
        ways = tuple(way for row in rows if (way := row.way()) is not None)
        written = Question(found.key, said["text"].strip(), ways, said["element"], said["help"].strip())
        services.save_question(graph_id, written, actor=request.actor, at=request.at)

    valid = sent is not None and all([fields.is_valid(), *(row.is_valid() for row in rows)])
    if valid and carried(fields, keep):
        messages.success(request, _("已保存。"))
        return redirect("rights:triage", graph_id)
    context = {"card": card, "form": fields, "rows": rows, "question": found, "path": _way(card)}
    return render(request, "rights/triage_question.html", context, status=422 if sent is not None else 200)


@access.asks(LEADS)
@require_POST
def remove(request: Any, graph_id: int, key: str) -> HttpResponse:
    """A question less."""
    queries.triage_card(graph_id, reach=request.reach)
    services.remove_question(graph_id, key, actor=request.actor, at=request.at)
    messages.success(request, _("问题已去掉。"))
    return redirect("rights:triage", graph_id)


@access.asks(LEADS)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: Any, graph_id: int) -> HttpResponse:
    """Put the draft in force, or read in sentences why not."""
    card = queries.triage_card(graph_id, reach=request.reach)
    if card.draft is None:
        raise NotFound(access.NOT_FOUND)
    form = NoteForm(request.POST if request.method == "POST" else None, is_first=card.draft.number == 1)

    def put_out() -> None:
        note = form.cleaned_data["change_note"]
        services.publish_graph(graph_id, change_note=note, actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, put_out):
        messages.success(request, _("已发布，从现在起按它分流。"))
        return redirect("rights:triage", graph_id)
    context = {"card": card, "form": form, "findings": card.findings, "path": _way(card)}
    return render(request, "rights/triage_publish.html", context, status=422 if form.errors else 200)


@access.asks(LEADS)
@require_POST
def next_version(request: Any, graph_id: int) -> HttpResponse:
    """The next version as a draft."""
    queries.triage_card(graph_id, reach=request.reach)
    services.start_triage_version(graph_id, actor=request.actor, at=request.at)
    messages.success(request, _("新一版的草稿建好了；发布以前，仍按现在这一版分流。"))
    return redirect("rights:triage", graph_id)


@access.asks(LEADS)
@require_POST
def drop(request: Any, graph_id: int) -> HttpResponse:
    """Give the draft up."""
    queries.triage_card(graph_id, reach=request.reach)
    services.drop_triage_draft(graph_id, actor=request.actor, at=request.at)
    messages.success(request, _("草稿已放弃。"))
    return redirect("rights:triage", graph_id)
