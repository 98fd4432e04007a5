"""Accounts, persons, their numbers and addresses, and their memberships."""

from huozhong.people.models.account import Account
from huozhong.people.models.membership import Membership
from huozhong.people.models.person import Address, Person, PersonalNumber, PersonKey

__all__ = ["Account", "Address", "Membership", "Person", "PersonKey", "PersonalNumber"]
