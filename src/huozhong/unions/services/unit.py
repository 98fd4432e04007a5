"""Found, rename, move and dissolve a unit."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import F

from huozhong.kernel.actors import Actor
from huozhong.kernel.places import Level, Line
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.records import services as records
from huozhong.unions.engine import pieces, pinyin_key
from huozhong.unions.events import UnitDissolved, UnitFounded, UnitMoved, UnitRenamed
from huozhong.unions.models import Employer, Unit, UnitName, UnitTenure
from huozhong.unions.queries import UnitCard, card_of
from huozhong.unions.rules import codes
from huozhong.unions.rules.standing import Kind, why_not_at, why_not_below
from huozhong.unions.services import tree

KIND = "unions.unit"


@transaction.atomic
def found_unit(
    name: str,
    *,
    kind: Kind,
    level: Level,
    under: int | None,
    on: date,
    actor: Actor,
    at: datetime,
    why: str = "",
    founded_date: date | None = None,
    jurisdiction: str = "",
    credit_code: str = "",
    is_sample: bool = False,
) -> UnitCard:
    """Found a unit below another one from a day on. `founded_date` is the historical day when it differs from the day
    on which the unit enters the tree; the jurisdiction is the parent's unless given."""
    with tree.tree_open():
        tree.not_in_the_future(on, at=at)
        parent = tree.row(under) if under is not None else None
        _refuse_if_misplaced(kind, level, parent=parent)
        if parent is not None:
            tree.not_before_last_change(parent, on)
        unit = _new_unit(
            _clean_name(name),
            kind=kind,
            level=level,
            parent=parent,
            founded_date=min(founded_date or on, on),
            jurisdiction=_jurisdiction(jurisdiction, parent=parent),
            credit_code=codes.credit_code(credit_code) if credit_code else "",
            is_sample=is_sample,
        )
        _insert(unit)
        tree.open_tenure(unit, line=Line.LOCALITY, on=on)
        if unit.industry_path:
            tree.open_tenure(unit, line=Line.INDUSTRY, on=on)
        UnitName.objects.create(city_id=unit.city_id, unit=unit, name=unit.name, from_date=on)
        count_union(unit, delta=1, on=on)
    records.note(KIND, unit.pk, "founded", actor=actor, at=at, place=unit.place, label=unit.name, why=why)
    records.announce(UnitFounded(unit.pk, unit.city_id, unit.path, on.isoformat()), city_id=unit.city_id)
    return card_of(unit)


def _clean_name(name: str) -> str:
    clean = " ".join(name.split())
    if not 2 <= len(clean) <= 120:
        raise Refused(say("名称应为 2 至 120 个字。"))
    if not clean.isprintable():
        raise Refused(say("名称含有不能显示的字符，请重新输入。"))
    return clean


def _refuse_if_misplaced(kind: Kind, level: Level, *, parent: Unit | None) -> None:
    if reason := why_not_at(kind, level):
        raise Refused(reason)
    if parent is None:
        if kind is not Kind.FEDERATION:
            raise Refused(say("只有总工会可以没有上级。"))
        return
    reason = why_not_below(kind, level, parent_kind=Kind(parent.kind), parent_level=Level(parent.level))
    if reason:
        raise Refused(reason)


def _jurisdiction(code: str, *, parent: Unit | None) -> str:
    if code:
        return codes.division_code(code)
    if parent is None:
        raise Refused(say("最上级工会须填写行政区划代码。"))
    return parent.jurisdiction


def home_city(unit_id: int, *, kind: Kind, level: Level, parent: Unit | None) -> int:
    """The home shard: the city federation's id; 0 above the city. A county that answers to the province is its own."""
    if parent is not None and parent.city_id:
        return parent.city_id
    is_home = kind is Kind.FEDERATION and level in (Level.CITY, Level.DISTRICT, Level.TOWN)
    return unit_id if is_home else 0


def _new_unit(name: str, *, kind: Kind, level: Level, parent: Unit | None, **values: object) -> Unit:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('unions_unit', 'id'))")
        unit_id = cursor.fetchone()[0]
    key = pinyin_key(name)
    return Unit(
        pk=unit_id,
        city_id=home_city(unit_id, kind=kind, level=level, parent=parent),
        parent=parent,
        path=f"{parent.path if parent else ''}{unit_id}.",
        industry_path=f"{unit_id}." if kind is Kind.INDUSTRY else "",
        name=name,
        name_key=key,
        pieces=pieces(name, key),
        kind=kind.value,
        level=level.value,
        **values,
    )


def _insert(unit: Unit) -> None:
    try:
        with transaction.atomic():
            unit.save(force_insert=True)
    except IntegrityError as error:
        _refuse_double_code(error)


def _refuse_double_code(error: IntegrityError) -> None:
    if "unit_credit_code_once" in str(error):
        raise Refused(say("这个统一社会信用代码已登记在另一个工会名下。")) from None
    raise error


@transaction.atomic
def record_credit_code(unit_id: int, *, credit_code: str, actor: Actor, at: datetime, why: str = "") -> UnitCard:
    """Write the code that legal-person registration gave."""
    unit = tree.row(unit_id)
    unit.credit_code = codes.credit_code(credit_code)
    try:
        with transaction.atomic():
            unit.save(update_fields=["credit_code"])
    except IntegrityError as error:
        _refuse_double_code(error)
    records.note(KIND, unit.pk, "credit_code_recorded", actor=actor, at=at, place=unit.place, label=unit.name, why=why)
    return card_of(unit)


@transaction.atomic
def rename_unit(unit_id: int, *, name: str, on: date, actor: Actor, at: datetime, why: str = "") -> UnitCard:
    """Give a unit a new name from a day on; it keeps its old name for the days before."""
    with tree.tree_open():
        tree.not_in_the_future(on, at=at)
        unit = tree.row(unit_id)
        old, unit.name = unit.name, _clean_name(name)
        if unit.name == old:
            raise Refused(say("新名称与现名称相同。"))
        now = UnitName.objects.get(unit=unit, until_date=None)
        if on < now.from_date:
            raise Refused(say("%(name)s自 %(day)s 起才用现名，更名日期不能早于这一天。", name=old, day=now.from_date))
        if on == now.from_date:
            UnitName.objects.filter(pk=now.pk).update(name=unit.name)
        else:
            UnitName.objects.filter(pk=now.pk).update(until_date=on)
            UnitName.objects.create(city_id=unit.city_id, unit=unit, name=unit.name, from_date=on)
        unit.name_key = pinyin_key(unit.name)
        unit.pieces = pieces(unit.name, unit.name_key)
        unit.save(update_fields=["name", "name_key", "pieces"])
    details = {"old": old, "new": unit.name, "on": on}
    records.note(
        KIND, unit.pk, "renamed", actor=actor, at=at, place=unit.place, label=unit.name, why=why, details=details
    )
    records.announce(UnitRenamed(unit.pk, unit.city_id, unit.name, on.isoformat()), city_id=unit.city_id)
    return card_of(unit)


@transaction.atomic
def move_unit(unit_id: int, *, under: int, on: date, actor: Actor, at: datetime, why: str = "") -> UnitCard:
    """Put a unit and all below it under another one in the line of locality, from a day on (today or earlier)."""
    with tree.tree_open():
        tree.not_in_the_future(on, at=at)
        unit, parent = tree.row(unit_id), tree.row(under)
        moved = put_under(unit, parent=parent, on=on)
    tell_moved(moved, unit=unit, line=Line.LOCALITY, on=on, actor=actor, at=at, why=why)
    return card_of(unit)


def put_under(unit: Unit, *, parent: Unit, on: date) -> tuple[str, str]:
    """Under the tree's lock: move a unit in the line of locality; gives the old and the new path."""
    _refuse_move(unit, parent=parent, on=on)
    before = unit.parent.jurisdiction if unit.parent else unit.jurisdiction
    moved = tree.shift(unit, line=Line.LOCALITY, parent=parent, on=on)
    if before != parent.jurisdiction:  # those that had the old parent's place take the new one's
        taking = Unit.objects.filter(tree.below(unit.path), jurisdiction=before)
        taking.update(jurisdiction=parent.jurisdiction)
    unit.refresh_from_db()
    return moved


def _refuse_move(unit: Unit, *, parent: Unit, on: date) -> None:
    if parent.path.startswith(unit.path):
        raise Refused(say("不能把%(name)s移到它自己或它的下级下面。", name=unit.name))
    if unit.parent_id == parent.pk:
        raise Refused(say("%(name)s已经在%(parent)s下面。", name=unit.name, parent=parent.name))
    _refuse_if_misplaced(Kind(unit.kind), Level(unit.level), parent=parent)
    if home_city(unit.pk, kind=Kind(unit.kind), level=Level(unit.level), parent=parent) != unit.city_id:
        raise Refused(say("不能跨市移动工会：请在新的市新建工会，会员按跨市转会办理，原工会再撤销。"))
    tree.not_before_last_change(unit, on)
    tree.not_before_last_change(parent, on)


def tell_moved(
    moved: tuple[str, str], *, unit: Unit, line: Line, on: date, actor: Actor, at: datetime, why: str
) -> None:
    """Leave a record of a move in either line, and announce it."""
    old, new = moved
    details = {"line": line, "old_path": old, "new_path": new, "on": on}
    records.note(
        KIND, unit.pk, "moved", actor=actor, at=at, place=unit.place, label=unit.name, why=why, details=details
    )
    news = UnitMoved(unit.pk, unit.city_id, line.value, old, new, on.isoformat())
    records.announce(news, city_id=unit.city_id)


@transaction.atomic
def dissolve_unit(unit_id: int, *, on: date, actor: Actor, at: datetime, why: str) -> UnitCard:
    """End a unit that has nothing below it any more; the day is the first one without it."""
    with tree.tree_open():
        tree.not_in_the_future(on, at=at)
        unit = tree.row(unit_id)
        end(unit, on=on)
    records.note(KIND, unit.pk, "dissolved", actor=actor, at=at, place=unit.place, label=unit.name, why=why)
    records.announce(UnitDissolved(unit.pk, unit.city_id, unit.path, on.isoformat()), city_id=unit.city_id)
    return card_of(unit)


def end(unit: Unit, *, on: date) -> None:
    """Under the tree's lock: close everything that the unit has open."""
    _refuse_end(unit, on=on)
    if unit.industry_path:
        tree.leave(unit, on=on)
    tree.close_tenure(unit, line=Line.LOCALITY, on=on)
    UnitName.objects.filter(unit=unit, until_date=None).update(until_date=on)
    unit.dissolved_date = on
    unit.save(update_fields=["dissolved_date"])
    count_union(unit, delta=-1, on=on)


def count_union(unit: Unit, *, delta: int, on: date) -> None:
    """Keep the figure of grassroots unions."""
    if Level(unit.level) is Level.GRASSROOTS:
        records.tally(
            "unions", path=unit.path, industry_path=unit.industry_path, day=on, delta=delta, city_id=unit.city_id
        )


def _refuse_end(unit: Unit, *, on: date) -> None:
    below = Unit.objects.filter(parent=unit, dissolved_date=None).count()
    in_line = Unit.objects.filter(industry_parent=unit, dissolved_date=None).count()
    covered = Employer.objects.filter(unit=unit).count()
    if below or in_line:
        raise Refused(say("%(name)s还有 %(n)s 个下级工会，请先调整它们的隶属关系。", name=unit.name, n=below + in_line))
    if covered:
        raise Refused(say("%(name)s还覆盖 %(n)s 个单位，请先把它们转到别的工会。", name=unit.name, n=covered))
    last = UnitTenure.objects.filter(parent=unit).order_by(F("until_date").desc()).first()
    if last is not None and last.until_date is not None and last.until_date > on:
        raise Refused(
            say("%(name)s的下级到 %(day)s 才转出，撤销日期不能早于这一天。", name=unit.name, day=last.until_date)
        )
    named = UnitName.objects.get(unit=unit, until_date=None)
    if on <= named.from_date:
        raise Refused(say("%(name)s自 %(day)s 起才用现名，撤销日期应晚于这一天。", name=unit.name, day=named.from_date))
