"""A jury at every point of its life, built by the verbs themselves."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from huozhong.juries import services
from huozhong.juries.services import About, Counting, Dimension, JudgeKind, PanelForm, Thing
from huozhong.kernel.actors import Actor
from huozhong.kernel.places import Place
from huozhong.kernel.roles import Role
from tests.cast import NOW, Cast, actor

RUBRIC = (
    Dimension("organisation", "组织管理", 20, {60: "有人管"}),
    Dimension("novelty", "创新程度", 25, {}),
    Dimension("effect", "工作成效", 35, {20: "看不出", 60: "有变化", 100: "人人受益"}),
    Dimension("replicability", "可复制性", 20, {}),
)
CARD: dict[str, int | None] = {"organisation": 80, "novelty": 70, "effect": 90, "replicability": 60}
COUNTING = Counting(drop_from=7, least=3, quorum=Fraction(2, 3))
KIND = "test.thing"


def form(**changed: Any) -> PanelForm:
    said: dict[str, Any] = {"title": "样本展评", "rubric": RUBRIC, "ties_by": ("effect", "replicability")}
    return PanelForm(**(said | changed))


def set_up(cast: Cast, *, thing_id: int = 1, counting: Counting = COUNTING, **changed: Any) -> int:
    about = About("test.call", thing_id, "showcase")
    return services.open_panel(
        about, unit_id=cast.city.unit_id, form=form(**changed), counting=counting, actor=cast.office, at=NOW, seed="s"
    )


def judge(
    cast: Cast, panel_id: int, number: int, *, home: Place | None = None, kind: JudgeKind = JudgeKind.WORKER
) -> Actor:
    """Somebody who sits on the jury; `seat` gives their row."""
    found = actor(f"评委{number}", f"judge{panel_id}x{number}", (Role.JUROR, cast.city))
    services.appoint_judge(
        panel_id,
        person_id=found.person_id or 0,
        unit_id=(home or cast.city).unit_id,
        kind=kind,
        actor=cast.office,
        at=NOW,
    )
    return found


def enter(cast: Cast, panel_id: int, *, place: Place | None = None, thing_id: int = 1, title: str = "工间学堂") -> int:
    unit = place or cast.works
    thing = Thing(KIND, thing_id, title, unit.unit_id, text=(("做了什么", f"{title}的内部材料"),))
    return services.enter(panel_id, thing=thing, actor=cast.office, at=NOW)


def sitting(cast: Cast, *, judges: int = 3, **changed: Any) -> tuple[int, int, list[Actor]]:
    """A jury that sits: the panel, one entry, its judges."""
    panel_id = set_up(cast, **changed)
    seats = [judge(cast, panel_id, number) for number in range(judges)]
    entry_id = enter(cast, panel_id)
    services.begin_round(panel_id, actor=cast.office, at=NOW)
    return panel_id, entry_id, seats


def score_all(entry_id: int, judges: Sequence[Actor], effects: Sequence[int]) -> None:
    for one, effect in zip(judges, effects, strict=True):
        services.score(entry_id, points=CARD | {"effect": effect}, actor=one, at=NOW)
