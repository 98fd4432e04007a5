"""The scheme for workers' congresses that an office may begin with: ours, built from duties that the law names. No
official table of points was found, and the scheme says so of itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from huozhong.kernel.places import Place
from huozhong.kernel.sentences import say
from huozhong.ratings.services import (
    Band,
    Block,
    Design,
    Gate,
    How,
    Item,
    Model,
    Need,
    Rung,
    Source,
    Test,
)
from huozhong.rulebook import queries as rulebook

ORIGIN = "系统自拟的样板：没有找到官方评分表，分值和星级线都是建议，请照本地文件改。"


def _computed(key: str, title: str, weight: int, how: How = How.YES, **words: Any) -> Item:
    return Item(key, title, Fraction(weight), Source.COMPUTED, how, indicator=words.pop("indicator", key), **words)


def _stated(key: str, title: str, weight: int, evidence: tuple[str, ...], **words: Any) -> Item:
    return Item(key, title, Fraction(weight), Source.STATED, How.SHARE, evidence=evidence, **words)


def _block(key: str, title: str, *items: Item) -> Block:
    return Block(key, title, sum((one.weight for one in items), Fraction(0)), items)


def _bands(*steps: tuple[str, int]) -> tuple[Band, ...]:
    return tuple(Band(Fraction(start), Fraction(points)) for start, points in steps)


GATES = (
    Gate("g_held", "当年开过职代会", "held", Test.IS, source="企业民主管理规定第十七条"),
    Gate("g_quorum", "每次会议到会代表够法定比例", "quorum", Test.IS, source="企业民主管理规定第十七条"),
    Gate("g_reserved", "该由职代会审议的都提交了职代会", "reserved", Test.IS, source="企业民主管理规定第二十一条"),
    Gate("g_managers", "代表里管理人员不超比例", "managers_within", Test.IS, source="企业民主管理规定第九条"),
)
SURVEY = ("问卷样张", "回收汇总表")
BLOCKS = (
    _block(
        "b_set_up", "组织",
        _computed("rules_filed", "有职代会实施办法", 5),
        _computed("term", "届期合规、没有超期", 5),
    ),
    _block(
        "b_delegates", "代表",
        _computed("delegates_enough", "代表人数够", 4),
        _computed("women", "女职工代表和女职工占比相称", 3),
        _computed("front_line", "一线职工代表比例", 4),
        _computed("turnout", "选区选举到会够数", 4, How.SHARE),
    ),
    _block(
        "b_procedure", "程序",
        _computed("papers", "材料提前发到代表", 5),
        _computed("opinions", "代表团组讨论有汇总", 3),
        _computed("secret", "重大事项无记名逐项表决", 5, How.SHARE),
        _computed("minutes", "有会议记录", 2),
        _computed("published", "结果向全体职工公布", 3),
        _computed("reported", "按时报上级工会", 2),
    ),
    _block(
        "b_powers", "职权",
        _computed("heard", "听取工作报告", 5),
        _computed("rules", "审议规章制度", 5),
        _computed("contract", "通过集体合同", 6),
        _computed("elected", "民主选举", 4),
    ),
    _block(
        "b_proposals", "提案",
        _computed("filed", "提案件数（每名代表）", 5, How.BANDS, bands=_bands(("1/20", 2), ("1/10", 4), ("1/5", 5))),
        _computed("answered", "按时答复", 5, How.SHARE),
        _computed("content", "提案人满意", 5, How.SHARE, full=Fraction(9, 10)),
    ),
    _block(
        "b_oversight", "评议监督",
        _computed("appraised", "民主评议管理人员", 4),
        _computed("tours", "代表巡视", 3, How.BANDS, bands=_bands(("1", 2), ("2", 3))),
        _computed("carried_out", "决议落实有检查", 3, How.SHARE),
    ),
    _block(
        "b_workers", "职工满意度",
        _stated("aware", "职工知道开了职代会", 4, SURVEY, full=Fraction(9, 10), says="“知道”的人数和有效问卷数。"),
        _stated("satisfied", "职工满意", 6, SURVEY, full=Fraction(9, 10), says="“满意”的人数和有效问卷数。"),
    ),
)  # fmt: skip


def design(place: Place, on: date) -> tuple[Design, Sequence[Mapping[str, Any]]]:
    """The scheme with the numbers of the rule packs as they stand at the place on the day."""
    asked = {
        name: rulebook.ask(f"ratings.{name}", on=on, place=place)
        for name in ("star.three", "star.four", "star.five", "satisfaction", "validity")
    }
    share = asked["satisfaction"].share()
    percent = f"{share.numerator * 100 // share.denominator}%"
    need = Need("satisfied", f"职工满意度不低于 {percent}", Test.LEAST, share)
    steps = ((3, "three", "district", ()), (4, "four", "district", ()), (5, "five", "city", (need,)))
    ladder = tuple(
        Rung(star, Fraction(asked[f"star.{word}"].number()), level, needs) for star, word, level, needs in steps
    )
    found = Design(GATES, BLOCKS, ladder, asked["validity"].number(), ORIGIN)
    return found, [one.as_json() for one in asked.values()]


MODEL = Model("ours", say("星级职代会样板（系统自拟，照法定职责列项）"), design)
