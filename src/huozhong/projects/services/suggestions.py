"""Verbs of suggestions: open a window, suggest, merge what says the same, choose by the four rules, make known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor, ActorKind
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, Forbidden, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.projects.models import Suggestion, SuggestionWindow
from huozhong.projects.queries.suggestions import find_suggestion, find_window, find_window_to_suggest
from huozhong.projects.rules.suggesting import FOUR_RULES, rules_refusal, suggesting_refusal
from huozhong.projects.services.drafts import DraftForm, save_draft, start_draft
from huozhong.projects.services.moving import refuse_personal_numbers
from huozhong.publishing import services as publishing
from huozhong.records import services as records
from huozhong.unions import queries as unions

WINDOW, KIND = "projects.suggestionwindow", "projects.suggestion"
VISITOR = Actor(ActorKind.PERSON, "未登录的来访者")
BY_A_CADRE = frozenset({"paper", "call"})
LIMITS = {"what": 200, "why": 500, "whom": 120, "teller": 60, "teller_unit": 120}
# how often one place or one person may suggest: wide enough for a workshop behind one address, narrow for a machine
BURST, BURST_TIME = 10, timedelta(minutes=10)
A_DAY, PER_PERSON = timedelta(days=1), 20


class TooOften(Refused):
    """One place or one person suggests too fast."""


@dataclass(frozen=True, slots=True)
class Said:
    """One suggestion as it was typed: one thing."""

    what: str
    why: str = ""
    whom: str = ""
    teller: str = ""
    teller_unit: str = ""


@transaction.atomic
def open_window(
    unit_id: int,
    *,
    title: str,
    lead: str = "",
    opens_at: datetime,
    closes_at: datetime,
    is_open_to_all: bool = True,
    actor: Actor,
    at: datetime,
) -> int:
    """Call for suggestions: from which second until which one."""
    unit = unions.unit(unit_id)
    access.require(actor, Permission.PROGRAMME_MANAGE, at=unit.place, seen=Permission.UNIT_READ)
    refuse_personal_numbers(title, lead)
    if not title.strip():
        raise Refused(say("请填写征集建议的名称。"))
    if closes_at <= opens_at or closes_at <= at:
        raise Refused(say("截止时间要晚于开始时间，也要晚于现在。"))
    row = SuggestionWindow.objects.create(
        city_id=unit.city_id,
        unit_id=unit_id,
        title=" ".join(title.split())[:120],
        lead=lead.strip()[:500],
        opens_at=opens_at,
        closes_at=closes_at,
        is_open_to_all=is_open_to_all,
        created_by_name=actor.name[:100],
        created_at=at,
    )
    records.note(WINDOW, row.pk, "window_opened", actor=actor, at=at, place=unit.place, label=row.title)
    return row.pk


@transaction.atomic
def move_closing(window_id: int, *, closes_at: datetime, why: str, actor: Actor, at: datetime) -> None:
    """Close later, or now."""
    find_window(window_id, actor=actor)
    row = SuggestionWindow.objects.select_for_update(of=("self",)).select_related("unit").get(pk=window_id)
    access.require(actor, Permission.PROGRAMME_MANAGE, at=row.place)
    if not why.strip():
        raise Refused(say("请写明理由。"))
    if closes_at <= row.opens_at or closes_at < at.replace(microsecond=0):
        raise Refused(say("新的截止时间不能早于现在。"))
    before, row.closes_at = row.closes_at, closes_at
    row.save(update_fields=["closes_at"])
    details = {"from": before.isoformat(), "to": closes_at.isoformat()}
    records.note(
        WINDOW, row.pk, "window_moved", actor=actor, at=at, place=row.place, label=row.title, why=why, details=details
    )


def _fit(said: Said) -> dict[str, str]:
    words = {name: " ".join(str(getattr(said, name)).split()) for name in LIMITS}
    if not words["what"]:
        raise Refused(say("请写下您的建议。"))
    for name, most in LIMITS.items():
        if len(words[name]) > most:
            raise Refused(say("每一栏都有字数限制，这一栏最多 %(n)s 字。", n=most))
    refuse_personal_numbers(*words.values())
    return words


@transaction.atomic
def suggest(window_id: int, said: Said, *, source: str, actor: Actor, at: datetime) -> int:
    """Suggest one thing, signed in or not. `source` is a day's keyed hash of where a visitor comes from."""
    window = find_window_to_suggest(window_id, actor=actor)
    closed = suggesting_refusal(window.opens_at, window.closes_at, at)
    if closed is not None:
        raise Refused(closed)
    words = _fit(said)
    if actor.person_id is None:
        _require_calm(source, city_id=window.city_id, at=at)
    else:
        today = Suggestion.objects.filter(person_id=actor.person_id, said_at__gt=at - A_DAY)
        if today.count() >= PER_PERSON:
            raise TooOften(say("您今天已经提了 %(n)s 条，明天再来。", n=PER_PERSON))
    row = Suggestion.objects.create(
        city_id=window.city_id,
        window=window,
        channel="open" if actor.person_id is None else "member",
        person_id=actor.person_id,
        source=source[:64] if actor.person_id is None else "",
        said_at=at,
        **words,
    )
    who = actor if actor.person_id is not None else VISITOR
    records.note(KIND, row.pk, "suggested", actor=who, at=at, place=window.place, label=window.title)
    return row.pk


def _require_calm(source: str, *, city_id: int, at: datetime) -> None:
    """One source after the other, so that a hundred requests at once are counted too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"suggest {source}"])
    recent = Suggestion.objects.filter(city_id=city_id, source=source[:64], said_at__gt=at - BURST_TIME)
    if recent.count() >= BURST:
        raise TooOften(say("这里刚刚提了很多条。请过 10 分钟再提，您写的字还在这一页上。"))


@transaction.atomic
def enter_suggestion(
    window_id: int, said: Said, *, channel: str, received_date: date, actor: Actor, at: datetime
) -> int:
    """Enter what came on paper or by telephone, on the day it came; a letter may be entered after the closing."""
    window = find_window(window_id, actor=actor)
    access.require(actor, Permission.PROGRAMME_MANAGE, at=window.place)
    if channel not in BY_A_CADRE:
        raise Refused(say("请选书面或电话。"))
    if not day_of(window.opens_at) <= received_date <= min(day_of(window.closes_at), day_of(at)):
        raise Refused(say("收到的日子要在征集期内，也不能晚于今天。"))
    row = Suggestion.objects.create(
        city_id=window.city_id,
        window=window,
        channel=channel,
        entered_by_name=actor.name[:100],
        said_at=at,
        **_fit(said),
    )
    details = {"channel": channel, "received": received_date.isoformat()}
    records.note(
        KIND, row.pk, "suggestion_entered", actor=actor, at=at, place=window.place, label=window.title, details=details
    )
    return row.pk


def _locked(suggestion_id: int, *, actor: Actor) -> Suggestion:
    window = find_suggestion(suggestion_id, actor=actor).window
    access.require(actor, Permission.PROGRAMME_MANAGE, at=window.place)
    rows = Suggestion.objects.select_for_update(of=("self",)).select_related("window__unit", "for_unit")
    return rows.get(pk=suggestion_id)


def _note(row: Suggestion, action: str, *, actor: Actor, at: datetime, why: str = "", **details: object) -> None:
    records.note(
        KIND, row.pk, action, actor=actor, at=at, place=row.window.place, label=row.window.title, why=why,
        details=details,
    )  # fmt: skip


@transaction.atomic
def merge_suggestions(head_id: int, other_ids: Iterable[int], *, actor: Actor, at: datetime) -> int:
    """Put suggestions that say the same under one of them; what each said stays. Gives how many were merged."""
    head = _locked(head_id, actor=actor)
    if head.decision == "merged":
        raise Conflict(say("这一条已经并入别的建议了。"))
    rows = Suggestion.objects.select_for_update().filter(
        window=head.window, pk__in=set(other_ids) - {head_id}, decision="waiting"
    )
    found = list(rows)
    for row in found:
        Suggestion.objects.filter(head=row).update(head=head)  # what was merged into it goes along
        row.decision, row.head, row.decided_at, row.decided_by_name = "merged", head, at, actor.name[:100]
        row.save(update_fields=["decision", "head", "decided_at", "decided_by_name"])
    if found:
        _note(head, "suggestions_merged", actor=actor, at=at, merged=[row.pk for row in found])
    return len(found)


@transaction.atomic
def part_suggestion(suggestion_id: int, *, actor: Actor, at: datetime) -> None:
    """Take a merged suggestion out again."""
    row = _locked(suggestion_id, actor=actor)
    if row.decision != "merged":
        raise Conflict(say("这一条没有并入别的建议。"))
    row.decision, row.head, row.decided_at, row.decided_by_name = "waiting", None, None, ""
    row.save(update_fields=["decision", "head", "decided_at", "decided_by_name"])
    _note(row, "suggestion_parted", actor=actor, at=at)


@transaction.atomic
def choose_suggestion(
    suggestion_id: int, *, ticks: Mapping[str, bool], for_unit_id: int, why: str = "", actor: Actor, at: datetime
) -> None:
    """Choose a suggestion that meets all four rules, for a union of the office to do."""
    row = _locked(suggestion_id, actor=actor)
    _require_undecided(row)
    refusal = rules_refusal(ticks)
    if refusal is not None:
        raise Refused(refusal)
    unit = unions.unit(for_unit_id)
    if not unit.path.startswith(row.window.place.path):
        raise Refused(say("请选本级或下级的工会来办。"))
    refuse_personal_numbers(why)
    _decide(row, "chosen", ticks=ticks, why=why, actor=actor, at=at)
    row.for_unit_id = for_unit_id
    row.save()
    _note(row, "suggestion_chosen", actor=actor, at=at, why=why, for_unit=for_unit_id)


@transaction.atomic
def decline_suggestion(suggestion_id: int, *, ticks: Mapping[str, bool], why: str, actor: Actor, at: datetime) -> None:
    """Not this time, and why: whoever suggested it may ask."""
    row = _locked(suggestion_id, actor=actor)
    _require_undecided(row)
    if not why.strip():
        raise Refused(say("请写明这次不办的理由，职工问起来好回答。"))
    refuse_personal_numbers(why)
    _decide(row, "declined", ticks=ticks, why=why, actor=actor, at=at)
    row.save()
    _note(row, "suggestion_declined", actor=actor, at=at, why=why)


def _require_undecided(row: Suggestion) -> None:
    if row.decision == "merged":
        raise Conflict(say("这一条已经并入别的建议了。"))
    if row.project_id is not None:
        raise Conflict(say("已经照这条建议起草了项目，不能再改。"))


def _decide(row: Suggestion, decision: str, *, ticks: Mapping[str, bool], why: str, actor: Actor, at: datetime) -> None:
    for name in FOUR_RULES:
        setattr(row, name, bool(ticks.get(name)))
    row.decision, row.decided_why, row.for_unit = decision, why.strip()[:300], None
    row.decided_by_name, row.decided_at = actor.name[:100], at


@transaction.atomic
def draft_from_suggestion(suggestion_id: int, *, programme_id: int, actor: Actor, at: datetime) -> int:
    """The union that was chosen begins its declaration with the words of those who suggested it."""
    found = find_suggestion(suggestion_id, actor=actor)
    if found.for_unit is None:
        raise Refused(say("这条建议还没有选上。"))
    if not access.can(actor, Permission.PROJECT_DECLARE, at=found.for_unit.place):
        raise Forbidden(access.NOT_ALLOWED)
    row = Suggestion.objects.select_for_update(of=("self",)).select_related("window__unit", "for_unit").get(pk=found.pk)
    _require_undecided(row)
    count = 1 + row.merged.count()
    need = f"{count} 名职工提出：{row.what}" + (f"\n{row.why}" if row.why else "")
    project_id = start_draft(programme_id, unit_id=found.for_unit.pk, name=row.what[:80], actor=actor, at=at)
    fields = {"need": need, "target_group": row.whom}
    save_draft(project_id, form=DraftForm(fields=fields), actor=actor, at=at)
    row.project_id = project_id
    row.save(update_fields=["project"])
    _note(row, "suggestion_drafted", actor=actor, at=at, project=project_id)
    return project_id


@transaction.atomic
def send_chosen_list(window_id: int, *, actor: Actor, at: datetime) -> int:
    """Hand the chosen list to the editors; only after their reviews does it stand on the open page."""
    find_window(window_id, actor=actor)
    row = SuggestionWindow.objects.select_for_update(of=("self",)).select_related("unit").get(pk=window_id)
    access.require(actor, Permission.PROGRAMME_MANAGE, at=row.place)
    if suggesting_refusal(row.opens_at, row.closes_at, at) is None:
        raise Refused(say("还在征集，截止以后再公布。"))
    if not row.suggestions.filter(decision="chosen").exists():
        raise Refused(say("还没有选上的建议。"))
    submission = publishing.submit(WINDOW, window_id, actor=actor, at=at)
    row.list_sent_at = at
    row.save(update_fields=["list_sent_at"])
    records.note(WINDOW, row.pk, "list_sent", actor=actor, at=at, place=row.place, label=row.title)
    return submission
