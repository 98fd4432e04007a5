"""A cadre who collects, a teller who can sign in, three editors, and small files as a phone sends them."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pytest
from PIL import Image

from huozhong.kernel.actors import OPERATOR, Actor
from huozhong.kernel.roles import Role
from huozhong.people import services as people
from huozhong.publishing import services as publishing
from huozhong.publishing.models import Submission
from huozhong.stories import services
from huozhong.stories.queries import KIND
from huozhong.stories.services import Photo, StoryWords, Upload
from tests.cast import NOW, Cast, actor

TELLER, PLACE, PHONE = "张小三", "柳溪机电厂", "13800000000"
WORDS = StoryWords(
    title="夜班也有热饭",
    teller_name=TELLER,
    place=PLACE,
    need="在柳溪机电厂上夜班，张小三半夜只能啃冷馒头。",
    turning="厂工会跟食堂谈，凌晨两点留一个窗口。",
    result="现在夜里有热汤面，一百二十人吃上了。",
)


@dataclass(frozen=True)
class Scene:
    cast: Cast
    teller: Actor
    ren: Actor
    bumen: Actor
    zhong: Actor

    def collect(self, words: StoryWords = WORDS, **more: object) -> int:
        usual: dict[str, object] = {"photos": (Photo(Upload(picture("red"), "a.jpg"), "张小三在食堂"),)}
        usual["teller_phone"] = PHONE
        return services.collect(words, unit=self.cast.works, actor=self.cast.bo, at=NOW, **(usual | more))  # type: ignore[arg-type]

    def submitted(self, story_id: int) -> int:
        return publishing.submit(KIND, story_id, actor=self.cast.bo, at=NOW)

    def passed(self, submission_id: int) -> int:
        for editor in (self.ren, self.bumen, self.zhong):
            row = Submission.objects.get(pk=submission_id)
            sha = row.editions.get(number=row.edition_number).sha256
            publishing.proofread(submission_id, sha256=sha, corrections=(), actor=editor, at=NOW)
            publishing.review(submission_id, sha256=sha, has_looked=True, actor=editor, at=NOW)
        return submission_id


def picture(colour: str = "white") -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (60, 80), colour).save(kept, "JPEG")
    return kept.getvalue()


@pytest.fixture
def scene(cast: Cast) -> Scene:
    teller = actor(TELLER, "teller", (Role.MEMBER, cast.works))
    people.record_phone(teller.person_id or 0, phone=PHONE, actor=OPERATOR, at=NOW)
    return Scene(
        cast,
        teller,
        actor("任编", "ren", (Role.EDITOR, cast.city)),
        actor("卜门", "bumen", (Role.SECTION_EDITOR, cast.city)),
        actor("钟审", "zhong", (Role.CHIEF_EDITOR, cast.city)),
    )
