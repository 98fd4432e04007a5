"""The verbs of ballots."""

from huozhong.ballots.rules.boxes import BoxCount
from huozhong.ballots.rules.questions import GRADES, YES_NO, Kind, NewQuestion
from huozhong.ballots.services.boards import print_heads
from huozhong.ballots.services.boxes import add_box, enter_box, remove_box, sign_box, sign_result
from huozhong.ballots.services.casting import Receipt, cast
from huozhong.ballots.services.drafting import (
    BEFORE_OPENING,
    add_scrutineer,
    add_trustee,
    change_election,
    change_roll,
    draft_election,
    file_consent,
    file_method,
    register_thing,
    remove_scrutineer,
    remove_trustee,
)
from huozhong.ballots.services.exporting import export_election
from huozhong.ballots.services.keys import post_key, post_partial, register_credential
from huozhong.ballots.services.moving import finish, move_election
from huozhong.ballots.services.paper import read_credential, take_paper_back, vote_on_paper

__all__ = [
    "BEFORE_OPENING",
    "GRADES",
    "YES_NO",
    "BoxCount",
    "Kind",
    "NewQuestion",
    "Receipt",
    "add_box",
    "add_scrutineer",
    "add_trustee",
    "cast",
    "change_election",
    "change_roll",
    "draft_election",
    "enter_box",
    "export_election",
    "file_consent",
    "file_method",
    "finish",
    "move_election",
    "post_key",
    "post_partial",
    "print_heads",
    "read_credential",
    "register_credential",
    "register_thing",
    "remove_box",
    "remove_scrutineer",
    "remove_trustee",
    "sign_box",
    "sign_result",
    "take_paper_back",
    "vote_on_paper",
]
