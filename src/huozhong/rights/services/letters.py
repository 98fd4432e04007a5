"""一函两书: a union reminds an employer, gives its opinion, and proposes to a department what to look into.

Where a place has a rule for the answer (Zhejiang: 15 working days) its days are counted from the day of receipt; where
no rule was read, the letter asks for a day of its own, and says that it is only asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from huozhong.access import services as access
from huozhong.clocks import queries as clock_reads
from huozhong.clocks import services as clocks
from huozhong.clocks.engine import Period, due
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Level, Place
from huozhong.kernel.refusals import Conflict, Forbidden, Refused
from huozhong.kernel.rulepacks import NoRule, Unit
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.lifecycles import services as lifecycles
from huozhong.records import services as records
from huozhong.rights.engine.words import clean
from huozhong.rights.models import Letter
from huozhong.rights.queries import letters as reads
from huozhong.rights.queries import seeing
from huozhong.rights.rules.filing_guards import ANSWER_RULES, LETTERS, NEXT_LETTER, LetterKind
from huozhong.rights.services.opening import EVERYWHERE
from huozhong.rulebook import queries as rulebook
from huozhong.unions import queries as unions

KIND = reads.KIND
LONGEST = 6000


@dataclass(frozen=True, slots=True)
class LetterWords:
    """What stands on a letter."""

    employer_name: str
    addressee: str
    matters: str
    laws: str = ""
    asks: str = ""
    signer: str = ""
    supervisors: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class AnswerDay:
    """Until when an answer is due; without a basis it is only asked for."""

    legal: date
    safe: date
    basis: str
    period: Period


@transaction.atomic
def draft_letter(
    kind: LetterKind,
    words: LetterWords,
    *,
    unit_id: int,
    actor: Actor,
    at: datetime,
    employer_unit_id: int | None = None,
    dossier_id: int | None = None,
    before: Letter | None = None,
    is_sample: bool = False,
) -> int:
    """A draft of a letter; the employer's own union writes none, and nobody tied to it sees it."""
    place = unions.place_of(unit_id)
    access.require(actor, Permission.DOSSIER_WORK, at=place)
    if unions.unit(unit_id).level is Level.GRASSROOTS:
        raise Refused(say("一函两书由乡镇、街道以上的工会来发。"))
    if dossier_id is not None:
        employer_unit_id = seeing.dossier_for(actor, dossier_id, Permission.DOSSIER_WORK).employer_unit_id
    elif employer_unit_id is None:
        employer_unit_id = _employers_union(words.employer_name, city_id=place.city_id)
    if actor.person_id is None or employer_unit_id in {held.unit_id for held in actor.appointments}:
        raise Forbidden(say("和这家单位有关联的人，不能经办发给它的一函两书。"))
    year = day_of(at).year
    row = Letter.objects.create(
        city_id=place.city_id,
        unit_id=unit_id,
        year=year,
        serial=_next_serial(unit_id, year),
        kind=kind.value,
        employer_unit_id=employer_unit_id,
        before=before,
        dossier_id=dossier_id,
        owner_id=actor.person_id,
        owner_name=actor.name[:100],
        drafted_at=at,
        is_sample=is_sample,
        **_columns(words),
    )
    _note(row, "letter_drafted", actor=actor, at=at, kind=kind.value)
    return row.pk


def _employers_union(name: str, *, city_id: int) -> int | None:
    """The employer's own union, as the roster knows it by its exact name: it is kept out."""
    wanted = " ".join(name.split())
    found = unions.find_employers(wanted, reach=EVERYWHERE) if wanted else ()
    return next((one.unit_id for one in found if one.city_id == city_id and one.name == wanted and one.unit_id), None)


def _next_serial(unit_id: int, year: int) -> int:
    """The next number of the unit in the year; two at once take turns."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"rights-letter:{unit_id}:{year}"])
    last = Letter.objects.filter(unit_id=unit_id, year=year).aggregate(last=Max("serial"))["last"]
    return (last or 0) + 1


def _columns(words: LetterWords) -> dict[str, Any]:
    short = {
        "employer_name": (words.employer_name, 120),
        "addressee": (words.addressee, 120),
        "signer": (words.signer, 60),
    }
    columns: dict[str, Any] = {}
    for name, (text, most) in short.items():
        columns[name] = " ".join(clean(text).split())
        if len(columns[name]) > most:
            raise Refused(say("这一栏最多 %(limit)s 字。", limit=most))
    for name, text in (("matters", words.matters), ("laws", words.laws), ("asks", words.asks)):
        columns[name] = clean(text).strip()
        if len(columns[name]) > LONGEST:
            raise Refused(say("这一栏最多 %(limit)s 字。", limit=LONGEST))
    if not columns["employer_name"]:
        raise Refused(say("请写下单位的名称。"))
    columns["supervisors"] = [name for one in words.supervisors if (name := " ".join(clean(one).split())[:60])][:10]
    return columns


@transaction.atomic
def change_letter(letter_id: int, words: LetterWords, *, actor: Actor, at: datetime) -> None:
    """Write into a draft; what went out is not changed any more."""
    row = _locked(letter_id, actor=actor)
    if row.state != "draft":
        raise Conflict(say("已经发出的不能再改。"))
    columns = _columns(words)
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=list(columns))
    _note(row, "letter_written", actor=actor, at=at)


def answer_day(kind: LetterKind, *, place: Place, received: date) -> AnswerDay | None:
    """Until when the rules of the place want an answer; None where no rule was read."""
    rule_id = ANSWER_RULES.get(kind)
    if rule_id is None:
        return None
    try:
        answer = rulebook.ask(rule_id, on=received, place=place)
    except NoRule:
        return None
    if not isinstance(answer.value, int):
        return None
    period = Period(answer.value, Unit.WORKING_DAYS)
    counted = due(period, received, calendar=clock_reads.calendar())
    return AnswerDay(counted.legal_date, counted.safe_date, f"{answer.cite.law}{answer.cite.article}", period)


@transaction.atomic
def send_letter(
    letter_id: int, *, received: date, how: str, asked_until: date | None = None, actor: Actor, at: datetime
) -> None:
    """The other side has it: the days for the answer run from the day of receipt, by rule or as asked."""
    row = _locked(letter_id, actor=actor)
    counted = answer_day(LetterKind(row.kind), place=row.place, received=received)
    if counted is None and asked_until is not None and asked_until < received:
        raise Refused(say("答复的日期不能早于对方收到的日期。"))
    until = counted.legal if counted else asked_until
    changes = {
        "received_date": received,
        "received_how": " ".join(clean(how).split())[:200],
        "answer_until": until,
        "answer_safe_date": counted.safe if counted else asked_until,
        "answer_basis": counted.basis[:200] if counted else "",
    }
    for name, value in changes.items():
        setattr(row, name, value)
    gathered = reads.letter_facts(row, on=day_of(at))
    lifecycles.carry_out(row, "send", actor=actor, at=at, facts=gathered, changes=changes)
    assert until is not None
    _watch(row, received, until, counted, actor=actor, at=at)


def _watch(row: Letter, received: date, until: date, counted: AnswerDay | None, *, actor: Actor, at: datetime) -> None:
    """The day of the answer stands among the writer's own deadlines, and reminds."""
    rule_id = ANSWER_RULES[LetterKind(row.kind)] if counted else "rights.letters.asked"
    period = counted.period if counted else Period((until - received).days, Unit.DAYS)
    clocks.open_deadline(
        KIND,
        row.pk,
        rule_id=rule_id,
        title=say("等%(what)s的答复", what=LETTERS[LetterKind(row.kind)]),
        title_en="Answer to a union's letter",
        period=period,
        start_date=received,
        owner_id=row.owner_id,
        place=row.place,
        cite=counted.basis if counted else "",
        trigger=say("对方收到"),
        is_statutory=False,
        actor=actor,
        at=at,
    )


@transaction.atomic
def move_letter(letter_id: int, name: str, *, why: str = "", actor: Actor, at: datetime) -> None:
    """A plain move: refused, fallen silent, settled, void, closed without an answer."""
    if name not in ("refuse", "fall_silent", "settle", "void", "close_unanswered"):
        raise Conflict(say("这一步要在它自己的页面上办。"))
    row = _locked(letter_id, actor=actor)
    lifecycles.carry_out(row, name, actor=actor, at=at, facts=_facts(at), why=why)
    if name in ("settle", "void", "close_unanswered"):
        _end_clock(row, why=why, actor=actor, at=at)


@transaction.atomic
def note_answer(letter_id: int, *, on: date, words: str, actor: Actor, at: datetime) -> None:
    """The other side answered; whether it mended what was wrong is decided next."""
    row = _locked(letter_id, actor=actor)
    told = clean(words).strip()[:LONGEST]
    if on > day_of(at) or (row.received_date is not None and on < row.received_date):
        raise Refused(say("答复的日期不对。"))
    lifecycles.carry_out(
        row,
        "answer",
        actor=actor,
        at=at,
        facts=_facts(at),
        why=told[:500],
        changes={"answered_date": on, "answer_words": told},
    )
    _end_clock(row, why=str(say("对方已经答复。")), actor=actor, at=at)


@transaction.atomic
def raise_letter(letter_id: int, *, addressee: str, why: str, actor: Actor, at: datetime) -> int:
    """The next of the three letters, drafted with the same words; gives its id."""
    row = _locked(letter_id, actor=actor)
    lifecycles.carry_out(row, "raise", actor=actor, at=at, facts=_facts(at), why=why)
    _end_clock(row, why=why, actor=actor, at=at)
    following = NEXT_LETTER[LetterKind(row.kind)]
    assert following is not None  # the guard of the move has asked
    words = LetterWords(
        employer_name=row.employer_name,
        addressee=addressee or row.addressee,
        matters=row.matters,
        laws=row.laws,
        asks=row.asks,
        signer=row.signer,
        supervisors=row.supervisors,
    )
    return draft_letter(
        following,
        words,
        unit_id=row.unit_id,
        actor=actor,
        at=at,
        employer_unit_id=row.employer_unit_id,
        dossier_id=row.dossier_id,
        before=row,
        is_sample=row.is_sample,
    )


def letter_moves(letter_id: int, *, actor: Actor, at: datetime) -> tuple[lifecycles.Step, ...]:
    """What may be done with the letter now: allowed, or greyed with the sentence that says why."""
    row = reads.letter_for(actor, letter_id)
    return lifecycles.what_next(row, actor, facts=reads.letter_facts(row, on=day_of(at)))


def _facts(at: datetime) -> Callable[[Letter], object]:
    return lambda row: reads.letter_facts(row, on=day_of(at))


def _end_clock(row: Letter, *, why: str, actor: Actor, at: datetime) -> None:
    clocks.cancel(KIND, row.pk, why=why.strip() or str(say("不再等答复。")), actor=actor, at=at)


def _locked(letter_id: int, *, actor: Actor) -> Letter:
    row = reads.letter_for(actor, letter_id, Permission.DOSSIER_WORK)
    return Letter.objects.select_for_update(of=("self",)).select_related("unit").get(pk=row.pk)


def _note(row: Letter, action: str, *, actor: Actor, at: datetime, **details: object) -> None:
    records.note(KIND, row.pk, action, actor=actor, at=at, place=row.place, label=str(row), details=details)
