"""The demo's invented people, offered on the sign-in page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.contrib.auth import get_user_model

from huozhong.access import services as access
from huozhong.kernel.roles import ROLES
from huozhong.kernel.sentences import Sentence, say
from huozhong.site.menu import first_appointment
from huozhong.unions import queries as unions

MOST = 12


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """One person to be, for a while."""

    account: str
    name: str
    role: Sentence
    unit: str


def are_offered() -> bool:
    """Only in the demo, never in production."""
    return settings.DEMO and not settings.PRODUCTION


def shown(*, on: date) -> tuple[SamplePerson, ...]:
    """The sample people with their office; nobody outside the demo."""
    if not are_offered():
        return ()
    accounts = get_user_model().objects.filter(is_sample=True, is_active=True).select_related("person")
    people = []
    for account in accounts.order_by("pk")[:MOST]:
        actor = access.actor_for(account, on=on)
        held = first_appointment(actor)
        role = ROLES[held.role].name if held else say("没有任职")
        unit = unions.unit(held.unit_id).name if held else ""
        people.append(SamplePerson(account.sign_in_name, actor.name, role, unit))
    return tuple(people)
