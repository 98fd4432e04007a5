"""What a cadre fills in on a phone in two minutes, and what the teller decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huozhong.stories.rules.consents import About
from huozhong.stories.rules.length import LIMIT
from huozhong.stories.services import Photo, StoryWords, Upload

ABOUTS = (
    (About.NAME.value, _("写真实姓名，放录音")),
    (About.FACE.value, _("放拍到本人的照片")),
    (About.PLACE.value, _("写工作单位")),
)
PICTURE = {"accept": "image/jpeg,image/png,image/webp"}
SCAN = {"accept": "image/jpeg,image/png,image/webp,application/pdf"}
SOUND = {"accept": "audio/*"}


def _consents(label: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, help_text=help_text, choices=ABOUTS, required=False, widget=forms.CheckboxSelectMultiple
    )


def _part(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=LIMIT, widget=forms.Textarea(attrs={"rows": 2}), help_text=help_text
    )


class WordsForm(forms.Form):
    """Who told it, and what."""

    teller_name = forms.CharField(label=_("讲述人姓名"), max_length=60)
    place = forms.CharField(
        label=_("在哪里工作"), max_length=80, required=False, help_text=_("比如“柳溪机电厂装配车间”。")
    )
    title = forms.CharField(label=_("题目"), max_length=60, help_text=_("不写人名和单位，比如“夜班也有热饭”。"))
    need = _part(_("遇到了什么难处"), _("三段一共最多 200 字；不想打字，下面传一段录音也行。"))
    turning = _part(_("怎么有了转机"), "")
    result = _part(_("后来怎么样"), "")

    def words(self) -> StoryWords:
        """The words, as the verb takes them."""
        return StoryWords(**{name: self.cleaned_data[name] for name in StoryWords.__dataclass_fields__})


class CollectForm(WordsForm):
    """A new story with its photographs, its voice and the signed paper."""

    unit = forms.TypedChoiceField(label=_("哪个工会"), coerce=int, empty_value=None)
    photo = forms.FileField(
        label=_("照片"), required=False, widget=forms.ClearableFileInput(attrs=PICTURE),
        help_text=_("拍摄地点等隐藏信息会自动去掉。"),
    )  # fmt: skip
    shows_face = forms.TypedChoiceField(
        label=_("照片里看得到讲述人吗"),
        choices=(("1", _("看得到")), ("0", _("看不到"))),
        coerce=lambda value: value != "0",
        initial="1",
        required=False,
        empty_value="1",
        widget=forms.RadioSelect,
    )
    voice = forms.FileField(
        label=_("录音"), required=False, widget=forms.ClearableFileInput(attrs=SOUND),
        help_text=_("mp3、m4a、wav、ogg、webm，最大 15 MB。"),
    )  # fmt: skip
    teller_phone = forms.CharField(
        label=_("讲述人手机号"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text=_("他是会员、能登录才填。填了，同意什么、收回什么由他自己点；号码不存在故事里。"),
    )
    paper = forms.FileField(
        label=_("讲述人签字的同意书"), required=False, widget=forms.ClearableFileInput(attrs=SCAN),
        help_text=_("拍下来就行。没有也能先存，姓名、照片、单位先都不露。"),
    )  # fmt: skip
    consents = _consents(_("纸上同意了哪几样"), _("三样分开，勾哪样露哪样。讲述人随时可以收回。"))
    thing_kind = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput())
    thing_id = forms.IntegerField(required=False, min_value=1, max_value=2**62, widget=forms.HiddenInput())

    def __init__(self, *args: Any, units: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = units
        if len(units) == 1:
            field.widget = forms.HiddenInput()
            field.initial = units[0][0]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("consents") and not cleaned.get("paper"):
            self.add_error("paper", _("勾了同意，就要有讲述人签字的同意书。"))
        return cleaned

    def thing(self) -> tuple[str, int] | None:
        """On what the story hangs."""
        cleaned = self.cleaned_data
        return (cleaned["thing_kind"], cleaned["thing_id"]) if cleaned["thing_kind"] and cleaned["thing_id"] else None

    def photos(self) -> tuple[Photo, ...]:
        """The photograph, if there is one."""
        found = self.cleaned_data["photo"]
        return (Photo(Upload(found, found.name), "", self.cleaned_data["shows_face"] is not False),) if found else ()


class PaperForm(forms.Form):
    """What the teller signed."""

    paper = forms.FileField(label=_("讲述人签字的纸"), widget=forms.ClearableFileInput(attrs=SCAN))
    consents = _consents(_("纸上同意了哪几样"), _("没勾的，就是不同意或者收回。"))


class RevokeForm(forms.Form):
    """What the teller took back by word of mouth."""

    consents = _consents(_("讲述人要收回哪几样"))


class DecideForm(forms.Form):
    """What the teller agrees to now."""

    consents = _consents(_("我同意"), _("三样分开，可以都不勾。以后随时回来改，改了马上算数。"))


def given(form: forms.Form) -> frozenset[About]:
    """What was ticked."""
    return frozenset(About(value) for value in form.cleaned_data["consents"])


__all__ = ["LIMIT", "CollectForm", "DecideForm", "PaperForm", "RevokeForm", "WordsForm", "given"]
