"""A small editors' room: three editors, one who holds all three posts, and a thing that may become public."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

import pytest

from huozhong.kernel.actors import Actor
from huozhong.kernel.places import Place
from huozhong.kernel.roles import Role
from huozhong.kernel.sentences import say
from huozhong.publishing import services
from huozhong.publishing.models import Submission
from huozhong.publishing.queries import kinds
from huozhong.publishing.rules.texts import Snapshot, Veil
from tests.cast import NOW, Cast, actor

NAME = "test.thing"


@dataclass
class Desk:
    """The cast, the editors, and the thing as its room would give it now."""

    cast: Cast
    ren: Actor  # 责任编辑
    bumen: Actor  # 部门审稿人
    zhong: Actor  # 终审人
    all_three: Actor
    place: Place
    text: Snapshot = field(
        default_factory=lambda: Snapshot("夜班食堂", ("食堂开到凌晨两点。",), credit="柳溪机电厂工会")
    )
    veil: Veil = field(default_factory=Veil)

    def submitted(self, **words: object) -> int:
        return services.submit(NAME, 7, actor=self.cast.bo, at=NOW, **words)  # type: ignore[arg-type]

    def sha(self, submission_id: int) -> str:
        row = Submission.objects.get(pk=submission_id)
        return row.editions.get(number=row.edition_number).sha256

    def proofread(self, submission_id: int, by: Actor, *corrections: tuple[str, str]) -> int:
        return services.proofread(
            submission_id, sha256=self.sha(submission_id), corrections=corrections, actor=by, at=NOW
        )

    def review(self, submission_id: int, by: Actor, at: datetime = NOW, **words: object) -> services.Outcome:
        return services.review(submission_id, sha256=self.sha(submission_id), actor=by, at=at, **words)  # type: ignore[arg-type]

    def passed(self, submission_id: int, *editors: Actor) -> None:
        for editor in editors:
            self.proofread(submission_id, editor)
            self.review(submission_id, editor)

    def public(self) -> int:
        found = self.submitted()
        self.passed(found, self.ren, self.bumen, self.zhong)
        return found

    def state(self, submission_id: int) -> str:
        return Submission.objects.get(pk=submission_id).state


@pytest.fixture
def desk(cast: Cast) -> Iterator[Desk]:
    editors = (Role.EDITOR, Role.SECTION_EDITOR, Role.CHIEF_EDITOR)
    made = Desk(
        cast,
        actor("任编", "ren", (Role.EDITOR, cast.city)),
        actor("卜门", "bumen", (Role.SECTION_EDITOR, cast.city)),
        actor("钟审", "zhong", (Role.CHIEF_EDITOR, cast.city)),
        actor("全能", "quan", *((role, cast.city) for role in editors)),
        cast.works,
    )
    services.register_kind(
        services.PublicKind(
            name=NAME,
            title=say("样本"),
            draft=lambda thing_id: services.Draft(replace(made.text), made.place, (cast.bo.person_id or 0,)),
            url=lambda thing_id: "/",
            may_submit=lambda thing_id, who: who.person_id == cast.bo.person_id,
            may_withdraw=lambda thing_id, who: who.person_id == cast.sara.person_id,  # as the teller of a story
            veil=lambda thing_id: made.veil,
            is_for_search=True,
        )
    )
    yield made
    del kinds._KINDS[NAME]
