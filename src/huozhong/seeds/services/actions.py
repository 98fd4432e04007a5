"""What rooms upstairs offer to do with a seed: they register here, because seeds may not know them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import Sentence
from huozhong.seeds.queries import SeedCard


@dataclass(frozen=True, slots=True)
class SeedAction:
    """A button on a seed's page, for whoever holds the permission somewhere."""

    name: str
    label: Sentence
    url: Callable[[SeedCard], str]
    permission: Permission


_ACTIONS: dict[str, SeedAction] = {}


def register_action(action: SeedAction) -> None:
    """Offer an action; called once, when the app upstairs is ready."""
    _ACTIONS[action.name] = action


def actions_for(seed: SeedCard, actor: Actor) -> tuple[tuple[Sentence, str], ...]:
    """(label, address) of each action that the actor may take with the seed."""
    return tuple(
        (action.label, action.url(seed))
        for _, action in sorted(_ACTIONS.items())
        if not access.reach(actor, action.permission).is_empty
    )
