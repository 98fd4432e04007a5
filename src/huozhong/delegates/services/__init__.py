"""Verbs of congresses: found and open a term, draw constituencies, elect, seat, check, recall, postpone."""

from huozhong.delegates.rules.electing import Count, Outcome
from huozhong.delegates.rules.words import CongressKind, Ending, Form, Group, How, Labour
from huozhong.delegates.services.checking import Checked, check_credentials
from huozhong.delegates.services.electing import (
    Nomination,
    call_election,
    drop_election,
    nominate,
    publish_result,
    record_election,
    withdraw_candidate,
)
from huozhong.delegates.services.founding import (
    CongressForm,
    HeadCount,
    cancel_congress,
    change_congress,
    end_congress,
    file_rules,
    found_congress,
    open_congress,
    recount_employees,
)
from huozhong.delegates.services.postponing import answer_postponement, ask_postponement
from huozhong.delegates.services.reminding import tell_expiring
from huozhong.delegates.services.rosters import hand_out_roster, read_in_roster
from huozhong.delegates.services.seating import (
    RecallForm,
    change_delegate,
    end_delegate,
    record_recall,
    renew_card,
)
from huozhong.delegates.services.sharing import add_constituency, change_constituency, drop_constituency, share_seats
from huozhong.delegates.services.taking import NewSeat, SeatForm, seat_delegate, seat_many

__all__ = [
    "Checked",
    "CongressForm",
    "CongressKind",
    "Count",
    "Ending",
    "Form",
    "Group",
    "HeadCount",
    "How",
    "Labour",
    "NewSeat",
    "Nomination",
    "Outcome",
    "RecallForm",
    "SeatForm",
    "add_constituency",
    "answer_postponement",
    "ask_postponement",
    "call_election",
    "cancel_congress",
    "change_congress",
    "change_constituency",
    "change_delegate",
    "check_credentials",
    "drop_constituency",
    "drop_election",
    "end_congress",
    "end_delegate",
    "file_rules",
    "found_congress",
    "hand_out_roster",
    "nominate",
    "open_congress",
    "publish_result",
    "read_in_roster",
    "record_election",
    "record_recall",
    "recount_employees",
    "renew_card",
    "seat_delegate",
    "seat_many",
    "share_seats",
    "tell_expiring",
    "withdraw_candidate",
]
