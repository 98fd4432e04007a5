"""A dossier as the rooms below know it: by kind and id, told by its number, never by a name."""

from __future__ import annotations

from django.urls import reverse

from huozhong.kernel.places import Place
from huozhong.rights.models import Dossier

KIND = "rights.dossier"


def url(dossier_id: int) -> str:
    """Its page."""
    return reverse("rights:dossier", args=[dossier_id])


def title(dossier_id: int) -> str:
    """Its number; "" when there is none."""
    row = Dossier.objects.filter(pk=dossier_id).first()
    return row.number if row is not None else ""


def place(dossier_id: int) -> Place | None:
    """Where it is handled."""
    row = Dossier.objects.select_related("unit").filter(pk=dossier_id).first()
    return row.place if row is not None else None


def told(dossier_id: int) -> tuple[int, ...]:
    """Who hears of moved dates beside the owner: the worker."""
    ids = Dossier.objects.filter(pk=dossier_id).values_list("worker_person_id", flat=True)
    return tuple(one for one in ids if one is not None)
