"""allauth's forms in our words: each asks one thing, and says what to do when it is wrong."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.account.fields import PasswordField, PhoneField
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from huozhong.kernel.refusals import Refused
from huozhong.look.services import told
from huozhong.people import queries as people

AGE = "huozhong_age"  # in the session: how many seconds it was given
KEEP = "huozhong_keep"  # in the session: this person asked to stay signed in on this device


def as_phone(text: str) -> people.Phone:
    """A telephone number from what people type; ValidationError with the sentence of the refusal."""
    try:
        return people.phone(text)
    except Refused as refused:
        raise ValidationError(told(refused.reason), code="invalid_phone") from None


class TelephoneField(PhoneField):  # type: ignore[misc]
    """A mobile number typed as people type it: spaces, dashes, with or without +86."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", lazy("手机号"))
        kwargs["validators"] = []
        widget = forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "type": "tel"})
        super().__init__(**{**kwargs, "widget": widget})

    def clean(self, value: Any) -> str:
        """The number in its one form."""
        text = forms.CharField.clean(self, value)
        return as_phone(text).clear if text else ""


def _code_field(label: Any, *, length: int = 6) -> forms.CharField:
    attrs = {"autocomplete": "one-time-code", "inputmode": "text", "autocapitalize": "characters"}
    return forms.CharField(label=label, max_length=max(length, 16), widget=forms.TextInput(attrs=attrs))


class KeepBox(forms.Form):
    """The box that keeps a member signed in on an own device."""

    keep = forms.BooleanField(
        label=lazy("这是我自己的设备，30 天内不用再登录"),
        help_text=lazy("只对普通会员有效；担任职务的账号每个工作日登录一次。"),
        required=False,
    )


class SignInForm(account.LoginForm):  # type: ignore[misc]
    """Sign-in name or telephone, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["login"]
        name.label = _("登录名或手机号")
        name.widget.attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        password = self.fields["password"]
        password.label, password.help_text = _("密码"), ""
        password.widget.attrs.pop("placeholder", None)
        self.fields["keep"] = KeepBox.base_fields["keep"]

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Go on to the next step, remembering whether the session is to be kept."""
        request.session[KEEP] = bool(self.cleaned_data.get("keep"))
        response: HttpResponse = super().login(request, redirect_url)
        if age := request.session.get(AGE):
            request.session.set_expiry(age)  # allauth has just put its own in its place
        return response


class AskCodeForm(account.RequestLoginCodeForm):  # type: ignore[misc]
    """The telephone to which a code is sent."""

    keep = KeepBox.base_fields["keep"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["phone", "keep"])


class GiveCodeForm(account.ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code that came by message."""

    code = _code_field(lazy("短信验证码"), length=7)


class PasswordAgainForm(account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more, before something that matters."""

    password = PasswordField(label=lazy("密码"), autocomplete="current-password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].widget.attrs.pop("placeholder", None)


class NewPasswordForm(account.SetPasswordForm):  # type: ignore[misc]
    """A new password, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_password_fields(self)

    def clean(self) -> dict[str, Any]:
        """Both the same."""
        return _same_twice(self, forms.Form.clean(self) or {})


class ChangePasswordForm(account.ChangePasswordForm):  # type: ignore[misc]
    """The old password and a new one, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        old = self.fields["oldpassword"]
        old.label, old.help_text = _("现在的密码"), ""
        old.widget.attrs.pop("placeholder", None)
        _name_password_fields(self)

    def clean(self) -> dict[str, Any]:
        """Both the same."""
        return _same_twice(self, forms.Form.clean(self) or {})


def _name_password_fields(form: forms.Form) -> None:
    first, second = form.fields["password1"], form.fields["password2"]
    first.label, second.label = _("新密码"), _("再输一次新密码")
    first.help_text = _("至少 10 个字符，不能全是数字，也不要用常见密码。几个不相干的词连起来就很好。")
    for field in (first, second):
        field.widget.attrs.pop("placeholder", None)


def _same_twice(form: forms.Form, cleaned: dict[str, Any]) -> dict[str, Any]:
    first, second = cleaned.get("password1"), cleaned.get("password2")
    if first and second and first != second:
        form.add_error("password2", _("两次输入的新密码不一样。"))
    return cleaned


class SecondStepForm(second_step.AuthenticateForm):  # type: ignore[misc]
    """The code of the authenticator app, or a recovery code."""

    code = _code_field(lazy("验证器上的 6 位数字，或一个备用码"), length=8)


class SecondStepAgainForm(second_step.ReauthenticateForm):  # type: ignore[misc]
    """The same, before something that matters."""

    code = _code_field(lazy("验证器上的 6 位数字，或一个备用码"), length=8)


class ActivateForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new authenticator."""

    code = _code_field(lazy("验证器上的 6 位数字"))


class AddPasskeyForm(passkeys.AddWebAuthnForm):  # type: ignore[misc]
    """A name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("给这把通行密钥起个名字")
        credential = self.fields["credential"]
        credential.label, credential.error_messages["required"] = _("通行密钥"), _("设备没有给出通行密钥，请再试一次。")
        if box := self.fields.get("passwordless"):
            box.label = _("以后只用它登录，不再输密码")
            box.help_text = _("设备会要求指纹、面容或锁屏密码。")


class RenamePasskeyForm(passkeys.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    name = forms.CharField(label=lazy("名字"), max_length=40)
