"""Reads the account of a session, with its person, in one question."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import get_user_model


class Accounts(AuthenticationBackend):  # type: ignore[misc]
    """allauth's own, which would ask twice on every page."""

    def get_user(self, user_id: int) -> Any | None:
        """The active account, or None."""
        account = get_user_model()._default_manager.select_related("person").filter(pk=user_id).first()
        return account if account is not None and self.user_can_authenticate(account) else None
