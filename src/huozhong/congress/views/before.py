"""Pages of one topic: the employer's word, what delegations said, a hand count written down afterwards."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huozhong.access import services as access
from huozhong.congress import queries, services
from huozhong.congress.forms.after import VoteForm
from huozhong.congress.forms.before import (
    AgreeForm,
    AnswerForm,
    OpinionForm,
    RefuseForm,
    ReviseForm,
    TopicForm,
    WhyForm,
)
from huozhong.congress.rules import agenda
from huozhong.congress.views.answers import form_page, may_manage, session_within, topic_within, trail_of, way
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import say

WORDS = {
    "added": say("列入议题"),
    "agreed": say("与单位商定"),
    "refused_by_employer": say("单位不同意列入"),
    "dropped": say("撤下"),
    "revised": say("按意见修改"),
    "paper_added": say("放上材料"),
    "paper_replaced": say("换了材料"),
    "opinion_added": say("记下讨论意见"),
    "opinion_answered": say("答复讨论意见"),
    "decided": say("形成结果"),
    "heard": say("已听取"),
    "put_off": say("留到下次"),
    "duty_given": say("安排落实"),
    "duty_finished": say("办好"),
    "duty_checked": say("检查落实"),
}


@access.asks(Permission.CONGRESS_READ)
def topic(request: Any, topic_id: int) -> HttpResponse:
    """One topic: where it came from, its papers, what delegations said, how it came out."""
    card, session = topic_within(request, topic_id)
    heard_now = queries.heard(topic_id, place=session.place, on=request.today)
    manages = may_manage(request, session.place)
    context = {
        "topic": card,
        "session": session,
        "matter": agenda.title_of(card.matter),
        "papers": [one for one in queries.papers_of(session.id) if one.topic_id == topic_id],
        "heard": heard_now,
        "may_manage": manages,
        "may_change": manages and session.state == "preparing",
        "may_write": manages and session.is_ahead,
        "may_record": session.state == "meeting"
        and card.is_open
        and access.can(request.actor, Permission.CONGRESS_CHAIR, at=session.place),
        "trail": trail_of("congress.topic", topic_id, words=WORDS),
        "path": way(session=session),
    }
    return render(request, "congress/topic.html", context)


@access.asks(Permission.CONGRESS_MANAGE)
@require_http_methods(["GET", "POST"])
def add_topic(request: Any, session_id: int) -> HttpResponse:
    """Put a topic on the list."""
    card = session_within(request, session_id)
    form = TopicForm(request.POST or None)
    return form_page(
        request, form,
        lambda typed: services.add_topic(session_id, actor=request.actor, at=request.at, **typed),
        title=_("列一项议题"), lead=_("列好以后同单位商定，写明谁商定、哪天商定。"),
        to=reverse("congress:session", args=[session_id]), said=_("已列入，请同单位商定。"), path=way(session=card),
    )  # fmt: skip


@access.asks(Permission.CONGRESS_MANAGE)
@require_http_methods(["GET", "POST"])
def agree(request: Any, topic_id: int) -> HttpResponse:
    """The employer agreed."""
    card, session = topic_within(request, topic_id)
    form = AgreeForm(request.POST or None, initial={"on": request.today})
    return form_page(
        request, form,
        lambda typed: services.agree_topic(topic_id, actor=request.actor, at=request.at, **typed),
        title=_("商定议题：%(title)s") % {"title": card.title}, to=reverse("congress:session", args=[session.id]),
        said=_("已记下。"), path=way(session=session),
    )  # fmt: skip


@access.asks(Permission.CONGRESS_MANAGE)
@require_http_methods(["GET", "POST"])
def refuse(request: Any, topic_id: int) -> HttpResponse:
    """The employer did not agree."""
    card, session = topic_within(request, topic_id)
    form = RefuseForm(request.POST or None, initial={"on": request.today})
    return form_page(
        request, form,
        lambda typed: services.refuse_topic(topic_id, actor=request.actor, at=request.at, **typed),
        title=_("单位不同意列入：%(title)s") % {"title": card.title},
        lead=_("理由会一直留着，也会写进报上级工会的报告。"), to=reverse("congress:session", args=[session.id]),
        said=_("已记下，这一项不再列入议程。"), path=way(session=session),
    )  # fmt: skip


@access.asks(Permission.CONGRESS_MANAGE)
@require_http_methods(["GET", "POST"])
def drop(request: Any, topic_id: int) -> HttpResponse:
    """Take a topic off the list."""
    card, session = topic_within(request, topic_id)
    form = WhyForm(request.POST or None)
    return form_page(
        request, form,
        lambda typed: services.drop_topic(topic_id, why=typed["why"], actor=request.actor, at=request.at),
        title=_("撤下议题：%(title)s") % {"title": card.title}, to=reverse("congress:session", args=[session.id]),
        said=_("已撤下。"), path=way(session=session),
    )  # fmt: skip


@access.asks(Permission.CONGRESS_MANAGE)
@require_http_methods(["GET", "POST"])
def opinion(request: Any, topic_id: int) -> HttpResponse:
    """Write down what a delegation said."""
    _card, session = topic_within(request, topic_id)
    form = OpinionForm(request.POST or None, initial={"met": request.today})
    return form_page(
        request, form,
        lambda typed: services.sum_up(topic_id, actor=request.actor, at=request.at, **typed),
        title=_("代表团的讨论意见"), to=reverse("congress:topic", args=[topic_id]), said=_("已记下。"),
        path=way(session=session),
    )  # fmt: skip


@access.asks(Permission.CONGRESS_MANAGE)
@require_http_methods(["GET", "POST"])
def answer_opinion(request: Any, topic_id: int, opinion_id: int) -> HttpResponse:
    """Write down what was made of an opinion."""
    _card, session = topic_within(request, topic_id)
    form = AnswerForm(request.POST or None)
    return form_page(
        request, form,
        lambda typed: services.answer_opinion(
            opinion_id, answer=typed["answer"], actor=request.actor, at=request.at
        ),
        title=_("这条意见怎么处理"), to=reverse("congress:topic", args=[topic_id]), said=_("已记下。"),
        path=way(session=session),
    )  # fmt: skip


@access.asks(Permission.CONGRESS_MANAGE)
@require_http_methods(["GET", "POST"])
def revise(request: Any, topic_id: int) -> HttpResponse:
    """Change a proposal about which delegations were split."""
    card, session = topic_within(request, topic_id)
    form = ReviseForm(request.POST or None, initial={"words": card.words})
    return form_page(
        request, form,
        lambda typed: services.revise_topic(topic_id, actor=request.actor, at=request.at, **typed),
        title=_("修改后重新提交"), lead=_("同单位商量以后写明改了什么，再换上修改后的材料发给代表。"),
        to=reverse("congress:topic", args=[topic_id]), said=_("已记下。请换上修改后的材料。"),
        path=way(session=session),
    )  # fmt: skip


@access.asks(Permission.CONGRESS_CHAIR)
@require_http_methods(["GET", "POST"])
def counted(request: Any, topic_id: int) -> HttpResponse:
    """Write down a vote that was counted by hand; whether it is carried is computed."""
    card, session = topic_within(request, topic_id)
    form = VoteForm(request.POST or None)
    return form_page(
        request, form,
        lambda typed: services.record_vote(topic_id, actor=request.actor, at=request.at, **typed),
        title=_("补录表决：%(title)s") % {"title": card.title},
        lead=_("只填票数。过没过由系统按全体代表人数算出来，并写明依据。"),
        to=reverse("congress:topic", args=[topic_id]), said=_("已记下。"), path=way(session=session),
    )  # fmt: skip


@access.asks(Permission.CONGRESS_CHAIR)
@require_POST
def heard(request: Any, topic_id: int) -> HttpResponse:
    """A report was heard."""
    topic_within(request, topic_id)
    services.record_heard(topic_id, actor=request.actor, at=request.at)
    messages.success(request, _("已记为听取。"))
    return redirect("congress:topic", topic_id)
