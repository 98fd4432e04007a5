"""Check-ins from a phone: kept once, refused with a reason, pictures without what was hidden in them."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from PIL import Image

from huozhong.kernel.refusals import Forbidden, NotFound, Refused
from huozhong.kernel.zone import ZONE
from huozhong.projects import services
from huozhong.projects.engine.photographs import Taken, taken
from huozhong.projects.models import Photo, Progress, Reading, RefusedCheckIn
from huozhong.projects.services import CheckIn, FromAfar, Upload
from huozhong.projects.tests import stage
from huozhong.records import queries as records
from huozhong.records import services as keeping
from tests.cast import NOW, TODAY, Cast, assemble

KEY = UUID("5b0a3f0e-6d0c-4a52-9f0e-0d8f2b1c7a11")
NOTED = NOW - timedelta(hours=5)


def photograph() -> bytes:
    """A picture in which a camera wrote when and where: the old town of Suzhou."""
    picture, notes = Image.new("RGB", (64, 48), "white"), Image.Exif()
    notes[0x8769] = {0x9003: "2026:11:19 14:05:09"}
    notes[0x8825] = {1: "N", 2: (31.0, 18.0, 52.3), 3: "E", 4: (120.0, 37.0, 44.1)}
    notes[0x010F] = "PhoneMaker"
    written = io.BytesIO()
    picture.save(written, "JPEG", exif=notes)
    return written.getvalue()


def sent(project_id: int, *, key: UUID = KEY, **changed: object) -> CheckIn:
    said: dict[str, object] = {"day": TODAY, "text": "第二次课，来了 31 人。", "people": 31}
    return CheckIn(project_id, FromAfar(key, NOTED), **(said | changed))  # type: ignore[arg-type]


@pytest.fixture
def project_id(cast: Cast) -> int:
    return stage.running(cast)


pytestmark = pytest.mark.django_db


def test_what_is_sent_twice_is_kept_once(cast: Cast, project_id: int) -> None:
    target = stage.target(project_id).id
    check_in = sent(project_id, readings=[(target, Decimal("31"))], photos=[Upload(photograph(), "a.jpg", "")])

    first = services.check_in(check_in, actor=cast.bo, at=NOW)
    again = services.check_in(check_in, actor=cast.bo, at=NOW + timedelta(minutes=1))

    assert (again, first[1]) == ((first[0], False), True)
    assert Progress.objects.count() == Photo.objects.count() == Reading.objects.count() == 1


def test_both_clocks_are_kept(cast: Cast, project_id: int) -> None:
    entry, _new = services.check_in(sent(project_id), actor=cast.bo, at=NOW)

    row = Progress.objects.get(pk=entry)
    assert (row.noted_at, row.at) == (NOTED, NOW)


def test_a_check_in_that_comes_after_the_end_is_refused_and_that_it_came_is_remembered_once(cast: Cast) -> None:
    project_id = stage.accepted(cast)

    for _time in range(2):
        with pytest.raises(Refused, match="已结项"):
            services.check_in(sent(project_id), actor=cast.bo, at=NOW)

    row = RefusedCheckIn.objects.get()
    assert (row.noted_at, row.by_person, row.day) == (NOTED, cast.bo.person_id, TODAY)
    assert [one.action for one in records.history("projects.project", project_id)].count("checkin_refused") == 1
    assert not Progress.objects.exists()


def test_a_refused_check_in_that_is_mended_is_kept_and_no_longer_refused(cast: Cast, project_id: int) -> None:
    with pytest.raises(Refused):
        services.check_in(sent(project_id, day=TODAY + timedelta(days=1)), actor=cast.bo, at=NOW)

    _entry, is_new = services.check_in(sent(project_id), actor=cast.bo, at=NOW)

    assert is_new
    assert not RefusedCheckIn.objects.exists()


def test_a_wrong_number_keeps_nothing_of_the_check_in(cast: Cast, project_id: int) -> None:
    target = stage.target(project_id).id
    for value in ("1.005", "NaN", "Infinity", "1e13"):
        with pytest.raises(Refused):
            services.check_in(sent(project_id, readings=[(target, Decimal(value))]), actor=cast.bo, at=NOW)
    with pytest.raises(Refused, match="不是本项目"):
        services.check_in(sent(project_id, readings=[(target + 99, Decimal(1))]), actor=cast.bo, at=NOW)

    assert not Progress.objects.exists()


def test_a_key_belongs_to_one_project_and_one_person(cast: Cast, project_id: int) -> None:
    services.check_in(sent(project_id), actor=cast.bo, at=NOW)
    other = stage.running(cast)

    with pytest.raises(Refused, match="编号"):
        services.check_in(sent(other), actor=cast.bo, at=NOW)
    with pytest.raises(Refused, match="编号"):
        services.check_in(sent(project_id), actor=cast.mei, at=NOW)


def test_only_who_runs_the_project_checks_in(cast: Cast, project_id: int) -> None:
    with pytest.raises(NotFound):
        services.check_in(sent(project_id), actor=cast.sara, at=NOW)
    with pytest.raises(Forbidden):
        services.check_in(sent(project_id), actor=cast.lin, at=NOW)


def test_nothing_hidden_is_kept_unless_somebody_says_what_for(cast: Cast, project_id: int) -> None:
    services.check_in(sent(project_id, photos=[Upload(photograph(), "a.jpg", "")]), actor=cast.bo, at=NOW)

    row = Photo.objects.get()
    assert (row.kept_for, row.taken_at, row.latitude, row.longitude) == ("", None, None, None)
    assert taken(keeping.read_file(row.file_id)) == Taken()


def test_time_and_rounded_place_are_kept_on_purpose_beside_a_clean_file(cast: Cast, project_id: int) -> None:
    photo = Upload(photograph(), "a.jpg", "")
    services.check_in(sent(project_id, photos=[photo], keep_for="证明在厂里上课"), actor=cast.bo, at=NOW)

    row = Photo.objects.get()
    assert row.kept_for == "证明在厂里上课"
    assert row.taken_at == datetime(2026, 11, 19, 14, 5, 9, tzinfo=ZONE)
    assert (row.latitude, row.longitude) == (Decimal("31.31"), Decimal("120.63"))
    content = keeping.read_file(row.file_id)
    assert taken(content) == Taken()
    assert b"PhoneMaker" not in content


@given(st.binary(max_size=400))
def test_no_file_makes_the_reader_of_hidden_notes_fail(content: bytes) -> None:
    assert taken(content) == Taken()


@given(
    latitude=st.floats(allow_nan=True, allow_infinity=True) | st.just(31.5),
    side=st.sampled_from(["N", "S", "", "\x00"]),
    moment=st.text(max_size=20),
)
def test_a_place_that_cannot_be_is_no_place(latitude: float, side: str, moment: str) -> None:
    picture, notes = Image.new("RGB", (8, 8)), Image.Exif()
    notes[0x8769] = {0x9003: moment}
    try:
        notes[0x8825] = {1: side, 2: (latitude, 0.0, 0.0), 3: "E", 4: (120.0, 0.0, 0.0)}
        written = io.BytesIO()
        picture.save(written, "JPEG", exif=notes)
    except Exception:  # what cannot be written into a picture need not be read from one
        return

    found = taken(written.getvalue())

    assert found.latitude is None or abs(found.latitude) <= 90


class QueueOfAPhone(TestCase):
    """Whatever a phone sends, in any order and as often as it likes, each key is kept exactly once."""

    @settings(max_examples=12, deadline=None)
    @given(st.lists(st.integers(0, 4), min_size=1, max_size=12))
    def test_each_key_is_kept_exactly_once(self, sendings: list[int]) -> None:
        cast = assemble()
        project_id = stage.running(cast)
        keys = [uuid4() for _ in range(5)]

        for number, which in enumerate(sendings):
            check_in = sent(project_id, key=keys[which], text=f"第 {which} 条")
            services.check_in(check_in, actor=cast.bo, at=NOW + timedelta(minutes=number))

        kept = list(Progress.objects.values_list("client_key", flat=True))
        assert sorted(kept) == sorted({keys[which] for which in sendings})
