"""Who stands above a union, who belongs to it, and what the guards of a rating look at."""

from __future__ import annotations

from datetime import date

from huozhong.access import queries as seats
from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Level, Place, ids_of
from huozhong.kernel.sentences import Sentence, say
from huozhong.people import queries as people
from huozhong.ratings.models import Rating
from huozhong.ratings.rules.scheme import Rung, Source, read
from huozhong.ratings.workflow import RatingFacts
from huozhong.unions import queries as unions

OWN = say("这是本人所在的工会，要回避。")
DECLARED = say("这次自评是本人做的，要回避。")


def level_place(place: Place, level: str) -> Place | None:
    """The strict ancestor that confirms for a level; where there is no district, the city does. None at the top."""
    above = unions.ancestors(place.unit_id)[:-1]
    if level == "district":
        found = [card for card in above if card.level is Level.DISTRICT]
        if found:
            return found[-1].place
    city = [card for card in above if card.level is Level.CITY]
    if city:
        return city[-1].place
    return above[0].place if above else None


def parent_place(place: Place) -> Place | None:
    """The union directly above; None at the top."""
    above = ids_of(place.path)[:-1]
    return unions.place_of(above[-1]) if above else None


def belongs(person_id: int | None, place: Place, *, on: date) -> bool:
    """Whether somebody is a member of this union or below it, or holds an office there."""
    if person_id is None:
        return False
    inside = [held.path for held in seats.appointed(person_id, on=on)]
    member = people.membership_now(person_id)
    if member is not None:
        inside.append(unions.place_of(member.unit_id).path)
    return any(path.startswith(place.path) for path in inside)


def recusal(row: Rating, person_id: int | None, *, on: date) -> Sentence | None:
    """Why somebody may not look at this rating on the spot, or decide about it; None when they may."""
    if person_id is not None and person_id == row.started_by_id:
        return DECLARED
    return OWN if belongs(person_id, row.place, on=on) else None


def is_above(actor: Actor, place: Place, *, on: date) -> bool:
    """Whether the actor holds an office for stars at a strict ancestor, and does not belong to the union."""
    parent = parent_place(place)
    if parent is None:
        return False
    wanted = (Permission.RATING_ASSESS, Permission.RATING_CONFIRM)
    return any(access.can(actor, one, at=parent) for one in wanted) and not belongs(actor.person_id, place, on=on)


def is_insider(actor: Actor, row: Rating, *, on: date) -> bool:
    """Whether the actor sees breaches, hearings and lost stars: the union's own office, and the offices above it."""
    return access.can(actor, Permission.RATING_DECLARE, at=row.place) or is_above(actor, row.place, on=on)


def rung_of(row: Rating) -> Rung | None:
    """The rung of the rating's star."""
    ladder = read(row.version.design).ladder
    return next((rung for rung in ladder if rung.star == row.star), None)


def bare_items(row: Rating) -> tuple[str, ...]:
    """Stated items without a file beside them."""
    with_file = set(row.exhibits.filter(kind="statement").values_list("key", flat=True))
    stated = set(row.statements.values_list("key", flat=True))
    items = read(row.version.design).items
    return tuple(
        one.title for one in items if one.source is Source.STATED and one.key in stated and one.key not in with_file
    )


def facts(row: Rating, actor: Actor, *, on: date, star: int | None = None, sha256: str = "") -> RatingFacts:
    """What the guards look at. `star` and `sha256` are of what the check comes to now; the row's own star else."""
    rung = rung_of(row)
    level = rung.confirmed_by if rung is not None else "district"
    seats_for = {one: level_place(row.place, one) for one in ("district", "city")}
    confirms = {
        one: where is not None and access.can(actor, Permission.RATING_CONFIRM, at=where)
        for one, where in seats_for.items()
    }
    assessors = list(row.assessors.all())
    breach = row.breaches.filter(outcome="").first()
    return RatingFacts(
        on=on,
        bare=bare_items(row) if row.state == "self_check" else (),
        assessors=len(assessors),
        signed=sum(one.signed_at is not None and one.signed_sha256 == sha256 for one in assessors),
        star=row.star if star is None else star,
        level=level,
        is_above=is_above(actor, row.place, on=on),
        confirms_district=confirms["district"],
        confirms_city=confirms["city"],
        is_assessor=any(one.person_id == actor.person_id for one in assessors),
        confirmed_before=row.district_by_id is not None and row.district_by_id == actor.person_id,
        notice_last=row.notice_last,
        open_objections=row.objections.filter(answer="").count(),
        is_heard=breach is not None and bool(breach.answer),
        hearing_due=breach.hearing_due_date if breach else None,
        valid_until=row.valid_until,
    )
