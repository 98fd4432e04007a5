"""Small addresses of the house: is it alive, what robots may read, which language."""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huozhong.access.services import open_to_all
from huozhong.people import services as people

A_YEAR = 365 * 24 * 60 * 60


@open_to_all("asked by the load balancer; says nothing but whether the database answers")
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, 503 when it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


@open_to_all("robots have no account")
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Only the open page, whose own header says what may be kept: what is gone must be seen to be gone."""
    return HttpResponse("User-agent: *\nAllow: /open/\nAllow: /static/\nDisallow: /\n", content_type="text/plain")


@open_to_all("browsers ask for it unasked")
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The spark."""
    return redirect(static("look/icon.svg"), permanent=False)


@open_to_all("everybody reads in the language of their choice, signed in or not")
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Keep the choice in a cookie and go back to where one was."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = redirect(target)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            people.set_language(request.user.pk, language=chosen)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=A_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
