"""The life of a rating, as one table: from the self-check to a star that is held, reviewed, lost or lapsed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huozhong.kernel.lifecycle import Guard, Lifecycle, Move, frm
from huozhong.kernel.permissions import Permission as P  # noqa: N817 - a table must fit on a line
from huozhong.kernel.sentences import Sentence, say
from huozhong.ratings import events

ASSESSORS = 2
HOLDING = frozenset({"held", "hearing"})
OPEN = frozenset({"self_check", "submitted", "on_site", "noticed", "recommended"})
CONFIRMING = frozenset({"grant", "recommend", "grant_city", "refuse", "keep", "lower", "lose", "restore"})


@dataclass(frozen=True, slots=True)
class RatingFacts:
    """What the guards of a rating look at, for one actor on one day."""

    on: date
    bare: tuple[str, ...] = ()  # stated, but no file lies beside it
    assessors: int = 0
    signed: int = 0
    star: int = 0  # what the newest sheet comes to
    level: str = "district"  # that confirms this star last
    is_above: bool = False  # the actor stands at a strict ancestor
    confirms_district: bool = False
    confirms_city: bool = False
    is_assessor: bool = False  # looked on the spot
    confirmed_before: bool = False  # the actor confirmed it for the district
    notice_last: date | None = None
    open_objections: int = 0
    is_heard: bool = False
    hearing_due: date | None = None
    valid_until: date | None = None


def papers_are_there(facts: RatingFacts) -> Sentence | None:
    if not facts.bare:
        return None
    return say("“%(title)s”填了情况，还没有附材料。", title=facts.bare[0])


def stands_above(facts: RatingFacts) -> Sentence | None:
    """Nobody judges their own union."""
    return None if facts.is_above else say("这一步由上级工会来办，本单位不能自己办。")


def two_are_named(facts: RatingFacts) -> Sentence | None:
    if facts.assessors >= ASSESSORS:
        return None
    return say("要有两位核查员，现在有 %(n)s 位。", n=facts.assessors)


def both_have_signed(facts: RatingFacts) -> Sentence | None:
    if facts.signed >= ASSESSORS:
        return None
    return say("两位核查员都签了字才能结束，现在签了 %(n)s 位。", n=facts.signed)


def reaches_a_star(facts: RatingFacts) -> Sentence | None:
    return None if facts.star else say("核查结果没有达到任何一级星。")


def reaches_no_star(facts: RatingFacts) -> Sentence | None:
    return say("核查结果达到了 %(n)s 星，不能按未达星级结束。", n=facts.star) if facts.star else None


def notice_is_over(facts: RatingFacts) -> Sentence | None:
    if facts.notice_last is None or facts.on > facts.notice_last:
        return None
    return say("异议期到 %(day)s，过了这一天才能确认。", day=facts.notice_last)


def objections_are_answered(facts: RatingFacts) -> Sentence | None:
    if not facts.open_objections:
        return None
    return say("还有 %(n)s 条异议没有答复。", n=facts.open_objections)


def is_for_the_district(facts: RatingFacts) -> Sentence | None:
    return None if facts.level == "district" else say("%(n)s 星由市级确认，区县只推荐。", n=facts.star)


def is_for_the_city(facts: RatingFacts) -> Sentence | None:
    return None if facts.level == "city" else say("%(n)s 星由区县确认就行，不用推荐到市里。", n=facts.star)


def confirms_for_the_district(facts: RatingFacts) -> Sentence | None:
    return None if facts.confirms_district else say("这一步由区县总工会确认。")


def confirms_for_the_city(facts: RatingFacts) -> Sentence | None:
    return None if facts.confirms_city else say("这一步由市总工会确认。")


def confirms_at_the_level(facts: RatingFacts) -> Sentence | None:
    return confirms_for_the_city(facts) if facts.level == "city" else confirms_for_the_district(facts)


def did_not_look(facts: RatingFacts) -> Sentence | None:
    return say("现场核查的人不能自己确认。") if facts.is_assessor else None


def is_another(facts: RatingFacts) -> Sentence | None:
    return say("区县确认和市级确认要由两个人来办。") if facts.confirmed_before else None


def has_been_heard(facts: RatingFacts) -> Sentence | None:
    """The union has answered, or let the day go by."""
    if facts.is_heard or (facts.hearing_due is not None and facts.on > facts.hearing_due):
        return None
    return say("要先听单位说：等他们答复，或者过了 %(day)s。", day=facts.hearing_due or "—")


def is_still_valid(facts: RatingFacts) -> Sentence | None:
    if facts.valid_until is not None and facts.on <= facts.valid_until:
        return None
    return say("有效期已经过了，请重新自评。")


_CHECKED: tuple[Guard, ...] = (notice_is_over, objections_are_answered, did_not_look)

RATING = Lifecycle(
    kind="ratings.rating",
    title=say("评星"),
    start="self_check",
    states={
        "self_check": say("自评中"),
        "submitted": say("已申报，等核查"),
        "on_site": say("现场核查中"),
        "noticed": say("听取异议，等区县确认"),
        "recommended": say("区县已推荐，等市级确认"),
        "held": say("星级有效"),
        "hearing": say("听取单位意见"),
        "none": say("这次没有授星"),
        "lost": say("星级已取消"),
        "lapsed": say("有效期已满"),
        "replaced": say("已有新一轮结果"),
        "withdrawn": say("已放弃"),
    },
    ends=frozenset({"none", "lost", "lapsed", "replaced", "withdrawn"}),
    moves=(
        Move(
            "submit", frm("self_check"), "submitted", P.RATING_DECLARE, say("申报"),
            guards=(papers_are_there,), announces=events.RatingSubmitted,
        ),
        Move("withdraw", frm("self_check"), "withdrawn", P.RATING_DECLARE, say("放弃这次自评"), needs_reason=True),
        Move(
            "send_back", frm("submitted"), "self_check", P.RATING_ASSESS, say("退回补充"),
            guards=(stands_above,), announces=events.RatingSentBack, needs_reason=True,
        ),
        Move(
            "begin_check", frm("submitted"), "on_site", P.RATING_ASSESS, say("开始现场核查"),
            guards=(stands_above, two_are_named),
        ),
        Move(
            "close_check", frm("on_site"), "noticed", P.RATING_ASSESS, say("结束核查，听取异议"),
            guards=(stands_above, both_have_signed, reaches_a_star), announces=events.CheckClosed,
        ),
        Move(
            "close_without", frm("on_site"), "none", P.RATING_ASSESS, say("结束核查：未达星级"),
            guards=(stands_above, both_have_signed, reaches_no_star), announces=events.StarRefused, needs_reason=True,
        ),
        Move(
            "grant", frm("noticed"), "held", P.RATING_CONFIRM, say("区县确认授星"),
            guards=(stands_above, confirms_for_the_district, is_for_the_district, *_CHECKED),
            announces=events.StarGranted, official=True,
        ),
        Move(
            "recommend", frm("noticed"), "recommended", P.RATING_CONFIRM, say("区县确认并推荐到市里"),
            guards=(stands_above, confirms_for_the_district, is_for_the_city, *_CHECKED), official=True,
        ),
        Move(
            "grant_city", frm("recommended"), "held", P.RATING_CONFIRM, say("市级确认授星"),
            guards=(stands_above, confirms_for_the_city, objections_are_answered, did_not_look, is_another),
            announces=events.StarGranted, official=True,
        ),
        Move(
            "refuse", frm("noticed", "recommended"), "none", P.RATING_CONFIRM, say("不予授星"),
            guards=(stands_above, confirms_at_the_level), announces=events.StarRefused, needs_reason=True,
        ),
        Move(
            "open_hearing", frm("held"), "hearing", P.RATING_ASSESS, say("登记问题，听取单位意见"),
            guards=(stands_above,), announces=events.HearingOpened, needs_reason=True,
        ),
        Move(
            "keep", frm("hearing"), "held", P.RATING_CONFIRM, say("星级不变"),
            guards=(stands_above, confirms_at_the_level, has_been_heard), announces=events.HearingClosed,
            needs_reason=True,
        ),
        Move(
            "lower", frm("hearing"), "held", P.RATING_CONFIRM, say("降一级"),
            guards=(stands_above, confirms_at_the_level, has_been_heard), announces=events.HearingClosed,
            needs_reason=True,
        ),
        Move(
            "lose", frm("hearing"), "lost", P.RATING_CONFIRM, say("取消星级"),
            guards=(stands_above, confirms_at_the_level, has_been_heard), announces=events.HearingClosed,
            needs_reason=True,
        ),
        Move(
            "restore", frm("lost"), "held", P.RATING_CONFIRM, say("恢复星级"),
            guards=(stands_above, confirms_at_the_level, is_still_valid), announces=events.StarRestored,
            needs_reason=True,
        ),
        Move("lapse", frm("held", "hearing"), "lapsed", None, say("有效期满")),
        Move("replace", frm("held"), "replaced", None, say("由新一轮接替")),
    ),
)  # fmt: skip
