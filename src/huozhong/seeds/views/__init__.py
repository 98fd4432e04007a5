"""Pages of seeds."""

from huozhong.seeds.views.catalogue import catalogue
from huozhong.seeds.views.copies import copies, copy, edit_copy, offer, skip, update
from huozhong.seeds.views.growing import blank, edit, move, next_version, spread
from huozhong.seeds.views.lasting import draft_rule, look_back, look_back_photo, look_backs
from huozhong.seeds.views.offers import decline, offer_page
from huozhong.seeds.views.packages import arrival, end_publisher, outcomes, package, publishers, receive
from huozhong.seeds.views.papers import attach, detach, paper
from huozhong.seeds.views.reading import confirm, dismiss, page, read_page
from huozhong.seeds.views.showing import show

__all__ = [
    "arrival",
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
    "end_publisher",
    "look_back",
    "look_back_photo",
    "look_backs",
    "move",
    "next_version",
    "offer",
    "offer_page",
    "outcomes",
    "package",
    "page",
    "paper",
    "publishers",
    "read_page",
    "receive",
    "show",
    "skip",
    "spread",
    "update",
]
