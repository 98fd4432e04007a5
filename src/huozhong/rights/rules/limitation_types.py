"""The words of limitation: what a claim item is, what stops and restarts its clock, and what can be said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from huozhong.kernel.sentences import Sentence, say


class ClaimKind(StrEnum):
    """How a claim item's clock starts."""

    WAGES = "wages"  # also overtime pay: nothing runs while employed
    TERMINATION = "termination"  # severance, compensation for unlawful dismissal, pay for notice: from the end
    DOUBLE_WAGE = "double_wage"  # the punitive month: local policy
    ANNUAL_LEAVE = "annual_leave"  # no national text
    OTHER = "other"  # from the day the infringement was known


class Mode(StrEnum):
    """How a tribunal counts the limitation of double wages."""

    PER_DAY_BACK = "per_day_back"
    PER_MONTH = "per_month"
    WHOLE_FROM_WINDOW_START = "whole_from_window_start"
    WHOLE_FROM_WINDOW_END = "whole_from_window_end"


class Status(StrEnum):
    """What can be said of a claim item. A barred one is marked and never dropped: the other side has to plead it."""

    NOT_RUNNING = "not_running"
    IN_TIME = "in_time"
    PARTLY_BARRED = "partly_barred"
    BARRED_IF_PLEADED = "barred_if_pleaded"
    OPEN_POLICY = "open_policy"
    UNKNOWN = "unknown"


STATUS_WORDS: Mapping[Status, Sentence] = MappingProxyType(
    {
        Status.NOT_RUNNING: say("时效还没有开始走，或者正停着"),
        Status.IN_TIME: say("在时效之内"),
        Status.PARTLY_BARRED: say("有一部分可能过了时效，对方提出抗辩才不支持"),
        Status.BARRED_IF_PLEADED: say("可能过了时效，对方提出抗辩才不支持；照样可以主张"),
        Status.OPEN_POLICY: say("看当地怎么算；按最保守的日子办"),
        Status.UNKNOWN: say("还缺日子，算不出来"),
    }
)
MODE_WORDS: Mapping[Mode, Sentence] = MappingProxyType(
    {
        Mode.PER_DAY_BACK: say("从主张之日往前按日算一年"),
        Mode.PER_MONTH: say("逐月各算一年"),
        Mode.WHOLE_FROM_WINDOW_START: say("从期间第一天起整体算一年"),
        Mode.WHOLE_FROM_WINDOW_END: say("从期间届满起整体算一年"),
    }
)


@dataclass(frozen=True, slots=True)
class Interruption:
    """An event after which limitation starts anew. Without proof it counts for nothing."""

    kind: str  # demand, complaint, mediation, arbitration, suit, payment_order, consent
    on: date
    ended_on: date | None = None  # when its procedure ended; None for an event of one day
    has_proof: bool = True
    is_pending: bool = False  # its procedure still runs


@dataclass(frozen=True, slots=True)
class Suspension:
    """Days on which an obstacle kept the claimant from applying, first and last included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("a suspension ends after it starts")


@dataclass(frozen=True, slots=True)
class LimitationFacts:
    """What is known of one claim item."""

    kind: ClaimKind
    accrued_on: date | None = None  # the day the infringement was or should have been known
    employment_ended_on: date | None = None
    is_employed: bool = False
    window: tuple[date, date] | None = None  # first and last day of double wages
    leave_year: int | None = None
    events: tuple[Interruption, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    mode: Mode | None = None  # as asked; otherwise the place's own, if it has one
    defence_raised: bool | None = None  # False: the other side let the arbitration pass without it


@dataclass(frozen=True, slots=True)
class ModeDays:
    """Until when the whole of a claim, and until when any of it, is in time under one way of counting."""

    mode: Mode
    whole_until: date
    any_until: date


@dataclass(frozen=True, slots=True)
class Limitation:
    """A claim item's limitation on a day: where it stands, until when, and how that was reached."""

    status: Status
    rule_id: str
    starts_on: date | None  # first day of the current year, after the last interruption
    natural_last_day: date | None
    legal_date: date | None
    safe_date: date | None
    by_mode: tuple[ModeDays, ...]
    used: tuple[Interruption, ...]
    unproven: tuple[Interruption, ...]
    is_provisional: bool
    is_supported: bool  # in time, or the defence was not raised when it had to be
    trace: tuple[Sentence, ...]
    cite: str
