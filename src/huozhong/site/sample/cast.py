"""The sample people who can sign in: one for each kind of work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from huozhong.access import services as access
from huozhong.kernel.actors import OPERATOR, Actor
from huozhong.kernel.places import Place
from huozhong.kernel.roles import Role
from huozhong.kernel.zone import day_of
from huozhong.people import services as people

PASSWORD = "huozhong-sample"  # noqa: S105 - the sample's sign-ins are printed; the demo cannot run in production
SERVED = timedelta(days=700)  # how long the sample people have been in office


@dataclass(frozen=True, slots=True)
class SignIn:
    """What the demo prints: a name, the password, who it is."""

    name: str
    password: str
    who: str


@dataclass(frozen=True, slots=True)
class Player:
    """One sample person: where they stand and which roles they hold there."""

    sign_in: str
    name: str
    phone: str
    at: str  # a key of the plan
    roles: tuple[Role, ...]
    who: str


PLAYERS = (
    Player("lin", "林致远", "19900000001", "city", (Role.CHAIR, Role.CHIEF_EDITOR), "林致远，市总工会主席"),
    Player(
        "office", "周念慈", "19900000002", "city",
        (Role.PROJECT_OFFICE, Role.RULE_KEEPER, Role.EDITOR), "周念慈，市总工会项目办",
    ),
    Player(
        "registrar", "顾长安", "19900000003", "city",
        (Role.REGISTRAR, Role.RULE_APPROVER, Role.SEAL_KEEPER, Role.SECTION_EDITOR), "顾长安，市总工会组织部",
    ),
    Player("auditor", "秦一鸣", "19900000004", "city", (Role.AUDITOR,), "秦一鸣，市总工会经审办"),
    Player("mei", "梅雨晴", "19900000005", "district", (Role.CADRE, Role.PROJECT_OFFICE), "梅雨晴，惠山区总工会干部"),
    Player("bozg", "薄志刚", "19900000006", "shown", (Role.CADRE, Role.CHAIR), "薄志刚，阳山镇一家企业的工会主席"),
    Player("sara", "莎金凤", "19900000007", "other", (Role.CADRE, Role.CHAIR), "莎金凤，和桥镇另一家企业的工会主席"),
    Player("juror1", "劳敬业", "19900000008", "city", (Role.JUROR,), "劳敬业，评委（劳模）"),
    Player("juror2", "祝秀兰", "19900000009", "city", (Role.JUROR,), "祝秀兰，评委（职工代表）"),
    Player("juror3", "程思远", "19900000010", "city", (Role.JUROR,), "程思远，评委（专家）"),
    Player("worker", "苗青青", "19900000011", "shown", (Role.MEMBER,), "苗青青，阳山镇的一名会员"),
    Player("town", "钱立群", "19900000012", "town", (Role.CHAIR,), "钱立群，阳山镇总工会主席"),
    Player("clerk", "沈素清", "19900000013", "shown", (Role.BALLOT_CLERK, Role.MEMBER), "沈素清，那家企业的选举工作人员"),
    Player("delegate", "何秋生", "19900000014", "shown", (Role.MEMBER,), "何秋生，那家企业的一线职工代表"),
    Player("teller", "吕守正", "19900000015", "shown", (Role.MEMBER,), "吕守正，那家企业的职工代表、监票人"),
    Player("mediator", "和以宁", "19900000016", "district", (Role.MEDIATOR,), "和以宁，惠山区总工会调解员"),
    Player("lead", "龚明远", "19900000017", "district", (Role.RIGHTS_LEAD,), "龚明远，惠山区总工会维权负责人"),
    Player("lawyer", "卢明理", "19900000018", "district", (Role.LAWYER,), "卢明理，法律援助律师"),
    Player("officer", "田司南", "19900000019", "district", (Role.RECEIVER,), "田司南，惠山区仲裁委的联络员"),
)  # fmt: skip

SIGN_INS = tuple(SignIn(player.sign_in, PASSWORD, player.who) for player in PLAYERS)


def seat(places: Mapping[str, Place], *, at: datetime) -> dict[str, Actor]:
    """Register, appoint and give accounts to the sample people; answers each as an actor."""
    actors, on = {}, day_of(at)
    for player in PLAYERS:
        place = places[player.at]
        card = people.register_person(
            player.name, unit_id=place.unit_id, phone=player.phone, actor=OPERATOR, at=at, is_sample=True
        )
        for role in player.roles:
            access.appoint(card.id, role=role, at_place=place, from_date=on - SERVED, actor=OPERATOR, at=at)
        account = people.open_account(
            card.id, sign_in_name=player.sign_in, phone=player.phone, password=PASSWORD, actor=OPERATOR, at=at,
            is_sample=True,
        )  # fmt: skip
        actors[player.sign_in] = access.actor_of_person(card.id, account_id=account.id, on=on)
    return actors
