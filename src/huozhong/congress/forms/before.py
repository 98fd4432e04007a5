"""What is typed before a session."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huozhong.congress.models import Asking, Topic
from huozhong.congress.rules.matters import MATTERS
from huozhong.kernel.zone import ZONE
from huozhong.look import services as look

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def day_field(label: Any, **words: Any) -> forms.DateField:
    """A day from the calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **words)


def long_field(label: Any, *, most: int, rows: int = 4, **words: Any) -> forms.CharField:
    """A few lines."""
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **words)


def file_field(label: Any = None, **words: Any) -> forms.FileField:
    """A photograph or a file, which may be left out."""
    return forms.FileField(label=label or _("照片或文件"), required=words.pop("required", False), **words)


class SessionForm(forms.Form):
    """A session: its name, its time and its place."""

    title = forms.CharField(label=_("会议名称"), max_length=120)
    meets_at = forms.DateTimeField(label=_("开会时间"), required=False, widget=MOMENT)
    venue = forms.CharField(label=_("地点"), max_length=120, required=False)
    note = long_field(_("要代表知道的"), most=500, rows=2, required=False, help_text=_("如几点签到、带什么。"))

    def clean_meets_at(self) -> Any:
        found = self.cleaned_data["meets_at"]
        return found.astimezone(ZONE) if found else None


def matters() -> list[tuple[str, Any]]:
    """Every matter of the catalogue, in the reader's language."""
    return [(key, look.told(matter.title)) for key, matter in MATTERS.items()]


class TopicForm(forms.Form):
    """A topic for the agenda."""

    title = forms.CharField(label=_("议题"), max_length=120)
    matter = forms.ChoiceField(label=_("属于哪类事项"), choices=matters, help_text=_("系统按事项决定怎么表决。"))
    method = forms.ChoiceField(
        label=_("表决方式"), required=False,
        choices=[("", _("按规定")), *((key, word) for key, word in Topic.Method.choices if key != "hear")],
        help_text=_("规定要无记名投票的，不能改成别的方式。"),
    )  # fmt: skip
    origin = forms.ChoiceField(
        label=_("谁提出的"), choices=[one for one in Topic.Origin.choices if one[0] not in ("joint", "standing")]
    )
    words = long_field(_("要代表决定什么"), most=4000, required=False)


class AgreeForm(forms.Form):
    """The employer's yes."""

    with_whom = forms.CharField(label=_("单位由谁商定"), max_length=100, help_text=_("如：人事部 周经理。"))
    on = day_field(_("哪天商定的"))


class RefuseForm(AgreeForm):
    """The employer's no, with the reason."""

    why = long_field(_("单位不同意的理由"), most=500, rows=3)


class WhyForm(forms.Form):
    """A reason."""

    why = long_field(_("理由"), most=300, rows=3)


class PaperForm(forms.Form):
    """A paper for delegates."""

    name = forms.CharField(label=_("材料名称"), max_length=120)
    content = file_field(_("文件"), required=True, help_text=_("PDF、Word、表格或照片。"))


class ReplaceForm(forms.Form):
    """Another file in the place of one."""

    content = file_field(_("新文件"), required=True)
    why = forms.CharField(label=_("为什么换"), max_length=200)


class OpinionForm(forms.Form):
    """What a delegation said."""

    delegation = forms.CharField(label=_("代表团（组）"), max_length=60)
    met = day_field(_("哪天讨论的"))
    came = forms.IntegerField(label=_("到会人数"), min_value=0, max_value=5000)
    agree = forms.IntegerField(label=_("同意"), min_value=0, max_value=5000)
    disagree = forms.IntegerField(label=_("不同意"), min_value=0, max_value=5000)
    summary = long_field(_("主要意见"), most=1000)


class AnswerForm(forms.Form):
    """What was made of it."""

    answer = long_field(_("怎么处理的"), most=1000)


class ReviseForm(forms.Form):
    """A proposal that was changed after a wide split."""

    what = long_field(_("改了什么"), most=1000, rows=3)
    words = long_field(_("修改后的提请内容"), most=4000, required=False)


class LeftOutForm(forms.Form):
    """Why each matter does not come before this session."""

    def __init__(self, *args: Any, missing: list[tuple[str, str]], kept: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, title in missing:
            self.fields[key] = forms.CharField(
                label=title, max_length=300, required=False, initial=kept.get(key) or _("本次没有这类事项")
            )


class AskingForm(forms.Form):
    """An asking for an extraordinary session."""

    asker = forms.ChoiceField(label=_("谁提议"), choices=Asking.Asker.choices)
    asked_by = forms.CharField(
        label=_("提议人"), max_length=100, required=False, help_text=_("单位提议的，写谁代表单位。")
    )
    matter = forms.CharField(label=_("要讨论的事"), max_length=200)
    why = long_field(_("为什么等不到下次会议"), most=1000)


class DelegatesAskingForm(forms.Form):
    """The same on a delegate's phone."""

    matter = forms.CharField(label=_("要讨论的事"), max_length=200)
    why = long_field(_("为什么等不到下次会议"), most=1000)
