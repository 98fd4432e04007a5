"""Planted things to rate: their measurements are set by the test, the engine is the product's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from huozhong.access.services import Reach
from huozhong.kernel.actors import Actor
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.roles import Role
from huozhong.kernel.sentences import say
from huozhong.lifecycles.services import Decision
from huozhong.ratings import services
from huozhong.ratings.models import Rating
from huozhong.ratings.queries import kinds
from huozhong.ratings.queries.kinds import Evidence, Indicator, Measured, Model, Subject, SubjectKind
from huozhong.ratings.rules.checking import Form
from huozhong.ratings.rules.scheme import Design, read
from huozhong.ratings.tests.inventing import item, scheme
from tests.cast import NOW, Cast, actor

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"  # noqa: E501
CITE = {"law": "企业民主管理规定", "article": "第十七条", "status": "unverified"}
DECISION = Decision(meeting="区总工会主席办公会", document_number="样总工〔2026〕8号")
HERE, THERE = 1, 2


@dataclass
class Planted:
    """What the test says of the two things."""

    cast: Cast
    values: dict[tuple[int, str], bool | int | Fraction | None] = field(default_factory=dict)
    asked: list[date] = field(default_factory=list)

    def subject(self, thing_id: int) -> Subject:
        places = {HERE: self.cast.works, THERE: self.cast.away}
        if thing_id not in places:
            raise NotFound(say("没有这件事。"))
        return Subject(thing_id, {HERE: "柳溪机电厂职代会", THERE: "青山纺织厂职代会"}[thing_id], places[thing_id])

    def subjects(self, reach: Reach, on: date, limit: int) -> Sequence[Subject]:
        found = [self.subject(one) for one in (HERE, THERE)]
        return [one for one in found if reach.covers(one.place)][:limit]

    def measure(self, key: str) -> Any:
        def at(facts: tuple[int, date]) -> Measured:
            thing_id, on = facts
            self.asked.append(on)
            value = self.values.get((thing_id, key))
            return Measured(value, (Evidence("会议记录", "/records/1/"),), (CITE,), by=date(on.year, 12, 31))

        return at

    def best(self, thing_id: int = HERE) -> None:
        """Everything that is measured at its best."""
        self.values |= {(thing_id, "held"): True, (thing_id, "turnout"): Fraction(1), (thing_id, "overdue"): 0}


def gathered(thing_id: int, on: date) -> tuple[int, date]:
    return thing_id, on


def planted_kind(plants: Planted) -> SubjectKind:
    """The kind that most tests use; `nowhere` has no source yet."""

    def indicator(key: str, form: Form, *, less: bool = False, has_source: bool = True) -> Indicator:
        measure = plants.measure(key) if has_source else None
        return Indicator(key, say("指标"), say("按会议记录计算。"), form, measure, less)

    indicators = {
        "held": indicator("held", Form.YES),
        "turnout": indicator("turnout", Form.SHARE),
        "managers": indicator("managers", Form.SHARE, less=True),
        "overdue": indicator("overdue", Form.COUNT, less=True),
        "nowhere": indicator("nowhere", Form.SHARE, has_source=False),
    }

    def model(place: Place, on: date) -> tuple[Design, Sequence[dict[str, Any]]]:
        return read(scheme()), [{"rule": "ratings.star.three", "mark": "D"}]

    return SubjectKind(
        "planted",
        say("样本"),
        indicators,
        plants.subjects,
        plants.subject,
        gathered,
        (Model("ours", say("样板"), model),),
    )


def bargaining_design() -> dict[str, Any]:
    """After the Jiangsu and Wuxi stars of collective bargaining (union-work §3.4): process, result, awareness; two
    stars confirmed by the district, three by the city for whoever has held two for a year and bargained alone."""
    half = [{"start": "4/5", "points": "15"}, {"start": "9/10", "points": "30"}]
    blocks = [
        {
            "key": "process", "title": "过程", "weight": "40",
            "items": [
                item("alone", "20", source="computed", how="yes", indicator="alone"),
                item("took_part", "20", source="computed", how="share", indicator="took_part", full="4/5"),
            ],
        },
        {"key": "result", "title": "结果", "weight": "30", "items": [item("contract", "30")]},
        {
            "key": "aware", "title": "知晓和满意", "weight": "30",
            "items": [item("satisfied", "30", how="bands", bands=half)],
        },
    ]  # fmt: skip
    ladder = [
        {"star": 2, "points": "80", "confirmed_by": "district"},
        {
            "star": 3, "points": "90", "confirmed_by": "city", "must_hold": 2, "must_hold_days": 365,
            "from_date": "2017-01-01",
            "needs": [{"of": "indicator:alone", "title": "当年单独开展集体协商", "test": "is", "bar": "1"}],
        },
    ]  # fmt: skip
    gates = [{"key": "contract_gate", "title": "当年协商过", "indicator": "bargained", "test": "is", "bar": "1"}]
    return {
        "gates": gates,
        "blocks": blocks,
        "ladder": ladder,
        "valid_years": 2,
        "origin": "江苏、无锡的做法，分值自拟",
    }


def bargaining_kind(plants: Planted) -> SubjectKind:
    """A second kind of thing on the same engine."""
    forms = {"bargained": Form.YES, "alone": Form.YES, "took_part": Form.SHARE}
    indicators = {
        key: Indicator(key, say("指标"), say("按协商记录计算。"), form, plants.measure(key))
        for key, form in forms.items()
    }

    def model(place: Place, on: date) -> tuple[Design, Sequence[dict[str, Any]]]:
        return read(bargaining_design()), []

    return SubjectKind(
        "bargaining",
        say("集体协商"),
        indicators,
        plants.subjects,
        plants.subject,
        gathered,
        (Model("jiangsu", say("样板"), model),),
    )


def plant(cast: Cast, patch: pytest.MonkeyPatch) -> Planted:
    """Both planted kinds alone: what the house itself rates stands aside until the test is over."""
    patch.setattr(kinds, "_KINDS", {})
    plants = Planted(cast)
    kinds.remember(planted_kind(plants))
    kinds.remember(bargaining_kind(plants))
    return plants


@dataclass
class Team:
    """Who works on stars beside the cast: a chair of the district, two assessors, Bo as chair of their own union."""

    chair: Actor
    second: Actor
    bo: Actor
    member: Actor


def team(cast: Cast) -> Team:
    return Team(
        chair=actor("惠明远", "hui", (Role.CHAIR, cast.district)),
        second=actor("佘安", "she", (Role.PROJECT_OFFICE, cast.district)),
        bo=actor("薄主席", "boss", (Role.CHAIR, cast.works), (Role.CADRE, cast.works)),
        member=actor("苗青青", "miao", (Role.MEMBER, cast.works)),
    )


def published(cast: Cast, *, kind: str = "planted", model: str = "ours", at: datetime = NOW) -> int:
    """The city's scheme, in force."""
    scheme_id = services.start_scheme(
        cast.city.unit_id, kind=kind, title="星级评定办法", model=model, actor=cast.office, at=at
    )
    services.publish(scheme_id, actor=cast.office, at=at)
    return scheme_id


def stated(rating_id: int, who: Actor, *, happy: str = "1", effect: str = "1", at: datetime = NOW) -> None:
    """The union's own part of the planted scheme, with files."""
    for key, value in (("happy", happy), ("effect", effect)):
        services.state_item(rating_id, key, value=value, words="问卷汇总", content=PDF, name="a.pdf", actor=who, at=at)


def submitted(cast: Cast, crew: Team, *, at: datetime = NOW, **values: str) -> int:
    rating_id = services.start_rating("planted", HERE, actor=crew.bo, at=at)
    stated(rating_id, crew.bo, at=at, **values)
    services.submit(rating_id, actor=crew.bo, at=at)
    return rating_id


def on_site(cast: Cast, crew: Team, *, at: datetime = NOW, **values: str) -> int:
    rating_id = submitted(cast, crew, at=at, **values)
    for one in (cast.mei, crew.second):
        assert one.person_id is not None
        services.name_assessor(rating_id, one.person_id, actor=cast.mei, at=at)
    services.begin_check(rating_id, actor=cast.mei, at=at)
    return rating_id


def checked(cast: Cast, crew: Team, *, at: datetime = NOW, **values: str) -> int:
    rating_id = on_site(cast, crew, at=at, **values)
    close(rating_id, cast, crew, at=at)
    return rating_id


def close(rating_id: int, cast: Cast, crew: Team, *, at: datetime = NOW, why: str = "") -> str:
    for one in (cast.mei, crew.second):
        services.sign(rating_id, actor=one, at=at)
    return services.close_check(rating_id, why=why, actor=cast.mei, at=at)


LATER = NOW + timedelta(days=30)  # the days for objections are over


def granted(cast: Cast, crew: Team, *, at: datetime = NOW, **values: str) -> int:
    """A star of the district (four), or with everything at its best of the city (five)."""
    rating_id = checked(cast, crew, at=at, **values)
    later = at + timedelta(days=30)
    row = Rating.objects.get(pk=rating_id)
    if row.star < 5:
        services.confirm(rating_id, "grant", decision=DECISION, actor=crew.chair, at=later)
    else:
        services.confirm(rating_id, "recommend", decision=DECISION, actor=crew.chair, at=later)
        services.confirm(rating_id, "grant_city", decision=DECISION, actor=cast.lin, at=later)
    return rating_id
