"""`huozhong jobs`, the real worker, with an outside service that writes into a file what it was asked to send.

With the first word "compute" the process stops for ever after it has computed who is to be told and before anything is
written; with "send" before the first message leaves the house. "go" works as always.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path


def main() -> int:
    where, heard = sys.argv[1], Path(sys.argv[2])
    from huozhong.site.cli import jobs
    from huozhong.site.cli.opening import open_house

    open_house()
    from huozhong.clocks.services import reminding
    from huozhong.records import services as records
    from huozhong.records.services import notices

    def outside(told: records.Told) -> records.Receipt:
        with heard.open("a") as written:
            written.write(f"{told.notice_id} {told.address}\n")
        return records.Receipt(is_delivered=True)

    def stop(*_: object, **__: object) -> None:
        with heard.open("a") as written:
            written.write("stopped\n")
        time.sleep(3600)

    records.register_sender("official_account", outside)
    records.register_resolver(lambda person_id, channel: str(person_id))
    records.register_quiet_hours(lambda person_id: None)
    if where == "compute":
        reminding._queue = stop  # type: ignore[assignment]
    if where == "send":
        notices._try = stop  # type: ignore[assignment]
    return jobs.main([])


if __name__ == "__main__":
    sys.exit(main())
