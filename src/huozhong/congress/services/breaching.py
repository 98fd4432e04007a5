"""A matter of the congress was decided without it: recorded, its effect in law shown, and followed up day by day."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from huozhong.access import services as access
from huozhong.congress.models import Breach
from huozhong.congress.queries import law
from huozhong.congress.rules import agenda, deadlines
from huozhong.congress.services import clocks
from huozhong.congress.services.finding import require_words
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.rulepacks import Unit
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.papers import services as papers
from huozhong.records import services as records
from huozhong.unions import queries as unions

KIND = "congress.breach"


@transaction.atomic
def record_breach(
    congress_id: int, *, matter: str, what: str, decided: date, unit: Place, actor: Actor, at: datetime
) -> int:
    """Write down what was decided without the congress; the law's effect is asked at once. Answers its id."""
    access.require(actor, Permission.CONGRESS_MANAGE, at=unit)
    title = agenda.title_of(matter)
    if not agenda.is_reserved(matter):
        raise Refused(say("“%(matter)s”不是必须由职代会决定的事项。", matter=title))
    if decided > day_of(at):
        raise Refused(say("作出决定的日期不能在今天以后。"))
    found = law.answer(law.WITHOUT_CONGRESS, place=unit, on=decided)
    row = Breach.objects.create(
        city_id=unit.city_id,
        unit_id=unit.unit_id,
        congress_id=congress_id,
        matter=matter,
        what=require_words(what, most=500, ask="作出了什么决定"),
        decided_date=decided,
        effect=found.as_json() if found else {},
        recorded_by_name=actor.name[:100],
        recorded_at=at,
    )
    cites = (found.as_json(),) if found else ()
    details = {"congress_id": congress_id, "matter": matter, "on": decided}
    records.note(
        KIND, row.id, "recorded", actor=actor, at=at, place=unit, label=row.what[:80], details=details, cites=cites
    )
    return row.id


@transaction.atomic
def draft_letter(breach_id: int, *, addressee: str, actor: Actor, at: datetime) -> int:
    """Draft the letter of opinion in the room of papers; it is numbered and sealed there. Answers the paper's id."""
    row = _locked(breach_id, actor=actor)
    if row.paper_id is not None:
        raise Refused(say("意见书已经起草了，请到公文里办理。"))
    span = law.span(law.LETTER, place=row.place, on=day_of(at))
    matter = agenda.title_of(row.matter)
    body = [
        f"经了解，你单位于{row.decided_date:%Y年%-m月%-d日}作出决定：{row.what}",
        f"该事项属于“{matter}”，依规定应当提交职工代表大会，由职工代表大会审议通过或者选举产生。",
        _effect_words(row),
        f"请自收到本意见书之日起{_days(span)}内改正，并将改正情况书面告知本会。" if span else
        "请及时改正，并将改正情况书面告知本会。",
    ]  # fmt: skip
    paper_id = papers.draft_paper(
        "letter", title="关于依法履行职工代表大会程序的意见书", unit=row.place,
        addressee=require_words(addressee, most=100, ask="发给哪个单位"), body=[line for line in body if line],
        thing_kind=KIND, thing_id=row.id, thing_label=row.what[:80], actor=actor, at=at,
    )  # fmt: skip
    row.paper_id = paper_id
    row.save(update_fields=["paper_id"])
    details = {"paper_id": paper_id}
    records.note(KIND, row.id, "letter_drafted", actor=actor, at=at, place=row.place, details=details)
    return paper_id


def _days(span: deadlines.Span) -> str:
    return f"{span.length}{'个工作日' if span.unit is Unit.WORKING_DAYS else '日'}"


def _effect_words(row: Breach) -> str:
    if not row.effect:
        return ""
    cite = row.effect.get("cite", {})
    named = f"《{cite['law']}》{cite.get('article', '')}" if cite.get("law") else str(cite.get("source", ""))
    doubt = "" if row.effect.get("status") == "verified" else "（条文请核对原文后使用）"
    return f"依据{named}，未经职工代表大会程序作出的上述决定{row.effect['value']}。{doubt}"


@transaction.atomic
def send_letter(breach_id: int, *, received: date, actor: Actor, at: datetime) -> None:
    """The employer received the letter on a day; from then on the days to mend run, as the rules of the place say."""
    row = _locked(breach_id, actor=actor)
    if row.paper_id is None:
        raise Refused(say("请先起草意见书。"))
    if received > day_of(at) or received < row.decided_date:
        raise Refused(say("收到意见书的日期不对，请核对。"))
    span = law.span(law.LETTER, place=row.place, on=received)
    row.letter_date = received
    row.mend_by_date = deadlines.due_day(received, span) if span else None
    row.save(update_fields=["letter_date", "mend_by_date"])
    _noted(row, "letter_received", actor=actor, at=at, more={"on": received})


@transaction.atomic
def propose_to_department(breach_id: int, *, on: date, actor: Actor, at: datetime) -> None:
    """Not mended in time: the union above proposes to the department that it has the breach corrected."""
    row = _locked(breach_id, actor=actor, above=True)
    if row.letter_date is None:
        raise Refused(say("请先送达意见书，再向主管部门提出处理建议。"))
    if row.mend_by_date is not None and on <= row.mend_by_date:
        raise Refused(say("改正期限 %(day)s 还没有到。", day=row.mend_by_date))
    span = law.span(law.SECOND_LETTER, place=row.place, on=on)
    row.proposal_date = on
    row.order_by_date = deadlines.due_day(on, span) if span else None
    row.save(update_fields=["proposal_date", "order_by_date"])
    _noted(row, "department_asked", actor=actor, at=at, more={"on": on})


@transaction.atomic
def mend_breach(breach_id: int, *, how: str, on: date, actor: Actor, at: datetime) -> None:
    """The breach was mended: how, and when."""
    row = _locked(breach_id, actor=actor)
    if on > day_of(at) or on < row.decided_date:
        raise Refused(say("改正的日期不对，请核对。"))
    row.mended_how, row.mended_date = require_words(how, most=500, ask="怎么改正的"), on
    row.save(update_fields=["mended_how", "mended_date"])
    _noted(row, "mended", actor=actor, at=at, more={"on": on})


def _noted(row: Breach, action: str, *, actor: Actor, at: datetime, more: dict[str, object]) -> None:
    clocks.renew(row.congress_id, at=at)
    records.note(KIND, row.id, action, actor=actor, at=at, place=row.place, label=row.what[:80], details=more)


def _locked(breach_id: int, *, actor: Actor, above: bool = False) -> Breach:
    row = Breach.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=breach_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    if above:
        upper = unions.ancestors(row.unit_id)[-2].place
        access.require(actor, Permission.CONGRESS_WATCH, at=upper, seen=Permission.CONGRESS_READ)
    else:
        access.require(actor, Permission.CONGRESS_MANAGE, at=row.place, seen=Permission.CONGRESS_READ)
    return row
