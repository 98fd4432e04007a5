"""Days from/until (until is the first day after; null while it lasts) and the constraints that keep them apart."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models


class Days(models.Func):
    function = "DATERANGE"
    output_field = DateRangeField()


def one_at_a_time(name: str, *fields: str, condition: models.Q | None = None) -> ExclusionConstraint:
    """No two rows with the same fields on one day. The telling field comes first: a GiST index splits by it."""
    same = [(field, RangeOperators.EQUAL) for field in fields]
    return ExclusionConstraint(
        name=name,
        expressions=[*same, (Days("from_date", "until_date"), RangeOperators.OVERLAPS)],
        condition=condition,
    )


def in_order(name: str) -> models.CheckConstraint:
    """A span ends after it begins."""
    return models.CheckConstraint(
        name=name, condition=models.Q(until_date__isnull=True) | models.Q(until_date__gt=models.F("from_date"))
    )


def on_day(day: object) -> models.Q:
    """Spans that hold on a day."""
    return models.Q(from_date__lte=day) & (models.Q(until_date__isnull=True) | models.Q(until_date__gt=day))
