"""allauth's second step, with secrets encrypted and every sentence in our words."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from huozhong.site.sign_in.secrets import SECOND_STEP, seal, unseal


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Authenticator apps, recovery codes and passkeys."""

    error_messages: dict[str, Any] = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": lazy("不能关闭两步验证。"),
        "cannot_generate_recovery_codes": lazy("先启用两步验证，才能生成备用码。"),
        "incorrect_code": lazy("验证码不对，请看清楚再输一次。"),
        "unverified_email": lazy("现在还不能启用两步验证。"),
        "add_email_blocked": lazy("已启用两步验证的账号不能添加邮箱。"),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret before it is written."""
        return seal(text.encode(), purpose=SECOND_STEP)

    def decrypt(self, encrypted_text: str) -> str:
        """Read a sealed secret."""
        return unseal(encrypted_text, purpose=SECOND_STEP).decode()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002
        """A first name for a passkey, which its owner may change."""
        held = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("通行密钥 %(number)d") % {"number": held + 1}
