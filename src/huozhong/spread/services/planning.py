"""An office asks for a plan; a job computes it once; the list of those to be invited leaves the house as a sheet."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import numpy as np
from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.ledgers import engine as sheets
from huozhong.records import services as records
from huozhong.seeds import queries as seeds
from huozhong.spread import engine, queries
from huozhong.spread.models import SpreadPlan
from huozhong.spread.queries import PlanCard

KIND = "spread.spreadplan"
MOST = 50
SHARES = {"fit": (5, 10), "choose": (10, 50), "compare": (50, 99)}  # per cent of the bar


@transaction.atomic
def ask_plan(seed_id: int, *, unit: Place, k: int, budget: Decimal, actor: Actor, at: datetime) -> int:
    """Ask for k demonstration unions below a unit; a job computes them. Answers the plan's id."""
    access.require(actor, Permission.SPREAD_PLAN, at=unit)
    if not unit.city_id:
        raise Refused(say("方案按一个市来算，请选市里的工会。"))
    seed = seeds.seed(seed_id, reach=access.reach(actor, Permission.SEED_READ))
    if seed.state != "published":
        raise Refused(say("这颗种子还没有发布，先发布再推广。"))
    if not 1 <= k <= MOST:
        raise Refused(say("示范单位选 1 到 %(most)s 家。", most=MOST))
    if budget < 0:
        raise Refused(say("经费不能是负数。"))
    row = SpreadPlan.objects.create(
        city_id=unit.city_id,
        unit_id=unit.unit_id,
        seed_id=seed.id,
        k=k,
        budget=budget,
        asked_by_id=actor.person_id,
        asked_by_name=actor.name[:100],
        asked_at=at,
    )
    details = {"seed_id": seed.id, "k": k}
    records.note(KIND, row.id, "spread_planned", actor=actor, at=at, place=unit, label=seed.title, details=details)
    make_plan.later(plan_id=row.id)
    return row.id


@records.job("spread.make_plan")
def make_plan(*, at: datetime, plan_id: int) -> None:
    """Compute a plan that was asked for; once it is done it stays as it was."""
    row = SpreadPlan.objects.select_related("unit").filter(pk=plan_id, done_at=None).first()
    if row is None:
        return
    past = queries.past(row.city_id, row.seed_id, under=row.unit.path, on=day_of(at))
    told = -1

    def tell(step: str, share: float) -> None:
        nonlocal told
        first, last = SHARES[step]
        percent = int(first + (last - first) * share)
        if percent >= told + 5:
            told = percent
            SpreadPlan.objects.filter(pk=row.pk).update(progress=percent)

    found = engine.plan(
        past.world,
        past.evidence,
        row.k,
        candidates=_marks(past.world, past.may_be_asked),
        adopted=_marks(past.world, past.adopted),
        seed=row.pk,
        progress=tell,
    )
    SpreadPlan.objects.filter(pk=row.pk).update(progress=100, done_at=at, result=_kept(found, past))


def _marks(world: engine.World, units: frozenset[int]) -> Any:
    marks = np.zeros(world.count, dtype=np.bool_)
    marks[world.positions(units)] = True
    return marks


def _kept(found: engine.Plan, past: queries.Past) -> dict[str, Any]:
    world = past.world
    comparison = found.comparison
    kinds = ("plan", "biggest", "random", "over_biggest", "over_random")
    return {
        "chosen": [
            {
                "unit": one.unit_id,
                "gain": round(one.gain, 3),
                "members": int(world.sizes[world.position[one.unit_id]]),
                "near": one.near,
                "direct": {name: round(value, 4) for name, value in one.direct.items()},
            }
            for one in found.chosen
        ],
        "largest": list(found.biggest),
        "units": world.count,
        "assured": round(found.choice.assured, 3),
        "sets": found.choice.sets,
        "events": found.fit.events,
        "own": past.own,
        "is_assumed": found.fit.is_assumed,
        "leads": found.fit.leads,
        "is_better": found.is_better,
        "hazards": {name: [one.value, one.low, one.high] for name, one in found.fit.hazards.items()},
        **{
            kind: [round(one.mean, 2), round(one.low, 2), round(one.high, 2)]
            for kind, one in ((kind, getattr(comparison, kind)) for kind in kinds)
        },
    }


_FIELDS = (
    sheets.Field("name", say("工会名称")),
    sheets.Field("town", say("上级工会")),
    sheets.Field("members", say("会员人数"), sheets.FieldKind.NUMBER),
    sheets.Field("gain", say("预计带动（家，模型）")),
    sheets.Field("why", say("为什么选它")),
    sheets.Field("budget", say("示范经费（元）")),
    sheets.Field("answer", say("邀请回复")),
)


def invitations(plan: PlanCard, why: dict[int, str], *, actor: Actor, at: datetime) -> bytes:
    """The unions to be invited, as .xlsx; that the list was taken is noted."""
    access.require(actor, Permission.SPREAD_PLAN, at=plan.place)
    if plan.done_at is None:
        raise Refused(say("还没有算完，请稍等再导出。"))
    records.note(KIND, plan.id, "invitations_listed", actor=actor, at=at, place=plan.place, label=plan.seed_title)
    rows = [
        {
            "id": one.unit_id,
            "name": one.name,
            "town": one.town,
            "members": one.members,
            "gain": f"{one.gain:.1f}",
            "why": why.get(one.unit_id, ""),
            "budget": f"{plan.budget:.2f}",
            "answer": "",
        }
        for one in plan.chosen
    ]
    return sheets.plain_sheet(f"“{plan.seed_title}”示范单位邀请名单", fields=_FIELDS, rows=rows)
