"""What an office types about its stages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huozhong.look import services as look
from huozhong.workflows.engine import Design, Ground, Outcome, Part, Stage
from huozhong.workflows.engine.checking import LONGEST_NAME, LONGEST_WORD, MOST_DAYS, MOST_OUTCOMES
from huozhong.workflows.services import StageForm

SPARE = 2


class StartForm(forms.Form):
    """A new workflow: whose, its name, and what to begin with."""

    unit = forms.TypedChoiceField(label=_("哪个单位的流程"), coerce=int)
    title = forms.CharField(label=_("流程名称"), max_length=60, help_text=_("例如“补助项目审批流程”。"))
    template = forms.ChoiceField(label=_("从哪个样板开始"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, units: list[tuple[int, str]], ground: Ground, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit, template = self.fields["unit"], self.fields["template"]
        assert isinstance(unit, forms.TypedChoiceField)
        assert isinstance(template, forms.ChoiceField)
        unit.choices = units
        if len(units) == 1:
            unit.widget = forms.HiddenInput()
            unit.initial = units[0][0]
        template.choices = [(one.key, f"{look.told(one.name)}：{look.told(one.says)}") for one in ground.templates]
        template.initial = ground.templates[0].key if ground.templates else None


class StageFields(forms.Form):
    """One stage without its outcomes."""

    name = forms.CharField(label=_("环节名称"), max_length=LONGEST_NAME, help_text=_("例如“资格审查”“公示”。"))
    reviewer = forms.ChoiceField(label=_("谁来办"), widget=forms.RadioSelect)
    days = forms.IntegerField(label=_("几个工作日内办完"), min_value=1, max_value=MOST_DAYS)

    def __init__(self, *args: Any, ground: Ground, letter: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reviewer"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (one.key, f"{look.told(one.name)}（{look.told(one.says)}）") for one in ground.reviewers_of(letter)
        ]


class NewStageFields(StageFields):
    """A new stage: also behind which one it comes."""

    after = forms.ChoiceField(
        label=_("放在哪个环节后面"), required=False, help_text=_("前后会自动接上，接好以后还可以改。")
    )

    def __init__(self, *args: Any, stages: tuple[Stage, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["after"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(stage.key, stage.name) for stage in stages]
        field.initial = stages[-1].key if stages else None
        if not stages:
            del self.fields["after"]


class OutcomeForm(forms.Form):
    """One way out."""

    word = forms.CharField(label=_("结果叫什么"), max_length=LONGEST_WORD, required=False)
    target = forms.ChoiceField(label=_("接下来去哪里"), required=False)
    needs_reason = forms.BooleanField(label=_("要写理由"), required=False)
    official = forms.BooleanField(label=_("要填会议纪要和文号"), required=False)
    guards = forms.MultipleChoiceField(label=_("要满足的条件"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self, *args: Any, targets: list[tuple[str, str]], guards: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        target, chosen = self.fields["target"], self.fields["guards"]
        assert isinstance(target, forms.ChoiceField)
        assert isinstance(chosen, forms.MultipleChoiceField)
        target.choices = [("", _("请选择")), *targets]
        chosen.choices = guards


OutcomeRows: Any = forms.formset_factory(
    OutcomeForm, extra=SPARE, can_delete=True, max_num=MOST_OUTCOMES, absolute_max=MOST_OUTCOMES + SPARE
)


def targets_of(design: Design, part: Part, key: str) -> list[tuple[str, str]]:
    """Where an outcome may lead: the other stages of the part, then the fixed states."""
    stages = [(one.key, f"→ {one.name}") for one in design.part(part.letter) if one.key != key]
    return [*stages, *((one.state, look.told(one.word)) for one in part.exits)]


def outcome_rows(typed: Any, *, design: Design, ground: Ground, part: Part, stage: Stage) -> Any:
    """The rows of a stage's outcomes, filled; a target that is gone is shown as not chosen."""
    targets = targets_of(design, part, stage.key)
    known = {key for key, _word in targets}
    initial = [
        {
            "word": one.word,
            "target": one.target if one.target in known else "",
            "needs_reason": one.needs_reason,
            "official": one.official,
            "guards": list(one.guards),
        }
        for one in stage.outcomes
    ]
    guards = [(one.key, look.told(one.name)) for one in ground.guards_of(part.letter)]
    return OutcomeRows(typed, prefix="outcomes", initial=initial, form_kwargs={"targets": targets, "guards": guards})


def stage_form(fields: forms.Form, rows: Any) -> StageForm:
    """What was typed, as the verb takes it; empty and struck rows are left out."""
    said = fields.cleaned_data
    kept = [row.cleaned_data for row in rows.forms if getattr(row, "cleaned_data", None)]
    outcomes = tuple(
        Outcome(row["word"].strip(), row["target"], row["needs_reason"], row["official"], tuple(row["guards"]))
        for row in kept
        if not row.get("DELETE") and (row["word"].strip() or row["target"])
    )
    return StageForm(said["name"], said["reviewer"], said["days"], outcomes)


class PublishForm(forms.Form):
    """What changed, in one sentence."""

    change_note = forms.CharField(label=_("这一版改了什么"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["change_note"].required = not is_first


class WhyForm(forms.Form):
    why = forms.CharField(label=_("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
