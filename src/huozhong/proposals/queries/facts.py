"""What the guards of a proposal look at, read from the rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from django.db.models import Q

from huozhong.kernel.actors import Actor
from huozhong.kernel.sentences import Sentence, say
from huozhong.proposals.models import Answer, Handler, Maker, Proposal
from huozhong.proposals.rules import clocks
from huozhong.proposals.rules.guards import ProposalFacts
from huozhong.proposals.rules.reading import Words, words_refusal
from huozhong.proposals.rules.words import Part, Reply

STANDS = frozenset({"registered", "handling"})


def words_of(row: Proposal) -> Words:
    """The words of a row."""
    return Words(row.title, row.why, row.measures, row.theme, row.raiser_name, row.is_raiser_named)


def facts(row: Proposal, actor: Actor, *, on: date) -> ProposalFacts:
    """Everything that is known without asking for anything: what greys a button."""
    makers = list(Maker.objects.filter(proposal=row).order_by("id"))
    confirmed = [one for one in makers if one.reply == Reply.YES]
    handlers = Handler.objects.filter(proposal=row, round=row.round)
    person = actor.person_id
    return ProposalFacts(
        is_author=person is not None and row.author_id == person,
        is_maker=any(one.person_id == person for one in confirmed),
        is_lead=any(one.person_id == person and one.is_lead for one in handlers),
        has_answered=person is not None and person in wrote(row),
        words=words_refusal(words_of(row)),
        window=_window(row, on=on),
        is_one_matter=row.is_one_matter,
        authors_asked=tuple(one.name for one in makers if one.part == Part.AUTHOR and one.reply == Reply.ASKED),
        authors=1 + sum(one.part == Part.AUTHOR for one in confirmed),
        most_authors=row.call.most_authors,
        seconders=sum(one.part == Part.SECONDER for one in confirmed),
        least_seconders=row.call.least_seconders,
        handlers=1,
        leads=1,
    )


def _window(row: Proposal, *, on: date) -> Sentence | None:
    """A returned proposal may be mended until the session begins."""
    last = row.call.session_date - timedelta(days=1) if row.state == "returned" else row.call.closes_date
    return clocks.filing_refusal(row.call.opens_date, max(last, row.call.opens_date), on)


def with_head(known: ProposalFacts, row: Proposal, head: Proposal | None) -> ProposalFacts:
    """The same, with the proposal into which this one is to be merged."""
    reason: Sentence | None = None
    if head is None or head.congress_id != row.congress_id or head.pk == row.pk:
        reason = say("请选同一届里的另一件提案。")
    elif head.state not in STANDS:
        reason = say("只能并入已经立案、还没有答复的提案。")
    return replace(known, head=reason)


def wrote(row: Proposal) -> frozenset[int]:
    """Everybody who wrote an answer or gave an opinion in one: they do not rate it."""
    answered = Answer.objects.filter(proposal=row).values_list("person_id", flat=True)
    helped = Handler.objects.filter(proposal=row).values_list("person_id", flat=True)
    return frozenset(answered) | frozenset(helped)


def author_ids(row: Proposal) -> frozenset[int]:
    """The author and those who put the proposal with them; of proposals that were merged into it too."""
    whole = Q(pk=row.pk) | Q(head_id=row.pk)
    own = Proposal.objects.filter(whole).values_list("author_id", flat=True)
    rows = Maker.objects.filter(_part_of(row), part=Part.AUTHOR, reply=Reply.YES)
    return frozenset(own) | frozenset(rows.values_list("person_id", flat=True))


def seconder_ids(row: Proposal) -> frozenset[int]:
    """Those who confirmed that they second it, or one that was merged into it."""
    rows = Maker.objects.filter(_part_of(row), part=Part.SECONDER, reply=Reply.YES)
    return frozenset(rows.values_list("person_id", flat=True))


def raiser_ids(row: Proposal) -> frozenset[int]:
    """Workers in the house who first said so."""
    rows = Proposal.objects.filter(Q(pk=row.pk) | Q(head_id=row.pk), raiser_id__isnull=False)
    return frozenset(one for one in rows.values_list("raiser_id", flat=True) if one is not None)


def _part_of(row: Proposal) -> Q:
    return Q(proposal_id=row.pk) | Q(proposal__head_id=row.pk)
