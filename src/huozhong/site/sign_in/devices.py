"""Sessions as their owner recognises them: which device, since when, from where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("OpenHarmony", "HarmonyOS"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)
BROWSERS = (
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("HeadlessChrome", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


@dataclass(frozen=True, slots=True)
class Device:
    """One session."""

    id: int
    name: str
    address: str
    since: datetime
    is_here: bool
    is_phone: bool


def device_name(user_agent: str) -> str:
    """Browser and system in words, from what the browser says of itself."""
    browser = next((_(word) for sign, word in BROWSERS if sign in user_agent), "")
    system = next((word for sign, word in SYSTEMS if sign in user_agent), "")
    return " · ".join(part for part in (system, browser) if part) or _("未知设备")


def shown(sessions: Iterable[Any]) -> tuple[Device, ...]:
    """This device first, then the newest."""
    found = [
        Device(
            id=session.pk,
            name=device_name(session.user_agent),
            address=session.ip,
            since=session.created_at,
            is_here=session.is_current(),
            is_phone=any(sign in session.user_agent for sign in ("iPhone", "Android", "HarmonyOS")),
        )
        for session in sessions
    ]
    return tuple(sorted(found, key=lambda device: (not device.is_here, -device.since.timestamp())))
