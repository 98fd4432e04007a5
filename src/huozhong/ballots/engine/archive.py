"""The public record of an election, `<uuid>.bel` (§4.4): a tar archive of the oldest form, chained by hashes.

Three rules that only trying shows: the headers are of the v7 form, byte for byte; there are no blocks at the end; every
member carries the time of the header, which also hides when a ballot came.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from huozhong.ballots.engine import tally as tallies
from huozhong.ballots.engine import trustees
from huozhong.ballots.engine.refusing import BallotRefused
from huozhong.ballots.engine.shapes import Election
from huozhong.ballots.engine.tally import EncryptedTally
from huozhong.ballots.engine.writing import JsonObject, compact, fields, hash_hex, read_json
from huozhong.kernel.sentences import say

_BLOCK = 512
_HEADER = "BELENIOS"
_DATA, _EVENT = ".data.json", ".event.json"
_OWNED = "PartialDecryption"


@dataclass(frozen=True)
class Archive:
    """What the file says, chain and order of events checked, contents not yet."""

    path: Path
    timestamp: int
    setup: Mapping[str, str]  # election, trustees, credentials: their exact texts
    ballots: tuple[tuple[int, int], ...]  # place and length in the file, in the order of casting
    is_closed: bool = False
    sized_tally: Mapping[str, Any] | None = None
    tally: str | None = None
    partials: Mapping[int, str] = field(default_factory=dict)  # trustee's number, from 1 -> share
    result: str | None = None

    def ballot_texts(self) -> Iterator[str]:
        """The ballots as they were cast, read one at a time."""
        return ballot_texts(self.path, self.ballots)


def ballot_texts(path: Path, places: Sequence[tuple[int, int]]) -> Iterator[str]:
    """The members at those places, read one at a time."""
    with path.open("rb") as file:
        for place, length in places:
            file.seek(place)
            yield _text(file.read(length))


class Writer:
    """Appends members to an archive; what is written stays."""

    def __init__(self, path: Path, *, timestamp: int) -> None:
        self._file = path.open("wb")
        self._time = timestamp
        self._parent: str | None = None
        self._height = 0
        self._put(_HEADER, json.dumps({"version": 1, "timestamp": str(timestamp)}, separators=(",", ":")))

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def data(self, text: str) -> str:
        """Add a payload; gives its hash."""
        name = hash_hex(text)
        self._put(name + _DATA, text)
        return name

    def event(self, kind: str, payload: str | None = None) -> None:
        """Add an event that follows the one before."""
        event: JsonObject = {"parent": self._parent} if self._parent else {}
        event |= {"height": self._height, "type": kind}
        text = compact(event | ({"payload": payload} if payload else {}))
        self._parent = hash_hex(text)
        self._height += 1
        self._put(self._parent + _EVENT, text)

    def _put(self, name: str, text: str) -> None:
        content = text.encode()
        self._file.write(_tar_header(name, len(content), self._time))
        self._file.write(content + bytes(-len(content) % _BLOCK))


def write(
    folder: Path,
    election: Election,
    *,
    publics: Sequence[Mapping[str, Any]],
    credentials: Sequence[str],
    ballots: Sequence[str] | Iterator[str],
    timestamp: int,
    tally: EncryptedTally | None = None,
    partials: Sequence[Mapping[str, Any]] = (),
    result: Sequence[Sequence[int]] | None = None,
) -> Path:
    """Write the whole record so far: setup and ballots, and after the closing the tally, the shares and the result."""
    path = folder / f"{election.uuid}.bel"
    with Writer(path, timestamp=timestamp) as file:
        setup = {
            "election": file.data(election.as_json()),
            "trustees": file.data(trustees.as_text(publics)),
            "credentials": file.data(compact(sorted(credentials))),
        }
        file.event("Setup", file.data(compact(setup)))
        for ballot in ballots:
            file.event("Ballot", file.data(ballot))
        if tally is not None:
            file.event("EndBallots")
            hashed = file.data(tally.as_json())
            sized = {"num_tallied": tally.count, "total_weight": tally.count, "encrypted_tally": hashed}
            file.event("EncryptedTally", file.data(compact(sized)))
        for number, partial in enumerate(partials, start=1):
            payload = file.data(tallies.partial_as_text(partial))
            file.event(_OWNED, file.data(compact({"owner": number, "payload": payload})))
        if result is not None:
            file.event("Result", file.data(compact({"result": [list(row) for row in result]})))
    return path


def _tar_header(name: str, size: int, time: int) -> bytes:
    """A v7 tar header."""
    parts = [name.encode().ljust(100, b"\0"), b"0000644\0", b"0000000\0", b"0000000\0"]
    parts += [b"%011o\0" % size, b"%011o\0" % time, b" " * 8, b"0"]
    header = b"".join(parts).ljust(_BLOCK, b"\0")
    return header[:148] + b"%06o\0 " % sum(header) + header[156:]


def read(path: Path) -> Archive:
    """Read an archive; refuse a broken chain, an event out of turn, a member under a false name."""
    reading = _Reading(path)
    for name, place, content in _members(path):
        reading.take(name, place, content)
    return reading.finish()


def _members(path: Path) -> Iterator[tuple[str, int, bytes]]:
    size = path.stat().st_size
    times = set()
    with path.open("rb") as file:
        while header := file.read(_BLOCK):
            try:
                name = header[:100].rstrip(b"\0").decode("ascii")
                length, time = int(header[124:135], 8), int(header[136:147], 8)
            except ValueError:
                raise BallotRefused(say("选举文件的格式不对。")) from None
            times.add(time)
            place = file.tell()
            if header != _tar_header(name, length, time) or place + length > size or len(times) > 1:
                raise BallotRefused(say("选举文件的格式不对。"))
            content = file.read(length)
            if file.read(-length % _BLOCK) != bytes(-length % _BLOCK):
                raise BallotRefused(say("选举文件的格式不对。"))
            yield name, place, content


# What may come after what. Ballots may be none; shares and the result may still be missing.
_AFTER = {
    None: {"Setup"},
    "Setup": {"Ballot", "EndBallots"},
    "Ballot": {"Ballot", "EndBallots"},
    "EndBallots": {"EncryptedTally"},
    "EncryptedTally": {_OWNED},
    _OWNED: {_OWNED, "Result"},
    "Result": set[str](),
}


class _Reading:
    """Takes member after member and checks that each stands where it may."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._timestamp: int | None = None
        self._pending: dict[str, tuple[int, int, bytes]] = {}
        self._parent: str | None = None
        self._height = 0
        self._last: str | None = None
        self._setup: dict[str, str] = {}
        self._ballots: list[tuple[int, int]] = []
        self._sized: JsonObject | None = None
        self._tally: str | None = None
        self._partials: dict[int, str] = {}
        self._result: str | None = None
        self._is_closed = False

    def take(self, name: str, place: int, content: bytes) -> None:
        if self._timestamp is None:
            self._take_header(name, content)
            return
        digest = hashlib.sha256(content).hexdigest()
        if name == digest + _DATA:
            self._pending[digest] = place, len(content), content
        elif name == digest + _EVENT:
            self._take_event(digest, read_json(_text(content)))
        else:
            raise BallotRefused(say("选举文件里有内容与它的哈希值对不上。"))

    def _take_header(self, name: str, content: bytes) -> None:
        found = fields(read_json(_text(content)), "version", "timestamp")
        if name != _HEADER or found["version"] != 1 or not str(found["timestamp"]).isdigit():
            raise BallotRefused(say("选举文件的格式不对。"))
        self._timestamp = int(found["timestamp"])

    def _take_event(self, digest: str, event: object) -> None:
        found = fields(event, "height", "type", optional=("parent", "payload"))
        if found.get("parent") != self._parent or found["height"] != self._height:
            raise BallotRefused(say("选举文件的记录链断了。"))
        kind = found["type"]
        if not isinstance(kind, str) or kind not in _AFTER[self._last]:
            raise BallotRefused(say("选举文件里的事件顺序不对。"))
        self._parent, self._height, self._last = digest, self._height + 1, kind
        if kind == "EndBallots":
            if "payload" in found:
                raise BallotRefused(say("选举文件里的事件顺序不对。"))
            self._is_closed = True
        else:
            self._payload(kind, found.get("payload"))
        if self._pending:
            raise BallotRefused(say("选举文件里有不属于任何事件的内容。"))

    def _payload(self, kind: str, payload: object) -> None:
        if kind == "Ballot":
            place, length, _ = self._pop(payload)
            self._ballots.append((place, length))
        elif kind == "Setup":
            found = fields(self._json(payload), "election", "trustees", "credentials")
            self._setup = {key: self._popped(found[key]) for key in found}
        elif kind == "EncryptedTally":
            self._sized = dict(fields(self._json(payload), "num_tallied", "total_weight", "encrypted_tally"))
            self._tally = self._popped(self._sized["encrypted_tally"])
        elif kind == _OWNED:
            found = fields(self._json(payload), "owner", "payload")
            if type(found["owner"]) is not int or found["owner"] in self._partials:
                raise BallotRefused(say("同一位保管人的解密结果出现了两次。"))
            self._partials[found["owner"]] = self._popped(found["payload"])
        else:
            self._result = self._popped(payload)

    def _pop(self, digest: object) -> tuple[int, int, bytes]:
        if not isinstance(digest, str) or digest not in self._pending:
            raise BallotRefused(say("选举文件缺少事件指向的内容。"))
        return self._pending.pop(digest)

    def _popped(self, digest: object) -> str:
        return _text(self._pop(digest)[2])

    def _json(self, digest: object) -> Any:
        return read_json(self._popped(digest))

    def finish(self) -> Archive:
        if not self._setup or self._timestamp is None or self._pending:
            raise BallotRefused(say("选举文件不完整。"))
        return Archive(
            path=self._path,
            timestamp=self._timestamp,
            setup=self._setup,
            ballots=tuple(self._ballots),
            is_closed=self._is_closed,
            sized_tally=self._sized,
            tally=self._tally,
            partials=self._partials,
            result=self._result,
        )


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise BallotRefused(say("选举文件的内容读不出来。")) from None
