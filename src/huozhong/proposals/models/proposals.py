"""A proposal, those who make it, and what they laid beside it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huozhong.kernel.places import Place
from huozhong.lifecycles.services import state_triggers
from huozhong.proposals.models.calls import Call
from huozhong.proposals.rules.words import Part, Reply, Theme, Verdict
from huozhong.proposals.workflow import PROPOSAL


class Proposal(models.Model):
    """One matter that a delegate puts before the congress, from draft to what became of it."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    call = models.ForeignKey(Call, models.PROTECT, related_name="proposals")
    congress_id = models.BigIntegerField()
    number = models.PositiveIntegerField(null=True)  # given when it is filed for the first time
    state = models.CharField(max_length=16, default=PROPOSAL.start, editable=False)
    theme = models.CharField(max_length=8)
    title = models.CharField(max_length=60)
    why = models.TextField(blank=True)
    measures = models.TextField(blank=True)
    is_one_matter = models.BooleanField(default=False)
    author_id = models.BigIntegerField()  # a person
    author_name = models.CharField(max_length=100)
    # the worker who first said so; without leave to be named only the author ever reads the name
    raiser_id = models.BigIntegerField(null=True)
    raiser_name = models.CharField(max_length=60, blank=True)
    is_raiser_named = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_why = models.CharField(max_length=500, blank=True)
    decided_by_name = models.CharField(max_length=100, blank=True)
    head = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    round = models.PositiveSmallIntegerField(default=0)  # 1: handled once more
    verdict = models.CharField(max_length=8, blank=True)
    promised_date = models.DateField(null=True)
    promise_kept_date = models.DateField(null=True)
    is_dissatisfied = models.BooleanField(default=False)  # at the end
    closed_at = models.DateTimeField(null=True)
    adopted_at = models.DateTimeField(null=True)
    adopted_by_name = models.CharField(max_length=100, blank=True)
    project_id = models.BigIntegerField(null=True)  # of the projects' room, written by the chain
    project_name = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "congress_id", "-id"], name="proposal_congress"),
            models.Index(fields=["city_id", "unit", "-id"], name="proposal_unit"),
            models.Index(fields=["city_id", "state", "-id"], name="proposal_state"),
            models.Index(fields=["city_id", "author_id", "-id"], name="proposal_author"),
            models.Index(
                fields=["city_id", "project_id"], condition=Q(project_id__isnull=False), name="proposal_project"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["city_id", "call", "number"], name="proposal_number_once"),
            models.CheckConstraint(name="proposal_state_known", condition=Q(state__in=sorted(PROPOSAL.states))),
            models.CheckConstraint(name="proposal_theme_known", condition=Q(theme__in=[t.value for t in Theme])),
            models.CheckConstraint(name="proposal_handled_twice_at_most", condition=Q(round__lte=1)),
            models.CheckConstraint(
                name="a_merged_proposal_names_its_head",
                condition=Q(state="merged", head__isnull=False) | ~Q(state="merged") & Q(head__isnull=True),
            ),
            models.CheckConstraint(
                name="a_filed_proposal_has_its_number",
                condition=Q(state__in=["draft", "withdrawn"]) | Q(number__isnull=False, filed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="proposal_verdict_known", condition=Q(verdict__in=["", *(v.value for v in Verdict)])
            ),
        ]
        triggers = state_triggers(PROPOSAL)

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Place:
        return self.unit.place


class PartOfProposal(models.Model):
    """A row that belongs to one proposal and lives in its shard."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    proposal = models.ForeignKey(Proposal, models.PROTECT)

    class Meta:
        abstract = True


class Maker(PartOfProposal):
    """A delegate who was asked to put the proposal with the author, or to second it; they say so themselves."""

    person_id = models.BigIntegerField()
    name = models.CharField(max_length=100)
    part = models.CharField(max_length=8)
    reply = models.CharField(max_length=5, default=Reply.ASKED.value)
    asked_at = models.DateTimeField()
    replied_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["city_id", "person_id", "reply"], name="maker_person")]
        constraints = [
            models.UniqueConstraint(fields=["city_id", "proposal", "person_id"], name="maker_once"),
            models.CheckConstraint(name="maker_part_known", condition=Q(part__in=[p.value for p in Part])),
            models.CheckConstraint(
                name="maker_reply_known",
                condition=Q(reply=Reply.ASKED.value, replied_at__isnull=True)
                | Q(reply__in=[Reply.YES.value, Reply.NO.value], replied_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Attachment(PartOfProposal):
    """A file laid beside the proposal or its answer; what is in it was checked when it was kept."""

    class About(models.TextChoices):
        PROPOSAL = "proposal", _("提案附件")
        ANSWER = "answer", _("答复附件")

    file_id = models.BigIntegerField()
    about = models.CharField(max_length=8, choices=About)
    person_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city_id", "proposal", "file_id"], name="attachment_once"),
            models.CheckConstraint(name="attachment_about_known", condition=Q(about__in=["proposal", "answer"])),
        ]

    def __str__(self) -> str:
        return self.about
