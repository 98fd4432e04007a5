"""Pages of seeds."""

from huozhong.seeds.views.copies import copies, copy, edit_copy, offer, skip, update
from huozhong.seeds.views.growing import blank, catalogue, edit, move, next_version, spread
from huozhong.seeds.views.lasting import draft_rule, look_back, look_back_photo, look_backs
from huozhong.seeds.views.offers import decline, offer_page
from huozhong.seeds.views.papers import attach, detach, paper
from huozhong.seeds.views.reading import confirm, dismiss, page, read_page
from huozhong.seeds.views.showing import show

__all__ = [
    "attach",
    "blank",
    "catalogue",
    "confirm",
    "copies",
    "copy",
    "decline",
    "detach",
    "dismiss",
    "draft_rule",
    "edit",
    "edit_copy",
    "look_back",
    "look_back_photo",
    "look_backs",
    "move",
    "next_version",
    "offer",
    "offer_page",
    "page",
    "paper",
    "read_page",
    "show",
    "skip",
    "spread",
    "update",
]
