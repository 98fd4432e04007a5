"""The cast with a seal keeper, and papers in each state of their life."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date

import pytest
from PIL import Image

from huozhong.kernel.actors import Actor
from huozhong.kernel.roles import Role
from huozhong.lifecycles.services import Decision
from huozhong.papers import services
from tests.cast import NOW, Cast, actor


@dataclass(frozen=True)
class Desk:
    """Who works with papers: the office writes, Shi keeps the seal."""

    cast: Cast
    shi: Actor

    def draft(self, **words: object) -> int:
        """The city's reply to Bo's union, about a project."""
        usual: dict[str, object] = {
            "title": "样本市总工会关于同意“车间茶座”项目立项的批复",
            "addressee": "柳溪机电厂工会",
            "body": ["你会请示收悉。", "此复。"],
            "unit": self.cast.city,
            "to_unit": self.cast.works,
            "thing_kind": "projects.project",
            "thing_id": 7,
            "thing_label": "车间茶座",
            "decision": Decision("主席办公会议纪要第8号", "", date(2026, 11, 19)),
        }
        return services.draft_paper("reply", actor=self.cast.office, at=NOW, **(usual | words))  # type: ignore[arg-type]

    def code(self, text: str = "样工发") -> int:
        return services.record_code(text, unit=self.cast.city, actor=self.cast.office, at=NOW)

    def issued(self, **words: object) -> int:
        paper_id = self.draft(**words)
        services.issue(paper_id, actor=self.cast.office, at=NOW)
        return paper_id

    def sealed(self) -> int:
        self.code()
        paper_id = self.issued()
        self.seal(paper_id)
        return paper_id

    def seal(self, paper_id: int) -> int:
        return services.record_seal(
            unit=self.cast.city, paper_id=paper_id, asked_by="周项目", copies=3, actor=self.shi, at=NOW
        )


@pytest.fixture
def desk(cast: Cast) -> Desk:
    return Desk(cast, actor("石印", "shi", (Role.SEAL_KEEPER, cast.city)))


@pytest.fixture
def scan() -> bytes:
    """A small picture, as a phone sends it."""
    return picture()


def picture(colour: str = "white") -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (60, 80), colour).save(kept, "JPEG")
    return kept.getvalue()
