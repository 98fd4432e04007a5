"""What every request is given: its language, its actor and its moment; and what becomes of a refusal."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation

from huozhong.access import services as access
from huozhong.kernel.refusals import Refused
from huozhong.records.engine.personal import without_personal_numbers
from huozhong.site import refusals, todo

log = structlog.get_logger("huozhong.requests")
Answer = Callable[[HttpRequest], HttpResponse]
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class RequestLogMiddleware:
    """One line per request: what was asked, by which account, how it ended, how long it took. No personal numbers.

    A view may ask for none (`request.is_unlogged`): who opens a booth and when a ballot comes in is written nowhere.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        number = uuid.uuid4().hex[:12]
        request.number = number  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-Id"] = number
        if not request.path.startswith(settings.STATIC_URL) and not getattr(request, "is_unlogged", False):
            log.info(
                "request",
                number=number,
                method=request.method,
                path=without_personal_numbers(request.path),  # never the query: people search by number
                status=response.status_code,
                milliseconds=round((time.perf_counter() - started) * 1000),
                account_id=_account_id(request),
            )
        return response


def _account_id(request: HttpRequest) -> int | None:
    actor = getattr(request, "actor", None)
    return actor.account_id if actor else None


class SizeMiddleware:
    """Refuses a body that is too big before a byte of it is kept."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > settings.BIGGEST_REQUEST:
            _pour_away(request, int(length))
            return refusals.too_big(request)
        return self.get_response(request)


def _pour_away(request: HttpRequest, length: int) -> None:
    """Read and drop the body, so that the browser finishes sending and shows our page; give up on a monstrous one."""
    left = min(length, settings.BIGGEST_REQUEST * 8)
    while left > 0:
        piece = request.META["wsgi.input"].read(min(left, 1 << 20))
        if not piece:
            return
        left -= len(piece)


class LanguageMiddleware:
    """Chinese, unless the reader chose another language; a browser's own setting is not a choice."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class ActorMiddleware:
    """Gives the request its moment, its day and its actor."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.at = timezone.now()  # type: ignore[attr-defined]
        request.today = timezone.localdate(request.at)  # type: ignore[attr-defined]
        request.actor = access.actor_for(request.user, on=request.today)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.method not in SAFE and request.actor.account_id:  # type: ignore[attr-defined]
            todo.forget_count(request.actor, on=request.today)  # type: ignore[attr-defined]
        return _whole_page(request, response)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A refused verb becomes a page with its sentence; anything else goes on."""
        return refusals.answer(request, error) if isinstance(error, Refused) else None


def _whole_page(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A part of a page that would become the sign-in page opens the sign-in page whole."""
    to_sign_in = response.headers.get("Location", "").startswith(reverse(settings.LOGIN_URL))
    if not (to_sign_in and request.headers.get("HX-Request") == "true"):
        return response
    whole = HttpResponse()
    before = urlsplit(request.headers.get("HX-Current-URL", "")).path or "/"
    whole["HX-Redirect"] = f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': before})}"
    return whole


class PrivatePagesMiddleware:
    """Pages of somebody signed in are kept by no cache, so that “back” after signing out shows nothing."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user: Any = getattr(request, "user", None)
        if user is not None and user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-store"
        return response
