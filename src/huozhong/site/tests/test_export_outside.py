"""An election held by the verbs, written by the command, checked by our check and by Debian's belenios-tool."""

from __future__ import annotations

from pathlib import Path

import pytest

from huozhong.ballots import services
from huozhong.ballots.engine.verify import verify
from huozhong.ballots.tests import stage
from huozhong.ballots.tests.a_vote import tool_says
from huozhong.ballots.tests.stage import ABSTAIN, NO, YES, box_count
from huozhong.site.cli import congress_export
from tests.cast import NOW, Cast


@pytest.mark.needs("belenios-tool")
def test_phone_paper_and_a_second_vote_pass_both_checks(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    staged = stage.opened(cast, voters=6, may_vote_again=True)
    for voter, vote in zip(staged.voters[:4], (YES, NO, YES, ABSTAIN), strict=True):
        staged.cast(voter, vote)
    staged.cast(staged.voters[1], YES)
    for voter in staged.voters[3:5]:  # one had voted by phone
        services.vote_on_paper(staged.id, voter.person_id or 0, actor=staged.clerk, at=NOW)
    box = services.add_box(staged.id, name="主会场", actor=staged.chair, at=NOW)
    staged.count()
    for watcher in staged.scrutineers:
        services.enter_box(box, box_count(issued=2, votes=[[1, 1, 0]]), actor=watcher, at=NOW)
    for watcher in staged.scrutineers:
        services.sign_box(box, actor=watcher, at=NOW)
    staged.move("finish")
    staged.sign()

    assert congress_export._export(staged.uuid, tmp_path / "out") == 0

    report = verify(tmp_path / "out", workers=1)
    assert report.refusals == ()
    assert report.result[0].total == (4, 1, 0)
    assert tool_says(tmp_path / "out")
    assert "huozhong congress verify" in capsys.readouterr().out


def test_what_cannot_be_written_is_told_in_a_sentence(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    staged = stage.opened(cast)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").touch()

    def refusal(election: object, folder: str) -> str:
        assert congress_export._export(str(election), tmp_path / folder) == 1
        return capsys.readouterr().err

    assert "计完票才能导出" in refusal(staged.id, "early")
    assert "没有这次选举" in refusal(987654321, "none")
    assert refusal("nobodyknows123", "none")
    staged.count()
    staged.move("finish")
    assert "空的文件夹" in refusal(staged.id, "full")
