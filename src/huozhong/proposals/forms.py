"""What a delegate, a worker, the committee and a department fill in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from huozhong.delegates.queries import DelegateCard
from huozhong.look.services import told
from huozhong.proposals.rules.reading import NAME, TEXT, TITLE
from huozhong.proposals.rules.words import THEMES, VERDICTS, VOICES, Part
from huozhong.proposals.services import NewHandler, Words

NAMED = (("yes", _("可以写名字")), ("no", _("不写名字，只有我知道")))
FILES = {"accept": "image/jpeg,image/png,image/webp,application/pdf,.docx,.xlsx"}
ALIKE = {
    "hx-get": reverse_lazy("proposals:alike"),
    "hx-trigger": "input changed delay:600ms",
    "hx-target": "#alike",
    "hx-include": "closest form",
}


def people_by_constituency(cards: Iterable[DelegateCard], *, but: set[int]) -> list[tuple[str, list[tuple[int, str]]]]:
    """Delegates as a phone's own list of choices, under their constituencies."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for card in cards:
        if card.person_id not in but:
            words = f"{card.name}（{card.job}）" if card.job else card.name
            groups.setdefault(card.constituency or str(_("职工代表")), []).append((card.person_id, words))
    return [("", [("", _("请选一位代表"))]), *groups.items()]  # type: ignore[list-item]


def _long(
    label: Any, help_text: Any = "", *, rows: int = 3, required: bool = True, most: int = TEXT
) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=most, required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class CallForm(forms.Form):
    """A call before a session; days left empty are counted by the rules."""

    congress = forms.TypedChoiceField(label=_("哪一届职代会"), coerce=int, empty_value=None)
    session_words = forms.CharField(label=_("哪一次会议"), max_length=80, help_text=_("比如“第三届第二次会议”。"))
    session_date = forms.DateField(label=_("哪天开会"), widget=forms.DateInput(attrs={"type": "date"}))
    opens_date = forms.DateField(
        label=_("哪天开始征集"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("不填就按规定：开会前 30 天；已经过了的，从今天开始。"),
    )  # fmt: skip
    closes_date = forms.DateField(
        label=_("哪天截止"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("当天仍可以交。不填就按规定：开会前 10 天。"),
    )  # fmt: skip
    lead = _long(_("想听代表提哪些事"), rows=2, required=False, most=300)

    def __init__(self, *args: Any, congresses: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["congress"], congresses)


def _choose(field: forms.Field, choices: Sequence[tuple[Any, Any]]) -> None:
    """Choices for a field; where there is only one it is not asked."""
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
    if len(choices) == 1:
        field.widget = forms.HiddenInput()
        field.initial = choices[0][0]


class WriteForm(forms.Form):
    """One matter: what it is about, why, what should be done, and who first said so."""

    call = forms.TypedChoiceField(label=_("为哪次会议提"), coerce=int, empty_value=None)
    title = forms.CharField(
        label=_("案由：一句话说清提什么"), max_length=TITLE, widget=forms.TextInput(attrs=ALIKE),
        help_text=_("比如“给夜班职工开热饭窗口”。"),
    )  # fmt: skip
    theme = forms.ChoiceField(label=_("是哪方面的事"), widget=forms.RadioSelect)
    why = _long(_("为什么提"), _("现在怎么样，影响了谁、多少人。"), required=False)
    measures = _long(_("希望怎么办"), "", required=False)
    raised_by = forms.CharField(
        label=_("最早是哪位职工提的"), max_length=NAME, required=False,
        help_text=_("以后办成了，项目里会记着他。自己想到的不用填。"),
    )  # fmt: skip
    is_raiser_named = forms.ChoiceField(
        label=_("他愿意写名字吗"), choices=NAMED, initial="yes", required=False, widget=forms.RadioSelect
    )
    is_one_matter = forms.BooleanField(label=_("这件提案只提一件事"), required=False)

    def __init__(
        self, *args: Any, calls: Sequence[tuple[int, str]], is_raiser_fixed: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["call"], calls)
        theme = self.fields["theme"]
        assert isinstance(theme, forms.ChoiceField)
        theme.choices = [(key.value, told(word)) for key, word in THEMES.items()]
        for name in ("why", "measures"):
            self.fields[name].is_due_later = True  # type: ignore[attr-defined]
        if is_raiser_fixed:
            del self.fields["raised_by"], self.fields["is_raiser_named"]

    def words(self) -> Words:
        """The words, as the verb takes them."""
        cleaned = self.cleaned_data
        return Words(
            title=cleaned["title"],
            why=cleaned["why"],
            measures=cleaned["measures"],
            theme=cleaned["theme"],
            raised_by=cleaned.get("raised_by", ""),
            is_raiser_named=cleaned.get("is_raiser_named") != "no",
        )


class InviteForm(forms.Form):
    """Ask one more delegate."""

    person = forms.TypedChoiceField(label=_("请哪位代表"), coerce=int, empty_value=None)
    part = forms.ChoiceField(
        label=_("请他做什么"), initial=Part.SECONDER.value, widget=forms.RadioSelect,
        choices=((Part.SECONDER.value, _("附议：支持这件提案")), (Part.AUTHOR.value, _("联名：一起做提案人"))),
    )  # fmt: skip

    def __init__(self, *args: Any, people: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields["person"]
        assert isinstance(person, forms.TypedChoiceField)
        person.choices = people


class TellForm(forms.Form):
    """A worker tells a delegate."""

    delegate = forms.TypedChoiceField(label=_("告诉哪位代表"), coerce=int, empty_value=None)
    what = _long(_("遇到了什么事"), _("想到什么写什么，代表会帮您写成提案。"), most=500)
    wish = _long(_("希望怎么办"), "", rows=2, required=False, most=500)
    is_named = forms.ChoiceField(
        label=_("写不写您的名字"), initial="no", widget=forms.RadioSelect,
        choices=(
            ("no", _("不写。只有这位代表知道是我，单位和工会都看不到")),
            ("yes", _("可以写。办成了，项目里记着是我最早提的")),
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, people: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["delegate"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = people


class TakeForm(forms.Form):
    """A delegate makes a proposal of what a worker said."""

    call = forms.TypedChoiceField(label=_("为哪次会议提"), coerce=int, empty_value=None)
    title = forms.CharField(label=_("案由：一句话说清提什么"), max_length=TITLE)

    def __init__(self, *args: Any, calls: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["call"], calls)


class ReplyForm(forms.Form):
    """A delegate answers a worker without a proposal."""

    reply = _long(_("给职工回一句话"), _("为什么这次不写成提案，或者事情已经怎么办了。"), rows=2, most=300)


class ReasonForm(forms.Form):
    """A move, with its reason where one is owed."""

    why = _long(_("理由"), rows=3, most=500)

    def __init__(self, *args: Any, is_owed: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].required = is_owed


class MergeForm(ReasonForm):
    """Into which proposal."""

    into = forms.TypedChoiceField(label=_("并入哪一件"), coerce=int, empty_value=None)
    field_order = ("into", "why")

    def __init__(self, *args: Any, heads: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        into = self.fields["into"]
        assert isinstance(into, forms.TypedChoiceField)
        into.choices = heads


class AssignForm(forms.Form):
    """One department that leads, and up to two that help; each with a person by name."""

    lead_department = forms.CharField(label=_("主办部门"), max_length=60)
    lead_person = forms.TypedChoiceField(label=_("主办人"), coerce=int, empty_value=None)
    first_department = forms.CharField(label=_("协办部门"), max_length=60, required=False)
    first_person = forms.TypedChoiceField(label=_("协办人"), coerce=int, empty_value=None, required=False)
    second_department = forms.CharField(label=_("另一个协办部门"), max_length=60, required=False)
    second_person = forms.TypedChoiceField(label=_("另一个协办人"), coerce=int, empty_value=None, required=False)
    why = _long(_("为什么改交"), rows=2, most=500)

    def __init__(self, *args: Any, people: Sequence[Any], is_change: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lead_person", "first_person", "second_person"):
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)
            field.choices = people
        if not is_change:
            del self.fields["why"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("first", "second"):
            if bool(cleaned.get(f"{name}_department")) != bool(cleaned.get(f"{name}_person")):
                self.add_error(f"{name}_person", _("协办的部门和人要一起填。"))
        return cleaned

    def handlers(self) -> list[NewHandler]:
        """The lead first."""
        found = []
        for name in ("lead", "first", "second"):
            person = self.cleaned_data.get(f"{name}_person")
            if person:
                found.append(NewHandler(self.cleaned_data[f"{name}_department"], person, name == "lead"))
        return found


class AnswerForm(forms.Form):
    """The department answers."""

    verdict = forms.ChoiceField(label=_("能不能办"), widget=forms.RadioSelect)
    words = _long(_("书面答复"), _("能办的写怎么办、谁来办；办不了的写清为什么。"), rows=5, most=3000)
    promised_date = forms.DateField(
        label=_("哪天前办好"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("选“列入计划”的要写；到那天系统会提醒，代表也看得到。"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["verdict"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key.value, told(word)) for key, word in VERDICTS.items()]


class OpinionForm(forms.Form):
    """A department that helps says its part."""

    opinion = _long(_("协办意见"), rows=3, most=1000)


class RateForm(forms.Form):
    """One's own choice."""

    voice = forms.ChoiceField(label=_("对这个答复"), widget=forms.RadioSelect)
    words = _long(_("想说的话"), _("会和票数一起给大家看，不写您的名字。"), rows=2, required=False, most=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["voice"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key.value, told(word)) for key, word in VOICES.items()]


class TrackForm(forms.Form):
    """How far a promise has come."""

    words = _long(_("办到哪一步了"), rows=3, most=500)
    is_kept = forms.BooleanField(label=_("已经办好，承诺兑现了"), required=False)


class AdoptForm(forms.Form):
    """Under which call for projects the draft is begun."""

    call = forms.TypedChoiceField(
        label=_("在哪个项目征集里起草"), coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, calls: Sequence[tuple[Any, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["call"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = calls


class FileForm(forms.Form):
    """A file beside the proposal or the answer."""

    file = forms.FileField(label=_("附件"), widget=forms.ClearableFileInput(attrs=FILES))
