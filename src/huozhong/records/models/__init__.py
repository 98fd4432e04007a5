"""Tables of the records floor: by plain ids, no foreign keys."""

from huozhong.records.models.files import StoredFile
from huozhong.records.models.notices import Notice, NoticeSend
from huozhong.records.models.outbox import Delivery, News
from huozhong.records.models.periods import PeriodLock
from huozhong.records.models.tallies import RollupDay, RollupNow, TallyDelta, TallyMove, TallyUnit, UnitDay
from huozhong.records.models.trail import Seal, SealedRow, SealMark, Trail

__all__ = [
    "Delivery",
    "News",
    "Notice",
    "NoticeSend",
    "PeriodLock",
    "RollupDay",
    "RollupNow",
    "Seal",
    "SealMark",
    "SealedRow",
    "StoredFile",
    "TallyDelta",
    "TallyMove",
    "TallyUnit",
    "Trail",
    "UnitDay",
]
