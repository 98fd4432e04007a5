"""Pages of the check on the spot, made for a phone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import queries as seats
from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.people import queries as people
from huozhong.ratings import queries, services
from huozhong.ratings.forms.rating import AssessorForm, FindForm
from huozhong.ratings.queries import sheets, standing
from huozhong.ratings.queries.schemes import version_card
from huozhong.ratings.rules.computing import fingerprint
from huozhong.ratings.rules.scheme import Gate, Item
from huozhong.ratings.views.answers import form_page, picked, way

ASSESS = Permission.RATING_ASSESS


@access.asks(ASSESS)
@require_http_methods(["GET", "HEAD", "POST"])
def assessors(request: Any, rating_id: int) -> HttpResponse:
    """Who looks on the spot; whoever must stand back is listed with the reason."""
    row = queries.find_rating(rating_id, reach=request.reach)
    named = {one.person_id for one in row.assessors.all()}
    holders = people.persons(seats.holders(ASSESS, at=row.place, on=request.today))
    reasons = {one: standing.recusal(row, one, on=request.today) for one in holders}
    free = [(one, holders[one].name) for one in holders if one not in named and reasons[one] is None]
    form = AssessorForm(request.POST or None, people=free)

    def name() -> None:
        services.name_assessor(rating_id, form.cleaned_data["person"], actor=request.actor, at=request.at)

    return form_page(
        request, form, name, to=reverse("ratings:assessors", args=[rating_id]), done=_("已加上。"),
        title=_("谁去现场核查"), lead=_("要两个人；本单位的人、办过这次自评的人要回避。"),
        submit=_("加上"), path=way(row),
        row=row, named=list(row.assessors.order_by("id")), is_free=bool(free),
        recused=[(holders[one].name, reason) for one, reason in reasons.items() if reason is not None],
        back_to=reverse("ratings:rating", args=[rating_id]),
    )  # fmt: skip


@access.asks(ASSESS)
@require_POST
def release(request: Any, rating_id: int, person_id: int) -> HttpResponse:
    """Take an assessor off."""
    services.release_assessor(rating_id, person_id, actor=request.actor, at=request.at)
    messages.success(request, _("已换下。"))
    return redirect("ratings:assessors", rating_id)


@access.asks(ASSESS)
@require_safe
def check(request: Any, rating_id: int) -> HttpResponse:
    """Every gate and item with what the self-check says; a difference is one tap away."""
    row = queries.find_rating(rating_id, reach=request.reach)
    if row.state != "on_site":
        return redirect("ratings:rating", rating_id)
    sheet = sheets.with_result(sheets.checked_sheet(row))
    mark = fingerprint(sheet)
    named = list(row.assessors.order_by("id"))
    me = next((one for one in named if one.person_id == request.actor.person_id), None)
    context = {
        "row": row,
        "reading": queries.reading(sheet, row=row),
        "assessors": [(one, one.signed_at is not None and one.signed_sha256 == mark) for one in named],
        "is_mine": me is not None,
        "is_signed": me is not None and me.signed_sha256 == mark,
        "differences": row.findings.count(),
        "path": way(row),
    }
    return render(request, "ratings/check.html", context)


def _asked(row: Any, key: str) -> Gate | Item:
    design = version_card(row.version).design
    found = design.gate(key) or design.item(key)
    if found is None:
        raise NotFound(access.NOT_FOUND)
    return found


@access.asks(ASSESS)
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: Any, rating_id: int, key: str) -> HttpResponse:
    """What was found otherwise, and why."""
    row = queries.find_rating(rating_id, reach=request.reach)
    asked = _asked(row, key)
    before = row.findings.filter(key=key).first()
    form = FindForm(
        request.POST or None, request.FILES or None, asked=asked, written=before.value if before else None,
        initial={"reason": before.reason if before else ""},
    )  # fmt: skip

    def keep() -> None:
        services.find(
            rating_id, key, value=form.written, reason=form.cleaned_data["reason"], actor=request.actor, at=request.at,
            **picked(request),
        )  # fmt: skip

    to = f"{reverse('ratings:check', args=[rating_id])}#item-{key}"
    return form_page(
        request, form, keep, to=to, done=_("已记下。改过以后，两位都要重新签字。"), title=asked.title,
        lead=_("现场看到的和自评不一样时才填。"), submit=_("记下"), path=way(row), upload=True,
    )  # fmt: skip


@access.asks(ASSESS)
@require_POST
def agree(request: Any, rating_id: int, key: str) -> HttpResponse:
    """It is as the self-check says after all."""
    services.agree(rating_id, key, actor=request.actor, at=request.at)
    return redirect(f"{reverse('ratings:check', args=[rating_id])}#item-{key}")


@access.asks(ASSESS)
@require_POST
def sign(request: Any, rating_id: int) -> HttpResponse:
    """An assessor signs."""
    services.sign(rating_id, actor=request.actor, at=request.at)
    messages.success(request, _("签好了。"))
    return redirect("ratings:check", rating_id)
