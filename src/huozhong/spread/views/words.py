"""Plans in words and pictures: why a union was chosen, what the comparison says."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huozhong.look import services as look
from huozhong.spread import engine
from huozhong.spread.queries import Demonstration, PlanCard
from huozhong.unions import queries as unions

WORTH_TELLING = 0.02  # expected first followers below which a way of standing near is not named


def why(one: Demonstration) -> str:
    """One sentence: through whom the model expects this union to lead others, the strongest way first."""
    told = {
        "town": ngettext("同一镇街有 %(n)s 家工会", "同一镇街有 %(n)s 家工会", one.near["town"]),
        "district": ngettext("同一区有 %(n)s 家工会", "同一区有 %(n)s 家工会", one.near["district"]),
        "city": ngettext("全市有 %(n)s 家工会", "全市有 %(n)s 家工会", one.near["city"]),
        "trade": ngettext("同行业有 %(n)s 家", "同行业有 %(n)s 家", one.near["trade"]),
        "visit": ngettext("有 %(n)s 家来学习过", "有 %(n)s 家来学习过", one.near["visit"]),
    }
    strongest = sorted(engine.CHANNELS, key=lambda name: -one.direct[name])
    parts = [told[name] % {"n": one.near[name]} for name in strongest if one.direct[name] >= WORTH_TELLING][:3]
    if not parts:
        return _("模型看不出它比别家更能带动，按名次补足。")
    return _("，").join(parts) + _("。")


def reasons(plan: PlanCard) -> dict[int, str]:
    """The sentence for each chosen union."""
    return {one.unit_id: why(one) for one in plan.chosen}


def comparison(plan: PlanCard) -> look.Chart:
    """Expected adopters of the three ways to choose."""

    def values(at: int) -> tuple[Decimal, ...]:
        return tuple(Decimal(str(plan.result[kind][at])) for kind in ("plan", "biggest", "random"))

    return look.Chart(
        title=_("预计共有多少家采用"),
        labels=(_("按方案选"), _("选人最多的"), _("随机选")),
        series=(
            look.Series(_("平均"), values(0)),
            look.Series(_("低"), values(1)),
            look.Series(_("高"), values(2)),
        ),
        unit=_("家"),
        label_name=_("怎么选"),
        note=_("含示范单位自己。低和高之间，是带动快慢估不准时的 95% 区间。"),
    )


def rows(plan: PlanCard) -> tuple[tuple[str, list[float]], ...]:
    """The comparison as a table: mean, low, high; the last two rows are differences."""
    names = {
        "plan": _("按方案选"),
        "biggest": _("选人最多的"),
        "random": _("随机选"),
        "over_biggest": _("方案比“选人最多的”多"),
        "over_random": _("方案比“随机选”多"),
    }
    return tuple((word, plan.result[kind]) for kind, word in names.items())


def tree(plan: PlanCard) -> look.Lineage:
    """The chosen unions where they stand: district, town, union."""
    cards = unions.units(one.unit_id for one in plan.chosen)
    above = unions.units(step for card in cards.values() for step in map(int, card.path.strip(".").split(".")))
    gains = {one.unit_id: one.gain for one in plan.chosen}

    def branch(path: str) -> tuple[look.Lineage, ...]:
        below = sorted({card.path[len(path) :].split(".")[0] for card in cards.values() if card.path.startswith(path)})
        return tuple(
            look.Lineage(
                title=above[int(step)].name,
                note=_("预计带动 %(n)s 家") % {"n": f"{gains[int(step)]:.1f}"} if int(step) in gains else "",
                children=branch(f"{path}{step}."),
            )
            for step in below
            if step
        )

    return look.Lineage(
        title=plan.seed_title,
        unit=plan.unit_name,
        url=reverse("seeds:seed", args=[plan.seed_id]),
        children=branch(plan.place.path),
    )


def hazards(plan: PlanCard) -> list[tuple[str, Any]]:
    """The model's numbers with their intervals, for those who want to check."""
    names = {
        "town": _("同一镇街，每一对工会"),
        "district": _("同一区，每一对工会"),
        "city": _("同一市，每一对工会"),
        "trade": _("同行业，每一对工会"),
        "visit": _("来学习过的每一家"),
    }
    return [(names[name], [f"{100 * value:.4f}%" for value in plan.result["hazards"][name]]) for name in names]
