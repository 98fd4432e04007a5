"""A works' congress of forty delegates that meets today: what was done before, and phones without a screen."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.test import Client

from huozhong.ballots.engine import ballots, credentials, shapes, tally, trustees
from huozhong.congress import services
from huozhong.congress.models import Meeting, Seat, Topic
from huozhong.congress.rules import agenda
from huozhong.delegates import services as terms
from huozhong.delegates.services import CongressForm, CongressKind, SeatForm
from huozhong.kernel.actors import OPERATOR, Actor
from huozhong.kernel.roles import Role
from huozhong.kernel.zone import ZONE
from huozhong.people import services as people
from tests.cast import SINCE, Cast, actor, assemble

DELEGATES = 40
TOPICS = (
    ("听取工会工作报告", "report"),
    ("工资专项集体合同（草案）", "wage_agreement"),
    ("劳动安全卫生专项集体合同（草案）", "safety"),
)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
SHOPS = ("冲压车间", "装配车间", "包装车间", "质检部")
FAMILY = "赵钱孙李周吴郑王冯陈"
GIVEN = ("建国", "秀英", "志强", "晓梅")


@dataclass
class Story:
    """Who is there, and the meeting."""

    cast: Cast
    chair: Actor
    delegates: list[Actor]
    session_id: int
    meeting_id: int

    @property
    def meeting(self) -> Meeting:
        return Meeting.objects.select_related("unit", "session").get(pk=self.meeting_id)

    def seat(self, one: Actor) -> Seat:
        return Seat.objects.get(meeting_id=self.meeting_id, person_id=one.person_id)


def set_up() -> Story:
    """A term that sits, a session whose papers went out in time, a preparatory meeting held an hour ago."""
    cast, now = assemble(), datetime.now(tz=ZONE)
    chair = actor("薄志刚", "chair", (Role.CHAIR, cast.works), (Role.CADRE, cast.works))
    congress_id, delegates = _term(cast, chair, now=now)
    session_id = _session(cast, chair, congress_id, now=now)
    _preparatory(chair, delegates, session_id, now=now - timedelta(minutes=90))
    meeting_id = services.plan_meeting(session_id, kind="formal", actor=chair, at=now - timedelta(minutes=30))
    return Story(cast, chair, delegates, session_id, meeting_id)


def _term(cast: Cast, chair: Actor, *, now: datetime) -> tuple[int, list[Actor]]:
    founded, began = now - timedelta(days=90), (now - timedelta(days=60)).date()
    form = CongressForm(
        kind=CongressKind.ENTERPRISE, term_number=3, term_years=3, from_date=began, seats=DELEGATES,
        counted_date=(now - timedelta(days=100)).date(), employees=400, women=120, front_line=300,
    )  # fmt: skip
    made = terms.found_congress(cast.works, form=form, actor=chair, at=founded)
    shops = [
        terms.add_constituency(made, name=name, headcount=100, seats=10, actor=chair, at=founded) for name in SHOPS
    ]
    terms.file_rules(made, title="职代会实施细则", adopted=founded.date(), actor=chair, at=founded)
    delegates = []
    for number in range(DELEGATES):
        name = FAMILY[number % 10] + GIVEN[number // 10]
        one = actor(name, f"delegate{number}", (Role.MEMBER, cast.works))
        assert one.person_id is not None
        people.enrol(one.person_id, unit_id=cast.works.unit_id, on=SINCE, actor=OPERATOR, at=founded)
        seat = SeatForm(
            basis="选区选举会记录", is_front_line=number % 5 > 0, is_manager=number % 5 == 0, is_woman=number % 2 == 1
        )
        terms.seat_delegate(
            made,
            constituency_id=shops[number % 4],
            person_id=one.person_id,
            form=seat,
            on=began,
            actor=chair,
            at=founded,
        )
        delegates.append(one)
    opened = now - timedelta(days=60)
    terms.check_credentials(made, began, actor=chair, at=opened)
    terms.open_congress(made, from_date=began, actor=chair, at=opened)
    return made, delegates


def _session(cast: Cast, chair: Actor, congress_id: int, *, now: datetime) -> int:
    before = now - timedelta(days=20)
    made = services.plan_session(
        congress_id, unit=cast.works, title="三届一次职工代表大会", meets_at=now + timedelta(minutes=1),
        venue="职工食堂", actor=chair, at=before,
    )  # fmt: skip
    for title, matter in TOPICS:
        topic_id = services.add_topic(made, title=title, matter=matter, actor=chair, at=before)
        services.agree_topic(topic_id, with_whom="人力资源部", on=before.date(), actor=chair, at=before)
        services.add_paper(topic_id, content=PDF, file_name="草案.pdf", name="草案", actor=chair, at=before)
    missing = agenda.left_out([matter for _title, matter in TOPICS], explained={})
    services.explain_left_out(made, dict.fromkeys(missing, agenda.NOT_THIS_TIME), actor=chair, at=before)
    services.send_papers(made, actor=chair, at=before)
    services.call_session(made, actor=chair, at=before)
    return made


def _preparatory(chair: Actor, delegates: list[Actor], session_id: int, *, now: datetime) -> None:
    """Presidium, scrutineers and the way of voting are adopted by hands; keepers of keys are named."""
    made = services.plan_meeting(session_id, kind="preparatory", actor=chair, at=now)
    ids = [one.person_id or 0 for one in delegates]
    for duty, chosen in (("presidium", ids[1:6]), ("scrutineer", ids[36:38]), ("trustee", ids[38:40])):
        services.name_officers(made, duty=duty, person_ids=chosen, actor=chair, at=now)
    for seat_id in Seat.objects.filter(meeting_id=made).order_by("id").values_list("pk", flat=True):
        services.mark_by_hand(made, seat_id=seat_id, is_in=True, actor=chair, at=now)
    services.open_meeting(made, actor=chair, at=now + timedelta(minutes=1))
    for number, matter in enumerate(("election_method", "elect_presidium", "elect_scrutineers"), 2):
        topic = Topic.objects.get(session_id=session_id, matter=matter)
        at = now + timedelta(minutes=number)
        vote_id = services.start_vote(made, topic_id=topic.pk, method="hands", actor=chair, at=at)
        for one in delegates[:30]:
            services.tap(vote_id, choice="yes", actor=one, at=at)
        services.count_vote(vote_id, actor=chair, at=at)
    services.close_meeting(made, actor=chair, at=now + timedelta(minutes=9))


@dataclass
class Phone:
    """A delegate's phone without a screen: the same doors as a browser, the same arithmetic by the Python engine."""

    address: str
    cast: Cast
    who: Actor
    secret: str = ""
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        client = Client()
        self.cast.sign_in(client, self.who)
        name = settings.SESSION_COOKIE_NAME
        self.cookies = {name: client.cookies[name].value}

    def ask(self, path: str, *, form: dict[str, str] | None = None, json_body: Any = None, bare: bool = False) -> str:
        """One request; with a form or a body it is a post. `bare` sends no cookie at all."""
        headers = {"Referer": self.address}
        data = None
        if form is not None:
            data = urllib.parse.urlencode(form).encode()
        elif json_body is not None:
            text = json_body if isinstance(json_body, str) else json.dumps(json_body)
            data, headers["Content-Type"] = text.encode(), "application/json"
        if data is not None and not bare:
            if settings.CSRF_COOKIE_NAME not in self.cookies:
                self.ask("/congress/meetings/mine/")
            headers["X-CSRFToken"] = self.cookies[settings.CSRF_COOKIE_NAME]
        if not bare:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        asked = urllib.request.Request(self.address + path, data=data, headers=headers)
        with urllib.request.urlopen(asked, timeout=60) as answer:
            for line in answer.headers.get_all("Set-Cookie") or []:
                name, _, rest = line.partition("=")
                self.cookies[name.strip()] = rest.partition(";")[0]
            return str(answer.read().decode())

    def prepare(self, uuid: str) -> None:
        """Make a credential; the server gets its public half."""
        self.secret = credentials.new_secret()
        _, public = credentials.derive(uuid, self.secret)
        self.ask(f"/ballots/booth/{uuid}/credential/", json_body={"credential": public})

    def vote(self, uuid: str, choices: list[list[int]]) -> str:
        """Seal a ballot and put it into the slot without a cookie; gives the tracker."""
        election = shapes.Election.from_json(self.ask(f"/ballots/board/{uuid}/election.json"))
        told = self.ask(f"/ballots/cast/{uuid}/", json_body=ballots.make(election, choices, self.secret), bare=True)
        return str(json.loads(told)["tracker"])

    def give_key(self, uuid: str) -> trustees.TrusteeKey:
        """Make a trustee's key; the server gets its public half."""
        key = trustees.make_key()
        self.ask(f"/ballots/keys/{uuid}/public/", json_body=key.public)
        return key

    def open_sum(self, uuid: str, key: trustees.TrusteeKey) -> None:
        """Add up the board's ballots, open the sum with the own key and hand in the share."""
        election = shapes.Election.from_json(self.ask(f"/ballots/board/{uuid}/election.json"))
        sealed = json.loads(self.ask(f"/ballots/board/{uuid}/ballots.json"))
        total = tally.encrypted_tally(election, [one["ballot"] for one in sealed])
        share = tally.partial_decryption(election, total, key.secret)
        self.ask(f"/ballots/keys/{uuid}/share/", json_body=share)


def refused(asked: Any) -> int:
    """The status of a request that is refused."""
    try:
        asked()
    except urllib.error.HTTPError as error:
        return int(error.code)
    return 200


__all__ = ["Phone", "Story", "refused", "set_up"]
