"""Signing in: by password, by code, by a second step; thrown out, locked out, never let in by a stranger's link."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from huozhong.kernel.actors import OPERATOR
from huozhong.kernel.roles import Role
from huozhong.people import services as people
from huozhong.people.models import Account
from huozhong.records.models import Trail
from huozhong.site.tests.entering import (
    PASSWORD,
    PHONE,
    account_of,
    code_sent,
    is_in,
    number_of,
    typed,
    with_authenticator,
    with_phone,
)
from tests.cast import Cast, actor

pytestmark = pytest.mark.django_db


def test_the_right_password_opens_the_house_and_leaves_a_record(cast: Cast, client: Client) -> None:
    account = account_of(cast, "mei")

    answer = typed(client, "mei")

    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_in(client)
    row = Trail.objects.filter(kind="people.account", thing_id=account.pk, action="signed_in").get()
    assert row.details == {"methods": ["password"]}


def test_a_wrong_password_is_told_in_words_and_names_nobody(cast: Cast, client: Client) -> None:
    account_of(cast, "mei")

    known, unknown = typed(client, "mei", "falsch"), typed(client, "niemand", "falsch")

    assert "登录名或密码不对" in known.content.decode()
    strip = re.compile(r'value="[^"]*"|"X-CSRFToken": "[^"]*"')
    assert strip.sub("", known.content.decode()) == strip.sub("", unknown.content.decode())


def test_five_wrong_passwords_lock_this_device_out_with_a_sentence(cast: Cast, client: Client) -> None:
    account_of(cast, "mei")
    for _ in range(5):
        answer = typed(client, "mei", "falsch")

    assert answer.status_code == 429
    assert "15 分钟内不能再用密码登录" in answer.content.decode()
    assert typed(client, "mei").status_code == 429  # the right password comes too late
    assert Trail.objects.filter(action="locked_out", label="mei").exists()


def test_a_stranger_elsewhere_does_not_lock_the_cadre_out(cast: Cast, client: Client) -> None:
    account_of(cast, "mei")
    for _ in range(6):
        Client(REMOTE_ADDR="203.0.113.9").post(reverse("account_login"), {"login": "mei", "password": "falsch"})

    assert typed(client, "mei").status_code == 302


def test_the_lock_is_shared_by_every_process(cast: Cast) -> None:
    """Counters live in tables, not in one process's memory."""
    from axes.models import AccessAttempt
    from django.conf import settings

    typed(Client(), "mei", "falsch")

    assert AccessAttempt.objects.filter(username="mei").exists()
    assert settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache")


def test_a_telephone_typed_as_a_name_is_kept_only_as_a_keyed_hash(cast: Cast, client: Client) -> None:
    from axes.models import AccessAttempt

    typed(client, PHONE, "falsch")

    assert not any(PHONE in repr(vars(attempt)) for attempt in AccessAttempt.objects.all())
    assert AccessAttempt.objects.get().username.startswith("#")


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "https:evil.example", "\\\\evil.example"]
)
def test_a_link_never_leads_out_of_the_house(cast: Cast, client: Client, target: str) -> None:
    account_of(cast, "mei")

    assert typed(client, "mei", next=target)["Location"] == "/"
    assert client.post(reverse("house:language"), {"language": "en", "next": target})["Location"] == "/"


def test_a_link_inside_the_house_is_followed(cast: Cast, client: Client) -> None:
    account_of(cast, "mei")

    assert typed(client, "mei", next="/notices/")["Location"] == "/notices/"


@pytest.mark.parametrize("spelt", [PHONE, "139 1234 5678", "+86 13912345678", "139-1234-5678"])
def test_a_code_sent_to_the_telephone_opens_the_house(
    cast: Cast, client: Client, settings: Any, caplog: pytest.LogCaptureFixture, spelt: str
) -> None:
    settings.DEMO = True
    account = with_phone(cast, "bo")
    with caplog.at_level(logging.WARNING):
        asked = client.post(reverse("account_request_login_code"), {"phone": spelt})
    page = client.get(asked["Location"]).content.decode()
    assert "139****5678" in page
    assert PHONE not in page

    wrong = client.post(reverse("account_confirm_login_code"), {"code": "000000"})
    assert "验证码不对" in wrong.content.decode()
    client.post(reverse("account_confirm_login_code"), {"code": code_sent(caplog)})

    assert is_in(client)
    account.refresh_from_db()
    assert account.is_phone_verified


def test_an_unknown_telephone_is_answered_like_a_known_one(
    cast: Cast, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.DEMO = True
    with_phone(cast, "bo")
    pages = []
    with caplog.at_level(logging.WARNING):
        for number in ("13812345679", PHONE):
            client = Client()
            asked = client.post(reverse("account_request_login_code"), {"phone": number})
            pages.append((asked.status_code, asked["Location"]))

    assert pages[0] == pages[1]
    assert len([record for record in caplog.records if "验证码是" in record.getMessage()]) == 1


def test_three_wrong_codes_end_the_attempt(
    cast: Cast, client: Client, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.DEMO = True
    with_phone(cast, "bo")
    with caplog.at_level(logging.WARNING):
        client.post(reverse("account_request_login_code"), {"phone": PHONE})
    for _ in range(3):
        answer = client.post(reverse("account_confirm_login_code"), {"code": "000000"})
    assert answer.status_code == 302

    client.post(reverse("account_confirm_login_code"), {"code": code_sent(caplog)})
    assert not is_in(client)


def test_without_a_gateway_no_code_is_promised(cast: Cast, client: Client) -> None:
    with_phone(cast, "bo")

    answer = client.post(reverse("account_request_login_code"), {"phone": PHONE})

    assert answer.status_code == 422
    assert "还没有接通短信" in answer.content.decode()


def test_neither_the_telephone_nor_the_code_stands_in_the_session_table(
    cast: Cast, client: Client, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.DEMO = True
    with_phone(cast, "bo")
    with caplog.at_level(logging.WARNING):
        client.post(reverse("account_request_login_code"), {"phone": PHONE})

    kept = "".join(Session.objects.values_list("session_data", flat=True))

    assert kept
    assert "phone" not in kept
    assert code_sent(caplog) in str(dict(client.session.items()))  # it is there, for whoever holds the key


def test_a_session_that_was_tampered_with_is_nobody(cast: Cast, client: Client) -> None:
    account_of(cast, "mei")
    typed(client, "mei")
    row = Session.objects.get()
    row.session_data = row.session_data[:-8] + "AAAAAAA="
    row.save()

    assert not is_in(client)


def test_with_a_second_step_the_password_alone_opens_nothing(cast: Cast, client: Client) -> None:
    secret = with_authenticator(account_of(cast, "lin"))

    assert typed(client, "lin")["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    client.post(reverse("mfa_authenticate"), {"code": number_of(secret)})
    assert is_in(client)


def test_the_secret_of_the_second_step_is_encrypted_in_the_database(cast: Cast) -> None:
    secret = with_authenticator(account_of(cast, "lin"))

    assert secret not in str(Authenticator.objects.get().data)


def test_one_session_ends_another(cast: Cast) -> None:
    account_of(cast, "mei")
    at_work, on_the_bus = Client(), Client(HTTP_USER_AGENT="Mozilla/5.0 (iPhone) MicroMessenger")
    for client in (at_work, on_the_bus):
        typed(client, "mei")

    page = at_work.get(reverse("usersessions_list")).content.decode()
    assert "iPhone · 微信" in page
    at_work.post(re.search(r'action="(/account/sessions/\d+/end/)"', page).group(1))  # type: ignore[union-attr]

    assert is_in(at_work)
    assert not is_in(on_the_bus)


def test_nobody_ends_the_session_of_somebody_else(cast: Cast) -> None:
    from allauth.usersessions.models import UserSession

    account_of(cast, "mei"), account_of(cast, "sara")
    meis, saras = Client(), Client()
    typed(meis, "mei"), typed(saras, "sara")
    hers = UserSession.objects.get(user__sign_in_name="mei")

    assert saras.post(reverse("house:end_session", args=[hers.pk])).status_code == 404
    assert is_in(meis)


def test_a_new_password_ends_every_other_session(cast: Cast) -> None:
    account_of(cast, "mei")
    here, there = Client(), Client()
    for client in (here, there):
        typed(client, "mei")
    new = "四只 燕子 回江 南"

    here.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert is_in(here)
    assert not is_in(there)
    assert typed(Client(), "mei", new).status_code == 302


@pytest.mark.parametrize("weak", ["short", "1234567890", "password123", "mei"])
def test_a_weak_password_is_refused(cast: Cast, client: Client, weak: str) -> None:
    account_of(cast, "mei")
    typed(client, "mei")

    answer = client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": weak, "password2": weak}
    )

    assert answer.status_code == 200
    assert "处需要改一下" in answer.content.decode()


def test_whoever_forgot_the_password_sets_a_new_one_after_a_code(
    cast: Cast, client: Client, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.DEMO = True
    with_phone(cast, "bo")
    link = re.search(
        r'href="(/sign-in/code/\?next=[^"]+)"', client.get(reverse("account_reset_password")).content.decode()
    )
    with caplog.at_level(logging.WARNING):
        asked = client.post(link.group(1), {"phone": PHONE, "next": reverse("house:new_password")})  # type: ignore[union-attr]
    done = client.post(asked["Location"], {"code": code_sent(caplog), "next": reverse("house:new_password")})
    assert done["Location"] == reverse("house:new_password")
    new = "四只 燕子 回江 南"

    client.post(reverse("house:new_password"), {"password1": new, "password2": new})

    assert typed(Client(), "bo", new).status_code == 302


def test_a_session_opened_by_password_cannot_skip_the_old_password(cast: Cast, client: Client) -> None:
    account_of(cast, "mei")
    typed(client, "mei")

    assert client.get(reverse("house:new_password"))["Location"] == reverse("account_change_password")


def test_only_a_member_stays_signed_in_for_a_month(cast: Cast) -> None:
    ding = Account.objects.get(pk=actor("丁小明", "ding", (Role.MEMBER, cast.works)).account_id)
    ding.set_password(PASSWORD)
    ding.save()
    account_of(cast, "mei")
    ages = {}
    for name in ("ding", "mei"):
        client = Client()
        typed(client, name, keep="on")
        ages[name] = timedelta(seconds=client.session.get_expiry_age())

    assert ages["ding"] > timedelta(days=29)
    assert ages["mei"] <= timedelta(hours=12)
    client = Client()
    typed(client, "ding")
    assert client.session.get_expiry_age() <= 12 * 60 * 60


def test_a_closed_account_reads_that_it_is_closed(cast: Cast, client: Client) -> None:
    account = account_of(cast, "mei")
    people.close_account(account.pk, actor=OPERATOR, at=timezone.now(), why="调离")

    answer = typed(client, "mei")

    assert answer["Location"] == reverse("account_inactive")
    assert "停用" in client.get(answer["Location"]).content.decode()


def test_nobody_signs_up(client: Client) -> None:
    assert client.get("/sign-up/").status_code == 404
    from django.urls import NoReverseMatch

    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


def test_passwords_are_kept_with_argon2() -> None:
    from huozhong.site import settings as real

    assert real.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
