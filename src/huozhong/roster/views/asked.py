"""What a request asks: a day, a number in the address, an uploaded form; and how a refusal comes back to its form."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date

from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.look import services as look

EARLIEST = date(1925, 5, 1)  # the All-China Federation was founded on this day
BIGGEST_ID = 2**63 - 1


def day_asked(request: Any) -> date | None:
    """The day in the address; None for today. Refused with a sentence when it cannot be asked."""
    text = request.GET.get("on", "")
    if not text:
        return None
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= request.today:
        raise Refused(say("看不懂日期，或者这一天还没有到。请写成 2025-12-31 这样，不晚于今天。"))
    return None if day == request.today else day


def id_asked(request: Any, name: str) -> int | None:
    """An id in the address, or None."""
    text = request.GET.get(name, "")
    if not (text.isascii() and text.isdecimal()):
        return None
    number = int(text[:20])
    return number if 0 < number <= BIGGEST_ID else None


def words_asked(request: Any) -> str:
    """What is searched for."""
    return str(request.GET.get("q", "")).replace("\x00", "").strip()[:60]


def back_to(form: forms.Form, refusal: Refused) -> None:
    """The refusal's sentence on the form, so that nothing typed is lost; what is no matter of the form goes on."""
    if isinstance(refusal, NotFound | Forbidden | Conflict):
        raise refusal
    form.add_error(None, look.told(refusal.reason))


def shown(request: Any, template: str, context: dict[str, Any], *, form: forms.Form | None = None) -> HttpResponse:
    """The page; 422 when it shows a form that was refused."""
    status = 422 if form is not None and form.is_bound and form.errors else 200
    return render(request, template, context, status=status)
