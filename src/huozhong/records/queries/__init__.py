"""Reading what the records floor keeps."""

from huozhong.records.queries.files import FileRef, file, files
from huozhong.records.queries.health import FailedDelivery, FailedJob, JobsHealth, failing_deliveries, jobs_health
from huozhong.records.queries.notices import (
    CallRow,
    NoticeRow,
    Reached,
    call_list,
    delivery_report,
    notices_for,
    sends_of,
    unread_count,
)
from huozhong.records.queries.periods import is_locked, lock_reason
from huozhong.records.queries.tallies import (
    Point,
    figure,
    figure_in_tree,
    figure_series,
    figures,
    figures_of,
    flow,
    flows,
    unfolded,
)
from huozhong.records.queries.trail import (
    SealLag,
    TrailRow,
    history,
    is_sealed,
    seal_lag,
    sealed_ids,
    trail_page,
    within_paths,
)

__all__ = [
    "CallRow",
    "FailedDelivery",
    "FailedJob",
    "FileRef",
    "JobsHealth",
    "NoticeRow",
    "Point",
    "Reached",
    "SealLag",
    "TrailRow",
    "call_list",
    "delivery_report",
    "failing_deliveries",
    "figure",
    "figure_in_tree",
    "figure_series",
    "figures",
    "figures_of",
    "file",
    "files",
    "flow",
    "flows",
    "history",
    "is_locked",
    "is_sealed",
    "jobs_health",
    "lock_reason",
    "notices_for",
    "seal_lag",
    "sealed_ids",
    "sends_of",
    "trail_page",
    "unfolded",
    "unread_count",
    "within_paths",
]
