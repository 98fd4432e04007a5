"""A congress of Bo's works as the tests need it."""

from __future__ import annotations

from datetime import date, timedelta

from huozhong.access import services as access
from huozhong.delegates import services
from huozhong.delegates.models import Constituency
from huozhong.delegates.services import CongressForm, CongressKind, SeatForm
from huozhong.kernel.actors import OPERATOR, Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.people import services as people
from tests.cast import NOW, Cast

EARLIER = NOW - timedelta(days=30)
NAMES = "甲乙丙丁戊己庚辛壬癸"
BEGAN = date(2026, 11, 1)


def congress_form(**changes: object) -> CongressForm:
    words: dict[str, object] = {
        "kind": CongressKind.ENTERPRISE,
        "term_number": 3,
        "term_years": 3,
        "from_date": BEGAN,
        "seats": 6,
        "counted_date": date(2026, 9, 30),
        "employees": 120,
        "women": 48,
        "front_line": 90,
        "dispatched": 12,
        "disabled": 3,
    }
    return CongressForm(**(words | changes))  # type: ignore[arg-type]


def found(cast: Cast, **changes: object) -> int:
    """A term in preparation, with two constituencies of 80 and 40 and its seats shared out."""
    made = services.found_congress(cast.works, form=congress_form(**changes), actor=cast.bo, at=EARLIER)
    for name, headcount in (("一车间", 80), ("二车间", 40)):
        services.add_constituency(made, name=name, headcount=headcount, actor=cast.bo, at=EARLIER)
    services.share_seats(made, actor=cast.bo, at=EARLIER)
    services.file_rules(made, title="职工代表大会实施细则", adopted=date(2026, 1, 8), actor=cast.bo, at=EARLIER)
    return made


def constituency(congress_id: int, number: int = 1) -> Constituency:
    return Constituency.objects.get(congress_id=congress_id, number=number)


def worker(name: str, at: Place, *, sex: str = "", is_member: bool = True) -> int:
    """Somebody of a union."""
    card = people.register_person(name, unit_id=at.unit_id, sex=sex, actor=OPERATOR, at=EARLIER)
    if is_member:
        people.enrol(card.id, unit_id=at.unit_id, on=date(2025, 1, 1), actor=OPERATOR, at=EARLIER)
    return card.id


def seat_all(congress_id: int, cast: Cast, *, actor: Actor | None = None) -> list[int]:
    """Every seat filled on paper."""
    made = []
    for place in Constituency.objects.filter(congress_id=congress_id).order_by("number"):
        for number in range(place.seats):
            person_id = worker(f"代表{NAMES[number]}", cast.works, sex="F" if number % 2 else "M")
            form = SeatForm(basis="选举会记录", is_front_line=number != 0, is_manager=number == 0)
            made.append(
                services.seat_delegate(
                    congress_id, constituency_id=place.pk, person_id=person_id, form=form, on=BEGAN,
                    actor=actor or cast.bo, at=EARLIER,
                )
            )  # fmt: skip
    return made


def sitting(cast: Cast, **changes: object) -> int:
    """A term that sits, with every seat held."""
    made = found(cast, **changes)
    seat_all(made, cast)
    services.check_credentials(made, BEGAN, actor=cast.bo, at=NOW)
    services.open_congress(made, from_date=BEGAN, actor=cast.bo, at=NOW)
    return made


def reach_of(actor: Actor, permission: Permission = Permission.CONGRESS_READ):  # type: ignore[no-untyped-def]
    return access.reach(actor, permission)
