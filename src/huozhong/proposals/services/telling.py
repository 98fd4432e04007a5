"""Who is told of what: at every step the author, those who seconded, and the worker who first said so."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from huozhong.access import queries as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.roles import ROLES
from huozhong.kernel.sentences import Sentence, say
from huozhong.proposals.models import Handler, Proposal
from huozhong.proposals.queries.facts import author_ids, raiser_ids, seconder_ids
from huozhong.records import services as records
from huozhong.records.engine import messages
from huozhong.records.engine.messages import Template

LONGEST = 36
SOME = "一件提案"


def _template(key: str, title: Sentence, body: Sentence, *, gaps: tuple[str, ...] = ("proposal",)) -> Template:
    # inside the house only: a list of people to ring would name the worker who asked not to be named
    return Template(
        key=f"proposals.{key}",
        title=title,
        body=body,
        gaps=dict.fromkeys(gaps, messages.name),
        chain=(),
        most_a_day=500,
    )


TOLD: dict[str, Template] = {
    "file": _template("file", say("提案已提交"), say("“%(proposal)s”已经提交，等委员会审查。")),
    "withdraw": _template("withdraw", say("提案已撤回"), say("“%(proposal)s”由提案人撤回了。")),
    "register": _template("register", say("提案已立案"), say("“%(proposal)s”已经立案，接下来交给部门承办。")),
    "send_back": _template("send_back", say("提案已退回"), say("“%(proposal)s”没有立案，点开看书面理由。")),
    "merge": _template(
        "merge", say("提案已并案"), say("“%(proposal)s”和另一件提的是同一件事，合在一起办，提案人都保留。")
    ),
    "turn": _template("turn", say("提案转为大会议题"), say("“%(proposal)s”事关重大，转为大会议题。")),
    "assign": _template("assign", say("提案已交办"), say("“%(proposal)s”已经交给部门承办，点开看谁办、哪天前答复。")),
    "answer": _template("answer", say("提案有答复了"), say("“%(proposal)s”有了书面答复，委员会核查后请您评价。")),
    "pass_answer": _template(
        "pass_answer", say("请评价提案答复"), say("“%(proposal)s”的答复已经核查，满意不满意，您说了算。")
    ),
    "return_answer": _template(
        "return_answer", say("答复退回重写"), say("“%(proposal)s”的答复没有通过核查，退回重写了。")
    ),
    "rehandle": _template("rehandle", say("提案重办一次"), say("“%(proposal)s”的答复评价不满意，退回重办一次。")),
    "close": _template("close", say("提案已办结"), say("“%(proposal)s”已经办结，点开看结果。")),
    "track": _template("track", say("承诺有进展"), say("“%(proposal)s”当时答应的事有了进展。")),
    "adopt": _template("adopt", say("提案采纳为项目"), say("“%(proposal)s”被采纳，将作为项目来办。")),
    "project": _template(
        "project", say("提案变成了项目"), say("照“%(proposal)s”起草了一个项目，项目里记着最早是谁提的。")
    ),
}
TO_REVIEW = _template("to_review", say("有提案等审查"), say("“%(proposal)s”已经提交，请审查。"))
TO_CHECK = _template("to_check", say("有答复等核查"), say("“%(proposal)s”有了答复，请核查。"))
TO_HANDLE = _template("to_handle", say("有提案交您承办"), say("“%(proposal)s”交给您承办，点开看哪天前答复。"))
ASKED = _template(
    "asked",
    say("请您联名或附议"),
    say("%(who)s请您一起提“%(proposal)s”，参加不参加由您自己定。"),
    gaps=("proposal", "who"),
)
REPLIED = _template("replied", say("邀请有了回音"), say("%(who)s对“%(proposal)s”有了回音。"), gaps=("proposal", "who"))
LATE = _template("late", say("提案逾期"), say("“%(proposal)s”已经过了期限，请尽快办理。"))
TIP_CAME = Template(
    "proposals.tip", say("有职工向您反映"), say("有职工向您这位代表反映了一件事，点开看看。"), chain=(), most_a_day=500
)
TIP_TAKEN = Template("proposals.tip_taken", say("代表接了您说的事"), say("您反映的事，代表正在写成提案。"), chain=())
TIP_ASIDE = Template("proposals.tip_aside", say("代表回复了您"), say("您反映的事，代表有了回复，点开看看。"), chain=())

for _one in (*TOLD.values(), TO_REVIEW, TO_CHECK, TO_HANDLE, ASKED, REPLIED, LATE, TIP_CAME, TIP_TAKEN, TIP_ASIDE):
    records.register_template(_one)


def short_title(title: str) -> str:
    """The title as a notice may carry it: short, no sentence, no number of anybody."""
    short = title if len(title) <= LONGEST else f"{title[: LONGEST - 1]}…"
    return messages.name(short) or SOME


def tell(persons: Iterable[int | None], template: Template, row: Proposal, *, at: datetime, **values: str) -> None:
    """One notice to each, once for this moment."""
    for person_id in sorted({one for one in persons if one is not None}):
        records.queue_notice(
            to=records.Recipient(person_id=person_id),
            template=template.key,
            values={"proposal": short_title(row.title), **values},
            city_id=row.city_id,
            at=at,
            key=f"{template.key}:{row.pk}:{person_id}:{at.timestamp():.0f}",
        )


def tell_person(person_id: int, template: Template, *, key: str, city_id: int, at: datetime) -> None:
    """A notice without gaps."""
    records.queue_notice(
        to=records.Recipient(person_id=person_id), template=template.key, values={}, city_id=city_id, at=at, key=key
    )


def step(row: Proposal, move: str, *, at: datetime, but: int | None = None) -> None:
    """A step was taken: author, those who put it with them, seconders and the worker learn of it; not who took it."""
    makers = author_ids(row) | seconder_ids(row) | raiser_ids(row)
    tell(makers - {but}, TOLD[move], row, at=at)


def committee(unit_id: int, *, on: date) -> frozenset[int]:
    """Who handles proposals at the unit itself: offices above it are not rung for every proposal of a firm."""
    held = access.appointments_at(unit_id, on=on)
    return frozenset(one.person_id for one in held if Permission.PROPOSAL_HANDLE in ROLES[one.role].permissions)


def tell_committee(template: Template, row: Proposal, *, on: date, at: datetime) -> None:
    """The committee of the unit learns that something waits."""
    tell(committee(row.unit_id, on=on), template, row, at=at)


def tell_handlers(template: Template, row: Proposal, *, at: datetime) -> None:
    """Whoever handles the proposal in this round."""
    tell(
        Handler.objects.filter(proposal=row, round=row.round).values_list("person_id", flat=True), template, row, at=at
    )
