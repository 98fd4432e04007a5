"""What pages are made of: frames, shapes that components draw, and words about days, money and shares."""

from huozhong.look.services.answers import carried, handed_out, page_number
from huozhong.look.services.frames import Crumb, Frame, MenuGroup, MenuItem
from huozhong.look.services.lineage import Drawing, Lineage, draw
from huozhong.look.services.shapes import Attachment, Chart, Clock, Photo, Series, Stage, Tab, TrailEntry, clock_for
from huozhong.look.services.words import (
    day_words,
    moment_words,
    money_words,
    number_words,
    share_words,
    short_day_words,
    told,
    wan_words,
)

__all__ = [
    "Attachment",
    "Chart",
    "Clock",
    "Crumb",
    "Drawing",
    "Frame",
    "Lineage",
    "MenuGroup",
    "MenuItem",
    "Photo",
    "Series",
    "Stage",
    "Tab",
    "TrailEntry",
    "carried",
    "clock_for",
    "day_words",
    "draw",
    "handed_out",
    "moment_words",
    "money_words",
    "number_words",
    "page_number",
    "share_words",
    "short_day_words",
    "told",
    "wan_words",
]
