"""Pages of schemes: the list, one scheme, its versions, a dry run, the approval document."""

from __future__ import annotations

from fractions import Fraction
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
from huozhong.kernel.places import Level
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.publishing import queries as publishing
from huozhong.ratings import queries, services
from huozhong.ratings.forms.rating import WhyForm
from huozhong.ratings.forms.scheme import ApprovalForm, PublishForm, StartForm
from huozhong.ratings.queries.schemes import SCHEME, scheme_story
from huozhong.ratings.queries.showing import TEST_WORDS
from huozhong.ratings.rules.checking import stands_in_the_way
from huozhong.ratings.rules.scheme import HOW_WORDS, Design, Test
from huozhong.ratings.rules.values import plain
from huozhong.ratings.views.answers import form_page, picked, scheme_way
from huozhong.records import services as records

MANAGE = Permission.RATING_SCHEME
OFFICES = {Level.NATION, Level.PROVINCE, Level.CITY, Level.DISTRICT}
NOT_YET = say("先把下面列出的几处改好，才能发布。")


def design_shown(design: Design, kind: str) -> dict[str, Any]:
    """A design as its page lists it: gates, blocks and ladder with words for everything."""
    indicators = queries.kind_of(kind).indicators

    def told(key: str) -> Any:
        return indicators[key].title if key in indicators else key

    def is_measured(key: str) -> bool:
        return key in indicators and indicators[key].measure is not None

    return {
        "gates": [
            (one, told(one.indicator), TEST_WORDS[one.test], "" if one.test is Test.IS else plain(one.bar))
            for one in design.gates
        ],
        "blocks": [
            (
                block,
                plain(block.weight),
                [
                    (
                        item,
                        plain(item.weight),
                        HOW_WORDS[item.how],
                        told(item.indicator) if item.indicator else "",
                        not item.indicator or is_measured(item.indicator),
                        [(plain(band.start), plain(band.points)) for band in item.bands],
                        [(grade.words, plain(grade.points)) for grade in item.grades],
                    )
                    for item in block.items
                ],
            )
            for block in design.blocks
        ],
        "ladder": [(one, plain(one.points)) for one in design.ladder],
        "total": plain(sum((block.weight for block in design.blocks), start=Fraction(0))),
    }


@access.asks(MANAGE)
@require_safe
def index(request: Any) -> HttpResponse:
    """The office's schemes, and what holds without one."""
    return render(request, "ratings/schemes.html", {"cards": queries.scheme_cards(reach=request.reach)})


@access.asks(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: Any) -> HttpResponse:
    """Begin a scheme."""
    units = [
        (one.place.unit_id, one.name) for one in seats.acting_units(request.actor, MANAGE) if one.place.level in OFFICES
    ]
    if not units:
        raise Refused(say("评星方案由省、市或区县总工会制定，您所在的单位用上级的方案。"))
    form = StartForm(request.POST or None, units=units, kinds=queries.subject_kinds())
    made: list[int] = []

    def begin() -> None:
        said = form.cleaned_data
        made.append(
            services.start_scheme(
                said["unit"], kind=said["kind"], title=said["title"], model=said["model"], actor=request.actor,
                at=request.at,
            )
        )  # fmt: skip

    answer = form_page(
        request, form, begin, to=reverse("ratings:schemes"), done=_("草稿已经建好，照样板改成自己的。"),
        title=_("新建评星方案"), lead=_("先选一个样板，再改成自己的；发布以前谁也用不上。"),
        submit=_("建草稿"), path=scheme_way(),
    )  # fmt: skip
    return redirect("ratings:scheme", made[0]) if made else answer


@access.asks(MANAGE)
@require_safe
def scheme(request: Any, scheme_id: int) -> HttpResponse:
    """One scheme: the draft to be worked on with what is still wrong, else what is in force."""
    card = queries.find_scheme(scheme_id, reach=request.reach)
    found = card.shown
    findings = queries.findings(found) if found.is_draft else ()
    stops = stands_in_the_way(findings)
    context = {
        "card": card,
        "found": found,
        "stops": stops,
        "warnings": [one for one in findings if one.is_warning],
        "wrong": {one.where for one in stops},
        "why_not": NOT_YET if stops else None,
        "approval": card.approval_on(request.today),
        "public": publishing.public_state(SCHEME, card.id, on=request.today),
        "trail": scheme_story(card.id),
        "path": scheme_way(),
        **design_shown(found.design, card.kind),
    }
    return render(request, "ratings/scheme.html", context)


@access.asks(Permission.RATING_READ)
@require_safe
def version(request: Any, scheme_id: int, number: int) -> HttpResponse:
    """A published version: whoever is rated by it may read it."""
    found = queries.published_version(scheme_id, number)
    context = {"found": found, "path": (), **design_shown(found.design, found.kind)}
    return render(request, "ratings/version.html", context)


@access.asks(MANAGE)
@require_safe
def dry_run(request: Any, scheme_id: int) -> HttpResponse:
    """Who would gain or lose a star by the version that is shown."""
    card = queries.find_scheme(scheme_id, reach=request.reach)
    reach = access.reach(request.actor, MANAGE)
    trial = queries.dry_run(card.shown, reach=reach, on=request.today)
    context = {"card": card, "found": card.shown, "trial": trial, "path": scheme_way(card)}
    return render(request, "ratings/dry_run.html", context)


@access.asks(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: Any, scheme_id: int) -> HttpResponse:
    """Publish the draft."""
    card = queries.find_scheme(scheme_id, reach=request.reach)
    if card.draft is None:
        raise NotFound(access.NOT_FOUND)
    form = PublishForm(request.POST if request.method == "POST" else None, is_first=card.draft.number == 1)

    def put_out() -> None:
        services.publish(scheme_id, change_note=form.cleaned_data["change_note"], actor=request.actor, at=request.at)

    return form_page(
        request, form, put_out, to=reverse("ratings:scheme", args=[scheme_id]),
        done=_("已发布。新的自评用这一版；已经开始的、已经授的星都不变。"), title=_("发布评星方案"),
        lead=_("发布以后谁也不能再改；要改就另起一版。"), submit=_("发布"), path=scheme_way(card),
    )  # fmt: skip


@access.asks(MANAGE)
@require_POST
def next_version(request: Any, scheme_id: int) -> HttpResponse:
    """The next version as a draft."""
    services.start_version(scheme_id, actor=request.actor, at=request.at)
    messages.success(request, _("新一版的草稿已经建好；发布以前，大家仍然用现在这一版。"))
    return redirect("ratings:scheme", scheme_id)


@access.asks(MANAGE)
@require_POST
def drop(request: Any, scheme_id: int) -> HttpResponse:
    """Give the draft up."""
    is_left = services.drop_draft(scheme_id, actor=request.actor, at=request.at)
    messages.success(request, _("草稿已放弃。"))
    return redirect("ratings:scheme", scheme_id) if is_left else redirect("ratings:schemes")


@access.asks(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def retire(request: Any, scheme_id: int) -> HttpResponse:
    """No new self-check takes it."""
    card = queries.find_scheme(scheme_id, reach=request.reach)
    form = WhyForm(request.POST or None)

    def stop() -> None:
        services.retire(scheme_id, why=form.cleaned_data["why"], actor=request.actor, at=request.at)

    return form_page(
        request, form, stop, to=reverse("ratings:scheme", args=[scheme_id]), done=_("已停用。已经授的星不变。"),
        title=_("停用这个方案"), lead=_("以后的自评不再用它；已经开始的照旧办完。"), submit=_("停用"),
        path=scheme_way(card),
    )  # fmt: skip


@access.asks(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def approval(request: Any, scheme_id: int) -> HttpResponse:
    """Record the document without which nothing is announced to the public."""
    card = queries.find_scheme(scheme_id, reach=request.reach)
    form = ApprovalForm(request.POST or None, request.FILES or None)

    def keep() -> None:
        said = form.cleaned_data
        services.record_approval(
            scheme_id, number=said["number"], organ=said["organ"], decided=said["decided"], until=said["until"],
            actor=request.actor, at=request.at, **picked(request),
        )  # fmt: skip

    return form_page(
        request, form, keep, to=reverse("ratings:scheme", args=[scheme_id]), done=_("批准文件已登记。"),
        title=_("登记评比达标表彰批准文件"),
        lead=_("面向基层的评比要经批准才能办。没有这份文件，星级只在工会内部看得到，不能向社会公布。"),
        submit=_("登记"), path=scheme_way(card), upload=True,
    )  # fmt: skip


@access.asks(MANAGE)
@require_safe
def approval_file(request: Any, scheme_id: int, file_id: int) -> HttpResponse:
    """The scanned document."""
    card = queries.find_scheme(scheme_id, reach=request.reach)
    if file_id not in {one.file_id for one in card.approvals}:
        raise NotFound(access.NOT_FOUND)
    return records.file_response(file_id, inline=True)  # type: ignore[return-value]
