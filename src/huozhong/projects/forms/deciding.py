"""What an office types when it decides, inspects, accepts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huozhong.kernel.lifecycle import Move
from huozhong.lifecycles.services import Decision
from huozhong.look import services as look
from huozhong.projects.forms.fields import choices, day_field, long_text, yuan_field
from huozhong.projects.rules.words import OCCASIONS, OUTCOMES

RETURNS_MONEY = frozenset({"terminate", "refuse_finally"})


class MoveForm(forms.Form):
    """What one move asks for: a reason, a paper, an amount; nothing where nothing is asked."""

    def __init__(self, *args: Any, move: Move, owed: Decimal | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if move.official:
            self.fields["meeting"] = forms.CharField(
                label=_("会议纪要"),
                max_length=120,
                help_text=_("例如“主席办公会议纪要（2026）第 8 号”。"),
            )
            self.fields["document_number"] = forms.CharField(
                label=_("发文字号"), max_length=60, help_text=_("例如“锡工发〔2026〕31号”。")
            )
            self.fields["decided_date"] = day_field(_("决定日期"))
        if (move.acts_as or move.name) in RETURNS_MONEY:
            self.fields["returned"] = yuan_field(_("退回的上级补助"))
            self.fields["returned"].help_text = _("没有需要退回的，填 0。")
            if owed is not None:
                self.fields["returned"].initial = owed
                words = _("账上算出应退 %(owed)s：已经拨付、还没有花掉的补助。")
                self.fields["returned"].help_text = words % {"owed": look.money_words(owed)}
        if move.needs_reason:
            self.fields["why"] = long_text(_("理由"), most=500, rows=3)

    def decision(self) -> Decision:
        """The paper on which the move rests."""
        said = self.cleaned_data
        return Decision(said["meeting"], said["document_number"], said["decided_date"])


class InspectionForm(forms.Form):
    """A visit, written down on the spot."""

    day = day_field(_("督查日期"))
    occasion = forms.ChoiceField(label=_("督查方式"), choices=choices(OCCASIONS), widget=forms.RadioSelect)
    outcome = forms.ChoiceField(label=_("结论"), choices=choices(OUTCOMES), widget=forms.RadioSelect)
    finding = long_text(_("督查情况"), most=2000)
    due_date = day_field(_("整改期限"), required=False, help_text=_("限期整改时填写；不填按规定的工作日计算。"))


class AnswerForm(forms.Form):
    """What the union put right."""

    answer = long_text(_("整改情况"), most=2000)


class SendBackForm(forms.Form):
    """Not put right yet."""

    due_date = day_field(_("新的整改期限"))
    why = long_text(_("理由"), most=500, rows=3)


class WhyForm(forms.Form):
    """A reason."""

    why = long_text(_("理由"), most=500, rows=3)
