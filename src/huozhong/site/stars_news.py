"""Who hears what about stars: the union's own office, and the district that has to look. Nobody else is told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from huozhong.access import queries as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.roles import ROLES
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.zone import day_of
from huozhong.lifecycles import queries as lifecycles
from huozhong.ratings import queries as ratings
from huozhong.ratings.events import (
    CheckClosed,
    HearingClosed,
    HearingOpened,
    RatingNews,
    RatingSentBack,
    RatingSubmitted,
    StarGranted,
    StarRefused,
    StarRestored,
)
from huozhong.ratings.queries import RatingOutcome
from huozhong.records import queries as trail
from huozhong.records import services as records
from huozhong.records.engine import messages
from huozhong.records.engine.messages import Template

KIND = "ratings.rating"
LONGEST = 36
SOMETHING = say("一次评星")


def _template(key: str, title: Sentence, body: Sentence) -> Template:
    return Template(key=f"ratings.{key}", title=title, body=body, gaps={"what": messages.name}, chain=())


SUBMITTED = _template("submitted", say("有星级自评等核查"), say("“%(what)s”交了自评，请安排两位核查员。"))
TO_THE_UNION: tuple[tuple[type[RatingNews], Template], ...] = (
    (RatingSentBack, _template("sent_back", say("自评退回补充"), say("“%(what)s”的自评要补充，请登录查看理由。"))),
    (CheckClosed, _template("check_closed", say("现场核查结束"), say("“%(what)s”核查结束，正在听取异议。"))),
    (StarGranted, _template("granted", say("星级已确认"), say("“%(what)s”的星级已经确认，请登录查看。"))),
    (StarRefused, _template("refused", say("这次没有授星"), say("“%(what)s”这次没有授星，请登录查看理由。"))),
    (HearingOpened, _template("hearing", say("有一个问题要听您说"), say("“%(what)s”被登记了一个问题，请登录答复。"))),
    (HearingClosed, _template("decided", say("登记的问题有了决定"), say("“%(what)s”登记的问题有了决定，请登录查看。"))),
    (StarRestored, _template("restored", say("星级已恢复"), say("“%(what)s”的星级已经恢复。"))),
)


def _named(label: str) -> str:
    short = label if len(label) <= LONGEST else f"{label[: LONGEST - 1]}…"
    return messages.name(short) or SOMETHING.text


def _own_office(found: RatingOutcome, *, on: date) -> tuple[int, ...]:
    """Those who declare for the union and are appointed there, not above it."""
    held = access.appointments_at(found.place.unit_id, on=on)
    allowed = [one.person_id for one in held if Permission.RATING_DECLARE in ROLES[one.role].permissions]
    return tuple(dict.fromkeys(allowed))


def _times(news: type[RatingNews], rating_id: int) -> int:
    """How often this has happened: a second time is news again, a second hearing is not."""
    lifecycle = next(one for one in lifecycles.lifecycles().values() if one.kind == KIND)
    moves = {move.name for move in lifecycle.moves if move.announces is news}
    return sum(row.action in moves for row in trail.history(KIND, rating_id, limit=1000))


def _tell(people: Iterable[int], template: Template, event: RatingNews, found: RatingOutcome, *, at: datetime) -> None:
    """One notice to each."""
    times = _times(type(event), found.id)
    for person_id in people:
        records.queue_notice(
            to=records.Recipient(person_id=person_id), template=template.key, values={"what": _named(found.label)},
            city_id=found.city_id, at=at, key=f"{template.key}:{found.id}:{person_id}:{times}",
        )  # fmt: skip


@records.hears(RatingSubmitted, "house.tell_office_rating")
def on_submitted(event: RatingSubmitted, *, at: datetime) -> None:
    """The district learns that a self-check waits."""
    found = ratings.rating_outcome(event.rating_id)
    where = ratings.level_place(found.place, "district")
    if where is None:
        return
    held = access.appointments_at(where.unit_id, on=day_of(at))
    people = dict.fromkeys(one.person_id for one in held if Permission.RATING_ASSESS in ROLES[one.role].permissions)
    _tell(people, SUBMITTED, event, found, at=at)


def _hear(news: type[RatingNews], template: Template) -> None:
    """The union's own office hears; a lost star is told to nobody else."""

    @records.hears(news, f"house.tell_union_{template.key.replace('.', '_')}")
    def tell(event: RatingNews, *, at: datetime) -> None:
        found = ratings.rating_outcome(event.rating_id)
        _tell(_own_office(found, on=day_of(at)), template, event, found, at=at)


def register() -> None:
    """Enter the templates into the catalogue and start listening; called once, when the house is ready."""
    records.register_template(SUBMITTED)
    for news, template in TO_THE_UNION:
        records.register_template(template)
        _hear(news, template)
