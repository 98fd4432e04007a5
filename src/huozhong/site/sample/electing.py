"""Workers' congresses of the sample: one told whole, others of the town in every state, one overdue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from huozhong.delegates import queries
from huozhong.delegates import services as delegates
from huozhong.delegates.services import CongressForm, CongressKind, Count, Ending, Form, How, Labour
from huozhong.kernel.actors import OPERATOR, Actor
from huozhong.kernel.places import Place
from huozhong.kernel.zone import day_of
from huozhong.people import queries as people
from huozhong.people import services as persons
from huozhong.people.queries import PersonCard
from huozhong.site.sample.stage import in_the_office

Actors = Mapping[str, Actor]
Places = Mapping[str, Place]
TERM_BEGAN = 395  # days ago
BASIS = "选区选举会记录（样本）"


@dataclass(frozen=True, slots=True)
class Shop:
    """A constituency of the shown firm, the jobs in it, and who of the cast is elected there."""

    name: str
    headcount: int
    jobs: tuple[str, ...]
    is_front_line: bool = True
    star: str = ""


SHOPS = (
    Shop("冲压车间", 62, ("冲压工", "模具工", "行车工"), star="delegate"),
    Shop("装配车间", 58, ("装配工", "调试工", "班组长")),
    Shop("包装车间", 38, ("包装工", "叉车工"), star="worker"),
    Shop("质检部", 34, ("质检员", "计量员"), star="teller"),
    Shop("仓储物流部", 30, ("仓管员", "驾驶员")),
    Shop("管理科室", 14, ("行政主管", "财务主管", "人事专员"), is_front_line=False, star="bozg"),
)
EMPLOYEES = sum(shop.headcount for shop in SHOPS)
SEATS = 40


@dataclass
class Crowd:
    """The people of a unit, taken one after the other."""

    cards: Iterator[PersonCard]

    def next(self) -> PersonCard:
        return next(self.cards)


def _mixed(cards: Sequence[PersonCard]) -> Iterator[PersonCard]:
    """Two women to three men, as in the workforce, until one or the other has run out."""
    women, men = ([one for one in cards if (one.sex == "F") is is_woman] for is_woman in (True, False))
    while women or men:
        yield from men[:3]
        yield from women[:2]
        del men[:3], women[:2]


@dataclass
class Ground:
    """The people and places, the moment at which the sample ends, and what every congress goes through."""

    actors: Actors
    places: Places
    now: datetime

    def ago(self, days: int) -> datetime:
        return in_the_office(self.now, days_ago=days)

    def day(self, days: int) -> date:
        return day_of(self.ago(days))

    def crowd(self, place: Place, *, most: int = 200) -> Crowd:
        found = people.members_on(place.unit_id, on=day_of(self.now), limit=most)
        known = people.persons([one.person_id for one in found])
        cast = {actor.person_id for actor in self.actors.values()}
        return Crowd(_mixed([known[one.person_id] for one in found if one.person_id not in cast]))

    def form(self, *, days_ago: int, **changes: object) -> CongressForm:
        words: dict[str, object] = {
            "kind": CongressKind.ENTERPRISE, "term_number": 1, "term_years": 3, "from_date": self.day(days_ago),
            "seats": 30, "counted_date": self.day(days_ago + 45), "employees": 186, "women": 70, "front_line": 130,
            "dispatched": 0, "disabled": 0,
        }  # fmt: skip
        return CongressForm(**(words | changes))  # type: ignore[arg-type]

    def _draw(self, made: int, shops: Iterator[tuple[str, int]], *, actor: Actor, days_ago: int) -> None:
        at = self.ago(days_ago)
        for name, headcount in shops:
            delegates.add_constituency(made, name=name, headcount=headcount, actor=actor, at=at)
        delegates.share_seats(made, actor=actor, at=at)
        title = "职工代表大会实施细则（样本）"
        delegates.file_rules(made, title=title, adopted=day_of(at), actor=actor, at=at)

    def _seat_on_paper(self, made: int, crowd: Crowd, *, actor: Actor, days_ago: int, managers: int = 3) -> None:
        card, at = queries.congress(made), self.ago(days_ago)
        seats = [place.id for place in queries.constituencies(made, card.from_date) for _ in range(place.seats)]
        taken = []
        for number, place in enumerate(seats):
            is_front_line, is_manager = number >= managers + 2, number < managers
            form = delegates.SeatForm("", Labour.CONTRACT, is_front_line, is_manager, basis=BASIS)
            taken.append(delegates.NewSeat(crowd.next().id, place, form, card.from_date))
        delegates.seat_many(made, taken, actor=actor, at=at)

    def _open(self, made: int, *, actor: Actor, days_ago: int) -> None:
        at = self.ago(days_ago)
        delegates.check_credentials(made, day_of(at), actor=actor, at=at)
        delegates.open_congress(made, from_date=day_of(at), actor=actor, at=at)


@dataclass
class Electing(Ground):
    """The shown firm's two terms, and the other congresses of its town."""

    def join(self) -> None:
        """The cast of the shown firm are members of its union."""
        unit_id = self.places["shown"].unit_id
        for name in ("bozg", "clerk", "delegate", "teller", "worker"):
            person_id = self.actors[name].person_id or 0
            if people.membership_now(person_id) is None:
                persons.enrol(person_id, unit_id=unit_id, on=self.day(900), actor=OPERATOR, at=self.ago(900))

    # the shown firm: last term on paper, this term elected here

    def last_term(self) -> None:
        bozg, shown = self.actors["bozg"], self.places["shown"]
        began = TERM_BEGAN + 3 * 365
        form = self.form(
            days_ago=began, term_number=2, employees=228, women=80, front_line=168, dispatched=15, seats=12
        )
        made = delegates.found_congress(shown, form=form, actor=bozg, at=self.ago(began + 15))
        self._draw(made, ((shop.name, shop.headcount) for shop in SHOPS), actor=bozg, days_ago=began + 14)
        crowd = self.crowd(shown)
        self._seat_on_paper(made, crowd, actor=bozg, days_ago=began + 3)
        self._open(made, actor=bozg, days_ago=began)

    def this_term(self) -> int:
        bozg, shown = self.actors["bozg"], self.places["shown"]
        form = self.form(
            days_ago=TERM_BEGAN, term_number=3, employees=EMPLOYEES, women=92, front_line=176, dispatched=18,
            disabled=4, seats=SEATS,
        )  # fmt: skip
        made = delegates.found_congress(shown, form=form, actor=bozg, at=self.ago(TERM_BEGAN + 40))
        self._draw(made, ((shop.name, shop.headcount) for shop in SHOPS), actor=bozg, days_ago=TERM_BEGAN + 36)
        crowd = self.crowd(shown)
        for number, place in enumerate(queries.constituencies(made, self.day(TERM_BEGAN))):
            self._elect(place.id, SHOPS[number], place.seats, crowd, days_ago=TERM_BEGAN + 12 - number)
        self._open(made, actor=bozg, days_ago=TERM_BEGAN)
        self._one_leaves(made, crowd)
        delegates.check_credentials(made, self.day(30), actor=bozg, at=self.ago(30))
        return made

    def _elect(self, constituency_id: int, shop: Shop, seats: int, crowd: Crowd, *, days_ago: int) -> None:
        bozg, at = self.actors["bozg"], self.ago(days_ago)
        called = self.ago(days_ago + 10)
        election = delegates.call_election(
            constituency_id, how=How.MEETING, meets_at=at, place_words=f"{shop.name}班前会", actor=bozg, at=called
        )
        votes: dict[int, int] = {}
        for number in range(seats + 1):
            is_star = number == 0 and bool(shop.star)
            person_id = (self.actors[shop.star].person_id or 0) if is_star else crowd.next().id
            who = delegates.Nomination(
                person_id, "全体职工推荐", job=shop.jobs[number % len(shop.jobs)],
                labour=Labour.DISPATCH if number == 4 else Labour.CONTRACT, is_front_line=shop.is_front_line,
                is_manager=not shop.is_front_line and not is_star, is_disabled=number == 3,
            )  # fmt: skip
            candidate = delegates.nominate(election, who=who, actor=bozg, at=called)
            votes[candidate] = shop.headcount - 3 - 2 * (number % 3) if number < seats else shop.headcount // 4
        count = Count(shop.headcount, shop.headcount - 2)
        delegates.record_election(
            election, count=count, votes=votes, tellers="各班组推举的两名计票人、一名监票人", actor=bozg, at=at
        )
        delegates.publish_result(election, actor=bozg, at=at)

    def _one_leaves(self, made: int, crowd: Crowd) -> None:
        """Somebody leaves the firm and the same shop elects another; a recall is moved and fails."""
        bozg, shop = self.actors["bozg"], SHOPS[1]
        held = [one for one in queries.delegates(made, self.day(120)) if one.constituency == shop.name]
        delegates.end_delegate(
            held[1].id, how=Ending.LEFT, why="离职回原籍（样本）", on=self.day(118), actor=bozg, at=self.ago(118)
        )
        self._elect_one(held[1].constituency_id or 0, shop, crowd, days_ago=100)
        vote = delegates.RecallForm(
            self.day(60), "职工反映半年没有收集意见（样本）", voters=shop.headcount, present=50, yes=21, no=27,
            tellers="班组推举的计票人两名",
        )  # fmt: skip
        delegates.record_recall(held[2].id, form=vote, actor=bozg, at=self.ago(60))

    def _elect_one(self, constituency_id: int, shop: Shop, crowd: Crowd, *, days_ago: int) -> None:
        bozg, at = self.actors["bozg"], self.ago(days_ago)
        election = delegates.call_election(
            constituency_id, how=How.BALLOT, meets_at=at, place_words="车间学习室", actor=bozg,
            at=self.ago(days_ago + 7),
        )  # fmt: skip
        ids = []
        for number in range(2):
            who = delegates.Nomination(
                crowd.next().id, f"{number + 1}班", job=shop.jobs[0], labour=Labour.CONTRACT, is_front_line=True
            )
            ids.append(delegates.nominate(election, who=who, actor=bozg, at=self.ago(days_ago + 3)))
        count = Count(shop.headcount, 51, issued=51, collected=50, invalid=1)
        votes = {ids[0]: 36, ids[1]: 13}
        delegates.record_election(
            election, count=count, votes=votes, tellers="两名计票人、一名监票人", actor=bozg, at=at
        )
        delegates.publish_result(election, actor=bozg, at=at)

    # the other congresses of the town

    def paper_congress(
        self, key: str, *, days_ago: int, years: int = 3, shops: int = 3, managers: int = 3, seats: int = 30
    ) -> int:
        """A firm's congress elected on paper and read in."""
        actor, place = self.actors["town"], self.places[key]
        form = self.form(days_ago=days_ago, term_years=years, seats=seats)
        made = delegates.found_congress(place, form=form, actor=actor, at=self.ago(days_ago + 12))
        drawn = zip("一二三四", (80, 60, 46), strict=False)
        listed = [(f"第{word}工段", count) for word, count in drawn][:shops]
        self._draw(made, iter(listed), actor=actor, days_ago=days_ago + 11)
        self._seat_on_paper(made, self.crowd(place), actor=actor, days_ago=days_ago + 4, managers=managers)
        self._open(made, actor=actor, days_ago=days_ago)
        return made

    def preparing(self) -> None:
        """A firm about to elect: constituencies drawn, one election called for tomorrow, one to be counted."""
        town, place = self.actors["town"], self.places["shown3"]
        form = self.form(days_ago=-20, counted_date=self.day(15))
        made = delegates.found_congress(place, form=form, actor=town, at=self.ago(14))
        self._draw(made, iter((("前道车间", 96), ("后道车间", 60), ("科室", 30))), actor=town, days_ago=13)
        crowd = self.crowd(place, most=40)
        for number, one in enumerate(queries.constituencies(made, day_of(self.now))[:2]):
            meets = self.ago(1) if number else self.now + timedelta(days=1)
            election = delegates.call_election(
                one.id, how=How.MEETING, meets_at=meets, place_words="食堂二楼", actor=town, at=self.ago(8)
            )
            for _ in range(4):
                who = delegates.Nomination(crowd.next().id, "车间全体职工", labour=Labour.CONTRACT, is_front_line=True)
                delegates.nominate(election, who=who, actor=town, at=self.ago(7))

    def all_hands(self) -> None:
        """A small firm where everybody meets."""
        town, place = self.actors["town"], self.places["shown4"]
        form = self.form(days_ago=200, form=Form.ALL_HANDS, employees=12, women=5, front_line=9, term_years=3, seats=12)
        made = delegates.found_congress(place, form=form, actor=town, at=self.ago(210))
        title = "职工大会办法（样本）"
        delegates.file_rules(made, title=title, adopted=self.day(210), actor=town, at=self.ago(210))
        crowd = self.crowd(place, most=30)
        at_work = delegates.SeatForm(labour=Labour.CONTRACT)
        everybody = [delegates.NewSeat(crowd.next().id, None, at_work, self.day(200)) for _ in range(12)]
        delegates.seat_many(made, everybody, actor=town, at=self.ago(202))
        self._open(made, actor=town, days_ago=200)

    def area(self) -> None:
        """The town's own congress for its many small firms."""
        town, place = self.actors["town"], self.places["town"]
        form = self.form(
            days_ago=500, kind=CongressKind.AREA, employees=2300, women=980, front_line=1700,
            working_body="镇总工会", managers_mean="企业经营管理者",
        )  # fmt: skip
        made = delegates.found_congress(place, form=form, actor=town, at=self.ago(520))
        villages = (("桃源村片", 900), ("尹城村片", 800), ("高潮村片", 600))
        self._draw(made, iter(villages), actor=town, days_ago=515)
        self._seat_on_paper(made, self.crowd(self.places["shown5"]), actor=town, days_ago=505, managers=7)
        self._open(made, actor=town, days_ago=500)


def tell(actors: Actors, places: Places, *, at: datetime) -> int:
    """Everything of congresses before their sessions. Answers the congress of the shown firm."""
    stage = Electing(actors, places, at)
    stage.join()
    stage.last_term()
    made = stage.this_term()
    stage.paper_congress("shown1", days_ago=3 * 365 - 95)  # ends in about three months
    overdue = stage.paper_congress("shown2", days_ago=3 * 365 + 75)
    asked = delegates.ask_postponement(
        overdue, until_date=day_of(at) + timedelta(days=120), why="厂房搬迁，职工分两处上班（样本）",
        actor=actors["town"], at=stage.ago(20),
    )  # fmt: skip
    assert asked
    stage.preparing()
    stage.all_hands()
    stage.area()
    stage.paper_congress("shown6", days_ago=300, years=5, managers=9)
    return made
