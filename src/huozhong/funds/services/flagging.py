"""Verbs of flags: raise one where a word asks for it, clear or uphold it with a sentence. A flag blocks nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from huozhong.access import services as access
from huozhong.funds.engine import Spend
from huozhong.funds.models import Flag
from huozhong.funds.queries import checking
from huozhong.funds.queries.checking import InForce
from huozhong.funds.rules.guards import FlagFacts
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.lifecycles import services as lifecycles
from huozhong.records import services as records
from huozhong.records.engine.personal import holds_personal_number

KIND = "funds.flag"


def raise_flags(
    thing_kind: str,
    thing_id: int,
    label: str,
    *,
    place: Place,
    lines: Sequence[Spend],
    held: InForce | None = None,
    actor: Actor,
    at: datetime,
) -> int:
    """Ask a person to look at every word that may speak of a forbidden; the same words are not asked about twice."""
    held = held or checking.in_force(place, on=day_of(at))
    raised = 0
    for row, hint in checking.words_to_look_at(lines, held=held):
        flag, made = Flag.objects.get_or_create(
            city_id=place.city_id,
            thing_kind=thing_kind,
            thing_id=thing_id,
            rule=hint.rule,
            text=lines[row].purpose[:120],
            defaults={
                "unit_id": place.unit_id,
                "thing_label": label[:200],
                "word": hint.word[:20],
                "rule_title": hint.title[:80],
                "raised_by": actor.person_id,
                "raised_at": at,
            },
        )
        if made:
            raised += 1
            details = {"word": hint.word, "rule": hint.rule}
            records.note(KIND, flag.id, "flag_raised", actor=actor, at=at, place=place, label=label, details=details)
    return raised


def look_at(flag_id: int, *, move: str, sentence: str, actor: Actor, at: datetime) -> Flag:
    """A person looked: nothing wrong ("clear"), or indeed not in order ("uphold"), each with a sentence."""
    row = Flag.objects.select_related("unit").filter(pk=flag_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, Permission.FUND_REVIEW, at=row.place, seen=Permission.FUND_READ)
    if holds_personal_number(sentence):
        raise Refused(say("文字里不要写证件号码或手机号码。"))
    changes = {"sentence": sentence.strip()[:300], "looked_by_name": actor.name[:100], "looked_at": at}
    facts = FlagFacts(row.raised_by, actor.person_id)
    return lifecycles.carry_out(row, move, actor=actor, at=at, facts=facts, why=sentence, changes=changes)
