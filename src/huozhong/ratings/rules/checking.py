"""What is wrong with a scheme, in sentences: weights, bands that meet, gates nobody can measure, a broken ladder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations, pairwise

from huozhong.kernel.sentences import Sentence, say
from huozhong.ratings.rules.scheme import MOST_STARS, WHOLE, Design, Gate, How, Item, Need, Rung, Source, Test
from huozhong.ratings.rules.values import plain

LEVELS = ("district", "city")
MOST_YEARS = 5


class Form(StrEnum):
    """What an indicator gives."""

    YES = "yes"
    SHARE = "share"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Known:
    """An indicator as the check needs it."""

    form: Form
    is_measured: bool
    is_less_better: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that stands in the way of publishing, or (a warning) that an office should know."""

    says: Sentence
    where: str = ""  # the key of a gate, block or item; "ladder"
    is_warning: bool = False


Catalogue = Mapping[str, Known]


def check(design: Design, catalogue: Catalogue) -> tuple[Finding, ...]:
    """Everything that is wrong, in the order of the page; warnings stand in nobody's way."""
    found = [*_keys(design), *_blocks(design)]
    for gate in design.gates:
        found += _gate(gate, catalogue)
    for item in design.items:
        found += _item(item, catalogue)
    found += _ladder(design, catalogue)
    if not stands_in_the_way(found):
        found += _reachable(design, catalogue)
    return tuple(found)


def stands_in_the_way(found: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(one for one in found if not one.is_warning)


def _keys(design: Design) -> Iterator[Finding]:
    keys = [one.key for one in design.gates] + [one.key for one in design.blocks] + [one.key for one in design.items]
    for key in {key for key in keys if keys.count(key) > 1}:
        yield Finding(say("编号“%(key)s”用了两次。", key=key), key)


def _blocks(design: Design) -> Iterator[Finding]:
    if not design.blocks:
        yield Finding(say("方案里还没有计分的板块。"))
        return
    total = sum((block.weight for block in design.blocks), Fraction(0))
    if total != WHOLE:
        yield Finding(say("各板块的分值加起来是 %(total)s，要等于 100。", total=plain(total)))
    for block in design.blocks:
        if not block.title.strip():
            yield Finding(say("有一个板块没有名称。"), block.key)
        if not block.items:
            yield Finding(say("板块“%(title)s”里还没有条目。", title=block.title), block.key)
            continue
        inside = sum((item.weight for item in block.items), Fraction(0))
        if inside != block.weight:
            yield Finding(
                say(
                    "板块“%(title)s”是 %(weight)s 分，里面各条加起来是 %(inside)s 分。",
                    title=block.title, weight=plain(block.weight), inside=plain(inside),
                ),
                block.key,
            )  # fmt: skip


def _gate(gate: Gate, catalogue: Catalogue) -> Iterator[Finding]:
    known = catalogue.get(gate.indicator)
    if not gate.title.strip():
        yield Finding(say("有一道门槛没有名称。"), gate.key)
    if known is None:
        yield Finding(say("门槛“%(title)s”用的指标不在目录里。", title=gate.title), gate.key)
    elif not known.is_measured:
        yield Finding(say("门槛“%(title)s”现在还量不出来，不能作门槛。", title=gate.title), gate.key)
    elif (known.form is Form.YES) != (gate.test is Test.IS):
        yield Finding(say("门槛“%(title)s”的判断方法和指标对不上。", title=gate.title), gate.key)


def _item(item: Item, catalogue: Catalogue) -> Iterator[Finding]:
    named = {"title": item.title or item.key}
    if not item.title.strip():
        yield Finding(say("有一条没有名称。"), item.key)
    if item.weight <= 0:
        yield Finding(say("“%(title)s”的分值要大于零。", **named), item.key)
    if item.source is Source.COMPUTED:
        known = catalogue.get(item.indicator)
        if known is None:
            yield Finding(say("“%(title)s”用的指标不在目录里。", **named), item.key)
        else:
            yield from _fits(item, known)
    elif not item.evidence:
        yield Finding(say("“%(title)s”由工会填报，请写明要哪些材料。", **named), item.key)
    if item.how is How.SHARE and not 0 < item.full <= 1:
        yield Finding(say("“%(title)s”得满分的比例要在 0 和 100%% 之间。", **named), item.key)
    if item.how is How.BANDS:
        yield from _bands(item)
    if item.how is How.LEVELS:
        yield from _grades(item)


def _fits(item: Item, known: Known) -> Iterator[Finding]:
    """The way of giving points fits what the indicator gives."""
    fitting = {Form.YES: {How.YES}, Form.SHARE: {How.SHARE, How.BANDS}, Form.COUNT: {How.BANDS}}[known.form]
    if item.how not in fitting or (item.how is How.SHARE and known.is_less_better):
        yield Finding(say("“%(title)s”的得分方法和指标对不上。", title=item.title), item.key)
    elif item.how is How.BANDS and item.is_less_better != known.is_less_better:
        yield Finding(say("“%(title)s”的分档方向和指标相反。", title=item.title), item.key)
    if not known.is_measured:
        yield Finding(
            say(
                "“%(title)s”现在还量不出来，接上数据以前谁也得不到这 %(n)s 分。", title=item.title, n=plain(item.weight)
            ),
            item.key,
            is_warning=True,
        )


def _bands(item: Item) -> Iterator[Finding]:
    named = {"title": item.title}
    if not item.bands:
        yield Finding(say("“%(title)s”还没有分档。", **named), item.key)
        return
    for one, following in pairwise(item.bands):
        rises = following.start < one.start if item.is_less_better else following.start > one.start
        if not rises:
            yield Finding(
                say(
                    "“%(title)s”的两档重叠：%(a)s 和 %(b)s。从宽到严往下排。",
                    a=plain(one.start), b=plain(following.start), **named,
                ),
                item.key,
            )  # fmt: skip
        if following.points <= one.points:
            yield Finding(say("“%(title)s”的档越严，得分要越高。", **named), item.key)
    if max(band.points for band in item.bands) != item.weight:
        yield Finding(say("“%(title)s”最高一档要正好是满分 %(n)s。", n=plain(item.weight), **named), item.key)


def _grades(item: Item) -> Iterator[Finding]:
    named = {"title": item.title}
    if len(item.grades) < 2 or any(not grade.words.strip() for grade in item.grades):
        yield Finding(say("“%(title)s”至少要有两个写明了的等级。", **named), item.key)
        return
    if any(following.points <= one.points for one, following in pairwise(item.grades)):
        yield Finding(say("“%(title)s”的等级要从低到高排，分也要越来越高。", **named), item.key)
    if item.grades[-1].points != item.weight:
        yield Finding(say("“%(title)s”最高的等级要正好是满分 %(n)s。", n=plain(item.weight), **named), item.key)


def _ladder(design: Design, catalogue: Catalogue) -> Iterator[Finding]:
    if not design.ladder:
        yield Finding(say("还没有写几星要多少分。"), "ladder")
    if not 1 <= design.valid_years <= MOST_YEARS:
        yield Finding(say("有效期写 1 到 %(n)s 年。", n=MOST_YEARS), "ladder")
    for rung in design.ladder:
        yield from _rung(rung, design, catalogue)
    for one, other in combinations(sorted(design.ladder, key=lambda rung: rung.star), 2):
        if not _meet(one, other):
            continue
        if one.star == other.star:
            yield Finding(say("%(n)s 星在同一段日子里写了两次。", n=one.star), "ladder")
        elif other.points <= one.points:
            yield Finding(say("%(high)s 星要的分数要高于 %(low)s 星。", high=other.star, low=one.star), "ladder")
        elif (one.confirmed_by, other.confirmed_by) == ("city", "district"):
            yield Finding(say("%(high)s 星的确认层级不能低于 %(low)s 星。", high=other.star, low=one.star), "ladder")


def _rung(rung: Rung, design: Design, catalogue: Catalogue) -> Iterator[Finding]:
    if not 1 <= rung.star <= MOST_STARS:
        yield Finding(say("星级写 1 到 5。"), "ladder")
    if not 0 < rung.points <= WHOLE:
        yield Finding(say("%(n)s 星的分数要在 0 和 100 之间。", n=rung.star), "ladder")
    if rung.confirmed_by not in LEVELS:
        yield Finding(say("%(n)s 星由谁确认还没有写。", n=rung.star), "ladder")
    if rung.from_date and rung.until_date and rung.from_date >= rung.until_date:
        yield Finding(say("%(n)s 星的起止日期颠倒了。", n=rung.star), "ladder")
    if rung.must_hold and rung.must_hold >= rung.star:
        yield Finding(say("%(n)s 星要先有的星级要比它低。", n=rung.star), "ladder")
    if rung.must_hold and rung.must_hold not in {one.star for one in design.ladder}:
        yield Finding(say("%(n)s 星要先有 %(m)s 星，可方案里没有这一级。", n=rung.star, m=rung.must_hold), "ladder")
    for need in rung.needs:
        yield from _need(need, rung, design, catalogue)


def _need(need: Need, rung: Rung, design: Design, catalogue: Catalogue) -> Iterator[Finding]:
    where = {"n": rung.star, "title": need.title}
    if need.of.startswith("indicator:"):
        known = catalogue.get(need.of.removeprefix("indicator:"))
        is_yes = known is not None and known.form is Form.YES
        if known is None or not known.is_measured:
            yield Finding(say("%(n)s 星的条件“%(title)s”现在还量不出来。", **where), "ladder")
            return
    else:
        item = design.item(need.of)
        if item is None:
            yield Finding(say("%(n)s 星的条件“%(title)s”指的条目不在方案里。", **where), "ladder")
            return
        is_yes = item.how is How.YES
    if is_yes != (need.test is Test.IS):
        yield Finding(say("%(n)s 星的条件“%(title)s”的判断方法对不上。", **where), "ladder")


def _meet(one: Rung, other: Rung) -> bool:
    """Whether there is a day on which both are in force."""
    starts = [day for day in (one.from_date, other.from_date) if day]
    ends = [day for day in (one.until_date, other.until_date) if day]
    return not starts or not ends or max(starts) < min(ends)


def _reachable(design: Design, catalogue: Catalogue) -> Iterator[Finding]:
    """Stars that nobody can reach while some indicators have no source."""
    open_items = [one for one in design.items if one.source is Source.STATED or catalogue[one.indicator].is_measured]
    most = sum((one.weight for one in open_items), Fraction(0))
    for rung in design.ladder:
        if rung.points > most:
            yield Finding(
                say("现在最多只能得 %(most)s 分，谁也到不了 %(n)s 星。", most=plain(most), n=rung.star),
                "ladder",
                is_warning=True,
            )
