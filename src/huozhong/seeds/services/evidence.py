"""The label of a seed, computed and kept. There is no verb that takes a label from a person."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huozhong.kernel.rulepacks import NoRule
from huozhong.kernel.zone import day_of
from huozhong.seeds.engine.evidence import SMALLEST, label
from huozhong.seeds.models import Evidence, Seed
from huozhong.seeds.queries.evidence import label_to_json, least_of, outcomes, seeds_to_label

BATCH = 200


@transaction.atomic
def refresh_label(seed_id: int, *, at: datetime) -> None:
    """Compute a seed's label anew from what its adopters reached. Safe to repeat."""
    _refresh(Seed.objects.select_related("unit").get(pk=seed_id), at=at)


def refresh_labels(*, at: datetime) -> int:
    """Compute every seed's label anew; gives how many."""
    done, after = 0, 0
    while rows := seeds_to_label(after=after, limit=BATCH):
        with transaction.atomic():
            for seed in rows:
                _refresh(seed, at=at)
        done, after = done + len(rows), rows[-1].id
    return done


def _refresh(seed: Seed, *, at: datetime) -> None:
    target, found = outcomes(seed.id)
    computed = label(found, least=_least(seed, at=at))
    stored = label_to_json(computed)
    stored |= {"indicator": target.indicator if target else "", "unit": target.unit if target else ""}
    Evidence.objects.update_or_create(
        city_id=seed.city_id,
        seed=seed,
        defaults={"strength": computed.strength, "label": stored, "computed_at": at},
    )


def _least(seed: Seed, *, at: datetime) -> int:
    try:
        return least_of(seed.place, on=day_of(at)).number()
    except NoRule:
        return SMALLEST
