"""Changes and conflicts in words that a cadre reads: which part, what stood there, what stands there now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huozhong.kernel.classes import MONEY_CLASSES
from huozhong.kernel.sentences import Sentence, say
from huozhong.seeds.engine.evidence import Direction
from huozhong.seeds.engine.merge import Change, Conflict, Content, Kind
from huozhong.seeds.queries.anatomy import LICENCES, PAPER_USES

PARTS: dict[str, Sentence] = {
    "reason": say("推荐理由"),
    "problem": say("针对的问题"),
    "practice": say("主要做法"),
    "effect": say("成效"),
    "conditions": say("复制条件"),
    "quotation": say("短引文"),
    "source_line": say("出处"),
    "beneficiaries": say("为谁做"),
    "headcount": say("预计受益人数"),
    "cost_per_worker": say("人均成本（元）"),
    "contact": say("联系方式"),
    "licence": say("使用许可"),
    "targets": say("指标"),
    "steps": say("步骤"),
    "budget": say("经费"),
    "pitfalls": say("容易踩的坑"),
    "papers": say("表格和制度文本"),
    "credits": say("署名"),
}
ROW_PARTS: dict[str, Sentence] = {
    "indicator": say("指标"),
    "unit": say("单位"),
    "baseline": say("现状"),
    "target": say("目标"),
    "direction": say("方向"),
    "title": say("做什么"),
    "role": say("谁来做"),
    "start_day": say("启动几天后开始"),
    "days": say("用几天"),
    "purpose": say("用途"),
    "money_class": say("支出类别"),
    "amount": say("金额（元）"),
    "text": say("说明"),
    "name": say("名称"),
    "use": say("用处"),
    "part": say("做了什么"),
}
DIRECTIONS: dict[str, Sentence] = {Direction.UP: say("越多越好"), Direction.DOWN: say("越少越好")}
_NAMES = ("title", "indicator", "purpose", "text", "name")
_ENUMS: dict[str, Mapping[str, Any]] = {
    "licence": LICENCES,
    "money_class": MONEY_CLASSES,
    "use": PAPER_USES,
    "direction": DIRECTIONS,
}
LONGEST = 24


@dataclass(frozen=True, slots=True)
class Side:
    """What one side says: lines of (part, value); nothing at all when it was taken out or was never there."""

    lines: tuple[tuple[Sentence | None, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """One change, as it is listed and ticked."""

    key: str
    where: Sentence
    before: Side
    after: Side

    is_new: bool = False
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class ConflictCard:
    """One place where two sides want something different, for a form that asks which."""

    key: str
    where: Sentence
    mine: Side
    theirs: Side
    base: Side


def change_cards(found: tuple[Change, ...], before: Content, after: Content) -> tuple[ChangeCard, ...]:
    """Changes in words: of what is changed only the parts that differ."""
    cards = []
    for change in found:
        is_order = isinstance(change.before, tuple)
        old, new = _differing(change.before, change.after)
        sides = (_side(change.key, old, before, is_order), _side(change.key, new, after, is_order))
        cards.append(
            ChangeCard(change.key, _where(change.key, before, after), *sides, not change.before, not change.after)
        )
    return tuple(cards)


def _differing(before: Any, after: Any) -> tuple[Any, Any]:
    """Of two rows the parts, of two texts the paragraphs that differ; where only their order does, all of them."""
    if isinstance(before, dict) and isinstance(after, dict):
        parts = [part for part in {**before, **after} if before.get(part) != after.get(part)]
        return {part: before.get(part) for part in parts}, {part: after.get(part) for part in parts}
    if isinstance(before, str) and isinstance(after, str):
        olds, news = before.split("\n"), after.split("\n")
        gone, come = [one for one in olds if one not in news], [one for one in news if one not in olds]
        return ("\n".join(gone), "\n".join(come)) if gone or come else (before, after)
    return before, after


def conflict_cards(
    found: tuple[Conflict, ...], base: Content, mine: Content, theirs: Content
) -> tuple[ConflictCard, ...]:
    """Conflicts in words."""
    return tuple(
        ConflictCard(
            one.key,
            _where(one.key, mine, theirs, base),
            *(
                _side(one.key, value, content, one.kind is Kind.ORDER)
                for value, content in ((one.mine, mine), (one.theirs, theirs), (one.base, base))
            ),
        )
        for one in found
    )


def _where(key: str, *contents: Content) -> Sentence:
    path, _, number = key.partition("#")
    name, *rest = path.split("/")
    part = PARTS.get(name, Sentence(name))
    if number:
        return say("%(part)s，第 %(number)s 处", part=part, number=number)
    if not rest:
        is_list = any(name in content["lists"] for content in contents)
        return say("%(part)s的先后", part=part) if is_list else part
    row = next((row for content in contents if (row := _row(content, name, rest[0]))), {})
    title = next((str(row[key]) for key in _NAMES if row.get(key)), "")
    short = title if len(title) <= LONGEST else title[: LONGEST - 1] + "…"
    if len(rest) == 1:
        return say("%(part)s里的“%(title)s”", part=part, title=short)
    field = ROW_PARTS.get(rest[1], Sentence(rest[1]))
    return say("%(part)s“%(title)s”的%(field)s", part=part, title=short, field=field)


def _row(content: Content, name: str, key: str) -> dict[str, Any]:
    return next((row for row in content["lists"].get(name, []) if row["id"] == key), {})


def _side(key: str, value: Any, content: Content, is_order: bool) -> Side:
    if value is None or value == "":
        return Side()
    name = key.partition("#")[0].split("/")
    if is_order:
        rows = [_row(content, name[0], one) for one in value]
        return Side(tuple((None, next((row[k] for k in _NAMES if row.get(k)), "")) for row in rows))
    if isinstance(value, dict):
        shown = [(part, value.get(part)) for part in ROW_PARTS if value.get(part) not in (None, "", [])]
        return Side(tuple((ROW_PARTS[part], _word(part, one)) for part, one in shown))
    return Side(((None, _word(name[-1], value)),))


def _word(part: str, value: Any) -> Any:
    words = _ENUMS.get(part)
    return words.get(value, value) if words is not None else value
