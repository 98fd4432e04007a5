"""The roll, the credentials, the ballots and the public board.

A person and a credential stand together in one place only: closed by the deployment's key, in the row of the voter.
Credentials are written at opening, sorted: their order and ids say nothing. Ballots and the board carry no time.
"""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from huozhong.ballots.models.election import PartOfElection
from huozhong.ballots.rules.board import BoardKind

_CHAINED = """
SELECT b.number, b.hash INTO last_number, last_hash FROM ballots_boardevent b
    WHERE b.city_id = NEW.city_id AND b.election_id = NEW.election_id ORDER BY b.number DESC LIMIT 1;
IF NEW.number <> COALESCE(last_number + 1, 0) OR NEW.parent <> COALESCE(last_hash, repeat('0', 64)) THEN
    RAISE EXCEPTION 'huozhong: the board only grows at its end' USING ERRCODE = 'check_violation';
END IF;
RETURN NEW;
"""


class Voter(PartOfElection):
    """Somebody on the roll, and how they get their ballot."""

    person_id = models.BigIntegerField()
    link = models.BinaryField(null=True)  # the public half of the credential, closed by the deployment's key
    link_index = models.BinaryField(null=True)  # by which the same credential is not registered twice; keyed
    is_on_paper = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["person_id"], name="voter_person")]
        constraints = [
            models.UniqueConstraint(name="voter_once", fields=["city_id", "election", "person_id"]),
            models.UniqueConstraint(name="voter_link_once", fields=["city_id", "election", "link_index"]),
        ]


class Credential(PartOfElection):
    """The public half of a credential on the published, sorted list."""

    number = models.PositiveIntegerField()
    public = models.TextField()
    is_burned = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="credential_number_once", fields=["city_id", "election", "number"]),
            models.UniqueConstraint(name="credential_once", fields=["city_id", "election", "public"]),
        ]


class CastBallot(PartOfElection):
    """A ballot as it came, closed; what became of it stands beside it."""

    class Standing(models.TextChoices):
        COUNTS = "counts"
        REPLACED = "replaced"
        STRUCK = "struck"

    credential = models.ForeignKey(Credential, models.PROTECT, db_index=False, related_name="+")
    number = models.PositiveIntegerField()  # of its event on the board
    text = models.TextField()
    tracker = models.CharField(max_length=64)
    standing = models.CharField(max_length=8, default=Standing.COUNTS)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="ballot_number_once", fields=["city_id", "election", "number"]),
            models.UniqueConstraint(name="ballot_tracker_once", fields=["city_id", "election", "tracker"]),
            models.UniqueConstraint(
                name="ballot_counts_once", fields=["city_id", "election", "credential"], condition=Q(standing="counts")
            ),
            models.CheckConstraint(
                name="ballot_standing_known", condition=Q(standing__in=["counts", "replaced", "struck"])
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="ballot_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__text__df=pgtrigger.F("new__text"))
                | pgtrigger.Q(old__tracker__df=pgtrigger.F("new__tracker"))
                | pgtrigger.Q(old__credential__df=pgtrigger.F("new__credential"))
                | pgtrigger.Q(old__number__df=pgtrigger.F("new__number")),
            ),
            pgtrigger.Protect(name="ballot_never_removed", operation=pgtrigger.Delete),
        ]


class BoardEvent(PartOfElection):
    """One event of the public board; nobody changes or removes it, the owner of the database included."""

    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    payload = models.JSONField()  # with a moment only where no voter acts
    parent = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="board_number_once", fields=["city_id", "election", "number"]),
            models.CheckConstraint(name="board_kind_known", condition=Q(kind__in=[k.value for k in BoardKind])),
        ]
        triggers = [
            pgtrigger.Protect(name="only_grows", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="grows_at_its_end",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                declare=[("last_number", "integer"), ("last_hash", "text")],
                func=_CHAINED,
            ),
        ]
