"""What an office's own stages need to know and may ask for: the guards of the catalogue."""

from __future__ import annotations

from collections.abc import Callable

from huozhong.kernel.lifecycle import Guard
from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import Sentence, say
from huozhong.projects.rules.facts import ProjectFacts
from huozhong.workflows.engine import OWN, Stage

APPROVAL, CLOSING = "a", "c"  # the two stretches of a project's life in which an office may have its own stages
OWN_STATE = rf"^{OWN}[{APPROVAL}{CLOSING}][0-9]{{1,3}}$"  # as the database knows them
_ANCHORS = {f"{OWN}{APPROVAL}": "declared", f"{OWN}{CLOSING}": "awaiting"}


def is_own(state: str) -> bool:
    """Whether the state is one of an office's own."""
    return state.startswith(OWN)


def anchor_of(state: str) -> str:
    """The fixed state that stands for it: a project in an own stage has been declared, or awaits acceptance."""
    return _ANCHORS.get(state[: len(OWN) + 1], state)


def upper_holds(permission: Permission) -> Guard:
    """The step belongs to the union above the office that called for projects."""

    def guard(facts: ProjectFacts) -> Sentence | None:
        if permission in facts.upper_permissions:
            return None
        return say("这一步由“%(call)s”的发起单位的上级工会办理。", call=facts.call.title)

    return guard


def another_person(stage: Stage) -> Guard:
    """Nobody who took an earlier step of this project takes this one."""

    def guard(facts: ProjectFacts) -> Sentence | None:
        if facts.actor_person is None or facts.actor_person not in facts.earlier_people:
            return None
        return say("前面的环节是您办的，“%(stage)s”要由另一位经办人办理。", stage=stage.name)

    return guard


def days_have_passed(stage: Stage) -> Guard:
    """The stage's working days are over: a public notice has hung as long as it must; the last day still counts."""

    def guard(facts: ProjectFacts) -> Sentence | None:
        if facts.stage_due is not None and facts.today > facts.stage_due:
            return None
        due = facts.stage_due.isoformat() if facts.stage_due else "—"
        return say(
            "“%(stage)s”要满 %(days)s 个工作日，%(due)s 以后才能办。", stage=stage.name, days=stage.days, due=due
        )

    return guard


def panel_is_complete(stage: Stage) -> Guard:
    """Enough jurors have given their scores for this stage."""

    def guard(facts: ProjectFacts) -> Sentence | None:
        if facts.panel is None:
            return say("“%(stage)s”还没有组织评委打分。", stage=stage.name)
        if facts.panel.is_complete:
            return None
        return say(
            "“%(stage)s”的评委还没有评完：已评 %(given)s 份，至少要 %(needed)s 份。",
            stage=stage.name,
            given=facts.panel.given,
            needed=facts.panel.needed,
        )

    return guard


def always(guard: Guard) -> Callable[[Stage], Guard]:
    """A guard of the fixed table, as one of the catalogue."""
    return lambda stage: guard


def all_of(*guards: Guard) -> Callable[[Stage], Guard]:
    """Several guards of the fixed table as one entry of the catalogue: the first that refuses speaks."""

    def whole(facts: ProjectFacts) -> Sentence | None:
        return next((reason for guard in guards if (reason := guard(facts)) is not None), None)

    return lambda stage: whole
