"""A rating as its page shows it: blocks as bars, every item with its value and where it can be looked up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from huozhong.kernel.sentences import Sentence, say
from huozhong.ratings.models import Exhibit, Rating
from huozhong.ratings.queries.kinds import SubjectKind, kind_of
from huozhong.ratings.rules.computing import points_of
from huozhong.ratings.rules.scheme import HOW_WORDS, Design, Gate, How, Item, Source, Test, read
from huozhong.ratings.rules.values import Written, exact, plain, read_value, two_places

STARS = {1: "一星", 2: "二星", 3: "三星", 4: "四星", 5: "五星"}
YES, NO, NOTHING = say("是"), say("否"), say("没有数据")
BY = {
    "found": say("现场核查"), "computed": say("系统从记录里算"), "stated": say("单位填报"), "": say("还没有"),
}  # fmt: skip
MOST_ADVICE = 5


@dataclass(frozen=True, slots=True)
class Paper:
    """A file beside an item."""

    id: int
    file_id: int
    name: str
    is_finding: bool


@dataclass(frozen=True, slots=True)
class ItemShown:
    """One item: what it is worth, what it came to and why."""

    item: Item
    says: Sentence
    value: Sentence | str
    written: Written
    by: Sentence
    points: str
    weight: str
    is_full: bool
    is_measured: bool
    evidence: tuple[tuple[str, str], ...] = ()
    note: str = ""
    words: str = ""
    finding: str = ""
    found_by: str = ""
    told_before: Sentence | str = ""
    papers: tuple[Paper, ...] = ()
    is_stated: bool = False
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class GateShown:
    """One gate: passed or not, and what it rests on."""

    gate: Gate
    is_passed: bool
    is_measured: bool
    value: Sentence | str
    evidence: tuple[tuple[str, str], ...]
    note: str
    finding: str
    found_by: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BlockShown:
    """One block as a bar."""

    key: str
    title: str
    points: str
    weight: str
    share: Fraction
    items: tuple[ItemShown, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """What brings the next star nearer, the most points first."""

    says: Sentence
    points: str = ""
    by: date | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A sheet as people read it."""

    star: int
    shown: str
    blocks: tuple[BlockShown, ...]
    gates: tuple[GateShown, ...]
    advice: tuple[Advice, ...]
    next_star: int
    missing: str
    on: date

    @property
    def is_open(self) -> bool:
        return all(gate.is_passed for gate in self.gates)

    @property
    def stars(self) -> tuple[bool, ...]:
        """Five of them, drawn or not."""
        return tuple(number <= self.star for number in range(1, 6))


def value_words(written: Written, item: Item | None = None, form: str = "") -> Sentence | str:
    """A value for people: yes or no, a share with its counts, a number, a level's words."""
    if written is None:
        return NOTHING
    if isinstance(written, bool):
        return YES if written else NO
    value = exact(written)
    if item is not None and item.how is How.LEVELS:
        return item.grades[int(value)].words if value < len(item.grades) else written
    is_share = form == "share" or (item is not None and item.how is How.SHARE) or "/" in written
    if is_share and value <= 1:
        percent = f"{two_places(value * 100).rstrip('0').rstrip('.')}%"
        return f"{percent}（{written}）" if "/" in written else percent
    return written


def reading(sheet: Mapping[str, Any], *, row: Rating | None = None) -> Reading:
    """What a computed sheet says, item by item."""
    design, result = read(sheet["scheme"]), sheet["result"]
    kind = kind_of(sheet["subject"]["kind"])
    papers = _papers(row) if row is not None else {}
    told = {item["key"]: item for block in result["blocks"] for item in block["items"]}
    blocks = tuple(
        BlockShown(
            block.key,
            block.title,
            one["shown"],
            plain(block.weight),
            Fraction(one["points"]) / block.weight if block.weight else Fraction(0),
            tuple(_item(item, told[item.key], sheet, kind, papers.get(item.key, ())) for item in block.items),
        )
        for block, one in zip(design.blocks, result["blocks"], strict=True)
    )
    gates = tuple(_gate(gate, one, sheet, kind) for gate, one in zip(design.gates, result["gates"], strict=True))
    rung = _next(result)
    return Reading(
        star=result["star"],
        shown=result["shown"],
        blocks=blocks,
        gates=gates,
        advice=_advice(design, sheet, gates, blocks, rung),
        next_star=rung["star"] if rung else 0,
        missing=two_places(Fraction(rung["missing"])) if rung else "",
        on=date.fromisoformat(sheet["on"]),
    )


def _papers(row: Rating) -> dict[str, tuple[Paper, ...]]:
    found: dict[str, tuple[Paper, ...]] = {}
    for one in row.exhibits.order_by("id"):
        paper = Paper(one.pk, one.file_id, one.name, one.kind == Exhibit.Kind.FINDING)
        found[one.key] = (*found.get(one.key, ()), paper)
    return found


def _item(
    item: Item, told: Mapping[str, Any], sheet: Mapping[str, Any], kind: SubjectKind, papers: tuple[Paper, ...]
) -> ItemShown:
    is_computed = item.source is Source.COMPUTED
    measured = sheet["values"].get(item.indicator, {}) if is_computed else {}
    stated = {} if is_computed else sheet["stated"].get(item.key, {})
    finding = sheet["findings"].get(item.key, {})
    indicator = kind.indicators.get(item.indicator)
    form = indicator.form.value if indicator else ""
    before = measured.get("value") if is_computed else stated.get("value")
    return ItemShown(
        item=item,
        says=HOW_WORDS[item.how],
        value=value_words(told["value"], item, form),
        written=told["value"],
        by=BY[told["by"]],
        points=told["shown"].rstrip("0").rstrip("."),
        weight=plain(item.weight),
        is_full=Fraction(told["points"]) == item.weight,
        is_measured=told["value"] is not None,
        evidence=tuple((one["words"], one["url"]) for one in measured.get("evidence", ())),
        note=measured.get("note", ""),
        words=stated.get("words", ""),
        finding=finding.get("reason", ""),
        found_by=finding.get("by", ""),
        told_before=value_words(before, item, form) if finding else "",
        papers=papers,
        is_stated=item.key in sheet["stated"],
        choices=tuple((str(number), grade.words) for number, grade in enumerate(item.grades)),
    )


def _gate(gate: Gate, told: Mapping[str, Any], sheet: Mapping[str, Any], kind: SubjectKind) -> GateShown:
    measured, finding = sheet["values"].get(gate.indicator, {}), sheet["findings"].get(gate.key, {})
    indicator = kind.indicators.get(gate.indicator)
    cites = tuple(_cite_words(one) for one in measured.get("cites", ()))
    return GateShown(
        gate=gate,
        is_passed=told["is_passed"],
        is_measured=told["is_measured"],
        value=value_words(told["value"], None, indicator.form.value if indicator else ""),
        evidence=tuple((one["words"], one["url"]) for one in measured.get("evidence", ())),
        note=measured.get("note", ""),
        finding=finding.get("reason", ""),
        found_by=finding.get("by", ""),
        cites=tuple(one for one in cites if one),
    )


def _cite_words(cite: Mapping[str, Any]) -> str:
    """A stored citation in one line; one that nobody verified says so."""
    inner = cite.get("cite", cite)
    if not isinstance(inner, Mapping):
        return str(inner)
    law = f"《{inner['law']}》{inner.get('article', '')}" if inner.get("law") else str(inner.get("source", ""))
    return f"{law}（未核对）" if law and cite.get("status") == "unverified" else law


def _next(result: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The next star that may be reached on the day."""
    above = [one for one in result["rungs"] if one["is_in_force"] and one["star"] > result["star"]]
    return min(above, key=lambda one: int(one["star"]), default=None)


def _advice(
    design: Design, sheet: Mapping[str, Any], gates: tuple[GateShown, ...], blocks: tuple[BlockShown, ...],
    rung: Mapping[str, Any] | None,
) -> tuple[Advice, ...]:  # fmt: skip
    found = [_gate_advice(one, sheet) for one in gates if not one.is_passed]
    if rung is None:
        return tuple(found)
    found += [Advice(say("%(n)s 星还要：%(title)s。", n=rung["star"], title=title)) for title in rung["unmet"]]
    if rung["lacks_star"]:
        found.append(Advice(say("%(n)s 星要先有 %(m)s 星，并且满规定的日子。", n=rung["star"], m=rung["lacks_star"])))
    open_items = [
        (Fraction(one.weight) - points_of(one.item, read_value(one.written)), one)
        for block in blocks
        for one in block.items
    ]
    best = sorted((pair for pair in open_items if pair[0] > 0), key=lambda pair: -pair[0])[:MOST_ADVICE]
    return (*found, *(_item_advice(one, left, sheet) for left, one in best))


def _gate_advice(one: GateShown, sheet: Mapping[str, Any]) -> Advice:
    day = sheet["values"].get(one.gate.indicator, {}).get("by")
    by = date.fromisoformat(day) if day else None
    if not one.is_measured:
        return Advice(say("门槛“%(title)s”还没有数据，补上记录才算过。", title=one.gate.title), by=by)
    return Advice(say("门槛“%(title)s”没有过，过了才有星。", title=one.gate.title), by=by)


def _item_advice(one: ItemShown, left: Fraction, sheet: Mapping[str, Any]) -> Advice:
    day = sheet["values"].get(one.item.indicator, {}).get("by")
    by, points = date.fromisoformat(day) if day else None, plain(left) if left.denominator == 1 else two_places(left)
    title = one.item.title
    if one.item.source is Source.STATED and not one.is_stated:
        return Advice(say("“%(title)s”还没有填报。", title=title), points, by, one.item.key)
    if not one.is_measured:
        return Advice(say("“%(title)s”还没有数据。", title=title), points, by)
    return Advice(say("“%(title)s”还没有拿满。", title=title), points, by, one.item.key)


TEST_WORDS: dict[Test, Sentence] = {
    Test.LEAST: say("不低于"), Test.MOST: say("不超过"), Test.IS: say("要有"),
}  # fmt: skip
