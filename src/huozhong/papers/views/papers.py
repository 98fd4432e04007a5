"""Pages of papers: the list, one paper, drafting, numbering, voiding, Word."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.lifecycles import queries as lifecycles
from huozhong.look import services as look
from huozhong.look.services import handed_out, page_number
from huozhong.papers import queries, services
from huozhong.papers.forms import KINDS, IssueForm, NewPaperForm, PaperForm, WhyForm
from huozhong.papers.models import Paper
from huozhong.papers.queries.papers import PAGE
from huozhong.papers.rules.layout import USUAL_ENDING, PaperKind, ranked
from huozhong.papers.services.things import url_of_thing
from huozhong.papers.views.answers import DOCX, my_units, pages, place_of, refuse_in, shown
from huozhong.papers.workflow import PAPER, PaperState

WORDS = {"drafted": say("起草"), "written": say("修改"), "sealed": say("用印")}


@access.asks(Permission.PAPER_READ)
def papers(request: Any) -> HttpResponse:
    """Papers within reach, those whose sealed copy is out first."""
    state, kind = request.GET.get("state", ""), request.GET.get("kind", "")
    words = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    found = queries.papers(
        reach=request.reach,
        state=state if state in PAPER.states else "",
        kind=kind if kind in set(PaperKind) else "",
        words=words,
        page=page_number(request),
    )
    context = {
        "papers": found,
        "missing": queries.count_missing(reach=request.reach),
        "states": [(name, look.told(word)) for name, word in PAPER.states.items()],
        "kinds": KINDS,
        "state": state,
        "kind": kind,
        "words": words,
        "may_write": not access.reach(request.actor, Permission.PAPER_WRITE).is_empty,
        **pages(request, found, size=PAGE),
    }
    return render(request, "papers/papers.html", context)


@access.asks(Permission.PAPER_READ)
def paper(request: Any, paper_id: int) -> HttpResponse:
    """One paper: what it says, where its sealed copy is, what may be done."""
    card = queries.paper(paper_id, reach=request.reach)
    copies = queries.copies_of(paper_id)
    may_write = access.can(request.actor, Permission.PAPER_WRITE, at=card.place)
    may_seal = access.can(request.actor, Permission.SEAL_KEEP, at=card.place)
    seals = queries.seals_of(paper_id)
    context = {
        "paper": card,
        "main_move": _main_move(card, is_sealed=bool(seals)) if may_write else "",
        "parts": ranked(card.body),
        "thing_url": url_of_thing(card.thing_kind, card.thing_id),
        "copies": copies,
        "binding": copies[0] if copies else None,
        "seals": seals,
        "steps": services.next_moves(paper_id, actor=request.actor) if may_write else (),
        "may_edit": may_write and card.state == PaperState.DRAFT,
        "may_seal": may_seal and card.state in (PaperState.ISSUED, PaperState.FILED),
        "trail": lifecycles.story(Paper, paper_id, words=WORDS),
    }
    return render(request, "papers/paper.html", context)


def _main_move(card: queries.PaperCard, *, is_sealed: bool) -> str:
    """What is to be done next with the paper: number it, or bring its sealed copy back."""
    if card.state == PaperState.DRAFT:
        return "issue"
    return "take_back" if card.is_missing and is_sealed else ""


@access.asks(Permission.PAPER_WRITE)
@require_http_methods(["GET", "POST"])
def new_paper(request: Any) -> HttpResponse:
    """Draft a paper by hand."""
    kind = request.GET.get("kind", "")
    initial = {"kind": kind if kind in set(PaperKind) else PaperKind.NOTICE.value}
    initial["body"] = USUAL_ENDING[PaperKind(initial["kind"])]
    form = NewPaperForm(request.POST or None, initial=initial, units=my_units(request, Permission.PAPER_WRITE))
    if request.method == "POST" and form.is_valid():
        try:
            words, cleaned = form.words(), form.cleaned_data
            paper_id = services.draft_paper(
                cleaned["kind"],
                title=words.title,
                addressee=words.addressee,
                body=words.body,
                appendices=words.appendices,
                signer=words.signer,
                contact=words.contact,
                copy_to=words.copy_to,
                decision=services.Decision(words.meeting, words.wanted_number, words.decided_date),
                unit=place_of(request, cleaned["unit"], Permission.PAPER_WRITE),
                actor=request.actor,
                at=request.at,
            )
        except Refused as refused:
            refuse_in(form, refused)
        else:
            return redirect("papers:paper", paper_id)
    return shown(request, "papers/write.html", {}, form=form)


@access.asks(Permission.PAPER_WRITE)
@require_http_methods(["GET", "POST"])
def edit_paper(request: Any, paper_id: int) -> HttpResponse:
    """Write into a draft."""
    card = queries.paper(paper_id, reach=request.reach)
    initial = {name: getattr(card, name) for name in PaperForm.base_fields}
    initial |= {"body": "\n".join(card.body), "appendices": "\n".join(card.appendices)}
    form = PaperForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_draft(paper_id, words=form.words(), actor=request.actor, at=request.at)
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("已保存。"))
            return redirect("papers:paper", paper_id)
    return shown(request, "papers/write.html", {"paper": card}, form=form)


@access.asks(Permission.PAPER_READ)
def paper_word(request: Any, paper_id: int) -> HttpResponse:
    """The paper as editable Word."""
    queries.paper(paper_id, reach=request.reach)
    content, name = services.word_of(paper_id)
    return handed_out(content, name, DOCX)


@access.asks(Permission.PAPER_WRITE)
@require_http_methods(["GET", "POST"])
def issue(request: Any, paper_id: int) -> HttpResponse:
    """Give a paper its number and its day."""
    card = queries.paper(paper_id, reach=request.reach)
    codes = [one for one in queries.codes_of([card.unit_id], year=request.today.year) if not one.is_closed]
    choices = [(one.id, one.next_number) for one in codes]
    form = IssueForm(request.POST or None, codes=choices, initial={"by_hand": card.wanted_number})
    if request.method == "POST" and form.is_valid():
        cleaned = form.cleaned_data
        try:
            number = services.issue(
                paper_id,
                code_id=cleaned["code"],
                by_hand=cleaned["by_hand"],
                skipped_why=cleaned["skipped_why"],
                actor=request.actor,
                at=request.at,
            )
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("已编号：%(number)s。请下载 Word，套红头打印，送去用印。") % {"number": number})
            return redirect("papers:paper", paper_id)
    return shown(request, "papers/issue.html", {"paper": card, "codes": codes}, form=form)


@access.asks(Permission.PAPER_WRITE)
@require_http_methods(["GET", "POST"])
def void(request: Any, paper_id: int) -> HttpResponse:
    """Void a paper, with the reason."""
    card = queries.paper(paper_id, reach=request.reach)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.void(paper_id, why=form.cleaned_data["why"], actor=request.actor, at=request.at)
        messages.success(request, _("已作废。"))
        return redirect("papers:paper", paper_id)
    return shown(request, "papers/void.html", {"paper": card}, form=form)
