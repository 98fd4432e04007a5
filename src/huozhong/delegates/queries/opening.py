"""What still stands in the way of a term, and what the rules say of postponing it: for the page before the button."""

from __future__ import annotations

from datetime import date

from django.db.models import Sum

from huozhong.delegates.models import Congress, CredentialCheck
from huozhong.delegates.queries import law
from huozhong.delegates.queries.cards import CongressCard, congress_card
from huozhong.delegates.rules.opening import OpeningFacts
from huozhong.delegates.rules.words import Form
from huozhong.delegates.workflow import CONGRESS
from huozhong.kernel.actors import Actor
from huozhong.kernel.sentences import Sentence, say
from huozhong.lifecycles import queries as lifecycles


def opening_facts(row: Congress, *, on: date) -> OpeningFacts:
    """What the guards of opening look at."""
    doubt, rule = law.all_hands_doubt(row.jurisdiction, employees=row.employees, on=on)
    held = row.delegates.filter(until_date__isnull=True).count()
    planned = row.constituencies.aggregate(n=Sum("seats"))["n"] or 0
    check = CredentialCheck.objects.filter(congress_id=row.pk).order_by("-id").first()
    changed = row.roll_changed_at
    is_checked = check is not None and (changed is None or check.checked_at >= changed)
    return OpeningFacts(
        is_all_hands=row.form == Form.ALL_HANDS,
        has_rules=bool(row.rules_title),
        delegates=held,
        least=law.least_delegates(congress_card(row), on=on),
        vacant=max(0, planned - held),
        is_checked=is_checked,
        faults=check.faults if check is not None else 0,
        all_hands_refusal=doubt if law.is_sure(rule) else None,
    )


def opening_hindrance(congress_id: int, *, on: date, actor: Actor) -> Sentence | None:
    """Why the term cannot begin yet: the sentence that greys the button."""
    row = Congress.objects.select_related("unit").get(pk=congress_id)
    move = CONGRESS.move("open")
    return lifecycles.hindrance(move, actor=actor, place=row.place, facts=opening_facts(row, on=on))


def postponing_words(card: CongressCard, *, on: date) -> Sentence:
    """What the rules say of postponing, with the source; said to be unknown when they say nothing."""
    rule = law.postponed_most(card.jurisdiction, on=on)
    if rule is None:
        return say("没有查到本地对延期时间的规定；延期要有上一级工会的书面同意。")
    cite = str(rule.cite)
    if law.is_sure(rule):
        return say("最多延期%(n)s个月（%(cite)s），还要有上一级工会的书面同意。", n=rule.value, cite=cite)
    return say("最多延期%(n)s个月（%(cite)s，未核对原文），还要有上一级工会的书面同意。", n=rule.value, cite=cite)
