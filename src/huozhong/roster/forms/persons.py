"""Register people, correct what is known of them, and let memberships begin, move and end."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huozhong.look import services as look
from huozhong.people.queries import END_NAMES, NUMBER_KIND_NAMES, EndReason, NumberKind
from huozhong.roster.forms.basis import DayForm, why_field
from huozhong.roster.queries.people import ADDRESS_NAMES

SEXES = [("", _("不填")), ("M", _("男")), ("F", _("女"))]
ENDS = (EndReason.LEFT, EndReason.LAPSED, EndReason.EXPELLED, EndReason.DIED, EndReason.MOVED, EndReason.MISTAKE)
_OFF = {"autocomplete": "off", "spellcheck": "false"}


def _number_kinds() -> list[tuple[str, str]]:
    return [(kind.value, look.told(name)) for kind, name in NUMBER_KIND_NAMES.items()]


def _ends() -> list[tuple[str, str]]:
    return [("", str(_("请选择")))] + [(one.value, look.told(END_NAMES[one])) for one in ENDS]


class SecretInput(forms.TextInput):
    """A field whose content never goes back onto a page: after a mistake it is typed again."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return super().get_context(name, None, attrs)


def _secret(label: Any, *, required: bool = True, help_text: Any = "", longest: int = 40) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=longest,
        widget=SecretInput(attrs=_OFF),
        help_text=help_text or _("只加密保存，页面上只显示头尾几位。"),
    )


class FactsForm(forms.Form):
    name = forms.CharField(
        label=_("姓名"),
        max_length=80,
        help_text=_("少数民族姓名的间隔号“·”、生僻字、英文姓名都可以。"),
        widget=forms.TextInput(attrs=_OFF),
    )
    sex = forms.ChoiceField(label=_("性别"), choices=SEXES, required=False)
    birth_date = forms.DateField(label=_("出生日期"), required=False, help_text=_("有证件号码的可以不填。"))
    ethnic_group = forms.CharField(label=_("民族"), required=False, max_length=20)

    def facts(self) -> dict[str, Any]:
        """Sex, birthday and ethnic group, as the verbs take them."""
        return {name: self.cleaned_data[name] for name in ("sex", "birth_date", "ethnic_group")}


class RegisterForm(FactsForm):
    """A new person, with document and phone."""

    number_kind = forms.ChoiceField(label=_("证件类型"), choices=_number_kinds)
    number = _secret(_("证件号码"), required=False)
    phone = _secret(_("手机号码"), required=False, help_text=_("境外号码前加“+”和国家（地区）代码。只加密保存。"))
    enrol_on = forms.DateField(
        label=_("入会日期"), required=False, help_text=_("填了就同时入会；只登记、暂不入会的不填。")
    )
    is_migrant = forms.BooleanField(label=_("是农民工"), required=False)

    field_order = [
        "name",
        "number_kind",
        "number",
        "phone",
        "sex",
        "birth_date",
        "ethnic_group",
        "enrol_on",
        "is_migrant",
    ]


class ChangePersonForm(FactsForm):
    why = why_field()


class NumberForm(forms.Form):
    number_kind = forms.ChoiceField(label=_("证件类型"), choices=_number_kinds)
    number = _secret(_("证件号码"))

    def kind(self) -> NumberKind:
        return NumberKind(self.cleaned_data["number_kind"])


class PhoneForm(forms.Form):
    phone = _secret(_("手机号码"), help_text=_("境外号码前加“+”和国家（地区）代码。只加密保存。"))


class AddressesForm(forms.Form):
    """Three addresses, each of which may be "none, call me"."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, name in ADDRESS_NAMES.items():
            self.fields[kind] = forms.CharField(
                label=look.told(name), required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 2})
            )
            self.fields[f"{kind}_none"] = forms.BooleanField(label=_("没有，请打电话"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for kind in ADDRESS_NAMES:
            if cleaned.get(kind) and cleaned.get(f"{kind}_none"):
                self.add_error(kind, _("填了地址就不要再选“没有，请打电话”。"))
        return cleaned

    def lines(self) -> dict[str, tuple[str, bool]]:
        """kind -> (line, none but a call)."""
        said = self.cleaned_data
        return {kind: (" ".join(said[kind].split()), said[f"{kind}_none"]) for kind in ADDRESS_NAMES}


class WhyForm(forms.Form):
    why = why_field(_("事由"), help_text=_("谁在什么时候为什么看了谁的号码，会一直留痕。"))


class EnrolForm(DayForm):
    to = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    joined_date = forms.DateField(
        label=_("初次入会日期"), required=False, help_text=_("以前在别的工会入过会的，填会员证上的日期。")
    )
    is_migrant = forms.BooleanField(label=_("是农民工"), required=False)
    field_order = ["to", "on", "joined_date", "is_migrant", "why"]


class TransferForm(DayForm):
    to = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class MemberStepForm(DayForm):
    """Retain or resume a membership."""


class EndMembershipForm(DayForm):
    reason = forms.ChoiceField(label=_("怎么结束"), choices=_ends)
    field_order = ["reason", "on", "why"]


class AccountForm(forms.Form):
    sign_in_name = forms.CharField(
        label=_("登录名"),
        max_length=64,
        help_text=_("小写字母、数字，不要用手机号。"),
        widget=forms.TextInput(attrs=_OFF),
    )
    phone = _secret(_("登录手机号"), help_text=_("本人用手机验证码登录后自己设密码；别人不能替他设。"))
