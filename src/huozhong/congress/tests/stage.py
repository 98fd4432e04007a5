"""A congress of Bo's works that sits, in the test's city or as if the works stood in Shanghai."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from huozhong.access import services as access
from huozhong.congress import services
from huozhong.congress.models import Topic
from huozhong.delegates import queries as delegates
from huozhong.delegates import services as terms
from huozhong.delegates.models import Constituency
from huozhong.delegates.services import CongressForm, CongressKind, SeatForm
from huozhong.kernel.actors import OPERATOR, Actor
from huozhong.kernel.places import Place
from huozhong.kernel.roles import Role
from huozhong.people import services as people
from tests.cast import NOW, SINCE, TODAY, Cast, actor

LONG_AGO = NOW - timedelta(days=60)
BEGAN = date(2026, 10, 8)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
WORDS = {
    "report": "听取年度工作报告",
    "pay_system": "工资分配办法",
    "safety": "劳动安全卫生专项集体合同",
}


@dataclass(frozen=True)
class Hall:
    """The works of the cast with a congress that sits: its chair, its delegates, the chair of the town above."""

    cast: Cast
    works: Place
    congress_id: int
    chair: Actor
    town: Actor
    delegates: tuple[Actor, ...]


def set_stage(cast: Cast, *, seats: int = 6) -> Hall:
    """Found a term, seat its delegates and open it."""
    chair = actor("主席甲", "chair", (Role.CHAIR, cast.works), (Role.CADRE, cast.works))
    town = actor("镇主席", "town", (Role.CHAIR, cast.town))
    form = CongressForm(
        CongressKind.ENTERPRISE, term_number=3, term_years=3, from_date=BEGAN, seats=seats,
        counted_date=date(2026, 8, 31), employees=100, women=40, front_line=80,
    )  # fmt: skip
    congress_id = terms.found_congress(cast.works, form=form, actor=chair, at=LONG_AGO)
    terms.add_constituency(congress_id, name="一车间", headcount=100, actor=chair, at=LONG_AGO)
    terms.share_seats(congress_id, actor=chair, at=LONG_AGO)
    terms.file_rules(congress_id, title="实施细则", adopted=date(2026, 1, 8), actor=chair, at=LONG_AGO)
    place = Constituency.objects.get(congress_id=congress_id)
    actors = []
    for number in range(place.seats):
        one = actor(f"代表{'甲乙丙丁戊己庚辛壬癸子丑'[number]}", f"delegate{number}", (Role.MEMBER, cast.works))
        assert one.person_id is not None
        people.enrol(one.person_id, unit_id=cast.works.unit_id, on=SINCE, actor=OPERATOR, at=LONG_AGO)
        seat = SeatForm(basis="选举会记录", is_front_line=number > 0, is_manager=number == 0)
        terms.seat_delegate(
            congress_id, constituency_id=place.pk, person_id=one.person_id, form=seat, on=BEGAN, actor=chair,
            at=LONG_AGO,
        )  # fmt: skip
        actors.append(one)
    opened = datetime(2026, 10, 8, 9, 0, tzinfo=NOW.tzinfo)
    terms.check_credentials(congress_id, BEGAN, actor=chair, at=opened)
    terms.open_congress(congress_id, from_date=BEGAN, actor=chair, at=opened)
    assert delegates.delegates_count(congress_id, TODAY) == place.seats
    return Hall(cast, cast.works, congress_id, chair, town, tuple(actors))


def planned(hall: Hall, *, at: datetime = NOW, days: int = 20, matters: tuple[str, ...] = tuple(WORDS)) -> int:
    """A yearly session in so many days with a few topics that the employer agreed to."""
    session_id = services.plan_session(
        hall.congress_id, unit=hall.works, title="三届一次职工代表大会", meets_at=at + timedelta(days=days),
        venue="三楼会议室", actor=hall.chair, at=at,
    )  # fmt: skip
    for matter in matters:
        topic_id = services.add_topic(session_id, title=WORDS[matter], matter=matter, actor=hall.chair, at=at)
        services.agree_topic(topic_id, with_whom="人事部 周经理", on=at.date(), actor=hall.chair, at=at)
    return session_id


def explained(hall: Hall, session_id: int, *, at: datetime = NOW) -> None:
    """Everything that does not come before the session says why."""
    from huozhong.congress.rules import agenda

    there = list(Topic.objects.filter(session_id=session_id).values_list("matter", flat=True))
    missing = agenda.left_out(there, explained={})
    services.explain_left_out(
        session_id, dict.fromkeys(missing, agenda.NOT_THIS_TIME), actor=hall.chair, at=at
    )  # fmt: skip


def with_papers(hall: Hall, session_id: int, *, at: datetime = NOW) -> None:
    """Every topic has a paper, and the papers are out."""
    for topic in Topic.objects.filter(session_id=session_id):
        services.add_paper(topic.id, content=PDF, file_name="方案.pdf", name="方案", actor=hall.chair, at=at)
    services.send_papers(session_id, actor=hall.chair, at=at)


def called(hall: Hall, *, at: datetime = NOW, days: int = 20) -> int:
    """A session whose notice and papers are out."""
    session_id = planned(hall, at=at, days=days)
    explained(hall, session_id, at=at)
    with_papers(hall, session_id, at=at)
    services.call_session(session_id, actor=hall.chair, at=at)
    return session_id


def held(hall: Hall, *, at: datetime = NOW, days: int = 20, yes: int | None = None) -> int:
    """A session that was held and closed: everything heard, and every vote carried (or with so many yes)."""
    session_id = called(hall, at=at, days=days)
    day, count = at + timedelta(days=days), len(hall.delegates)
    services.begin_session(session_id, present=count, delegates=count, actor=hall.chair, at=day)
    for topic in Topic.objects.filter(session_id=session_id, is_kept=True):
        if topic.method == "hear":
            services.record_heard(topic.id, actor=hall.chair, at=day)
        else:
            services.record_vote(
                topic.id, present=count, yes=count if yes is None else yes, no=0, abstain=0, actor=hall.chair, at=day
            )
    services.close_session(session_id, actor=hall.chair, at=day + timedelta(hours=3))
    return session_id


def role_of(person: Actor) -> access.Reach:
    from huozhong.kernel.permissions import Permission

    return access.reach(person, Permission.CONGRESS_READ)
