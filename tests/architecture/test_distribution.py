"""Beyond one machine rows are spread by city: what would stand in the way is named here, with its reason."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models

# Tables that are not spread by city, each with the reason; everything else must be ready.
LOCAL = {
    "people.Account": "signing in asks by name, wherever the person is; spread by its own id",
    "people.PersonKey": "spread by the key itself: it finds a person's city",
    "records.SealMark": "one row: how far the chain has come; a distributed database keeps a chain on each node",
}
OURS = [model for model in apps.get_models() if model.__module__.startswith("huozhong.")]
SPREAD = [model for model in OURS if hasattr(model, "city_id") or "city_id" in {f.attname for f in model._meta.fields}]


def label(model: type[models.Model]) -> str:
    return f"{model._meta.app_label}.{model.__name__}"


def columns_of(constraint: models.BaseConstraint) -> set[str]:
    if isinstance(constraint, ExclusionConstraint):
        return {str(getattr(expression, "name", expression)) for expression, _ in constraint.expressions}
    return set(getattr(constraint, "fields", ()))


@pytest.mark.parametrize("model", OURS, ids=label)
def test_a_table_has_one_bigint_id(model: type[models.Model]) -> None:
    key = model._meta.pk
    assert key is not None
    assert key.get_internal_type() in {"BigAutoField", "BigIntegerField"}


@pytest.mark.parametrize("model", [m for m in SPREAD if label(m) not in LOCAL], ids=label)
def test_what_is_unique_is_unique_within_a_city(model: type[models.Model]) -> None:
    loose = [
        constraint.name
        for constraint in model._meta.constraints
        if isinstance(constraint, models.UniqueConstraint | ExclusionConstraint)
        and "city_id" not in columns_of(constraint)
    ]
    single = [field.name for field in model._meta.fields if field.unique and not field.primary_key]
    assert loose + single == []


def test_a_table_without_a_city_says_why() -> None:
    without = {label(model) for model in OURS if model not in SPREAD}

    assert without == {"people.Account", "records.SealMark"}
