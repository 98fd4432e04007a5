"""Papers of a session: laid with topics, sent, and read on a delegate's phone."""

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
from huozhong.congress.forms.before import PaperForm, ReplaceForm
from huozhong.congress.models import TopicPaper
from huozhong.congress.views.answers import filed, form_page, may_manage, session_within, topic_within, way
from huozhong.delegates import queries as delegates
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.records import services as records


@access.asks(Permission.CONGRESS_READ)
def papers(request: Any, session_id: int) -> HttpResponse:
    """Topics and their papers, who has read how much, and by when they must be out."""
    card = session_within(request, session_id)
    found = queries.papers_of(session_id)
    topics = [one for one in queries.topics_of(session_id) if one.is_kept]
    rows = [(topic, [one for one in found if one.topic_id == topic.id]) for topic in topics]
    context = {
        "session": card,
        "rows": rows,
        "unsent": sum(1 for one in found if one.is_current and one.sent_at is None),
        "last_day": next((one.papers_due for one in topics if one.papers_due), None),
        "cite": next((one.papers_cite for one in topics if one.papers_cite), ""),
        "delegates_count": delegates.delegates_count(card.congress_id, request.today),
        "unread": queries.readers_owed(session_id, congress_id=card.congress_id, on=request.today),
        "may_write": may_manage(request, card.place) and card.is_ahead,
        "path": way(session=card),
    }
    return render(request, "congress/papers.html", context)


@access.asks(Permission.CONGRESS_MANAGE)
@require_http_methods(["GET", "POST"])
def add(request: Any, topic_id: int) -> HttpResponse:
    """Lay a paper with a topic."""
    card, session = topic_within(request, topic_id)
    form = PaperForm(request.POST or None, request.FILES or None)
    return form_page(
        request, form,
        lambda typed: services.add_paper(
            topic_id, name=typed["name"], actor=request.actor, at=request.at, **filed(typed)
        ),
        title=_("放上材料：%(title)s") % {"title": card.title}, lead=_("放上以后还要点“发给代表”，代表才看得到。"),
        to=reverse("congress:papers", args=[session.id]), said=_("已放上，还没有发给代表。"), upload=True,
        path=way(session=session),
    )  # fmt: skip


@access.asks(Permission.CONGRESS_MANAGE)
@require_http_methods(["GET", "POST"])
def replace(request: Any, paper_id: int) -> HttpResponse:
    """Put another file in the place of a paper."""
    topic_id = TopicPaper.objects.filter(pk=paper_id).values_list("topic_id", flat=True).first()
    if topic_id is None:
        raise NotFound(access.NOT_FOUND)
    card, session = topic_within(request, topic_id)
    form = ReplaceForm(request.POST or None, request.FILES or None)
    return form_page(
        request, form,
        lambda typed: services.replace_paper(
            paper_id, why=typed["why"], actor=request.actor, at=request.at, **filed(typed)
        ),
        title=_("换一份材料：%(title)s") % {"title": card.title},
        lead=_("原来的那份会留着。换了以后要重新发，时间从重新发出算起。"),
        to=reverse("congress:papers", args=[session.id]), said=_("已换上，请重新发给代表。"), upload=True,
        path=way(session=session),
    )  # fmt: skip


@access.asks(Permission.CONGRESS_MANAGE)
@require_POST
def send(request: Any, session_id: int) -> HttpResponse:
    """Give delegates what is not out yet."""
    session_within(request, session_id)
    sent = services.send_papers(session_id, actor=request.actor, at=request.at)
    messages.success(request, _("%(n)s 份材料已发给全体代表。") % {"n": sent})
    return redirect("congress:papers", session_id)


@access.signed_in("a delegate opens the papers of the own congress; the verb asks whether it is theirs")
def read(request: Any, paper_id: int) -> Any:
    """Open a paper; that a delegate did is counted once."""
    file_id = services.open_paper(paper_id, actor=request.actor, at=request.at)
    return records.file_response(file_id, inline=True)


@access.signed_in("everybody sees the sessions of the congresses in which they hold a seat, nobody else's")
def mine(request: Any) -> HttpResponse:
    """A delegate's own page on the phone: what comes, what is to be read, by when."""
    person_id = request.actor.person_id
    found = queries.my_sessions(person_id, on=request.today) if person_id else ()
    seats = delegates.delegateships(person_id, request.today) if person_id else ()
    askings = [
        one for seat in seats for one in queries.askings(seat.congress_id, on=request.today) if one.is_open
    ]  # fmt: skip
    context = {
        "sessions": [(one, _by_topic(one)) for one in found],
        "seats": seats,
        "askings": [(one, one.has_signed(person_id)) for one in askings if one.asker == "delegates"],
    }
    return render(request, "congress/mine.html", context)


def _by_topic(one: queries.MySession) -> list[tuple[queries.TopicCard, list[queries.PaperCard]]]:
    return [(topic, [paper for paper in one.papers if paper.topic_id == topic.id]) for topic in one.topics]
