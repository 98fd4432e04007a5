"""Ways out of the house: each channel has a sender; `site` says who is reached where."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import quote_plus, urlencode, urlsplit

from huozhong.records.engine.messages import Told
from huozhong.records.engine.quiet import NIGHT, QuietHours

log = logging.getLogger(__name__)

IN_APP = "in_app"
CALL_LIST = "call_list"

Resolver = Callable[[int, str], str | None]  # (person, channel) -> address there, or None when there is none
Quiet = Callable[[int], QuietHours | None]  # person -> the hours they chose, or None for the night


class SendFailedError(Exception):
    """The message did not go out. `is_final`: trying again would not help."""

    def __init__(self, reason: str, *, is_final: bool = False) -> None:
        super().__init__(reason)
        self.is_final = is_final


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the outside service said."""

    number: str = ""
    is_delivered: bool = False  # no further word will come


class Sender(Protocol):
    def __call__(self, told: Told) -> Receipt: ...


@dataclass(slots=True)
class _Ports:
    senders: dict[str, Sender] = field(default_factory=dict)
    resolver: Resolver | None = None
    quiet: Quiet | None = None


_ports = _Ports()


def register_sender(channel: str, sender: Sender | None) -> None:
    """Send this channel's messages with this; None takes the channel away."""
    if sender is None:
        _ports.senders.pop(channel, None)
    else:
        _ports.senders[channel] = sender


def register_resolver(resolver: Resolver | None) -> None:
    """Ask this for a person's address on a channel: a phone, an official-account id. Never asked for in-app."""
    _ports.resolver = resolver


def register_quiet_hours(quiet: Quiet | None) -> None:
    """Ask this for the quiet hours that a person chose."""
    _ports.quiet = quiet


def quiet_hours_of(person_id: int | None) -> QuietHours:
    """The person's quiet hours: their own, else the night."""
    chosen = _ports.quiet(person_id) if _ports.quiet and person_id is not None else None
    return chosen or NIGHT


def sender_of(channel: str) -> Sender | None:
    """The channel's sender, or None when the channel is not set up here."""
    return _ports.senders.get(channel)


def address_of(person_id: int, channel: str) -> str | None:
    """The person's address on the channel, or None."""
    if channel == CALL_LIST:
        return "" if _ports.resolver is None else (_ports.resolver(person_id, channel) or "")
    return _ports.resolver(person_id, channel) if _ports.resolver else None


def console(told: Told) -> Receipt:
    """For the demo: the message goes to the log and counts as delivered."""
    log.warning("NOTICE to %s: %s %s", told.address or "-", told.title, told.body)
    return Receipt(number=f"console-{told.notice_id}", is_delivered=True)


def ask_outside(url: str, body: Mapping[str, Any], *, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Post JSON to an outside service and read its JSON; SendFailedError names what went wrong, never the body."""
    if urlsplit(url).scheme not in ("https", "http"):
        raise SendFailedError("the address is not http", is_final=True)
    raw = json.dumps(body, ensure_ascii=False).encode()
    request = urllib.request.Request(  # noqa: S310 - scheme checked above
        url, data=raw, headers={"Content-Type": "application/json; charset=utf-8", **(headers or {})}
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - scheme checked above
            read = json.loads(answer.read(65536))
    except urllib.error.HTTPError as error:
        error.close()
        raise SendFailedError(f"HTTP {error.code}", is_final=400 <= error.code < 500 and error.code != 429) from error
    except (OSError, ValueError) as error:
        raise SendFailedError(type(error).__name__) from error
    if not isinstance(read, dict):
        raise SendFailedError("the answer is not an object")
    return read


def _check(answer: Mapping[str, Any], *, retry: frozenset[int]) -> None:
    error = int(answer.get("errcode", -1))
    if error:
        raise SendFailedError(f"errcode {error}", is_final=error not in retry)


@dataclass(frozen=True, slots=True)
class WeComRobot:
    """A group robot of WeCom. Group messages name nobody."""

    webhook: str

    def __call__(self, told: Told) -> Receipt:
        body = {"msgtype": "text", "text": {"content": f"{told.title}\n{told.body}"}}
        _check(ask_outside(self.webhook, body), retry=frozenset({-1, 45009}))
        return Receipt(is_delivered=True)


@dataclass(frozen=True, slots=True)
class DingTalkRobot:
    """A group robot of DingTalk, signed with its secret."""

    webhook: str
    secret: str
    clock_ms: Callable[[], int]

    def __call__(self, told: Told) -> Receipt:
        stamp = self.clock_ms()
        mark = hmac.new(self.secret.encode(), f"{stamp}\n{self.secret}".encode(), hashlib.sha256).digest()
        joint = "&" if "?" in self.webhook else "?"
        url = f"{self.webhook}{joint}timestamp={stamp}&sign={quote_plus(base64.b64encode(mark))}"
        body = {"msgtype": "text", "text": {"content": f"{told.title}\n{told.body}"}}
        _check(ask_outside(url, body), retry=frozenset({-1, 130101, 410100}))
        return Receipt(is_delivered=True)


@dataclass(frozen=True, slots=True)
class OfficialAccount:
    """Template messages of a WeChat official account; the template's gaps carry our values by name."""

    base: str  # https://api.weixin.qq.com
    access_token: Callable[[], str]
    template_ids: Mapping[str, str]

    def __call__(self, told: Told) -> Receipt:
        template_id = self.template_ids.get(told.template)
        if not template_id:
            raise SendFailedError("no template id", is_final=True)
        words = {key: {"value": value} for key, value in told.values.items()}
        url = f"{self.base}/cgi-bin/message/template/send?{urlencode({'access_token': self.access_token()})}"
        answer = ask_outside(url, {"touser": told.address, "template_id": template_id, "data": words})
        _check(answer, retry=frozenset({-1, 40001, 42001, 45009}))
        return Receipt(number=str(answer.get("msgid", "")))


@dataclass(frozen=True, slots=True)
class SmsGateway:
    """A gateway that takes number, signature, template id and values as JSON, signed with HMAC-SHA256 over the body.

    Most vendors sell such a door or a proxy for it; a vendor's own protocol is another sender of twenty lines.
    """

    url: str
    account: str
    secret: str
    signature: str  # 【无锡市总工会】
    template_ids: Mapping[str, str]

    def __call__(self, told: Told) -> Receipt:
        template_id = self.template_ids.get(told.template)
        if not template_id:
            raise SendFailedError("no template id", is_final=True)
        body = {
            "account": self.account,
            "phone": told.address,
            "signature": self.signature,
            "template_id": template_id,
            "values": dict(told.values),
            "reference": str(told.notice_id),
        }
        mark = hmac.new(self.secret.encode(), json.dumps(body, ensure_ascii=False).encode(), hashlib.sha256).hexdigest()
        answer = ask_outside(self.url, body, headers={"X-Signature": mark})
        _check(answer, retry=frozenset({-1, 429, 500}))
        return Receipt(number=str(answer.get("id", "")))
