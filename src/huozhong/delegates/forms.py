"""Shapes of what is typed about congresses, constituencies, elections and delegates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from huozhong.delegates.rules.words import (
    BY_HAND,
    ENDINGS,
    FORMS,
    HOWS,
    KINDS,
    LABOURS,
    CongressKind,
    Form,
    How,
    Labour,
)
from huozhong.look.services import told

_told = lazy(told, str)


def _choices(words: Any) -> list[tuple[str, Any]]:
    return [(key.value, _told(word)) for key, word in words.items()]


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


def _count(label: Any, *, required: bool = False, help_text: Any = "", most: int = 10_000_000) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=required, min_value=0, max_value=most, help_text=help_text, initial=None
    )


class HeadCountForm(forms.Form):
    """Employees by group as of a day."""

    counted_date = _day(_("职工人数统计到哪一天"))
    employees = _count(_("职工总人数"), required=True, help_text=_("含劳务派遣到本单位工作的。"))
    women = _count(_("其中女职工"))
    front_line = _count(_("其中一线职工"))
    dispatched = _count(_("其中劳务派遣工"))
    disabled = _count(_("其中残疾职工"))

    def counts(self) -> dict[str, Any]:
        """The numbers; an empty field is nobody."""
        names = ("employees", "women", "front_line", "dispatched", "disabled")
        return {name: self.cleaned_data[name] or 0 for name in names}


class CongressFoundForm(HeadCountForm):
    """A term that is being prepared."""

    unit = forms.TypedChoiceField(label=_("哪个工会"), coerce=int, empty_value=None)
    form = forms.ChoiceField(
        label=_("开什么会"), choices=_choices(FORMS), widget=forms.RadioSelect, initial=Form.CONGRESS
    )
    kind = forms.ChoiceField(
        label=_("哪一类"), choices=_choices(KINDS), widget=forms.RadioSelect, initial=CongressKind.ENTERPRISE.value
    )
    term_number = forms.IntegerField(label=_("第几届"), min_value=1, max_value=200)
    term_years = forms.IntegerField(label=_("任期几年"), min_value=1, max_value=10, initial=3)
    from_date = _day(_("计划从哪天起"))
    seats = forms.IntegerField(
        label=_("代表名额"),
        min_value=1,
        max_value=3000,
        required=False,
        help_text=_("不知道填多少，可以先填 30；保存后会按规定算给您看。开职工大会不用填。"),
    )
    managers_mean = forms.CharField(
        label=_("哪些人算管理人员"),
        max_length=200,
        initial=_("中层以上管理人员"),
        help_text=_("算比例时用，写清楚免得争。"),
    )
    working_body = forms.CharField(label=_("工作机构"), max_length=100, initial=_("工会委员会"))

    field_order = ("unit", "form", "kind", "term_number", "term_years", "from_date", "counted_date", "employees")

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.TypedChoiceField)
        unit.choices = units
        if len(units) == 1:
            unit.widget = forms.HiddenInput()
            unit.initial = units[0][0]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("form") == Form.CONGRESS and not said.get("seats"):
            self.add_error("seats", _("请填写代表名额。"))
        return said


class RulesForm(forms.Form):
    """The congress's own rules."""

    title = forms.CharField(label=_("文件名称"), max_length=120, initial=_("职工代表大会实施细则"))
    adopted = _day(_("哪天通过的"))
    document = forms.FileField(label=_("文件"), required=False, help_text=_("PDF 或 Word，可以以后再传。"))


class OpenForm(forms.Form):
    """From which day the term begins."""

    from_date = _day(_("任期从哪天起"), help_text=_("一般是第一次会议那天；上一届同一天届满。"))


class WhyForm(forms.Form):
    """A reason."""

    why = forms.CharField(label=_("原因"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


class ConstituencyForm(forms.Form):
    """A constituency."""

    name = forms.CharField(label=_("选区名称"), max_length=60, help_text=_("比如“一车间”“机关科室”。"))
    headcount = forms.IntegerField(label=_("职工人数"), min_value=1, max_value=1_000_000)
    seats = forms.IntegerField(label=_("代表名额"), min_value=0, max_value=3000, required=False)


class CallForm(forms.Form):
    """When, where and how a constituency elects."""

    how = forms.ChoiceField(
        label=_("怎么选"), choices=_choices(HOWS), widget=forms.RadioSelect, initial=How.MEETING.value
    )
    meets_at = forms.DateTimeField(
        label=_("什么时间"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    place_words = forms.CharField(label=_("什么地点"), max_length=100, required=False)


class SeatFields(forms.Form):
    """What the composition check needs to know of somebody."""

    job = forms.CharField(label=_("岗位"), max_length=60, required=False)
    labour = forms.ChoiceField(
        label=_("劳动关系"), choices=_choices(LABOURS), required=False, initial=Labour.CONTRACT.value
    )
    is_front_line = forms.BooleanField(label=_("一线职工"), required=False)
    is_manager = forms.BooleanField(label=_("管理人员"), required=False)
    is_disabled = forms.BooleanField(label=_("残疾职工（只用来算比例，名单上不显示）"), required=False)

    def facts(self) -> dict[str, Any]:
        """As the verbs take them."""
        said = self.cleaned_data
        return {
            "job": said["job"],
            "labour": Labour(said["labour"]),
            "is_front_line": said["is_front_line"],
            "is_manager": said["is_manager"],
            "is_disabled": said["is_disabled"],
        }


class NominateForm(SeatFields):
    """A candidate."""

    nominated_by = forms.CharField(label=_("由谁提名"), max_length=60, help_text=_("比如“三班组全体职工”。"))
    field_order = ("nominated_by",)


class SeatDelegateForm(SeatFields):
    """Somebody elected on paper."""

    constituency = forms.TypedChoiceField(label=_("选区"), coerce=int, empty_value=None)
    basis = forms.CharField(label=_("当选依据"), max_length=200, help_text=_("比如“2026年3月5日一车间选举会记录”。"))
    on = _day(_("从哪天起"))
    field_order = ("constituency", "basis", "on")

    def __init__(self, *args: Any, constituencies: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["constituency"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = constituencies
        if not constituencies:  # an all-hands meeting
            del self.fields["constituency"], self.fields["basis"]


class DelegateForm(SeatFields):
    """Corrections to a delegate."""


class EndForm(forms.Form):
    """Why and when somebody is no longer a delegate."""

    how = forms.ChoiceField(
        label=_("怎么出缺"), choices=_choices({one: ENDINGS[one] for one in BY_HAND}), widget=forms.RadioSelect
    )
    on = _day(_("从哪天起"))
    why = forms.CharField(label=_("说明"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class RecallVoteForm(forms.Form):
    """The constituency's vote."""

    met_date = _day(_("哪天开的会"))
    why = forms.CharField(label=_("撤换理由"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
    voters = forms.IntegerField(label=_("选区全体职工"), min_value=1, max_value=1_000_000)
    present = forms.IntegerField(label=_("到会"), min_value=0, max_value=1_000_000)
    yes = forms.IntegerField(label=_("同意撤换"), min_value=0, max_value=1_000_000)
    no = forms.IntegerField(label=_("不同意"), min_value=0, max_value=1_000_000)
    tellers = forms.CharField(label=_("计票人、监票人"), max_length=100)


class CountForm(forms.Form):
    """What the tellers counted: the constituency, and each candidate."""

    voters = forms.IntegerField(label=_("选区全体职工"), min_value=1, max_value=1_000_000)
    present = forms.IntegerField(label=_("到会（参加投票）"), min_value=0, max_value=1_000_000)
    issued = forms.IntegerField(label=_("发出选票"), min_value=0, max_value=1_000_000, initial=0)
    collected = forms.IntegerField(label=_("收回选票"), min_value=0, max_value=1_000_000, initial=0)
    invalid = forms.IntegerField(label=_("其中废票"), min_value=0, max_value=1_000_000, initial=0)
    tellers = forms.CharField(label=_("计票人、监票人"), max_length=100)

    def __init__(self, *args: Any, candidates: list[tuple[int, str]], is_ballot: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_ballot:
            for name in ("issued", "collected", "invalid"):
                del self.fields[name]
        for candidate_id, name in candidates:
            self.fields[f"votes_{candidate_id}"] = forms.IntegerField(
                label=_("%(name)s的得票") % {"name": name}, min_value=0, max_value=1_000_000
            )
        self.order_fields([*(f"votes_{pk}" for pk, _name in candidates)])
        self.order_fields(["voters", "present", "issued", "collected", "invalid"])

    def votes(self) -> dict[int, int]:
        """Votes by candidate."""
        said = self.cleaned_data
        return {int(name.removeprefix("votes_")): n for name, n in said.items() if name.startswith("votes_")}


class PostponeForm(forms.Form):
    """Until when, and why."""

    until_date = _day(_("延期到哪天换届"))
    why = forms.CharField(label=_("为什么要延期"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class AnswerForm(forms.Form):
    """The union above consents in writing, or says why not."""

    answer = forms.ChoiceField(
        label=_("答复"), choices=[("yes", _("同意延期")), ("no", _("不同意"))], widget=forms.RadioSelect
    )
    document_number = forms.CharField(label=_("批复文号"), max_length=60, required=False, help_text=_("同意时必填。"))
    why = forms.CharField(
        label=_("意见"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("不同意时必填。"),
    )


class SheetForm(forms.Form):
    """A roster of delegates."""

    sheet = forms.FileField(label=_("代表名单"), help_text=_(".xlsx 或 .csv；先下载样表照着填。"))
