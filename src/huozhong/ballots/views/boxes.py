"""Paper boxes: two scrutineers count apart, differences are shown, both sign."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huozhong.access import services as access
from huozhong.ballots import queries, services
from huozhong.ballots.forms import BoxForm, CountForm
from huozhong.ballots.models import Box, BoxEntry, Election
from huozhong.ballots.queries.facts import BoxState
from huozhong.ballots.rules.boxes import BoxCount
from huozhong.ballots.rules.questions import NewQuestion, read_questions
from huozhong.ballots.services.boxes import COUNTED_IN
from huozhong.ballots.views.answers import page
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.look.services import carried

PART = "scrutineers and whoever holds the ballot; the query decides"


@dataclass(frozen=True, slots=True)
class Line:
    """One number of a box as both counted it."""

    word: str
    numbers: tuple[int, ...]
    differs: bool


@access.signed_in(PART)
@require_http_methods(["GET", "HEAD", "POST"])
def boxes(request: Any, election_id: int) -> HttpResponse:
    """Every box: who has counted it, where two counts differ, who has signed."""
    row = queries.find_election(election_id, actor=request.actor)
    manages = access.can(request.actor, Permission.BALLOT_MANAGE, at=row.place)
    mine = {one.person_id: one.id for one in queries.scrutineers(row.pk)}.get(request.actor.person_id or 0)
    if not manages and mine is None:
        access.require(request.actor, Permission.BALLOT_MANAGE, at=row.place)
    is_final = row.state in ("counted", "published", "void")
    form = BoxForm(request.POST or None) if manages and row.has_paper and not is_final else None

    def add() -> None:
        assert form is not None
        services.add_box(row.pk, name=form.cleaned_data["name"], actor=request.actor, at=request.at)

    if request.method == "POST" and form is not None and form.is_valid() and carried(form, add):
        return redirect("ballots:boxes", row.pk)
    context = {
        "row": row,
        "form": form,
        "shown": [_shown(row, one, mine) for one in queries.box_states(row)],
        "counts": mine is not None and row.state in COUNTED_IN,
        "manages": manages,
        "turnout": queries.turnout(row.pk),
    }
    return page(request, "ballots/boxes.html", context, form)


def _shown(row: Election, state: BoxState, mine: int | None) -> dict[str, Any]:
    """A box as a page shows it: numbers only once both counts are in."""
    own = next((one for one in state.entries if one.scrutineer_id == mine), None)
    return {
        "box": state,
        "lines": _lines(row, state) if state.is_compared else (),
        "who": [(one.scrutineer.name, one.signed_at) for one in state.entries],
        "has_own": own is not None,
        "may_enter": mine is not None and (own is not None or not state.is_compared),
        "may_sign": own is not None and state.agreed is not None and own.signed_at is None,
    }


def _lines(row: Election, state: BoxState) -> list[Line]:
    counts = [BoxCount.from_json(one.count) for one in state.entries]
    words = {"issued": _("发出"), "collected": _("收回"), "valid": _("有效"), "invalid": _("无效")}
    lines = [Line(word, tuple(getattr(c, name) for c in counts), name in state.differs) for name, word in words.items()]
    for q, question in enumerate(read_questions(row.questions)):
        for n, text in enumerate(question.rows):
            numbers = tuple(c.votes[q][n] for c in counts)
            lines.append(Line(_word(question, text), numbers, f"votes.{q}.{n}" in state.differs))
    names = sorted({name for c in counts for name, _votes in c.written})
    for name in names:
        numbers = tuple(dict(c.written).get(name, 0) for c in counts)
        lines.append(Line(_("另选：%(name)s") % {"name": name}, numbers, f"written.{name}" in state.differs))
    return lines


def _word(question: NewQuestion, text: str) -> str:
    return f"{question.text} · {text}"


def _box(box_id: int) -> Box:
    box = Box.objects.filter(pk=box_id).first()
    if box is None:
        raise NotFound(access.NOT_FOUND)
    return box


@access.signed_in(PART)
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: Any, box_id: int) -> HttpResponse:
    """One scrutineer's own count of one box."""
    box = _box(box_id)
    row = queries.find_election(box.election_id, actor=request.actor)
    mine = queries.scrutineer_of(row.pk, request.actor)
    kept = BoxEntry.objects.filter(box=box, scrutineer=mine).first()
    form = CountForm(
        request.POST or None,
        questions=read_questions(row.questions),
        allows_other=row.allows_other,
        mine=BoxCount.from_json(kept.count) if kept else None,
    )

    def keep() -> None:
        services.enter_box(box.pk, form.count(), actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, keep):
        messages.success(request, _("您的清点已登记。"))
        return redirect("ballots:boxes", row.pk)
    return page(request, "ballots/enter_box.html", {"row": row, "box": box, "form": form}, form)


@access.signed_in(PART)
@require_POST
def sign(request: Any, box_id: int) -> HttpResponse:
    """Sign a box on which both counts agree."""
    box = _box(box_id)
    services.sign_box(box.pk, actor=request.actor, at=request.at)
    messages.success(request, _("已签字。"))
    return redirect("ballots:boxes", box.election_id)


@access.asks(Permission.BALLOT_MANAGE)
@require_POST
def remove(request: Any, box_id: int) -> HttpResponse:
    """A box that was entered by mistake."""
    box = _box(box_id)
    services.remove_box(box.pk, actor=request.actor, at=request.at)
    return redirect("ballots:boxes", box.election_id)
