"""Shapes of what is typed about papers, seals and sheets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _

from huozhong.papers.models import Sheet
from huozhong.papers.rules.layout import BODY_LIMIT, KIND_WORDS, TITLE_LIMIT
from huozhong.papers.services import PaperWords
from huozhong.papers.services.sealing import MOST_COPIES
from huozhong.papers.services.sheets import MOST_LINES

KINDS = [(kind.value, gettext_lazy(word.text)) for kind, word in KIND_WORDS.items()]


class UnitForm(forms.Form):
    """A form that says for which of one's units it is filled in."""

    unit = forms.TypedChoiceField(label=_("哪个工会"), coerce=int, empty_value=None)

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = units
        if len(units) == 1:
            field.widget = forms.HiddenInput()
            field.initial = units[0][0]


class PaperForm(forms.Form):
    """What stands on a paper, in the order in which it is read."""

    title = forms.CharField(
        label=_("标题"), max_length=TITLE_LIMIT, help_text=_("发文机关 + 关于什么事 + 文种，比如“××工会关于××的请示”。")
    )
    addressee = forms.CharField(label=_("主送机关"), max_length=TITLE_LIMIT, required=False)
    body = forms.CharField(
        label=_("正文"),
        max_length=BODY_LIMIT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=_("一段一行，不用空格缩进。“一、”“（一）”开头的短行会排成小标题。"),
    )
    appendices = forms.CharField(
        label=_("附件名称"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("一行一个，不写序号。"),
    )
    signer = forms.CharField(label=_("签发人"), required=False, max_length=40, help_text=_("请示必须写明签发人。"))
    contact = forms.CharField(
        label=_("附注"), required=False, max_length=80, help_text=_("请示写联系人和电话，印在日期下面的括号里。")
    )
    copy_to = forms.CharField(label=_("抄送"), required=False, max_length=200)
    meeting = forms.CharField(
        label=_("会议纪要"), required=False, max_length=200, help_text=_("依据哪次会议的决定，只留档，不印在文件上。")
    )
    decided_date = forms.DateField(
        label=_("决定日期"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    wanted_number = forms.CharField(
        label=_("指定文号"), required=False, max_length=40, help_text=_("一般留空，发文时由系统接着编号。")
    )

    def words(self) -> PaperWords:
        """The words, as the verb takes them."""
        cleaned = self.cleaned_data
        return PaperWords(
            **{name: cleaned[name] for name in PaperWords.__dataclass_fields__ if name not in ("body", "appendices")},
            body=(cleaned["body"],),
            appendices=(cleaned["appendices"],),
        )


class NewPaperForm(PaperForm, UnitForm):
    """A new paper, of a kind and a unit."""

    kind = forms.ChoiceField(label=_("文种"), choices=KINDS, widget=forms.RadioSelect)
    field_order = ("unit", "kind")


class IssueForm(forms.Form):
    """Number a paper: the next of a code, or one given by hand."""

    code = forms.TypedChoiceField(label=_("发文代字"), coerce=int, empty_value=None)
    by_hand = forms.CharField(
        label=_("手工指定文号"),
        required=False,
        max_length=40,
        help_text=_("一般留空，由系统接着编。纸上已经编过号的，照抄，比如“锡工发〔2026〕12号”。"),
    )
    skipped_why = forms.CharField(
        label=_("前面的号用在哪里"),
        required=False,
        max_length=200,
        help_text=_("手工文号前面有空号时才填，比如“系统启用前已在纸质登记簿编号”。"),
    )

    def __init__(self, *args: Any, codes: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = codes


class WhyForm(forms.Form):
    """The reason for a move that needs one."""

    why = forms.CharField(label=_("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class CodeForm(UnitForm):
    """A new issuing code."""

    code = forms.CharField(label=_("发文代字"), max_length=12, help_text=_("比如“锡工发”，不带括号和年份。"))


def _scan(label: Any, help_text: Any) -> forms.FileField:
    accept = {"accept": "image/jpeg,image/png,image/webp,application/pdf"}
    return forms.FileField(label=label, help_text=help_text, widget=forms.ClearableFileInput(attrs=accept))


class ScanForm(forms.Form):
    """The sealed scan that comes back."""

    scan = _scan(_("盖章件"), _("用手机把盖好章的文件拍下来，或者传扫描的 PDF，最大 30 MB。"))
    why = forms.CharField(label=_("为什么更换"), required=False, max_length=300)

    def __init__(self, *args: Any, is_second: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_second:
            self.fields["why"].required = True
        else:
            del self.fields["why"]


class SealForm(forms.Form):
    """One line of the seal register for a paper."""

    asked_by = forms.CharField(label=_("申请人"), max_length=60)
    approved_by = forms.CharField(label=_("批准人"), max_length=60, required=False)
    copies = forms.IntegerField(label=_("份数"), min_value=1, max_value=MOST_COPIES, initial=1)
    sealed_at = forms.DateTimeField(
        label=_("用印时间"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("留空就是现在。"),
    )
    note = forms.CharField(label=_("备注"), max_length=200, required=False)


class OtherSealForm(SealForm, UnitForm):
    """One line of the seal register for something that is no paper of the house."""

    subject = forms.CharField(label=_("盖在什么上"), max_length=200, help_text=_("比如“慰问金发放证明”“活动协议书”。"))
    field_order = ("unit", "subject")


class SheetForm(UnitForm):
    """A new sheet."""

    kind = forms.ChoiceField(label=_("哪种表"), choices=Sheet.Kind, widget=forms.RadioSelect)
    title = forms.CharField(label=_("名称"), max_length=120, help_text=_("比如“第三届职工代表大会签到”。"))
    held_date = forms.DateField(label=_("日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    held_where = forms.CharField(label=_("地点"), max_length=120, required=False)
    what = forms.CharField(
        label=_("领取物品"), max_length=120, required=False, help_text=_("签领表才填，每一行都会印上。")
    )
    names = forms.CharField(
        label=_("名单"),
        required=False,
        max_length=40_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("从表格里复制粘贴，一行一个人；姓名后面可以用逗号或制表符写单位。"),
    )
    blank_rows = forms.IntegerField(
        label=_("再留几行空行"), min_value=0, max_value=MOST_LINES, initial=0, required=False
    )

    def clean_blank_rows(self) -> int:
        return self.cleaned_data["blank_rows"] or 0

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == Sheet.Kind.RECEIPT and not cleaned.get("what"):
            self.add_error("what", _("签领表要写明领的是什么。"))
        return cleaned


class PhotoForm(UnitForm):
    """A photograph of a signed sheet."""

    photo = forms.FileField(
        label=_("照片"),
        help_text=_("把整张表拍进去，右上角的码要清楚，最大 15 MB。"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    code = forms.CharField(
        label=_("表上的代码"), required=False, max_length=200, help_text=_("一般留空，系统会从照片里读；读不到再输。")
    )


class CodeOnlyForm(forms.Form):
    """The code of the sheet that an unfiled photograph shows."""

    code = forms.CharField(label=_("表上的代码"), max_length=200)
