"""Stars in the sample: the city's scheme, a congress that holds a star, and one self-check under way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from huozhong.kernel.actors import Actor
from huozhong.kernel.places import Place
from huozhong.kernel.zone import day_of
from huozhong.lifecycles.services import Decision
from huozhong.ratings import services as ratings
from huozhong.site.sample.congresses import LAST, PDF
from huozhong.site.sample.stage import in_the_office
from huozhong.site.stars import KIND

Actors = Mapping[str, Actor]
Places = Mapping[str, Place]
WRITTEN, CHECKED, GRANTED, BEGUN = 250, 200, 170, 6  # days ago
DECISION = Decision(meeting="市总工会主席办公会（样本）", document_number="样工办〔2026〕12号")


def tell(actors: Actors, places: Places, *, at: datetime) -> None:
    """Last year's session gave a star by the city's own scheme; this year's self-check is half done."""
    office, lin, mei, bozg = (actors[name] for name in ("office", "lin", "mei", "bozg"))
    scheme = ratings.start_scheme(
        places["city"].unit_id, kind=KIND, title="星级职代会评定办法（样本）", model="ours", actor=office,
        at=in_the_office(at, days_ago=WRITTEN),
    )  # fmt: skip
    ratings.publish(scheme, actor=office, at=in_the_office(at, days_ago=WRITTEN - 5))
    held_year = day_of(in_the_office(at, days_ago=LAST)).year
    checked = in_the_office(at, days_ago=CHECKED)
    rating = _stated(places["shown"], bozg, year=held_year, aware="196/214", satisfied="163/214", at=checked)
    ratings.submit(rating, actor=bozg, at=checked)
    for one in (mei, office):
        ratings.name_assessor(rating, one.person_id or 0, actor=mei, at=checked)
    ratings.begin_check(rating, actor=mei, at=checked)
    ratings.find(
        rating, "satisfied", value="158/214", reason="复核问卷，五份没有填完，不算有效。", content=PDF,
        name="问卷复核.pdf", actor=mei, at=checked,
    )  # fmt: skip
    for one in (mei, office):
        ratings.sign(rating, actor=one, at=checked)
    state = ratings.close_check(rating, why="没有达到三星的分数。", actor=mei, at=checked)
    if state == "noticed":
        ratings.confirm(rating, "grant", decision=DECISION, actor=lin, at=in_the_office(at, days_ago=GRANTED))
    _under_way(actors, places, held_year=held_year, at=at)


def _stated(place: Place, who: Actor, *, year: int, aware: str, satisfied: str, at: datetime) -> int:
    """A self-check with both answers of the survey."""
    rating = ratings.start_rating(KIND, place.unit_id, year=year, actor=who, at=at)
    for key, value in (("aware", aware), ("satisfied", satisfied)):
        ratings.state_item(
            rating, key, value=value, words="问卷发出 214 份，全部收回。", content=PDF, name="问卷汇总.pdf", actor=who,
            at=at,
        )  # fmt: skip
    return rating


def _under_way(actors: Actors, places: Places, *, held_year: int, at: datetime) -> None:
    """This year's self-check of the shown firm; where the star is this year's already, of its neighbour."""
    moment = in_the_office(at, days_ago=BEGUN)
    year = day_of(moment).year
    who, place = (actors["bozg"], places["shown"]) if held_year < year else (actors["town"], places["shown1"])
    rating = ratings.start_rating(KIND, place.unit_id, year=year, actor=who, at=moment)
    ratings.state_item(
        rating, "aware", value="120/150", words="第一批问卷收回 150 份。", content=PDF, name="问卷第一批.pdf", actor=who,
        at=moment,
    )  # fmt: skip
