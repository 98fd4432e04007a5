"""Closed sets of the room, each with the word that people read."""

from __future__ import annotations

from enum import StrEnum

from huozhong.delegates.rules import numbers
from huozhong.kernel.sentences import Sentence, say

CongressKind = numbers.Kind
KINDS: dict[CongressKind, Sentence] = {
    CongressKind.ENTERPRISE: say("企业职代会"),
    CongressKind.INSTITUTION: say("事业单位职代会"),
    CongressKind.AREA: say("区域性职代会"),
    CongressKind.INDUSTRY: say("行业性职代会"),
}


class Form(StrEnum):
    """Delegates for everybody, or everybody in person."""

    CONGRESS = "congress"
    ALL_HANDS = "all_hands"


FORMS: dict[Form, Sentence] = {
    Form.CONGRESS: say("职工代表大会"),
    Form.ALL_HANDS: say("职工大会"),
}


class How(StrEnum):
    """How a constituency elects."""

    MEETING = "meeting"
    BALLOT = "ballot"


HOWS: dict[How, Sentence] = {How.MEETING: say("开会选举，当场计票"), How.BALLOT: say("无记名投票")}


class Labour(StrEnum):
    """What ties a delegate to the employer."""

    CONTRACT = "contract"
    DISPATCH = "dispatch"
    STAFF = "staff"
    UNKNOWN = ""


LABOURS: dict[Labour, Sentence] = {
    Labour.CONTRACT: say("劳动合同"),
    Labour.DISPATCH: say("劳务派遣"),
    Labour.STAFF: say("事业编制"),
    Labour.UNKNOWN: say("还没登记"),
}


class Ending(StrEnum):
    """Why a seat fell free."""

    LEFT = "left"
    RESIGNED = "resigned"
    RECALLED = "recalled"
    DIED = "died"
    MISTAKE = "mistake"
    TERM = "term"


ENDINGS: dict[Ending, Sentence] = {
    Ending.LEFT: say("离开本单位"),
    Ending.RESIGNED: say("本人辞去代表"),
    Ending.RECALLED: say("选举单位撤换"),
    Ending.DIED: say("去世"),
    Ending.MISTAKE: say("登记有误"),
    Ending.TERM: say("本届届满"),
}
BY_HAND = (Ending.LEFT, Ending.RESIGNED, Ending.DIED, Ending.MISTAKE)  # the others have a verb of their own


class Group(StrEnum):
    """Groups whose share of the delegates is looked at."""

    FRONT_LINE = "front_line"
    WOMEN = "women"
    MANAGERS = "managers"
    DISPATCHED = "dispatched"
    DISABLED = "disabled"


GROUPS: dict[Group, Sentence] = {
    Group.FRONT_LINE: say("一线职工"),
    Group.WOMEN: say("女职工"),
    Group.MANAGERS: say("管理人员"),
    Group.DISPATCHED: say("劳务派遣工"),
    Group.DISABLED: say("残疾职工"),
}
