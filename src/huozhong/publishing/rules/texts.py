"""The frozen text of a thing: what reviewers read is what the public reads, and its fingerprint says so."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

TITLE_LIMIT = 120
PARAGRAPH_LIMIT = 4000
PARAGRAPHS_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Picture:
    """A photograph by the id of its file; `words` says what it shows."""

    file_id: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A thing as plain text: whatever room it comes from, the public page needs no more."""

    title: str
    paragraphs: tuple[str, ...] = ()
    photos: tuple[Picture, ...] = ()
    sounds: tuple[int, ...] = ()  # ids of files
    credit: str = ""  # whose it is: a union, a masked or consented name
    rows: tuple[tuple[str, str], ...] = ()  # a list: a masked name or a title, and what stands beside it
    row_heads: tuple[str, str] = ("", "")
    correction: str = ""  # 更正说明: what an earlier public text had wrong


@dataclass(frozen=True, slots=True)
class Veil:
    """What may be shown no more. A veil only takes away: it needs no review, and works at once."""

    hidden_files: frozenset[int] = frozenset()
    replaced: tuple[tuple[str, str], ...] = ()  # (words, what stands for them)
    unit_name: str = ""  # stands in the place of the union's name, where that name would tell too much
    is_gone: bool = False


NO_VEIL = Veil()


def swapped(text: str, words: str, instead: str) -> str:
    """The text with the words replaced; done twice it is the same, even where the new words hold the old ones."""
    if not words or words not in text:
        return text
    if words not in instead:
        return text.replace(words, instead)
    return instead.join(part.replace(words, instead) for part in text.split(instead))


def _mapped(snapshot: Snapshot, change: Callable[[str], str], *, without: frozenset[int] = frozenset()) -> Snapshot:
    """The snapshot with every text changed alike, and without some files."""
    return replace(
        snapshot,
        title=change(snapshot.title),
        paragraphs=tuple(change(text) for text in snapshot.paragraphs),
        photos=tuple(replace(p, words=change(p.words)) for p in snapshot.photos if p.file_id not in without),
        sounds=tuple(sound for sound in snapshot.sounds if sound not in without),
        credit=change(snapshot.credit),
        rows=tuple((change(name), change(beside)) for name, beside in snapshot.rows),
        correction=change(snapshot.correction),
    )


def veiled(snapshot: Snapshot, veil: Veil) -> Snapshot:
    """The snapshot without what may be shown no more; veiled twice it is the same."""

    def told(text: str) -> str:
        for words, instead in veil.replaced:
            text = swapped(text, words, instead)
        return text

    return _mapped(snapshot, told, without=veil.hidden_files)


def as_json(snapshot: Snapshot) -> dict[str, Any]:
    """The snapshot as it is stored."""
    return {
        "title": snapshot.title,
        "paragraphs": list(snapshot.paragraphs),
        "photos": [[photo.file_id, photo.words] for photo in snapshot.photos],
        "sounds": list(snapshot.sounds),
        "credit": snapshot.credit,
        "rows": [list(row) for row in snapshot.rows],
        "row_heads": list(snapshot.row_heads),
        "correction": snapshot.correction,
    }


def from_json(stored: Mapping[str, Any]) -> Snapshot:
    """The snapshot as it was stored."""
    return Snapshot(
        title=stored["title"],
        paragraphs=tuple(stored["paragraphs"]),
        photos=tuple(Picture(file_id, words) for file_id, words in stored["photos"]),
        sounds=tuple(stored["sounds"]),
        credit=stored["credit"],
        rows=tuple((name, beside) for name, beside in stored["rows"]),
        row_heads=(stored["row_heads"][0], stored["row_heads"][1]),
        correction=stored["correction"],
    )


def fingerprint(snapshot: Snapshot) -> str:
    """SHA-256 of the whole text: any change of it is another fingerprint."""
    text = json.dumps(as_json(snapshot), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def words_of(snapshot: Snapshot) -> tuple[str, ...]:
    """Every piece of text that would be read, in reading order."""
    rows = tuple(f"{name} {beside}" for name, beside in snapshot.rows)
    captions = tuple(photo.words for photo in snapshot.photos)
    pieces = (snapshot.title, *snapshot.paragraphs, *rows, *captions, snapshot.credit, snapshot.correction)
    return tuple(piece for piece in pieces if piece)


def corrected(snapshot: Snapshot, before: str, after: str) -> tuple[Snapshot, int]:
    """The snapshot with every "before" made "after", and how often it stood there."""
    count = sum(piece.count(before) for piece in words_of(snapshot)) if before else 0
    return (_mapped(snapshot, lambda text: text.replace(before, after)), count) if count else (snapshot, 0)
