"""A federation's own identity provider (OpenID Connect): it proves who somebody is, it never opens an account."""

from __future__ import annotations

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest
from django.shortcuts import render


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Links a provider's identity to an account that exists, and to no other."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Accounts are opened by a union's registrar, never by signing in."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the account that the provider names by the agreed claim, or say that there is none."""
        if sociallogin.is_existing or request.user.is_authenticated:
            return
        account = account_named(sociallogin.account.extra_data)
        if account is None:
            raise ImmediateHttpResponse(render(request, "house/sign_in/no_account.html", status=403))
        sociallogin.connect(request, account)


def account_named(claims: dict[str, Any]) -> Any | None:
    """The active account whose sign-in name the agreed claim holds; None without an agreed claim or an account."""
    claim = settings.PROVIDER_NAME_CLAIM
    if not claim:
        return None
    found = claims.get(claim) or claims.get("userinfo", {}).get(claim) or claims.get("id_token", {}).get(claim)
    if not isinstance(found, str) or not found.strip():
        return None
    return get_user_model().objects.filter(sign_in_name=found.strip(), is_active=True).first()
