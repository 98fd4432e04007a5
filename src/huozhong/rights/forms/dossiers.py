"""What a mediator fills in: a dossier, a claim, a step, a paper, the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huozhong.kernel.sentences import Sentence
from huozhong.look.services import told
from huozhong.rights.rules import kinds as k

DAY = {"type": "date"}
REASON = _("理由")


def _day(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DateField:
    return forms.DateField(
        label=label, help_text=help_text, required=required, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d")
    )


def _money(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, help_text=help_text, required=required, min_value=Decimal("0"), max_digits=14, decimal_places=2
    )


def _why(label: Any = REASON, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=300, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


def _choices(words: Mapping[Any, Sentence]) -> list[tuple[str, str]]:
    return [(one.value, told(word)) for one, word in words.items()]


class OpenForm(forms.Form):
    """A worker at the counter, on the telephone, or in a letter."""

    worker_name = forms.CharField(label=_("职工姓名"), max_length=60)
    worker_phone = forms.CharField(label=_("职工手机"), max_length=24, required=False)
    employer_name = forms.CharField(label=_("单位名称"), max_length=120, help_text=_("照营业执照或者工资单上的写。"))
    kind = forms.ChoiceField(label=_("是哪一类争议"))
    channel = forms.ChoiceField(label=_("从哪里来的"))
    head_count = forms.IntegerField(
        label=_("一共几位职工"), min_value=1, max_value=5000, initial=1,
        help_text=_("十人以上、诉求相同的，是集体案件。"),
    )  # fmt: skip
    unit = forms.TypedChoiceField(label=_("由哪一级工会办"), coerce=int)
    says_yes = forms.BooleanField(label=_("职工愿意先调解"), required=False)
    has_consented = forms.BooleanField(label=_("职工同意工会看材料、替他办"))

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = _choices(k.DISPUTES)  # type: ignore[attr-defined]
        offered = [one for one in k.Channel if one not in (k.Channel.PHONE, k.Channel.CADRE)]
        self.fields["channel"].choices = [  # type: ignore[attr-defined]
            (one.value, told(k.CHANNELS[one])) for one in offered
        ]
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = units[0][0]


class AssignForm(forms.Form):
    """Who has it in hand, and who stands in."""

    handler = forms.TypedChoiceField(label=_("经办人"), coerce=int)
    deputy = forms.TypedChoiceField(
        label=_("协办人"), coerce=int, required=False, empty_value=None,
        help_text=_("经办人不在的时候，由他盯着期限。"),
    )  # fmt: skip
    why = _why(_("换人的理由"), required=False)

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], is_change: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["handler"].choices = people  # type: ignore[attr-defined]
        self.fields["deputy"].choices = [("", _("暂时没有")), *people]  # type: ignore[attr-defined]
        if not is_change:
            del self.fields["why"]


class PersonForm(forms.Form):
    """One person, with a reason."""

    person = forms.TypedChoiceField(label=_("哪一位"), coerce=int)
    why = _why(required=False)

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], is_owed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = people  # type: ignore[attr-defined]
        self.fields["why"].required = is_owed


class StepForm(forms.Form):
    """A plain step: the day on which it happened, and why."""

    on = _day(_("哪一天"), _("实际发生的那一天：期限从它的第二天起算。"), required=True)
    agrees = forms.BooleanField(label=_("问过职工，职工同意调解"), required=False)
    why = _why(_("说明"), required=False)

    def __init__(self, *args: Any, asks_agreement: bool, is_owed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_agreement:
            del self.fields["agrees"]
        self.fields["why"].required = is_owed


class NotedForm(forms.Form):
    """What happened between two steps."""

    event = forms.ChoiceField(label=_("发生了什么"), widget=forms.RadioSelect)
    on = _day(_("哪一天"), _("开庭可以填以后的日期，其他的填实际发生的那一天。"), required=True)
    why = _why(_("说明"), required=False)

    def __init__(self, *args: Any, events: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["event"].choices = events  # type: ignore[attr-defined]


class AgreeForm(forms.Form):
    """What the two sides agreed, and what makes it hold."""

    on = _day(_("哪一天达成"), required=True)
    path = forms.ChoiceField(
        label=_("靠什么让它管用"), widget=forms.RadioSelect,
        help_text=_("仲裁审查要在生效后十五天内、司法确认要在三十天内共同申请，只能选一个。"),
    )  # fmt: skip
    amount = _money(_("约定付给职工多少钱"))
    pay_date = _day(_("最晚哪一天付清"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["path"].choices = _choices(k.PATHS)  # type: ignore[attr-defined]


class PathForm(forms.Form):
    """Another way than the one chosen first."""

    path = forms.ChoiceField(label=_("改走哪一条"), widget=forms.RadioSelect)
    why = _why()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["path"].choices = _choices(k.PATHS)  # type: ignore[attr-defined]


class PaperForm(forms.Form):
    """A paper that the worker received."""

    kind = forms.ChoiceField(label=_("什么文书"))
    received_date = _day(_("职工哪一天收到"), _("看送达回证上签字的日期，不是文书上印的日期。"), required=True)
    finality = forms.ChoiceField(
        label=_("裁决书最后一页怎么写"), required=False, widget=forms.RadioSelect,
        help_text=_("照印的选。一次裁决可能有两份裁决书，一份一份登记。"),
    )  # fmt: skip
    number_words = forms.CharField(label=_("文号"), max_length=60, required=False)
    amount = _money(_("一共判给职工多少钱"))
    effective_date = _day(_("已经生效的，哪一天生效"))

    def __init__(self, *args: Any, papers: Sequence[k.Paper], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(one.value, told(k.PAPERS[one])) for one in papers]  # type: ignore[attr-defined]
        self.fields["finality"].choices = _choices(k.FINALITIES)  # type: ignore[attr-defined]
        if k.Paper.AWARD not in papers:
            del self.fields["finality"]


class ClaimForm(forms.Form):
    """One claim item with a stated sum; sums are computed on the calculators' pages or from the interview."""

    kind = forms.ChoiceField(label=_("哪一项"))
    title = forms.CharField(
        label=_("一句话写清"), max_length=120, required=False, help_text=_("比如“2026 年 3 月至 8 月工资”。")
    )
    amount = _money(_("多少钱"), _("还算不清的先空着。"))
    accrual_date = _day(_("哪一天知道少给了"), _("时效从这一天起算。"))
    employment_ended = _day(_("哪一天离职"), _("还在职的空着：拖欠工资在职期间不算时效。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = _choices(k.CLAIMS)  # type: ignore[attr-defined]


class DayForm(forms.Form):
    """One day."""

    on = _day(_("哪一天"), required=True)


class ReasonForm(forms.Form):
    """One reason."""

    why = _why()


class CloseForm(forms.Form):
    """How it ended: what the worker has in hand."""

    money = _money(_("职工实际收到多少钱"), _("到手的才算；一分没有收到的写 0。"), required=True)
    money_date = _day(_("哪一天收到"))
    why = _why(_("怎么了结的"), help_text=_("一句话：履行完毕、职工撤回、执行到位……不要写姓名。"))
