"""Giving a paper its number and its day; issuing codes; voiding."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import Conflict, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.lifecycles import services as lifecycles
from huozhong.lifecycles.services import Decision
from huozhong.papers.models import BookedNumber, IssuingCode, Paper, SealUse
from huozhong.papers.rules import numbers
from huozhong.papers.rules.layout import PaperKind
from huozhong.papers.rules.numbers import DocumentNumber
from huozhong.papers.services.drafting import locked_paper
from huozhong.papers.workflow import PaperFacts
from huozhong.records import services as records


@transaction.atomic
def record_code(code: str, *, unit: Place, actor: Actor, at: datetime) -> int:
    """Enter an issuing code of a unit; in one city no two units have the same."""
    access.require(actor, Permission.PAPER_WRITE, at=unit)
    bare = "".join(code.split())
    reason = numbers.code_refusal(bare)
    if reason is not None:
        raise Refused(reason)
    try:
        with transaction.atomic():
            row = IssuingCode.objects.create(city_id=unit.city_id, unit_id=unit.unit_id, code=bare, recorded_at=at)
    except IntegrityError:
        raise Refused(say("“%(code)s”已经有单位在用，请换一个代字。", code=bare)) from None
    records.note("papers.issuingcode", row.id, "code_recorded", actor=actor, at=at, place=unit, label=bare)
    return row.id


@transaction.atomic
def close_code(code_id: int, *, actor: Actor, at: datetime) -> None:
    """Use a code no longer; its numbers stay in the book."""
    row = IssuingCode.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=code_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, Permission.PAPER_WRITE, at=row.place, seen=Permission.PAPER_READ)
    row.is_closed = True
    row.save(update_fields=["is_closed"])
    records.note("papers.issuingcode", row.id, "code_closed", actor=actor, at=at, place=row.place, label=row.code)


def facts_of(paper: Paper) -> PaperFacts:
    """What the guards look at, gathered from the rows as they are now."""
    return PaperFacts(
        title=paper.title,
        addressee=paper.addressee,
        paragraphs=len(paper.body),
        is_request=paper.kind == PaperKind.REQUEST,
        signer=paper.signer,
        has_code=IssuingCode.objects.filter(unit_id=paper.unit_id, is_closed=False).exists(),
        is_sealed=SealUse.objects.filter(paper_id=paper.id).exists(),
    )


def next_moves(paper_id: int, *, actor: Actor) -> tuple[lifecycles.Step, ...]:
    """What may be done with the paper now: allowed, or greyed with the sentence that says why."""
    paper = Paper.objects.select_related("unit").get(pk=paper_id)
    return lifecycles.what_next(paper, actor, facts=facts_of(paper))


@transaction.atomic
def issue(
    paper_id: int,
    *,
    actor: Actor,
    at: datetime,
    code_id: int | None = None,
    by_hand: str | None = None,
    skipped_why: str = "",
) -> DocumentNumber:
    """Give the paper the next number of a code and today's day; or the number that was given by hand, checked.

    Without `by_hand` the number that the draft carries is taken; an empty one asks for the next.

    A number by hand may run ahead of the book only with the reason why those between were used elsewhere: they are
    booked with it, so that the book has no gaps. Two who issue at once get two numbers.
    """
    paper = locked_paper(paper_id, actor=actor)
    written = paper.wanted_number if by_hand is None else by_hand.strip()
    wanted = numbers.parse(written) if written else None
    code = _locked_code(paper, code_id=code_id, wanted=wanted)
    number = wanted or DocumentNumber(code.code, day_of(at).year, _last(code, day_of(at).year) + 1)
    if number.year > day_of(at).year:
        raise Refused(say("%(year)s 年还没有到，不能用这一年的文号。", year=number.year))
    between = _skipped(number, code=code, why=skipped_why)
    lifecycles.carry_out(
        paper,
        "issue",
        actor=actor,
        at=at,
        facts=facts_of,
        decision=Decision(paper.meeting, str(number), paper.decided_date),
        changes={"code_id": code.id, "document_number": str(number), "issued_date": day_of(at)},
    )
    shared = {"city_id": code.city_id, "code": code, "year": number.year, "booked_at": at}
    shared["booked_by_name"] = actor.name[:100]
    outside = [BookedNumber(number=used, why=skipped_why.strip()[:200], **shared) for used in between]
    BookedNumber.objects.bulk_create([*outside, BookedNumber(number=number.number, paper=paper, **shared)])
    return number


def _locked_code(paper: Paper, *, code_id: int | None, wanted: DocumentNumber | None) -> IssuingCode:
    """The code's row, locked: whoever counts on it waits here."""
    rows = IssuingCode.objects.select_for_update(of=("self",)).filter(unit_id=paper.unit_id, is_closed=False)
    if wanted is not None:
        code = rows.filter(code=wanted.code).first()
        if code is None:
            raise Refused(say("“%(code)s”不是本单位登记的发文代字。", code=wanted.code))
        return code
    code = (rows.filter(pk=code_id) if code_id else rows).order_by("id").first()
    if code is None:
        raise Refused(say("本单位还没有登记发文代字，请先在“发文代字”里登记。"))
    return code


def _last(code: IssuingCode, year: int) -> int:
    found = BookedNumber.objects.filter(code_id=code.id, year=year).aggregate(last=Max("number"))
    return found["last"] or 0


def _skipped(number: DocumentNumber, *, code: IssuingCode, why: str) -> range:
    """The numbers between the book and this one, used elsewhere; Refused when it is taken or they are unexplained."""
    last = _last(code, number.year)
    if number.number <= last:
        raise Conflict(say("%(number)s 已经用过了，请换一个号，或者留空由系统接着编。", number=number))
    between = numbers.skipped(last, number.number)
    if len(between) > numbers.MOST_SKIPPED:
        raise Refused(say("一次最多补记 %(most)s 个号，请核对文号。", most=numbers.MOST_SKIPPED))
    if between and not why.strip():
        raise Refused(
            say(
                "前面还空着 %(count)s 个号（%(first)s 至 %(last)s）。已在系统外用掉的，请写明原因；否则请留空接着编。",
                count=len(between),
                first=between[0],
                last=between[-1],
            )
        )
    return between


@transaction.atomic
def void(paper_id: int, *, why: str, actor: Actor, at: datetime) -> None:
    """The paper no longer holds. Its number is never given again."""
    paper = locked_paper(paper_id, actor=actor)
    lifecycles.carry_out(paper, "void", actor=actor, at=at, facts=facts_of, why=why)
