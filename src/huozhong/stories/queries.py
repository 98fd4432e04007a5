"""Reads of stories. Every rendering is the same: what the consents of this moment let through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from huozhong.access import services as access
from huozhong.access.queries import Reach
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Level, Place
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence, say
from huozhong.publishing import services as publishing
from huozhong.publishing.services import Draft, Picture, Snapshot, Veil
from huozhong.stories.models import Consent, Story
from huozhong.stories.rules.consents import About, Consents, Hidden, Shot, Told, hidden
from huozhong.unions import queries as units

KIND = "stories.story"
PAGE = 20
LOOK = say("看看关于您的故事")


@dataclass(frozen=True, slots=True)
class StoryLine:
    """A story in a list: its title names nobody."""

    id: int
    title: str
    unit_name: str
    thing_label: str
    cadre_name: str
    collected_at: datetime
    is_taken_back: bool
    consents: Consents


@dataclass(frozen=True, slots=True)
class StoryPage:
    """One story as anybody in the house may read it."""

    line: StoryLine
    place: Place
    text: Snapshot
    thing_kind: str
    thing_id: int | None
    is_teller: bool
    has_account: bool


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One word of the teller."""

    about: About
    is_given: bool
    by_word: str
    recorded_by_name: str
    recorded_at: datetime
    paper_file_id: int | None


def consents_of(story_ids: Iterable[int]) -> Mapping[int, Consents]:
    """The consents in force of several stories, in one query."""
    wanted = list(story_ids)
    said: dict[int, dict[str, bool]] = {story_id: {} for story_id in wanted}
    for story_id, about, is_given in (
        Consent.objects.filter(story_id__in=wanted).order_by("id").values_list("story_id", "about", "is_given")
    ):
        said[story_id][about] = is_given
    return {story_id: Consents(**words) for story_id, words in said.items()}


def general_place(row: Story) -> tuple[str, str]:
    """The district in words, and the name of its federation: what is said where the workplace is not to be told."""
    above = units.ancestors(row.unit_id)
    wide = [unit for unit in above if unit.place.level in (Level.DISTRICT, Level.CITY, Level.PROVINCE, Level.NATION)]
    federation = (wide or list(above))[-1]
    name = federation.name.removesuffix("总工会").removesuffix("工会") or federation.name
    return f"{name}的一家单位", federation.name


def told(row: Story) -> Told:
    """The story as it was told, whole: for the rules, never for a page."""
    where, _ = general_place(row)
    return Told(
        title=row.title,
        paragraphs=tuple(text for text in (row.need, row.turning, row.result) if text),
        teller_name=row.teller_name,
        masked_name=publishing.masked(row.teller_name),
        place=row.place_words,
        general_place=where,
        cadre_name=row.cadre_name,
        shots=tuple(Shot(one.file_id, one.words, one.shows_face) for one in row.photos.order_by("id")),
        voice_file_id=row.voice_file_id,
    )


def _kept_back(row: Story) -> tuple[Told, Hidden, Consents]:
    whole, consents = told(row), consents_of([row.id])[row.id]
    return whole, hidden(whole, consents), consents


def _row(story_id: int) -> Story:
    row = Story.objects.select_related("unit").filter(pk=story_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row


def rendered(row: Story) -> Snapshot:
    """The story with everything left out that the teller has not agreed to."""
    whole, back, _ = _kept_back(row)
    where = f"（{whole.place}）" if whole.place else ""
    text = Snapshot(
        title=whole.title,
        paragraphs=whole.paragraphs,
        photos=tuple(Picture(shot.file_id, shot.words) for shot in whole.shots),
        sounds=(whole.voice_file_id,) if whole.voice_file_id else (),
        credit=f"讲述：{whole.teller_name}{where}　采写：{whole.cadre_name}",
    )
    return publishing.veiled(text, Veil(back.files, back.words))


def draft(story_id: int) -> Draft:
    """The story as publishing freezes it: what was not agreed to is not in it."""
    row = _row(story_id)
    if row.taken_back_at is not None:
        raise NotFound(access.NOT_FOUND)
    authors = tuple(person for person in (row.cadre_id, row.teller_person_id) if person)
    return Draft(rendered(row), row.place, authors)


def veil(story_id: int) -> Veil:
    """What of a frozen story may be shown no more."""
    row = Story.objects.select_related("unit").filter(pk=story_id).first()
    if row is None or row.taken_back_at is not None:
        return Veil(is_gone=True)
    _, back, consents = _kept_back(row)
    name = "" if consents.place else general_place(row)[1]
    return Veil(back.files, back.words, unit_name=name)


def _lines(rows: Sequence[Story]) -> tuple[StoryLine, ...]:
    found = consents_of([row.id for row in rows])
    return tuple(
        StoryLine(
            id=row.id,
            title=row.title,
            unit_name=row.unit.name,
            thing_label=row.thing_label,
            cadre_name=row.cadre_name,
            collected_at=row.collected_at,
            is_taken_back=row.taken_back_at is not None,
            consents=found[row.id],
        )
        for row in rows
    )


def stories(*, reach: Reach, page: int = 1) -> tuple[StoryLine, ...]:
    """One page of the stories within reach that nobody took back, newest first."""
    rows = _told_rows().filter(reach.over("unit"))
    start = (page - 1) * PAGE
    return _lines(list(rows[start : start + PAGE]))


def _told_rows() -> QuerySet[Story]:
    return Story.objects.select_related("unit").filter(taken_back_at__isnull=True).order_by("-id")


def stories_about(thing_kind: str, thing_id: int, *, reach: Reach) -> tuple[StoryLine, ...]:
    """Stories about one thing within reach, newest first."""
    rows = _told_rows().filter(reach.over("unit"), thing_kind=thing_kind, thing_id=thing_id)
    return _lines(list(rows[:PAGE]))


def stories_told_by(actor: Actor) -> tuple[StoryLine, ...]:
    """The actor's own stories, taken back ones included."""
    if actor.person_id is None:
        return ()
    rows = Story.objects.select_related("unit").filter(city_id=actor.city_id, teller_person_id=actor.person_id)
    return _lines(list(rows.order_by("-id")[:100]))


def may_see(row: Story, actor: Actor) -> bool:
    """The teller always; others within reach, until it is taken back."""
    if row.teller_person_id is not None and row.teller_person_id == actor.person_id:
        return True
    return row.taken_back_at is None and access.can(actor, Permission.STORY_READ, at=row.place)


def story(story_id: int, *, actor: Actor) -> StoryPage:
    """One story for this reader; NotFound when it is not theirs to see."""
    row = _row(story_id)
    if not may_see(row, actor):
        raise NotFound(access.NOT_FOUND)
    return StoryPage(
        line=_lines([row])[0],
        place=row.place,
        text=rendered(row),
        thing_kind=row.thing_kind,
        thing_id=row.thing_id,
        is_teller=row.teller_person_id is not None and row.teller_person_id == actor.person_id,
        has_account=row.teller_person_id is not None,
    )


def consent_lines(story_id: int) -> tuple[ConsentLine, ...]:
    """Every word of the teller, newest first. The caller has asked whether the story may be seen."""
    rows = Consent.objects.filter(story_id=story_id).order_by("-id")
    return tuple(
        ConsentLine(
            About(row.about),
            row.is_given,
            row.get_by_display(),
            row.recorded_by_name,
            row.recorded_at,
            row.paper_file_id,
        )
        for row in rows
    )


def holds_file(story_id: int, file_id: int) -> bool:
    """Whether the file is shown with the story now."""
    text = rendered(_row(story_id))
    return file_id in {photo.file_id for photo in text.photos} | set(text.sounds)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits, as the first page shows it."""

    title: str
    url: str
    due_date: date | None
    unit_name: str
    kind: Sentence


def _unseen(actor: Actor) -> QuerySet[Story]:
    """Stories that the actor told and about which they have never said a word themselves."""
    spoken = Consent.objects.filter(story=OuterRef("pk"), by=Consent.By.TELLER)
    rows = _told_rows().filter(city_id=actor.city_id, teller_person_id=actor.person_id or 0)
    return rows.exclude(Exists(spoken))


def waiting_for(actor: Actor, *, on: date, limit: int = 20) -> tuple[Waiting, ...]:
    """Stories that the actor told and has not looked at yet."""
    if actor.person_id is None:
        return ()
    return tuple(
        Waiting(row.title, reverse("stories:story", args=[row.id]), None, row.unit.name, LOOK)
        for row in _unseen(actor)[:limit]
    )


def waiting_count(actor: Actor, *, on: date) -> int:
    """How many of them there are."""
    return _unseen(actor).order_by().values("id")[:100].count() if actor.person_id else 0
