"""The clocks of a proposal: started by a move, counted by the rule packs in working days, stopped by the next move."""

from __future__ import annotations

from datetime import date

from huozhong.kernel.workdays import Rolls, china
from huozhong.proposals.models import Proposal, Term
from huozhong.proposals.rules import clocks
from huozhong.proposals.rules import words as w
from huozhong.rulebook import queries as rulebook


def start(row: Proposal, what: w.Term, *, on: date) -> Term:
    """Start a clock by the rule in force at the unit on the day; the answer stays with it."""
    rule_id = f"proposals.{what}"
    answer = rulebook.ask(rule_id, on=on, place=row.place)
    counted = clocks.due(on, answer.number(), answer.unit, rolls=Rolls(rulebook.rule(rule_id).ends_on))
    return Term.objects.create(
        city_id=row.city_id,
        proposal=row,
        what=what.value,
        round=row.round,
        start_date=on,
        due_date=counted.last_day,
        is_provisional=counted.is_provisional,
        cite={**answer.as_json(), "calendar": china().fingerprint},
    )


def start_promise(row: Proposal, *, due_date: date, on: date) -> None:
    """What was promised with a day runs until it is kept."""
    stop(row, w.Term.PROMISE, on=on)
    Term.objects.create(
        city_id=row.city_id, proposal=row, what=w.Term.PROMISE.value, round=row.round, start_date=on, due_date=due_date
    )


def stop(row: Proposal, *whats: w.Term, on: date) -> None:
    """Stop what runs of these."""
    running = Term.objects.filter(proposal=row, what__in=[what.value for what in whats], stopped_date__isnull=True)
    running.update(stopped_date=on)


def run_on(row: Proposal, *whats: w.Term) -> None:
    """An answer was returned: its clock runs on to the same day, as if it had not been stopped."""
    last = Term.objects.filter(proposal=row, what__in=[what.value for what in whats], round=row.round).last()
    if last is not None:
        last.stopped_date = None
        last.save(update_fields=["stopped_date"])
