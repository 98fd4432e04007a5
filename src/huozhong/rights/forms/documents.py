"""Shapes of what is typed and brought for documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from huozhong.look import services as look
from huozhong.rights.rules.filing_guards import FITTING, HANDS, Hand
from huozhong.rights.rules.filings import FILINGS, SIGNER_WORDS, Field, FilingKind, Shape, Signer

EMPTY_ROWS = 2
MOST_ROWS = 30
COLUMNS = {
    "content": lazy("内容"),
    "amount": lazy("金额（元）"),
    "due": lazy("哪天以前"),
    "manner": lazy("怎么给"),
}


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


class WordsForm(forms.Form):
    """The gaps of one document that may be written here; none is required, a blank one is filled by hand."""

    def __init__(self, *args: Any, typed: tuple[Field, ...], written: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.typed = typed
        for one in typed:
            if one.shape is Shape.ROWS:
                self._rows(one, written.get(one.key) or [])
            else:
                self.fields[one.key] = self._field(one)
                self.initial.setdefault(one.key, written.get(one.key, ""))

    def _field(self, one: Field) -> forms.Field:
        label = look.told(one.label)
        if one.shape is Shape.DAY:
            return _day(label, required=False)
        if one.shape is Shape.TEXT:
            widget = forms.Textarea(attrs={"rows": 4})
            return forms.CharField(label=label, required=False, max_length=8000, widget=widget)
        return forms.CharField(label=label, required=False, max_length=400)

    def _rows(self, one: Field, rows: list[Mapping[str, str]]) -> None:
        for number in range(min(len(rows) + EMPTY_ROWS, MOST_ROWS)):
            row = rows[number] if number < len(rows) else {}
            for column, label in COLUMNS.items():
                name = f"{one.key}-{number}-{column}"
                self.fields[name] = forms.CharField(label=label, required=False, max_length=400)
                self.initial.setdefault(name, row.get(column, ""))

    def plain(self) -> list[forms.BoundField]:
        """The fields that stand by themselves."""
        return [self[one.key] for one in self.typed if one.shape is not Shape.ROWS]

    def tables(self) -> list[tuple[str, list[tuple[int, list[forms.BoundField]]]]]:
        """(title, rows of fields) of each table."""
        made = []
        for one in self.typed:
            if one.shape is Shape.ROWS:
                numbers = range(sum(1 for name in self.fields if name.startswith(f"{one.key}-")) // len(COLUMNS))
                rows = [(n + 1, [self[f"{one.key}-{n}-{column}"] for column in COLUMNS]) for n in numbers]
                made.append((look.told(one.label), rows))
        return made

    def words(self) -> dict[str, Any]:
        """What was written, as the verb takes it."""
        cleaned = self.cleaned_data
        told: dict[str, Any] = {}
        for one in self.typed:
            if one.shape is Shape.ROWS:
                count = sum(1 for name in self.fields if name.startswith(f"{one.key}-")) // len(COLUMNS)
                rows = [{c: cleaned.get(f"{one.key}-{n}-{c}", "") for c in COLUMNS} for n in range(count)]
                filled = [row for row in rows if any(row.values())]
                told[one.key] = [{"number": str(n)} | row for n, row in enumerate(filled, 1)]
            else:
                value = cleaned.get(one.key)
                told[one.key] = value.isoformat() if one.shape is Shape.DAY and value else value or ""
        return told


class DeliverForm(forms.Form):
    """When and how a document left the house."""

    on = _day(lazy("哪一天交出去的"))
    how = forms.CharField(
        label=lazy("怎么交的"), max_length=200, help_text=lazy("比如“当面交窗口，有收件回执”“EMS 1234567890123”。")
    )


class PageForm(forms.Form):
    """One scanned page of the signed paper original."""

    scan = forms.FileField(
        label=lazy("原件照片或者 PDF"),
        help_text=lazy("一次传一页，四个角都要拍到、字要清楚；也可以传一个 PDF。最大 10 MB。"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
    )


class OriginalForm(forms.Form):
    """What stands on the paper original, place by place."""

    effective_date = _day(lazy("生效日期"), help_text=lazy("签名盖章齐全的那一天，期限从那天起算。"))

    def __init__(self, *args: Any, kind: FilingKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for signer in FILINGS[kind].signers:
            self.fields[f"hand-{signer.value}"] = forms.ChoiceField(
                label=look.told(SIGNER_WORDS[signer]),
                choices=[("", _("原件上没有"))] + [(one.value, look.told(HANDS[one])) for one in FITTING[signer]],
                required=False,
                widget=forms.RadioSelect,
            )

    def hands(self) -> dict[Signer, Hand]:
        """What was ticked."""
        told = {signer: self.cleaned_data.get(f"hand-{signer.value}") for signer in FILINGS[self.kind].signers}
        return {signer: Hand(what) for signer, what in told.items() if what}


class CheckForm(forms.Form):
    """The second person says what they looked at."""

    has_looked = forms.BooleanField(
        label=lazy("我逐页看过原件的扫描件，签名、指印、印章都在，日期没有错。"),
        error_messages={"required": lazy("请看过原件再勾选。")},
    )


class ReportForm(forms.Form):
    """Ask a licensed provider for its report on a signed document."""

    provider = forms.ChoiceField(label=lazy("电子签名服务"))
    reference = forms.CharField(label=lazy("签署编号"), max_length=100)

    def __init__(self, *args: Any, providers: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["provider"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one, one) for one in providers]


class ReasonForm(forms.Form):
    """Why."""

    why = forms.CharField(label=lazy("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class TemplateForm(forms.Form):
    """An office's own Word template."""

    unit = forms.TypedChoiceField(label=lazy("哪个工会用"), coerce=int)
    kind = forms.ChoiceField(label=lazy("哪种文书"))
    template = forms.FileField(
        label=lazy("Word 模板（.docx）"),
        help_text=lazy("先下载现用的模板，在 Word 里改版式，花括号里的字段名不要改；最大 2 MB。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
    )

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("unit", units),
            ("kind", [(kind.value, look.told(one.title)) for kind, one in FILINGS.items()]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices
        if len(units) == 1:
            self.fields["unit"].widget = forms.HiddenInput()
            self.fields["unit"].initial = units[0][0]
