"""The teller agrees and takes back: signed in, on signed paper, or, to take back only, by word of mouth."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.publishing import services as publishing
from huozhong.records import services as records
from huozhong.stories.models import Consent, Story
from huozhong.stories.queries import KIND
from huozhong.stories.rules.consents import About
from huozhong.stories.services.collecting import Upload, locked_story

ALL = frozenset(About)


def _own(story_id: int, *, actor: Actor) -> Story:
    """The story's row, locked, for whoever told it."""
    row = Story.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=story_id).first()
    if row is None or actor.person_id is None or row.teller_person_id != actor.person_id:
        raise NotFound(access.NOT_FOUND)
    return row


@transaction.atomic
def decide(story_id: int, *, given: Collection[About], actor: Actor, at: datetime) -> None:
    """The teller says, signed in, what may be shown: what is named is given, everything else is taken back."""
    row = _own(story_id, actor=actor)
    _write(row, {about: about in given for about in ALL}, by=Consent.By.TELLER, paper=None, actor=actor, at=at)


@transaction.atomic
def consent_by_paper(story_id: int, *, given: Collection[About], paper: Upload, actor: Actor, at: datetime) -> None:
    """A cadre keeps the scan of what the teller signed: what is named is given, everything else is taken back."""
    row = locked_story(story_id, actor=actor)
    kept = records.store_file(
        paper.content, name=paper.name, city_id=row.city_id, actor=actor, at=at, limit=records.SCAN
    )
    _write(row, {about: about in given for about in ALL}, by=Consent.By.PAPER, paper=kept.id, actor=actor, at=at)


@transaction.atomic
def revoke_for_teller(story_id: int, *, taken: Collection[About], actor: Actor, at: datetime) -> None:
    """The teller asked a cadre to take it back, by word of mouth: done first, paper may follow."""
    row = locked_story(story_id, actor=actor)
    if not taken:
        raise Refused(say("请勾选讲述人要收回哪一项。"))
    _write(row, dict.fromkeys(taken, False), by=Consent.By.WORD, paper=None, actor=actor, at=at)


def _write(row: Story, said: dict[About, bool], *, by: str, paper: int | None, actor: Actor, at: datetime) -> None:
    """Keep every word; it holds from this moment in every rendering, the public one included."""
    Consent.objects.bulk_create(
        Consent(
            city_id=row.city_id,
            story=row,
            about=about.value,
            is_given=said[about],
            by=by,
            paper_file_id=paper,
            recorded_by_name=actor.name[:100],
            recorded_at=at,
        )
        for about in sorted(said)
    )
    details = {"given": _names(said, True), "taken_back": _names(said, False), "by": str(by)}
    records.note(KIND, row.id, "consent_said", actor=actor, at=at, place=row.place, label=row.title, details=details)


def _names(said: dict[About, bool], given: bool) -> list[str]:
    return sorted(about.value for about, is_given in said.items() if is_given is given)


@transaction.atomic
def take_back(story_id: int, *, actor: Actor, at: datetime) -> None:
    """The whole story goes: from the public page and from every list; the teller or the collecting union does it."""
    row = Story.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=story_id).first()
    if row is None or row.taken_back_at is not None or not may_withdraw_row(row, actor):
        raise NotFound(access.NOT_FOUND)
    row.taken_back_at = at
    row.save(update_fields=["taken_back_at"])
    records.note(KIND, row.id, "story_taken_back", actor=actor, at=at, place=row.place, label=row.title)
    publishing.withdraw_thing(KIND, row.id, city_id=row.city_id, actor=actor, at=at)


def may_withdraw_row(row: Story, actor: Actor) -> bool:
    """The teller, and the cadres of the union that collected it."""
    is_teller = actor.person_id is not None and row.teller_person_id == actor.person_id
    return is_teller or access.can(actor, Permission.STORY_COLLECT, at=row.place)


def may_withdraw(story_id: int, actor: Actor) -> bool:
    """Whether the actor may take the story off the public page."""
    row = Story.objects.select_related("unit").filter(pk=story_id).first()
    return row is not None and may_withdraw_row(row, actor)


def may_submit(story_id: int, actor: Actor) -> bool:
    """Whether the actor may hand the story to the editors."""
    row = Story.objects.select_related("unit").filter(pk=story_id, taken_back_at__isnull=True).first()
    return row is not None and access.can(actor, Permission.STORY_COLLECT, at=row.place)
