"""The office's report of its projects: sentences and tables as Word, the same and the whole list as a workbook.

Official paper is Chinese whatever the reader's language, so its sentences are not translated.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from huozhong.access.services import Reach
from huozhong.kernel.actors import Actor
from huozhong.kernel.places import Place
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.zone import day_of
from huozhong.ledgers.engine import Field, FieldKind, Page, plain_book
from huozhong.ledgers.services import Asked
from huozhong.projects.engine.report_word import Part, Report, Table, report_word
from huozhong.projects.queries.office import Office
from huozhong.projects.services.ledger import FIELDS, rows
from huozhong.records import services as records
from huozhong.unions import queries as unions

LIGHTS = (("red", "红灯"), ("amber", "黄灯"), ("green", "绿灯"))


def report_as_word(found: Office, *, actor: Actor, place: Place, at: datetime) -> bytes:
    """The report as an editable document; that it was taken is noted."""
    _note(found, "word", actor=actor, place=place, at=at)
    return report_word(_report(found, on=day_of(at)))


def report_as_sheets(found: Office, *, reach: Reach, actor: Actor, place: Place, at: datetime) -> bytes:
    """Summary, list, money and lateness as a workbook; that it was taken is noted."""
    _note(found, "sheets", actor=actor, place=place, at=at)
    note = f"{found.unit_name}，{_year(found)}，截至{_day(day_of(at))}"
    asked = Asked(unit=unions.unit(place.unit_id), reach=reach, on=day_of(at))
    listed = [row for row in rows(asked) if found.year in (None, row["year"])]
    return plain_book(
        (
            Page("汇总", _SUMMARY, tuple(_summary(found)), note),
            Page("项目清单", FIELDS, listed, note),
            Page("经费", _MONEY, tuple(_money(found)), note, total=_total(found)),
            Page("逾期", _LATE, tuple(_late(found, on=day_of(at))), note),
        )
    )


def _note(found: Office, form: str, *, actor: Actor, place: Place, at: datetime) -> None:
    details = {"form": form, "year": found.year or 0, "projects": found.total}
    records.note("unions.unit", place.unit_id, "projects_reported", actor=actor, at=at, place=place, details=details)


def _year(found: Office) -> str:
    return f"{found.year}年度" if found.year else "各年度"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _yuan(amount: Decimal) -> str:
    return f"{amount:,.2f}元"


def _wan(amount: Decimal) -> str:
    return f"{(amount / 10000).quantize(Decimal('0.01'))}万元"


def _report(found: Office, *, on: date) -> Report:
    steps = {step.name: step.count for step in found.funnel}
    lights = "、".join(f"{word}{found.lights[name]}个" for name, word in LIGHTS)
    whole = (
        f"截至{_day(on)}，{found.unit_name}及所属工会{_year(found)}共申报项目{steps['declared']}个，入围{steps['shortlisted']}个，"
        f"立项{steps['approved']}个，已实施{steps['running']}个，结项{steps['accepted']}个，参加展评{steps['appraised']}个。",
        f"提炼成种子{steps['seed']}个，其中被其他工会采用{steps['adopted']}个。",
    )
    money = (f"各项目计划经费{_wan(found.planned)}，批准预算{_wan(found.approved)}，已支出{_wan(found.spent)}。",)
    late = f"按期推进情况：{lights}；逾期{found.late_count}个。" + ("逾期时间最长的见下表。" if found.late else "")
    return Report(
        title=f"{found.unit_name}{_year(found)}工会工作项目情况报告",
        parts=(
            Part("一、总体情况", whole, Table("各单位项目情况", _UNIT_HEADS, tuple(_units(found)))),
            Part(
                "二、经费情况",
                money,
                Table("经费情况（元）", _CLASS_HEADS, tuple(_classes(found))),
            ),
            Part("三、进度情况", (late,), Table("逾期项目", _LATE_HEADS, tuple(_overdue(found)))),
        ),
        issuer=found.unit_name,
        day=on,
    )


_CLASS_HEADS = ("支出科目", "计划", "批准", "已支出")
_LATE_HEADS = ("项目", "工会", "期限", "事项")
_UNIT_HEADS = ("单位", "项目", "红灯", "黄灯", "绿灯", "逾期")


def _units(found: Office) -> Iterator[tuple[str, ...]]:
    for one in found.tiles:
        yield (one.name, *(str(count) for count in (one.total, one.red, one.amber, one.green, one.late)))


def _classes(found: Office) -> Iterator[tuple[str, ...]]:
    for row in found.money:
        yield (row.word.text, f"{row.planned:.2f}", f"{row.approved:.2f}", f"{row.spent:.2f}")
    if found.money:
        yield ("合计", f"{found.planned:.2f}", f"{found.approved:.2f}", f"{found.spent:.2f}")


def _overdue(found: Office) -> Iterator[tuple[str, ...]]:
    for line in found.late:
        due = _day(line.due_date) if line.due_date else ""
        yield (line.name, line.unit_name, due, _told(line.due_what))


def _told(sentence: Sentence | None) -> str:
    return sentence.text % sentence.values if sentence is not None else ""


_SUMMARY = (
    Field("what", say("项目情况")),
    Field("count", say("个数"), FieldKind.NUMBER),
)
_MONEY = (
    Field("what", say("支出科目")),
    Field("planned", say("计划"), FieldKind.MONEY),
    Field("approved", say("批准"), FieldKind.MONEY),
    Field("spent", say("已支出"), FieldKind.MONEY),
)
_LATE = (
    Field("name", say("项目名称")),
    Field("unit_name", say("申报单位")),
    Field("lead", say("负责人")),
    Field("due", say("期限"), FieldKind.DATE),
    Field("what", say("逾期事项")),
    Field("days", say("逾期天数"), FieldKind.NUMBER),
)


def _summary(found: Office) -> Iterator[dict[str, object]]:
    for step in found.funnel:
        yield {"what": step.word.text, "count": step.count}
    for name, word in LIGHTS:
        yield {"what": word, "count": found.lights[name]}
    yield {"what": "逾期", "count": found.late_count}
    for one in found.tiles:
        yield {"what": f"其中：{one.name}", "count": one.total}


def _money(found: Office) -> Iterator[dict[str, object]]:
    for row in found.money:
        yield {"what": row.word.text, "planned": row.planned, "approved": row.approved, "spent": row.spent}


def _total(found: Office) -> dict[str, object]:
    return {"what": "", "planned": found.planned, "approved": found.approved, "spent": found.spent}


def _late(found: Office, *, on: date) -> Iterator[dict[str, object]]:
    for line in found.late:
        days = (on - line.due_date).days if line.due_date else 0
        yield {
            "name": line.name,
            "unit_name": line.unit_name,
            "lead": line.lead,
            "due": line.due_date,
            "what": _told(line.due_what),
            "days": days,
        }
