"""Changes of the tree: typed, tried out with figures before and after, then confirmed as they were tried."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Level, Line
from huozhong.kernel.refusals import Refused
from huozhong.roster import services
from huozhong.roster.forms import DissolveForm, FoundForm, MergeForm, MoveForm, RenameForm, SplitForm
from huozhong.roster.forms.basis import BasisForm
from huozhong.roster.queries import units
from huozhong.roster.views.asked import back_to, id_asked, shown, words_asked
from huozhong.unions import queries as tree
from huozhong.unions.queries import UnitCard

GET_AND_POST = require_http_methods(["GET", "POST"])
MOST_CHOICES = 200


@dataclass(frozen=True, slots=True)
class Change:
    """One kind of change: its verb, whose figures it touches, and what a job does afterwards."""

    verb: Callable[[services.Basis], UnitCard]
    touched: tuple[int, ...] = ()
    then: Callable[[services.Basis], object] | None = None


def _fingerprint(form: BasisForm) -> str:
    said = sorted((name, str(value)) for name, value in form.cleaned_data.items())
    return hashlib.sha256(repr(said).encode()).hexdigest()[:32]


def _carry(request: Any, unit: UnitCard, form: BasisForm, change: Callable[[], Change], **more: Any) -> HttpResponse:
    """Try out, show, and on the second step do what was shown; a form that changed in between is tried out again."""
    context: dict[str, Any] = {"unit": unit, "form": form, **more}
    if request.method == "POST" and form.is_valid():
        try:
            asked = change()
            basis = form.basis(actor=request.actor, at=request.at)
            seen = _fingerprint(form)
            if request.POST.get("step") == "confirm" and request.POST.get("seen") == seen:
                done = asked.verb(basis)
                messages.success(request, _("已办理：%(what)s。") % {"what": more["title"]})
                return redirect("roster:unit", done.id)
            then = asked.then
            outcome = services.try_out(
                lambda: asked.verb(basis),
                unit_id=unit.id,
                touched=asked.touched,
                then=(lambda: then(basis)) if then else None,
            )
        except Refused as refusal:
            back_to(form, refusal)
        else:
            context |= {"outcome": outcome, "seen": seen, "basis": basis}
    return shown(request, "roster/change.html", context, form=form)


def _unit(request: Any, unit_id: int) -> UnitCard:
    units.unit(unit_id, reach=access.reach(request.actor, Permission.UNIT_READ))
    return services.require_managed(unit_id, actor=request.actor)


def _ending(request: Any, unit_id: int) -> UnitCard:
    units.unit(unit_id, reach=access.reach(request.actor, Permission.UNIT_READ))
    return services.require_above(unit_id, actor=request.actor)


def _parents(*cards: UnitCard) -> tuple[int, ...]:
    return tuple(card.parent_id for card in cards if card.parent_id is not None)


@access.asks(Permission.UNIT_MANAGE)
@GET_AND_POST
def found(request: Any, unit_id: int) -> HttpResponse:
    """Found a unit below this one."""
    parent = _unit(request, unit_id)
    levels = units.levels_below(parent.level)
    initial = {"kind": tree.Kind.ENTERPRISE.value, "level": Level.GRASSROOTS.value}
    form = FoundForm(request.POST or None, today=request.today, levels=levels, initial=initial)

    def change() -> Change:
        said = form.cleaned_data

        def verb(basis: services.Basis) -> UnitCard:
            return services.found(
                said["name"],
                under=unit_id,
                kind=tree.Kind(said["kind"]),
                level=Level(said["level"]),
                basis=basis,
                founded_date=said["founded_date"],
                credit_code=said["credit_code"],
            )

        return Change(verb)

    return _carry(request, parent, form, change, title=_("新建下级工会"), is_new=True)


@access.asks(Permission.UNIT_MANAGE)
@GET_AND_POST
def rename(request: Any, unit_id: int) -> HttpResponse:
    """Give a unit another name."""
    unit = _unit(request, unit_id)
    form = RenameForm(request.POST or None, today=request.today)

    def change() -> Change:
        name = form.cleaned_data["name"]
        return Change(lambda basis: services.rename(unit_id, name=name, basis=basis))

    lead = _("之前的日子仍显示旧名称。")
    return _carry(request, unit, form, change, title=_("更改名称"), lead=lead)


def _target(request: Any, unit: UnitCard) -> dict[str, Any]:
    """The other unit of a change: chosen, or a few to choose from, within what the actor manages."""
    posted = request.POST.get("to", "")
    chosen = int(posted[:18]) if posted.isascii() and posted.isdecimal() else id_asked(request, "to")
    words = words_asked(request)
    more: dict[str, Any] = {"words": words, "needs_target": True}
    if chosen:
        more["target"] = units.unit(chosen, reach=request.reach)
    else:
        more["picks"] = units.picks(words, reach=request.reach, without=unit.id)
    return more


@access.asks(Permission.UNIT_MANAGE)
@GET_AND_POST
def move(request: Any, unit_id: int) -> HttpResponse:
    """Put a unit under another one, in either line."""
    unit = _unit(request, unit_id)
    more = _target(request, unit)
    initial = {"to": more["target"].id if "target" in more else None}
    form = MoveForm(request.POST or None, today=request.today, initial=initial)

    def change() -> Change:
        to, line = form.cleaned_data["to"], Line(form.cleaned_data["line"])
        old = unit.parent_id if line is Line.LOCALITY else unit.industry_parent_id
        touched = tuple(one for one in (old, to) if one is not None)
        return Change(lambda basis: services.move(unit_id, under=to, line=line, basis=basis), touched=touched)

    lead = _("下级工会和会员一起走；之前的日子仍按原来的隶属统计。")
    return _carry(
        request, unit, form, change, title=_("调整隶属关系"), lead=lead, target_label=_("移到哪个工会下面"), **more
    )


@access.asks(Permission.UNIT_MANAGE)
@GET_AND_POST
def leave_line(request: Any, unit_id: int) -> HttpResponse:
    """Take a unit out of its industry line."""
    unit = _unit(request, unit_id)
    form = DissolveForm(request.POST or None, today=request.today)

    def change() -> Change:
        above = (unit.industry_parent_id,) if unit.industry_parent_id else ()
        return Change(lambda basis: services.leave_line(unit_id, basis=basis), touched=above)

    return _carry(request, unit, form, change, title=_("退出所在产业线"), lead=_("地方线的隶属不变。"))


@access.asks(Permission.UNIT_MANAGE)
@GET_AND_POST
def merge(request: Any, unit_id: int) -> HttpResponse:
    """Merge a unit into another one."""
    unit = _ending(request, unit_id)
    more = _target(request, unit)
    initial = {"to": more["target"].id if "target" in more else None}
    form = MergeForm(request.POST or None, today=request.today, initial=initial)

    def change() -> Change:
        into = form.cleaned_data["to"]
        return Change(
            lambda basis: services.merge(unit_id, into=into, basis=basis),
            touched=(into, *_parents(unit, more["target"])),
            then=lambda basis: services.members_follow(unit_id, into=into, on=basis.on, at=basis.at),
        )

    lead = _("下级、覆盖的单位和会员都转过去，然后本工会撤销。之前的日子不变。")
    return _carry(
        request, unit, form, change, title=_("并入别的工会"), lead=lead, target_label=_("并入哪个工会"), **more
    )


@access.asks(Permission.UNIT_MANAGE)
@GET_AND_POST
def split(request: Any, unit_id: int) -> HttpResponse:
    """Split a part off a unit."""
    unit = _ending(request, unit_id)
    children = [(card.id, card.name) for card in tree.children(unit_id, limit=MOST_CHOICES)]
    employers = [(card.id, card.name) for card in tree.employers_of(unit_id, limit=MOST_CHOICES)]
    form = SplitForm(
        request.POST or None,
        today=request.today,
        children=children,
        employers=employers,
        initial={"kind": unit.kind.value},
    )

    def change() -> Change:
        part = form.part()
        return Change(lambda basis: services.split(unit_id, part=part, basis=basis), touched=_parents(unit))

    lead = _("分出的工会与本工会同级。会员不自动分，办完后按名册逐人转会或导入。")
    return _carry(request, unit, form, change, title=_("分立"), lead=lead)


@access.asks(Permission.UNIT_MANAGE)
@GET_AND_POST
def dissolve(request: Any, unit_id: int) -> HttpResponse:
    """End a unit."""
    unit = _ending(request, unit_id)
    form = DissolveForm(request.POST or None, today=request.today)

    def change() -> Change:
        return Change(
            lambda basis: services.dissolve(unit_id, basis=basis),
            touched=_parents(unit),
            then=lambda basis: services.members_retained(unit_id, on=basis.on, at=basis.at),
        )

    lead = _("下级和覆盖的单位要先转走；会员转为保留会籍，再由新的工会接收。")
    return _carry(request, unit, form, change, title=_("撤销这个工会"), lead=lead)
