"""Settings of signing in. `huozhong.site.settings` takes them all in; what differs comes from the environment."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    *(["allauth.socialaccount.providers.weixin"] if os.environ.get("HUOZHONG_WECHAT_APP_ID") else []),
    "axes",
]

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"huozhong.site.sign_in.passwords.{check}"}
    for check in ("LongEnough", "NotCommon", "NotOnlyDigits", "NotLikeName")
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: says no to whoever is locked out, before any password is looked at
    "huozhong.site.sign_in.backend.Accounts",
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in/"

# signing keys of before: what they sealed stays readable (see docs/security.md)
SECRET_KEY_FALLBACKS = os.environ.get("HUOZHONG_SECRET_KEY_FALLBACKS", "").split()

# counters of the throttle are shared by every process through one small table
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "house_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

SESSION_ENGINE = "huozhong.site.sign_in.sessions"  # encrypted: a half-finished sign-in holds a phone number
SESSION_COOKIE_NAME = "huozhong_session"
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
KEPT_SESSION_AGE = 30 * 24 * 60 * 60  # for a member's own phone, when the member asks for it
CSRF_FAILURE_VIEW = "huozhong.site.refusals.csrf_failed"

ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("HUOZHONG_PROXIES", "0"))
ACCOUNT_ADAPTER = "huozhong.site.sign_in.account.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # nobody signs up; allauth reads these names all the same
ACCOUNT_USER_MODEL_USERNAME_FIELD = "sign_in_name"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 5 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True  # the age of a session is set by sign_in.trail, not by a box that everybody ticks
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # the other sessions end; this one stays
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_FORMS = {
    "login": "huozhong.site.sign_in.forms.SignInForm",
    "request_login_code": "huozhong.site.sign_in.forms.AskCodeForm",
    "confirm_login_code": "huozhong.site.sign_in.forms.GiveCodeForm",
    "reauthenticate": "huozhong.site.sign_in.forms.PasswordAgainForm",
    "change_password": "huozhong.site.sign_in.forms.ChangePasswordForm",
    "set_password": "huozhong.site.sign_in.forms.NewPasswordForm",
}
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",  # an office behind one address signs in together at nine o'clock
    "login_failed": "30/m/ip,20/15m/key",
    "request_login_code": "30/m/ip,1/30s/key,6/h/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}

MFA_ADAPTER = "huozhong.site.sign_in.second_step.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = os.environ.get("HUOZHONG_DEMO") == "1"  # the demo stands on http://localhost
MFA_TOTP_ISSUER = "火种 Huozhong"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "huozhong.site.sign_in.forms.SecondStepForm",
    "reauthenticate": "huozhong.site.sign_in.forms.SecondStepAgainForm",
    "activate_totp": "huozhong.site.sign_in.forms.ActivateForm",
    "add_webauthn": "huozhong.site.sign_in.forms.AddPasskeyForm",
    "edit_webauthn": "huozhong.site.sign_in.forms.RenamePasskeyForm",
}

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # a stranger elsewhere cannot lock a cadre out
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True  # the trail keeps who signed in
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False
AXES_USERNAME_CALLABLE = "huozhong.site.sign_in.guard.name_tried"
AXES_CLIENT_IP_CALLABLE = "huozhong.site.sign_in.guard.address_of"
AXES_LOCKOUT_CALLABLE = "huozhong.site.sign_in.guard.locked_out"
AXES_SENSITIVE_PARAMETERS = ["login", "phone", "username", "password", "code", "credential", "csrfmiddlewaretoken"]

SOCIALACCOUNT_ADAPTER = "huozhong.site.sign_in.provider.ProviderAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = "provider"
# the claim that names an account's sign-in name; empty: people link the provider themselves after signing in
PROVIDER_NAME_CLAIM = os.environ.get("HUOZHONG_OIDC_NAME_CLAIM", "")


def _providers() -> dict[str, Any]:
    """What people can link: the federation's OpenID Connect, the official account; as the environment names them."""
    return _openid_connect() | _official_account()


def _openid_connect() -> dict[str, Any]:
    """One OpenID Connect provider, when HUOZHONG_OIDC_ISSUER names it."""
    issuer = os.environ.get("HUOZHONG_OIDC_ISSUER", "")
    if not issuer:
        return {}
    app = {
        "provider_id": "federation",
        "name": os.environ.get("HUOZHONG_OIDC_TITLE", "统一身份认证"),
        "client_id": os.environ["HUOZHONG_OIDC_CLIENT_ID"],
        "secret": os.environ["HUOZHONG_OIDC_CLIENT_SECRET"],
        "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}


def _official_account() -> dict[str, Any]:
    """The official account that HUOZHONG_WECHAT_APP_ID names: linked inside WeChat, so that it can send messages."""
    app_id = os.environ.get("HUOZHONG_WECHAT_APP_ID", "")
    if not app_id:
        return {}
    return {
        "weixin": {
            "APPS": [
                {"name": "微信公众号", "client_id": app_id, "secret": os.environ["HUOZHONG_WECHAT_SECRET"], "key": ""}
            ],
            "AUTHORIZE_URL": "https://open.weixin.qq.com/connect/oauth2/authorize",
            "SCOPE": ["snsapi_userinfo"],
        }
    }


SOCIALACCOUNT_PROVIDERS = _providers()
