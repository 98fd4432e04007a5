"""Lists that leave the house: identity numbers masked, unless a justified and logged export may carry them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction

from huozhong.access import services as access
from huozhong.access.queries import Reach
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.look import services as look
from huozhong.people import queries as people
from huozhong.people.queries import PersonCard
from huozhong.people.services.exporting import read_numbers
from huozhong.records import services as records
from huozhong.roster import engine, rules
from huozhong.roster.queries.people import SEXES
from huozhong.unions import queries as units

MOST_MASKED = 20_000
MOST_CLEAR = 5_000
_BATCH = 500
HEADS = (say("姓名"), say("性别"), say("出生日期"), say("民族"), say("证件类型"), say("证件号码"), say("手机号码"))
MORE_HEADS = (say("登记在"), say("会籍所在工会"), say("会籍状态"), say("入会日期"))
WIDTHS = (14, 8, 14, 10, 18, 24, 18, 30, 30, 12, 14)


@transaction.atomic
def members_sheet(unit_id: int, *, with_numbers: bool, why: str, actor: Actor, at: datetime, reach: Reach) -> bytes:
    """The people whom one union keeps, as a spreadsheet; the export, and each number read for it, stay in the trail."""
    unit = units.unit(unit_id)
    access.require(actor, Permission.LEDGER_EXPORT, at=unit.place, seen=Permission.PERSON_READ)
    if with_numbers:
        access.require(actor, Permission.LEDGER_EXPORT_NUMBERS, at=unit.place)
    reason = rules.reason(why) if with_numbers or why.strip() else ""
    limit = MOST_CLEAR if with_numbers else MOST_MASKED
    cards = _everybody(unit_id, reach=reach, limit=limit)
    numbers = _numbers(cards, unit_place=unit.place, reason=reason, actor=actor, at=at) if with_numbers else None
    details = {"rows": len(cards), "with_numbers": with_numbers}
    records.note(
        "unions.unit",
        unit.id,
        "members_exported",
        actor=actor,
        at=at,
        place=unit.place,
        label=unit.name,
        why=reason,
        details=details,
    )
    heads = [look.told(word) for word in (*HEADS, *MORE_HEADS)]
    return engine.text_sheet(look.told(say("会员名册")), heads, _lines(cards, numbers), widths=WIDTHS)


def _everybody(unit_id: int, *, reach: Reach, limit: int) -> list[PersonCard]:
    found: list[PersonCard] = []
    before: int | None = None
    while page := people.people_in_reach(reach, unit_id=unit_id, before_id=before, limit=_BATCH):
        found += page
        before = page[-1].id
        if len(found) > limit:
            raise Refused(say("一次最多导出 %(n)s 人，请按下级工会分别导出。", n=limit))
    return found


Numbers = dict[int, list[tuple[people.NumberKind, str]]]


def _numbers(cards: Sequence[PersonCard], *, unit_place: Place, reason: str, actor: Actor, at: datetime) -> Numbers:
    return read_numbers([card.id for card in cards], place=unit_place, actor=actor, at=at, why=reason)


def _masked(cards: Sequence[PersonCard]) -> Numbers:
    found = people.numbers_of(card.id for card in cards)
    return {person_id: [(one.kind, one.masked) for one in kept] for person_id, kept in found.items()}


def _lines(cards: Sequence[PersonCard], clear: Numbers | None) -> Iterator[list[str]]:
    for start in range(0, len(cards), _BATCH):
        batch = cards[start : start + _BATCH]
        numbers = clear if clear is not None else _masked(batch)
        members = people.memberships_now(card.id for card in batch)
        for card in batch:
            kind, number = next(iter(numbers.get(card.id, ())), (None, ""))
            now = members.get(card.id)
            yield [
                card.name,
                look.told(SEXES[card.sex]) if card.sex else "",
                card.birth_date.isoformat() if card.birth_date else "",
                card.ethnic_group,
                look.told(people.NUMBER_KIND_NAMES[kind]) if kind else "",
                number,
                card.phone_masked,
                card.unit_name,
                now.unit_name if now else "",
                look.told(people.STANDING_NAMES[now.standing]) if now else "",
                now.from_date.isoformat() if now else "",
            ]
