"""One's own page: who I am here, how I sign in, where I am signed in."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huozhong.access import queries as access
from huozhong.access.services import signed_in
from huozhong.kernel.roles import ROLES
from huozhong.site.menu import is_staff


@signed_in("everybody sees their own account")
@require_safe
def account(request: Any) -> HttpResponse:
    """Appointments, phone, second step, sessions, language."""
    actor = request.actor
    held = access.appointments_of(actor.person_id) if actor.person_id else ()
    today = request.today
    appointments = [
        {"card": card, "role": ROLES[card.role], "is_over": card.until_date is not None and card.until_date <= today}
        for card in held
    ]
    context = {
        "appointments": appointments,
        "is_staff": is_staff(actor),
        "has_second_step": Authenticator.objects.filter(
            user_id=actor.account_id, type__in=[Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        ).exists(),
        "devices": len(UserSession.objects.purge_and_list(request.user)),
        "has_provider": bool(settings.SOCIALACCOUNT_PROVIDERS),
        "has_password": request.user.has_usable_password(),
    }
    return render(request, "house/account/account.html", context)
