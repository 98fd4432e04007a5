"""What people type about ballots: what is asked, who watches, which papers are filed, what lay in a box."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _

from huozhong.ballots.rules.boxes import BoxCount
from huozhong.ballots.rules.persons import BODIES, in_order
from huozhong.ballots.rules.questions import GRADES, KINDS, YES_NO, Kind, NewQuestion
from huozhong.look import services as look

_told = lazy(look.told, str)
BODY_CHOICES = [("", _("其他")), *((body, _told(word)) for body, word in BODIES.items())]
KIND_CHOICES = [(kind, _told(word)) for kind, word in KINDS.items()]
LINES = {"rows": 6}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


class BallotForm(forms.Form):
    """What is asked, of whom, and how."""

    kind = forms.ChoiceField(label=_("投什么"), choices=KIND_CHOICES, widget=forms.RadioSelect)
    title = forms.CharField(label=_("名称"), max_length=160, help_text=_("例如“2026 年工资集体合同草案表决”。"))
    asked = forms.CharField(
        label=_("表决事项、候选人或被评议人"),
        widget=forms.Textarea(attrs=LINES),
        max_length=8000,
        help_text=_("一行一个。选举写候选人姓名，评议写被评议人姓名。"),
    )
    seats = forms.IntegerField(
        label=_("应选几人"), min_value=1, max_value=60, required=False, help_text=_("只有选举要填。")
    )
    body = forms.ChoiceField(
        label=_("选什么职务"), required=False, choices=BODY_CHOICES,
        help_text=_("候选人要比应选人数多多少，按这一项的规定；不在其中的选“其他”，没有差额要求。"),
    )  # fmt: skip
    base = forms.IntegerField(
        label=_("应到人数"), min_value=1, max_value=1_000_000, required=False,
        help_text=_("过半数按这个数算。空着就是名册上的人数。"),
    )  # fmt: skip
    has_phone = forms.BooleanField(label=_("用手机票"), required=False, initial=True)
    has_paper = forms.BooleanField(label=_("用纸票"), required=False, initial=True)
    allows_other = forms.BooleanField(
        label=_("允许另选他人"), required=False, help_text=_("写上的名字在手机上保不了密，所以只能用纸票。")
    )
    may_vote_again = forms.BooleanField(
        label=_("截止前可以改投，以最后一张为准"), required=False, help_text=_("一般不开。")
    )
    needs_consent = forms.BooleanField(label=_("要上级工会同意"), required=False)

    def questions(self, candidates: Mapping[str, int]) -> tuple[NewQuestion, ...]:
        """The questions out of the lines; in an election each name is a candidate."""
        said = self.cleaned_data
        lines = _lines(said["asked"])
        if said["kind"] == Kind.APPRAISAL:
            return tuple(NewQuestion(line, GRADES, candidates=_one(candidates, line)) for line in lines)
        if said["kind"] != Kind.PERSONS:
            return tuple(NewQuestion(line) for line in lines)
        seats, lines = said.get("seats") or 1, list(in_order(lines))
        if len(lines) <= seats:
            return tuple(NewQuestion(line, YES_NO, candidates=_one(candidates, line)) for line in lines)
        known = tuple(candidates[line] for line in lines if line in candidates)
        return (NewQuestion(said["title"], tuple(lines), 0, seats, False, known),)

    def names(self) -> list[str]:
        """The names of candidates, who must be known."""
        return _lines(self.cleaned_data["asked"]) if self.cleaned_data["kind"] == Kind.PERSONS else []

    def settings(self) -> dict[str, Any]:
        """How the ballot is held."""
        said = self.cleaned_data
        ticks = ("has_phone", "has_paper", "allows_other", "may_vote_again", "needs_consent")
        found: dict[str, Any] = {name: said[name] for name in ticks}
        if found["allows_other"]:
            found["has_phone"] = False
        is_persons = said["kind"] == Kind.PERSONS
        return found | {
            "seats": (said.get("seats") or 1) if is_persons else 0,
            "body": said["body"] if is_persons else "",
        }


def _one(candidates: Mapping[str, int], name: str) -> tuple[int, ...]:
    return (candidates[name],) if name in candidates else ()


class NewBallotForm(BallotForm):
    """A ballot that a union holds among its own members."""

    unit = forms.TypedChoiceField(label=_("哪个工会"), coerce=int)
    field_order = ("unit", "kind", "title", "asked", "seats", "body", "base")

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ChoiceField)
        unit.choices = list(units)


class PersonForm(forms.Form):
    """Somebody by name."""

    name = forms.CharField(label=_("姓名"), max_length=100, help_text=_("名册上的人，或者本级和上级工会任职的人。"))


class TrusteeForm(PersonForm):
    """Who keeps a key, and for whom."""

    words = forms.CharField(
        label=_("代表谁"), max_length=100, help_text=_("例如“工会委员会”“监票人”“上级工会”。最好各是不同的方面。")
    )


class ScrutineerForm(PersonForm):
    """Who watches, and how they were elected."""

    elected_how = forms.CharField(
        label=_("怎样推选的"), max_length=160, help_text=_("例如“预备会议举手表决，全体通过”。候选人不能当监票人。")
    )


class DayField(forms.DateField):
    """A day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class MethodForm(forms.Form):
    """The method that the meeting adopted."""

    meeting = forms.CharField(label=_("哪次大会通过的"), max_length=160)
    decided_date = DayField(label=_("通过的日子"))
    document_number = forms.CharField(label=_("文号"), max_length=80, required=False)


class ConsentForm(forms.Form):
    """The upper union's consent."""

    document_number = forms.CharField(label=_("批复文号"), max_length=80)
    decided_date = DayField(label=_("批复的日子"))


class WhyForm(forms.Form):
    """A reason."""

    why = forms.CharField(label=_("理由"), max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


class BoxForm(forms.Form):
    """A paper box."""

    name = forms.CharField(label=_("票箱名称"), max_length=80, help_text=_("例如“一号票箱（总装车间）”。"))


class CountForm(forms.Form):
    """What one scrutineer counted in one box: ballots, and the votes of every row."""

    issued = forms.IntegerField(label=_("发出"), min_value=0, max_value=1_000_000)
    collected = forms.IntegerField(label=_("收回"), min_value=0, max_value=1_000_000)
    valid = forms.IntegerField(label=_("有效"), min_value=0, max_value=1_000_000)
    invalid = forms.IntegerField(label=_("无效"), min_value=0, max_value=1_000_000)

    def __init__(
        self, *args: Any, questions: Sequence[NewQuestion], allows_other: bool, mine: BoxCount | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for q, question in enumerate(questions):
            for row, text in enumerate(question.rows):
                field = forms.IntegerField(label=text, min_value=0, max_value=1_000_000)
                self.fields[f"votes-{q}-{row}"] = field
        if allows_other:
            self.fields["written"] = forms.CharField(
                label=_("另选他人"),
                required=False,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 4}),
                help_text=_("一行一个名字，后面空一格写票数，例如“王五 3”。"),
            )
        if mine is not None:
            self.initial = _initial(mine)

    def numbers(self) -> list[Any]:
        """The four numbers of ballots."""
        return [self[name] for name in ("issued", "collected", "valid", "invalid")]

    def rows(self) -> list[tuple[str, list[Any]]]:
        """Each question with its fields."""
        return [
            (question.text, [self[f"votes-{q}-{row}"] for row in range(len(question.rows))])
            for q, question in enumerate(self.questions)
        ]

    def clean_written(self) -> tuple[tuple[str, int], ...]:
        found = []
        for line in _lines(self.cleaned_data["written"]):
            name, _space, votes = line.rpartition(" ")
            if not name.strip() or not votes.isdecimal() or len(votes) > 6:
                raise forms.ValidationError(_text("“%(line)s”看不懂：名字后面空一格写票数。") % {"line": line[:40]})
            found.append((name.strip(), int(votes)))
        return tuple(found)

    def count(self) -> BoxCount:
        said = self.cleaned_data
        votes = tuple(
            tuple(said[f"votes-{q}-{row}"] for row in range(len(question.rows)))
            for q, question in enumerate(self.questions)
        )
        issued, collected, valid, invalid = (said[name] for name in ("issued", "collected", "valid", "invalid"))
        return BoxCount(issued, collected, valid, invalid, votes, said.get("written", ()))


def _initial(mine: BoxCount) -> dict[str, Any]:
    told: dict[str, Any] = {name: getattr(mine, name) for name in ("issued", "collected", "valid", "invalid")}
    told |= {f"votes-{q}-{row}": n for q, one in enumerate(mine.votes) for row, n in enumerate(one)}
    return told | {"written": "\n".join(f"{name} {n}" for name, n in mine.written)}
