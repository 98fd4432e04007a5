"""`huozhong sample SCALE`: builds the sample city in an empty database, as the tables' owner; `demo` calls it."""

from __future__ import annotations

import signal

from huozhong.site.cli.opening import open_house, say, told_in_sentences

SCALES = ("town", "city")


@told_in_sentences
def main(arguments: list[str]) -> int:
    """Build the sample; an interrupt leaves nothing of it."""
    scale = arguments[0] if len(arguments) == 1 else ""
    if scale not in SCALES:
        say("Say which sample: huozhong sample town, or huozhong sample city.")
        return 2
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    open_house(as_owner=True)
    from huozhong.site import sample

    try:
        sample.build_sample(scale, say)
    except KeyboardInterrupt:
        say("\nStopped: nothing of the sample was kept. Start again to build it anew.")
        return 130
    return 0
