"""会员名册: the members of a unit and all below it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import Sentence, say
from huozhong.ledgers.engine import MASK, Difference, Field, FieldKind, Verdict, shown
from huozhong.ledgers.services.lists import Acting, Asked, ListKind, Row, as_wrong
from huozhong.people import queries as people
from huozhong.people import services as verbs

PAGE = 1000
SEXES = {"M": "男", "F": "女", "": ""}
KINDS = {str(name): kind for kind, name in people.NUMBER_KIND_NAMES.items()}
_IMPORTED = {
    "name": "姓名",
    "number_kind": "证件类型",
    "number": "证件号码",
    "phone": "手机号码",
    "unit_name": "工会名称",
    "from_date": "入会日期",
    "joined_date": "初次入会日期",
    "is_migrant": "是否农民工",
    "ethnic_group": "民族",
}


def mask_number(text: str) -> str:
    """A document's number as the register shows it."""
    plain = people.compact_number(text)
    return people.masked_number(plain) if len(plain) > 4 else plain


def mask_phone(text: str) -> str:
    """A phone as the register shows it; what is no phone stays as it is, to be found wrong."""
    try:
        return people.phone(text).masked
    except Refused:
        return text


FIELDS = (
    Field("name", say("姓名"), words=("会员姓名", "职工姓名", "名字")),
    Field("sex", say("性别"), choices=("男", "女")),
    Field("birth_date", say("出生日期"), FieldKind.DATE, words=("出生年月", "出生年月日", "生日")),
    Field("ethnic_group", say("民族")),
    Field("number_kind", say("证件类型"), words=("证件种类", "证件类别"), choices=tuple(KINDS), is_fixed=True),
    Field(
        "number",
        say("证件号码"),
        FieldKind.IDENTITY,
        is_sensitive=True,
        words=("身份证号", "身份证号码", "身份证", "公民身份号码", "证件号", "身份号码"),
        mask=mask_number,
    ),
    Field(
        "phone",
        say("手机号码"),
        FieldKind.PHONE,
        is_sensitive=True,
        words=("手机", "手机号", "联系电话", "电话", "移动电话", "联系方式"),
        mask=mask_phone,
    ),
    Field("unit_name", say("工会名称"), words=("所在工会", "所属工会", "基层工会", "工会"), is_fixed=True),
    Field("from_date", say("入会日期"), FieldKind.DATE, words=("入会时间", "加入本工会日期"), is_fixed=True),
    Field("joined_date", say("初次入会日期"), FieldKind.DATE, words=("首次入会时间", "首次入会日期"), is_fixed=True),
    Field("is_migrant", say("是否农民工"), words=("农民工",), choices=("是", "否"), is_fixed=True),
)


def rows(asked: Asked) -> Iterator[Row]:
    """Every member on the day, a page of persons at a time; numbers masked."""
    after = 0
    while cards := people.members_below(asked.unit.path, reach=asked.reach, on=asked.on, after_id=after, limit=PAGE):
        ids = [card.person_id for card in cards]
        persons, numbers = people.persons(ids), people.numbers_of(ids)
        for card in cards:
            person = persons[card.person_id]
            kept = sorted(numbers.get(person.id, []), key=lambda one: one.kind is not people.NumberKind.RESIDENT)
            yield {
                "id": person.id,
                "name": person.name,
                "sex": SEXES[person.sex],
                "birth_date": person.birth_date,
                "ethnic_group": person.ethnic_group,
                "number_kind": str(people.NUMBER_KIND_NAMES[kept[0].kind]) if kept else "",
                "number": kept[0].masked if kept else "",
                "phone": person.phone_masked,
                "unit_name": card.unit_name,
                "from_date": card.from_date,
                "joined_date": card.joined_date,
                "is_migrant": "是" if card.is_migrant else "否",
            }
        after = ids[-1]


def clear(row: Row, acting: Acting) -> Row:
    """The row with full numbers; each reading is noted where the person's trail is."""
    person_id = int(str(row["id"]))
    found = dict(row)
    if row["number"]:
        kind = KINDS[str(row["number_kind"])]
        found["number"] = verbs.read_number(person_id, kind=kind, actor=acting.actor, at=acting.at, why=acting.why)
    if row["phone"]:
        phone = verbs.read_phone(person_id, actor=acting.actor, at=acting.at, why=acting.why)
        found["phone"] = phone.removeprefix("+86")
    return found


def check(values: Row, on: date) -> dict[str, Sentence]:
    """What is wrong with single values."""
    found: dict[str, Sentence] = {}
    number, phone = str(values.get("number") or ""), str(values.get("phone") or "")
    if number and MASK not in number:
        try:
            people.document_number(_kind_of(values), number, on=on)
        except Refused as refused:
            found["number"] = refused.reason
    if phone and MASK not in phone:
        try:
            people.phone(phone)
        except Refused as refused:
            found["phone"] = refused.reason
    if values.get("name"):
        try:
            people.person_name(str(values["name"]))
        except Refused as refused:
            found["name"] = refused.reason
    return found


def _kind_of(values: Row) -> people.NumberKind:
    written = str(values.get("number_kind") or "")
    number = people.compact_number(str(values["number"]))
    by_prefix = people.number_kind_by_prefix(number) if len(number) == 18 else None
    return KINDS.get(written) or by_prefix or people.NumberKind.RESIDENT


def examine(differences: Sequence[Difference], asked: Asked, at: datetime) -> tuple[Difference, ...]:
    """New rows are checked as the roster's import will check them."""
    new = [one for one in differences if one.verdict is Verdict.NEW]
    wrong: dict[int, list[tuple[str, Sentence]]] = {}
    for one in new:
        if not one.values.get("number"):
            wrong[one.number] = [("number", say("名册里没有这个人。要登记新会员，请填证件号码。"))]
        elif (reason := _known_by_another_name(one, asked)) is not None:
            wrong[one.number] = [("number", reason)]
    asking = [one for one in new if one.number not in wrong]
    if asking:
        report = verbs.check_roster(_as_roster(asking, asked), unit_id=asked.unit.id, at=at)
        for found in report.wrong:
            row = asking[found.row - 2]  # the head is row 1
            wrong.setdefault(row.number, []).append(("", found.reason))
    return tuple(one if one.number not in wrong else as_wrong(one, wrong[one.number]) for one in differences)


def _known_by_another_name(one: Difference, asked: Asked) -> Sentence | None:
    number = people.document_number(_kind_of(one.values), str(one.values["number"]), on=asked.on)
    person_id = people.find_by_number(number, city_id=asked.unit.city_id)
    if person_id is None or people.person(person_id).name == people.person_name(str(one.values.get("name") or "")):
        return None
    return say("这个证件号码登记的姓名不是“%(name)s”，请核对。", name=str(one.values.get("name") or ""))


def apply(differences: Sequence[Difference], asked: Asked, acting: Acting) -> int:
    """New members through the roster's import, changed ones each through its verb."""
    new = [one for one in differences if one.verdict is Verdict.NEW]
    if new:
        report = verbs.check_roster(_as_roster(new, asked), unit_id=asked.unit.id, at=acting.at)
        if not report.is_clean:
            raise Refused(report.wrong[0].reason)
        verbs.import_roster(report, actor=acting.actor, at=acting.at, why=acting.why)
        _complete(new, asked, acting)
    changed = [one for one in differences if one.verdict is Verdict.CHANGED]
    for one in changed:
        _change(one.thing_id, {key: one.values[key] for key, _, _ in one.changes}, one.values, acting)
    return len(new) + len(changed)


def _complete(new: Sequence[Difference], asked: Asked, acting: Acting) -> None:
    """What the roster's import does not take: an ethnic group is taken, a sex without a resident number is not."""
    for one in new:
        if not one.values.get("sex") and not one.values.get("birth_date"):
            continue
        number = people.document_number(_kind_of(one.values), str(one.values["number"]), on=asked.on)
        person_id = people.find_by_number(number, city_id=asked.unit.city_id)
        if person_id is None:
            raise NotFound(say("没有找到，或者不在您的管理范围内。"))
        card = people.person(person_id)
        wanted = {key: one.values[key] for key in ("sex", "birth_date") if one.values.get(key)}
        known = {"sex": SEXES[card.sex], "birth_date": card.birth_date}
        _change(person_id, {key: value for key, value in wanted.items() if not known[key]}, one.values, acting)


def _change(person_id: int, wanted: Row, values: Row, acting: Acting) -> None:
    who = {"actor": acting.actor, "at": acting.at, "why": acting.why}
    facts = {key: wanted[key] for key in ("name", "birth_date", "ethnic_group") if key in wanted}
    if "sex" in wanted:
        facts["sex"] = next(code for code, word in SEXES.items() if word == wanted["sex"])
    if facts:
        verbs.change_person(person_id, **facts, **who)  # type: ignore[arg-type]
    if "phone" in wanted:
        verbs.record_phone(person_id, phone=str(wanted["phone"]), **who)  # type: ignore[arg-type]
    if "number" in wanted:
        kind, number = _kind_of(values), str(wanted["number"])
        verbs.record_number(person_id, kind=kind, number=number, **who)  # type: ignore[arg-type]


def _as_roster(new: Sequence[Difference], asked: Asked) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_IMPORTED.values())
    for one in new:
        values = {"unit_name": asked.unit.name, **one.values}
        values["number_kind"] = str(people.NUMBER_KIND_NAMES[_kind_of(values)])
        writer.writerow([shown(values.get(key)) for key in _IMPORTED])
    return out.getvalue().encode()


MEMBERS = ListKind(
    name="members",
    title=say("会员名册"),
    fields=FIELDS,
    rows=rows,
    permission=Permission.PERSON_READ,
    keys=(("number", "name"), ("name", "phone"), ("name", "unit_name")),
    clear=clear,
    check=check,
    examine=examine,
    apply=apply,
    apply_permission=Permission.PERSON_MANAGE,
)
