"""The proof sheet as a page and as files."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from huozhong.access import services as access
from huozhong.juries import queries
from huozhong.juries.models import Panel
from huozhong.juries.rules.rubric import two_places
from huozhong.juries.rules.words import GROUNDS, JUDGE_KINDS
from huozhong.juries.services import sheets
from huozhong.juries.views.answers import page
from huozhong.juries.views.office import rules_shown
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.look.services import handed_out

FORMS = {
    "json": (sheets.as_json, "application/json"),
    "csv": (sheets.as_csv, "text/csv; charset=utf-8"),
    "xlsx": (sheets.as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@access.asks(Permission.JURY_READ)
@require_safe
def proof(request: Any, panel_id: int) -> HttpResponse:
    """Places, totals, and everything from which anybody can compute them again; of closed entries only."""
    row = queries.find_panel(panel_id, actor=request.actor)
    sheet = queries.proof(row)
    keys = [one["key"] for one in sheet["rubric"]]
    parts = {one["number"]: one for one in sheet["entries"]}
    told = sorted(sheet["result"]["entries"], key=lambda one: (one["place"] or 10**6, one["number"]))
    waiting = [one for one in queries.entry_lines(row) if one.closed_at is None]
    context = {
        "row": row,
        "sheet": sheet,
        "proofs": [_shown(sheet, parts[one["number"]], one, keys) for one in told],
        "waiting": waiting,
        "manages": access.can(request.actor, Permission.JURY_MANAGE, at=row.place),
        **rules_shown(row),
    }
    return page(request, "juries/proof.html", context)


def _shown(sheet: dict[str, Any], entry: dict[str, Any], told: dict[str, Any], keys: list[str]) -> dict[str, Any]:
    """One entry for people: totals with two places, dropped cards marked."""
    return {
        "entry": entry,
        "told": told,
        "cards": [
            (card, JUDGE_KINDS[card["kind"]], [card["points"][key] for key in keys], two_places(total), dropped)
            for card, total, dropped in sheets.cards_of(sheet, entry, told)
        ],
        "means": [two_places(Fraction(told["by_dimension"][key])) for key in keys] if told["total"] else [],
        "recused": [(one["judge"], GROUNDS[one["ground"]]) for one in entry["recused"]],
        "groups": [
            (JUDGE_KINDS[group["kind"]], group["weight"], two_places(Fraction(group["total"])))
            for group in told["groups"]
            if sheet["kind_weights"] and group["total"]
        ],
    }


@access.asks(Permission.JURY_READ)
@require_safe
def download(request: Any, panel_id: int, form: str) -> HttpResponse:
    """The proof sheet as JSON, CSV or XLSX."""
    row: Panel = queries.find_panel(panel_id, actor=request.actor)
    if form not in FORMS:
        raise NotFound(access.NOT_FOUND)
    write, media_type = FORMS[form]
    return handed_out(write(queries.proof(row)), f"jury-{row.pk}.{form}", media_type)
