"""The private calendar link: made, withdrawn, read by a calendar program."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huozhong.access import services as access
from huozhong.clocks import services
from huozhong.kernel.refusals import NotFound


@access.signed_in("one's own calendar link")
@require_POST
def make(request: Any) -> HttpResponse:
    """A new link, shown this once; an older one stops."""
    secret = services.make_feed(actor=request.actor, at=request.at)
    address = request.build_absolute_uri(reverse("clocks:feed", args=[secret]))
    answer = render(request, "clocks/feed.html", {"address": address})
    answer["Cache-Control"] = "no-store"
    return answer


@access.signed_in("one's own calendar link")
@require_POST
def withdraw(request: Any) -> HttpResponse:
    """The link answers no more."""
    if services.withdraw_feed(actor=request.actor, at=request.at):
        messages.success(request, _("日历链接已停用。"))
    return redirect("clocks:mine")


@access.open_to_all("a calendar program cannot sign in: whoever holds the secret link reads days and rules, no names")
@require_safe
def feed(request: Any, secret: str) -> HttpResponse:
    """The open deadlines behind a link as iCalendar."""
    base = request.build_absolute_uri("/")[:-1]
    text = services.feed_calendar(secret, base=base, at=request.at)
    if text is None:
        raise NotFound(access.NOT_FOUND)
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
