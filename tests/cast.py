"""The same people in every test: Lin chairs the city, Mei works in a district, Bo is below her, Sara is elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from huozhong.access import services as access
from huozhong.kernel.actors import OPERATOR, Actor, ActorKind
from huozhong.kernel.places import Level, Line, Place
from huozhong.kernel.roles import Role
from huozhong.kernel.zone import ZONE
from huozhong.people.models import Account, Person
from huozhong.unions import queries as units
from huozhong.unions import services as unions
from huozhong.unions.rules.standing import Kind

TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=ZONE)
SINCE = date(2024, 1, 1)


@dataclass(frozen=True)
class Cast:
    """Places by name, people by name; every actor as they act on TODAY."""

    city: Place
    district: Place
    town: Place
    works: Place  # Bo's grassroots union, in the town
    elsewhere: Place  # another district
    away: Place  # Sara's grassroots union, in the other district
    lin: Actor
    mei: Actor
    bo: Actor
    sara: Actor
    office: Actor

    def sign_in(self, client: object, actor: Actor) -> None:
        """Sign an actor's account in on a test client."""
        client.force_login(Account.objects.get(pk=actor.account_id))  # type: ignore[attr-defined]


def found(name: str, kind: Kind, level: Level, under: int | None, *, jurisdiction: str = "") -> Place:
    card = unions.found_unit(
        name, kind=kind, level=level, under=under, on=SINCE, actor=OPERATOR, at=NOW, jurisdiction=jurisdiction
    )
    return units.unit(card.id).place


def person(name: str, *, at: Place, sign_in_name: str) -> tuple[Person, Account]:
    """Somebody with an account, by the models: whoever tests the verbs of people uses those."""
    row = Person.objects.create(
        city_id=at.city_id, unit_id=at.unit_id, name=name, name_key=sign_in_name, pieces=[], recorded_at=NOW
    )
    account = Account(sign_in_name=sign_in_name, person=row, opened_at=NOW)
    account.set_unusable_password()
    account.save()
    return row, account


def actor(name: str, sign_in_name: str, *roles: tuple[Role, Place], line: Line = Line.LOCALITY) -> Actor:
    """Somebody with an account and appointments, as an actor."""
    row, account = person(name, at=roles[0][1], sign_in_name=sign_in_name)
    for role, place in roles:
        access.appoint(row.pk, role=role, at_place=place, from_date=SINCE, actor=OPERATOR, at=NOW, line=line)
    found_actor = access.actor_for(account, on=TODAY)
    assert found_actor.kind is ActorKind.PERSON
    return found_actor


def assemble() -> Cast:
    """Build the small city and its people."""
    city = found("样本市总工会", Kind.FEDERATION, Level.CITY, None, jurisdiction="3202")
    district = found("东区总工会", Kind.FEDERATION, Level.DISTRICT, city.unit_id)
    town = found("柳溪镇总工会", Kind.FEDERATION, Level.TOWN, district.unit_id)
    works = found("柳溪机电厂工会", Kind.ENTERPRISE, Level.GRASSROOTS, town.unit_id)
    elsewhere = found("西区总工会", Kind.FEDERATION, Level.DISTRICT, city.unit_id)
    hill = found("青山街道总工会", Kind.FEDERATION, Level.TOWN, elsewhere.unit_id)
    away = found("青山纺织厂工会", Kind.ENTERPRISE, Level.GRASSROOTS, hill.unit_id)
    return Cast(
        city=city,
        district=district,
        town=town,
        works=works,
        elsewhere=elsewhere,
        away=away,
        lin=actor("林致远", "lin", (Role.CHAIR, city)),
        office=actor("周项目", "office", (Role.PROJECT_OFFICE, city)),
        mei=actor("梅雨晴", "mei", (Role.CADRE, district), (Role.PROJECT_OFFICE, district)),
        bo=actor("薄志刚", "bo", (Role.CADRE, works)),
        sara=actor("沙莎", "sara", (Role.CADRE, away)),
    )
