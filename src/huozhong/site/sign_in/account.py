"""allauth's account: our phones (encrypted, found by blind index), our sentences, our messages."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.forms import Field
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from huozhong.people import queries as people
from huozhong.site.sign_in import codes, samples
from huozhong.site.sign_in.forms import TelephoneField, as_phone
from huozhong.site.sign_in.guard import address_of

CODE_LENGTH = 6


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are opened by a union, never by whoever comes along."""

    error_messages: dict[str, Any] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": lazy("这个账号已停用。"),
        "enter_current_password": lazy("现在的密码不对。"),
        "incorrect_code": lazy("验证码不对，请看清楚再输一次。"),
        "incorrect_password": lazy("密码不对，请再输一次。"),
        "invalid_login": lazy("登录名或密码不对。"),
        "phone_password_mismatch": lazy("手机号或密码不对。连续输错 5 次，要等 15 分钟才能再试。"),
        "username_password_mismatch": lazy("登录名或密码不对。连续输错 5 次，要等 15 分钟才能再试。"),
        "too_many_login_attempts": lazy("试的次数太多了，请过一会儿再试。"),
        "rate_limited": lazy("操作太快了，请稍等再试。"),
        "phone_taken": lazy("这个手机号已经登记在别的账号上。"),
        "unknown_phone": lazy("这个手机号没有登记。"),
        "same_as_current": lazy("和现在的一样，不用改。"),
        "select_only_one": lazy("只填一项就行。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody opens an account for themselves."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where the request came from."""
        return address_of(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to one's own page."""
        return reverse("house:account")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """allauth's ways, in our words."""
        words = {
            "reauthenticate": lazy("用密码确认"),
            "mfa_reauthenticate": lazy("用验证器或备用码确认"),
            "mfa_reauthenticate:webauthn": lazy("用通行密钥确认"),
        }
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [{**method, "description": str(words[method["id"]])} for method in methods]

    # phones -------------------------------------------------------------------------------------------------------

    def phone_form_field(self, **kwargs: Any) -> Field:
        """A telephone as people type it."""
        return TelephoneField(**kwargs)

    def generate_phone_verification_code(self, *, user: AbstractBaseUser, phone: str) -> str:
        """Six digits, as every message in China has."""
        return get_random_string(CODE_LENGTH, "0123456789")

    def send_verification_code_sms(self, user: AbstractBaseUser, phone: str, code: str, **kwargs: Any) -> None:
        """Send the code to the telephone."""
        codes.send(phone, code=code)
        if samples.are_offered():
            messages.info(self.request, _("演示环境不发短信，验证码是 %(code)s") % {"code": code})

    def get_user_by_phone(self, phone: str) -> AbstractBaseUser | None:
        """The active account that the telephone is registered with."""
        found = people.account_by_phone(as_phone(phone))
        return found if found is not None and found.is_active else None

    def get_phone(self, user: AbstractBaseUser) -> tuple[str, bool] | None:
        """allauth asks so as to compare; the number itself stays where it is, encrypted."""
        return None

    def set_phone(self, user: AbstractBaseUser, phone: str, verified: bool) -> None:
        """A telephone is registered by the union's registrar, not here."""
        raise NotImplementedError

    def set_phone_verified(self, user: AbstractBaseUser, phone: str) -> None:
        """The owner has just read a code on it."""
        get_user_model()._default_manager.filter(pk=user.pk).update(is_phone_verified=True)
