"""What editors and offices fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huozhong.kernel.rulepacks import Unit
from huozhong.publishing.models import Notice, Objection
from huozhong.publishing.rules.days import MOST_DAYS
from huozhong.publishing.services import NoticeWords, rows_of

MOST_FIXES = 5
DAY = {"type": "date"}


class SubmitForm(forms.Form):
    """Hand a text in; what is public already needs a correction notice."""

    correction = forms.CharField(
        label=_("更正说明"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("原来哪里不对，改成了什么。会和新版一起公开。"),
    )

    def __init__(self, *args: Any, is_public: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_public:
            self.fields["correction"].required = True
        else:
            del self.fields["correction"]


class ProofreadForm(forms.Form):
    """Up to five corrections at a time; none says that nothing was wrong."""

    sha256 = forms.CharField(widget=forms.HiddenInput(), max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_FIXES + 1):
            for side, label in (("before", _("原文")), ("after", _("改成"))):
                self.fields[f"{side}{number}"] = forms.CharField(
                    label=label, required=False, max_length=200, strip=False, widget=forms.TextInput()
                )

    def pairs(self) -> list[tuple[Any, Any]]:
        """The fields, two and two."""
        return [(self[f"before{number}"], self[f"after{number}"]) for number in range(1, MOST_FIXES + 1)]

    def corrections(self) -> list[tuple[str, str]]:
        """What was filled in."""
        cleaned = self.cleaned_data
        pairs = [(cleaned[f"before{number}"], cleaned[f"after{number}"]) for number in range(1, MOST_FIXES + 1)]
        return [(before, after) for before, after in pairs if before or after]


class ReviewForm(forms.Form):
    """Pass a text."""

    sha256 = forms.CharField(widget=forms.HiddenInput(), max_length=64)
    has_looked = forms.BooleanField(label=_("我看过这些提示，没有问题"), required=False)
    opinion = forms.CharField(
        label=_("审稿意见"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, has_flags: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_flags:
            del self.fields["has_looked"]


class WhyForm(forms.Form):
    """The reason for sending a text back."""

    why = forms.CharField(label=_("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class NoticeForm(forms.Form):
    """A public notice."""

    unit = forms.TypedChoiceField(label=_("哪个工会"), coerce=int, empty_value=None)
    kind = forms.ChoiceField(label=_("哪种公示"), choices=Notice.Kind)
    title = forms.CharField(label=_("标题"), max_length=120, help_text=_("比如“关于××拟立项项目的公示”。"))
    body = forms.CharField(
        label=_("正文"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}), help_text=_("一段一行。")
    )
    are_people = forms.TypedChoiceField(
        label=_("名单里是"),
        choices=((1, _("人名，自动打码")), (0, _("项目或单位名称，不打码"))),
        coerce=lambda value: bool(int(value)),
        initial=1,
        widget=forms.RadioSelect,
    )
    names = forms.CharField(
        label=_("名单"),
        required=False,
        max_length=120_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("一行一个，后面可以用逗号写单位。姓名保存时就打码，全名不留在系统里。"),
    )
    contact = forms.CharField(
        label=_("有异议找谁"), max_length=120, help_text=_("写部门和办公电话，比如“市总工会项目办 0510-8888 0000”。")
    )
    wanted_date = forms.DateField(
        label=_("不早于哪天公示"),
        widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        help_text=_("三审通过得晚，就从通过那天算起。"),
    )
    days = forms.IntegerField(label=_("公示几天"), min_value=1, max_value=MOST_DAYS)
    counted = forms.ChoiceField(label=_("按什么算"), choices=Notice.Counted)

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = units
        if len(units) == 1:
            field.widget = forms.HiddenInput()
            field.initial = units[0][0]

    def words(self) -> NoticeWords:
        """The words, as the verb takes them."""
        cleaned = self.cleaned_data
        return NoticeWords(
            kind=cleaned["kind"],
            title=cleaned["title"],
            body=cleaned["body"],
            contact=cleaned["contact"],
            wanted_date=cleaned["wanted_date"],
            days=cleaned["days"],
            counted=Unit(cleaned["counted"]),
            rows=rows_of(cleaned["names"]),
            are_people=cleaned["are_people"],
        )


class ObjectionForm(forms.Form):
    """What somebody told the office."""

    way = forms.ChoiceField(label=_("怎么来的"), choices=Objection.Way)
    received_date = forms.DateField(label=_("哪天收到"), widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))
    words = forms.CharField(
        label=_("对方说了什么"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("只有办公室看得到。不写证件和手机号码。"),
    )


class AnswerForm(forms.Form):
    """What the office answered."""

    answer = forms.CharField(label=_("怎么答复的"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
