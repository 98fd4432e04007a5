"""Open and close accounts. Signing in itself belongs to the site and its sign-in library."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import IntegrityError, transaction

from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.people.engine.cipher import purpose_of_phone
from huozhong.people.models import Account
from huozhong.people.queries.accounts import AccountCard, account
from huozhong.people.queries.persons import person as person_card
from huozhong.people.queries.ring import key_ring
from huozhong.people.rules.phones import phone as read_phone
from huozhong.records import services as records

KIND = "people.account"
_SIGN_IN_NAME = re.compile(r"[a-z0-9][a-z0-9._\-]{1,62}[a-z0-9]")
LANGUAGES = ("zh-hans", "en")


@transaction.atomic
def open_account(
    person_id: int | None,
    *,
    sign_in_name: str,
    actor: Actor,
    at: datetime,
    phone: str = "",
    password: str | None = None,
    email: str = "",
    is_sample: bool = False,
    language: str = "zh-hans",
) -> AccountCard:
    """Open an account; without a password its owner signs in by phone code. How strong a password is, the form asks."""
    card = person_card(person_id) if person_id is not None else None
    row = Account(
        sign_in_name=_clean_name(sign_in_name),
        person_id=person_id,
        email=email,
        opened_at=at,
        is_sample=is_sample,
        language=_language(language),
    )
    row.set_password(password)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Refused(say("登录名 %(name)s 已被使用，请换一个。", name=row.sign_in_name)) from None
    if phone:
        _set_phone(row, phone, is_verified=False)
    place = card.place if card else None
    records.note(KIND, row.pk, "opened", actor=actor, at=at, place=place, city_id=card.city_id if card else 0)
    return account(row.pk)


def _clean_name(name: str) -> str:
    clean = name.strip().lower()
    if not _SIGN_IN_NAME.fullmatch(clean):
        raise Refused(say("登录名应为 3 至 64 位小写字母、数字、点、横线，以字母或数字开头和结尾。"))
    if clean.isdecimal() and len(clean) >= 11:
        raise Refused(say("登录名不要用手机号或证件号码。"))
    return clean


def _language(code: str) -> str:
    if code not in LANGUAGES:
        raise Refused(say("界面语言只有简体中文和英文。"))
    return code


def _row(account_id: int) -> Account:
    found: Account | None = Account.objects.select_for_update(of=("self",)).filter(pk=account_id).first()
    if found is None:
        raise NotFound(say("没有这个账号。"))
    return found


def _set_phone(row: Account, text: str, *, is_verified: bool) -> None:
    ring, number = key_ring(), read_phone(text)
    row.phone_cipher = ring.encrypt(number.clear, purpose=purpose_of_phone("account", row.pk))
    row.phone_index = ring.blind_index(number.clear, of="phone")
    row.phone_masked = number.masked
    row.is_phone_verified = is_verified
    try:
        with transaction.atomic():
            row.save(update_fields=["phone_cipher", "phone_index", "phone_masked", "is_phone_verified"])
    except IntegrityError:
        raise Refused(say("这个手机号码已用于另一个账号。")) from None


@transaction.atomic
def set_account_phone(account_id: int, *, phone: str, is_verified: bool, actor: Actor, at: datetime) -> AccountCard:
    """Set the phone that signs in; verified when a code was just entered."""
    row = _row(account_id)
    _set_phone(row, phone, is_verified=is_verified)
    records.note(KIND, row.pk, "phone_set", actor=actor, at=at, details={"verified": is_verified})
    return account(row.pk)


@transaction.atomic
def set_language(account_id: int, *, language: str) -> None:
    """Remember the language in which the owner reads."""
    row = _row(account_id)
    row.language = _language(language)
    row.save(update_fields=["language"])


@transaction.atomic
def close_account(account_id: int, *, actor: Actor, at: datetime, why: str) -> None:
    """Let nobody sign in with the account any more."""
    row = _row(account_id)
    row.is_active = False
    row.save(update_fields=["is_active"])
    records.note(KIND, row.pk, "closed", actor=actor, at=at, why=why)
