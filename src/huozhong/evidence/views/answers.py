"""The way to a page of evidence, and files for a careful browser."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huozhong.evidence.queries.finding import may
from huozhong.evidence.rules.things import Rules, Thing
from huozhong.look import services as look

OWN = "the room of the thing says who may see its evidence; for others it does not exist"


def list_url(thing: Thing) -> str:
    return reverse("evidence:list", args=thing)


def way(rules: Rules, thing: Thing, *further: look.Crumb) -> tuple[look.Crumb, ...]:
    """The way to a page: the thing, its evidence, the piece."""
    title = rules.title(thing[1]) if rules.title else _("案件")
    return (look.Crumb(title, rules.url(thing[1])), look.Crumb(_("证据"), list_url(thing)), *further)


def page(request: Any, template: str, *, rules: Rules, thing: Thing, form: forms.Form | None = None,
         **context: Any) -> HttpResponse:  # fmt: skip
    """A page; 422 when its form was sent and found wrong. Never kept by a browser that somebody else uses next."""
    wrong = form is not None and form.is_bound and not form.is_valid()
    context = {
        "thing": thing,
        "form": form,
        "path": way(rules, thing),
        "back": list_url(thing),
        "can_add": may(request.actor, rules.may_add, thing[1]),
        "can_hand_on": may(request.actor, rules.may_hand_on, thing[1]),
        **context,
    }
    answer = render(request, template, context, status=422 if wrong else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def file_answer(content: bytes, *, name: str, media_type: str, inline: bool = False) -> HttpResponse:
    """A file for a browser that is told to trust nothing in it and to keep nothing of it."""
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    answer = HttpResponse(content, content_type=media_type + charset)
    how = "inline" if inline else "attachment"
    answer["Content-Disposition"] = f"{how}; filename=\"file\"; filename*=UTF-8''{quote(name, safe='')}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "no-store"
    return answer
