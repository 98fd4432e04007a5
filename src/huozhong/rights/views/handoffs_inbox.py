"""What a receiving body sees: its inbox, one hand-off, taking it, refusing it, telling how it goes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.look.services import handed_out
from huozhong.rights.forms import handoffs as forms
from huozhong.rights.models import HandOff
from huozhong.rights.queries import handoffs as reads
from huozhong.rights.queries import handoffs_seeing as seen
from huozhong.rights.rules import handoffs as h
from huozhong.rights.services import handoffs_answers, handoffs_links
from huozhong.rights.views.handoffs import note_milestone, printed_papers
from huozhong.rights.views.pages import carried, page
from huozhong.seeds.services import own_fingerprint


@access.asks(Permission.HANDOFF_RECEIVE)
@require_safe
def inbox(request: Any) -> HttpResponse:
    """What waits to be taken, what is under way, what is over."""
    is_done = request.GET.get("done") == "1"
    found = reads.inbox(request.actor, is_done=is_done)
    rows = [(one, one.is_urgent(request.today)) for one in found]
    waiting = sum(one.card.is_waiting for one in found)
    return page(request, "inbox", {"rows": rows, "waiting": waiting, "is_done": is_done})


@access.asks(Permission.HANDOFF_RECEIVE)
@require_safe
def received(request: Any, handoff_id: int) -> HttpResponse:
    """One hand-off: who asks for what, with which evidence, and which days must not be missed."""
    row = seen.handoff_for_receiver(request.actor, handoff_id)
    found = reads.received(row)
    context = {
        "one": found,
        "handoff": found.card,
        "is_urgent": found.is_urgent(request.today),
        "milestones": reads.milestones_of(row.pk),
        "fingerprint": own_fingerprint(),
    }
    return page(request, "received", context)


@access.asks(Permission.HANDOFF_RECEIVE)
@require_http_methods(["GET", "POST"])
def answer(request: Any, handoff_id: int, what: str) -> HttpResponse:
    """Take it, refuse it, give it back, or tell how it goes."""
    row = seen.handoff_for_receiver(request.actor, handoff_id)
    if what not in FORMS:
        raise NotFound(access.NOT_FOUND)
    make, title, submit, lead, done = FORMS[what]()
    form = make(request.POST or None, initial={"on": request.today, "kind": "accepted"})
    if request.method == "POST" and form.is_valid() and carried(form, lambda: _carry(request, row, what, form)):
        messages.success(request, done)
        return redirect("rights:received", row.pk)
    context = {
        "title": title, "submit": submit, "lead": lead, "back": reverse("rights:received", args=[row.pk]),
        "back_word": row.label,
    }  # fmt: skip
    return page(request, "handoff_form", context, form=form)


def _carry(request: Any, row: HandOff, what: str, form: Any) -> None:
    said, who = form.cleaned_data, {"actor": request.actor, "at": request.at}
    if what == "take":
        told = handoffs_answers.Acknowledgement(
            h.AckWay.ACCOUNT, said["on"], outside_number=said["outside_number"]
        )  # fmt: skip
        handoffs_answers.acknowledge(row.pk, told, **who)
    elif what == "refuse":
        handoffs_answers.refuse(row.pk, why=said["why"], **who)
    elif what == "give_back":
        handoffs_answers.give_back(row.pk, why=said["why"], **who)
    else:
        note_milestone(request, row, form)


FORMS: dict[str, Any] = {
    "take": lambda: (
        forms.TakeForm,
        _("签收"),
        _("签收"),
        _("签收以后，案件里在走的期限由您负责，移送方的经办人协助盯着。"),
        _("签收好了，回执已经签名，移送方和职工会收到通知。"),
    ),
    "refuse": lambda: (
        forms.ReasonForm,
        _("不收，退给移送方"),
        _("退回"),
        _("期限仍由移送方负责。写清理由，他们好改走别的路。"),
        _("退回去了，移送方和职工会收到通知。"),
    ),
    "give_back": lambda: (
        forms.ReasonForm,
        _("退回移送方"),
        _("退回"),
        _("退回的同时，期限回到移送方的经办人。"),
        _("退回去了，期限回到移送方。"),
    ),
    "progress": lambda: (
        forms.MilestoneForm,
        _("告诉移送方进展"),
        _("告诉他们"),
        _("受理、开庭、送达、结果：职工等着知道。"),
        _("记下了，移送方和职工会收到通知。"),
    ),
}


@access.asks(Permission.HANDOFF_RECEIVE)
@require_safe
def fetch(request: Any, handoff_id: int, what: str) -> HttpResponse:
    """The bag or the plain set; who fetched it stays in the trail."""
    row = seen.handoff_for_receiver(request.actor, handoff_id)
    if what == "papers":
        return printed_papers(request, row)
    content, name, media_type = handoffs_links.fetch(row, what, actor=request.actor, at=request.at)
    return handed_out(content, name, media_type)
