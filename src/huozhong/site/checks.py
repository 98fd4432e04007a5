"""What production refuses: called at the end of the settings, so that no process starts with an unsafe one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from huozhong.site import keys

SHORTEST_SIGNING_KEY = 32


def unsafe(settings: Mapping[str, Any]) -> list[str]:
    """One sentence for everything in these settings that production must not have."""
    found = []
    if settings["DEBUG"]:
        found.append("DEBUG is on: unset it.")
    if settings["DEMO"]:
        found.append("The demo flag is on: unset HUOZHONG_DEMO; sample sign-ins never belong in production.")
    key = settings["SECRET_KEY"]
    if key == keys.DEMO_SIGNING_KEY:
        found.append("There is no signing key: run `huozhong setup`, or set HUOZHONG_SECRET_KEY.")
    elif len(key) < SHORTEST_SIGNING_KEY:
        found.append(f"HUOZHONG_SECRET_KEY is shorter than {SHORTEST_SIGNING_KEY} characters.")
    if not Path(settings["PERSONAL_KEYS_FILE"]).exists():
        found.append(
            f"The keys of personal numbers are missing: {settings['PERSONAL_KEYS_FILE']}; run `huozhong setup`."
        )
    if not settings["SESSION_COOKIE_SECURE"] or not settings["CSRF_COOKIE_SECURE"]:
        found.append("Cookies would travel without HTTPS: unset HUOZHONG_INSECURE_COOKIES.")
    hosts = settings["ALLOWED_HOSTS"]
    if not hosts or "*" in hosts or set(hosts) <= {"127.0.0.1", "localhost", "testserver"}:
        found.append("HUOZHONG_HOSTS does not name the host that people will type.")
    return found


def refuse_unsafe(settings: Mapping[str, Any]) -> None:
    """Raise ImproperlyConfigured with every sentence, when these are production's settings and unsafe."""
    if settings["PRODUCTION"] and (found := unsafe(settings)):
        raise ImproperlyConfigured("Not safe for production:\n" + "\n".join(f"  - {sentence}" for sentence in found))
