"""What people type about juries: the rubric, who joins, why somebody stands back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from huozhong.juries.models import Panel
from huozhong.juries.rules.rubric import ANCHORS, MOST_DIMENSIONS, Dimension, read_rubric
from huozhong.juries.rules.words import JUDGE_KINDS
from huozhong.juries.services import PanelForm
from huozhong.look import services as look

_told = lazy(look.told, str)
KINDS = [(str(key), _told(word)) for key, word in JUDGE_KINDS.items()]


class DimensionForm(forms.Form):
    """One row of the rubric; an empty row is no dimension."""

    key = forms.SlugField(required=False, max_length=30, widget=forms.HiddenInput)
    word = forms.CharField(label=_("评分维度"), max_length=40, required=False)
    weight = forms.IntegerField(label=_("权重"), min_value=1, max_value=100, required=False)
    tie = forms.IntegerField(label=_("同分时第几个比"), min_value=1, max_value=MOST_DIMENSIONS, required=False)
    anchor20 = forms.CharField(label=_("20 分是什么样"), max_length=120, required=False)
    anchor60 = forms.CharField(label=_("60 分是什么样"), max_length=120, required=False)
    anchor100 = forms.CharField(label=_("100 分是什么样"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if bool(said.get("word")) != bool(said.get("weight")):
            raise forms.ValidationError(_("名称和权重要一起填，或者都空着。"))
        return said


Rows = forms.formset_factory(DimensionForm, extra=0, max_num=MOST_DIMENSIONS, absolute_max=MOST_DIMENSIONS)


def rows_for(panel: Panel, posted: Any = None) -> Any:
    """The rubric as rows, with empty rows for more dimensions."""
    ties = {key: number for number, key in enumerate(panel.ties_by, start=1)}
    initial: list[dict[str, Any]] = [
        {
            "key": one.key,
            "word": one.word,
            "weight": one.weight,
            "tie": ties.get(one.key),
            **{f"anchor{points}": one.anchors.get(points, "") for points in ANCHORS},
        }
        for one in read_rubric(panel.rubric)
    ]
    initial += [{} for _number in range(min(2, MOST_DIMENSIONS - len(initial)))]
    return Rows(posted, initial=initial, prefix="rubric")


def rubric_from(rows: Any) -> tuple[tuple[Dimension, ...], tuple[str, ...]]:
    """The typed rows as dimensions, and the keys that part ties, in turn."""
    said = [row.cleaned_data for row in rows if row.cleaned_data.get("word")]
    taken = {one["key"] for one in said if one.get("key")}
    spare = (f"d{number}" for number in range(1, 100) if f"d{number}" not in taken)
    keys = [one.get("key") or next(spare) for one in said]
    rubric = tuple(
        Dimension(
            key,
            one["word"].strip(),
            one["weight"],
            {points: one[f"anchor{points}"].strip() for points in ANCHORS if one.get(f"anchor{points}")},
        )
        for key, one in zip(keys, said, strict=True)
    )
    ties = sorted((one["tie"], key) for key, one in zip(keys, said, strict=True) if one.get("tie"))
    return rubric, tuple(key for _tie, key in ties)


class PanelEditForm(forms.Form):
    """How a jury works: two juries or one, how many judges an entry, named or not, on stage or at the desk."""

    title = forms.CharField(label=_("评审名称"), max_length=160)
    due_date = forms.DateField(
        label=_("打分截止日"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    is_named = forms.BooleanField(label=_("实名打分（计分表上写评委姓名）"), required=False)
    is_live = forms.BooleanField(label=_("现场评审（一项一项上台，评委用手机打分）"), required=False)
    minutes = forms.IntegerField(
        label=_("现场每项打分几分钟"), min_value=0, max_value=120, help_text=_("填 0 表示由主持人截止。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, word in KINDS:
            self.fields[f"weight_{kind}"] = forms.IntegerField(
                label=_("%(kind)s：计分权重") % {"kind": word},
                min_value=0,
                max_value=100,
                required=False,
                help_text=_("分组计分时填写，各类相加等于 100；合在一起算就都空着。"),
            )
            self.fields[f"each_{kind}"] = forms.IntegerField(
                label=_("%(kind)s：每项分几位") % {"kind": word},
                min_value=0,
                max_value=500,
                required=False,
                help_text=_("不填表示这一类评委全部参加。"),
            )

    def form(self, rows: Any) -> PanelForm:
        """What was typed, as the verb takes it."""
        said, (rubric, ties) = self.cleaned_data, rubric_from(rows)
        return PanelForm(
            title=said["title"],
            rubric=rubric,
            ties_by=ties,
            kind_weights={kind: said[f"weight_{kind}"] for kind, _word in KINDS if said.get(f"weight_{kind}")},
            each={kind: said[f"each_{kind}"] for kind, _word in KINDS if said.get(f"each_{kind}")},
            is_named=said["is_named"],
            is_live=said["is_live"],
            minutes=said["minutes"],
            due_date=said["due_date"],
        )


def initial_of(panel: Panel) -> dict[str, Any]:
    """A jury as its form shows it."""
    names = ("title", "due_date", "is_named", "is_live", "minutes")
    return (
        {name: getattr(panel, name) for name in names}
        | {f"weight_{kind}": weight for kind, weight in panel.kind_weights.items()}
        | {f"each_{kind}": each for kind, each in panel.each.items()}
    )


class JudgeForm(forms.Form):
    """Who joins the jury, and as what."""

    person = forms.TypedChoiceField(label=_("评委"), coerce=int)
    kind = forms.ChoiceField(label=_("评委类别"), choices=KINDS, widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: list[tuple[int, str]], kinds: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person, kind = self.fields["person"], self.fields["kind"]
        assert isinstance(person, forms.ChoiceField)
        assert isinstance(kind, forms.ChoiceField)
        person.choices = people
        kind.choices = [one for one in KINDS if not kinds or one[0] in kinds]


class WhyForm(forms.Form):
    """A reason."""

    why = forms.CharField(label=_("理由"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


class KinForm(WhyForm):
    """Which judge's kin has to do with an entry."""

    judge = forms.TypedChoiceField(label=_("评委"), coerce=int)
    field_order = ("judge", "why")

    def __init__(self, *args: Any, judges: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        judge = self.fields["judge"]
        assert isinstance(judge, forms.ChoiceField)
        judge.choices = judges


def points_from(panel: Panel, posted: Any) -> dict[str, int | None]:
    """The points that a judge's phone sent; what is no whole number is -1, which the verb refuses."""
    found: dict[str, int | None] = {}
    for one in read_rubric(panel.rubric):
        typed = posted.get(f"points-{one.key}", "").strip()
        found[one.key] = None if not typed else int(typed) if typed.isdecimal() and len(typed) <= 3 else -1
    return found
