"""What people type about money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from huozhong.funds.queries.accounts import LineRow
from huozhong.funds.rules.words import NODES, VERDICTS, Node
from huozhong.funds.services import Scan, VoucherForm
from huozhong.kernel.sentences import Sentence
from huozhong.look import services as look

_told = lazy(look.told, str)
MOST_PEOPLE = 100_000_000


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def _yuan(label: Any, *, lowest: Decimal = Decimal("0.01"), help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        max_digits=14,
        decimal_places=2,
        min_value=lowest,
        help_text=help_text,
        error_messages={
            "max_decimal_places": _("金额最多两位小数。"),
            "min_value": _("金额必须大于零。"),
            "invalid": _("请填写金额，例如 1234.50。"),
        },
    )


def _text(label: Any, *, most: int = 1000, rows: int = 4, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows})
    )


def _choices(words: Mapping[str, Sentence]) -> list[tuple[str, Any]]:
    return [(str(key), _told(word)) for key, word in words.items()]


class VoucherEntry(forms.Form):
    """One payment."""

    line = forms.TypedChoiceField(label=_("预算行"), coerce=int)
    day = _day(_("付款日期"))
    amount = _yuan(_("金额"))
    what = forms.CharField(label=_("支出事由"), max_length=120)
    payee = forms.CharField(label=_("收款方"), max_length=100, help_text=_("发给个人的，写“按签领表”。"))
    number = forms.CharField(label=_("凭证号"), max_length=40, help_text=_("记账凭证的编号，例如“记-012”。"))
    people = forms.IntegerField(
        label=_("人数"),
        min_value=1,
        max_value=MOST_PEOPLE,
        required=False,
        help_text=_("慰问、奖品、服装、春秋游要填。"),
    )
    invoice_number = forms.CharField(
        label=_("发票号码"), max_length=40, required=False, help_text=_("数电发票填 20 位号码；没有发票的不填。")
    )
    invoice_code = forms.CharField(
        label=_("发票代码"), max_length=24, required=False, help_text=_("只有旧式发票才有，10 位或 12 位。")
    )
    scan = forms.FileField(label=_("发票或凭据的扫描件"), required=False, help_text=_("照片或 PDF，不超过 30 MB。"))
    meeting = forms.CharField(label=_("集体决定的会议"), max_length=120, required=False)
    decision_number = forms.CharField(label=_("决定的文号"), max_length=60, required=False)
    minutes = forms.FileField(label=_("会议纪要"), required=False)

    def __init__(self, *args: Any, lines: Sequence[LineRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["line"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (line.id, _("%(purpose)s（还剩 %(left)s 元）") % {"purpose": line.purpose, "left": f"{line.left:,.2f}"})
            for line in lines
        ]

    def written(self) -> VoucherForm:
        """The payment as the verb takes it."""
        said = self.cleaned_data
        return VoucherForm(
            day=said["day"],
            amount=said["amount"],
            what=said["what"],
            number=said["number"],
            payee=said["payee"],
            people=said["people"],
            invoice_code=said["invoice_code"],
            invoice_number=said["invoice_number"],
            scan=Scan(said["scan"], said["scan"].name) if said["scan"] else None,
            meeting=said["meeting"],
            decision_number=said["decision_number"],
            minutes=Scan(said["minutes"], said["minutes"].name) if said["minutes"] else None,
        )


class CorrectionEntry(VoucherEntry):
    """The right payment in the place of a wrong one."""

    why = _text(_("更正的理由"), most=200, rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["line"]


class WhyForm(forms.Form):
    """A reason."""

    why = _text(_("理由"), most=200, rows=3)


class SharesForm(forms.Form):
    """How the subsidy is split over the three points of a project."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, word in _choices(NODES):
            self.fields[name] = forms.DecimalField(
                label=word, min_value=Decimal(0), max_value=Decimal(100), max_digits=6, decimal_places=3
            )

    def shares(self) -> dict[Node, Fraction]:
        return {node: Fraction(self.cleaned_data[str(node)]) / 100 for node in Node}


class PayForm(forms.Form):
    """An instalment goes out."""

    amount = _yuan(_("拨付金额"))
    document_number = forms.CharField(label=_("发文字号"), max_length=60)
    day = _day(_("拨付日期"))


class ReceiveForm(forms.Form):
    """A balance came back."""

    receipt = forms.CharField(label=_("收据号"), max_length=60)
    day = _day(_("收到日期"))
    scan = forms.FileField(label=_("收据扫描件"), required=False, help_text=_("照片或 PDF，不超过 30 MB。"))


class LookForm(forms.Form):
    """What a person saw who looked at a word."""

    sentence = _text(_("您看到的情况"), most=300, rows=3, help_text=_("一句话就够，例如“茶水是会议用，不是请客”。"))


class FindingForm(forms.Form):
    """An opinion of the audit committee."""

    verdict = forms.ChoiceField(label=_("结论"), choices=_choices(VERDICTS), widget=forms.RadioSelect)
    text = _text(_("审查情况"), most=2000)
    voucher = forms.TypedChoiceField(label=_("针对哪张凭证"), coerce=int, empty_value=None, required=False)
    due_date = _day(_("整改期限"), required=False, help_text=_("要求整改的必须填。"))

    def __init__(self, *args: Any, vouchers: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["voucher"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("整本账")), *vouchers]


class AnswerForm(forms.Form):
    """What was put right."""

    answer = _text(_("整改情况"), most=2000)


class SendBackForm(forms.Form):
    """Not put right yet."""

    due_date = _day(_("新的整改期限"))
    why = _text(_("理由"), most=500, rows=3)


class PoolForm(forms.Form):
    """What is set aside for subsidies in a year."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    amount = _yuan(_("补助资金总额"), lowest=Decimal(0))
    document_number = forms.CharField(label=_("预算文件的发文字号"), max_length=60)
