"""What rooms that stand apart give one another on the way to the public: seeds as plain text, projects to hang stories
on, the rule book's days for notices."""

from __future__ import annotations

from django.urls import reverse

from huozhong.access import services as access
from huozhong.access.queries import Reach
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.projects import queries as projects
from huozhong.publishing import services as publishing
from huozhong.rulebook import queries as rulebook
from huozhong.seeds import queries as seeds
from huozhong.seeds import services as planting
from huozhong.stories import services as stories

SEED = "seeds.seed"
EVERYWHERE = Reach(everywhere=True)
PUBLISHED = "published"


def _seed(seed_id: int) -> publishing.Draft:
    """A published seed as plain text: what others need to decide whether it is for them."""
    card = seeds.seed(seed_id, reach=EVERYWHERE)
    if card.state != PUBLISHED:
        raise NotFound(access.NOT_FOUND)
    parts = (card.reason, card.problem, card.practice, card.effect, card.conditions)
    lines = tuple(line.strip() for part in parts for line in part.splitlines() if line.strip())
    credit = f"{card.unit_name}" + (f"　来源：{card.source_line}" if card.source_line else "")
    return publishing.Draft(publishing.Snapshot(card.title, lines, credit=credit), card.place)


def _seed_veil(seed_id: int) -> publishing.Veil:
    """A seed that is withdrawn inside the house is not shown outside it."""
    try:
        card = seeds.seed(seed_id, reach=EVERYWHERE)
    except NotFound:
        return publishing.Veil(is_gone=True)
    return publishing.Veil(is_gone=card.state != PUBLISHED)


def _may_submit_seed(seed_id: int, actor: Actor) -> bool:
    """Whose seed it is hands it in; everybody else may see it and is told so."""
    card = seeds.seed(seed_id, reach=EVERYWHERE)
    if not access.can(actor, Permission.SEED_DRAFT, at=card.place):
        raise Refused(say("这颗种子是“%(unit)s”的，由他们送审公开。", unit=card.unit_name))
    return card.state == PUBLISHED


def _project(project_id: int, actor: Actor) -> stories.Thing:
    row = projects.find_project(project_id, actor=actor)
    return stories.Thing(str(row), reverse("projects:project", args=[project_id]))


def register() -> None:
    """Tell the rooms of one another; called once, when the house is ready."""
    publishing.register_kind(
        publishing.PublicKind(
            name=SEED,
            title=say("种子"),
            draft=_seed,
            url=lambda seed_id: reverse("seeds:seed", args=[seed_id]),
            may_submit=_may_submit_seed,
            veil=_seed_veil,
            is_for_search=True,
        )
    )
    planting.register_action(
        planting.SeedAction(
            "publishing.submit",
            say("送审公开"),
            lambda seed: reverse("publishing:submit", args=["seeds-seed", seed.id]),
            Permission.PUBLICATION_SUBMIT,
        )
    )
    publishing.register_rules(rulebook.ask)
    stories.register_thing("projects.project", _project)
