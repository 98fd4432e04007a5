"""Steps of a proposal: the author's, the committee's, the department's; each a page with one short form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huozhong.access import queries as appointments
from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Forbidden, NotFound
from huozhong.kernel.sentences import say
from huozhong.look.services import carried, told
from huozhong.proposals import queries, services
from huozhong.proposals.forms import (
    AdoptForm,
    AnswerForm,
    AssignForm,
    MergeForm,
    OpinionForm,
    ReasonForm,
    TrackForm,
)
from huozhong.proposals.views.answers import small
from huozhong.proposals.views.one import shown
from huozhong.proposals.views.own import OWN
from huozhong.proposals.workflow import PROPOSAL

Form = Any
LEADS = {
    "file": say("交上去以后不能再改；委员会要在规定的日子里审查。"),
    "withdraw": say("撤回以后这件提案就结束了。"),
    "register": say("合法、属于本单位、能办的，立案；交办的期限随即开始计。"),
    "send_back": say("理由会原样给提案人和附议人看。"),
    "merge": say("两件提的是同一件事，合在一起办；两件的提案人都保留，每一步都通知。"),
    "turn": say("写明为什么要由大会审议。"),
    "assign": say("写清部门和人。两个以上部门一起办的，由主办答复。"),
    "answer": say("逐条回答提案人的办法。委员会核查以后，由提案人和附议人评价。"),
    "pass_answer": say("核查答复是不是逐条回应、有没有写明日期。通过后请提案人和附议人评价。"),
    "return_answer": say("写明哪里没有答到。答复期限不变。"),
}
STANDING = ("registered", "handling")


def _people(request: Any, found: queries.ProposalPage) -> list[tuple[Any, str]]:
    """Whoever holds an appointment at the unit, by name."""
    row, _known = queries.find_proposal(found.line.id, actor=request.actor, on=request.today)
    held = appointments.appointments_at(row.unit_id, on=request.today)
    named = {one.person_id: one.person_name for one in held if one.person_id != row.author_id}
    return [("", _("请选一个人")), *sorted(named.items(), key=lambda pair: (pair[1], pair[0]))]


def _heads(found: queries.ProposalPage, *, on: Any) -> list[tuple[int, str]]:
    rows = queries.ledger_of(found.congress_id, on=on)
    standing = [one for one in rows if one.state in STANDING and one.id != found.line.id]
    return [(one.id, f"{told(one.number_words)} {one.title}") for one in standing]


def _form(request: Any, name: str, found: queries.ProposalPage) -> Form:
    """The form of a move."""
    sent = request.POST if request.method == "POST" else None
    if name == "merge":
        return MergeForm(sent, heads=_heads(found, on=request.today), is_owed=False)
    if name == "assign":
        return AssignForm(sent, people=_people(request, found), is_change=False)
    if name == "answer":
        return AnswerForm(sent)
    if name == "file":
        return forms.Form(sent)
    return ReasonForm(sent, is_owed=PROPOSAL.move(name).needs_reason)


def _verb(request: Any, name: str, proposal_id: int, form: Form) -> Callable[[], object]:
    """What the move's form carries out."""
    said, who = form.cleaned_data, {"actor": request.actor, "at": request.at}
    why = said.get("why", "")
    verbs: dict[str, Callable[[], object]] = {
        "file": lambda: services.file_proposal(proposal_id, **who),
        "withdraw": lambda: services.withdraw(proposal_id, why=why, **who),
        "merge": lambda: services.merge(proposal_id, into_id=said["into"], why=why, **who),
        "assign": lambda: services.assign(proposal_id, form.handlers(), **who),
        "answer": lambda: services.answer(
            proposal_id, verdict=said["verdict"], words=said["words"], promised_date=said["promised_date"], **who
        ),
        "pass_answer": lambda: services.check_answer(proposal_id, is_passed=True, why=why, **who),
        "return_answer": lambda: services.check_answer(proposal_id, is_passed=False, why=why, **who),
    }
    return verbs.get(name, lambda: services.review(proposal_id, name, why=why, **who))


@access.signed_in(OWN)
@require_http_methods(["GET", "POST"])
def move(request: Any, proposal_id: int, move: str) -> HttpResponse:
    """One move of a proposal; those that are the clock's have no page."""
    if not PROPOSAL.has(move) or PROPOSAL.move(move).permission is None:
        raise NotFound(access.NOT_FOUND)
    found = shown(request, proposal_id)
    if move not in {step.name for step in found.steps} and not request.POST:
        raise Forbidden(access.NOT_ALLOWED)
    label, form = PROPOSAL.move(move).label, _form(request, move, found)
    if request.method == "POST" and form.is_valid() and carried(form, _verb(request, move, proposal_id, form)):
        messages.success(request, _("办好了，提案人和附议人都会收到通知。"))
        return redirect("proposals:proposal" if move != "withdraw" else "proposals:mine", *_to(move, proposal_id))
    back = reverse("proposals:proposal", args=[proposal_id])
    return small(request, form, title=told(label), submit=told(label), back=back, lead=told(LEADS[move]), found=found)


def _to(move: str, proposal_id: int) -> tuple[int, ...]:
    return () if move == "withdraw" else (proposal_id,)


@access.asks(Permission.PROPOSAL_HANDLE)
@require_http_methods(["GET", "POST"])
def reassign(request: Any, proposal_id: int) -> HttpResponse:
    """Another department takes it on."""
    found = shown(request, proposal_id)
    sent = request.POST if request.method == "POST" else None
    form = AssignForm(sent, people=_people(request, found), is_change=True)
    if request.method == "POST" and form.is_valid():
        why, who = form.cleaned_data["why"], {"actor": request.actor, "at": request.at}
        if carried(form, lambda: services.reassign(proposal_id, form.handlers(), why=why, **who)):
            messages.success(request, _("改交好了，答复期限不变。"))
            return redirect("proposals:proposal", proposal_id)
    back = reverse("proposals:proposal", args=[proposal_id])
    return small(request, form, title=_("改交别的部门"), submit=_("改交"), back=back, found=found)


@access.signed_in("only a department that helps with this proposal")
@require_http_methods(["GET", "POST"])
def opinion(request: Any, proposal_id: int) -> HttpResponse:
    """A department that helps says its part."""
    found = shown(request, proposal_id)
    form = OpinionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words, who = form.cleaned_data["opinion"], {"actor": request.actor, "at": request.at}
        if carried(form, lambda: services.give_opinion(proposal_id, words, **who)):
            messages.success(request, _("协办意见交给主办部门了。"))
            return redirect("proposals:proposal", proposal_id)
    back = reverse("proposals:proposal", args=[proposal_id])
    return small(request, form, title=_("写协办意见"), submit=_("交给主办"), back=back, found=found)


@access.signed_in("whoever handled the proposal, and the committee")
@require_http_methods(["GET", "POST"])
def track(request: Any, proposal_id: int) -> HttpResponse:
    """How far a promise has come."""
    found = shown(request, proposal_id)
    form = TrackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cleaned, who = form.cleaned_data, {"actor": request.actor, "at": request.at}
        if carried(form, lambda: services.track(proposal_id, cleaned["words"], is_kept=cleaned["is_kept"], **who)):
            messages.success(request, _("记下了，提案人和附议人都会收到通知。"))
            return redirect("proposals:proposal", proposal_id)
    back = reverse("proposals:proposal", args=[proposal_id])
    return small(request, form, title=_("承诺办到哪一步了"), submit=_("记下"), back=back, found=found)


@access.asks(Permission.PROPOSAL_HANDLE)
@require_http_methods(["GET", "POST"])
def adopt(request: Any, proposal_id: int) -> HttpResponse:
    """Take the proposal up as a project, under a call that is open now or later."""
    found = shown(request, proposal_id)
    row, _known = queries.find_proposal(proposal_id, actor=request.actor, on=request.today)
    open_calls = services.open_calls(request.actor, row.place, at=request.at)
    choices: list[tuple[Any, str]] = [
        (one.id, _("%(title)s（%(day)s 截止）") % {"title": one.title, "day": one.closes_date}) for one in open_calls
    ]
    if found.adopted_at is None:
        choices.append(("", _("先采纳，以后有项目征集再起草")))
    form = AdoptForm(request.POST if request.method == "POST" else None, calls=choices)
    if request.method == "POST" and form.is_valid():
        call_id, who = form.cleaned_data["call"], {"actor": request.actor, "at": request.at}
        if carried(form, lambda: services.adopt(proposal_id, call_id=call_id, **who)):
            messages.success(request, _("采纳了。选了项目征集的，草稿过一会儿就会出现在这一页。"))
            return redirect("proposals:proposal", proposal_id)
    back = reverse("proposals:proposal", args=[proposal_id])
    lead = _("项目草稿会写明来自哪件提案、最早是谁提的；不愿具名的只写“一名职工”。")
    return small(request, form, title=_("采纳为项目"), submit=_("采纳"), back=back, lead=lead, found=found)
