"""Somebody who can sign in."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from huozhong.people.models.person import Person


class Account(AbstractBaseUser):
    """A sign-in name, a password and a phone. Rights come from appointments, never from flags here."""

    id = models.BigAutoField(primary_key=True)
    sign_in_name = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="accounts")
    email = models.EmailField(blank=True, default="")
    phone_cipher = models.BinaryField(null=True, editable=False)
    phone_index = models.BinaryField(null=True, unique=True, editable=False)
    phone_masked = models.CharField(max_length=24, blank=True, default="")
    is_phone_verified = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    is_sample = models.BooleanField(default=False)
    language = models.CharField(max_length=8, default="zh-hans")
    opened_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "sign_in_name"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = BaseUserManager()

    def __str__(self) -> str:
        return self.sign_in_name

    def get_full_name(self) -> str:
        """The person's name, or the sign-in name of an account without a person."""
        return self.person.name if self.person else self.sign_in_name
