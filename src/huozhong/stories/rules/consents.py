"""What of a story may be shown: name, face and place are three consents, each by itself, each to be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from huozhong.kernel.sentences import Sentence, say


class About(StrEnum):
    """What the teller agrees to show."""

    NAME = "name"
    FACE = "face"
    PLACE = "place"


WORDS: dict[About, Sentence] = {
    About.NAME: say("真实姓名"),
    About.FACE: say("本人照片"),
    About.PLACE: say("工作单位"),
}
MEANS: dict[About, Sentence] = {
    About.NAME: say("不同意就写成“张*三”，录音也不放。"),
    About.FACE: say("不同意就不放拍到本人的照片。"),
    About.PLACE: say("不同意就只写到区县。"),
}


@dataclass(frozen=True, slots=True)
class Consents:
    """What the teller agrees to at this moment; nothing is agreed to until somebody says so."""

    name: bool = False
    face: bool = False
    place: bool = False

    def of(self, about: About) -> bool:
        return {About.NAME: self.name, About.FACE: self.face, About.PLACE: self.place}[about]


@dataclass(frozen=True, slots=True)
class Shot:
    """A photograph by its file."""

    file_id: int
    words: str
    shows_face: bool


@dataclass(frozen=True, slots=True)
class Told:
    """A story as it was told, whole; never shown like this."""

    title: str
    paragraphs: tuple[str, ...]
    teller_name: str
    masked_name: str
    place: str
    general_place: str
    cadre_name: str
    shots: tuple[Shot, ...] = ()
    voice_file_id: int | None = None


@dataclass(frozen=True, slots=True)
class Hidden:
    """What the consents keep back: files that are left out, and words with what stands for them."""

    files: frozenset[int]
    words: tuple[tuple[str, str], ...]


CADRE = "工会干部"


def hidden(told: Told, consents: Consents) -> Hidden:
    """What must not be shown. The voice belongs to the name: whoever knows the voice knows the name."""
    files: set[int] = set()
    words: list[tuple[str, str]] = []
    if not consents.name:
        words.append((told.teller_name, told.masked_name))
        files |= {told.voice_file_id} if told.voice_file_id else set()
    if not consents.place:
        words.append((told.place, told.general_place))
        words.append((told.cadre_name, CADRE))  # who wrote it down tells where
    if not consents.face:
        files |= {shot.file_id for shot in told.shots if shot.shows_face}
    pairs = [(before, after) for before, after in words if before.strip() and before != after]
    return Hidden(frozenset(files), tuple(sorted(pairs, key=lambda pair: -len(pair[0]))))
