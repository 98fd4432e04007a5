"""Lists of seeds as cards: the newest that pass the filters, and those of given ids in their order."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from huozhong.seeds.models import Adoption, Evidence, Seed
from huozhong.seeds.queries.cards import PAGE, SeedCard, _cards, _rows
from huozhong.seeds.queries.search import SIZES, Filters
from huozhong.seeds.workflow import SeedState


def cards_of(seed_ids: Iterable[int]) -> tuple[SeedCard, ...]:
    """Published seeds by id, in the order given; others are left out."""
    wanted = list(seed_ids)
    found = {card.id: card for card in _cards(_rows().filter(pk__in=wanted, state=SeedState.PUBLISHED))}
    return tuple(found[one] for one in wanted if one in found)


def newest(filters: Filters, *, before: int | None = None) -> tuple[SeedCard, ...]:
    """A page of published seeds that pass the filters, newest first. Counts are asked for the page alone."""
    rows = _passing(filters)
    if before:
        rows = rows.filter(id__lt=before)
    return cards_of(rows.order_by("-id").values_list("id", flat=True)[:PAGE])


def _passing(filters: Filters) -> QuerySet[Seed]:
    rows = Seed.objects.filter(state=SeedState.PUBLISHED)
    if filters.theme:
        rows = rows.filter(theme=filters.theme)
    if filters.origin:
        rows = rows.filter(origin=filters.origin)
    if filters.label:
        rows = rows.filter(id__in=Evidence.objects.filter(strength=filters.label).values("seed_id"))
    if filters.trade:
        taken = Adoption.objects.filter(unit__employers__industry__startswith=filters.trade)
        rows = rows.filter(id__in=taken.values("version__seed_id"))
    if filters.size in SIZES:
        least, most, _ = SIZES[filters.size]
        sized = Adoption.objects.annotate(people=Sum("unit__employers__employees"))
        rows = rows.filter(id__in=sized.filter(people__gte=least, people__lte=most).values("version__seed_id"))
    if filters.cost is not None:
        paid = Adoption.objects.filter(version__seed_id=OuterRef("pk"), cost__isnull=False, beneficiaries__gt=0).values(
            "version__seed_id"
        )
        rows = rows.annotate(
            spent=Subquery(paid.annotate(all=Sum("cost")).values("all")),
            served=Coalesce(Subquery(paid.annotate(all=Sum("beneficiaries")).values("all")), 0),
        ).filter(served__gt=0, spent__lte=F("served") * filters.cost)
    return rows
