"""What pages of seeds draw: the family tree and the trail."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from huozhong.kernel.sentences import say
from huozhong.lifecycles import queries as lifecycles
from huozhong.look import services as look
from huozhong.seeds import queries
from huozhong.seeds.models import Seed
from huozhong.seeds.workflow import SeedState

WORDS = {
    "drafted": say("起草"),
    "written": say("修改"),
    "version_started": say("起草新版"),
    "adopted": say("被采用"),
}


def drawn(family: queries.Lineage) -> look.Lineage:
    """The family as the look draws it."""
    return _drawn(family.root)


def _drawn(node: queries.Node) -> look.Lineage:
    is_seed = node.kind == "seed"
    note = _("种子") if is_seed else _("项目 · 采用第 %(n)s 版") % {"n": node.version}
    if node.reached is not None:
        note += " · " + _("目标达成 %(share)s") % {"share": look.share_words(node.reached)}
    return look.Lineage(
        title=node.label,
        unit=node.unit_name,
        url=reverse("seeds:seed", args=[node.id]) if is_seed and node.state == SeedState.PUBLISHED else "",
        note=note,
        is_here=node.is_asked,
        is_dim=node.state in (SeedState.WITHDRAWN, SeedState.DISCARDED),
        children=tuple(_drawn(child) for child in node.children),
    )


def trail_of(seed_id: int) -> tuple[look.TrailEntry, ...]:
    """Who did what with the seed, newest first."""
    return lifecycles.story(Seed, seed_id, words=WORDS)
