"""What is typed after and between sessions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huozhong.congress.forms.before import day_field, file_field, long_field
from huozhong.congress.models import DirectorReport, DutyCheck
from huozhong.congress.rules.matters import MATTERS
from huozhong.look import services as look


class HeldForm(forms.Form):
    """How many came, as the hall's own count says."""

    present = forms.IntegerField(label=_("实到代表人数"), min_value=0, max_value=5000)


class VoteForm(forms.Form):
    """A vote that was counted by hand; whether it is carried is computed."""

    present = forms.IntegerField(label=_("表决时在场"), min_value=0, max_value=5000)
    yes = forms.IntegerField(label=_("赞成"), min_value=0, max_value=5000)
    no = forms.IntegerField(label=_("反对"), min_value=0, max_value=5000)
    abstain = forms.IntegerField(label=_("弃权"), min_value=0, max_value=5000)


class PublishForm(forms.Form):
    """What all staff are told, and where."""

    words = long_field(_("公布的内容"), most=8000, rows=12)
    ways = forms.CharField(label=_("在哪里公布"), max_length=200, help_text=_("如：厂务公开栏、职工群、这里的公布页。"))


class ReportForm(forms.Form):
    """The report to the union above."""

    words = long_field(_("报告内容"), most=8000, rows=12)
    content = file_field(_("附件"))


class DutyForm(forms.Form):
    """Who carries a resolution out, and by when."""

    what = forms.CharField(label=_("要办的事"), max_length=300)
    who = forms.CharField(label=_("谁去办"), max_length=100)
    due = day_field(_("哪天前办好"))


class DoneForm(forms.Form):
    """What came of it."""

    result = long_field(_("办得怎么样"), most=1000)
    done = day_field(_("哪天办好的"))
    content = file_field()


class CheckForm(forms.Form):
    """What delegates saw when they looked."""

    by = forms.CharField(label=_("谁去检查的"), max_length=200)
    on = day_field(_("哪天检查的"))
    verdict = forms.ChoiceField(label=_("结论"), choices=DutyCheck.Verdict.choices, widget=forms.RadioSelect)
    words = long_field(_("检查情况"), most=500, rows=3)
    content = file_field()


def open_matters() -> list[tuple[str, Any]]:
    """Matters that somebody else than the congress may settle for the time being."""
    return [(key, look.told(one.title)) for key, one in MATTERS.items() if not one.is_reserved]


def reserved_matters() -> list[tuple[str, Any]]:
    """Matters that only the congress may decide."""
    return [(key, look.told(one.title)) for key, one in MATTERS.items() if one.is_reserved]


class JointForm(forms.Form):
    """What a joint meeting settled."""

    title = forms.CharField(label=_("处理的事"), max_length=120)
    matter = forms.ChoiceField(label=_("属于哪类事项"), choices=open_matters)
    held = day_field(_("哪天开的"))
    urgency = long_field(_("为什么等不到下次会议"), most=500, rows=2)
    attended = long_field(_("到会的人"), most=500, rows=2, help_text=_("工会委员、代表团（组）长、专门小组负责人。"))
    employer_side = forms.CharField(label=_("单位方到会的人"), max_length=200)
    decision = long_field(_("处理决定"), most=1000)
    content = file_field(_("会议记录"))


class TourForm(forms.Form):
    """A tour of delegates; findings one a line."""

    theme = forms.CharField(label=_("检查什么"), max_length=120)
    toured = day_field(_("哪天去的"))
    members = forms.CharField(label=_("参加的代表"), max_length=300)
    places = forms.CharField(label=_("去了哪里"), max_length=200)
    summary = long_field(_("总的情况"), most=1000, required=False)


class FindingForm(forms.Form):
    """Something that was found."""

    words = long_field(_("发现的问题"), most=500, rows=3)
    asked_of = forms.CharField(label=_("请谁答复"), max_length=100)
    due = day_field(_("哪天前答复"))
    content = file_field()


class FindingAnswerForm(forms.Form):
    """What was answered."""

    answer = long_field(_("答复"), most=1000)
    by = forms.CharField(label=_("谁答复的"), max_length=100)


class AppraisalForm(forms.Form):
    """Who is appraised."""

    title = forms.CharField(label=_("评议名称"), max_length=120)
    year = forms.IntegerField(label=_("哪一年"), min_value=2000, max_value=2100)
    managers = long_field(_("被评议的人"), most=4000, rows=6, help_text=_("一行一人：姓名，职务"))

    def clean_managers(self) -> list[tuple[str, str]]:
        lines = self.cleaned_data["managers"].replace("\t", "，").replace(",", "，").splitlines()
        found = [line.partition("，") for line in lines if line.strip("， ")]
        if any(not name.strip() or not post.strip() for name, _comma, post in found):
            raise forms.ValidationError(_("每行写：姓名，职务"))
        return [(name.strip(), post.strip()) for name, _comma, post in found]


class HeardForm(forms.Form):
    """The text of a report on duties."""

    content = file_field(_("述职报告"))


class FiledForm(forms.Form):
    """To whom the result went."""

    with_whom = forms.CharField(label=_("报送给谁"), max_length=100)
    on = day_field(_("哪天报送的"))


class DirectorForm(forms.Form):
    """A yearly report of an employee director or supervisor."""

    seat = forms.ChoiceField(label=_("身份"), choices=DirectorReport.Seat.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("姓名"), max_length=60)
    year = forms.IntegerField(label=_("哪一年"), min_value=2000, max_value=2100)
    words = long_field(_("述职要点"), most=1000)
    content = file_field(_("述职报告"))


class BreachForm(forms.Form):
    """What was decided without the congress."""

    matter = forms.ChoiceField(label=_("属于哪类事项"), choices=reserved_matters)
    what = long_field(_("作出了什么决定"), most=500, rows=3)
    decided = day_field(_("哪天作出的"))


class LetterForm(forms.Form):
    """To whom the letter of opinion goes."""

    addressee = forms.CharField(label=_("发给哪个单位"), max_length=100)


class OnDayForm(forms.Form):
    """A day."""

    on = day_field(_("哪一天"))


class MendedForm(forms.Form):
    """How it was mended."""

    how = long_field(_("怎么改正的"), most=500, rows=3)
    on = day_field(_("哪天改正的"))
