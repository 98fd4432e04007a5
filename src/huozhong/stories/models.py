"""Workers' stories, their photographs, and every consent that was given or taken back."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huozhong.kernel.places import Place


class Story(models.Model):
    """What a worker told a cadre, hung on the activity, task or project that it is about."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")  # whose cadre wrote it down
    title = models.CharField(max_length=60)  # names neither teller nor workplace: it stands in lists and in the trail
    thing_kind = models.CharField(max_length=60, blank=True)
    thing_id = models.BigIntegerField(null=True)
    thing_label = models.CharField(max_length=200, blank=True)
    teller_person_id = models.BigIntegerField(null=True)  # who can sign in and decide
    teller_name = models.CharField(max_length=60)
    place_words = models.CharField(max_length=80, blank=True)
    need = models.CharField(max_length=1000, blank=True)
    turning = models.CharField(max_length=1000, blank=True)
    result = models.CharField(max_length=1000, blank=True)
    voice_file_id = models.BigIntegerField(null=True)
    cadre_id = models.BigIntegerField(null=True)  # a person's id
    cadre_name = models.CharField(max_length=100)
    collected_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "unit", "-id"], name="story_unit"),
            models.Index(fields=["city_id", "thing_kind", "thing_id"], name="story_thing"),
            models.Index(
                fields=["city_id", "teller_person_id"],
                condition=Q(teller_person_id__isnull=False),
                name="story_teller",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_story_is_told",
                condition=~Q(need="") | ~Q(turning="") | ~Q(result="") | Q(voice_file_id__isnull=False),
            ),
            models.CheckConstraint(
                name="story_thing_is_whole",
                condition=Q(thing_kind="", thing_id__isnull=True) | ~Q(thing_kind="") & Q(thing_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Place:
        return self.unit.place


class StoryPhoto(models.Model):
    """A photograph of a story; metadata was taken off when it was kept."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    story = models.ForeignKey(Story, models.PROTECT, related_name="photos")
    file_id = models.BigIntegerField()
    words = models.CharField(max_length=80, blank=True)
    shows_face = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city_id", "story", "file_id"], name="story_photo_once")]

    def __str__(self) -> str:
        return self.words


class Consent(models.Model):
    """One word of the teller about one thing, kept for good; the newest one holds."""

    class By(models.TextChoices):
        TELLER = "teller", _("本人登录")
        PAPER = "paper", _("本人签字的纸")
        WORD = "word", _("本人口头")  # takes back only

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    story = models.ForeignKey(Story, models.PROTECT, related_name="consents")
    about = models.CharField(max_length=5)
    is_given = models.BooleanField()
    by = models.CharField(max_length=6, choices=By)
    paper_file_id = models.BigIntegerField(null=True)
    recorded_by_name = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="a_consent_stays", operation=pgtrigger.Update | pgtrigger.Delete)]
        indexes = [models.Index(fields=["city_id", "story", "about", "-id"], name="consent_story")]
        constraints = [
            models.CheckConstraint(name="consent_about_known", condition=Q(about__in=["name", "face", "place"])),
            models.CheckConstraint(
                name="consent_comes_from_the_teller",
                condition=Q(by="teller") | Q(by="paper", paper_file_id__isnull=False) | Q(by="word", is_given=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.is_given}"
