"""The steps of the office's funnel: how far a project came, as a condition that counts and lists share."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from huozhong.kernel.sentences import Sentence, say
from huozhong.projects.models import Project

PAST_REVIEW = ("shortlisted", "approved", "running", "suspended", "terminated", "awaiting", "accepted", "appraised")
_OTHERS = Project.objects.filter(seed_id=OuterRef("distilled_seed_id")).exclude(pk=OuterRef("pk"))
STEPS: dict[str, tuple[Sentence, Q]] = {
    "declared": (say("申报"), Q(declared_at__isnull=False)),
    "shortlisted": (say("入围"), Q(approved_date__isnull=False) | Q(state__in=[*PAST_REVIEW, "spreading"])),
    "approved": (say("立项"), Q(approved_date__isnull=False)),
    "running": (say("实施"), Q(running_since__isnull=False)),
    "accepted": (say("结项"), Q(accepted_date__isnull=False)),
    "appraised": (say("展评"), Q(state__in=("appraised", "spreading"))),
    "seed": (say("成种子"), Q(distilled_seed_id__isnull=False)),
    "adopted": (say("被采用"), Q(distilled_seed_id__isnull=False) & Q(Exists(_OTHERS))),
}
