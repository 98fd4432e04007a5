"""While a project runs: photographs, readings, money, changes, the light that lists show."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from huozhong.funds.models import Voucher
from huozhong.kernel.refusals import Conflict, Forbidden, Refused
from huozhong.projects import services
from huozhong.projects.models import Change, Photo, Progress
from huozhong.projects.services import Upload
from huozhong.projects.tests import stage
from huozhong.records import queries as records
from huozhong.records.services import fold
from tests.cast import NOW, TODAY, Cast


def picture() -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (640, 480), (180, 40, 20)).save(held, "JPEG")
    return held.getvalue()


def content_of(answer: Any) -> bytes:
    """The whole file; closed by hand, because close() would take the test's own connection along."""
    content = b"".join(answer.streaming_content)
    for close in answer._resource_closers:
        close()
    return content


def spend(cast: Cast, line_id: int, amount: str, *, voucher: str = "记-001") -> int:
    return services.spend(
        line_id, day=TODAY, amount=Decimal(amount), what="课酬", voucher=voucher, actor=cast.bo, at=NOW
    )


def test_a_photograph_is_kept_and_shown_only_within_reach(cast: Cast, settings: object, tmp_path: object) -> None:
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    project_id = stage.running(cast)
    photo = Upload(SimpleUploadedFile("课堂.jpg", picture(), "image/jpeg"), "课堂.jpg", "image/jpeg")

    services.log_progress(project_id, day=TODAY, text="第一课", people=38, photos=[photo], actor=cast.bo, at=NOW)

    file_id = Photo.objects.get().file_id
    address = reverse("projects:file", args=[project_id, file_id])
    seen = {}
    for name in ("bo", "lin", "sara"):
        client = Client()
        cast.sign_in(client, getattr(cast, name))
        answer = client.get(address)
        seen[name] = answer.status_code
        if answer.streaming:
            assert content_of(answer).startswith(b"\xff\xd8")
    assert seen == {"bo": 200, "lin": 200, "sara": 404}
    client = Client()
    cast.sign_in(client, cast.bo)
    small = client.get(reverse("projects:thumbnail", args=[project_id, file_id]))
    assert small["Content-Type"] == "image/jpeg"
    assert content_of(small).startswith(b"\xff\xd8")


def test_what_is_no_picture_is_refused_and_nothing_is_half_written(
    cast: Cast, settings: object, tmp_path: object
) -> None:
    settings.DATA = tmp_path  # type: ignore[attr-defined]
    project_id = stage.running(cast)
    page = Upload(b"<html><script>alert(1)</script></html>", "photo.jpg", "image/jpeg")

    with pytest.raises(Refused):
        services.log_progress(project_id, day=TODAY, text="第一课", photos=[page], actor=cast.bo, at=NOW)

    assert Progress.objects.count() == 0


def test_two_hundred_megabytes_are_refused_before_they_are_read(cast: Cast) -> None:
    class Endless(io.RawIOBase):
        size = 200 * 1024 * 1024

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            raise AssertionError("a file that is too large is not read")

    project_id = stage.running(cast)
    huge = Upload(Endless(), "big.jpg", "image/jpeg")

    with pytest.raises(Refused, match="文件太大"):
        services.log_progress(project_id, day=TODAY, text="第一课", photos=[huge], actor=cast.bo, at=NOW)

    assert Progress.objects.count() == 0


def test_spending_stops_at_the_last_fen_of_the_line(cast: Cast) -> None:
    project_id = stage.running(cast)
    line = stage.line(project_id)
    spend(cast, line.id, "19999.99")

    with pytest.raises(Refused, match=r"还剩 0\.01 元"):
        spend(cast, line.id, "0.02", voucher="记-002")
    spend(cast, line.id, "0.01", voucher="记-003")

    assert sum(Voucher.objects.values_list("amount", flat=True)) == Decimal("20000.00")


def test_a_struck_entry_stays_readable_and_frees_the_money(cast: Cast) -> None:
    project_id = stage.running(cast)
    line = stage.line(project_id)
    wrong = spend(cast, line.id, "20000.00")

    services.strike_spending(wrong, why="重复登记。", actor=cast.bo, at=NOW)
    with pytest.raises(Conflict, match="已作废"):
        services.strike_spending(wrong, why="重复登记。", actor=cast.bo, at=NOW)
    spend(cast, line.id, "20000.00", voucher="记-004")

    assert Voucher.objects.get(pk=wrong).ended_why == "重复登记。"


@pytest.mark.parametrize("amount", ["0", "-1", "0.001"])
def test_odd_amounts_are_refused(cast: Cast, amount: str) -> None:
    line = stage.line(stage.running(cast))

    with pytest.raises(Refused, match="大于零"):
        spend(cast, line.id, amount)


def test_only_the_office_changes_a_budget_on_a_document_and_the_log_keeps_both(cast: Cast) -> None:
    project_id = stage.running(cast)
    line = stage.line(project_id)
    spend(cast, line.id, "20000.00")
    sources = {"own": Decimal("15000.00"), "upper": Decimal("8000.00")}

    def change(actor: object, number: str = "样工发〔2027〕3号", **given: Decimal) -> int:
        return services.change_budget(
            line.id,
            sources=given or sources,
            why="参加人数增加。",
            document_number=number,
            actor=actor,  # type: ignore[arg-type]
            at=NOW,
        )

    with pytest.raises(Forbidden):
        change(cast.bo)
    with pytest.raises(Refused, match="文件依据"):
        change(cast.office, "")
    with pytest.raises(Refused, match="低于已经支出"):
        change(cast.office, own=Decimal("19999.99"))
    with pytest.raises(Refused, match="上限"):
        change(cast.office, upper=Decimal("50000.01"))
    change(cast.office)
    spend(cast, line.id, "3000.00", voucher="记-009")

    kept = Change.objects.get()
    assert (kept.before["amount"], kept.after["amount"]) == ("20000.00", "23000.00")
    fold()
    assert records.figure("money_approved_fen", cast.city.unit_id) == 2_800_050


def test_a_task_moves_only_with_a_reason_within_the_project(cast: Cast) -> None:
    project_id = stage.running(cast)
    task, late = stage.task(project_id), stage.FINISH + timedelta(days=1)

    with pytest.raises(Refused, match="理由"):
        services.change_task_day(task.id, due_date=TODAY, why=" ", actor=cast.bo, at=NOW)
    with pytest.raises(Refused, match="晚于项目完成日期"):
        services.change_task_day(task.id, due_date=late, why="师傅出差。", actor=cast.bo, at=NOW)
    services.change_task_day(task.id, due_date=stage.FINISH, why="师傅出差。", actor=cast.bo, at=NOW)

    assert stage.task(project_id).due_date == stage.FINISH
    assert Change.objects.get().after == {"due_date": stage.FINISH.isoformat()}


def test_the_list_shows_the_light_that_the_night_renewed(cast: Cast) -> None:
    project_id = stage.running(cast)
    assert stage.row(project_id).light == "green"
    day_after = stage.later(21)

    services.renew_lights(at=day_after)

    row = stage.row(project_id)
    assert row.light in {"amber", "red"}
    assert "选师傅、排课表" in str(row.light_reasons)
    assert row.due_date == TODAY + timedelta(days=20)
    services.finish_task(stage.task(project_id).id, day=TODAY, actor=cast.bo, at=day_after)
    assert "选师傅、排课表" not in str(stage.row(project_id).light_reasons)


def test_nothing_is_written_into_days_before_approval_or_after_today(cast: Cast) -> None:
    project_id = stage.running(cast)
    target = stage.target(project_id)

    with pytest.raises(Refused, match="早于立项"):
        services.read_target(target.id, day=TODAY - timedelta(days=1), value=Decimal(1), actor=cast.bo, at=NOW)
    with pytest.raises(Refused, match="晚于今天"):
        services.read_target(target.id, day=TODAY + timedelta(days=1), value=Decimal(1), actor=cast.bo, at=NOW)


def test_a_reason_with_a_phone_number_is_refused_with_a_sentence(cast: Cast) -> None:
    project_id = stage.declared(cast)

    with pytest.raises(Refused, match="不要写证件号码或手机号码"):
        services.reject(project_id, why="请联系 13912345678", actor=cast.office, at=NOW)
