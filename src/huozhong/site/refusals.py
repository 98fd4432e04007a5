"""Pages that say no: what happened, that nothing was lost, what to do next."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.kernel.sentences import Sentence, say

BROKEN = (Path(__file__).parent / "templates" / "house" / "500.html").read_text(encoding="utf-8")


def status_of(refused: Refused) -> int:
    """The HTTP status of a refusal."""
    if isinstance(refused, NotFound):
        return 404
    if isinstance(refused, Forbidden):
        return 403
    return 409 if isinstance(refused, Conflict) else 422


def answer(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The page of a refused verb, or a fragment when only a part of the page was asked for."""
    return show(request, status_of(refused), reason=refused.reason, cite=refused.cite)


def show(
    request: HttpRequest,
    status: int,
    *,
    reason: Sentence | str = "",
    cite: str = "",
    title: str = "",
    hint: str = "",
) -> HttpResponse:
    """Render a refusal: a whole page, or for htmx a note laid over the page that keeps everything as it stands."""
    context = {"status": status, "reason": reason, "cite": cite, "title": title, "hint": hint}
    if request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true":
        response = render(request, "house/refusal_fragment.html", context, status=status)
        response["HX-Retarget"], response["HX-Reswap"] = "body", "beforeend"
        return response
    context |= {"back_url": _back(request), "reference": getattr(request, "number", "")}
    return render(request, "look/refused.html", context, status=status)


def _back(request: HttpRequest) -> str:
    """The page before, when it is one of ours."""
    before = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(
        before, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return before if ours and before != request.build_absolute_uri() else ""


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such address, or nothing within reach: answered alike."""
    return show(request, 404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's own refusals."""
    return show(request, 403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that cannot be read; one that is too big says so."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return too_big(request)
    return show(request, 400)


def too_big(request: HttpRequest) -> HttpResponse:
    """A body above the limit."""
    limit = settings.BIGGEST_REQUEST // (1024 * 1024)
    return show(request, 413, reason=say("一次最多提交 %(limit)s MB，文字最多 5 MB，这次超过了。", limit=limit))


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Asked too often in a short time."""
    return show(request, 429)


@requires_csrf_token
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token does not fit: usually an old page, sometimes blocked cookies."""
    if not request.COOKIES:
        sentence = say("浏览器没有保存 Cookie，系统认不出是您在操作。")
        hint = _("请允许本站使用 Cookie，再返回上一页重新提交。")
    else:
        sentence = say("这个页面打开得太久，或者您在别的窗口重新登录过，为了安全没有提交。")
        hint = _("请返回上一页，先复制写好的文字，再刷新页面提交一次。")
    return show(request, 403, reason=sentence, title=_("页面过期了"), hint=hint)


def broken(request: HttpRequest) -> HttpResponse:
    """Something of ours broke: a page that needs neither templates nor a database."""
    number: Any = getattr(request, "number", "")
    return HttpResponse(BROKEN.replace("{number}", str(number)), status=500)
