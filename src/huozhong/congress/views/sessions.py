"""Pages of one session: planned, changed, explained, moved on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huozhong.access import services as access
from huozhong.congress import queries, services
from huozhong.congress.forms.after import HeldForm, PublishForm, ReportForm
from huozhong.congress.forms.before import LeftOutForm, SessionForm, WhyForm
from huozhong.congress.models import Session
from huozhong.congress.rules import agenda
from huozhong.congress.views.answers import congress_within, filed, form_page, may_manage, session_within, way
from huozhong.delegates import queries as delegates
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import say
from huozhong.lifecycles import queries as lifecycles
from huozhong.look import services as look

WORDS = {
    "planned": say("开始筹备"),
    "changed": say("修改"),
    "left_out_explained": say("说明不列入的事项"),
    "papers_sent": say("给代表发材料"),
    "minutes_filed": say("放入会议记录"),
    "reported_again": say("再次报上级工会"),
}
OUR_MOVES = ("call", "recall", "publish", "report", "archive", "cancel")


@access.asks(Permission.CONGRESS_READ)
def session(request: Any, session_id: int) -> HttpResponse:
    """One session: its topics and papers, what stands in the way, what was decided and who carries it out."""
    card = session_within(request, session_id)
    topics = queries.topics_of(session_id)
    manages = may_manage(request, card.place)
    steps = services.next_moves(session_id, actor=request.actor, at=request.at) if manages else ()
    papers = queries.papers_of(session_id)
    context = {
        "session": card,
        "kept": [one for one in topics if one.is_kept],
        "off": [one for one in topics if not one.is_kept],
        "blocked": [one for one in topics if one.is_kept and one.block and not one.outcome],
        "left_out": [(agenda.title_of(key), why) for key, why in card.left_out],
        "missing": queries.missing_matters(session_id),
        "steps": [step for step in steps if step.name in OUR_MOVES],
        "main_move": {"preparing": "call", "closed": "publish", "published": "report", "reported": "archive"}.get(
            card.state, ""
        ),
        "may_manage": manages,
        "may_change": manages and card.state == "preparing",
        "papers": [one for one in papers if one.is_current],
        "unsent": sum(1 for one in papers if one.is_current and one.sent_at is None),
        "unread": queries.readers_owed(session_id, congress_id=card.congress_id, on=request.today) if papers else 0,
        "delegates_count": delegates.delegates_count(card.congress_id, request.today),
        "duties": queries.duties_of(session_id),
        "reports": queries.reports_of(session_id),
        "trail": lifecycles.story(Session, session_id, words=WORDS),
        "path": way(session=card)[:-1],
    }
    return render(request, "congress/session.html", context)


@access.asks(Permission.CONGRESS_MANAGE)
@require_http_methods(["GET", "POST"])
def plan(request: Any, congress_id: int) -> HttpResponse:
    """Begin to prepare the next yearly session."""
    card = congress_within(request, congress_id)
    count = len(queries.sessions_of(congress_id)) + 1
    initial = {"title": _("第%(term)s届第%(n)s次职工代表大会") % {"term": card.term_number, "n": count}}
    form = SessionForm(request.POST or None, initial=initial)
    made: list[int] = []
    done = form_page(
        request, form,
        lambda typed: made.append(
            services.plan_session(congress_id, unit=card.place, actor=request.actor, at=request.at, **typed)
        ),
        title=_("筹备下一次职代会"), lead=_("先定名称；时间和地点没定的可以空着。"),
        to=reverse("congress:congress", args=[congress_id]), said=_("开始筹备了，接着列议题。"), submit=_("开始筹备"),
        path=way(card),
    )  # fmt: skip
    return redirect("congress:session", made[0]) if made else done


@access.asks(Permission.CONGRESS_MANAGE)
@require_http_methods(["GET", "POST"])
def edit(request: Any, session_id: int) -> HttpResponse:
    """Another name, day or place."""
    card = session_within(request, session_id)
    initial = {"title": card.title, "meets_at": card.meets_at, "venue": card.venue, "note": card.note}
    form = SessionForm(request.POST or None, initial=initial)
    return form_page(
        request, form,
        lambda typed: services.change_session(session_id, actor=request.actor, at=request.at, **typed),
        title=_("会议的时间和地点"), to=reverse("congress:session", args=[session_id]), said=_("已保存。"),
        path=way(session=card),
    )  # fmt: skip


@access.asks(Permission.CONGRESS_MANAGE)
@require_http_methods(["GET", "POST"])
def left_out(request: Any, session_id: int) -> HttpResponse:
    """Say why matters of the congress do not come before this session."""
    card = session_within(request, session_id)
    kept = dict(card.left_out)
    there = [one.matter for one in queries.topics_of(session_id) if one.is_kept]
    keys = agenda.left_out(there, explained={})
    form = LeftOutForm(
        request.POST or None, missing=[(key, look.told(agenda.title_of(key))) for key in keys], kept=kept
    )
    return form_page(
        request, form,
        lambda typed: services.explain_left_out(session_id, typed, actor=request.actor, at=request.at),
        title=_("哪些事这次不上会"), lead=_("应当提交职代会的事，要么列入议程，要么写明原因。逐项看一遍。"),
        to=reverse("congress:session", args=[session_id]), said=_("已写明。"), path=way(session=card),
    )  # fmt: skip


@access.asks(Permission.CONGRESS_MANAGE)
@require_http_methods(["GET", "POST"])
def move(request: Any, session_id: int, name: str) -> HttpResponse:
    """Move a session on: each move asks only what it needs."""
    card = session_within(request, session_id)
    if name not in OUR_MOVES and name not in ("begin", "close"):
        raise NotFound(access.NOT_FOUND)
    to, done = reverse("congress:session", args=[session_id]), {"actor": request.actor, "at": request.at}
    if name == "publish":
        form = PublishForm(request.POST or None, initial={"words": queries.public_words(session_id)})
        return form_page(
            request, form, lambda typed: services.publish_session(session_id, **typed, **done),
            title=_("向全体职工公布"), lead=_("系统按会议结果起草，您看一遍再公布。"), to=to, said=_("已公布。"),
            submit=_("公布"), path=way(session=card),
        )  # fmt: skip
    if name == "report":
        report = ReportForm(
            request.POST or None, request.FILES or None, initial={"words": queries.report_words(session_id)}
        )
        return form_page(
            request, report,
            lambda typed: services.report_session(session_id, words=typed["words"], **filed(typed), **done),
            title=_("报上级工会"), lead=_("系统按会议结果起草，您看一遍再报。"), to=to, said=_("已报上级工会。"),
            submit=_("报上去"), path=way(session=card), upload=True,
        )  # fmt: skip
    if name in ("recall", "cancel"):
        verb = services.recall_session if name == "recall" else services.cancel_session
        why = WhyForm(request.POST or None)
        title = _("收回会议通知") if name == "recall" else _("取消这次会议")
        return form_page(
            request, why, lambda typed: verb(session_id, why=typed["why"], **done), title=title, to=to,
            said=_("已办好，代表会收到通知。"), path=way(session=card),
        )  # fmt: skip
    if name == "begin":
        count = delegates.delegates_count(card.congress_id, request.today)
        held = HeldForm(request.POST or None)
        return form_page(
            request, held,
            lambda typed: services.begin_session(session_id, present=typed["present"], delegates=count, **done),
            title=_("补录：线下开会"), lead=_("不用这里的会场签到时，写明到会人数。全体代表 %(n)s 人。") % {"n": count},
            to=to, said=_("已记下开会。"), path=way(session=card),
        )  # fmt: skip
    return _at_once(request, session_id, name, to=to)


def _at_once(request: Any, session_id: int, name: str, *, to: str) -> HttpResponse:
    """Moves that ask nothing; sent by a button."""
    if request.method != "POST":
        card = session_within(request, session_id)
        labels = {"call": _("发会议通知"), "archive": _("归档"), "close": _("补录：闭会")}
        leads = {
            "call": _("每一名代表都会收到通知。发出以后议题不再变动。"),
            "archive": _("归档以后可以下载全部档案。"),
            "close": _("议题都有结果以后闭会。"),
        }
        context = {"session": card, "title": labels[name], "lead": leads[name], "to": to, "path": way(session=card)}
        return render(request, "congress/sure.html", context)
    if name == "call":
        for warning in services.call_session(session_id, actor=request.actor, at=request.at):
            messages.warning(request, look.told(warning))
        messages.success(request, _("通知已发给全体代表。"))
    elif name == "archive":
        services.archive_session(session_id, actor=request.actor, at=request.at)
        messages.success(request, _("已归档。"))
    else:
        services.close_session(session_id, actor=request.actor, at=request.at)
        messages.success(request, _("已闭会。接着向全体职工公布。"))
    return redirect(to)
