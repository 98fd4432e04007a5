"""Pages that move a rating on: one form for each sort of move; objections, the yearly review."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.look import services as look
from huozhong.ratings import queries, services
from huozhong.ratings.forms.rating import BreachForm, DecisionForm, NothingForm, ReviewForm, WhyForm, WordsForm
from huozhong.ratings.models import Rating
from huozhong.ratings.views.answers import form_page, picked, way
from huozhong.ratings.workflow import RATING

READ = Permission.RATING_READ
OFFICIAL = ("grant", "recommend", "grant_city")
LEADS = {
    "submit": _("系统按今天的记录再算一遍，结果留下来不再变；要改先请上级退回。"),
    "begin_check": _("两位核查员的手机上会出现核查清单。"),
    "close_check": _("结果留下来不再变，然后按公示的天数听取异议。"),
    "grant": _("授星是正式决定，写明会议和文号。"),
    "recommend": _("区县先确认，再由市里确认。"),
    "grant_city": _("授星是正式决定，写明会议和文号。"),
    "open_hearing": _("先听单位说，再作决定。这件事只告诉这个单位和上级工会，不在任何名单上公布。"),
    "lose": _("只告诉这个单位和上级工会。对外名单里如果有它，整张名单立即撤下。"),
    "lower": _("只告诉这个单位和上级工会。对外名单里如果有它，整张名单立即撤下。"),
}


@access.asks(READ)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: Any, rating_id: int, name: str) -> HttpResponse:
    """One move: what it asks, and what comes of it."""
    row = queries.find_rating(rating_id, reach=request.reach)
    if not RATING.has(name) or RATING.move(name).permission is None:
        raise NotFound(access.NOT_FOUND)
    form, verb = _form_and_verb(request, row, name)
    label = look.told(RATING.move(name).label)
    return form_page(
        request, form, verb, to=reverse("ratings:rating", args=[rating_id]), done=_("办好了。"), title=label,
        lead=LEADS.get(name, ""), submit=label, path=way(row), upload=name == "open_hearing",
    )  # fmt: skip


def _form_and_verb(request: Any, row: Rating, name: str) -> tuple[forms.Form, Callable[[], object]]:
    """The form of a move and the verb behind it."""
    typed = request.POST if request.method == "POST" else None
    who: dict[str, Any] = {"actor": request.actor, "at": request.at}
    form: forms.Form
    if name in OFFICIAL:
        form = DecisionForm(typed)
        return form, lambda: services.confirm(row.pk, name, decision=form.decision(), **who)
    if name == "open_hearing":
        form = BreachForm(typed, request.FILES or None)
        return form, lambda: services.record_breach(
            row.pk, happened=form.cleaned_data["happened"], words=form.cleaned_data["words"], **picked(request), **who
        )
    if name in ("submit", "begin_check", "close_check"):
        form = NothingForm(typed)
        verbs = {"submit": services.submit, "begin_check": services.begin_check, "close_check": services.close_check}
        return form, lambda: verbs[name](row.pk, **who)  # type: ignore[operator]
    form = WhyForm(typed)

    def with_reason() -> object:
        why = form.cleaned_data["why"]
        if name == "refuse":
            return services.confirm(row.pk, name, why=why, **who)
        if name in ("keep", "lower", "lose"):
            return services.decide_breach(row.pk, name, why=why, **who)
        others: dict[str, Callable[..., object]] = {
            "withdraw": services.withdraw, "send_back": services.send_back, "close_without": services.close_check,
            "restore": services.restore,
        }  # fmt: skip
        return others[name](row.pk, why=why, **who)

    return form, with_reason


@access.asks(READ)
@require_http_methods(["GET", "HEAD", "POST"])
def object_to(request: Any, rating_id: int) -> HttpResponse:
    """Say what speaks against a star."""
    row = queries.find_rating(rating_id, reach=request.reach)
    form = WordsForm(request.POST or None)

    def tell() -> None:
        services.object_to(rating_id, words=form.cleaned_data["words"], actor=request.actor, at=request.at)

    return form_page(
        request, form, tell, to=reverse("ratings:rating", args=[rating_id]), done=_("收到了。上级工会会核实并答复。"),
        title=_("对这次星级有什么意见"), lead=_("您的姓名只有上级工会看得到，单位看不到。"),
        submit=_("提交"), path=way(row),
    )  # fmt: skip


@access.asks(Permission.RATING_ASSESS)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_objection(request: Any, rating_id: int, objection_id: int) -> HttpResponse:
    """What the office found and answered."""
    row = queries.find_rating(rating_id, reach=request.reach)
    found = row.objections.filter(pk=objection_id).first()
    if found is None:
        raise NotFound(access.NOT_FOUND)
    form = WordsForm(request.POST or None)

    def tell() -> None:
        services.answer_objection(objection_id, answer=form.cleaned_data["words"], actor=request.actor, at=request.at)

    return form_page(
        request, form, tell, to=reverse("ratings:rating", args=[rating_id]), done=_("已答复。"), title=_("答复异议"),
        lead=found.words, submit=_("答复"), path=way(row),
    )  # fmt: skip


@access.asks(Permission.RATING_ASSESS)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: Any, rating_id: int) -> HttpResponse:
    """The yearly look."""
    row = queries.find_rating(rating_id, reach=request.reach)
    form = ReviewForm(request.POST or None)

    def keep() -> None:
        said = form.cleaned_data
        services.record_review(
            rating_id, is_well=said["is_well"] == "yes", words=said["words"], actor=request.actor, at=request.at
        )

    return form_page(
        request, form, keep, to=reverse("ratings:rating", args=[rating_id]),
        done=_("复核记下了，下一次的日子已经排好。"),
        title=_("年度复核"), lead=_("系统按今天的记录重新算一遍，和授星时的结果放在一起。"), submit=_("记下复核"),
        path=way(row),
    )  # fmt: skip
