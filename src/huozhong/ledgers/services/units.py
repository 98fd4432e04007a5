"""工会台账 and 单位台账: the unions below a unit, and the employers that they cover."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.zone import day_of
from huozhong.ledgers.engine import Difference, Field, FieldKind, Verdict
from huozhong.ledgers.services.lists import Acting, Asked, ListKind, Row, as_wrong
from huozhong.people import queries as people
from huozhong.unions import queries as unions
from huozhong.unions import services as verbs

PAGE = 1000
_CODE_WORDS = ("社会信用代码", "信用代码", "统一社会信用代码（工会）", "工会法人统一社会信用代码", "机构代码")

UNIT_FIELDS = (
    Field("name", say("工会名称"), words=("工会", "基层工会名称", "单位名称", "名称")),
    Field("credit_code", say("统一社会信用代码"), FieldKind.CODE, words=_CODE_WORDS),
    Field("parent_name", say("上级工会"), words=("上级工会名称", "隶属工会", "主管工会"), is_fixed=True),
    Field("level", say("层级"), words=("级别", "工会层级"), is_fixed=True),
    Field("kind", say("工会类型"), words=("类型", "工会类别", "组织形式", "建会形式"), is_fixed=True),
    Field("founded_date", say("成立日期"), FieldKind.DATE, words=("建会时间", "建会日期", "成立时间"), is_fixed=True),
    Field("members", say("会员人数"), FieldKind.NUMBER, words=("会员数", "工会会员数", "现有会员"), is_computed=True),
)

EMPLOYER_FIELDS = (
    Field("name", say("单位名称"), words=("企业名称", "单位", "用人单位", "企业（单位）名称", "名称")),
    Field("credit_code", say("统一社会信用代码"), FieldKind.CODE, words=("社会信用代码", "信用代码", "企业代码")),
    Field("industry", say("行业代码"), words=("行业", "所属行业", "国民经济行业代码")),
    Field("employees", say("职工人数"), FieldKind.NUMBER, words=("职工数", "员工人数", "从业人数", "在职人数")),
    Field("unit_name", say("覆盖的工会"), words=("工会名称", "所属工会", "所在工会", "建会情况"), is_fixed=True),
)


def unit_rows(asked: Asked) -> Iterator[Row]:
    """The unit and all below it today, with the members of the day."""
    counts = people.member_counts(asked.unit.path, on=asked.on)
    after = 0
    while cards := unions.units_below(asked.unit.path, reach=asked.reach, after_id=after, limit=PAGE):
        parents = unions.units(card.parent_id for card in cards if card.parent_id is not None)
        for card in cards:
            parent = parents.get(card.parent_id or 0)
            yield {
                "id": card.id,
                "name": card.name,
                "credit_code": card.credit_code,
                "parent_name": parent.name if parent else "",
                "level": str(unions.LEVEL_NAMES[card.level]),
                "kind": str(unions.KIND_NAMES[card.kind]),
                "founded_date": card.founded_date,
                "members": counts.get(card.id, 0),
            }
        after = cards[-1].id


def employer_rows(asked: Asked) -> Iterator[Row]:
    """The employers that the unit and all below it cover today."""
    after = 0
    while cards := unions.employers_below(asked.unit.path, reach=asked.reach, after_id=after, limit=PAGE):
        covering = unions.units(card.unit_id for card in cards if card.unit_id is not None)
        for card in cards:
            unit = covering.get(card.unit_id or 0)
            yield {
                "id": card.id,
                "name": card.name,
                "credit_code": card.credit_code,
                "industry": card.industry,
                "employees": card.employees,
                "unit_name": unit.name if unit else "",
            }
        after = cards[-1].id


def check(values: Row, on: date) -> dict[str, Sentence]:
    """A credit code has a check digit."""
    if values.get("credit_code"):
        try:
            unions.credit_code(str(values["credit_code"]))
        except Refused as refused:
            return {"credit_code": refused.reason}
    return {}


def examine_units(differences: Sequence[Difference], asked: Asked, at: datetime) -> tuple[Difference, ...]:
    """A union is not founded by a sheet."""
    reason = (("", say("登记里没有这个工会。成立工会请在“工会组织”里办理。")),)
    return tuple(as_wrong(one, reason) if one.verdict is Verdict.NEW else one for one in differences)


def apply_units(differences: Sequence[Difference], asked: Asked, acting: Acting) -> int:
    """Names and credit codes, each by its verb."""
    changed = [one for one in differences if one.verdict is Verdict.CHANGED]
    on = day_of(acting.at)
    for one in changed:
        who = {"actor": acting.actor, "at": acting.at, "why": acting.why}
        keys = {key for key, _, _ in one.changes}
        if "name" in keys:
            verbs.rename_unit(one.thing_id, name=str(one.values["name"]), on=on, **who)  # type: ignore[arg-type]
        if "credit_code" in keys:
            code = str(one.values["credit_code"])
            verbs.record_credit_code(one.thing_id, credit_code=code, **who)  # type: ignore[arg-type]
    return len(changed)


def examine_employers(differences: Sequence[Difference], asked: Asked, at: datetime) -> tuple[Difference, ...]:
    """A new employer must name one union within reach, or stand in a grassroots union's own sheet."""
    checked: list[Difference] = []
    for one in differences:
        reason = _no_union_for(one, asked) if one.verdict is Verdict.NEW else None
        checked.append(one if reason is None else as_wrong(one, (("unit_name", reason),)))
    return tuple(checked)


def _no_union_for(one: Difference, asked: Asked) -> Sentence | None:
    if not one.values.get("name"):
        return say("新单位要填单位名称。")
    try:
        _union_of(one, asked)
    except Refused as refused:
        return refused.reason
    return None


def _union_of(one: Difference, asked: Asked) -> int:
    name = str(one.values.get("unit_name") or "")
    if not name:
        if asked.unit.kind in (unions.Kind.FEDERATION, unions.Kind.INDUSTRY):
            raise Refused(say("新单位要写明由哪个基层工会覆盖。"))
        return asked.unit.id
    ids = unions.units_named(asked.unit.city_id, [name]).get(name, [])
    cards = [card for card in unions.units(ids).values() if card.path.startswith(asked.unit.path)]
    if len(cards) != 1:
        raise Refused(say("%(unit)s下面没有唯一一个叫“%(name)s”的工会。", unit=asked.unit.name, name=name[:40]))
    return cards[0].id


def apply_employers(differences: Sequence[Difference], asked: Asked, acting: Acting) -> int:
    """New employers are registered from today, changed ones corrected."""
    done = 0
    for one in differences:
        who = {"actor": acting.actor, "at": acting.at, "why": acting.why}
        if one.verdict is Verdict.NEW:
            verbs.register_employer(
                str(one.values["name"]),
                unit_id=_union_of(one, asked),
                on=day_of(acting.at),
                credit_code=str(one.values.get("credit_code") or ""),
                industry=str(one.values.get("industry") or ""),
                employees=int(str(one.values.get("employees") or 0)),
                **who,  # type: ignore[arg-type]
            )
        elif one.verdict is Verdict.CHANGED:
            wanted = {key: one.values[key] for key, _, _ in one.changes}
            verbs.change_employer(one.thing_id, **wanted, **who)  # type: ignore[arg-type]
        else:
            continue
        done += 1
    return done


UNITS = ListKind(
    name="units",
    title=say("工会台账"),
    fields=UNIT_FIELDS,
    rows=unit_rows,
    permission=Permission.UNIT_READ,
    keys=(("credit_code",), ("name", "parent_name"), ("name",)),
    check=check,
    examine=examine_units,
    apply=apply_units,
    apply_permission=Permission.UNIT_MANAGE,
)
EMPLOYERS = ListKind(
    name="employers",
    title=say("单位台账"),
    fields=EMPLOYER_FIELDS,
    rows=employer_rows,
    permission=Permission.UNIT_READ,
    keys=(("credit_code",), ("name", "unit_name"), ("name",)),
    check=check,
    examine=examine_employers,
    apply=apply_employers,
    apply_permission=Permission.UNIT_MANAGE,
)
