"""The steps of a dossier: each a page with one short form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence, say
from huozhong.look.services import told
from huozhong.rights import services
from huozhong.rights.forms.dossiers import (
    AgreeForm,
    CloseForm,
    DayForm,
    NotedForm,
    PaperForm,
    PathForm,
    ReasonForm,
    StepForm,
)
from huozhong.rights.models import Dossier
from huozhong.rights.queries import telling
from huozhong.rights.queries.facts import facts, presumed
from huozhong.rights.queries.seeing import dossier_for
from huozhong.rights.rules import kinds as k
from huozhong.rights.rules.stages import EVENTS, Event, noted_in
from huozhong.rights.services import papers
from huozhong.rights.services.moving import PLAIN
from huozhong.rights.views.pages import carried, small
from huozhong.rights.workflow import DOSSIER

LEADS: dict[str, Sentence] = {
    "consult": say("写清解答了什么。以后还要办的，可以再转为案件。"),
    "take_up": say("写明为什么现在要办。"),
    "negotiate": say("从单位收到协商要求那天起算；单位不理的，可以直接调解或者仲裁。"),
    "mediate": say("填收到调解申请的那一天：调解组织三个工作日内答复受理，十五天内调不成可以申请仲裁。"),
    "complain": say("工资、工时、社保这些事可以向劳动监察投诉；投诉有证明的，仲裁时效重新起算。"),
    "ask_aid": say("法律援助机构七天内决定；时效快到的，可以先援助、后补材料。"),
    "arbitrate": say("填仲裁委收到申请的那一天：五天内决定受不受理，受理后四十五天内裁决。"),
    "sue": say("填法院收到起诉状的那一天。起诉期限过了还要起诉的，写明正当理由。"),
    "enforce": say("填法院收到执行申请的那一天。申请执行的期间是两年。"),
    "agree": say("写清约定的钱和日期。协议双方签字、盖章那天才生效，生效后到“文书”里登记。"),
    "close": say("案件以钱到职工手里为准。法定期限要先一个一个了结。"),
}


def _row(request: Any, dossier_id: int) -> Dossier:
    return dossier_for(request.actor, dossier_id, Permission.DOSSIER_WORK)


def _done(request: Any, row: Dossier, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("rights:dossier", row.pk)


@access.asks(Permission.DOSSIER_WORK)
@require_http_methods(["GET", "POST"])
def move(request: Any, dossier_id: int, move: str) -> HttpResponse:
    """One move of a dossier."""
    if not DOSSIER.has(move) or move == "award":
        raise NotFound(access.NOT_FOUND)
    row = _row(request, dossier_id)
    form = _form(request, row, move)
    label = told(DOSSIER.move(move).label)
    verb = _verb(request, row, move, form)
    if request.method == "POST" and form.is_valid() and carried(form, verb):
        return _done(request, row, _("办好了，期限已经照法律算好。"))
    lead = told(LEADS.get(move, say("")))
    more: dict[str, Any] = {"refusal": _refusal(request, row, move) if request.method == "GET" else None}
    if move == "close":
        more["total"] = telling.total(telling.claims(row.pk))
    return small(request, form, row, title=label, submit=label, lead=lead, **more)


def _refusal(request: Any, row: Dossier, move: str) -> Sentence | None:
    """What stands in the way, save what this very form will say."""
    known = presumed(facts(row, request.actor, on=request.today))
    return next((one.reason for one in telling.steps(row, request.actor, known) if one.name == move), None)


def _form(request: Any, row: Dossier, move: str) -> Any:
    sent = request.POST if request.method == "POST" else None
    start = {"on": request.today}
    if move == "agree":
        return AgreeForm(sent, initial=start)
    if move == "close":
        return CloseForm(sent, initial={"money_date": request.today})
    asks = move == "mediate" and not row.says_yes_to_mediation
    return StepForm(sent, initial=start, asks_agreement=asks, is_owed=DOSSIER.move(move).needs_reason)


def _verb(request: Any, row: Dossier, move: str, form: Any) -> Callable[[], object]:
    def verb() -> object:
        said, who = form.cleaned_data, {"actor": request.actor, "at": request.at}
        if move == "agree":
            return services.agree(
                row.pk, path=k.Path(said["path"]), on=said["on"], amount=said["amount"], pay_date=said["pay_date"],
                **who,
            )  # fmt: skip
        if move == "close":
            return services.close(row.pk, money=said["money"], money_date=said["money_date"], why=said["why"], **who)
        assert move in PLAIN
        return services.move(row.pk, move, on=said["on"], why=said["why"], agrees=said.get("agrees", False), **who)

    return verb


@access.asks(Permission.DOSSIER_WORK)
@require_http_methods(["GET", "POST"])
def note(request: Any, dossier_id: int) -> HttpResponse:
    """Write down what happened between two steps."""
    row = _row(request, dossier_id)
    events = [(one.event.value, told(EVENTS[one.event])) for one in noted_in(row.state)]
    form = NotedForm(request.POST or None, initial={"on": request.today}, events=events)
    if request.method == "POST" and form.is_valid():
        said, who = form.cleaned_data, {"actor": request.actor, "at": request.at}
        if carried(
            form, lambda: services.note_event(row.pk, Event(said["event"]), on=said["on"], why=said["why"], **who)
        ):
            return _done(request, row, _("记下了，由它起算的期限已经算好。"))
    lead = _("期限从事情发生的第二天起算，所以日期要写准。")
    return small(request, form, row, title=_("登记进展"), submit=_("记下"), lead=lead)


@access.asks(Permission.DOSSIER_WORK)
@require_http_methods(["GET", "POST"])
def paper(request: Any, dossier_id: int) -> HttpResponse:
    """A paper that the worker received."""
    row = _row(request, dossier_id)
    offered = [one for one in k.Paper if row.state in papers.STATES[one]]
    form = PaperForm(request.POST or None, initial={"received_date": request.today}, papers=offered)
    if request.method == "POST" and form.is_valid():
        said, who = form.cleaned_data, {"actor": request.actor, "at": request.at}
        verb = lambda: services.receive_paper(  # noqa: E731 - carried out once, below
            row.pk,
            k.Paper(said["kind"]),
            received_date=said["received_date"],
            finality=k.Finality(said["finality"]) if said.get("finality") else None,
            number_words=said["number_words"],
            amount=said["amount"],
            effective_date=said["effective_date"],
            **who,
        )
        if carried(form, verb):
            return _done(request, row, _("登记好了。下面写着还能走哪些路、各到哪一天。"))
    lead = _("能走哪条路、到哪一天，看裁决书最后一页的告知和职工收到的那一天。")
    return small(request, form, row, title=_("登记收到的文书"), submit=_("登记"), lead=lead)


@access.asks(Permission.DOSSIER_WORK)
@require_http_methods(["GET", "POST"])
def path(request: Any, dossier_id: int) -> HttpResponse:
    """Another way that makes the agreement hold."""
    row = _row(request, dossier_id)
    form = PathForm(request.POST or None, initial={"path": row.agreement_path})
    if request.method == "POST" and form.is_valid():
        said, who = form.cleaned_data, {"actor": request.actor, "at": request.at}
        if carried(form, lambda: services.choose_path(row.pk, k.Path(said["path"]), why=said["why"], **who)):
            return _done(request, row, _("改好了。原来那条路的期限等第二个人核准撤销。"))
    lead = _("仲裁审查和司法确认只能选一个，申请过一个就不能再申请另一个。")
    return small(request, form, row, title=_("改选让协议管用的路"), submit=_("改选"), lead=lead)


@access.asks(Permission.DOSSIER_WORK)
@require_http_methods(["GET", "POST"])
def urgent(request: Any, dossier_id: int) -> HttpResponse:
    """Mark it urgent, with the reason."""
    row = _row(request, dossier_id)
    form = ReasonForm(request.POST or None, initial={"why": row.urgent_why})
    if request.method == "POST" and form.is_valid():
        why, who = form.cleaned_data["why"], {"actor": request.actor, "at": request.at}
        if carried(form, lambda: services.set_urgent(row.pk, why=why, **who)):
            return _done(request, row, _("标成加急了，排在看板最前面。"))
    return small(request, form, row, title=_("标为加急"), submit=_("标为加急"))


@access.asks(Permission.DOSSIER_WORK)
@require_http_methods(["GET", "POST"])
def force(request: Any, dossier_id: int, paper_id: int) -> HttpResponse:
    """A paper can be enforced since a day."""
    row = _row(request, dossier_id)
    form = DayForm(request.POST or None, initial={"on": request.today})
    if request.method == "POST" and form.is_valid():
        on, who = form.cleaned_data["on"], {"actor": request.actor, "at": request.at}
        if carried(form, lambda: services.title_in_force(row.pk, paper_id, on, **who)):
            return _done(request, row, _("登记好了，申请执行的两年从约定履行的最后一天起算。"))
    lead = _("裁决书双方都没有起诉的，起诉期满第二天生效；调解书签收当天生效。")
    return small(request, form, row, title=_("登记文书生效"), submit=_("登记"), lead=lead)
