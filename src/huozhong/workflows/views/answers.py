"""What several pages need: the way to a page, and a refusal that comes back to the form."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from huozhong.look import services as look
from huozhong.workflows.queries import WorkflowCard


def way(card: WorkflowCard | None = None, *, here: str = "") -> tuple[look.Crumb, ...]:
    """The way to a page of this room."""
    crumbs = [look.Crumb(_("审批流程"), reverse("workflows:index"))]
    if card is not None and here:
        crumbs.append(look.Crumb(here, reverse("workflows:workflow", args=[card.id])))
    return tuple(crumbs)
