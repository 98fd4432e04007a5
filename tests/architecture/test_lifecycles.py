"""Every lifecycle of the house: its table is sound, its database guards stand, its permissions and guards are real."""

from __future__ import annotations

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from huozhong.kernel.lifecycle import Lifecycle
from huozhong.kernel.permissions import Permission
from huozhong.kernel.roles import ROLES
from huozhong.lifecycles import queries

TABLES = sorted(queries.lifecycles().items(), key=lambda item: item[1].kind)
IDS = [lifecycle.kind for _, lifecycle in TABLES]


def test_the_house_has_lifecycles() -> None:
    assert "projects.project" in IDS


@pytest.mark.parametrize(("model", "lifecycle"), TABLES, ids=IDS)
def test_the_table_carries_its_triggers(model: type, lifecycle: Lifecycle) -> None:
    names = {trigger.name for trigger in model._meta.triggers}  # type: ignore[attr-defined]

    assert {"state_only_by_carry_out", "state_starts_at_start"} <= names


@pytest.mark.parametrize(("model", "lifecycle"), TABLES, ids=IDS)
def test_each_permission_is_held_by_some_role(model: type, lifecycle: Lifecycle) -> None:
    asked = {move.permission for move in lifecycle.moves if move.permission is not None}
    held: set[Permission] = set().union(*(card.permissions for card in ROLES.values()))

    assert asked <= held


@pytest.mark.parametrize(("model", "lifecycle"), TABLES, ids=IDS)
def test_the_kind_names_module_and_thing(model: type, lifecycle: Lifecycle) -> None:
    assert lifecycle.kind == f"{model._meta.app_label}.{model._meta.model_name}"  # type: ignore[attr-defined]


def test_every_model_with_a_guarded_state_has_a_lifecycle() -> None:
    guarded = [
        model
        for model in apps.get_models()
        if any(t.name == "state_only_by_carry_out" for t in getattr(model._meta, "triggers", ()))
    ]
    assert {m.__name__ for m in guarded} == {m.__name__ for m, _ in TABLES}


@pytest.mark.parametrize(("model", "lifecycle"), TABLES, ids=IDS)
@given(choices=st.lists(st.integers(min_value=0, max_value=99), max_size=60))
def test_walks_stay_in_the_table_and_can_always_end(model: type, lifecycle: Lifecycle, choices: list[int]) -> None:
    state = lifecycle.start
    for choice in choices:
        moves = lifecycle.moves_from(state)
        if not moves:
            break
        state = moves[choice % len(moves)].target
        assert lifecycle.reachable_from(state) & lifecycle.ends
