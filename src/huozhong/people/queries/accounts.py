"""Accounts by name and by phone."""

from __future__ import annotations

from dataclasses import dataclass

from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import say
from huozhong.people.models import Account
from huozhong.people.queries.ring import key_ring
from huozhong.people.rules.phones import Phone


@dataclass(frozen=True, slots=True)
class AccountCard:
    """An account as pages see it."""

    id: int
    sign_in_name: str
    person_id: int | None
    phone_masked: str
    is_phone_verified: bool
    is_active: bool
    language: str


def _card(row: Account) -> AccountCard:
    return AccountCard(
        row.pk,
        row.sign_in_name,
        row.person_id,
        row.phone_masked,
        row.is_phone_verified,
        row.is_active,
        row.language,
    )


def account(account_id: int) -> AccountCard:
    """One account; NotFound when there is none."""
    row = Account.objects.filter(pk=account_id).first()
    if row is None:
        raise NotFound(say("没有这个账号。"))
    return _card(row)


def account_by_phone(number: Phone) -> Account | None:
    """The account that signs in with this phone (the sign-in library needs the row itself)."""
    found: Account | None = Account.objects.filter(phone_index=key_ring().blind_index(number.clear, of="phone")).first()
    return found


def accounts_of(person_id: int) -> list[AccountCard]:
    """A person's accounts."""
    return [_card(row) for row in Account.objects.filter(person_id=person_id).order_by("pk")]
