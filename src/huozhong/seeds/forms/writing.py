"""Shapes of what a cadre writes into a seed, or into the union's own copy of one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huozhong.seeds.forms.words import (
    DIRECTION_CHOICES,
    LICENCE_CHOICES,
    MONEY,
    THEMES,
    USE_CHOICES,
    long_text,
)
from huozhong.seeds.queries.anatomy import Anatomy, Credit, Pitfall
from huozhong.seeds.queries.contents import Body, CaseCard
from huozhong.seeds.queries.sketches import BudgetSketch, Sketch, TargetSketch, TaskSketch, new_id
from huozhong.seeds.rules import QUOTATION_LIMIT
from huozhong.seeds.services.writing import TITLE_LIMIT

_ID = re.compile(r"[0-9a-z-]{1,24}")


class BodyForm(forms.Form):
    """What a seed says, in the order of a case library."""

    reason = long_text(_("推荐理由"), _("一两句话：为什么值得别的工会学。"), limit=500)
    problem = long_text(_("针对的问题"), _("职工或基层原来难在哪里？"), limit=1000)
    beneficiaries = forms.CharField(
        label=_("为谁做"), required=False, max_length=120, help_text=_("例如：夜班职工、户外劳动者。")
    )
    headcount = forms.IntegerField(label=_("预计受益人数"), required=False, min_value=1, max_value=10_000_000)
    practice = long_text(_("主要做法"), _("分三四条写，别的工会要能照着做。请用自己的话。"), limit=3000, rows=6)
    conditions = long_text(_("复制条件"), _("什么样的工会适合采用，需要哪些人、钱和配合。"), limit=1000)
    effect = long_text(_("成效"), _("用数字说。"), limit=1000)
    cost_per_worker = forms.DecimalField(
        label=_("人均成本（元）"), required=False, min_value=Decimal(0), max_digits=10, decimal_places=2,
        help_text=_("全部花费除以受益人数；说不准就空着。"),
    )  # fmt: skip
    contact = forms.CharField(
        label=_("联系方式"), required=False, max_length=120,
        help_text=_("写部门和办公电话，不写个人手机号：种子会传到别处。"),
    )  # fmt: skip
    licence = forms.ChoiceField(label=_("别人可以怎么用"), choices=LICENCE_CHOICES, widget=forms.RadioSelect)
    quotation = forms.CharField(
        label=_("短引文"), required=False, max_length=QUOTATION_LIMIT, help_text=_("只在必要时引用一句，最多 80 字。")
    )
    source_line = forms.CharField(label=_("出处"), required=False, max_length=300)

    def card(self) -> CaseCard:
        """The words, as the verb takes them."""
        return CaseCard(**{field: self.cleaned_data.get(field, "") for field in CaseCard.__dataclass_fields__})


class SeedForm(BodyForm):
    """A seed's own name, its class, and what is new in this version."""

    title = forms.CharField(label=_("种子名称"), max_length=TITLE_LIMIT)
    theme = forms.ChoiceField(label=_("类别"), choices=THEMES, required=False)
    change_note = forms.CharField(
        label=_("这一版改了什么"), required=False, max_length=300, help_text=_("采用过旧版的工会会看到这句话。")
    )


class RowForm(forms.Form):
    """A row of a list; its id stays with it through all versions."""

    id = forms.CharField(required=False, max_length=24, widget=forms.HiddenInput)


class TargetForm(RowForm):
    indicator = forms.CharField(label=_("指标"), max_length=80)
    unit = forms.CharField(label=_("单位"), max_length=16)
    baseline = forms.DecimalField(label=_("现状"), required=False, max_digits=14, decimal_places=2)
    target = forms.DecimalField(label=_("目标"), max_digits=14, decimal_places=2)
    direction = forms.ChoiceField(label=_("怎样算好"), choices=DIRECTION_CHOICES, required=False)


class TaskForm(RowForm):
    title = forms.CharField(label=_("做什么"), max_length=120)
    role = forms.CharField(label=_("谁来做"), max_length=40, required=False)
    start_day = forms.IntegerField(label=_("启动几天后开始"), min_value=0, max_value=1095)
    days = forms.IntegerField(label=_("用几天"), min_value=1, max_value=1095)
    howto_ids = forms.ChoiceField(label=_("配一个教程"), required=False)

    def __init__(self, *args: Any, howtos: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, held = self.fields["howto_ids"], str(self.initial.get("howto_ids") or "")
        assert isinstance(field, forms.ChoiceField)
        known = [(str(number), title) for number, title in howtos]
        if held and held not in dict(known):  # a card that is no longer published stays until somebody takes it away
            known.append((held, str(_("原来配的教程（已停用）"))))
        field.choices = [("", _("不配")), *known]

    def clean_howto_ids(self) -> tuple[int, ...]:
        """Ids of how-to cards."""
        return tuple(int(word) for word in re.findall(r"\d{1,18}", self.cleaned_data["howto_ids"]))


class BudgetForm(RowForm):
    purpose = forms.CharField(label=_("用途"), max_length=120)
    money_class = forms.ChoiceField(label=_("支出类别"), choices=MONEY)
    amount = forms.DecimalField(label=_("金额（元）"), min_value=Decimal("0.01"), max_digits=12, decimal_places=2)


class PitfallForm(RowForm):
    text = forms.CharField(label=_("哪里容易出问题，怎么避开"), max_length=300)


class CreditForm(RowForm):
    name = forms.CharField(label=_("工会或单位"), max_length=120)
    part = forms.CharField(label=_("做了什么"), max_length=60, required=False)


def _rows(form: type[forms.Form]) -> Any:
    return forms.formset_factory(form, extra=1, can_delete=True, max_num=30, validate_max=True)


_TABLES: dict[str, tuple[Any, type]] = {
    "targets": (_rows(TargetForm), TargetSketch),
    "tasks": (_rows(TaskForm), TaskSketch),
    "budget": (_rows(BudgetForm), BudgetSketch),
    "pitfalls": (_rows(PitfallForm), Pitfall),
    "credits": (_rows(CreditForm), Credit),
}


class BodyRows:
    """The small tables of a seed, filled from what it says or from what was typed."""

    def __init__(self, body: Body, typed: Any = None, *, howtos: Sequence[tuple[int, str]] = ()) -> None:
        self._anatomy = body.anatomy
        sketch, anatomy = body.sketch, body.anatomy
        held: Mapping[str, Iterable[Any]] = {
            "targets": sketch.targets, "tasks": sketch.tasks, "budget": sketch.budget,
            "pitfalls": anatomy.pitfalls, "credits": anatomy.credits,
        }  # fmt: skip
        self.tables = {
            name: rows(
                typed,
                prefix=name,
                initial=[_plain(row) for row in held[name]],
                form_kwargs={"howtos": howtos} if name == "tasks" else None,
            )
            for name, (rows, _) in _TABLES.items()
        }

    def __getattr__(self, name: str) -> Any:
        """A table by its name, for the template."""
        try:
            return self.__dict__["tables"][name]
        except KeyError:
            raise AttributeError(name) from None

    def is_valid(self) -> bool:
        verdicts = [table.is_valid() for table in self.tables.values()]  # each says what is wrong with it
        return all(verdicts)

    @property
    def are_wrong(self) -> bool:
        """Whether something that was typed in one of the tables has to be changed."""
        return self.tables["targets"].is_bound and not self.is_valid()

    def _read(self, name: str) -> tuple[Any, ...]:
        seen: set[str] = set()
        made = _TABLES[name][1]
        return tuple(made(**row | {"id": _own_id(row["id"], seen)}) for row in _kept(self.tables[name]))

    def body(self, form: BodyForm) -> Body:
        """What was typed, empty and struck-out rows left out; the papers stay as they were."""
        said = form.cleaned_data
        sketch = Sketch(
            targets=self._read("targets"),
            tasks=self._read("tasks"),
            budget=self._read("budget"),
            beneficiaries=said["beneficiaries"],
            headcount=said["headcount"],
        )
        anatomy = Anatomy(
            cost_per_worker=said["cost_per_worker"],
            contact=said["contact"],
            licence=said["licence"],
            pitfalls=self._read("pitfalls"),
            credits=self._read("credits"),
            papers=self._anatomy.papers,
        )
        return Body(form.card(), sketch, anatomy)


def initial_of(body: Body) -> dict[str, Any]:
    """What stands in the fields before anybody types."""
    return (
        {name: getattr(body.card, name) for name in CaseCard.__dataclass_fields__}
        | {"beneficiaries": body.sketch.beneficiaries, "headcount": body.sketch.headcount}
        | {"cost_per_worker": body.anatomy.cost_per_worker, "contact": body.anatomy.contact}
        | {"licence": body.anatomy.licence or LICENCE_CHOICES[0][0]}
    )


def _plain(row: Any) -> dict[str, Any]:
    held = {field: getattr(row, field) for field in row.__dataclass_fields__}
    if "howto_ids" in held:
        held["howto_ids"] = ",".join(map(str, held["howto_ids"]))
    return held


def _kept(rows: Any) -> list[dict[str, Any]]:
    filled = [form.cleaned_data for form in rows.forms if form.has_changed() or form.initial]
    return [
        {key: value for key, value in row.items() if key != "DELETE"} for row in filled if row and not row.get("DELETE")
    ]


def _own_id(given: str, seen: set[str]) -> str:
    """The id that the row had, unless what came back is none or stands twice."""
    found = given if _ID.fullmatch(given) and given not in seen else new_id()
    seen.add(found)
    return found


class PaperForm(forms.Form):
    """A form or rule text that goes with the seed."""

    file = forms.FileField(
        label=_("文件"), help_text=_("Word、Excel、PDF 或文本，最大 10 MB。里面不要有任何人的姓名、证件号和电话。")
    )
    use = forms.ChoiceField(label=_("这是什么"), choices=USE_CHOICES, widget=forms.RadioSelect)


class WhyForm(forms.Form):
    """The reason for a move that needs one."""

    why = long_text(_("理由"), limit=500, rows=3, required=True)
