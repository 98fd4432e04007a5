"""The evidence label on made-up worlds whose true effect is known."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest

from huozhong.seeds.engine import evidence
from huozhong.seeds.engine.evidence import Outcome, Strength

WORLDS = 400


def world(number: int, *, effect: float, unions: int, wild: bool = False) -> list[Outcome]:
    """Unions whose indicator rises by a true median of `effect`, with noise that is lopsided when `wild`."""
    chance = Random(number)
    outcomes = []
    for unit in range(unions):
        noise = chance.expovariate(1.0) - 0.6931471805599453 if wild else chance.gauss(0, 1)
        before = chance.uniform(40, 60)
        after = before + effect + 4 * noise
        outcomes.append(Outcome(unit, Decimal(f"{before:.4f}"), Decimal(70), Decimal(f"{after:.4f}"), area_id=unit % 4))
    return outcomes


@pytest.mark.parametrize("unions", [6, 12, 40])
@pytest.mark.parametrize("wild", [False, True])
def test_the_true_effect_lies_in_the_interval_as_often_as_the_label_says(unions: int, wild: bool) -> None:
    held, said = 0, Fraction(0)
    for number in range(WORLDS):
        found = evidence.label(world(number, effect=3, unions=unions, wild=wild), least=6)
        assert found.interval is not None
        held += found.interval.low <= 3 <= found.interval.high
        said = found.interval.confidence

    assert said >= evidence.CONFIDENCE
    assert held >= (float(said) - 0.025) * WORLDS


@pytest.mark.parametrize("unions", [6, 12, 40])
def test_where_nothing_works_hardly_any_world_says_that_it_works(unions: int) -> None:
    said = [evidence.label(world(9000 + one, effect=0, unions=unions), least=6).strength for one in range(WORLDS)]
    good = [one for one in said if one in (Strength.WORKS, Strength.SEVERAL, Strength.LASTING)]

    assert len(good) <= 0.04 * WORLDS  # 2.5 % promised; the rest is the luck of 400 worlds


def test_a_strong_effect_is_found_and_a_harm_is_called_one() -> None:
    good = [evidence.label(world(one, effect=6, unions=20), least=6).strength for one in range(100)]
    bad = [evidence.label(world(one, effect=-6, unions=20), least=6).strength for one in range(100)]

    assert sum(one in (Strength.WORKS, Strength.SEVERAL, Strength.LASTING) for one in good) >= 99
    assert sum(one is Strength.WORSE for one in bad) >= 99


@pytest.mark.parametrize("unions", range(6))
def test_below_six_unions_nothing_is_said_however_strong_it_looks(unions: int) -> None:
    found = evidence.label(world(1, effect=50, unions=unions), least=1)

    assert found.strength is Strength.TOO_FEW
    assert found.median is None
    assert found.interval is None
