"""After a session: duties, what is made public, files, the archive."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huozhong.access import services as access
from huozhong.congress import queries, services
from huozhong.congress.forms.after import CheckForm, DoneForm, DutyForm
from huozhong.congress.models import Duty
from huozhong.congress.queries.files import place_and_file
from huozhong.congress.services.archiving import archive
from huozhong.congress.views.answers import filed, form_page, session_within, topic_within, way
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.records import services as records


@access.asks(Permission.CONGRESS_MANAGE)
@require_http_methods(["GET", "POST"])
def give_duty(request: Any, topic_id: int) -> HttpResponse:
    """Say who carries a resolution out."""
    card, session = topic_within(request, topic_id)
    form = DutyForm(request.POST or None, initial={"what": card.title})
    return form_page(
        request, form,
        lambda typed: services.give_duty(topic_id, actor=request.actor, at=request.at, **typed),
        title=_("落实决议：%(title)s") % {"title": card.title}, to=reverse("congress:session", args=[session.id]),
        said=_("已安排，到期没办好会提醒。"), path=way(session=session),
    )  # fmt: skip


def _session_of(request: Any, duty_id: int) -> queries.SessionCard:
    found = Duty.objects.filter(pk=duty_id).values_list("topic__session_id", flat=True).first()
    if found is None:
        raise NotFound(access.NOT_FOUND)
    return session_within(request, found)


@access.asks(Permission.CONGRESS_MANAGE)
@require_http_methods(["GET", "POST"])
def finish_duty(request: Any, duty_id: int) -> HttpResponse:
    """What came of a duty."""
    session = _session_of(request, duty_id)
    form = DoneForm(request.POST or None, request.FILES or None, initial={"done": request.today})
    return form_page(
        request, form,
        lambda typed: services.finish_duty(
            duty_id, result=typed["result"], done=typed["done"], actor=request.actor, at=request.at, **filed(typed)
        ),
        title=_("决议办好了"), to=reverse("congress:session", args=[session.id]), said=_("已记下。"), upload=True,
        path=way(session=session),
    )  # fmt: skip


@access.asks(Permission.CONGRESS_MANAGE)
@require_http_methods(["GET", "POST"])
def check_duty(request: Any, duty_id: int) -> HttpResponse:
    """What delegates saw when they looked."""
    session = _session_of(request, duty_id)
    form = CheckForm(request.POST or None, request.FILES or None, initial={"on": request.today})
    return form_page(
        request, form,
        lambda typed: services.check_duty(
            duty_id, verdict=typed["verdict"], words=typed["words"], by=typed["by"], on=typed["on"],
            actor=request.actor, at=request.at, **filed(typed),
        ),
        title=_("检查决议落实"), lead=_("办得不好的会重新打开，继续提醒。"),
        to=reverse("congress:session", args=[session.id]), said=_("已记下。"), upload=True, path=way(session=session),
    )  # fmt: skip


@access.asks(Permission.CONGRESS_READ)
def public(request: Any, session_id: int) -> HttpResponse:
    """What every member of the unit may read of a session."""
    card = session_within(request, session_id)
    if card.published_at is None:
        raise NotFound(access.NOT_FOUND)
    return render(request, "congress/public.html", {"session": card})


@access.asks(Permission.CONGRESS_READ)
def kept_file(request: Any, kind: str, thing_id: int) -> Any:
    """A file that lies with a duty, a check, a tour, a report, a joint decision; for whoever reads the congress."""
    place, file_id = place_and_file(kind, thing_id)
    if file_id is None or not request.reach.covers(place):
        raise NotFound(access.NOT_FOUND)
    return records.file_response(file_id, inline=True)


@access.asks(Permission.CONGRESS_READ)
def archive_file(request: Any, session_id: int) -> Any:
    """Everything about one session in one file, with an index and hashes."""
    card = session_within(request, session_id)
    access.require(request.actor, Permission.CONGRESS_MANAGE, at=card.place)
    packed, name = archive(session_id, actor=request.actor, at=request.at)
    return FileResponse(packed, as_attachment=True, filename=name, content_type="application/zip")
