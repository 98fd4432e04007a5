"""Looking back at accepted projects, and what becomes a standing rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import CLOCK, Actor
from huozhong.kernel.periods import add_months
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import Conflict, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.kernel.zone import day_of
from huozhong.papers import services as papers
from huozhong.records import services as records
from huozhong.records.engine.filekinds import PHOTO
from huozhong.rulebook import queries as rulebook
from huozhong.seeds.models import Adoption, LookBack, Seed, StandingRule
from huozhong.seeds.queries.contents import body_of
from huozhong.seeds.queries.lasting import standing
from huozhong.seeds.rules import names_a_number
from huozhong.seeds.services.evidence import refresh_label

LOOKS = ("seeds.lookback.first", "seeds.lookback.second")


@dataclass(frozen=True, slots=True)
class ResultReading:
    """Where an indicator of an accepted project ended."""

    indicator: str
    unit_word: str
    baseline: Decimal | None
    target: Decimal | None
    actual: Decimal | None


@transaction.atomic
def plan_look_backs(
    project_id: int,
    *,
    project_label: str,
    unit: Place,
    accepted_date: date,
    readings: Sequence[ResultReading] = (),
    at: datetime,
) -> int:
    """Two looks back at an accepted project, each with its day. Safe to repeat; gives how many were made now."""
    first = next((row for row in readings if row.actual is not None), None)
    made = 0
    for rule in LOOKS:
        months = rulebook.ask(rule, place=unit, on=day_of(at)).number()
        _, is_new = LookBack.objects.get_or_create(
            city_id=unit.city_id,
            project_id=project_id,
            months=months,
            defaults={
                "unit_id": unit.unit_id,
                "project_label": project_label[:200],
                "due_date": add_months(accepted_date, months),
                "indicator": first.indicator[:80] if first else "",
                "unit_word": first.unit_word[:16] if first else "",
                "reached": first.actual if first else None,
                "made_at": at,
            },
        )
        made += is_new
    return made


@transaction.atomic
def answer_look_back(
    look_back_id: int,
    *,
    is_running: bool,
    is_subsidised: bool,
    value: Decimal | None,
    words: str,
    photo: tuple[IO[bytes], str] | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Say whether the project still runs, where its number stands, and who pays. Said once."""
    row = LookBack.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=look_back_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, Permission.PROJECT_RUN, at=row.unit.place, seen=Permission.PROJECT_RUN)
    if row.answered_at is not None:
        raise Conflict(say("这次回头看已经填过了。"))
    if not is_running and not words.strip():
        raise Refused(say("停下来的，请写一句原因：别的工会会少走弯路。"))
    if names_a_number(words):
        raise Refused(say("文字里不要写证件号码或手机号码。"))
    if photo is not None:
        stream, name = photo
        row.photo_id = records.store_file(stream, name=name, city_id=row.city_id, actor=actor, at=at, limit=PHOTO).id
    row.is_running, row.is_subsidised = is_running, is_subsidised and is_running
    row.value, row.words = value, words.strip()
    row.answered_by_id, row.answered_at = actor.person_id, at
    row.save()
    details = {"months": row.months, "is_running": is_running}
    records.note(
        "seeds.lookback", row.id, "looked_back", actor=actor, at=at, place=row.unit.place, label=row.project_label,
        details=details,
    )  # fmt: skip
    for seed_id in _seeds_of(row):
        refresh_label(seed_id, at=at)


def _seeds_of(row: LookBack) -> set[int]:
    adopted = Adoption.objects.filter(city_id=row.city_id, project_id=row.project_id)
    return set(adopted.values_list("version__seed_id", flat=True))


@transaction.atomic
def draft_standing_rule(seed_id: int, *, actor: Actor, at: datetime) -> int:
    """Draft the seed as a standing rule: a paper of the seed's unit, to be finished and issued by people. Answers
    the paper's id."""
    seed = Seed.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=seed_id).first()
    if seed is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, Permission.SEED_PUBLISH, at=seed.place, seen=Permission.SEED_READ)
    found = standing(seed_id, on=day_of(at))
    if found.paper_id is not None:
        return found.paper_id
    if not found.is_ready:
        raise Refused(
            say("目前有 %(n)s 家不靠补贴还在做，满 %(needed)s 家才提议定为制度。", n=found.units, needed=found.needed),
            cite=found.cite,
        )
    paper_id = papers.draft_paper(
        "notice",
        title=f"关于推行“{seed.title}”的通知（草案）",
        unit=seed.place,
        actor=actor,
        at=at,
        addressee="各级工会",
        body=_rule_text(seed, units=found.units),
        thing_kind="seeds.seed",
        thing_id=seed.id,
        thing_label=seed.title,
    )
    StandingRule.objects.create(
        city_id=seed.city_id,
        seed=seed,
        paper_id=paper_id,
        units=found.units,
        cite={"cite": found.cite, "needed": found.needed},
        drafted_by_id=actor.person_id,
        drafted_at=at,
    )
    details = {"paper_id": paper_id, "units": found.units}
    records.note(
        "seeds.seed", seed.id, "rule_drafted", actor=actor, at=at, place=seed.place, label=seed.title, details=details
    )
    return paper_id


def _rule_text(seed: Seed, *, units: int) -> list[str]:
    """The seed as a rule would say it; whoever issues it finishes the words."""
    body = body_of(seed.versions.filter(published_at__isnull=False).latest("number"))
    said = [
        f"“{seed.title}”经试行和推广，已有 {units} 家工会在没有补贴的情况下坚持在做，现就长期推行有关事项通知如下。",
        "一、解决什么问题",
        body.card.problem,
        "二、怎么做",
        body.card.practice,
        *(f"{task.title}（{task.role or '由各单位确定'}）。" for task in body.sketch.tasks),
        "三、适用条件",
        body.card.conditions,
        "四、怎样看成效",
        *(f"{target.indicator}（{target.unit}）。" for target in body.sketch.targets),
    ]
    return [line for line in said if line.strip()]


@transaction.atomic
def mark_rule_issued(paper_id: int, *, at: datetime) -> bool:
    """The clock: the paper was issued, so the seed is a standing rule. Safe to repeat."""
    row = StandingRule.objects.select_related("seed__unit").filter(paper_id=paper_id, issued_at=None).first()
    if row is None:
        return False
    row.issued_at = at
    row.save(update_fields=["issued_at"])
    seed = row.seed
    records.note("seeds.seed", seed.id, "rule_made", actor=CLOCK, at=at, place=seed.place, label=seed.title)
    return True
