"""Ways in, for tests: an account with a password, a phone, a second step; the form typed; the code read."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import reverse

from huozhong.kernel.actors import OPERATOR
from huozhong.people import services as people
from huozhong.people.models import Account
from tests.cast import NOW, Cast

PASSWORD = "三只 麻雀 过江 去"
PHONE = "13912345678"


def account_of(cast: Cast, who: str) -> Account:
    account = Account.objects.get(pk=getattr(cast, who).account_id)
    account.set_password(PASSWORD)
    account.save()
    return account


def typed(client: Client, name: str, password: str = PASSWORD, **more: str) -> object:
    return client.post(reverse("account_login"), {"login": name, "password": password, **more})


def is_in(client: Client) -> bool:
    return client.get(reverse("house:account")).status_code == 200


def with_phone(cast: Cast, who: str) -> Account:
    account = account_of(cast, who)
    people.set_account_phone(account.pk, phone=PHONE, is_verified=False, actor=OPERATOR, at=NOW)
    return account


def code_sent(caplog: pytest.LogCaptureFixture) -> str:
    lines = [record.getMessage() for record in caplog.records if "验证码" in record.getMessage()]
    return re.search(r"验证码是 (\d{6})", lines[-1]).group(1)  # type: ignore[union-attr]


def with_authenticator(account: Account) -> str:
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(account, secret)
    return str(secret)


def number_of(secret: str) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))
