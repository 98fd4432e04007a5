"""The proof sheet: everything from which anybody can compute a result again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from huozhong.juries.models import Entry, Panel, Recusal
from huozhong.juries.queries.rounds import asked_of, cards_of
from huozhong.juries.rules.counting import FORMAT, count


@dataclass(frozen=True, slots=True)
class Standing:
    """What an entry came to; `total` is exact, `place` is None where too few judges scored."""

    entry_id: int
    thing_id: int
    total: Fraction
    shown: str
    place: int | None
    is_tied: bool
    sheet: Mapping[str, Any]  # the whole proof sheet of this entry alone, with its result


def settings_of(panel: Panel) -> dict[str, Any]:
    """The part of a proof sheet that is the same for all entries."""
    return {
        "format": FORMAT,
        "title": panel.title,
        "rubric": panel.rubric,
        "ties_by": panel.ties_by,
        "drop_from": panel.drop_from,
        "least": panel.least,
        "quorum": panel.quorum,
        "kind_weights": panel.kind_weights,
        "is_named": panel.is_named,
        "seed": panel.seed,
        "rules": [_cite(cite) for cite in panel.cites],
    }


def _cite(cite: Mapping[str, Any]) -> dict[str, str]:
    source = cite.get("cite", {})
    said = f"《{source['law']}》{source.get('article', '')}" if source.get("law") else source.get("source", "")
    return {
        "rule": str(cite.get("rule", "")),
        "title": str(cite.get("title", "")),
        "value": str(cite.get("value", "")),
        "source": str(said),
        "status": str(cite.get("status", "")),
    }


def entry_sheet(entry: Entry) -> dict[str, Any]:
    """An entry's part, from its cards as they are now. An anonymous jury's cards stand in the order of their points."""
    panel = entry.panel
    rows = list(cards_of([entry.pk]).select_related("judge").order_by("judge_id"))
    cards = [
        {"judge": row.judge.name, "kind": row.judge.kind, "points": row.points, "opinion": row.opinion} for row in rows
    ]
    if panel.is_named:
        _tell_namesakes_apart(cards)
    else:
        keys = [one["key"] for one in panel.rubric]
        cards.sort(key=lambda card: (card["kind"], [-card["points"][key] for key in keys], card["opinion"]))
        for number, card in enumerate(cards, start=1):
            card["judge"] = str(number)
    back = Recusal.objects.filter(entry=entry, judge__released_at__isnull=True).select_related("judge")
    return {
        "number": entry.number,
        "title": entry.title,
        "unit": entry.unit.name,
        "asked": asked_of([entry.pk]).count(),
        "cards": cards,
        "recused": [
            {"judge": row.judge.name, "kind": row.judge.kind, "ground": row.ground} for row in back.order_by("judge_id")
        ],
    }


def _tell_namesakes_apart(cards: list[dict[str, Any]]) -> None:
    seen: Counter[str] = Counter()
    for card in cards:
        seen[card["judge"]] += 1
        if seen[card["judge"]] > 1:
            card["judge"] += f"（{seen[card['judge']]}）"


def closed_sheet(panel: Panel) -> dict[str, Any]:
    """The proof sheet of every entry that is closed, with the result counted from it."""
    rows = Entry.objects.filter(panel=panel, closed_at__isnull=False, withdrawn_at__isnull=True).order_by("number")
    sheet = settings_of(panel) | {"entries": [row.sheet for row in rows]}
    return sheet | {"result": count(sheet)}


def proof(panel: Panel) -> dict[str, Any]:
    """The proof sheet that binds: as it was kept when the round was closed, before that of what is closed so far."""
    kept: dict[str, Any] | None = panel.proof
    return kept if kept is not None else closed_sheet(panel)


def result(kind: str, thing_id: int, stage: str) -> Standing | None:
    """What a thing came to at a stage once it was closed there; None before."""
    row = (
        Entry.objects.select_related("panel")
        .filter(thing_kind=kind, thing_id=thing_id, panel__stage=stage, closed_at__isnull=False)
        .filter(withdrawn_at__isnull=True)
        .order_by("-pk")
        .first()
    )
    if row is None or row.sheet is None:
        return None
    among = next(one for one in proof(row.panel)["result"]["entries"] if one["number"] == row.number)
    if among["total"] is None:
        return None
    alone = settings_of(row.panel) | {"entries": [row.sheet]}
    return Standing(
        entry_id=row.pk,
        thing_id=row.thing_id,
        total=Fraction(among["total"]),
        shown=among["shown"],
        place=among["place"],
        is_tied=among["is_tied"],
        sheet=alone | {"result": count(alone)},
    )
