"""What runs behind the pages, by the clock."""

from __future__ import annotations

import datetime as dt

from huozhong.evidence import services
from huozhong.records.services import job


@job("evidence.scan", periodic="*/10 * * * *")
def scan_evidence(*, at: dt.datetime) -> None:
    """Every ten minutes: what waited for the scanner is scanned."""
    services.scan_waiting(at=at)


@job("evidence.renew_keys", periodic="17 3 * * *")
def renew_keys(*, at: dt.datetime) -> None:
    """Every night: after the ring's keys were turned, folder keys are wrapped by the new one."""
    while services.renew_folder_keys():
        pass
