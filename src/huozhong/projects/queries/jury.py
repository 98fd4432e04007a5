"""What a jury has given: who still has to score what, the proof sheet, the ranking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from huozhong.kernel import tallies
from huozhong.kernel.places import Level, Place, ids_of
from huozhong.kernel.sentences import Sentence
from huozhong.projects.models import Juror, Programme, Project, Score
from huozhong.projects.queries import rules
from huozhong.projects.rules.jury import Home, district_path, recusal, rubric_of, tier_of
from huozhong.projects.rules.words import DIMENSIONS
from huozhong.unions import queries as unions

JUDGED = frozenset({"accepted", "appraised", "spreading"})


@dataclass(frozen=True, slots=True)
class Card:
    """One judge's points for one project, as the proof sheet shows them."""

    juror: str
    kind: str
    points: dict[str, int]
    total: Fraction
    comment: str


@dataclass(frozen=True, slots=True)
class Proof:
    """Everything from which anybody can compute a project's total again."""

    project_id: int
    name: str
    unit_name: str
    state: str
    place: int
    is_tied: bool
    total: Fraction
    dropped: tuple[Fraction, ...]
    by_dimension: dict[str, Fraction]
    cards: tuple[Card, ...]
    tier: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """A programme's showcase: the weights, the rules of counting, and every project in its place."""

    weights: dict[str, int]
    drop_from: int
    ties_by: tuple[str, ...]
    least: int
    proofs: tuple[Proof, ...]
    unscored: tuple[tuple[int, str], ...]
    too_few: tuple[int, ...]
    cites: tuple[dict[str, object], ...]


def ranking(programme: Programme, *, on: date, is_named: bool) -> Ranking:
    """Count every card of the programme's jury: weights, dropped extremes, ties, tiers; exact fractions."""
    answers = rules.jury_rules(unit_id=programme.unit_id, on=on)
    lines = rules.tier_lines(unit_id=programme.unit_id, on=on)
    ties = tuple(name.strip() for name in answers["tie_order"].text().split(","))
    rubric, drop_from = rubric_of(programme.weights), answers["drop_from"].number()
    projects = {
        row.id: row
        for row in Project.objects.filter(programme=programme, state__in=JUDGED).select_related("unit").order_by("id")
    }
    rows: dict[int, list[Score]] = {}
    cards_of = Score.objects.filter(project__in=projects, juror__released_at__isnull=True)
    for row in cards_of.select_related("juror").order_by("juror_id"):
        rows.setdefault(row.project_id, []).append(row)
    scores = {
        project_id: tallies.score([points_of(row) for row in cards], rubric=rubric, drop_from=drop_from)
        for project_id, cards in rows.items()
    }
    least = answers["least"].number()
    return Ranking(
        weights=dict(programme.weights),
        drop_from=drop_from,
        ties_by=ties,
        least=least,
        proofs=tuple(
            _proof(
                projects[int(standing.key)],
                standing,
                rows[int(standing.key)],
                rubric,
                tier_of(standing.score.total, lines),
                is_named,
            )
            for standing in tallies.rank(scores, ties_by=ties)
        ),
        unscored=tuple((row.id, row.name) for row in projects.values() if row.id not in scores),
        too_few=tuple(project_id for project_id, cards in rows.items() if len(cards) < least),
        cites=tuple(answer.as_json() for answer in answers.values()),
    )


def points_of(row: Score) -> dict[str, int]:
    """The four points of a card."""
    return {str(name): getattr(row, name) for name in DIMENSIONS}


def _proof(
    project: Project, standing: tallies.Standing, rows: list[Score], rubric: tallies.Rubric, tier: str, is_named: bool
) -> Proof:
    cards = tuple(
        Card(
            juror=row.juror.name if is_named else str(number),
            kind=row.juror.kind,
            points=points_of(row),
            total=rubric.total(points_of(row)),
            comment=row.comment,
        )
        for number, row in enumerate(rows, start=1)
    )
    return Proof(
        project_id=project.id,
        name=project.name,
        unit_name=project.unit.name,
        state=project.state,
        place=standing.place,
        is_tied=standing.is_tied,
        total=standing.score.total,
        dropped=standing.score.dropped,
        by_dimension=dict(standing.score.by_dimension),
        cards=cards,
        tier=project.tier or tier,
    )


def home_of(juror: Juror) -> Home:
    """Where a juror comes from, in today's tree."""
    place: Place = juror.unit.place
    levels = {card.id: Level(card.level) for card in unions.units(ids_of(place.path)).values()}
    return Home(place, district_path(place.path, levels))


@dataclass(frozen=True, slots=True)
class Ballot:
    """One project on a juror's list."""

    project_id: int
    name: str
    unit_name: str
    programme: str
    recused: Sentence | None
    points: dict[str, int] | None
    comment: str
    is_final: bool
    due_date: date | None


def ballots(person_id: int, *, on: date) -> tuple[Ballot, ...]:
    """Every project that a juror is asked to score, those they stand back from included with the reason."""
    found: list[Ballot] = []
    jurors = Juror.objects.filter(person_id=person_id, released_at__isnull=True).exclude(programme__state="archived")
    for juror in jurors.select_related("unit", "programme__unit").order_by("-programme_id"):
        own = rules.ask("projects.jury.own_district_may_score", unit_id=juror.programme.unit_id, on=on).flag()
        home, given = home_of(juror), {row.project_id: row for row in Score.objects.filter(juror=juror)}
        rows = Project.objects.filter(programme=juror.programme, state__in=JUDGED).select_related("unit")
        for row in rows.order_by("id"):
            card = given.get(row.id)
            found.append(
                Ballot(
                    project_id=row.id,
                    name=row.name,
                    unit_name=row.unit.name,
                    programme=juror.programme.title,
                    recused=recusal(home, row.place, own_district_may_score=own),
                    points=points_of(card) if card else None,
                    comment=card.comment if card else "",
                    is_final=row.state != "accepted",
                    due_date=juror.programme.showcase_date,
                )
            )
    return tuple(found)
