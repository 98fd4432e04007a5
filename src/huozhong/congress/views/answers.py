"""What the pages of this room share: who may see a congress, forms whose refusal keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from huozhong.access import services as access
from huozhong.congress import queries
from huozhong.delegates import queries as delegates
from huozhong.delegates.queries import CongressCard
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence
from huozhong.look import services as look
from huozhong.look.services import carried
from huozhong.records import queries as records


def congress_within(request: Any, congress_id: int) -> CongressCard:
    """A congress within the asker's reach; NotFound otherwise."""
    return delegates.congress(congress_id, reach=request.reach)


def session_within(request: Any, session_id: int) -> queries.SessionCard:
    """A session within the asker's reach; NotFound otherwise."""
    return queries.session(session_id, reach=request.reach)


def topic_within(request: Any, topic_id: int) -> tuple[queries.TopicCard, queries.SessionCard]:
    """A topic with its session, within the asker's reach; NotFound otherwise."""
    found = queries.topic(topic_id)
    return found, session_within(request, found.session_id)


def require_seen(request: Any, place: Place) -> None:
    """NotFound when the place lies outside the asker's reach."""
    if not request.reach.covers(place):
        raise NotFound(access.NOT_FOUND)


def may_manage(request: Any, place: Place) -> bool:
    return access.can(request.actor, Permission.CONGRESS_MANAGE, at=place)


def form_page(
    request: Any,
    form: forms.Form,
    verb: Callable[[dict[str, Any]], object],
    *,
    title: str,
    to: str,
    said: str,
    lead: str = "",
    submit: str = "",
    path: Sequence[look.Crumb] = (),
    upload: bool = False,
) -> HttpResponse:
    """A page with one form: what was typed stays when the verb says no; afterwards the reader is where it shows."""
    if request.method == "POST" and form.is_valid() and carried(form, lambda: verb(form.cleaned_data)):
        messages.success(request, said)
        return redirect(to)
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "submit": submit or _("保存"),
        "cancel": to,
        "path": tuple(path),
        "upload": upload,
    }
    return render(request, "congress/form.html", context, status=422 if form.is_bound and form.errors else 200)


def filed(cleaned: dict[str, Any], field: str = "content") -> dict[str, Any]:
    """The uploaded file of a form as verbs take it; nothing when there is none."""
    found = cleaned.get(field)
    return {"content": found, "file_name": found.name} if found else {"content": None, "file_name": ""}


def way(congress: CongressCard | None = None, session: queries.SessionCard | None = None) -> tuple[look.Crumb, ...]:
    """The way to a page: the list, the congress, the session."""
    found = [look.Crumb(_("职代会"), reverse("congress:index"))]
    if congress is not None:
        found.append(look.Crumb(congress.unit_name, reverse("congress:congress", args=[congress.id])))
    if session is not None:
        if congress is None:
            to = reverse("congress:congress", args=[session.congress_id])
            found.append(look.Crumb(session.unit_name, to))
        found.append(look.Crumb(session.title, reverse("congress:session", args=[session.id])))
    return tuple(found)


def trail_of(kind: str, thing_id: int, *, words: dict[str, Sentence]) -> tuple[look.TrailEntry, ...]:
    """What was done to a thing that has no lifecycle of its own, newest first."""
    return tuple(
        look.TrailEntry(
            what=look.told(words[row.action]) if row.action in words else row.action,
            at=row.at, who=row.actor_name, role="", where="", why=row.why,
        )
        for row in records.history(kind, thing_id)
    )  # fmt: skip
