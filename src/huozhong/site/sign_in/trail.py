"""What signing in leaves in the trail, and how long a session lives."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from allauth.socialaccount.signals import social_account_added, social_account_removed
from axes.signals import user_locked_out
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.roles import Role
from huozhong.records import services as records
from huozhong.site.sign_in.forms import AGE, KEEP

KIND = "people.account"


def _note(account: Any, action: str, *, request: HttpRequest | None, **details: Any) -> None:
    at = getattr(request, "at", None) or timezone.now()
    actor: Actor = access.actor_for(account, on=timezone.localdate(at))
    records.note(KIND, account.pk, action, actor=actor, at=at, label=actor.name, details=details)


@receiver(user_logged_in, dispatch_uid="house.signed_in")
def signed_in(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Note the sign-in and give the session its age."""
    methods = [str(record["method"]) for record in get_authentication_records(request, user)]
    with transaction.atomic():
        _note(user, "signed_in", request=request, methods=methods)
    age = session_age(user, keep=bool(request.session.pop(KEEP, False)), request=request)
    request.session[AGE] = age
    request.session.set_expiry(age)


def session_age(user: Any, *, keep: bool, request: HttpRequest | None = None) -> int:
    """Seconds until the next sign-in: a month on a member's own device, a working day for whoever holds office."""
    at = getattr(request, "at", None) or timezone.now()
    held = access.actor_for(user, on=timezone.localdate(at)).appointments
    holds_office = any(appointed.role is not Role.MEMBER for appointed in held)
    return settings.KEPT_SESSION_AGE if keep and not holds_office else settings.SESSION_COOKIE_AGE


@receiver(user_logged_out, dispatch_uid="house.signed_out")
def signed_out(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Note the sign-out."""
    if user is not None:
        _note(user, "signed_out", request=request)


@receiver([password_changed, password_set, password_reset], dispatch_uid="house.password")
def password_was_changed(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Note it, and end every other session: whoever knew the old password is out."""
    from allauth.usersessions.internal.flows import sessions

    sessions.end_other_sessions(request, user)
    _note(user, "password_changed", request=request)


@receiver([authenticator_added, authenticator_reset, authenticator_removed], dispatch_uid="house.second_step")
def second_step_was_changed(sender: Any, request: HttpRequest, user: Any, authenticator: Any, **kwargs: Any) -> None:
    """Note which second step came, was renewed or went."""
    signal = kwargs["signal"]
    action = {id(authenticator_added): "added", id(authenticator_reset): "renewed"}.get(id(signal), "removed")
    _note(user, f"second_step_{action}", request=request, type=str(authenticator.type))


@receiver([social_account_added, social_account_removed], dispatch_uid="house.provider")
def provider_was_changed(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    """Note that an identity provider was linked or unlinked."""
    linked = kwargs["signal"] is social_account_added
    account = kwargs["sociallogin"].user if linked else kwargs["socialaccount"].user
    _note(account, "provider_linked" if linked else "provider_unlinked", request=request)


@receiver(user_locked_out, dispatch_uid="house.locked_out")
def locked_out(sender: Any, request: HttpRequest, username: str, **kwargs: Any) -> None:
    """Note a lock-out by the name that was tried (veiled when it looks like a number)."""
    at = getattr(request, "at", None) or timezone.now()
    records.note("people.account", 0, "locked_out", actor=access.NOBODY, at=at, label=username[:60])
