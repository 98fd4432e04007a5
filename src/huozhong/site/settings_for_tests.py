"""Settings of the tests: the real ones, on a quick throw-away cluster, as the owner who may make databases."""

from __future__ import annotations

import os

os.environ["HUOZHONG_CLUSTER"] = "test"
os.environ["HUOZHONG_AS_OWNER"] = "1"
os.environ.pop("HUOZHONG_PRODUCTION", None)

from huozhong.site.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick; the real one has its own test
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
