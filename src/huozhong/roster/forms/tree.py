"""Found, rename, move, merge, split and dissolve."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huozhong.kernel.places import Level, Line
from huozhong.look import services as look
from huozhong.roster.forms.basis import BasisForm
from huozhong.unions.queries import KIND_NAMES, LEVEL_NAMES, Kind
from huozhong.unions.services import Part


def _kinds() -> list[tuple[str, str]]:
    return [(kind.value, look.told(name)) for kind, name in KIND_NAMES.items()]


class FoundForm(BasisForm):
    """A new unit below another one."""

    name = forms.CharField(label=_("工会名称"), min_length=2, max_length=120)
    kind = forms.ChoiceField(label=_("工会类型"), choices=_kinds)
    level = forms.ChoiceField(label=_("层级"))
    founded_date = forms.DateField(
        label=_("成立日期"), required=False, help_text=_("早就成立、现在才录入的，填批准成立的日期；不填就用生效日期。")
    )
    credit_code = forms.CharField(label=_("统一社会信用代码"), required=False, max_length=30)

    def __init__(self, *args: Any, levels: tuple[Level, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["level"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(level.value, look.told(LEVEL_NAMES[level])) for level in levels]
        self.order("name", "kind", "level", "credit_code", "founded_date")


class RenameForm(BasisForm):
    name = forms.CharField(label=_("新名称"), min_length=2, max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order("name")


class ToForm(BasisForm):
    """A change that names another unit, chosen before."""

    to = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class MoveForm(ToForm):
    line = forms.ChoiceField(
        label=_("调整哪条线"),
        choices=[
            (Line.LOCALITY.value, _("地方线（隶属关系）")),
            (Line.INDUSTRY.value, _("产业线（加入或调整产业工会）")),
        ],
        widget=forms.RadioSelect,
        initial=Line.LOCALITY.value,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order("to", "line")


class MergeForm(ToForm):
    pass


class DissolveForm(BasisForm):
    pass


class SplitForm(BasisForm):
    """The part that goes: its name, and the units and employers that go with it."""

    name = forms.CharField(label=_("分出的工会名称"), min_length=2, max_length=120)
    kind = forms.ChoiceField(label=_("工会类型"), choices=_kinds)
    credit_code = forms.CharField(label=_("统一社会信用代码"), required=False, max_length=30)
    unit_ids = forms.TypedMultipleChoiceField(
        label=_("随之分出的下级工会"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    employer_ids = forms.TypedMultipleChoiceField(
        label=_("随之分出的用人单位"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, children: list[tuple[int, str]], employers: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("unit_ids", children), ("employer_ids", employers)):
            field = self.fields[name]
            assert isinstance(field, forms.TypedMultipleChoiceField)
            field.choices = choices
            if not choices:
                del self.fields[name]
        self.order("name", "kind", "credit_code", "unit_ids", "employer_ids")

    def part(self) -> Part:
        """What the verb wants."""
        said = self.cleaned_data
        return Part(
            said["name"],
            Kind(said["kind"]),
            tuple(said.get("unit_ids", ())),
            tuple(said.get("employer_ids", ())),
            said["credit_code"],
        )
