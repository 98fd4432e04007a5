"""What is filled in for a hand-off: to whom, the worker's yes, sending, what came back, and the receiver's answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huozhong.kernel.sentences import Sentence
from huozhong.look.services import told
from huozhong.rights.rules import handoffs as h


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, widget=widget)


def _words(label: Any, help_text: Any = "", *, required: bool = True, rows: int = 2) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=300,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


def _choices(words: Mapping[Any, Sentence]) -> list[tuple[str, str]]:
    return [(one.value, told(word)) for one, word in words.items()]


class PrepareForm(forms.Form):
    """To whom, and for what."""

    target = forms.ChoiceField(label=_("移送给谁，请他办什么"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, targets: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"].choices = targets  # type: ignore[attr-defined]


class ConsentForm(forms.Form):
    """How the worker said yes."""

    way = forms.ChoiceField(label=_("职工怎么同意的"), widget=forms.RadioSelect)
    on = _day(_("哪一天同意的"))
    note = _words(_("当时怎么说的"), _("口头同意的必须写，例如：20 日下午电话里说同意移送。"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = {one: h.CONSENTS[one] for one in (h.ConsentWay.SIGNED, h.ConsentWay.SPOKEN)}
        self.fields["way"].choices = _choices(ways)  # type: ignore[attr-defined]


class SendForm(forms.Form):
    """Sent as it is now."""

    unscanned_why = _words(_("为什么可以不扫描就移送"), _("这句话会留在移送记录和保管记录里。"))

    def __init__(self, *args: Any, is_scanned: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_scanned:
            del self.fields["unscanned_why"]


class PaperForm(forms.Form):
    """What came back from the window."""

    way = forms.ChoiceField(label=_("凭什么说对方收到了"), widget=forms.RadioSelect)
    on = _day(_("对方哪一天收到的"))
    photo = forms.FileField(label=_("盖了章的回执"), required=False, help_text=_("拍清楚章和日期。"))
    post_number = forms.CharField(label=_("EMS 单号"), max_length=60, required=False)
    outside_number = forms.CharField(label=_("对方的案号或者收件编号"), max_length=60, required=False)
    name = forms.CharField(label=_("谁收的"), max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = _choices(  # type: ignore[attr-defined]
            {one: h.ACK_WAYS[one] for one in h.BY_SENDER}
        )


class TakeForm(forms.Form):
    """The receiver takes it."""

    on = _day(_("收到的日期"))
    outside_number = forms.CharField(
        label=_("本单位的案号或者收件编号"), max_length=60, required=False, help_text=_("还没有编号的，以后再补。")
    )


class ReasonForm(forms.Form):
    """Why."""

    why = _words(_("理由"), _("会原样告诉移送的工会和职工。"))


class MilestoneForm(forms.Form):
    """What became of it."""

    kind = forms.ChoiceField(label=_("有什么进展"), widget=forms.RadioSelect)
    on = _day(_("日期"))
    words = _words(_("说明"), required=False)
    outside_number = forms.CharField(label=_("案号"), max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = _choices(h.MILESTONES)  # type: ignore[attr-defined]


class LinkForm(forms.Form):
    """Whom the link is for."""

    for_name = forms.CharField(
        label=_("链接给谁用"), max_length=60, help_text=_("写单位和姓名，例如：区法院立案庭 王法官。")
    )


class CodeForm(forms.Form):
    """The code that was told another way."""

    code = forms.CharField(
        label=_("六位提取码"), max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip


class LinkTakeForm(TakeForm):
    """Whoever holds the link takes it."""

    name = forms.CharField(label=_("您的姓名"), max_length=60)
    field_order = ["name", "on", "outside_number"]


class LinkRefuseForm(ReasonForm):
    """Whoever holds the link does not take it."""

    name = forms.CharField(label=_("您的姓名"), max_length=60)
    field_order = ["name", "why"]


class BodyForm(forms.Form):
    """A receiving body."""

    kind = forms.ChoiceField(label=_("哪一类单位"))
    name = forms.CharField(label=_("单位全称"), max_length=80)
    address = forms.CharField(label=_("地址"), max_length=120, required=False)
    phone = forms.CharField(label=_("办公电话"), max_length=40, required=False)
    site = forms.URLField(
        label=_("网上立案（收件）的网址"), max_length=200, required=False, assume_scheme="https",
        help_text=_("没有账号的单位，就把全套 PDF 传到这里。"),
    )  # fmt: skip
    bound_by = forms.CharField(
        label=_("约定答复期限的协议"), max_length=120, required=False,
        help_text=_("写协议的名称和年份；没有协议的留空，三个工作日就只是我们自己的提醒。"),
    )  # fmt: skip
    unit = forms.TypedChoiceField(label=_("由哪一级工会登记"), coerce=int)
    is_active = forms.BooleanField(label=_("还在用"), required=False, initial=True)

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = _choices(h.BODIES)  # type: ignore[attr-defined]
        if units:
            self.fields["unit"].choices = units  # type: ignore[attr-defined]
            del self.fields["is_active"]
        else:
            del self.fields["unit"]


class ContactForm(forms.Form):
    """Who receives for the body."""

    person = forms.TypedChoiceField(label=_("接收单位联络员"), coerce=int)

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]
