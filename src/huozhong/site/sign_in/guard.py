"""Lock-out: whom it counts, from where, and what a locked-out person reads."""

from __future__ import annotations

import re
from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

MINUTES = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
_LOOKS_LIKE_A_NUMBER = re.compile(r"\d{5,}")


def name_tried(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """The name that was tried; a telephone or identity number is kept as a keyed hash, never in clear."""
    tried = (credentials or {}).get("username") or (request.POST.get("login", "") if request else "")
    name = str(tried).strip().lower()
    if not _LOOKS_LIKE_A_NUMBER.search(re.sub(r"[\s\-+]", "", name)):
        return name[:64]
    return "#" + salted_hmac("huozhong.name_tried", name, algorithm="sha256").hexdigest()[:32]


def address_of(request: HttpRequest) -> str:
    """Where the request came from, behind as many proxies as HUOZHONG_PROXIES says."""
    return get_client_ip(request) or "0.0.0.0"  # noqa: S104 - not an address to bind, one that nobody has


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None) -> HttpResponse:
    """The page for somebody who failed too often: when it ends, and what helps sooner."""
    return render(request, "house/sign_in/locked_out.html", {"minutes": MINUTES}, status=429)
