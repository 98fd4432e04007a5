"""Reads of people, accounts and memberships."""

from huozhong.people.queries.accounts import AccountCard, account, account_by_phone, accounts_of
from huozhong.people.queries.members import (
    MembershipCard,
    member_counts,
    members_below,
    members_on,
    membership_now,
    memberships,
    memberships_now,
)
from huozhong.people.queries.persons import (
    AddressCard,
    Duplicate,
    NumberCard,
    PersonCard,
    addresses,
    duplicates,
    find_by_number,
    find_by_phone,
    find_people,
    home_of_number,
    numbers,
    numbers_of,
    people_in_reach,
    person,
    persons,
)
from huozhong.people.queries.ring import key_file, key_ring
from huozhong.people.rules.names import person_name
from huozhong.people.rules.numbers import KIND_NAMES as NUMBER_KIND_NAMES
from huozhong.people.rules.numbers import DocumentNumber, NumberKind, document_number
from huozhong.people.rules.numbers import compact as compact_number
from huozhong.people.rules.numbers import kind_by_prefix as number_kind_by_prefix
from huozhong.people.rules.numbers import masked as masked_number
from huozhong.people.rules.phones import Phone, phone
from huozhong.people.rules.standing import END_NAMES, STANDING_NAMES, EndReason, Standing

__all__ = [
    "END_NAMES",
    "NUMBER_KIND_NAMES",
    "STANDING_NAMES",
    "AccountCard",
    "AddressCard",
    "DocumentNumber",
    "Duplicate",
    "EndReason",
    "MembershipCard",
    "NumberCard",
    "NumberKind",
    "PersonCard",
    "Phone",
    "Standing",
    "account",
    "account_by_phone",
    "accounts_of",
    "addresses",
    "compact_number",
    "document_number",
    "duplicates",
    "find_by_number",
    "find_by_phone",
    "find_people",
    "home_of_number",
    "key_file",
    "key_ring",
    "masked_number",
    "member_counts",
    "members_below",
    "members_on",
    "membership_now",
    "memberships",
    "memberships_now",
    "number_kind_by_prefix",
    "numbers",
    "numbers_of",
    "people_in_reach",
    "person",
    "person_name",
    "persons",
    "phone",
]
