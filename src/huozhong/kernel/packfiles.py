"""Reads rule packs: YAML in, checked frozen packs out. A fault names the pack, the rule and what is wrong."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise
from typing import Any

import yaml

from huozhong.kernel.jurisdictions import NATION
from huozhong.kernel.rulebooks import Book
from huozhong.kernel.rulepacks import (
    Asked,
    BrokenPack,
    Checked,
    Cite,
    Mark,
    MonthDay,
    Pack,
    Rule,
    Status,
    Unit,
    Value,
    Version,
)

PACKS = files("huozhong.kernel.packs")
_SAFE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOT_PACKS = {"workdays.yaml"}
_JURISDICTION = re.compile(r"CN|\d{2}|\d{4}|\d{6}|unit-\d+")


class _Loader(_SAFE):  # type: ignore[misc]
    """The safe loader without YAML 1.1's reading of the words on, off, yes and no as truth values."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool" or first in "tTfF"]
    for first, resolvers in _SAFE.yaml_implicit_resolvers.items()
}


@lru_cache(maxsize=1)
def standing_book() -> Book:
    """Every pack that ships with the platform, without local entries."""
    return Book(tuple(read_pack(path.read_text("utf-8"), name=path.name) for path in pack_files()))


def pack_files() -> list[Traversable]:
    """The pack files, by name."""
    found = [path for path in PACKS.iterdir() if path.name.endswith(".yaml") and path.name not in _NOT_PACKS]
    return sorted(found, key=lambda path: path.name)


def load_yaml(text: str) -> Any:
    """YAML by the safe loader, the C one where it is there."""
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader


def read_pack(text: str, *, name: str = "") -> Pack:
    """A pack out of YAML text; BrokenPack names the fault."""
    try:
        raw = load_yaml(text)
    except yaml.YAMLError as fault:
        raise BrokenPack(f"{name}: not YAML: {fault}") from fault
    if not isinstance(raw, dict):
        raise BrokenPack(f"{name}: not a pack")
    try:
        return _pack_from(raw, name or str(raw.get("pack", "")))
    except BrokenPack:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise BrokenPack(f"{name}: {type(fault).__name__}: {fault}") from fault


def fingerprint_of(content: Any) -> str:
    """SHA-256 of canonical JSON: sorted keys, no spaces, days as ISO text."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_as_text)
    return hashlib.sha256(text.encode()).hexdigest()


def read_value(raw: Any, unit: Unit) -> Value:
    """A value of that unit out of YAML or a form's text; ValueError says why not."""
    if isinstance(raw, float):
        raise ValueError(f"{raw!r} is a float: write it in quotation marks")
    readers: dict[Unit, Callable[[Any], Value]] = {
        Unit.SHARE: read_share,
        Unit.MONEY: _read_money,
        Unit.FLAG: _read_flag,
        Unit.TEXT: _read_text,
        Unit.MONTH_DAY: _read_month_day,
    }
    return readers.get(unit, _read_whole)(raw)


def read_share(raw: Any) -> Fraction:
    """A share between 0 and 1 out of "2/3", "60%" or "0.6", exactly."""
    text = str(raw).strip().replace("％", "%").replace("／", "/")
    try:
        share = Fraction(text[:-1].strip()) / 100 if text.endswith("%") else Fraction(text)
    except (ValueError, ZeroDivisionError) as fault:
        raise ValueError(f"not a share: {raw!r}") from fault
    if not 0 <= share <= 1:
        raise ValueError(f"a share lies between 0 and 1: {raw!r}")
    return share


def _read_whole(raw: Any) -> int:
    if isinstance(raw, bool) or not re.fullmatch(r"\d{1,9}", str(raw).strip(), re.ASCII):
        raise ValueError(f"not a whole number: {raw!r}")
    return int(str(raw).strip())


def _read_money(raw: Any) -> Decimal:
    if isinstance(raw, bool):
        raise ValueError(f"not an amount: {raw!r}")
    try:
        amount = Decimal(str(raw).strip())
    except InvalidOperation as fault:
        raise ValueError(f"not an amount: {raw!r}") from fault
    if not amount.is_finite() or amount < 0 or amount != round(amount, 2):
        raise ValueError(f"not an amount of whole fen: {raw!r}")
    return amount.quantize(Decimal("0.01"))


def _read_flag(raw: Any) -> bool:
    words = {"yes": True, "true": True, "是": True, "no": False, "false": False, "否": False}
    if isinstance(raw, bool):
        return raw
    if str(raw).strip().lower() not in words:
        raise ValueError(f"not yes or no: {raw!r}")
    return words[str(raw).strip().lower()]


def _read_text(raw: Any) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise ValueError(f"not a text: {raw!r}")
    return raw.strip()


def _read_month_day(raw: Any) -> MonthDay:
    found = re.fullmatch(r"(\d{2})-(\d{2})", str(raw).strip(), re.ASCII)
    if not found:
        raise ValueError(f"not a day of the year like 03-31: {raw!r}")
    return MonthDay(int(found[1]), int(found[2]))


def _pack_from(raw: dict[str, Any], name: str) -> Pack:
    jurisdiction = str(raw["jurisdiction"])
    if not _JURISDICTION.fullmatch(jurisdiction):
        raise BrokenPack(f"{name}: no such jurisdiction: {jurisdiction}")
    fingerprint = fingerprint_of(raw)
    rules = {}
    for rule_id, body in raw["rules"].items():
        try:
            rules[rule_id] = _rule_from(rule_id, body, raw, fingerprint)
        except BrokenPack:
            raise
        except (KeyError, TypeError, ValueError, AttributeError) as fault:
            raise BrokenPack(f"{name}: {rule_id}: {fault}") from fault
    return Pack(
        name=raw["pack"],
        title=raw["title"],
        topic=raw["topic"],
        jurisdiction=jurisdiction,
        checked=Checked(**raw["checked"]),
        rules=rules,
        fingerprint=fingerprint,
    )


def _rule_from(rule_id: str, body: dict[str, Any], pack: dict[str, Any], fingerprint: str) -> Rule:
    unit = Unit(body["unit"])
    where = f"{pack['pack']}: {rule_id}"
    versions = tuple(_version_from(version, unit, where) for version in body.get("versions", ()))
    asks_local = Asked(body["asks_local"]) if "asks_local" in body else None
    if not versions and asks_local is None:
        raise BrokenPack(f"{where}: no version, and no local federation is asked for one")
    _check_spans(versions, where)
    overrides = str(body.get("overrides", ""))
    if overrides == str(pack["jurisdiction"]) or (overrides and pack["jurisdiction"] == NATION):
        raise BrokenPack(f"{where}: cannot override {overrides}")
    return Rule(
        id=rule_id,
        title=body["title"],
        says=body["says"],
        english=(body["en"]["title"], body["en"]["says"]),
        unit=unit,
        jurisdiction=str(pack["jurisdiction"]),
        pack=pack["pack"],
        topic=pack["topic"],
        versions=versions,
        starts=body.get("starts", ""),
        ends_on=body.get("ends_on", "keep"),
        asks_local=asks_local,
        overrides=overrides,
        needed_by=str(body.get("for", "")),
        fingerprint=fingerprint,
    )


def _version_from(raw: dict[str, Any], unit: Unit, where: str) -> Version:
    status = Status(raw["status"])
    mark = Mark(raw["mark"]) if "mark" in raw else None
    cite = Cite(**raw["cite"])
    start, until = raw["from"], raw["until"]
    if type(start) is not date or not (until is None or type(until) is date):
        raise BrokenPack(f"{where}: from and until are days")
    if until is not None and until <= start:
        raise BrokenPack(f"{where}: until lies before from")
    if status is Status.VERIFIED and (mark or not cite.law or not cite.article or not (cite.quote or cite.url)):
        raise BrokenPack(f"{where}: verified asks for law, article and quote or url, and bears no mark of doubt")
    if status is Status.UNVERIFIED and not (mark or raw.get("note")):
        raise BrokenPack(f"{where}: unverified must say why: a mark or a note")
    if not (cite.law or cite.source):
        raise BrokenPack(f"{where}: a version names its law or its source")
    return Version(start, until, read_value(raw["value"], unit), cite, status, mark, raw.get("note", ""))


def _check_spans(versions: Sequence[Version], where: str) -> None:
    for earlier, later in pairwise(versions):
        if earlier.until is None or later.start < earlier.until:
            raise BrokenPack(f"{where}: two versions are in force on {later.start}")
        if later.start > earlier.until:
            raise BrokenPack(f"{where}: no version from {earlier.until} until {later.start}")


def _as_text(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"not canonical: {value!r}")
