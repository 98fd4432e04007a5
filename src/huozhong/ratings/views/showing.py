"""Pages that show: how an office stands, one rating, a proof sheet, what is due."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huozhong.access import queries as seats
from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence, say
from huozhong.lifecycles import queries as lifecycles
from huozhong.look import services as look
from huozhong.look.services import handed_out
from huozhong.ratings import queries
from huozhong.ratings.models import ProofSheet, Rating
from huozhong.ratings.queries import sheets, standing
from huozhong.ratings.queries.finding import line
from huozhong.ratings.queries.schemes import version_card
from huozhong.ratings.rules.computing import fingerprint
from huozhong.ratings.views.answers import way
from huozhong.records import services as records

READ = Permission.RATING_READ
MOST_SHOWN = 100
WORDS = {
    "rating_started": say("开始自评"),
    "rating_stated": say("填报"),
    "rating_unstated": say("收回填报"),
    "assessor_named": say("指定核查员"),
    "assessor_released": say("换下核查员"),
    "rating_found": say("核查结果和自评不同"),
    "rating_found_alike": say("核查结果和自评相同"),
    "check_signed": say("核查员签字"),
    "rating_objection_answered": say("答复异议"),
    "rating_reviewed": say("年度复核"),
    "breach_answered": say("单位答复"),
}
SECRET = {
    "rating_objected", "breach_answered", "open_hearing", "keep", "lower", "lose", "restore",
}  # fmt: skip
STAGES: dict[str, Sentence] = {
    "self": say("自评时"), "on_site": say("核查后"), "review": say("年度复核"),
}  # fmt: skip


@access.asks(READ)
@require_safe
def index(request: Any) -> HttpResponse:
    """How many by star, over the years, in which towns; what is under way; one's own things."""
    kinds = queries.subject_kinds()
    if not kinds:
        return render(request, "ratings/index.html", {"kind": None})
    asked = request.GET.get("kind", "")
    kind = next((one for one in kinds if one.kind == asked), kinds[0])
    reach, actor, on = request.reach, request.actor, request.today
    star, words, below = request.GET.get("star", ""), request.GET.get("q", "").strip()[:40], request.GET.get("town", "")
    towns = queries.overview(kind, reach=reach, on=on)
    known = {one.path: one.name for one in towns.towns}
    lines = queries.rating_lines(
        reach=reach, actor=actor, on=on, kind=kind.kind, states=("held", "hearing"), words=words,
        star=int(star) if star in set("12345") else 0, below=below if below in known else "", limit=MOST_SHOWN,
    )  # fmt: skip
    context = {
        "kind": kind,
        "tabs": _tabs(kinds, kind.kind),
        "view": towns,
        "trend": _trend(towns) if towns.holding or any(sum(found) for _year, found in towns.years) else None,
        "lines": lines,
        "under_way": queries.under_way(reach=reach, actor=actor, on=on, kind=kind.kind),
        "own": _own(request, kind),
        "scheme": _scheme(request, kind.kind),
        "star": star,
        "q": words,
        "town": known.get(below, ""),
        "is_office": access.reach(actor, Permission.RATING_ASSESS) or access.reach(actor, Permission.RATING_CONFIRM),
        "sees_many": towns.things > 1,
        "may_write": not access.reach(actor, Permission.RATING_SCHEME).is_empty,
        "may_review": not access.reach(actor, Permission.RATING_ASSESS).is_empty,
    }
    return render(request, "ratings/index.html", context)


def _tabs(kinds: tuple[queries.SubjectKind, ...], here: str) -> tuple[look.Tab, ...]:
    if len(kinds) < 2:
        return ()
    return tuple(look.Tab(look.told(one.title), f"?kind={one.kind}", one.kind == here, None) for one in kinds)


def _trend(view: queries.Overview) -> look.Chart:
    names = (_("一星"), _("二星"), _("三星"), _("四星"), _("五星"))
    series = tuple(
        look.Series(names[position], tuple(found[position] for _year, found in view.years))
        for position in range(5)
        if any(found[position] for _year, found in view.years)
    )
    labels = tuple(str(year) for year, _found in view.years)
    return look.Chart(_("每年授星"), labels, series, kind="bar", unit=_("个"), label_name=_("年份"), is_stacked=True)


def _own(request: Any, kind: queries.SubjectKind) -> list[dict[str, Any]]:
    """The things of the unions in whose name the reader acts, with what may be begun there."""
    units = seats.acting_units(request.actor, Permission.RATING_DECLARE)
    mine = {one.place.unit_id for one in units}
    found = []
    for subject in kind.subjects(access.reach(request.actor, Permission.RATING_DECLARE), request.today, 200):
        if subject.place.unit_id not in mine:
            continue
        rows = Rating.objects.select_related("unit").filter(kind=kind.kind, subject_id=subject.id)
        newest = rows.exclude(state="withdrawn").order_by("-year", "-id").first()
        year = kind.rated_year(request.today)
        is_open = rows.filter(state__in=["self_check", "submitted", "on_site", "noticed", "recommended"]).exists()
        has_year = rows.filter(year=year).exclude(state__in=["withdrawn", "none"]).exists()
        version = queries.scheme_for(subject.place, kind.kind)
        found.append(
            {
                "subject": subject,
                "line": line(newest, actor=request.actor, on=request.today) if newest else None,
                "may_start": version is not None and not is_open and not has_year,
                "version": version,
                "year": year,
            }
        )
    return found


def _scheme(request: Any, kind: str) -> queries.VersionCard | None:
    for held in request.actor.appointments:
        found = queries.scheme_for(access_place(held), kind)
        if found is not None:
            return found
    return None


def access_place(held: Any) -> Any:
    """Where an appointment is held, as a place."""
    from huozhong.kernel.places import Place

    return Place(held.unit_id, held.city_id, held.path)


@access.asks(READ)
@require_safe
def rating(request: Any, rating_id: int) -> HttpResponse:
    """One rating: stars, blocks, what to do next, who does what, what was decided."""
    row = queries.find_rating(rating_id, reach=request.reach)
    actor, on = request.actor, request.today
    sheet, is_kept = _sheet_of(row, on=on)
    star = sheet["result"]["star"] if row.state in ("self_check", "on_site") else None
    mark = fingerprint(sheet) if row.state == "on_site" else ""
    facts = standing.facts(row, actor, on=on, star=star, sha256=mark)
    is_insider = standing.is_insider(actor, row, on=on)
    may_declare = access.can(actor, Permission.RATING_DECLARE, at=row.place)
    breach = row.breaches.order_by("-id").first() if is_insider else None
    steps = [one for one in lifecycles.what_next(row, actor, facts=facts) if _is_shown(one, is_insider)]
    context = {
        "row": row,
        "line": line(row, actor=actor, on=on),
        "reading": queries.reading(sheet, row=row),
        "is_kept": is_kept,
        "steps": steps,
        "main": _main(row, may_declare, facts.is_above),
        "facts": facts,
        "is_insider": is_insider,
        "may_declare": may_declare,
        "is_above": facts.is_above,
        "assessors": list(row.assessors.order_by("id")),
        "breach": breach,
        "breaches": list(row.breaches.exclude(outcome="").order_by("-id")) if is_insider else [],
        "objections": list(row.objections.order_by("-id")) if is_insider else [],
        "may_object": row.state == "noticed" and row.notice_last is not None and on <= row.notice_last,
        "reviews": list(row.reviews.select_related("sheet").order_by("-id")) if is_insider else [],
        "sheets": [(one, STAGES[one.stage]) for one in row.sheets.order_by("id")],
        "history": [one for one in queries.history_of(row, actor=actor, on=on) if one.id != row.pk],
        "version": version_card(row.version),
        "trail": _trail(row, is_insider=is_insider),
        "path": way(),
    }
    return render(request, "ratings/rating.html", context)


def _is_shown(step: Any, is_insider: bool) -> bool:
    """Only the people whom a move concerns see it, greyed or not."""
    return bool(is_insider and (step.is_allowed or step.reason is not access.NOT_ALLOWED))


def _main(row: Rating, may_declare: bool, is_above: bool) -> str:
    if row.state == "self_check":
        return "submit" if may_declare else ""
    order = {"submitted": "begin_check", "on_site": "close_check", "recommended": "grant_city"}
    if row.state == "noticed":
        rung = standing.rung_of(row)
        return "recommend" if rung is not None and rung.confirmed_by == "city" else "grant"
    return order.get(row.state, "") if is_above else ""


def _sheet_of(row: Rating, *, on: Any) -> tuple[dict[str, Any], bool]:
    """What the page shows: measured now while the union checks itself, with findings while assessors look, else the
    newest stored result."""
    if row.state in ("self_check", "withdrawn"):
        return sheets.with_result(sheets.self_sheet(row, version_card(row.version), on=on)), False
    if row.state == "on_site":
        return sheets.with_result(sheets.checked_sheet(row)), False
    return sheets.newest(row).sheet, True


def _trail(row: Rating, *, is_insider: bool) -> tuple[look.TrailEntry, ...]:
    """What was done; what is told to the union alone stands in it for its own people and the offices above only."""
    if not is_insider:
        return ()
    hidden = {str(say("提出异议"))}
    found = lifecycles.story(Rating, row.pk, words={**WORDS, "rating_objected": say("提出异议")})
    return tuple(one for one in found if one.what not in {look.told(say(word)) for word in hidden})


def _kept(request: Any, rating_id: int, sheet_id: int) -> tuple[Rating, ProofSheet]:
    row = queries.find_rating(rating_id, reach=request.reach)
    found = row.sheets.filter(pk=sheet_id).first()
    is_hidden = found is not None and found.stage == "review"
    if found is None or (is_hidden and not standing.is_insider(request.actor, row, on=request.today)):
        raise NotFound(access.NOT_FOUND)
    return row, found


@access.asks(READ)
@require_safe
def proof(request: Any, rating_id: int, sheet_id: int) -> HttpResponse:
    """A stored result with everything it rests on; it can be printed and computed again."""
    row, found = _kept(request, rating_id, sheet_id)
    context = {
        "row": row,
        "found": found,
        "stage": STAGES[found.stage],
        "reading": queries.reading(found.sheet, row=None),
        "sheet": found.sheet,
        "path": way(row),
    }
    return render(request, "ratings/proof.html", context)


@access.asks(READ)
@require_safe
def proof_json(request: Any, rating_id: int, sheet_id: int) -> HttpResponse:
    """The same for `huozhong ratings compute`."""
    row, found = _kept(request, rating_id, sheet_id)
    text = json.dumps(found.sheet, ensure_ascii=False, indent=2)
    return handed_out(text, f"rating-{row.pk}-{found.pk}.json", "application/json")


@access.asks(READ)
@require_safe
def paper(request: Any, rating_id: int, file_id: int) -> HttpResponse:
    """A file of a rating; evidence of a breach for the union and the offices above it alone."""
    row = queries.find_rating(rating_id, reach=request.reach)
    is_insider = standing.is_insider(request.actor, row, on=request.today)
    is_exhibit = is_insider and row.exhibits.filter(file_id=file_id).exists()
    if not is_exhibit and not (is_insider and row.breaches.filter(file_id=file_id).exists()):
        raise NotFound(access.NOT_FOUND)
    return records.file_response(file_id, inline=True)  # type: ignore[return-value]


@access.asks(Permission.RATING_ASSESS)
@require_safe
def reviews(request: Any) -> HttpResponse:
    """Whose yearly look is due, the longest overdue first."""
    lines = queries.reviews_due(reach=request.reach, actor=request.actor, on=request.today)
    overdue = sum(one.review_due_date is not None and one.review_due_date < request.today for one in lines)
    context = {"lines": lines, "overdue": overdue, "path": way()}
    return render(request, "ratings/reviews.html", context)
