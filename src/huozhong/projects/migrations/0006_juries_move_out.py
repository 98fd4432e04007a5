"""Juries move to their own room: every jury, judge, entry and card goes along; what was published stays closed."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import migrations
from django.utils import timezone

from huozhong.kernel.packfiles import standing_book

JUDGED = ("accepted", "appraised", "spreading")
WORDS = {"organisation": "组织管理", "novelty": "创新程度", "effect": "工作成效", "replicability": "可复制性"}
NUMBERS = ("drop_from", "least", "quorum", "tie_order", "own_district_may_score")


def move_juries(apps: Any, editor: Any) -> None:
    """One jury for every call that had jurors."""
    programmes = apps.get_model("projects", "Programme").objects.filter(jurors__isnull=False).distinct()
    if not programmes.exists():
        return
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT set_config('huozhong.move', 'juries_panel:load', true)")
        for programme in programmes.order_by("pk"):
            _move(apps, programme)
        cursor.execute("SELECT set_config('huozhong.move', '', true)")


def _move(apps: Any, programme: Any) -> None:
    panel = _panel(apps, programme)
    unit_model = apps.get_model("unions", "Unit")
    judge_model, entry_model = apps.get_model("juries", "Judge"), apps.get_model("juries", "Entry")
    judges = {}
    for old in apps.get_model("projects", "Juror").objects.filter(programme=programme).order_by("pk"):
        judges[old.pk] = judge_model.objects.create(
            city_id=old.city_id,
            panel=panel,
            person_id=old.person_id,
            name=old.name,
            kind=old.kind,
            unit_id=old.unit_id,
            assigned_at=old.assigned_at,
            released_at=old.released_at,
        )
    projects = apps.get_model("projects", "Project").objects.filter(programme=programme, state__in=JUDGED)
    for number, project in enumerate(projects.order_by("pk"), start=1):
        entry = entry_model.objects.create(
            city_id=project.city_id,
            panel=panel,
            thing_kind="projects.project",
            thing_id=project.pk,
            number=number,
            title=project.name,
            unit_id=project.unit_id,
            text=_text(apps, project),
            url=f"/projects/{project.pk}/",
            entered_at=timezone.now(),
        )
        scored = _cards(apps, project, entry, judges)
        _seats(apps, entry, judges, scored, unit_model)
        if project.state != "accepted":
            _close(apps, entry, judges)


def _panel(apps: Any, programme: Any) -> Any:
    book, today = standing_book(), timezone.localdate()
    answers = {name: book.ask(f"projects.jury.{name}", jurisdictions=("CN",), on=today) for name in NUMBERS}
    panel = apps.get_model("juries", "Panel")
    return panel.objects.create(
        city_id=programme.city_id,
        unit_id=programme.unit_id,
        state="closed" if programme.state == "archived" else "open",
        about_kind="projects.programme",
        about_id=programme.pk,
        about_url=f"/projects/programmes/{programme.pk}/",
        stage="showcase",
        title=f"{programme.title}：展评",
        rubric=[
            {"key": key, "word": word, "weight": programme.weights[key], "anchors": {}} for key, word in WORDS.items()
        ],
        ties_by=[key.strip() for key in answers["tie_order"].text().split(",")],
        drop_from=answers["drop_from"].number(),
        least=answers["least"].number(),
        quorum=str(answers["quorum"].share()),
        own_district_may_score=answers["own_district_may_score"].flag(),
        cites=[answer.as_json() for answer in answers.values()],
        is_named=programme.is_jury_named,
        seed=hashlib.sha256(f"projects.programme|{programme.pk}".encode()).hexdigest()[:16],
        due_date=programme.showcase_date,
        created_at=timezone.now(),
    )


def _text(apps: Any, project: Any) -> list[list[str]]:
    report = apps.get_model("projects", "ClosingReport").objects.filter(project=project).order_by("-pk").first()
    told = [["工作总结", report.summary], ["工作成效", report.effect]] if report else []
    return [*told, *([name, said] for name, said in (("需求", project.need), ("做什么", project.content)) if said)]


def _cards(apps: Any, project: Any, entry: Any, judges: dict[int, Any]) -> set[int]:
    """The cards of a project; gives the judges who gave them."""
    card = apps.get_model("juries", "Score")
    scored = set()
    for old in apps.get_model("projects", "Score").objects.filter(project=project).order_by("pk"):
        judge = judges[old.juror_id]
        card.objects.create(
            city_id=old.city_id,
            entry=entry,
            judge=judge,
            points={key: getattr(old, key) for key in WORDS},
            is_whole=True,
            opinion=old.comment,
            at=old.at,
        )
        scored.add(judge.pk)
    return scored


def _seats(apps: Any, entry: Any, judges: dict[int, Any], scored: set[int], units: Any) -> None:
    """Everybody was asked, save those who come from there; whoever has scored was allowed to."""
    assignment, recusal = apps.get_model("juries", "Assignment"), apps.get_model("juries", "Recusal")
    place = units.objects.get(pk=entry.unit_id)
    for judge in judges.values():
        ground = None if judge.pk in scored else _ground(units, units.objects.get(pk=judge.unit_id), place)
        seat = {"city_id": entry.city_id, "entry": entry, "judge": judge}
        if ground is None:
            assignment.objects.create(**seat)
        else:
            recusal.objects.create(**seat, ground=ground, at=entry.entered_at)


def _ground(units: Any, home: Any, place: Any) -> str | None:
    if home.pk == place.pk:
        return "unit"
    walked = ""
    for part in home.path.split(".")[:-1]:
        walked += f"{part}."
        if units.objects.filter(pk=int(part), level="district").exists():
            if place.path.startswith(walked):
                return "district"
            break
    root = home.industry_path.split(".")[0] + "." if home.industry_path else ""
    return "industry" if root and place.industry_path.startswith(root) else None


def _close(apps: Any, entry: Any, judges: dict[int, Any]) -> None:
    """What was published stays as it was counted."""
    unit = apps.get_model("unions", "Unit").objects.get(pk=entry.unit_id)
    seated = {judge.pk: judge for judge in judges.values() if judge.released_at is None}
    cards = apps.get_model("juries", "Score").objects.filter(entry=entry, judge__in=list(seated)).order_by("judge_id")
    asked = apps.get_model("juries", "Assignment").objects.filter(entry=entry, judge__in=list(seated)).count()
    back = apps.get_model("juries", "Recusal").objects.filter(entry=entry, judge__in=list(seated)).order_by("judge_id")
    told = [
        {"judge": seated[row.judge_id].name, "kind": seated[row.judge_id].kind, "points": row.points,
         "opinion": row.opinion}
        for row in cards
    ]  # fmt: skip
    if not entry.panel.is_named:
        told.sort(key=lambda card: (card["kind"], [-card["points"][key] for key in WORDS], card["opinion"]))
        for number, card in enumerate(told, start=1):
            card["judge"] = str(number)
    entry.closed_at = max((row.at for row in cards), default=entry.entered_at)
    entry.sheet = {
        "number": entry.number,
        "title": entry.title,
        "unit": unit.name,
        "asked": asked,
        "cards": told,
        "recused": [
            {"judge": seated[row.judge_id].name, "kind": seated[row.judge_id].kind, "ground": row.ground}
            for row in back
        ],
    }
    entry.save(update_fields=["closed_at", "sheet"])


class Migration(migrations.Migration):
    dependencies = [("projects", "0005_money"), ("juries", "0002_closed_sheets"), ("unions", "0001_initial")]
    operations = [migrations.RunPython(move_juries, migrations.RunPython.noop)]
