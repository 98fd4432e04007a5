"""The receiving bodies of a place, and who receives for them: kept by the lead of rights work."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import queries as seats
from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.people import queries as people
from huozhong.rights.forms import handoffs as forms
from huozhong.rights.queries import handoffs as reads
from huozhong.rights.rules import handoffs as h
from huozhong.rights.services import handoffs_bodies
from huozhong.rights.views.pages import carried, page
from huozhong.unions import queries as unions


@access.asks(Permission.DOSSIER_SUPERVISE)
@require_safe
def bodies(request: Any) -> HttpResponse:
    """Every receiving body within reach."""
    return page(request, "bodies", {"bodies": reads.bodies_kept(request.actor)})


def _body(request: Any, body_id: int) -> reads.BodyCard:
    found = reads.body_kept(request.actor, body_id)
    if found is None:
        raise NotFound(access.NOT_FOUND)
    return found


def _new(form: Any) -> handoffs_bodies.NewBody:
    said = form.cleaned_data
    return handoffs_bodies.NewBody(
        h.BodyKind(said["kind"]), said["name"], said["address"], said["phone"], said["site"], said["bound_by"]
    )


@access.asks(Permission.DOSSIER_SUPERVISE)
@require_http_methods(["GET", "POST"])
def new_body(request: Any) -> HttpResponse:
    """Write down a receiving body."""
    units = [(one.place.unit_id, one.name) for one in seats.acting_units(request.actor, Permission.DOSSIER_SUPERVISE)]
    form = forms.BodyForm(request.POST or None, units=units)
    verb = lambda: handoffs_bodies.add_body(  # noqa: E731 - carried out once, below
        form.cleaned_data["unit"], _new(form), actor=request.actor, at=request.at
    )
    if request.method == "POST" and form.is_valid() and carried(form, verb):
        messages.success(request, _("登记好了，可以向它移送了。"))
        return redirect("rights:bodies")
    return _form(request, form, title=_("登记接收单位"), submit=_("登记"))


@access.asks(Permission.DOSSIER_SUPERVISE)
@require_http_methods(["GET", "POST"])
def change_body(request: Any, body_id: int) -> HttpResponse:
    """Change what is written down."""
    body = _body(request, body_id)
    before = {name: getattr(body, name) for name in ("name", "address", "phone", "site", "bound_by", "is_active")}
    form = forms.BodyForm(request.POST or None, initial=before | {"kind": body.kind.value}, units=())
    verb = lambda: handoffs_bodies.change_body(  # noqa: E731 - carried out once, below
        body.id, _new(form), is_active=form.cleaned_data["is_active"], actor=request.actor, at=request.at
    )
    if request.method == "POST" and form.is_valid() and carried(form, verb):
        messages.success(request, _("改好了。"))
        return redirect("rights:bodies")
    return _form(request, form, title=body.name, submit=_("保存"))


@access.asks(Permission.DOSSIER_SUPERVISE)
@require_http_methods(["GET", "POST"])
def add_contact(request: Any, body_id: int) -> HttpResponse:
    """Who receives for it."""
    body = _body(request, body_id)
    holders = seats.holders(Permission.HANDOFF_RECEIVE, at=unions.place_of(body.unit_id), on=request.today)
    held = {person_id for person_id, _name in body.contacts}
    named = people.persons([one for one in holders if one not in held])
    form = forms.ContactForm(request.POST or None, people=[(one, card.name) for one, card in named.items()])
    verb = lambda: handoffs_bodies.add_contact(  # noqa: E731 - carried out once, below
        body.id, form.cleaned_data["person"], actor=request.actor, at=request.at
    )
    if request.method == "POST" and form.is_valid() and carried(form, verb):
        messages.success(request, _("加上了。"))
        return redirect("rights:bodies")
    lead = _("只列得出在这里任“接收单位联络员”的人；没有的，先到“任职”里登记。")
    return _form(request, form, title=_("加一位联络员"), submit=_("加上"), lead=lead)


@access.asks(Permission.DOSSIER_SUPERVISE)
@require_POST
def end_contact(request: Any, body_id: int, person_id: int) -> HttpResponse:
    """From now on somebody receives nothing more."""
    handoffs_bodies.end_contact(_body(request, body_id).id, person_id, actor=request.actor, at=request.at)
    messages.success(request, _("停了。"))
    return redirect("rights:bodies")


def _form(request: Any, form: Any, *, title: str, submit: str, lead: str = "") -> HttpResponse:
    back = reverse("rights:bodies")
    context = {"title": title, "submit": submit, "lead": lead, "back": back, "back_word": _("接收单位")}
    return page(request, "handoff_form", context, form=form)
