"""The figures that a leader sees first: what each counts, from where, and how it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huozhong.kernel.actors import Actor, Appointed
from huozhong.kernel.permissions import Permission
from huozhong.kernel.roles import ROLES
from huozhong.kernel.sentences import Sentence, say
from huozhong.records import queries as records
from huozhong.unions import queries as unions

SHOWN_CHILDREN = 100


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure: its word, its unit of count, and how it is counted."""

    name: str
    label: Sentence
    unit: Sentence
    how: Sentence


MEASURES: tuple[Measure, ...] = (
    Measure(
        "unions",
        say("基层工会"),
        say("个"),
        say(
            "那一天存续的基层工会，按所属的上级逐级相加；各级总工会自己不算。成立当天算起，撤销当天不再算；同在地方线和产业线的只算一次。"
        ),
    ),
    Measure(
        "members",
        say("会员人数"),
        say("人"),
        say("在那一天会籍有效的会员，按会籍所在的工会计。入会当天算起，转出、退会当天不再算；保留会籍的不算。"),
    ),
    Measure(
        "employers",
        say("建会单位"),
        say("家"),
        say("在那一天由本级或下级工会覆盖的用人单位，每家按所属工会计一次。"),
    ),
    Measure(
        "projects_approved",
        say("立项项目"),
        say("个"),
        say("到那一天为止批准立项的项目累计数，按申报工会计；后来终止的也算在内。"),
    ),
    Measure(
        "projects_running",
        say("在建项目"),
        say("个"),
        say("在那一天处于实施中的项目，按申报工会计；中止的不算，恢复以后再算。"),
    ),
    Measure(
        "projects_accepted",
        say("结项项目"),
        say("个"),
        say("到那一天为止通过验收的项目累计数，按申报工会计。"),
    ),
    Measure(
        "seeds_published",
        say("发布的种子"),
        say("颗"),
        say("在那一天处于发布状态的种子，按提炼它的工会计；撤回的不算。"),
    ),
    Measure(
        "seeds_adopted",
        say("采用种子"),
        say("次"),
        say("到那一天为止别的种子被本级和下级工会采用的累计次数，按采用的工会计。"),
    ),
    Measure(
        "proposals_filed",
        say("收到的提案"),
        say("件"),
        say("到那一天为止职工代表提交的提案累计件数，按开会的单位计；退回后再交的只算一次。"),
    ),
    Measure(
        "proposals_registered",
        say("立案的提案"),
        say("件"),
        say("到那一天为止审查立案的提案累计件数，按开会的单位计；后来并案或转为大会议题的也算在内。"),
    ),
    Measure(
        "proposals_answered",
        say("答复的提案"),
        say("件"),
        say("到那一天为止第一次答复通过核查的提案累计件数，按开会的单位计。"),
    ),
    Measure(
        "proposals_in_time",
        say("按期答复的提案"),
        say("件"),
        say("到那一天为止在期限内作出第一次答复的提案累计件数，按开会的单位计。"),
    ),
    Measure(
        "proposals_satisfied",
        say("办到满意的提案"),
        say("件"),
        say("到那一天为止办结时没有评为不满意的提案累计件数，按开会的单位计；没有人评价的也算在内。"),
    ),
    Measure(
        "proposals_rehandled",
        say("重办的提案"),
        say("件"),
        say("到那一天为止因为不满意重办过一次的提案累计件数，按开会的单位计。"),
    ),
)
BY_NAME = {measure.name: measure for measure in MEASURES}


@dataclass(frozen=True, slots=True)
class Figure:
    """One measure of one unit on one day."""

    measure: Measure
    value: int


def seen_from(actor: Actor) -> Appointed | None:
    """The unit whose figures the actor sees first: the highest where figures may be read."""
    held = [a for a in actor.appointments if Permission.UNIT_READ in ROLES[a.role].permissions]
    return min(held, key=lambda a: len(a.path), default=None)


def figures_of(unit_id: int, *, on: date) -> tuple[Figure, ...]:
    """Every measure of a unit and everything below it, on a day, in one read."""
    found = records.figures([measure.name for measure in MEASURES], unit_id, on=on)
    return tuple(Figure(measure, found[measure.name]) for measure in MEASURES)


@dataclass(frozen=True, slots=True)
class Part:
    """A unit directly below, with its share of the figure."""

    unit_id: int
    name: str
    value: int


def parts(measure: Measure, unit_id: int, *, on: date) -> tuple[tuple[Part, ...], int]:
    """The units directly below with their figures, largest first, and what stands at the unit itself."""
    below = unions.children(unit_id, limit=SHOWN_CHILDREN)
    found = records.figures_of([measure.name], [unit_id, *(card.id for card in below)], on=on)
    rows = tuple(Part(card.id, card.name, found[(measure.name, card.id)]) for card in below)
    own = found[(measure.name, unit_id)] - sum(row.value for row in rows)
    return tuple(sorted(rows, key=lambda row: -row.value)), own
