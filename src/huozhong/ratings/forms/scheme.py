"""What an office types about its scheme."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from huozhong.look import services as look
from huozhong.ratings.queries.kinds import SubjectKind
from huozhong.ratings.rules.checking import Form as Shape
from huozhong.ratings.rules.scheme import (
    HOW_WORDS,
    Band,
    Design,
    Gate,
    Grade,
    How,
    Item,
    Need,
    Rung,
    Source,
    Test,
)
from huozhong.ratings.rules.values import BadSheet, exact, plain

ROWS = 6
LEVELS = (("district", _("区县")), ("city", _("市级")))


class ExactField(forms.CharField):
    """A number that is read exactly: 2/3, 80%, 12."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 20)
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return exact(text)
        except BadSheet as bad:
            raise ValidationError(look.told(bad.reason)) from None


class StartForm(forms.Form):
    """A new scheme: whose, of what, with what to begin."""

    unit = forms.TypedChoiceField(label=_("哪个单位的方案"), coerce=int)
    kind = forms.ChoiceField(label=_("评什么"), widget=forms.RadioSelect)
    title = forms.CharField(label=_("方案名称"), max_length=60, help_text=_("例如“星级职代会评定办法”。"))
    start = forms.ChoiceField(label=_("从哪里开始"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, units: list[tuple[int, str]], kinds: tuple[SubjectKind, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit, kind, start = self.fields["unit"], self.fields["kind"], self.fields["start"]
        assert isinstance(unit, forms.TypedChoiceField)
        assert isinstance(kind, forms.ChoiceField)
        assert isinstance(start, forms.ChoiceField)
        unit.choices = units
        if len(units) == 1:
            unit.widget, unit.initial = forms.HiddenInput(), units[0][0]
        kind.choices = [(one.kind, look.told(one.title)) for one in kinds]
        models = [(f"{one.kind}:{model.key}", look.told(model.name)) for one in kinds for model in one.models]
        start.choices = [*models, ("", now("空白方案"))]
        start.required = False
        kind.initial = kinds[0].kind if kinds else None
        start.initial = models[0][0] if models else ""

    def clean(self) -> dict[str, Any]:
        """A model belongs to the kind that was chosen."""
        said = super().clean() or {}
        kind, _colon, model = str(said.get("start", "")).partition(":")
        if model and kind != said.get("kind"):
            raise ValidationError(now("这个样板不是这一类的，请换一个。"))
        said["model"] = model
        return said


class BlockForm(forms.Form):
    """A block's name and weight."""

    title = forms.CharField(label=_("板块名称"), max_length=40)
    weight = ExactField(label=_("分值"), help_text=_("各板块加起来要等于 100。"))


class ItemForm(forms.Form):
    """An item without its steps."""

    title = forms.CharField(label=_("条目名称"), max_length=60)
    weight = ExactField(label=_("满分"), help_text=_("板块里各条加起来等于板块的分值。"))
    indicator = forms.ChoiceField(label=_("数从哪里来"), required=False, help_text=_("能从记录里算的，不用单位填。"))
    how = forms.ChoiceField(label=_("怎么给分"), widget=forms.RadioSelect)
    full = ExactField(label=_("按比例得分时，到多少算满分"), required=False, help_text=_("例如 90%。不填就是 100%。"))
    says = forms.CharField(label=_("给单位看的说明"), required=False, max_length=200)
    evidence = forms.CharField(
        label=_("单位填报时要哪些材料"),
        required=False,
        max_length=200,
        help_text=_("用顿号分开，例如“问卷汇总、会议照片”。"),
    )

    def __init__(self, *args: Any, subject: SubjectKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, how = self.fields["indicator"], self.fields["how"]
        assert isinstance(field, forms.ChoiceField)
        assert isinstance(how, forms.ChoiceField)
        self.subject = subject
        field.choices = [("", now("单位填报，现场核查")), *indicator_choices(subject)]
        how.choices = [(one.value, look.told(word)) for one, word in HOW_WORDS.items()]

    def item(self, *, key: str, rows: list[tuple[Any, Any, str]]) -> Item:
        """The item as typed; `rows` are (from, points, words) of its steps."""
        said = self.cleaned_data
        how, indicator = How(said["how"]), said["indicator"]
        known = self.subject.indicators.get(indicator)
        less = known is not None and known.is_less_better
        steps = [(start, points, words) for start, points, words in rows if points is not None]
        bands = tuple(Band(start, points) for start, points, _words in steps if start is not None)
        ordered = tuple(sorted(bands, key=lambda band: -band.start if less else band.start))
        grades = tuple(Grade(words, points) for _start, points, words in steps if words)
        parts = [part.strip() for part in said["evidence"].replace("，", "、").replace(",", "、").split("、")]
        return Item(
            key=key,
            title=said["title"],
            weight=said["weight"],
            source=Source.COMPUTED if indicator else Source.STATED,
            how=how,
            indicator=indicator,
            says=said["says"],
            full=said["full"] if said["full"] is not None else exact("1"),
            bands=ordered if how is How.BANDS else (),
            grades=grades if how is How.LEVELS else (),
            is_less_better=less and how is How.BANDS,
            evidence=() if indicator else tuple(part for part in parts if part),
        )


def indicator_choices(subject: SubjectKind) -> list[tuple[str, str]]:
    """The catalogue in a list; what cannot be measured yet says so."""
    found = []
    for key, one in subject.indicators.items():
        mark = "" if one.measure is not None else now("（这里还量不出来）")
        found.append((key, f"{look.told(one.title)}{mark}"))
    return found


class StepForm(forms.Form):
    """One step: from where on, how many points, and for a described level its words."""

    start = ExactField(label=_("从多少起"), required=False)
    points = ExactField(label=_("得几分"), required=False)
    words = forms.CharField(label=_("等级怎么描述（只有按等级时填）"), required=False, max_length=80)


StepRows = forms.formset_factory(StepForm, extra=0, min_num=ROWS, max_num=12, validate_max=True)


def step_rows(typed: Any, item: Item | None) -> Any:
    """The steps of an item, with some spare lines."""
    known: list[dict[str, str]] = []
    if item is not None:
        known = [{"start": plain(one.start), "points": plain(one.points)} for one in item.bands]
        known += [{"words": one.words, "points": plain(one.points)} for one in item.grades]
    return StepRows(typed, initial=known, prefix="step")


def steps_of(rows: Any) -> list[tuple[Any, Any, str]]:
    """The filled lines."""
    found = (row.cleaned_data for row in rows if row.cleaned_data)
    return [(one.get("start"), one.get("points"), str(one.get("words", "")).strip()) for one in found]


def item_initial(item: Item) -> dict[str, Any]:
    return {
        "title": item.title, "weight": plain(item.weight), "indicator": item.indicator, "how": item.how.value,
        "full": plain(item.full), "says": item.says, "evidence": "、".join(item.evidence),
    }  # fmt: skip


class GateForm(forms.Form):
    """A gate: which indicator, and what it must show."""

    title = forms.CharField(label=_("门槛名称"), max_length=60)
    indicator = forms.ChoiceField(label=_("看哪个指标"))
    bar = ExactField(label=_("界线"), required=False, help_text=_("是或否的指标不用填；例如 2/3、20%。"))
    source = forms.CharField(label=_("依据"), required=False, max_length=200)

    def __init__(self, *args: Any, subject: SubjectKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["indicator"]
        assert isinstance(field, forms.ChoiceField)
        self.subject = subject
        field.choices = indicator_choices(subject)

    def clean(self) -> dict[str, Any]:
        """A number is needed unless the indicator says yes or no."""
        said = super().clean() or {}
        known = self.subject.indicators.get(said.get("indicator", ""))
        if known is not None and known.form is not Shape.YES and said.get("bar") is None:
            raise ValidationError(now("这个指标是一个数，请填界线。"))
        return said

    def gate(self, *, key: str) -> Gate:
        said = self.cleaned_data
        known = self.subject.indicators[said["indicator"]]
        test = Test.IS if known.form is Shape.YES else (Test.MOST if known.is_less_better else Test.LEAST)
        bar = said["bar"] if said["bar"] is not None and test is not Test.IS else exact("1")
        return Gate(key, said["title"], said["indicator"], test, bar, said["source"])


class LadderForm(forms.Form):
    """How long a star lasts, and whose scheme this is."""

    valid_years = forms.IntegerField(label=_("星级有效几年"), min_value=1, max_value=5)
    origin = forms.CharField(
        label=_("方案的来历"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("照哪份文件定的；自己拟的也写明。"),
    )  # fmt: skip


class RungForm(forms.Form):
    """One star."""

    star = forms.IntegerField(label=_("几星"), required=False, min_value=1, max_value=5)
    points = ExactField(label=_("至少多少分"), required=False)
    confirmed_by = forms.ChoiceField(label=_("最后由谁确认"), choices=LEVELS, required=False)
    need_item = forms.ChoiceField(label=_("还要哪一条达到"), required=False)
    need_bar = ExactField(label=_("达到多少"), required=False)
    must_hold = forms.IntegerField(label=_("先要有几星"), required=False, min_value=0, max_value=4)
    must_hold_days = forms.IntegerField(label=_("持有满几天"), required=False, min_value=0, max_value=3660)
    from_date = forms.DateField(
        label=_("从哪天起"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until_date = forms.DateField(
        label=_("到哪天止"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, design: Design, subject: SubjectKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.design, self.subject = design, subject
        field = self.fields["need_item"]
        assert isinstance(field, forms.ChoiceField)
        measured = [(f"indicator:{key}", label) for key, label in indicator_choices(subject)]
        field.choices = [("", "—"), *[(one.key, one.title) for one in design.items], *measured]

    def clean(self) -> dict[str, Any]:
        """A star needs its points."""
        said = super().clean() or {}
        if said.get("star") and said.get("points") is None and not self.errors:
            raise ValidationError(now("请写这一星至少要多少分。"))
        return said

    def rung(self) -> Rung | None:
        """The rung as typed; None for an empty line."""
        said = self.cleaned_data
        if not said.get("star"):
            return None
        return Rung(
            said["star"], said["points"], said["confirmed_by"] or "district", self._needs(),
            said["must_hold"] or 0, said["must_hold_days"] or 0, said["from_date"], said["until_date"],
        )  # fmt: skip

    def _needs(self) -> tuple[Need, ...]:
        of, bar = self.cleaned_data["need_item"], self.cleaned_data["need_bar"]
        if not of:
            return ()
        known = self.subject.indicators.get(of.removeprefix("indicator:"))
        item = self.design.item(of)
        is_yes = (item is not None and item.how is How.YES) or (known is not None and known.form is Shape.YES)
        label = dict(self.fields["need_item"].choices)[of]  # type: ignore[attr-defined]
        if is_yes:
            return (Need(of, label, Test.IS),)
        test = Test.MOST if known is not None and known.is_less_better else Test.LEAST
        word = "不超过" if test is Test.MOST else "不低于"
        found = bar if bar is not None else exact("1")
        return (Need(of, f"{label}{word}{plain(found)}", test, found),)


def rung_rows(typed: Any, *, design: Design, subject: SubjectKind) -> Any:
    """The ladder in lines, with spare ones."""
    known = [
        {
            "star": one.star, "points": plain(one.points), "confirmed_by": one.confirmed_by,
            "need_item": one.needs[0].of if one.needs else "",
            "need_bar": plain(one.needs[0].bar) if one.needs else "",
            "must_hold": one.must_hold or None, "must_hold_days": one.must_hold_days or None,
            "from_date": one.from_date, "until_date": one.until_date,
        }
        for one in design.ladder
    ]  # fmt: skip
    made = forms.formset_factory(RungForm, extra=2 if known else 4, max_num=12, validate_max=True)
    return made(typed, initial=known, prefix="rung", form_kwargs={"design": design, "subject": subject})


class PublishForm(forms.Form):
    """What changed, in one sentence."""

    change_note = forms.CharField(label=_("这一版改了什么"), max_length=300, required=False)

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["change_note"].required = not is_first


class ApprovalForm(forms.Form):
    """The approval document."""

    number = forms.CharField(label=_("批准文号"), max_length=80)
    organ = forms.CharField(label=_("批准机关"), max_length=120)
    decided = forms.DateField(label=_("批准日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until = forms.DateField(
        label=_("有效到哪天（没有写就空着）"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    paper = forms.FileField(
        label=_("批准文件扫描件"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
    )
