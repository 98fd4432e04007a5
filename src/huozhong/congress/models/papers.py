"""Papers of a topic, and which delegate opened which of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huozhong.congress.models.topics import Topic


class TopicPaper(models.Model):
    """One file that delegates get to read; a changed one comes as a new row, the old one stays."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="papers")
    name = models.CharField(max_length=120)
    file_id = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    added_by_name = models.CharField(max_length=100)
    added_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    replaced_why = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["city_id", "topic", "id"], name="topic_paper_topic")]
        constraints = [
            models.CheckConstraint(
                name="replaced_paper_says_why", condition=Q(replaced_by__isnull=True) | ~Q(replaced_why="")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PaperReading(models.Model):
    """A delegate opened a paper, the first time."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    paper = models.ForeignKey(TopicPaper, models.PROTECT, related_name="readings")
    person_id = models.BigIntegerField()
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city_id", "paper", "person_id"], name="paper_read_once")]

    def __str__(self) -> str:
        return f"{self.paper_id}/{self.person_id}"
