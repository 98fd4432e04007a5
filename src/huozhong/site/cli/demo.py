"""`huozhong demo`: sets up, builds the sample city, starts web and jobs, says where to look and whom to be."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import signal
import socket
import sys
import tempfile
import threading
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from huozhong.site.cli.opening import open_house, say, told_in_sentences

if TYPE_CHECKING:
    from huozhong.site.authority import Authority
    from huozhong.site.running import House

SCALES = ("town", "city")


@told_in_sentences
def main(arguments: list[str]) -> int:
    """Open the demo; Ctrl-C closes it and keeps its data."""
    parser = argparse.ArgumentParser(prog="huozhong demo", description=main.__doc__)
    parser.add_argument("--scale", choices=SCALES, default="town", help="how much of the sample city to build (town)")
    parser.add_argument("--port", type=int, help="port to listen on (8000, or the next free one)")
    parser.add_argument("--phone", action="store_true", help="serve HTTPS on the local network, for phones")
    parser.add_argument("--smoke", action="store_true", help="start, ask the main pages as each sample person, end")
    wanted = parser.parse_args(arguments)
    if os.environ.get("HUOZHONG_PRODUCTION") == "1":
        say("The demo never runs in production: unset HUOZHONG_PRODUCTION.")
        return 1
    os.environ["HUOZHONG_DEMO"] = "1"
    if wanted.smoke:
        with tempfile.TemporaryDirectory(prefix="huozhong-smoke-") as folder:
            _use_own_data(Path(folder))
            return _run(wanted)
    return _run(wanted)


def _use_own_data(folder: Path) -> None:
    """A smoke run starts from nothing and leaves nothing; a given database or data folder is used as it is."""
    if not os.environ.get("DATABASE_URL") and not os.environ.get("HUOZHONG_DATA"):
        folder.chmod(0o755)  # the server's own folder inside is closed; its user must be able to walk there
        os.environ["HUOZHONG_DATA"] = str(folder)


def _run(wanted: argparse.Namespace) -> int:
    from huozhong.site import database, running
    from huozhong.site.places import ROOT

    data = database.data_folder(ROOT)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is also ended
    port = wanted.port or _free_port(8000)
    authority = _authority(data) if wanted.phone else None
    host = _announce_https(authority) if authority else "127.0.0.1"
    try:
        running.set_up()
        open_house()
        _build_sample(wanted.scale)
        certificate = authority.server if authority else None
        with running.House(host=host, port=port, certificate=certificate, log=data / "demo.log") as house:
            house.wait_until_it_answers()
            if wanted.smoke:
                return _smoke(house)
            _welcome(house, authority)
            return _stay(house)
    finally:
        _hang_up()
        if database.is_embedded():
            running.stop_when_unused(database.cluster_folder(data))


def _hang_up() -> None:
    from django.apps import apps
    from django.db import connections

    if apps.ready:
        connections.close_all()


def _build_sample(scale: str) -> None:
    """The sample city, once; a database with real work, or another scale, is left alone with a sentence."""
    from huozhong.site import running
    from huozhong.unions import queries as unions

    roots = unions.root_units()
    if not roots:
        running.build_sample(scale)
        return
    if not all(unit.is_sample for unit in roots):
        raise SystemExit(
            "This database holds real units: the demo does not touch it. Set HUOZHONG_DATA to another folder."
        )
    say("The sample city is there already.")


def _smoke(house: House) -> int:
    """Ask the main pages as each sample person; one line on stdout."""
    from huozhong.site import sample, smoke

    try:
        outcome = smoke.visit(house.address, sign_ins=sample.SIGN_INS)
    except Exception as error:
        traceback.print_exc()
        print(f"smoke: failed: {type(error).__name__}: {error}", flush=True)
        return 1
    for complaint in outcome.complaints:
        say(complaint)
    print(outcome.sentence, flush=True)
    return 0 if outcome.is_well else 1


def _welcome(house: House, authority: Authority | None) -> None:
    from huozhong.site import sample

    say("")
    say(f"Huozhong 火种 is open: {house.address}")
    for person in sample.SIGN_INS:
        say(f"  {person.name:<12} {person.password:<16} {person.who}")
    if authority:
        _show_codes(house, authority)
    say("Ctrl-C closes it; the data stay.")


def _stay(house: House) -> int:
    """Wait for Ctrl-C or SIGTERM; end with 1 when the web server or the worker ends by itself."""
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    while not stopped.wait(0.5):
        if ended := house.who_ended():
            say(f"The {ended} ended by itself; see {house.log}")
            return 1
    say("Closing.")
    return 0


def _free_port(first: int) -> int:
    for port in range(first, first + 50):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise SystemExit(f"No free port between {first} and {first + 49}: name one with --port.")


# --- phones on the local network ---


def _authority(data: Path) -> Authority:
    from huozhong.site import authority

    return authority.make(
        data / "phone",
        names=authority.names_here(),
        addresses=authority.addresses_here(),
        at=dt.datetime.now(dt.UTC),
    )


def _announce_https(authority: Authority) -> str:
    """Let the settings know by which names people come; gives the address to listen on."""
    os.environ["HUOZHONG_HTTPS"] = "1"
    os.environ["HUOZHONG_HOSTS"] = ",".join([*authority.names, *authority.addresses, "testserver"])
    return "0.0.0.0"  # noqa: S104  # the local network is the point


def _show_codes(house: House, authority: Authority) -> None:
    """Codes for the authority and the address, in the terminal and as a page that any phone can open."""
    import segno

    from huozhong.site import handing_out
    from huozhong.site.authority import fingerprint

    web = f"https://{authority.addresses[0]}:{house.port}/"
    page = handing_out.serve(authority, address=web, port=_free_port(house.port + 1))
    say(f"\n1. On the phone open {page} and install the authority ({fingerprint(authority)[:23]}…):")
    segno.make(page, error="m").terminal(out=sys.stderr, compact=True)
    say(f"2. Then open {web}")
    segno.make(web, error="m").terminal(out=sys.stderr, compact=True)
    say("Remove the authority from the phone when you are done; that page says how.")
