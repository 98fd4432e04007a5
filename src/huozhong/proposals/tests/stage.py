"""A works' congress: delegates on their phones, a committee, two departments, a worker who has something to say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from huozhong.access import services as access
from huozhong.delegates.models import Congress, Delegate
from huozhong.kernel.actors import Actor
from huozhong.kernel.roles import Role
from huozhong.kernel.zone import day_of
from huozhong.lifecycles.services import loading
from huozhong.proposals import services
from huozhong.proposals.models import Proposal
from huozhong.proposals.services import NewHandler, Part, Voice, Words
from tests.cast import NOW, TODAY, Cast, actor

SESSION = TODAY + timedelta(days=20)
WORDS = Words(
    title="给夜班职工开热饭窗口",
    why="装配车间夜班一百二十人，后半夜只有冷馒头。",
    measures="食堂凌晨两点留一个窗口，卖热汤面。",
    theme="living",
)


@dataclass
class Scene:
    cast: Cast
    congress_id: int
    chair: Actor  # of the works' union: the committee
    deputy: Actor  # of the committee too
    he: Actor  # delegates
    lv: Actor
    shen: Actor
    zhao: Actor
    manager: Actor  # of the employer's logistics department
    keeper: Actor  # of the employer's finance department
    worker: Actor
    call_id: int = 0

    def draft(self, words: Words = WORDS, *, by: Actor | None = None, at: datetime = NOW) -> int:
        return services.start_draft(self.call_id, words, actor=by or self.he, at=at)

    def ready(self, words: Words = WORDS, *, by: Actor | None = None, at: datetime = NOW) -> int:
        """A draft with two seconders who said yes."""
        author = by or self.he
        made = self.draft(words, by=author, at=at)
        services.save_draft(made, words, is_one_matter=True, actor=author, at=at)
        others = [one for one in (self.lv, self.shen, self.he) if one is not author][:2]
        services.invite(made, [_id(one) for one in others], part=Part.SECONDER, actor=author, at=at)
        for one in others:
            services.reply(made, is_yes=True, actor=one, at=at)
        return made

    def filed(self, words: Words = WORDS, *, by: Actor | None = None, at: datetime = NOW) -> int:
        made = self.ready(words, by=by, at=at)
        services.file_proposal(made, actor=by or self.he, at=at)
        return made

    def registered(self, words: Words = WORDS, *, by: Actor | None = None, at: datetime = NOW) -> int:
        made = self.filed(words, by=by, at=at)
        services.review(made, "register", actor=self.chair, at=at)
        return made

    def handling(self, words: Words = WORDS, *, at: datetime = NOW) -> int:
        made = self.registered(words, at=at)
        services.assign(made, [NewHandler("后勤部", _id(self.manager), True)], actor=self.chair, at=at)
        return made

    def rating(self, words: Words = WORDS, *, at: datetime = NOW, verdict: str = "now", by: date | None = None) -> int:
        made = self.handling(words, at=at)
        self.answered(made, verdict=verdict, by=by, at=at)
        return made

    def answered(self, made: int, *, verdict: str = "now", by: date | None = None, at: datetime = NOW) -> None:
        services.answer(made, verdict=verdict, words="下月起开窗口。", promised_date=by, actor=self.manager, at=at)
        services.check_answer(made, is_passed=True, actor=self.chair, at=at)

    def all_rate(self, made: int, *, he: Voice = Voice.GOOD, others: Voice = Voice.GOOD, at: datetime = NOW) -> None:
        services.rate(made, others, actor=self.lv, at=at)
        services.rate(made, others, actor=self.shen, at=at)
        services.rate(made, he, actor=self.he, at=at)

    def row(self, made: int) -> Proposal:
        return Proposal.objects.get(pk=made)


def _id(one: Actor) -> int:
    assert one.person_id is not None
    return one.person_id


def convene(cast: Cast, *, at: datetime = NOW) -> Scene:
    works = cast.works
    members = {
        name: actor(words, name, (Role.MEMBER, works))
        for name, words in (
            ("he", "何秋生"), ("lv", "吕守正"), ("shen", "沈素清"), ("zhao", "赵小云"), ("manager", "马后勤"),
            ("keeper", "金财务"), ("worker", "苗青青"),
        )
    }  # fmt: skip
    chair = actor("柴主席", "chair", (Role.CHAIR, works), (Role.CADRE, works))
    congress_id = sitting(cast, [members[name] for name in ("he", "lv", "shen", "zhao")])
    scene = Scene(cast, congress_id, chair, cast.bo, **members)
    scene.call_id = services.open_call(
        congress_id, session_words="第三届第二次会议", session_date=day_of(at) + timedelta(days=20), actor=chair, at=at
    )
    return scene


def sitting(cast: Cast, delegates: list[Actor]) -> int:
    """A congress that sits, as rows: how it came to sit is another room's story."""
    with loading(Congress):
        row = Congress.objects.create(
            city_id=cast.works.city_id, unit_id=cast.works.unit_id, state="sitting", kind="enterprise",
            term_number=3, term_years=5, from_date=date(2024, 1, 1), until_date=date(2029, 1, 1), seats=40,
            counted_date=date(2024, 1, 1), employees=400, managers_mean="部门负责人以上", working_body="工会委员会",
            founded_at=NOW,
        )  # fmt: skip
    for number, one in enumerate(delegates, start=1):
        Delegate.objects.create(
            city_id=row.city_id, congress=row, number=number, person_id=_id(one), name=one.name,
            from_date=date(2024, 1, 1), seated_at=NOW,
        )  # fmt: skip
    return row.pk


def later(days: int) -> datetime:
    return NOW + timedelta(days=days)


def again(one: Actor, at: datetime) -> Actor:
    """The same person as they act on a later day."""
    return access.actor_of_person(_id(one), account_id=one.account_id, on=day_of(at))
