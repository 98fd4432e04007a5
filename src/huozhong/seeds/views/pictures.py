"""What pages of seeds draw: the family tree and the trail."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

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
    "copy_written": say("改了自己的文本"),
    "update_taken": say("合并了新版"),
    "update_skipped": say("暂不合并新版"),
    "offered_back": say("把改动送回作者"),
    "file_attached": say("上传附件"),
    "file_detached": say("去掉附件"),
    "package_made": say("导出种子包"),
    "package_taken": say("收下种子包"),
    "package_arrived": say("收到新版种子包"),
    "outcomes_made": say("导出成效汇总"),
    "outcomes_taken": say("收下外地成效汇总"),
    "rule_drafted": say("起草为制度"),
    "rule_made": say("成为制度"),
}
STAGES = {"tried": _lazy("在试"), "adopted": _lazy("做完了"), "sustained": _lazy("一直在做"), "rule": _lazy("成了制度")}


def drawn(family: queries.Lineage) -> look.Lineage:
    """The family as the look draws it."""
    return _drawn(family.root)


def _drawn(node: queries.Node) -> look.Lineage:
    is_seed = node.kind == "seed"
    stage = str(STAGES.get(node.stage, ""))
    note = (_("种子") if is_seed else _("项目 · 采用第 %(n)s 版") % {"n": node.version}) + (
        f" · {stage}" if stage else ""
    )
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
