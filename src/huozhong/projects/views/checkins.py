"""The check-in page of a phone: a shell that works without a network, and the two addresses it speaks to."""

from __future__ import annotations

import hashlib
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import get_template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Refused
from huozhong.look import services as look
from huozhong.projects import queries, services
from huozhong.projects.forms.fields import MOST_PEOPLE
from huozhong.projects.services import CheckIn, FromAfar, Upload

FILES = ("projects/checkins.js", "look/app.css", "look/icons.svg")


@access.open_to_all("the page holds nothing of anybody: a phone keeps it for when there is no network")
@ensure_csrf_cookie
@require_safe
def shell(request: Any) -> HttpResponse:
    """The page itself; who it is for and what was written is known to the phone alone."""
    return render(request, "projects/checkins.html")


@access.open_to_all("a script without content of anybody, asked for by the page above")
@require_safe
def worker(request: Any) -> HttpResponse:
    """The script that keeps the page for later; it lies here because its address bounds what it may keep."""
    version = hashlib.sha256("".join(static(name) for name in FILES).encode()).hexdigest()[:12]
    words = {"version": version, "static_url": settings.STATIC_URL}
    response = HttpResponse(get_template("projects/checkins_worker.js").render(words), content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@access.asks(Permission.PROJECT_RUN)
@require_safe
def mine(request: Any) -> JsonResponse:
    """Who is here, a token for sending, and the projects that they run."""
    return JsonResponse(
        {
            "person": request.actor.person_id,
            "called": request.actor.name,
            "token": get_token(request),
            "projects": [
                {
                    "id": one.id,
                    "name": one.name,
                    "unit": one.unit_name,
                    "targets": [
                        {"id": row.id, "indicator": row.indicator, "unit": row.unit_word}
                        | {"latest": _plain(row.latest), "goal": _plain(row.goal)}
                        for row in one.targets
                    ],
                }
                for one in queries.projects_to_log(request.actor)
            ],
        }
    )


def _plain(value: Decimal | None) -> str:
    return f"{value.normalize():f}" if value is not None else "—"


@access.asks(Permission.PROJECT_RUN)
@require_POST
def send(request: Any) -> JsonResponse:
    """Keep one check-in: 200 with the entry, again and again the same; 422 with the reason when it is refused."""
    try:
        entry, is_new = services.check_in(_sent(request), actor=request.actor, at=request.at)
    except ValidationError as error:
        return JsonResponse({"reason": error.message}, status=422)
    except Refused as refusal:
        return JsonResponse({"reason": look.told(refusal.reason)}, status=422)
    url = reverse("projects:project", args=[int(request.POST["project"])])
    return JsonResponse({"entry": entry, "is_new": is_new, "url": url, "received": request.at.isoformat()})


def _sent(request: Any) -> CheckIn:
    """What the phone said, or ValidationError for what no page of ours would send."""
    said = request.POST
    try:
        noted_at, day = parse_datetime(said["noted_at"]), parse_date(said["day"])
        people = int(said.get("people") or 0)
        project_id, key = int(said["project"]), UUID(said["key"])
        readings = [
            (int(name.removeprefix("target_")), Decimal(value))
            for name, value in said.items()
            if name.startswith("target_") and value.strip()
        ]
    except (KeyError, ValueError, InvalidOperation) as error:
        raise ValidationError(_("有一项填得不对：请检查日期、人数和指标的数字。")) from error
    text, keep_for = said.get("text", ""), said.get("keep_for", "")
    is_plain = "\x00" not in text + keep_for and len(text) <= 1000 and len(keep_for) <= 60
    if noted_at is None or noted_at.tzinfo is None or day is None or not is_plain or not 0 <= people <= MOST_PEOPLE:
        raise ValidationError(_("有一项填得不对：请检查日期、人数和指标的数字。"))
    if not 0 < project_id < 2**63 or any(not 0 < target < 2**63 for target, _value in readings):
        raise ValidationError(_("没有找到，或者不在您的管理范围内。"))
    photos = tuple(Upload(given, given.name, given.content_type or "") for given in request.FILES.getlist("photos"))
    return CheckIn(project_id, FromAfar(key, noted_at), day, text, people, tuple(readings), photos, keep_for)
