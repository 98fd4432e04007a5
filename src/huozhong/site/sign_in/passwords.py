"""What a password must be; Django's own checks, with our sentences."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import password_validation as checks
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SHORTEST = 10


class LongEnough(checks.MinimumLengthValidator):
    """At least ten characters."""

    def __init__(self) -> None:
        super().__init__(min_length=SHORTEST)

    def get_error_message(self) -> str:
        """What to do."""
        return _("密码太短，至少要 %(n)d 个字符。") % {"n": SHORTEST}

    def get_help_text(self) -> str:
        """The rule."""
        return _("至少 %(n)d 个字符。") % {"n": SHORTEST}


class NotCommon(checks.CommonPasswordValidator):
    """None of the twenty thousand that everybody tries first."""

    def get_error_message(self) -> str:
        """What to do."""
        return _("这个密码太常见，骗子会先试它，请换一个。")

    def get_help_text(self) -> str:
        """The rule."""
        return _("不要用常见密码。")


class NotOnlyDigits(checks.NumericPasswordValidator):
    """More than digits."""

    def get_error_message(self) -> str:
        """What to do."""
        return _("密码不能全是数字。")

    def get_help_text(self) -> str:
        """The rule."""
        return _("不能全是数字。")


class NotLikeName(checks.UserAttributeSimilarityValidator):
    """Not the sign-in name again."""

    def __init__(self) -> None:
        super().__init__(user_attributes=("sign_in_name",))

    def validate(self, password: str, user: Any = None) -> None:
        """ValidationError when the password is like the sign-in name."""
        try:
            super().validate(password, user)
        except ValidationError:
            raise ValidationError(_("密码和登录名太像，请换一个。"), code="password_too_similar") from None

    def get_help_text(self) -> str:
        """The rule."""
        return _("不要和登录名相像。")
