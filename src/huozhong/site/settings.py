"""Settings of every deployment. What differs between deployments comes from the environment."""

from __future__ import annotations

import os
from pathlib import Path

from huozhong.site import checks, keys
from huozhong.site.database import connection_settings, data_folder
from huozhong.site.logs import LOGGING as LOGGING
from huozhong.site.places import PACKAGE as PACKAGE
from huozhong.site.places import ROOT
from huozhong.site.sign_in import settings as sign_in
from huozhong.site.sign_in.settings import *  # noqa: F403 - everything about signing in is set there

DATA = data_folder(ROOT)

DEMO = os.environ.get("HUOZHONG_DEMO") == "1"
PRODUCTION = os.environ.get("HUOZHONG_PRODUCTION") == "1"
DEBUG = False
SECRET_KEY = keys.signing_key(DATA)
PERSONAL_KEYS_FILE = keys.personal_numbers_file(DATA)
ALLOWED_HOSTS = os.environ.get("HUOZHONG_HOSTS", "127.0.0.1,localhost,testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("HUOZHONG_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "huozhong.site",
    "huozhong.cadres",
    "huozhong.ratings",
    "huozhong.congress",
    "huozhong.proposals",
    "huozhong.clocks",
    "huozhong.evidence",
    "huozhong.rights",
    "huozhong.delegates",
    "huozhong.ballots",
    "huozhong.projects",
    "huozhong.spread",
    "huozhong.seeds",
    "huozhong.funds",
    "huozhong.juries",
    "huozhong.stories",
    "huozhong.workflows",
    "huozhong.questions",
    "huozhong.publishing",
    "huozhong.learning",
    "huozhong.papers",
    "huozhong.ledgers",
    "huozhong.rulebook",
    "huozhong.roster",
    "huozhong.lifecycles",
    "huozhong.access",
    "huozhong.people",
    "huozhong.unions",
    "huozhong.records",
    "huozhong.look",
    *sign_in.APPS,
    "django_cotton.apps.SimpleAppConfig",
    "procrastinate.contrib.django",
    "pgtrigger",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "huozhong.site.middleware.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "huozhong.site.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "huozhong.site.middleware.PrivatePagesMiddleware",
    "huozhong.site.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "huozhong.site.middleware.SizeMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "huozhong.site.urls"
WSGI_APPLICATION = "huozhong.site.wsgi.application"
AUTH_USER_MODEL = "people.Account"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django_cotton.cotton_loader.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "huozhong.look.templatetags.look",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "huozhong.site.menu.frame",
            ],
        },
    }
]

DATABASES = {"default": connection_settings(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
LOCALE_PATHS = [PACKAGE / "kernel" / "locale"]  # the kernel is no Django app
COTTON_ISOLATE_BY_DEFAULT = True  # a component sees its own attributes, never its page's variables

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("HUOZHONG_STATIC", DATA / "static"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "worker-src": ["'self'", "blob:"],
        "connect-src": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
    }
}
BIGGEST_REQUEST = int(os.environ.get("HUOZHONG_BIGGEST_REQUEST_MB", "64")) * 1024 * 1024
# a virus scanner ("unix:/run/clamav/clamd.ctl") and an authority of trusted timestamps with its root certificates (PEM)
CLAMD = os.environ.get("HUOZHONG_CLAMD", "")
TIMESTAMP_URL = os.environ.get("HUOZHONG_TIMESTAMP_URL", "")
TIMESTAMP_ROOTS = os.environ.get("HUOZHONG_TIMESTAMP_ROOTS", "")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
X_FRAME_OPTIONS = "DENY"

# whether search engines may keep what is public and cannot be taken back by one person (seeds); the rest never
OPEN_TO_SEARCH = os.environ.get("HUOZHONG_OPEN_TO_SEARCH") == "1"

# HTTPS is on wherever people come from outside: always in production, and in the phone demo.
IS_HTTPS = PRODUCTION or os.environ.get("HUOZHONG_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS and os.environ.get("HUOZHONG_INSECURE_COOKIES") != "1"
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_REFERRER_POLICY = "same-origin"
if PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # nginx in front sets it; see docs/running.md

checks.refuse_unsafe(globals())
