"""What adopters reached: outcomes gathered from accepted projects, and the label that was computed of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from huozhong.kernel.places import Place
from huozhong.kernel.rulepacks import Answer
from huozhong.kernel.sentences import Sentence
from huozhong.rulebook import queries as rulebook
from huozhong.seeds.engine.evidence import Interval, Label, Outcome, Strength, explained
from huozhong.seeds.models import AdoptionReading, Evidence, LookBack, ReturnedOutcome, Seed, SeedVersion
from huozhong.seeds.queries.sketches import TargetSketch, from_json

YEAR = 12


@dataclass(frozen=True, slots=True)
class LabelCard:
    """The label of a seed as pages show it, with the indicator that it speaks of."""

    seed_id: int
    label: Label
    indicator: str
    unit: str
    computed_at: datetime

    @property
    def words(self) -> Sentence:
        return self.label.words

    @property
    def sentence(self) -> Sentence:
        return explained(self.label)

    @property
    def tone(self) -> str:
        """How the state is coloured; its words say the same."""
        if self.label.strength in (Strength.WORKS, Strength.SEVERAL, Strength.LASTING):
            return "leaf"
        return "alarm" if self.label.strength is Strength.WORSE else ""


@dataclass(frozen=True, slots=True)
class ReturnedCard:
    """What a federation elsewhere reported of a seed."""

    publisher: str
    as_of_date: date
    counts: Mapping[str, Any]


def least_of(place: Place, *, on: date) -> Answer:
    """How many unions it takes before anything is said."""
    return rulebook.ask("seeds.evidence.least", place=place, on=on)


def outcomes(seed_id: int) -> tuple[TargetSketch | None, tuple[Outcome, ...]]:
    """The seed's indicator with most results, and what its adopters reached on it; oldest first."""
    versions = SeedVersion.objects.filter(seed_id=seed_id)
    shown = versions.filter(published_at__isnull=False).order_by("-number").first() or versions.first()
    targets = from_json(shown.sketch).targets if shown else ()
    rows = (
        AdoptionReading.objects.filter(adoption__version__seed_id=seed_id, adoption__result_at__isnull=False)
        .select_related("adoption__unit")
        .order_by("adoption__result_at", "adoption_id", "position")
    )
    by_indicator: dict[tuple[str, str], list[AdoptionReading]] = defaultdict(list)
    for row in rows:
        by_indicator[(row.indicator.strip(), row.unit_word.strip())].append(row)
    ranked = sorted(targets, key=lambda t: -len(by_indicator[(t.indicator.strip(), t.unit.strip())]))
    if not ranked:
        return None, ()
    chosen = ranked[0]
    found = by_indicator[(chosen.indicator.strip(), chosen.unit.strip())]
    kept = _still_running([row.adoption.project_id for row in found])
    return chosen, tuple(_outcome(row, chosen, kept) for row in found)


def _still_running(project_ids: list[int]) -> dict[int, bool]:
    """What looking back after a year said of each project that was looked at."""
    rows = LookBack.objects.filter(project_id__in=project_ids, months__gte=YEAR, is_running__isnull=False)
    found = rows.order_by("months").values_list("project_id", "is_running")
    return {project_id: bool(runs) for project_id, runs in found}


def _outcome(row: AdoptionReading, target: TargetSketch, kept: Mapping[int, bool]) -> Outcome:
    adoption = row.adoption
    return Outcome(
        unit_id=adoption.unit_id,
        baseline=row.baseline,
        target=row.target,
        actual=row.actual,
        direction=target.way,
        cost=adoption.cost,
        beneficiaries=adoption.beneficiaries,
        sustained=kept.get(adoption.project_id),
        area_id=area_of(adoption.unit.place),
    )


def area_of(place: Place) -> str:
    """The part of the tree just below the city: what counts as one place when "several places" is said."""
    ids = place.path.strip(".").split(".")
    below = ids[ids.index(str(place.city_id)) + 1 :] if str(place.city_id) in ids else ids
    return below[0] if below else str(place.city_id)


def labels(seed_ids: Iterable[int]) -> dict[int, LabelCard]:
    """The labels of several seeds in one query; a seed that was never computed is left out."""
    rows = Evidence.objects.filter(seed_id__in=list(seed_ids))
    return {row.seed_id: _card(row) for row in rows}


def label_of(seed_id: int) -> LabelCard | None:
    """The label of one seed."""
    return labels([seed_id]).get(seed_id)


def returned(seed_id: int) -> tuple[ReturnedCard, ...]:
    """What federations elsewhere reported of the seed, newest first."""
    rows = ReturnedOutcome.objects.select_related("publisher").filter(seed_id=seed_id).order_by("-as_of_date", "-id")
    return tuple(ReturnedCard(row.publisher.name, row.as_of_date, row.counts) for row in rows)


def seeds_to_label(*, after: int, limit: int) -> list[Seed]:
    """Seeds by id, for the job that renews labels."""
    return list(
        Seed.objects.select_related("unit").filter(id__gt=after).exclude(state="discarded").order_by("id")[:limit]
    )


def label_to_json(label: Label) -> dict[str, Any]:
    """A label as its row keeps it; exact fractions as text."""
    return {name: _plain(value) for name, value in asdict(label).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    return value


def label_from_json(stored: Mapping[str, Any]) -> Label:
    """A label as it was kept."""
    held = {name: value for name, value in stored.items() if name in Label.__dataclass_fields__}
    held["strength"] = Strength(held["strength"])
    for name in ("median", "share_reached", "cost_per_person", "cost_per_step"):
        held[name] = Fraction(held[name]) if held.get(name) is not None else None
    if held.get("quartiles"):
        low, high = held["quartiles"]
        held["quartiles"] = (Fraction(low), Fraction(high))
    if held.get("interval"):
        held["interval"] = Interval(**{name: Fraction(value) for name, value in held["interval"].items()})
    return Label(**held)


def _card(row: Evidence) -> LabelCard:
    label = label_from_json(row.label)
    return LabelCard(row.seed_id, label, row.label.get("indicator", ""), row.label.get("unit", ""), row.computed_at)
