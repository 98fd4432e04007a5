"""The roll of delegates: shown, read in, handed out; one delegate; the checks over all of them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import services as access
from huozhong.delegates import engine, queries, services
from huozhong.delegates.forms import DelegateForm, EndForm, RecallVoteForm, SeatDelegateForm, SheetForm
from huozhong.delegates.queries import CongressCard, DelegateCard
from huozhong.delegates.rules.words import GROUPS, Ending, Group
from huozhong.delegates.services import RecallForm, SeatForm
from huozhong.delegates.views.answers import managed, may_manage, refuse_in, roll_day, seen, shown
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Refused
from huozhong.look import services as look
from huozhong.look.services import handed_out

GET_AND_POST = require_http_methods(["GET", "HEAD", "POST"])
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@access.asks(Permission.CONGRESS_READ)
@require_safe
def roll(request: Any, congress_id: int) -> HttpResponse:
    """Everybody who holds a seat."""
    card = seen(request, congress_id)
    on = roll_day(request, card)
    context = {
        "card": card,
        "on": on,
        "delegates": queries.delegates(congress_id, on),
        "former": queries.former_delegates(congress_id, on),
        "may_manage": may_manage(request, card) and (card.is_sitting or card.is_preparing),
        "may_hand_out": may_manage(request, card),
    }
    return render(request, "delegates/roll.html", context)


@access.asks(Permission.CONGRESS_MANAGE)
@require_POST
def hand_out(request: Any, congress_id: int) -> HttpResponse:
    """The roll as a spreadsheet."""
    managed(request, congress_id)
    content = services.hand_out_roster(congress_id, actor=request.actor, at=request.at)
    return handed_out(content, f"delegates-{congress_id}.xlsx")


@access.asks(Permission.CONGRESS_MANAGE)
@require_safe
def sample(request: Any) -> HttpResponse:
    """An empty roster to fill in."""
    return handed_out(engine.sample_sheet(), "delegates.xlsx")


@access.asks(Permission.CONGRESS_MANAGE)
@GET_AND_POST
def read_in(request: Any, congress_id: int) -> HttpResponse:
    """Read a roster in, whole or not at all."""
    card = managed(request, congress_id)
    form = SheetForm(request.POST or None, request.FILES or None)
    wrong: tuple[engine.Wrong, ...] = ()
    if request.method == "POST" and form.is_valid():
        sheet = form.cleaned_data["sheet"]
        try:
            seated, wrong = services.read_in_roster(
                congress_id, sheet.read(), name=sheet.name, actor=request.actor, at=request.at
            )
        except Refused as refused:
            refuse_in(form, refused)
        else:
            if not wrong:
                messages.success(request, _("已导入 %(n)s 名代表。") % {"n": seated})
                return redirect("delegates:roll", congress_id)
            form.add_error(None, _("有 %(n)s 处要改，一个人也没有导入。改好以后再传一次。") % {"n": len(wrong)})
    return shown(
        request, form, title=_("导入代表名单"), back=reverse("delegates:roll", args=[congress_id]),
        submit=_("检查并导入"), card=card, template="delegates/read_in.html", wrong=wrong,
    )  # fmt: skip


@access.asks(Permission.CONGRESS_MANAGE)
@require_safe
def choose_delegate(request: Any, congress_id: int) -> HttpResponse:
    """Whom to seat by hand."""
    card = managed(request, congress_id)
    words = str(request.GET.get("q", "")).replace("\x00", "").strip()[:40]
    rows = queries.people_of(card, words, reach=access.reach(request.actor, Permission.PERSON_READ)) if words else ()
    context = {
        "card": card,
        "words": words,
        "rows": [(row, reverse("delegates:seat", args=[congress_id, row.id])) for row in rows],
        "title": _("登记谁参加职工大会？") if card.is_all_hands else _("登记谁做代表？"),
        "back": reverse("delegates:roll", args=[congress_id]),
    }
    return render(request, "delegates/choose_person.html", context)


@access.asks(Permission.CONGRESS_MANAGE)
@GET_AND_POST
def seat(request: Any, congress_id: int, person_id: int) -> HttpResponse:
    """Seat somebody who was elected on paper."""
    card = managed(request, congress_id)
    name = queries.name_of(card, person_id)
    places = [(one.id, one.name) for one in queries.constituencies(congress_id, request.today)]
    on = roll_day(request, card)
    form = SeatDelegateForm(
        request.POST or None, constituencies=[] if card.is_all_hands else places, initial={"on": on}
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            services.seat_delegate(
                congress_id, constituency_id=said.get("constituency"), person_id=person_id, on=said["on"],
                form=SeatForm(basis=said.get("basis", ""), **form.facts()), actor=request.actor, at=request.at,
            )  # fmt: skip
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("已登记%(name)s。") % {"name": name})
            return redirect("delegates:roll", congress_id)
    back = reverse("delegates:choose_delegate", args=[congress_id])
    title = _("登记%(name)s") % {"name": name}
    return shown(request, form, title=title, back=back, submit=_("登记"), card=card)


def _asked(request: Any, delegate_id: int) -> tuple[DelegateCard, CongressCard]:
    one = queries.delegate(delegate_id)
    return one, seen(request, one.congress_id)


def _managed(request: Any, delegate_id: int) -> tuple[DelegateCard, CongressCard]:
    one = queries.delegate(delegate_id)
    return one, managed(request, one.congress_id)


@access.asks(Permission.CONGRESS_READ)
@require_safe
def delegate(request: Any, delegate_id: int) -> HttpResponse:
    """One delegate."""
    one, card = _asked(request, delegate_id)
    manages = may_manage(request, card)
    context = {
        "one": one,
        "card": card,
        "election": queries.election(one.election_id) if one.election_id else None,
        "recalls": queries.recalls_of(delegate_id),
        "may_manage": manages and one.until_date is None,
        "groups": [GROUPS[group] for group in Group if group in one.groups] if manages else one.group_words,
    }
    return render(request, "delegates/delegate.html", context)


@access.asks(Permission.CONGRESS_MANAGE)
@GET_AND_POST
def change(request: Any, delegate_id: int) -> HttpResponse:
    """Correct what is known of a delegate."""
    one, card = _managed(request, delegate_id)
    initial = {
        "job": one.job,
        "labour": one.labour.value,
        "is_front_line": Group.FRONT_LINE in one.groups,
        "is_manager": Group.MANAGERS in one.groups,
        "is_disabled": Group.DISABLED in one.groups,
    }
    form = DelegateForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_delegate(delegate_id, form=SeatForm(**form.facts()), actor=request.actor, at=request.at)
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("已修改。"))
            return redirect("delegates:delegate", delegate_id)
    back = reverse("delegates:delegate", args=[delegate_id])
    title = _("修改%(name)s的情况") % {"name": one.name}
    return shown(request, form, title=title, back=back, submit=_("保存"), card=card)


@access.asks(Permission.CONGRESS_MANAGE)
@GET_AND_POST
def end(request: Any, delegate_id: int) -> HttpResponse:
    """Somebody is no longer a delegate."""
    one, card = _managed(request, delegate_id)
    form = EndForm(request.POST or None, initial={"on": request.today})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            services.end_delegate(
                delegate_id, how=Ending(said["how"]), why=said["why"], on=said["on"], actor=request.actor,
                at=request.at,
            )  # fmt: skip
        except Refused as refused:
            refuse_in(form, refused)
        else:
            messages.success(request, _("已登记出缺，由原选区补选。"))
            return redirect("delegates:delegate", delegate_id)
    back = reverse("delegates:delegate", args=[delegate_id])
    title = _("%(name)s不再是代表") % {"name": one.name}
    return shown(request, form, title=title, back=back, submit=_("登记"), card=card)


@access.asks(Permission.CONGRESS_MANAGE)
@GET_AND_POST
def recall(request: Any, delegate_id: int) -> HttpResponse:
    """The constituency voted on a recall."""
    one, card = _managed(request, delegate_id)
    found = queries.constituency(one.constituency_id, request.today) if one.constituency_id else None
    form = RecallVoteForm(request.POST or None, initial={"voters": found.headcount if found else None})
    if request.method == "POST" and form.is_valid():
        try:
            outcome = services.record_recall(
                delegate_id, form=RecallForm(**form.cleaned_data), actor=request.actor, at=request.at
            )
        except Refused as refused:
            refuse_in(form, refused)
        else:
            said = (
                _("撤换通过，由原选区补选。")
                if outcome.is_carried
                else _("同意的没有超过选区全体职工的一半，撤换不成立。")
            )
            messages.success(request, said)
            return redirect("delegates:delegate", delegate_id)
    back = reverse("delegates:delegate", args=[delegate_id])
    title = _("登记对%(name)s的撤换表决") % {"name": one.name}
    lead = _("要原选区全体职工过半数同意，撤换才成立。")
    return shown(request, form, title=title, lead=lead, back=back, submit=_("登记表决"), card=card)


@access.asks(Permission.CONGRESS_READ)
@require_safe
def composition(request: Any, congress_id: int) -> HttpResponse:
    """How the delegates are made up, against the rules."""
    card = seen(request, congress_id)
    on = roll_day(request, card)
    found = queries.composition(congress_id, on)
    chart = look.Chart(
        title=_("各类代表和职工的占比"),
        labels=tuple(look.told(GROUPS[one.group]) for one in found.findings),
        series=(
            look.Series(_("代表里"), tuple(_percent(one.share) for one in found.findings)),
            look.Series(_("职工里"), tuple(_percent(one.workforce) for one in found.findings)),
        ),
        unit="%",
        label_name=_("类别"),
    )
    context = {"card": card, "on": on, "found": found, "chart": chart, "may_manage": may_manage(request, card)}
    return render(request, "delegates/composition.html", context)


def _percent(share: Fraction | None) -> Decimal | None:
    return None if share is None else Decimal(round(share * 1000)) / 10


@access.asks(Permission.CONGRESS_READ)
@GET_AND_POST
def checks(request: Any, congress_id: int) -> HttpResponse:
    """The credentials check: the last report, and a new one by a button."""
    card = seen(request, congress_id)
    if request.method == "POST":
        managed(request, congress_id)
        on = roll_day(request, card)
        services.check_credentials(congress_id, on, actor=request.actor, at=request.at)
        return redirect("delegates:checks", congress_id)
    context = {
        "card": card,
        "report": queries.last_check(congress_id),
        "may_manage": may_manage(request, card) and (card.is_sitting or card.is_preparing),
    }
    return render(request, "delegates/checks.html", context)


@access.asks(Permission.CONGRESS_MANAGE)
@require_POST
def renew_card(request: Any, delegate_id: int) -> HttpResponse:
    """A lost card."""
    _managed(request, delegate_id)
    services.renew_card(delegate_id, actor=request.actor, at=request.at)
    messages.success(request, _("旧证已经作废，请重新打印。"))
    return redirect("delegates:delegate", delegate_id)
