"""Every page that signing in can lead to is ours: in look's frame, whole in Chinese, whole in English."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings as django_settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from huozhong.people.models import Account
from huozhong.records.models import Trail
from huozhong.site.tests.entering import PASSWORD, PHONE, account_of, number_of, typed, with_authenticator, with_phone
from tests.cast import Cast

pytestmark = pytest.mark.django_db

# words that stay Latin in a Chinese page: brand names and examples
LATIN = {"English", "Cookie", "JavaScript", "Chrome", "Linux", "iPhone", "MB"}
CHINESE = re.compile(r"[\u3400-\u9fff]")
OUTSIDE = [
    "account_login",
    "account_request_login_code",
    "account_reset_password",
    "account_inactive",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "socialaccount_signup",
]
INSIDE = [
    "account_logout",
    "account_reauthenticate",
    "account_change_password",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "socialaccount_connections",
    "usersessions_list",
    "house:account",
    "house:notices",
    "house:notice_wishes",
    "house:home",
    "house:figures",
    "house:trail",
]
# not pages: answers for scripts, downloads, forms without a page, and what needs a step before it (tested below)
NOT_PAGES = {
    "mfa_login_webauthn",
    "mfa_download_recovery_codes",
    "openid_connect_login",
    "openid_connect_callback",
    "account_set_password",
    "account_confirm_login_code",
    "mfa_authenticate",
    "mfa_edit_webauthn",
    "mfa_remove_webauthn",
}


def words_of(page: str) -> str:
    """What a reader sees or hears: text, labels, placeholders; not scripts, not names of people."""
    page = re.sub(r"<(script|style)\b.*?</\1>|<code\b.*?</code>|<!--.*?-->", " ", page, flags=re.S)
    heard = re.findall(r'(?:placeholder|aria-label|title|alt)="([^"]*)"', page)
    seen = re.sub(r"<[^>]+>", " ", page[page.index("<body") :])
    title = re.findall(r"<title>(.*?)</title>", page, flags=re.S)
    return " ".join([seen, *heard, *title])


def latin_words(page: str) -> set[str]:
    return {word for word in re.findall(r"[A-Za-z]{3,}", words_of(page)) if word not in LATIN}


def in_english(client: Client) -> Client:
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def opened(client: Client, name: str) -> str:
    answer = client.get(reverse(name))
    assert answer.status_code in (200, 302, 401), name
    if answer.status_code == 302:
        answer = client.get(answer["Location"])
    page = answer.content.decode()
    assert "look/app" in page, f"{name} is not in our frame"
    assert '<main class="' in page
    return page


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_page_before_signing_in_is_whole_in_both_languages(cast: Cast, name: str) -> None:
    assert latin_words(opened(Client(), name)) == set()
    assert not CHINESE.search(words_of(opened(in_english(Client()), name)).replace("中文", ""))


@pytest.fixture
def lin(cast: Cast) -> Client:
    account = account_of(cast, "lin")
    account.sign_in_name = "林"  # a name is no word of the page
    account.save()
    client = Client(HTTP_USER_AGENT="Mozilla/5.0 (X11; Linux) Chrome/150")
    typed(client, "林")
    TOTP.activate(account, generate_totp_secret())
    RecoveryCodes.activate(account)
    return client


@pytest.mark.parametrize("name", INSIDE)
def test_a_page_after_signing_in_is_whole_in_both_languages(lin: Client, name: str) -> None:
    assert latin_words(opened(lin, name)) == set()
    english = words_of(opened(in_english(lin), name))
    for invented in ("中文", "林致远", "林", "样本市总工会", "系统操作员"):
        english = english.replace(invented, "")
    left = set(re.findall(r"[\u3400-\u9fff]+", english)) - {"东区总工会", "西区总工会"}
    if name == "house:trail":  # names of units
        left = {word for word in left if "工会" not in word}
    assert left == set()


def test_the_steps_of_a_sign_in_are_whole_in_chinese(cast: Cast, settings: Any) -> None:
    settings.DEMO = True
    with_phone(cast, "bo")
    client = Client()
    asked = client.post(reverse("account_request_login_code"), {"phone": PHONE})
    assert latin_words(client.get(asked["Location"]).content.decode()) == set()
    wrong = client.post(asked["Location"], {"code": "1"})
    assert latin_words(wrong.content.decode()) == set()

    with_authenticator(account_of(cast, "mei"))
    client = Client()
    second = typed(client, "mei")["Location"]
    assert latin_words(client.get(second).content.decode()) == set()
    assert latin_words(client.post(second, {"code": "1"}).content.decode()) == set()

    account = Account.objects.get(sign_in_name="sara")
    client = Client()
    client.force_login(account)
    assert latin_words(opened(client, "account_set_password")) - {"sara"} == set()


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("account_login", {}),
        ("account_login", {"login": "x", "password": "y"}),
        ("account_request_login_code", {}),
        ("account_request_login_code", {"phone": "12"}),
        ("account_change_password", {"oldpassword": "x", "password1": "a", "password2": "b"}),
        ("account_change_password", {"oldpassword": PASSWORD, "password1": "1234567890", "password2": "1234567890"}),
        ("mfa_activate_totp", {"code": "1"}),
        ("account_reauthenticate", {"password": "x"}),
        ("mfa_add_webauthn", {"name": ""}),
    ],
)
def test_what_a_form_complains_of_is_told_in_chinese(cast: Cast, name: str, answers: dict[str, str]) -> None:
    client = Client()
    if name not in ("account_login", "account_request_login_code"):
        account_of(cast, "mei")
        typed(client, "mei")
        if name.startswith("mfa"):
            client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    page = client.post(reverse(name), answers).content.decode()

    assert "处需要改一下" in page
    assert latin_words(page) - {"mei"} == set()


@pytest.mark.django_db(transaction=True)  # the library tells it after the commit
def test_messages_after_each_act_are_told_in_chinese(cast: Cast) -> None:
    account_of(cast, "mei")
    client = Client()
    typed(client, "mei")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    done = client.post(reverse("mfa_activate_totp"), {"code": number_of(secret)}, follow=True)

    assert "验证器已启用" in done.content.decode()
    assert latin_words(done.content.decode()) == set()
    assert Authenticator.objects.filter(user__sign_in_name="mei").count() == 2
    assert Trail.objects.filter(kind="people.account", action="second_step_added").exists()


def test_every_address_of_the_sign_in_library_is_in_one_of_these_lists() -> None:
    library = set()

    def walk(patterns: list[Any]) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns)
            elif isinstance(pattern, URLPattern) and (pattern.callback.__module__ or "").startswith("allauth"):
                library.add(pattern.name)

    walk(get_resolver().url_patterns)

    assert library, "the library has no address: this test would pass for nothing"
    assert library - {None} <= {*OUTSIDE, *INSIDE, *NOT_PAGES}
