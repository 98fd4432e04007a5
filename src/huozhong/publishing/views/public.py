"""The page without sign-in: what is public now, one thing of it, its pictures and sounds. No cookies, no trackers."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from fractions import Fraction
from functools import wraps
from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from huozhong.access import services as access
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence, say
from huozhong.look import services as look
from huozhong.publishing import queries
from huozhong.publishing.queries import PAGE, Gone, PublicItem
from huozhong.publishing.queries.kinds import kinds
from huozhong.publishing.rules.rate import Buckets
from huozhong.records import services as records

BUCKETS = Buckets(burst=120, a_minute=240)  # a street behind one address reads; a scraper waits
SIZES = {"small": 480, "large": 1280}
View = Callable[..., HttpResponse]


def outside(view: View) -> View:
    """A page of the public: read only, limited by address, told to search engines only where that was chosen."""

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if not BUCKETS.takes(get_client_ip(request) or "", second=Fraction(int(time.monotonic() * 1000), 1000)):
            context = {"status": 429, "reason": say("您看得太快了，请过一分钟再来。"), "csrf_token": ""}
            return render(request, "look/refused.html", context, status=429)
        language = request.GET.get("language", "")
        chosen = language if language in dict(settings.LANGUAGES) else translation.get_language()
        with translation.override(chosen):
            try:
                response = view(request, *args, **kwargs)
            except NotFound:
                response = _gone(request, say("这里没有您要找的内容。"), status=404)
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow, noarchive")
        response.headers.setdefault("Cache-Control", "public, no-cache")  # kept, asked about each time
        return response

    return require_safe(guarded)


def _gone(request: HttpRequest, says: Sentence, *, status: int) -> HttpResponse:
    """A kind sentence where nothing is, or nothing is any more; kept by nobody."""
    context = {"says": says, "csrf_token": "", "english": translation.get_language() == "en"}
    response = render(request, "publishing/gone.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _tag(request: HttpRequest, *parts: object) -> str:
    """Changes whenever the page would: its texts, the day, the language, the style sheet, the release."""
    text = "|".join(map(str, (*parts, translation.get_language(), static("look/app.css"), request.path)))
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def _page(request: Any, template: str, context: dict[str, Any], *, tag: str, for_search: bool) -> HttpResponse:
    if tag in request.headers.get("If-None-Match", ""):
        response: HttpResponse = HttpResponseNotModified()
    else:
        english = translation.get_language() == "en"
        extra = {"csrf_token": "", "english": english, "tongue": "?language=en" if english else ""}
        response = render(request, template, context | extra)
    response["ETag"] = tag
    if for_search and getattr(settings, "OPEN_TO_SEARCH", False):
        response["X-Robots-Tag"] = "noarchive"
    return response


@access.open_to_all("what three editors passed may be read by everybody")
@outside
def front(request: Any) -> HttpResponse:
    """The newest of everything, by kind; or one kind, page by page."""
    known = {kind.name.partition(".")[0] + "-" + kind.name.partition(".")[2]: kind for kind in kinds()}
    wanted = known.get(request.GET.get("kind", ""))
    before = request.GET.get("before", "")
    if wanted is not None:
        number = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
        found = queries.public_items(on=request.today, kinds=(wanted.name,), before=number)
        sections = [(wanted.title, found, "")]
        older = found[-1].id if len(found) == PAGE else None
    else:
        older, sections = None, []
        for slug, kind in known.items():
            newest = queries.public_items(on=request.today, kinds=(kind.name,), limit=5)
            if newest:
                sections.append((kind.title, newest, slug if len(newest) == 5 else ""))
    tag = _tag(request, request.today, request.GET.urlencode(), *(one.tag for _, some, _ in sections for one in some))
    context = {"sections": sections, "older": older, "slug": request.GET.get("kind", "") if wanted else ""}
    return _page(request, "publishing/open.html", context, tag=tag, for_search=True)


@access.open_to_all("what three editors passed may be read by everybody")
@outside
def item(request: Any, submission_id: int) -> HttpResponse:
    """One public thing; 410 with a kind sentence when it was taken away."""
    found = queries.public_item(submission_id, on=request.today)
    if isinstance(found, Gone):
        if found.newer_id is not None:
            return redirect("open:item", found.newer_id)
        return _gone(request, found.says, status=410)
    tag = _tag(request, found.tag, request.today)
    context = {"item": found, "photos": _photos(found), "sounds": _sounds(found)}
    return _page(request, "publishing/open_item.html", context, tag=tag, for_search=found.is_for_search)


def _photos(found: PublicItem) -> tuple[look.Photo, ...]:
    return tuple(
        look.Photo(
            reverse("open:photo", args=[found.id, photo.file_id, "small"]),
            photo.words or found.text.title,
            reverse("open:photo", args=[found.id, photo.file_id, "large"]),
        )
        for photo in found.text.photos
    )


def _sounds(found: PublicItem) -> tuple[str, ...]:
    return tuple(reverse("open:sound", args=[found.id, sound]) for sound in found.text.sounds)


def _require_shown(request: Any, submission_id: int, file_id: int) -> None:
    if not queries.holds_file(submission_id, file_id, on=request.today):
        raise NotFound(say("找不到这个文件。"))


@access.open_to_all("a picture of something public")
@outside
def photo(request: Any, submission_id: int, file_id: int, size: str) -> HttpResponse:
    """A photograph of something public, made small; asked for again each time, so that taking it back works at once."""
    _require_shown(request, submission_id, file_id)
    return records.thumbnail_response(file_id, longest_side=SIZES.get(size, 480))  # type: ignore[return-value]


@access.open_to_all("the voice of something public")
@outside
def sound(request: Any, submission_id: int, file_id: int) -> HttpResponse:
    """The voice file of something public."""
    _require_shown(request, submission_id, file_id)
    return records.sound_response(file_id, part=request.headers.get("Range", ""))
