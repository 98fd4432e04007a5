"""`python -m huozhong.site.sample SCALE`: builds the sample city as the tables' owner, for `huozhong demo`."""

from __future__ import annotations

import signal
import sys

from huozhong.site.cli.opening import open_house, say, told_in_sentences


@told_in_sentences
def main(arguments: list[str]) -> int:
    """Build the sample; an interrupt leaves nothing of it."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    open_house(as_owner=True)
    from huozhong.site import sample

    try:
        sample.build_sample(arguments[0], say)
    except KeyboardInterrupt:
        say("\nStopped: nothing of the sample was kept. Start again to build it anew.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
