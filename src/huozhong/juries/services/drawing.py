"""Standing back by rule, and the draw that asks judges about entries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from huozhong.juries.models import Assignment, Entry, Judge, Panel, Recusal
from huozhong.juries.rules.drawing import Draw, draw
from huozhong.juries.rules.recusal import Home, district_path, ground_of
from huozhong.kernel.places import Level, ids_of
from huozhong.unions import queries as unions


def home_of(judge: Judge) -> Home:
    """Where a judge comes from, in today's tree."""
    place = judge.unit.place
    levels = {card.id: Level(card.level) for card in unions.units(ids_of(place.path)).values()}
    return Home(place, district_path(place.path, levels))


def stand_back(panel: Panel, *, judges: Iterable[Judge], entries: Iterable[Entry], at: datetime) -> None:
    """Record who stands back from what by where they come from; what people recorded stays."""
    listed, homes = list(entries), {judge.pk: home_of(judge) for judge in judges}
    own = panel.own_district_may_score
    rows = [
        Recusal(city_id=panel.city_id, entry=entry, judge_id=judge_id, ground=ground, at=at)
        for judge_id, home in homes.items()
        for entry in listed
        if (ground := ground_of(home, entry.place, own_district_may_score=own)) is not None
    ]
    Recusal.objects.bulk_create(rows, ignore_conflicts=True)


def draw_panel(panel: Panel) -> int:
    """Fill up who is asked about what; what was drawn stays. Gives how many were added."""
    if panel.state != "open":
        return 0
    entries = Entry.objects.filter(panel=panel, closed_at__isnull=True, withdrawn_at__isnull=True)
    ids = tuple(entries.order_by("pk").values_list("pk", flat=True))
    judges = dict(Judge.objects.filter(panel=panel, released_at__isnull=True).values_list("pk", "kind"))
    kept = frozenset(Assignment.objects.filter(entry__in=ids).values_list("entry_id", "judge_id"))
    recused = frozenset(Recusal.objects.filter(entry__in=ids).values_list("entry_id", "judge_id"))
    drawn = draw(Draw(ids, judges, recused, panel.each, panel.seed), kept=kept)
    rows = [Assignment(city_id=panel.city_id, entry_id=entry, judge_id=judge) for entry, judge in sorted(drawn - kept)]
    Assignment.objects.bulk_create(rows)
    return len(rows)
