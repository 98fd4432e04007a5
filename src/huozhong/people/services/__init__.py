"""The verbs of people. They ask no permission: the caller has asked access."""

from huozhong.people.engine.headers import COLUMN_NAMES, Column
from huozhong.people.engine.roster import Wrong
from huozhong.people.services.accounts import close_account, open_account, set_account_phone, set_language
from huozhong.people.services.bulk import PersonRow, copy_people, recount_members
from huozhong.people.services.carry import carry_members, retain_all
from huozhong.people.services.cities import bring_person
from huozhong.people.services.loading import first_load
from huozhong.people.services.memberships import (
    end_membership,
    enrol,
    move_membership,
    resume_membership,
    retain_membership,
)
from huozhong.people.services.numbers import make_keys, read_number, read_phone, record_number, renew_ciphers, turn_keys
from huozhong.people.services.persons import (
    change_person,
    record_address,
    record_no_address,
    record_phone,
    register_person,
)
from huozhong.people.services.roster import Imported, RosterReport, check_roster, import_roster

__all__ = [
    "COLUMN_NAMES",
    "Column",
    "Imported",
    "PersonRow",
    "RosterReport",
    "Wrong",
    "bring_person",
    "carry_members",
    "change_person",
    "check_roster",
    "close_account",
    "copy_people",
    "end_membership",
    "enrol",
    "first_load",
    "import_roster",
    "make_keys",
    "move_membership",
    "open_account",
    "read_number",
    "read_phone",
    "record_address",
    "record_no_address",
    "record_number",
    "record_phone",
    "recount_members",
    "register_person",
    "renew_ciphers",
    "resume_membership",
    "retain_all",
    "retain_membership",
    "set_account_phone",
    "set_language",
    "turn_keys",
]
