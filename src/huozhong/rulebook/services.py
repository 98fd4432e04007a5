"""Verbs of the rule book: enter, hand in, send back, approve, end a local value; and the dry run before it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from huozhong.access import services as access
from huozhong.kernel.actors import CLOCK, Actor
from huozhong.kernel.packfiles import read_value
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, NotFound, Refused
from huozhong.kernel.rulepacks import Answer, Rule, written
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.lifecycles import services as lifecycles
from huozhong.records import services as records
from huozhong.rulebook import queries, rules
from huozhong.rulebook.engine import Affected, Change, DryRun, Effect, changes, taking_over
from huozhong.rulebook.models import LocalValue
from huozhong.rulebook.rules import ValueFacts
from huozhong.rulebook.workflow import ANSWERING, EDITABLE, ValueState
from huozhong.unions import queries as unions

_DEPENDANTS: dict[str, Affected] = {}
KIND = "rulebook.localvalue"


def affects(name: str, found: Affected) -> None:
    """Register who can say which open things a change of a rule would touch. `name` is what the dry run prints."""
    _DEPENDANTS[name] = found


@transaction.atomic
def draft_value(
    rule_id: str,
    *,
    unit_id: int,
    value: str,
    from_date: date,
    actor: Actor,
    at: datetime,
    until_date: date | None = None,
    document_title: str = "",
    document_number: str = "",
    article: str = "",
    quote: str = "",
    note: str = "",
) -> LocalValue:
    """Enter a federation's own value as a draft; nothing is answered with it yet."""
    unit = unions.unit(unit_id)
    access.require(actor, Permission.RULE_EDIT, at=unit.place)
    rule = queries.rule(rule_id)
    for refusal in (rules.may_be_set_locally(rule), rules.keeps_rules(unit.level, unit.jurisdiction)):
        if refusal is not None:
            raise Refused(refusal)
    row = LocalValue(
        city_id=unit.city_id,
        unit_id=unit.id,
        jurisdiction=unit.jurisdiction,
        rule_id=rule.id,
        value=_clean(rule, value),
        document_title=document_title.strip(),
        document_number=document_number.strip(),
        article=article.strip(),
        quote=quote.strip(),
        note=note.strip(),
        from_date=from_date,
        until_date=until_date,
        entered_by_id=actor.person_id,
        entered_by_name=actor.name,
        entered_at=at,
    )
    _refuse_days(row, on=day_of(at))
    row.save()
    records.note(KIND, row.pk, "drafted", actor=actor, at=at, place=unit.place, label=str(row), details=_content(row))
    return row


@transaction.atomic
def edit_value(value_id: int, *, actor: Actor, at: datetime, **changed: Any) -> LocalValue:
    """Change a draft or a returned value."""
    row = _locked(value_id)
    access.require(actor, Permission.RULE_EDIT, at=row.place, seen=Permission.RULE_READ)
    if row.state not in EDITABLE:
        raise Conflict(say("已经提交核准，不能再修改。"))
    known = {"value", "document_title", "document_number", "article", "quote", "note", "from_date", "until_date"}
    if unknown := set(changed) - known:
        raise TypeError(f"not a column that is edited: {sorted(unknown)}")
    for column, new in changed.items():
        setattr(row, column, new.strip() if isinstance(new, str) else new)
    row.value = _clean(queries.rule(row.rule_id), row.value)
    _refuse_days(row, on=day_of(at))
    row.save(update_fields=sorted(changed))
    records.note(KIND, row.pk, "edited", actor=actor, at=at, place=row.place, label=str(row), details=_content(row))
    return row


@transaction.atomic
def attach_scan(value_id: int, *, content: Any, name: str, media_type: str, actor: Actor, at: datetime) -> LocalValue:
    """Lay the scanned document beside a draft; the approver reads it."""
    row = _locked(value_id)
    access.require(actor, Permission.RULE_EDIT, at=row.place, seen=Permission.RULE_READ)
    if row.state not in EDITABLE:
        raise Conflict(say("已经提交核准，不能再修改。"))
    stored = records.store_file(content, name=name, media_type=media_type, city_id=row.city_id, actor=actor, at=at)
    row.file_id, row.file_name = stored.id, stored.name
    row.save(update_fields=["file_id", "file_name"])
    records.note(
        KIND,
        row.pk,
        "scan_attached",
        actor=actor,
        at=at,
        place=row.place,
        label=str(row),
        details={"file_id": stored.id, "sha256": stored.sha256},
    )
    return row


def submit(row: LocalValue, *, actor: Actor, at: datetime) -> LocalValue:
    """Hand a value in for the second person's approval."""
    changed = {"submitted_by_id": actor.person_id, "submitted_by_name": actor.name}
    return lifecycles.carry_out(row, "submit", actor=actor, at=at, facts=_facts(actor, at), changes=changed)


def send_back(row: LocalValue, *, actor: Actor, at: datetime, why: str) -> LocalValue:
    """Return a value to its editor, with the reason."""
    return lifecycles.carry_out(row, "send_back", actor=actor, at=at, why=why, facts=_facts(actor, at))


def discard(row: LocalValue, *, actor: Actor, at: datetime, why: str) -> LocalValue:
    """Give up a draft."""
    return lifecycles.carry_out(row, "discard", actor=actor, at=at, why=why, facts=_facts(actor, at))


@transaction.atomic
def approve(row: LocalValue, *, actor: Actor, at: datetime) -> LocalValue:
    """Put a value in force from its day on; the one before ends on that day."""
    seen = dry_run(row, on=day_of(at))
    LocalValue.objects.select_for_update(of=("self",)).filter(
        city_id=row.city_id, jurisdiction=row.jurisdiction, rule_id=row.rule_id, state__in=ANSWERING
    ).order_by("id").first()
    refusal = lifecycles_refusal(row, "approve", actor=actor, at=at)
    if refusal is None:
        _end_the_one_before(row, actor=actor, at=at)
    try:
        with transaction.atomic():
            row = lifecycles.carry_out(
                row,
                "approve",
                actor=actor,
                at=at,
                facts=_facts(actor, at),
                changes={"approved_by_id": actor.person_id, "approved_by_name": actor.name, "approved_at": at},
                details={
                    "changes": [_change_json(change) for change in seen.changes],
                    "fingerprint": queries.entry_of(row).fingerprint,
                    "affected": seen.count,
                },
            )
    except IntegrityError as error:
        if "local_value_one_at_a_time" not in str(error):
            raise
        raise Conflict(say("另一位核准人刚刚核准了同一条规定，请刷新再看。")) from None
    return _begin_if_due(row, at=at)


@transaction.atomic
def call_off(row: LocalValue, *, actor: Actor, at: datetime, why: str) -> LocalValue:
    """Take back an approval before its first day; the value that it cut short goes on as before."""
    row = lifecycles.carry_out(row, "call_off", actor=actor, at=at, why=why, facts=_facts(actor, at))
    for one in LocalValue.objects.select_for_update(of=("self",)).filter(city_id=row.city_id, replaced_by_id=row.pk):
        one.until_date, one.until_before, one.replaced_by_id = one.until_before, None, None
        one.save(update_fields=["until_date", "until_before", "replaced_by_id"])
        details = {"until": one.until_date.isoformat() if one.until_date else None}
        records.note(KIND, one.pk, "goes_on", actor=actor, at=at, place=one.place, label=str(one), details=details)
    return row


def end(row: LocalValue, *, until_date: date, actor: Actor, at: datetime, why: str) -> LocalValue:
    """End a value from a day on, today at the earliest."""
    row = lifecycles.carry_out(
        row,
        "end",
        actor=actor,
        at=at,
        why=why,
        facts=_facts(actor, at, ending=until_date),
        changes={"until_date": until_date},
    )
    return _expire_if_due(row, at=at)


def keep_time(*, at: datetime) -> int:
    """Move values whose first or last day has come; answers how many."""
    today, count = day_of(at), 0
    for row in LocalValue.objects.filter(state=ValueState.APPROVED, from_date__lte=today).order_by("id"):
        _begin_if_due(row, at=at)
        count += 1
    for row in LocalValue.objects.filter(state=ValueState.IN_FORCE, until_date__lte=today).order_by("id"):
        _expire_if_due(row, at=at)
        count += 1
    return count


def dry_run(row: LocalValue, *, on: date) -> DryRun:
    """What the value would change, from its first day and today; nothing is written."""
    rule = queries.rule(row.rule_id)
    chain = unions.jurisdictions(row.unit_id)
    before = queries.book_for(chain)
    others = tuple(entry for entry in before.entries if entry.source != f"local/{row.pk}")
    before = before.with_entries(others)
    after = before.with_entries(taking_over(others, queries.entry_of(row)))
    days = sorted({row.from_date, on} | ({row.until_date} if row.until_date else set()))
    found = changes(before, after, rule, jurisdictions=chain, unit_path=row.unit.path, days=days)
    decisive = next((change for change in found if change.on >= on and change.is_real), None)
    effects = tuple((name, tuple(ask(decisive))) for name, ask in sorted(_DEPENDANTS.items())) if decisive else ()
    return DryRun(found, effects)


def lifecycles_refusal(row: LocalValue, move: str, *, actor: Actor, at: datetime) -> Any:
    """The sentence that stands in the way of a move, or None."""
    steps = {step.name: step for step in what_next(row, actor, at=at)}
    return steps[move].reason if move in steps else say("现在不能办这一步。")


def what_next(row: LocalValue, actor: Actor, *, at: datetime) -> tuple[lifecycles.Step, ...]:
    """The moves out of here, allowed or with the reason against them."""
    return lifecycles.what_next(row, actor, facts=_facts(actor, at)(row))


def _facts(actor: Actor, at: datetime, *, ending: date | None = None) -> Any:
    def gather(row: LocalValue) -> ValueFacts:
        newest = (
            LocalValue.objects.filter(
                city_id=row.city_id, jurisdiction=row.jurisdiction, rule_id=row.rule_id, state__in=ANSWERING
            )
            .exclude(pk=row.pk)
            .order_by("-from_date")
            .values_list("from_date", flat=True)
            .first()
        )
        return ValueFacts(
            document_title=row.document_title,
            document_number=row.document_number,
            article=row.article,
            has_scan=row.file_id is not None,
            from_date=row.from_date,
            until_date=row.until_date,
            on=day_of(at),
            submitted_by=row.submitted_by_id,
            acting=actor.person_id,
            newest_start=newest,
            ending=ending,
        )

    return gather


def _end_the_one_before(row: LocalValue, *, actor: Actor, at: datetime) -> None:
    older = LocalValue.objects.select_for_update(of=("self",)).filter(
        city_id=row.city_id, jurisdiction=row.jurisdiction, rule_id=row.rule_id, state__in=ANSWERING
    )
    for one in older.filter(from_date__lt=row.from_date).exclude(until_date__lte=row.from_date):
        one.until_before, one.until_date, one.replaced_by_id = one.until_date, row.from_date, row.pk
        one.save(update_fields=["until_before", "until_date", "replaced_by_id"])
        details = {"until": row.from_date.isoformat(), "by": row.pk}
        records.note(KIND, one.pk, "replaced", actor=actor, at=at, place=one.place, label=str(one), details=details)


def _begin_if_due(row: LocalValue, *, at: datetime) -> LocalValue:
    if row.state == ValueState.APPROVED and row.from_date <= day_of(at):
        row = lifecycles.carry_out(row, "begin", actor=CLOCK, at=at, facts=_facts(CLOCK, at))
    return _expire_if_due(row, at=at)


def _expire_if_due(row: LocalValue, *, at: datetime) -> LocalValue:
    if row.state == ValueState.IN_FORCE and row.until_date is not None and row.until_date <= day_of(at):
        return lifecycles.carry_out(row, "expire", actor=CLOCK, at=at, facts=_facts(CLOCK, at))
    return row


def _locked(value_id: int) -> LocalValue:
    row = LocalValue.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=value_id).first()
    if row is None:
        raise NotFound(queries.NO_VALUE)
    return row


def _clean(rule: Rule, text: str) -> str:
    try:
        return written(read_value(text, rule.unit))
    except ValueError:
        raise Refused(UNIT_HELP[str(rule.unit)]) from None


UNIT_HELP = {
    "days": say("请填整数天数，例如：15。"),
    "working_days": say("请填整数工作日数，例如：10。"),
    "months": say("请填整数月数，例如：6。"),
    "years": say("请填整数年数，例如：5。"),
    "count": say("请填整数，例如：7。"),
    "share": say("请填比例，例如：35%、2/3。"),
    "money": say("请填金额（元），最多两位小数，例如：2000。"),
    "flag": say("请选“是”或“否”。"),
    "text": say("请填文字。"),
    "month_day": say("请填月和日，例如：03-31。"),
}


def _refuse_days(row: LocalValue, *, on: date) -> None:
    if (refusal := rules.days_in_order(_bare_facts(row, on))) is not None:
        raise Refused(refusal)


def _bare_facts(row: LocalValue, on: date) -> ValueFacts:
    return ValueFacts(
        row.document_title, row.document_number, row.article, row.file_id is not None, row.from_date, row.until_date, on
    )


def _content(row: LocalValue) -> dict[str, Any]:
    return {
        "rule": row.rule_id,
        "jurisdiction": row.jurisdiction,
        "value": row.value,
        "from": row.from_date.isoformat(),
        "until": row.until_date.isoformat() if row.until_date else None,
        "document_number": row.document_number,
        "article": row.article,
    }


def _change_json(change: Change) -> dict[str, Any]:
    def shown(answer: Answer | None) -> str | None:
        return written(answer.value) if answer else None

    return {"on": change.on.isoformat(), "before": shown(change.before), "after": shown(change.after)}


__all__ = [
    "Change",
    "DryRun",
    "Effect",
    "affects",
    "approve",
    "attach_scan",
    "call_off",
    "discard",
    "draft_value",
    "dry_run",
    "edit_value",
    "end",
    "keep_time",
    "send_back",
    "submit",
    "what_next",
]
