"""Writing a proposal: keep a draft, ask others to put it together or to second it, file it, take it back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import IO

from django.db import transaction

from huozhong.access import services as access
from huozhong.delegates import queries as delegates
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.lifecycles import services as lifecycles
from huozhong.proposals.models import Attachment, Call, Maker, Proposal
from huozhong.proposals.queries.facts import facts
from huozhong.proposals.queries.finding import find_call, find_proposal
from huozhong.proposals.queries.things import KIND
from huozhong.proposals.rules import words as w
from huozhong.proposals.rules.reading import Words, keeping_refusal
from huozhong.proposals.services import telling, terms
from huozhong.records import services as records
from huozhong.records.engine.personal import holds_personal_number

OPEN = frozenset({"draft", "returned"})
MOST_ASKED = 30
MOST_FILES = 5


def note_on(row: Proposal, action: str, *, actor: Actor, at: datetime, why: str = "", **details: object) -> None:
    """One row of the trail about a proposal; never with who raised it."""
    records.note(KIND, row.pk, action, actor=actor, at=at, place=row.place, label=row.title, why=why, details=details)


def locked(proposal_id: int) -> Proposal:
    """The row, locked; whoever calls asks who may."""
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("unit", "call")
    row = rows.filter(pk=proposal_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row


def own(proposal_id: int, *, actor: Actor, at: datetime) -> Proposal:
    """The row, locked, for whoever first wrote it."""
    _, known = find_proposal(proposal_id, actor=actor, on=day_of(at))
    if not known.is_author:
        raise Forbidden(say("只有提案人本人可以办这一步。"))
    return locked(proposal_id)


def fit(words: Words) -> Words:
    """The words tidied; Refused where they cannot even be kept."""
    tidy = words.tidy()
    if tidy.theme not in {one.value for one in w.Theme}:
        raise Refused(say("请选一个类别。"))
    refusal = keeping_refusal(tidy)
    if refusal is not None:
        raise Refused(refusal)
    if any(holds_personal_number(text) for text in (tidy.title, tidy.why, tidy.measures, tidy.raised_by)):
        raise Refused(say("提案里不要写证件号码或手机号码。"))
    return tidy


@transaction.atomic
def start_draft(call_id: int, words: Words, *, raiser_id: int | None = None, actor: Actor, at: datetime) -> int:
    """A delegate begins a proposal; nobody else sees it before it is shared or filed. Answers its id."""
    call = find_call(call_id, actor=actor, on=day_of(at))
    if actor.person_id is None or not _is_delegate(call, actor.person_id, at=at):
        raise Forbidden(say("提案由职工代表提出。您可以把想说的告诉一位代表。"))
    if not access.can(actor, Permission.CONGRESS_READ, at=call.place):
        raise Forbidden(access.NOT_ALLOWED)
    tidy = fit(words)
    row = Proposal.objects.create(
        city_id=call.city_id,
        unit_id=call.unit_id,
        call=call,
        congress_id=call.congress_id,
        theme=tidy.theme,
        title=tidy.title,
        why=tidy.why,
        measures=tidy.measures,
        author_id=actor.person_id,
        author_name=actor.name[:100],
        raiser_id=raiser_id,
        raiser_name=tidy.raised_by,
        is_raiser_named=tidy.is_raiser_named,
        created_at=at,
    )
    note_on(row, "proposal_drafted", actor=actor, at=at)
    return row.pk


def _is_delegate(call: Call, person_id: int, *, at: datetime) -> bool:
    return delegates.delegate_of(person_id, day_of(at), congress_id=call.congress_id) is not None


@transaction.atomic
def save_draft(proposal_id: int, words: Words, *, is_one_matter: bool, actor: Actor, at: datetime) -> None:
    """Write into one's own draft. Who raised what a worker told in the house is not the delegate's to change."""
    row = own(proposal_id, actor=actor, at=at)
    if row.state not in OPEN:
        raise Conflict(say("提案已经交上去了，不能再改。"))
    if row.raiser_id is not None:
        words = Words(words.title, words.why, words.measures, words.theme, row.raiser_name, row.is_raiser_named)
    tidy = fit(words)
    changed = (tidy.title, tidy.why, tidy.measures) != (row.title, row.why, row.measures)
    row.title, row.why, row.measures, row.theme = tidy.title, tidy.why, tidy.measures, tidy.theme
    row.raiser_name, row.is_raiser_named, row.is_one_matter = tidy.raised_by, tidy.is_raiser_named, is_one_matter
    row.save()
    if changed:
        again = Maker.objects.filter(proposal=row, reply=w.Reply.YES)
        asked_again = list(again.values_list("person_id", flat=True))
        again.update(reply=w.Reply.ASKED, replied_at=None)
        telling.tell(asked_again, telling.ASKED, row, at=at, who=telling.short_title(row.author_name))
    note_on(row, "proposal_written", actor=actor, at=at)


@transaction.atomic
def invite(proposal_id: int, person_ids: Iterable[int], *, part: w.Part, actor: Actor, at: datetime) -> int:
    """Ask other delegates of the congress; each answers on their own phone. Gives how many were newly asked."""
    row = own(proposal_id, actor=actor, at=at)
    if row.state not in OPEN:
        raise Conflict(say("提案已经交上去了，不能再请人。"))
    known = set(Maker.objects.filter(proposal=row).values_list("person_id", flat=True)) | {row.author_id}
    new = 0
    for person_id in dict.fromkeys(person_ids):
        if person_id in known:
            continue
        seat = delegates.delegate_of(person_id, day_of(at), congress_id=row.congress_id)
        if seat is None:
            raise Refused(say("只能请同一届的职工代表。"))
        if len(known) > MOST_ASKED:
            raise Refused(say("一件提案最多请 %(n)s 位代表。", n=MOST_ASKED))
        Maker.objects.create(
            city_id=row.city_id, proposal=row, person_id=person_id, name=seat.name[:100], part=part.value, asked_at=at
        )
        known.add(person_id)
        telling.tell((person_id,), telling.ASKED, row, at=at, who=telling.short_title(row.author_name))
        new += 1
    if new:
        note_on(row, "makers_asked", actor=actor, at=at, part=part.value, count=new)
    return new


@transaction.atomic
def reply(proposal_id: int, *, is_yes: bool, actor: Actor, at: datetime) -> None:
    """The invited delegate says yes or no, until the committee has decided; yes may be taken back until it is filed."""
    row = locked(proposal_id)
    asked = Maker.objects.select_for_update().filter(proposal=row, person_id=actor.person_id or 0).first()
    if asked is None:
        raise NotFound(access.NOT_FOUND)
    if row.state not in OPEN and not (row.state == "filed" and asked.reply == w.Reply.ASKED):
        raise Conflict(say("提案已经交上去了，不能再改。"))
    if delegates.delegate_of(asked.person_id, day_of(at), congress_id=row.congress_id) is None:
        raise Refused(say("您现在不是这一届的代表，不能联名或附议。"))
    asked.reply = (w.Reply.YES if is_yes else w.Reply.NO).value
    asked.replied_at = at
    asked.save(update_fields=["reply", "replied_at"])
    note_on(row, "seconding_confirmed" if is_yes else "seconding_declined", actor=actor, at=at, part=asked.part)
    telling.tell((row.author_id,), telling.REPLIED, row, at=at, who=telling.short_title(asked.name))


@transaction.atomic
def file_proposal(proposal_id: int, *, actor: Actor, at: datetime) -> None:
    """Hand it in: it gets its number, and the committee's clock starts."""
    row = own(proposal_id, actor=actor, at=at)
    on, is_first = day_of(at), row.number is None
    changes: dict[str, object] = {"filed_at": at, "decided_at": None, "decided_why": "", "decided_by_name": ""}
    if is_first:
        call = Call.objects.select_for_update().get(pk=row.call_id)
        call.last_number += 1
        call.save(update_fields=["last_number"])
        changes["number"] = call.last_number
    moved = lifecycles.carry_out(
        row, "file", actor=actor, at=at, facts=lambda one: facts(one, actor, on=on), changes=changes
    )
    terms.start(moved, w.Term.REVIEW, on=on)
    if is_first:
        tally("proposals_filed", moved, at=at)
    telling.step(moved, "file", at=at, but=actor.person_id)
    telling.tell_committee(telling.TO_REVIEW, moved, on=on, at=at)


@transaction.atomic
def withdraw(proposal_id: int, *, why: str = "", actor: Actor, at: datetime) -> None:
    """The author takes it back before the committee has decided."""
    row = own(proposal_id, actor=actor, at=at)
    on = day_of(at)
    moved = lifecycles.carry_out(
        row, "withdraw", actor=actor, at=at, why=why, facts=lambda one: facts(one, actor, on=on),
        changes={"closed_at": at},
    )  # fmt: skip
    terms.stop(moved, *w.Term, on=on)
    telling.step(moved, "withdraw", at=at, but=actor.person_id)


def tally(measure: str, row: Proposal, *, at: datetime) -> None:
    """One more of something at the unit."""
    place = row.place
    records.tally(
        measure, path=place.path, industry_path=place.industry_path, day=day_of(at), delta=1, city_id=row.city_id
    )


@transaction.atomic
def attach(proposal_id: int, content: bytes | IO[bytes], *, name: str, actor: Actor, at: datetime) -> int:
    """Lay a file beside the proposal (its author, while it is open) or beside the answer (whoever handles it)."""
    row, known = find_proposal(proposal_id, actor=actor, on=day_of(at))
    if known.is_author and row.state in OPEN:
        about = Attachment.About.PROPOSAL
    elif known.is_handler and row.state == "handling":
        about = Attachment.About.ANSWER
    else:
        raise Forbidden(say("附件由提案人在交之前、承办人在答复之前添加。"))
    if Attachment.objects.filter(proposal=row, about=about).count() >= MOST_FILES:
        raise Refused(say("最多 %(n)s 个附件。", n=MOST_FILES))
    kept = records.store_file(content, name=name, city_id=row.city_id, actor=actor, at=at)
    Attachment.objects.get_or_create(
        city_id=row.city_id, proposal=row, file_id=kept.id,
        defaults={"about": about, "person_id": actor.person_id, "at": at},
    )  # fmt: skip
    note_on(row, "proposal_file_added", actor=actor, at=at, about=about.value)
    return kept.id
