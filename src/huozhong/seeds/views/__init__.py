"""Pages of seeds."""

from huozhong.seeds.views.growing import blank, catalogue, edit, move, next_version, show, spread
from huozhong.seeds.views.reading import confirm, dismiss, page, read_page

__all__ = [
    "blank",
    "catalogue",
    "confirm",
    "dismiss",
    "edit",
    "move",
    "next_version",
    "page",
    "read_page",
    "show",
    "spread",
]
