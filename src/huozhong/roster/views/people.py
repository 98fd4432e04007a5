"""People: the list, one person, and what is written down about them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.people.queries import NUMBER_KIND_NAMES, NumberKind, PersonCard
from huozhong.roster import services
from huozhong.roster.forms import (
    AccountForm,
    AddressesForm,
    ChangePersonForm,
    NumberForm,
    PhoneForm,
    RegisterForm,
    WhyForm,
)
from huozhong.roster.queries import offices, people, units
from huozhong.roster.views.asked import back_to, id_asked, shown, words_asked
from huozhong.roster.views.trail import entries

GET_AND_POST = require_http_methods(["GET", "POST"])


@access.asks(Permission.PERSON_READ)
@GET_AND_POST
def index(request: Any) -> HttpResponse:
    """Who was recorded last, or who is searched for. A number is posted: it stands in no address and no history."""
    if request.method == "POST":
        return _searched(request)
    words, unit_id = words_asked(request), id_asked(request, "unit")
    if people.looks_like_number(words):
        return redirect(request.path)
    context: dict[str, Any] = {"words": words, "may_write": _may_write(request)}
    if unit_id:
        context["unit"] = units.unit(unit_id, reach=request.reach)
    if words:
        context |= {
            "rows": people.named(words, reach=request.reach),
            "units": units.picks(words, reach=request.reach)[:6],
            "is_search": True,
        }
    else:
        rows = people.listed(reach=request.reach, unit_id=unit_id, before=id_asked(request, "before"))
        context |= {"rows": rows, "older": rows[-1].id if len(rows) == people.PAGE else None}
    return render(request, "roster/people.html", context)


def _searched(request: Any) -> HttpResponse:
    words = str(request.POST.get("q", "")).strip()[:60]
    if not people.looks_like_number(words):
        return redirect(f"{request.path}?{urlencode({'q': words})}" if words else request.path)
    rows = people.numbered(words, reach=request.reach, actor=request.actor, on=request.today)
    context = {"words": "", "rows": rows, "is_search": True, "is_numbered": True, "may_write": _may_write(request)}
    return render(request, "roster/people.html", context)


def _may_write(request: Any) -> bool:
    return not access.reach(request.actor, Permission.PERSON_MANAGE).is_empty


@access.asks(Permission.PERSON_READ)
@require_GET
def show(request: Any, person_id: int) -> HttpResponse:
    """One person: masked numbers, addresses, memberships, offices, accounts, and who did or read what."""
    page = people.page(person_id, reach=request.reach)
    context = {
        "page": page,
        "person": page.card,
        "numbers": [(one, NUMBER_KIND_NAMES[one.kind]) for one in page.numbers],
        "offices": offices.rows(page.appointments, on=request.today, seen=request.reach),
        "trail": entries(people.trail(person_id, stretches=page.memberships)),
        "may": _may(request, page),
    }
    return render(request, "roster/person.html", context)


def _may(request: Any, page: people.PersonPage) -> dict[str, bool]:
    place = page.card.place
    wanted = {
        "manage": Permission.PERSON_MANAGE,
        "read_numbers": Permission.PERSON_NUMBER_READ,
        "appoint": Permission.APPOINT,
    }
    return {name: access.can(request.actor, permission, at=place) for name, permission in wanted.items()}


def _person(request: Any, person_id: int, permission: Permission) -> PersonCard:
    people.person(person_id, reach=access.reach(request.actor, Permission.PERSON_READ))
    return services.require_person(person_id, permission, actor=request.actor)


@access.asks(Permission.PERSON_MANAGE)
@GET_AND_POST
def register(request: Any, unit_id: int) -> HttpResponse:
    """Write down a new person, and at once a member where a day is given."""
    unit = units.unit(unit_id, reach=access.reach(request.actor, Permission.PERSON_READ))
    access.require(request.actor, Permission.PERSON_MANAGE, at=unit.place)
    form = RegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            card = _registered(request, unit_id, form)
        except Refused as refusal:
            back_to(form, refusal)
        else:
            messages.success(request, _("已登记：%(name)s。") % {"name": card.name})
            return redirect("roster:person", card.id)
    return shown(request, "roster/register.html", {"form": form, "unit": unit}, form=form)


@transaction.atomic
def _registered(request: Any, unit_id: int, form: RegisterForm) -> PersonCard:
    said = form.cleaned_data
    card = services.register(
        said["name"],
        unit_id=unit_id,
        number_kind=NumberKind(said["number_kind"]),
        number=said["number"],
        phone=said["phone"],
        actor=request.actor,
        at=request.at,
        **form.facts(),
    )
    if said["enrol_on"]:
        services.enrol(
            card.id,
            unit_id=unit_id,
            on=said["enrol_on"],
            why=_("登记时入会"),
            is_migrant=said["is_migrant"],
            actor=request.actor,
            at=request.at,
        )
    return card


def _written(request: Any, person: PersonCard, form: Any, verb: Any, *, title: str, lead: str = "") -> HttpResponse:
    """A small form about one person: carried out, or back with its sentence."""
    if request.method == "POST" and form.is_valid():
        try:
            verb()
        except Refused as refusal:
            back_to(form, refusal)
        else:
            messages.success(request, _("已保存：%(what)s。") % {"what": title})
            return redirect("roster:person", person.id)
    return shown(
        request, "roster/write.html", {"form": form, "person": person, "title": title, "lead": lead}, form=form
    )


@access.asks(Permission.PERSON_MANAGE)
@GET_AND_POST
def change(request: Any, person_id: int) -> HttpResponse:
    """Correct name, sex, birthday or ethnic group."""
    person = _person(request, person_id, Permission.PERSON_MANAGE)
    initial = {name: getattr(person, name) for name in ("name", "sex", "birth_date", "ethnic_group")}
    form = ChangePersonForm(request.POST or None, initial=initial)

    def verb() -> None:
        said = form.cleaned_data
        services.change(
            person_id, name=said["name"], why=said["why"], actor=request.actor, at=request.at, **form.facts()
        )

    return _written(request, person, form, verb, title=_("更正基本情况"))


@access.asks(Permission.PERSON_MANAGE)
@GET_AND_POST
def number(request: Any, person_id: int) -> HttpResponse:
    """Write down or correct a document."""
    person = _person(request, person_id, Permission.PERSON_MANAGE)
    form = NumberForm(request.POST or None)

    def verb() -> None:
        text = form.cleaned_data["number"]
        services.record_number(person_id, kind=form.kind(), number=text, actor=request.actor, at=request.at)

    lead = _("同一种证件再登记一次，就更正原来的号码。")
    return _written(request, person, form, verb, title=_("登记证件"), lead=lead)


@access.asks(Permission.PERSON_MANAGE)
@GET_AND_POST
def phone(request: Any, person_id: int) -> HttpResponse:
    """Write down or correct the phone."""
    person = _person(request, person_id, Permission.PERSON_MANAGE)
    form = PhoneForm(request.POST or None)

    def verb() -> None:
        services.record_phone(person_id, phone=form.cleaned_data["phone"], actor=request.actor, at=request.at)

    return _written(request, person, form, verb, title=_("登记手机"))


@access.asks(Permission.PERSON_MANAGE)
@GET_AND_POST
def addresses(request: Any, person_id: int) -> HttpResponse:
    """Write down the three addresses."""
    person = _person(request, person_id, Permission.PERSON_MANAGE)
    initial: dict[str, Any] = {}
    for kind, _name, kept in people.page(person_id, reach=request.reach).addresses:
        if kept is not None:
            initial |= {kind: kept.line, f"{kind}_none": kept.is_none_call_me}
    form = AddressesForm(request.POST or None, initial=initial)

    def verb() -> None:
        services.record_addresses(person_id, lines=form.lines(), actor=request.actor, at=request.at)

    lead = _("哪一种没有，就选“没有，请打电话”，不必编一个。")
    return _written(request, person, form, verb, title=_("填写地址"), lead=lead)


def _read_once(request: Any, person: PersonCard, form: WhyForm, read: Any, *, title: str) -> HttpResponse:
    """A full number, once, on the answer to the form itself: not kept by a cache, not there after reloading."""
    context: dict[str, Any] = {"form": form, "person": person, "title": title}
    if request.method == "POST" and form.is_valid():
        try:
            context["clear"] = read()
        except Refused as refusal:
            back_to(form, refusal)
    answer = shown(request, "roster/read_once.html", context, form=form)
    answer["Cache-Control"] = "private, no-store"
    return answer


@access.asks(Permission.PERSON_NUMBER_READ)
@GET_AND_POST
def read_number(request: Any, person_id: int, kind: str) -> HttpResponse:
    """The full number of a document, for a reason."""
    person = _person(request, person_id, Permission.PERSON_NUMBER_READ)
    if kind not in set(NumberKind):
        raise NotFound(access.NOT_FOUND)
    form = WhyForm(request.POST or None)

    def read() -> str:
        why = form.cleaned_data["why"]
        return services.read_number(person_id, kind=NumberKind(kind), why=why, actor=request.actor, at=request.at)

    return _read_once(request, person, form, read, title=_("看完整证件号码"))


@access.asks(Permission.PERSON_MANAGE)
@GET_AND_POST
def read_phone(request: Any, person_id: int) -> HttpResponse:
    """The full phone number, for a reason."""
    person = _person(request, person_id, Permission.PERSON_MANAGE)
    form = WhyForm(request.POST or None)

    def read() -> str:
        return services.read_phone(person_id, why=form.cleaned_data["why"], actor=request.actor, at=request.at)

    return _read_once(request, person, form, read, title=_("看完整手机号码"))


@access.asks(Permission.APPOINT)
@GET_AND_POST
def open_account(request: Any, person_id: int) -> HttpResponse:
    """Open an account that its owner enters by a code sent to the phone."""
    _person(request, person_id, Permission.APPOINT)
    person = services.require_keeper_of_offices(person_id, actor=request.actor, on=request.today)
    form = AccountForm(request.POST or None)

    def verb() -> None:
        said = form.cleaned_data
        services.open_account(
            person_id,
            sign_in_name=said["sign_in_name"],
            phone=said["phone"],
            actor=request.actor,
            at=request.at,
            on=request.today,
        )

    return _written(request, person, form, verb, title=_("开通账号"))


@access.asks(Permission.APPOINT)
@GET_AND_POST
def close_account(request: Any, person_id: int, account_id: int) -> HttpResponse:
    """Let nobody sign in with an account any more."""
    _person(request, person_id, Permission.APPOINT)
    person = services.require_keeper_of_offices(person_id, actor=request.actor, on=request.today)
    form = WhyForm(request.POST or None)

    def verb() -> None:
        why = form.cleaned_data["why"]
        services.close_account(person_id, account_id, why=why, actor=request.actor, at=request.at, on=request.today)

    return _written(request, person, form, verb, title=_("停用账号"))
