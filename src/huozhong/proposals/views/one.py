"""The page of one proposal, and what its author and those who were asked do there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import services as access
from huozhong.delegates import queries as delegates
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Forbidden, NotFound
from huozhong.kernel.sentences import say
from huozhong.look import services as look
from huozhong.look.services import carried
from huozhong.proposals import queries, services
from huozhong.proposals.forms import FileForm, InviteForm, RateForm, WriteForm, people_by_constituency
from huozhong.proposals.services import Part, Voice
from huozhong.proposals.views.answers import page, small
from huozhong.proposals.views.own import OWN
from huozhong.records import services as records

MAIN = {
    "draft": "file",
    "returned": "file",
    "filed": "register",
    "registered": "assign",
    "handling": "answer",
    "answered": "pass_answer",
}


@access.signed_in(OWN)
@require_safe
def proposal(request: Any, proposal_id: int) -> HttpResponse:
    """One proposal: what it says, where it stands, by when, who has it, and what the reader may do."""
    found = shown(request, proposal_id)
    may_write = found.standing.is_author and found.line.state in ("draft", "returned")
    asked_already = {one.name for one in found.makers}
    may_attach = may_write or (found.standing.is_handler and found.line.state == "handling")
    context = {
        "found": found,
        "main": MAIN.get(found.line.state, ""),
        "may_write": may_write,
        "may_attach": may_attach,
        "invite": InviteForm(people=_others(request, found)) if may_write else None,
        "asked_already": asked_already,
        "rate_form": RateForm() if found.may_rate else None,
        "file_form": FileForm() if may_attach else None,
        "files": tuple(
            look.Attachment(reverse("proposals:file", args=[proposal_id, one.file_id]), one.name, one.size, one.about)
            for one in found.files
        ),
        "project_url": services.project_url(found.project_id),
    }
    return page(request, "proposal", context)


def shown(request: Any, proposal_id: int) -> queries.ProposalPage:
    """The page of a proposal for this reader; NotFound when it is not theirs to see."""
    row, _known = queries.find_proposal(proposal_id, actor=request.actor, on=request.today)
    may_handle = access.can(request.actor, Permission.PROPOSAL_HANDLE, at=row.place)
    return queries.proposal_page(proposal_id, actor=request.actor, on=request.today, may_handle=may_handle)


def _others(request: Any, found: queries.ProposalPage) -> list[Any]:
    cards = delegates.delegates(found.congress_id, request.today)
    return people_by_constituency(cards, but={request.actor.person_id or 0})


def _require_author(found: queries.ProposalPage) -> None:
    if not found.standing.is_author:
        raise Forbidden(say("只有提案人本人可以办这一步。"))


@access.signed_in(OWN)
@require_http_methods(["GET", "POST"])
def edit(request: Any, proposal_id: int) -> HttpResponse:
    """The author writes into a draft or a returned proposal."""
    found = shown(request, proposal_id)
    _require_author(found)
    row, _known = queries.find_proposal(proposal_id, actor=request.actor, on=request.today)
    names = ("title", "theme", "why", "measures", "is_one_matter")
    initial: dict[str, Any] = {name: getattr(row, name) for name in names}
    initial |= {"raised_by": row.raiser_name, "is_raiser_named": "yes" if row.is_raiser_named else "no"}
    calls = [(found.call_id, found.line.session)]
    form = WriteForm(request.POST or None, initial=initial, calls=calls, is_raiser_fixed=found.raised_in_house)
    if request.method == "POST" and form.is_valid():
        is_one, who = form.cleaned_data["is_one_matter"], {"actor": request.actor, "at": request.at}
        if carried(form, lambda: services.save_draft(proposal_id, form.words(), is_one_matter=is_one, **who)):
            messages.success(request, _("已保存。"))
            return redirect("proposals:proposal", proposal_id)
    return page(request, "write", {"found": found, "calls": (), "seats": ()}, form=form)


@access.signed_in(OWN)
@require_POST
def invite(request: Any, proposal_id: int) -> HttpResponse:
    """Ask another delegate to second it or to put it with the author."""
    found = shown(request, proposal_id)
    _require_author(found)
    form = InviteForm(request.POST, people=_others(request, found))
    back = reverse("proposals:proposal", args=[proposal_id])
    if form.is_valid():
        part, person = Part(form.cleaned_data["part"]), form.cleaned_data["person"]
        who = {"actor": request.actor, "at": request.at}
        if carried(form, lambda: services.invite(proposal_id, [person], part=part, **who)):
            messages.success(request, _("邀请送到他手机上了，等他自己确认。"))
            return redirect(back)
    return small(request, form, title=_("请代表附议"), submit=_("送出邀请"), back=back)


@access.signed_in("only the delegate who was asked")
@require_POST
def reply(request: Any, proposal_id: int) -> HttpResponse:
    """The delegate who was asked says yes or no."""
    is_yes = request.POST.get("answer") == "yes"
    services.reply(proposal_id, is_yes=is_yes, actor=request.actor, at=request.at)
    messages.success(request, _("谢谢，已经告诉提案人。"))
    return redirect("proposals:proposal" if is_yes else "proposals:mine", *((proposal_id,) if is_yes else ()))


@access.signed_in("only those who made the proposal, each for themselves")
@require_POST
def rate(request: Any, proposal_id: int) -> HttpResponse:
    """One's own choice about the answer."""
    shown(request, proposal_id)
    form = RateForm(request.POST)
    back = reverse("proposals:proposal", args=[proposal_id])
    if form.is_valid():
        voice, words = Voice(form.cleaned_data["voice"]), form.cleaned_data["words"]
        who = {"actor": request.actor, "at": request.at}
        if carried(form, lambda: services.rate(proposal_id, voice, words=words, **who)):
            messages.success(request, _("记下了。大家评完以后公布票数，不公布谁投了什么。"))
            return redirect(back)
    return small(request, form, title=_("对答复满意吗？"), submit=_("就这样评"), back=back)


@access.signed_in(OWN)
@require_POST
def attach(request: Any, proposal_id: int) -> HttpResponse:
    """Lay a file beside the proposal or its answer."""
    shown(request, proposal_id)
    form = FileForm(request.POST, request.FILES)
    back = reverse("proposals:proposal", args=[proposal_id])
    if form.is_valid():
        sent, who = form.cleaned_data["file"], {"actor": request.actor, "at": request.at}
        if carried(form, lambda: services.attach(proposal_id, sent, name=sent.name, **who)):
            messages.success(request, _("附件加上了。"))
            return redirect(back)
    return small(request, form, title=_("添加附件"), submit=_("上传"), back=back, upload="yes")


@access.signed_in(OWN)
@require_safe
def file(request: Any, proposal_id: int, file_id: int) -> HttpResponse:
    """A file, for whoever may see the proposal."""
    shown(request, proposal_id)
    if not queries.holds_file(proposal_id, file_id):
        raise NotFound(access.NOT_FOUND)
    return records.file_response(file_id, inline=True)  # type: ignore[return-value]
