"""Writing down what a worker told: words or a voice, photographs, and on what it hangs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.people import queries as people
from huozhong.publishing import services as publishing
from huozhong.records import services as records
from huozhong.records.engine.personal import holds_personal_number
from huozhong.stories.models import Story, StoryPhoto
from huozhong.stories.queries import KIND
from huozhong.stories.rules import length
from huozhong.stories.services.things import find_thing

MOST_PHOTOS = 3


@dataclass(frozen=True, slots=True)
class StoryWords:
    """What was told. `place` is the workplace as people say it; neither it nor the teller stands in the title."""

    title: str
    teller_name: str
    place: str = ""
    need: str = ""
    turning: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in: its content unread, its claims unchecked."""

    content: bytes | IO[bytes]
    name: str


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph, and whether the teller is to be seen on it."""

    upload: Upload
    words: str = ""
    shows_face: bool = True


@transaction.atomic
def collect(
    words: StoryWords,
    *,
    unit: Place,
    actor: Actor,
    at: datetime,
    voice: Upload | None = None,
    photos: Sequence[Photo] = (),
    thing: tuple[str, int] | None = None,
    teller_phone: str = "",
) -> int:
    """Keep a story. Nothing of name, face or place is shown until the teller agrees. Answers the story's id.

    With `teller_phone` the teller is found among the city's people, and can sign in and decide; the number is not kept.
    """
    access.require(actor, Permission.STORY_COLLECT, at=unit)
    fit = _fit(words, has_voice=voice is not None)
    if len(photos) > MOST_PHOTOS:
        raise Refused(say("一个故事最多 %(most)s 张照片。", most=MOST_PHOTOS))
    about = find_thing(thing[0], thing[1], actor=actor) if thing else None
    if thing is not None and about is None:
        raise NotFound(access.NOT_FOUND)
    row = Story.objects.create(
        city_id=unit.city_id,
        unit_id=unit.unit_id,
        title=fit.title,
        thing_kind=thing[0] if thing else "",
        thing_id=thing[1] if thing else None,
        thing_label=about.label[:200] if about else "",
        teller_person_id=_teller(fit.teller_name, teller_phone, city_id=unit.city_id),
        teller_name=fit.teller_name,
        place_words=fit.place,
        need=fit.need,
        turning=fit.turning,
        result=fit.result,
        voice_file_id=_keep_voice(voice, unit=unit, actor=actor, at=at),
        cadre_id=actor.person_id,
        cadre_name=actor.name[:100],
        collected_at=at,
    )
    _keep_photos(row, photos, actor=actor, at=at)
    records.note(KIND, row.id, "story_collected", actor=actor, at=at, place=unit, label=row.title)
    return row.id


def _keep_photos(row: Story, photos: Sequence[Photo], *, actor: Actor, at: datetime) -> None:
    for one in photos:
        ref = records.store_file(
            one.upload.content, name=one.upload.name, city_id=row.city_id, actor=actor, at=at, limit=records.PHOTO
        )
        StoryPhoto.objects.get_or_create(
            city_id=row.city_id,
            story=row,
            file_id=ref.id,
            defaults={"words": one.words[:80], "shows_face": one.shows_face},
        )


def _keep_voice(voice: Upload | None, *, unit: Place, actor: Actor, at: datetime) -> int | None:
    if voice is None:
        return None
    kept = records.store_file(
        voice.content, name=voice.name, city_id=unit.city_id, actor=actor, at=at, limit=records.SOUND
    )
    return kept.id


def _teller(name: str, phone: str, *, city_id: int) -> int | None:
    """The person of the city with this phone and this name; the two must fit, so that nobody is found by trying."""
    if not phone.strip():
        return None
    ids = people.find_by_phone(people.phone(phone), city_id=city_id)
    found = [person.id for person in people.persons(ids).values() if person.name == name]
    if len(found) != 1:
        raise Refused(say("没有找到姓名和手机号都对得上的会员。请核对，或者先不填手机号，用签字的纸。"))
    return found[0]


def _fit(words: StoryWords, *, has_voice: bool) -> StoryWords:
    """The words tidied; Refused with a sentence where they cannot stand."""
    title, teller = " ".join(words.title.split()), " ".join(words.teller_name.split())
    place = " ".join(words.place.split())
    told = [text.strip() for text in (words.need, words.turning, words.result)]
    if not title or len(teller) < 2:
        raise Refused(say("请写故事的题目和讲述人的姓名。"))
    if teller in title or (place and place in title):
        raise Refused(say("题目里不要写讲述人和单位的名字：题目会留在列表里，收回同意也改不掉。"))
    if not any(told) and not has_voice:
        raise Refused(say("请写几句，或者传一段录音。"))
    number = length.count(*told)
    if number > length.LIMIT:
        raise Refused(say("故事最多 %(limit)s 字，现在 %(count)s 字。", limit=length.LIMIT, count=number))
    if any(holds_personal_number(text) for text in (title, teller, place, *told)):
        raise Refused(say("故事里不要写证件号码或手机号码。"))
    return StoryWords(title[:60], teller[:60], place[:80], *told)


def locked_story(story_id: int, *, actor: Actor) -> Story:
    """The story's row, locked, for whoever collects stories there."""
    row = Story.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=story_id).first()
    if row is None or row.taken_back_at is not None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, Permission.STORY_COLLECT, at=row.place, seen=Permission.STORY_READ)
    return row


@transaction.atomic
def change_story(story_id: int, words: StoryWords, *, actor: Actor, at: datetime) -> None:
    """Write into a story; who told it stays. What is in review begins its reviews again."""
    row = locked_story(story_id, actor=actor)
    fit = _fit(words, has_voice=row.voice_file_id is not None)
    if fit.teller_name != row.teller_name:
        raise Refused(say("讲述人不能改。换一个人，请另采一个故事。"))
    row.title, row.place_words = fit.title, fit.place
    row.need, row.turning, row.result = fit.need, fit.turning, fit.result
    row.save(update_fields=["title", "place_words", "need", "turning", "result"])
    records.note(KIND, row.id, "story_changed", actor=actor, at=at, place=row.place, label=row.title)
    publishing.text_changed(KIND, row.id, city_id=row.city_id, actor=actor, at=at)
