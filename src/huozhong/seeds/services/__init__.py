"""Verbs of seeds: read a page, confirm a practice, write, publish, adopt."""

from huozhong.seeds.queries.contents import CaseCard
from huozhong.seeds.services.actions import SeedAction, actions_for, register_action
from huozhong.seeds.services.copies import (
    decline_offer,
    offer_back,
    skip_update,
    take_offer,
    take_update,
    write_copy,
)
from huozhong.seeds.services.evidence import refresh_label, refresh_labels
from huozhong.seeds.services.lasting import (
    ResultReading,
    answer_look_back,
    draft_standing_rule,
    mark_rule_issued,
    plan_look_backs,
)
from huozhong.seeds.services.library import plant_library
from huozhong.seeds.services.packages import (
    Taken,
    accept_publisher,
    end_publisher,
    export_outcomes,
    export_package,
    take_arrival,
    take_outcomes,
    take_package,
)
from huozhong.seeds.services.papers import attach_paper, detach_paper
from huozhong.seeds.services.reading import confirm_practice, dismiss_practice, keep_page
from huozhong.seeds.services.signing import own_fingerprint
from huozhong.seeds.services.spreading import draft_from_project, record_adoption, record_result
from huozhong.seeds.services.writing import (
    move_seed,
    next_moves,
    start_blank,
    start_version,
    write_version,
)

__all__ = [
    "CaseCard",
    "ResultReading",
    "SeedAction",
    "Taken",
    "accept_publisher",
    "actions_for",
    "answer_look_back",
    "attach_paper",
    "confirm_practice",
    "decline_offer",
    "detach_paper",
    "dismiss_practice",
    "draft_from_project",
    "draft_standing_rule",
    "end_publisher",
    "export_outcomes",
    "export_package",
    "keep_page",
    "mark_rule_issued",
    "move_seed",
    "next_moves",
    "offer_back",
    "own_fingerprint",
    "plan_look_backs",
    "plant_library",
    "record_adoption",
    "record_result",
    "refresh_label",
    "refresh_labels",
    "register_action",
    "skip_update",
    "start_blank",
    "start_version",
    "take_arrival",
    "take_offer",
    "take_outcomes",
    "take_package",
    "take_update",
    "write_copy",
    "write_version",
]
