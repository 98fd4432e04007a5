"""What an office types about a call for projects."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huozhong.kernel.sentences import say
from huozhong.projects.forms.fields import choices, day_field, long_text, moment_field, yuan_field
from huozhong.projects.rules.call import CALL_KINDS, CallKind
from huozhong.projects.rules.honours import HONOURS
from huozhong.projects.rules.words import WORK_CLASSES
from huozhong.projects.services import CallForm
from huozhong.questions.queries import VersionCard

LEVELS = {
    "city": say("市"),
    "district": say("区县"),
    "town": say("镇（街道）"),
    "grassroots": say("基层"),
}
KINDS = {
    "federation": say("总工会"),
    "industry": say("产业工会"),
    "area": say("区域性工会"),
    "joint": say("联合基层工会"),
    "enterprise": say("企业工会"),
    "institution": say("机关、事业单位工会"),
    "social": say("社会组织、新就业形态工会"),
}


class ProgrammeForm(forms.Form):
    """A call: what, when, who, how much."""

    title = forms.CharField(label=_("征集名称"), max_length=120)
    theme = forms.CharField(label=_("主题"), max_length=120, required=False)
    description = long_text(_("说明"), most=4000, rows=6, required=False)
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    opens_at = moment_field(_("开始受理"))
    closes_at = moment_field(_("截止时间"), help_text=_("以系统时间为准，这一秒仍然有效。"))
    levels = forms.MultipleChoiceField(
        label=_("哪几级工会可以申报"), choices=choices(LEVELS), widget=forms.CheckboxSelectMultiple
    )
    kinds = forms.MultipleChoiceField(
        label=_("哪几类工会可以申报"), choices=choices(KINDS), widget=forms.CheckboxSelectMultiple
    )
    classes = forms.MultipleChoiceField(
        label=_("征集哪几类项目"), choices=choices(WORK_CLASSES), widget=forms.CheckboxSelectMultiple
    )
    call_kind = forms.ChoiceField(label=_("征集类型"), choices=choices(CALL_KINDS), initial=CallKind.PROJECTS)
    honours = forms.MultipleChoiceField(
        label=_("只面向获得过荣誉的工会"),
        choices=choices(HONOURS),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("都不选就不限荣誉；选了几项，有其中一项就可以申报。"),
    )
    form_version_id = forms.TypedChoiceField(
        label=_("补充表"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("申报时在固定内容之后多问这张表里的问题。"),
    )
    subsidy_ceiling = yuan_field(_("每个项目的补助上限"), required=False, lowest=Decimal("0.01"))
    approval_date = day_field(_("立项截止日"), required=False)
    midyear_date = day_field(_("年中督查截止日"), required=False)
    report_date = day_field(_("结项报告截止日"), required=False)
    showcase_date = day_field(_("展评截止日"), required=False)
    is_jury_named = forms.BooleanField(label=_("展评实名打分（计分表上写评委姓名）"), required=False, initial=True)

    def __init__(self, *args: Any, versions: tuple[VersionCard, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["form_version_id"]
        assert isinstance(field, forms.TypedChoiceField)
        words = _("%(title)s，第 %(n)s 版")
        field.choices = [
            ("", _("不附补充表")),
            *((card.id, words % {"title": card.title, "n": card.number}) for card in versions),
        ]

    def call(self) -> CallForm:
        """What was typed, as the verb takes it."""
        said: dict[str, Any] = dict(self.cleaned_data)
        return CallForm(**said | {name: tuple(said[name]) for name in ("levels", "kinds", "classes", "honours")})


class ProgrammeChangeForm(ProgrammeForm):
    """A call that is out already: a change needs its reason."""

    why = long_text(_("修改理由"), most=500, rows=2)
