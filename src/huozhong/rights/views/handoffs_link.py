"""The door of a receiver without an account: a secret address, a code told another way, one answer."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import services as access
from huozhong.kernel.refusals import NotFound
from huozhong.look.services import handed_out
from huozhong.rights.forms import handoffs as forms
from huozhong.rights.queries import handoffs as reads
from huozhong.rights.services import handoffs_links
from huozhong.rights.views.pages import carried, page
from huozhong.seeds.services import own_fingerprint

WHY_OPEN = "whoever holds the secret link and knows its code receives this one hand-off"
CODES = "handoff-codes"  # in the session: secret -> code that was right


def _code(request: Any, secret: str) -> str:
    return str(request.session.get(CODES, {}).get(secret, ""))


def _shown(request: Any, template: str, context: dict[str, Any], *, form: Any = None) -> HttpResponse:
    answer = page(request, template, context, form=form)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Referrer-Policy"] = "same-origin"  # none at all would take the form's origin away, too
    return answer


@access.open_to_all(WHY_OPEN)
@require_http_methods(["GET", "POST"])
def enter(request: Any, secret: str) -> HttpResponse:
    """First the code, then the hand-off."""
    link = handoffs_links.link_of(secret, at=request.at)
    if code := _code(request, secret):
        row = handoffs_links.open_link(secret, code, at=request.at)
        found = reads.received(row)
        context = {
            "one": found,
            "handoff": found.card,
            "secret": secret,
            "is_urgent": found.is_urgent(request.today),
            "take_form": forms.LinkTakeForm(initial={"on": request.today}),
            "refuse_form": forms.LinkRefuseForm(),
            "fingerprint": own_fingerprint(),
            "expires_at": link.expires_at,
        }
        return _shown(request, "handoff_link", context)
    form = forms.CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data["code"].strip()
        if carried(form, lambda: handoffs_links.open_link(secret, told, at=request.at)):
            request.session.cycle_key()
            request.session[CODES] = {secret: told}
            return redirect("rights:handoff_link", secret)
    return _shown(
        request, "handoff_code", {"unit_name": link.handoff.unit.name, "label": link.handoff.label}, form=form
    )


@access.open_to_all(WHY_OPEN)
@require_POST
def answer(request: Any, secret: str, what: str) -> HttpResponse:
    """Taken, or refused with a reason."""
    code = _code(request, secret)
    if not code:
        return redirect("rights:handoff_link", secret)
    if what not in ("take", "refuse"):
        raise NotFound(access.NOT_FOUND)
    form = forms.LinkTakeForm(request.POST) if what == "take" else forms.LinkRefuseForm(request.POST)
    verb = lambda: handoffs_links.answer_by_link(  # noqa: E731 - carried out once, below
        secret, code, takes=what == "take", name=form.cleaned_data["name"],
        on=form.cleaned_data.get("on") or request.today, outside_number=form.cleaned_data.get("outside_number", ""),
        why=form.cleaned_data.get("why", ""), at=request.at,
    )  # fmt: skip
    if form.is_valid() and carried(form, verb):
        return redirect("rights:handoff_link", secret)
    title = _("签收") if what == "take" else _("不收，写明理由")
    return _shown(request, "handoff_link_form", {"secret": secret, "title": title}, form=form)


@access.open_to_all(WHY_OPEN)
@require_safe
def fetch(request: Any, secret: str, what: str) -> HttpResponse:
    """The bag or the plain set, as long as the link is alive."""
    code = _code(request, secret)
    if not code:
        return redirect("rights:handoff_link", secret)
    content, name, media_type = handoffs_links.fetch_by_link(secret, code, what, at=request.at)
    answer = handed_out(content, name, media_type)
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
