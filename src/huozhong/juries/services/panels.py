"""Setting a jury up, letting it sit, and ending its round."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from django.db import IntegrityError, transaction

from huozhong.access import services as access
from huozhong.juries.models import Entry, Judge, Panel
from huozhong.juries.queries.finding import managed_panel
from huozhong.juries.queries.proof import closed_sheet
from huozhong.juries.queries.rounds import states
from huozhong.juries.rules.counting import kind_weights_refusal
from huozhong.juries.rules.rubric import Dimension, read_rubric, rubric_refusal
from huozhong.juries.rules.words import JUDGE_KINDS
from huozhong.juries.services.closing import close
from huozhong.juries.services.drawing import draw_panel
from huozhong.juries.workflow import PanelFacts
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Refused
from huozhong.kernel.sentences import say
from huozhong.lifecycles.services import carry_out
from huozhong.records import services as records
from huozhong.records.engine.personal import holds_personal_number
from huozhong.unions import queries as unions

KIND = "juries.panel"


@dataclass(frozen=True, slots=True)
class About:
    """For what a jury sits: the thing, the stage, and where its page is."""

    kind: str
    thing_id: int
    stage: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Counting:
    """The numbers of a jury, which the caller asked of the rule packs, with their sources."""

    drop_from: int | None
    least: int
    quorum: Fraction
    own_district_may_score: bool = False
    cites: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class PanelForm:
    """What an office decides about a jury while it is being set up."""

    title: str
    rubric: tuple[Dimension, ...]
    ties_by: tuple[str, ...] = ()
    kind_weights: Mapping[str, int] = field(default_factory=dict)
    each: Mapping[str, int] = field(default_factory=dict)
    is_named: bool = True
    is_live: bool = False
    minutes: int = 0
    due_date: date | None = None


@transaction.atomic
def open_panel(
    about: About,
    *,
    unit_id: int,
    form: PanelForm,
    counting: Counting,
    actor: Actor,
    at: datetime,
    seed: str = "",
) -> int:
    """Set a jury up at an office, as a draft. Its seed is drawn here and shown, so that its draw can be drawn again."""
    unit = unions.unit(unit_id)
    access.require(actor, Permission.JURY_MANAGE, at=unit.place)
    _check(form)
    try:
        with transaction.atomic():
            row = Panel.objects.create(
                city_id=unit.city_id,
                unit_id=unit_id,
                about_kind=about.kind,
                about_id=about.thing_id,
                about_url=about.url,
                stage=about.stage,
                drop_from=counting.drop_from,
                least=counting.least,
                quorum=str(counting.quorum),
                own_district_may_score=counting.own_district_may_score,
                cites=list(counting.cites),
                seed=seed or secrets.token_hex(8),
                created_at=at,
                **_columns(form),
            )
    except IntegrityError as error:
        if "panel_once" not in str(error):
            raise
        raise Refused(say("这里已经有一个评审。")) from None
    note_panel(row, "panel_set_up", actor=actor, at=at, details={"seed": row.seed})
    return row.pk


@transaction.atomic
def change_panel(panel_id: int, *, form: PanelForm, actor: Actor, at: datetime) -> None:
    """Change a jury while it is being set up; once it sits, its rules stand."""
    row = managed_panel(panel_id, actor=actor, is_locked=True)
    if row.state != "draft":
        raise Refused(say("评审已经开始，打分的规则不能再改。"))
    _check(form)
    columns = _columns(form)
    changed = [name for name, value in columns.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, columns[name])
    row.save(update_fields=changed)
    note_panel(row, "changed", actor=actor, at=at, details={name: str(columns[name])[:500] for name in changed})


def _check(form: PanelForm) -> None:
    if not form.title.strip():
        raise Refused(say("请填写评审的名称。"))
    texts = [form.title, *(one.word for one in form.rubric), *(a for one in form.rubric for a in one.anchors.values())]
    if any(holds_personal_number(text) for text in texts):
        raise Refused(say("文字里不要写证件号码或手机号码。"))
    refusal = rubric_refusal(form.rubric, form.ties_by) or kind_weights_refusal(form.kind_weights)
    if refusal is not None:
        raise Refused(refusal)
    if set(form.each) - set(JUDGE_KINDS) or any(n < 0 for n in form.each.values()):
        raise Refused(say("请写明每类评委各分几位。"))


def _columns(form: PanelForm) -> dict[str, Any]:
    return {
        "title": form.title.strip(),
        "rubric": [one.as_json() for one in form.rubric],
        "ties_by": list(form.ties_by),
        "kind_weights": dict(form.kind_weights),
        "each": {kind: n for kind, n in form.each.items() if n},
        "is_named": form.is_named,
        "is_live": form.is_live,
        "minutes": form.minutes,
        "due_date": form.due_date,
    }


def panel_facts(panel: Panel) -> PanelFacts:
    """What decides whether a jury may sit, or its round may end."""
    kinds = list(Judge.objects.filter(panel=panel, released_at__isnull=True).values_list("kind", flat=True))
    rows = Entry.objects.filter(panel=panel, closed_at__isnull=True, withdrawn_at__isnull=True).order_by("number")
    titles = dict(rows.values_list("pk", "title"))
    found = states(panel, titles)
    return PanelFacts(
        rubric=read_rubric(panel.rubric),
        ties_by=panel.ties_by,
        kind_weights=panel.kind_weights,
        kinds=frozenset(kinds),
        judges=len(kinds),
        least=panel.least,
        short=tuple(titles[entry_id] for entry_id, one in found.items() if not one.is_complete),
    )


@transaction.atomic
def begin_round(panel_id: int, *, actor: Actor, at: datetime) -> None:
    """The jury sits: who is asked about what is drawn by the seed."""
    panel = managed_panel(panel_id, actor=actor)
    row = carry_out(panel, "open", actor=actor, at=at, facts=panel_facts)
    drawn = draw_panel(row)
    note_panel(row, "entries_drawn", actor=actor, at=at, details={"seed": row.seed, "assigned": drawn})


@transaction.atomic
def close_round(panel_id: int, *, actor: Actor, at: datetime) -> None:
    """End the round: every entry is closed, and the proof sheet is kept as it stands."""
    panel = managed_panel(panel_id, actor=actor, is_locked=True)
    row = carry_out(panel, "close", actor=actor, at=at, facts=panel_facts)
    for entry in Entry.objects.select_for_update(of=("self",)).filter(
        panel=row, closed_at__isnull=True, withdrawn_at__isnull=True
    ):
        close(entry, at=at)
    Panel.objects.filter(pk=row.pk).update(proof=closed_sheet(row), turn=row.turn + 1)


def note_panel(
    panel: Panel,
    action: str,
    *,
    actor: Actor,
    at: datetime,
    why: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    """One line in the trail of a jury."""
    records.note(
        KIND,
        panel.pk,
        action,
        actor=actor,
        at=at,
        place=panel.place,
        label=panel.title,
        why=why,
        details=details,
    )
