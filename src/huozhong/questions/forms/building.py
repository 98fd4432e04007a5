"""What an office types when it writes a form: names, sections, questions with their limits and conditions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from huozhong.kernel.refusals import Refused
from huozhong.look import services as look
from huozhong.questions import engine
from huozhong.questions.engine import Condition, Definition, Kind, Question, Test

told = lazy(look.told, str)
CONDITIONS = 2
Pairs = list[tuple[str, Any]]


class TitleForm(forms.Form):
    """A form's name."""

    title = forms.CharField(
        label=_("表格名称"), max_length=120, help_text=_("只有办公室和填表的人看得到，例如“2027 年征集补充表”。")
    )


class SectionForm(forms.Form):
    """A section's heading."""

    title = forms.CharField(label=_("这一节的标题"), max_length=engine.LONGEST_LABEL)
    lead = forms.CharField(label=_("标题下的一句说明"), max_length=engine.LONGEST_HELP, required=False)


class PublishForm(forms.Form):
    """What a new version is about."""

    note = forms.CharField(label=_("这一版改了什么"), max_length=300, required=False)


class KindForm(forms.Form):
    """Which kind of question is added, and to which section."""

    kind = forms.ChoiceField(
        label=_("加一个问题"), choices=[(kind.value, told(word)) for kind, word in engine.KINDS.items()]
    )


class QuestionForm(forms.Form):
    """One question. Which limits are asked depends on its kind."""

    label = forms.CharField(label=_("问什么"), max_length=engine.LONGEST_LABEL)
    help = forms.CharField(
        label=_("填写说明"), max_length=engine.LONGEST_HELP, required=False, help_text=_("写在问题下面的一句话。")
    )
    is_required = forms.BooleanField(label=_("必须填写"), required=False)

    def __init__(
        self, *args: Any, kind: Kind, definition: Definition, question: Question | None, **kwargs: Any
    ) -> None:
        kwargs["initial"] = _initial(question, definition) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.kind, self.question = kind, question
        earlier = _earlier(definition, question)
        self._add_lists(kind)
        self._add_limits(kind)
        if any(engine.TESTS_OF.get(one.kind) for one in earlier):
            self._add_conditions(earlier)
        self.fields["seen"] = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def _add_lists(self, kind: Kind) -> None:
        if kind in (Kind.ONE, Kind.MANY):
            self.fields["choices"] = forms.CharField(
                label=_("选项"),
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 6}),
                help_text=_("一行写一个选项。"),
            )
        if kind is Kind.TABLE:
            kinds = [(one.value, told(engine.KINDS[one])) for one in engine.IN_A_TABLE]
            for number in range(1, engine.MOST_COLUMNS + 1):
                self.fields[f"column_{number}"] = forms.CharField(
                    label=_("第 %(n)s 列的名称") % {"n": number}, max_length=40, required=number == 1
                )
                self.fields[f"column_{number}_kind"] = forms.ChoiceField(
                    label=_("填什么"), choices=kinds, required=False
                )

    def _add_limits(self, kind: Kind) -> None:
        if kind in engine.NUMBERS:
            self.fields["least"] = _number(_("最小"))
            self.fields["most"] = _number(_("最大"))
        elif kind is Kind.DAY:
            self.fields["least"] = _day(_("不早于"))
            self.fields["most"] = _day(_("不晚于"))
        elif kind not in (Kind.ONE, Kind.YES, Kind.UNIT):
            words = {Kind.MANY: _("最多选几项"), Kind.TABLE: _("最多几行"), Kind.FILE: _("最大多少 MB")}
            most = Question("", kind, "").longest
            self.fields["most"] = forms.IntegerField(
                label=words.get(kind, _("最多多少字")), min_value=1, max_value=most, required=False,
                help_text=_("不填就是 %(n)s。") % {"n": most},
            )  # fmt: skip

    def _add_conditions(self, earlier: tuple[Question, ...]) -> None:
        options = [("", _("总是出现")), *((one.label, _tests(one)) for one in earlier if _tests(one))]
        for number in range(1, CONDITIONS + 1):
            self.fields[f"if_{number}"] = forms.ChoiceField(
                label=_("什么时候出现") if number == 1 else _("并且"), choices=options, required=False
            )
            self.fields[f"if_{number}_value"] = forms.CharField(
                label=_("和哪个数或日期比"),
                max_length=40,
                required=False,
                help_text=_("条件是“不小于”“不大于”时才填。"),
            )

    @property
    def columns_asked(self) -> list[tuple[Any, Any]]:
        """The rows in which a table's columns are typed."""
        names = [f"column_{number}" for number in range(1, engine.MOST_COLUMNS + 1)]
        return [(self[name], self[f"{name}_kind"]) for name in names if name in self.fields]

    @property
    def conditions_asked(self) -> list[tuple[Any, Any]]:
        """The rows in which conditions are chosen."""
        names = [f"if_{number}" for number in range(1, CONDITIONS + 1)]
        return [(self[name], self[f"{name}_value"]) for name in names if name in self.fields]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        least, most = cleaned.get("least"), cleaned.get("most")
        if least is not None and most is not None and most < least:
            self.add_error("most", _("上限比下限小。"))
        if "choices" in cleaned and len(self.choice_words()) < 2:
            self.add_error("choices", _("至少写两个选项，一行一个。"))
        if "choices" in cleaned and len(set(self.choice_words())) < len(self.choice_words()):
            self.add_error("choices", _("有两个选项一样。"))
        for number in range(1, CONDITIONS + 1):
            self._check_value(cleaned, number)
        return cleaned

    def _check_value(self, cleaned: dict[str, Any], number: int) -> None:
        """A bound must be a number or a day, as its question is."""
        name = f"if_{number}"
        parts = str(cleaned.get(name) or "").split("|")
        if len(parts) < 2 or parts[1] not in (Test.AT_LEAST, Test.AT_MOST):
            return
        try:
            value = engine.read(Question("", Kind(parts[2]), ""), cleaned.get(f"{name}_value"))
        except Refused as refused:
            self.add_error(f"{name}_value", look.told(refused.reason))
            return
        if value is None:
            self.add_error(f"{name}_value", _("请填写和哪个数或日期比。"))
        cleaned[f"{name}_value"] = "" if value is None else str(value)

    def choice_words(self) -> list[str]:
        """The choices, one a line; empty lines left out."""
        lines = str(self.cleaned_data.get("choices", "")).splitlines()
        return [words for line in lines if (words := " ".join(line.split())[:120])]

    def column_heads(self) -> list[tuple[str, Kind]]:
        """The columns of a table, empty ones left out."""
        said = self.cleaned_data
        names = [f"column_{number}" for number in range(1, engine.MOST_COLUMNS + 1)]
        return [
            (" ".join(said[name].split()), Kind(said.get(f"{name}_kind") or Kind.SHORT))
            for name in names
            if said.get(name)
        ]

    def typed(self) -> Question:
        """The question as it was typed; its choices and columns come by words."""
        said = self.cleaned_data
        most = said.get("most")
        return Question(
            key=self.question.key if self.question else "",
            kind=self.kind,
            label=" ".join(said["label"].split()),
            help=said["help"].strip(),
            is_required=said["is_required"],
            least=said.get("least"),
            most=Decimal(most) if isinstance(most, int) else most,
            shown_if=tuple(self._conditions()),
        )

    def _conditions(self) -> list[Condition]:
        found = []
        for number in range(1, CONDITIONS + 1):
            parts = str(self.cleaned_data.get(f"if_{number}") or "").split("|")
            if len(parts) < 2:
                continue
            is_bound = parts[1] in (Test.AT_LEAST, Test.AT_MOST)
            value = self.cleaned_data[f"if_{number}_value"] if is_bound else parts[2]
            found.append(Condition(parts[0], Test(parts[1]), value))
        return found


def _number(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, required=False, max_digits=14, decimal_places=4)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def _earlier(definition: Definition, question: Question | None) -> tuple[Question, ...]:
    found: list[Question] = []
    for one in definition:
        if question is not None and one.key == question.key:
            break
        found.append(one)
    return tuple(found)


def _tests(asked: Question) -> Pairs:
    """Every test that an earlier question allows, ready to be chosen: "question|test|value or kind"."""
    found: Pairs = []
    for test in engine.TESTS_OF.get(asked.kind, ()):
        word = look.told(engine.TESTS[test])
        if test is Test.ANSWERED:
            found.append((f"{asked.key}|{test}|", f"“{asked.label}”{word}"))
        elif test in (Test.AT_LEAST, Test.AT_MOST):
            found.append((f"{asked.key}|{test}|{asked.kind}", f"“{asked.label}”{word}……"))
        else:
            options = [(c.key, c.words) for c in asked.choices]
            if asked.kind is Kind.YES:
                options = [("yes", str(_("是"))), ("no", str(_("否")))]
            found += [
                (
                    f"{asked.key}|{test}|{key}",
                    f"“{asked.label}”{word}“{words}”",
                )
                for key, words in options
            ]
    return found


def _initial(question: Question | None, definition: Definition) -> dict[str, Any]:
    if question is None:
        return {}
    most = question.most
    if isinstance(most, Decimal) and question.kind not in engine.NUMBERS:
        most = Decimal(int(most))
    shown: dict[str, Any] = {
        "label": question.label,
        "help": question.help,
        "is_required": question.is_required,
        "least": question.least,
        "most": most,
        "choices": "\n".join(choice.words for choice in question.choices),
    }
    for number, column in enumerate(question.columns, start=1):
        shown |= {f"column_{number}": column.label, f"column_{number}_kind": column.kind.value}
    for number, condition in enumerate(question.shown_if, start=1):
        shown |= _initial_condition(number, condition, definition.question(condition.question))
    return shown


def _initial_condition(number: int, condition: Condition, asked: Question | None) -> dict[str, Any]:
    if condition.test not in (Test.AT_LEAST, Test.AT_MOST) or asked is None:
        return {f"if_{number}": f"{condition.question}|{condition.test}|{condition.value}"}
    return {
        f"if_{number}": f"{condition.question}|{condition.test}|{asked.kind}",
        f"if_{number}_value": condition.value,
    }
