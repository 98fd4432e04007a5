"""How-to cards beside the steps of a seed."""

from __future__ import annotations

from collections.abc import Sequence

from huozhong.kernel.actors import Actor
from huozhong.learning import queries as learning
from huozhong.learning.queries import HowToLine
from huozhong.seeds.queries.sketches import TaskSketch


def howto_choices(actor: Actor) -> list[tuple[int, str]]:
    """Published cards of the actor's city, to choose from."""
    return [(card.id, card.title) for card in learning.howtos(actor=actor)]


def with_howtos(steps: Sequence[TaskSketch], actor: Actor) -> tuple[tuple[TaskSketch, tuple[HowToLine, ...]], ...]:
    """Each step with its cards; a card that is no longer published is left out."""
    wanted = {number for step in steps for number in step.howto_ids}
    known = {card.id: card for card in learning.howtos(actor=actor)} if wanted else {}
    return tuple((step, tuple(known[number] for number in step.howto_ids if number in known)) for step in steps)
