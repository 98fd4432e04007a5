"""Pages of evidence through the door that a browser uses."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from huozhong.evidence import queries
from huozhong.evidence.models import Item
from huozhong.evidence.tests import stage
from huozhong.evidence.tests.stage import THING, add, numbers, said
from huozhong.kernel.actors import Actor
from tests.cast import Cast

SAID = {"title": "聊天记录", "kind": "electronic", "proves": "主管答应 10 号发工资"}


def enter(client: Client, cast: Cast, actor: Actor) -> Client:
    cast.sign_in(client, actor)
    return client


def url(name: str, *args: Any) -> str:
    return reverse(f"evidence:{name}", args=args or THING)


def photo(name: str, colour: str = "white") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, stage.picture(colour=colour), content_type="image/jpeg")


def test_a_worker_adds_several_photographs_that_share_a_number(client: Client, cast: Cast) -> None:
    enter(client, cast, cast.sara)
    assert "还没有证据" in client.get(url("list")).content.decode()

    answer = client.post(
        url("add"), SAID | {"uploads": [photo("1.jpg"), photo("2.jpg", "red"), photo("3.jpg", "blue")]}
    )

    assert answer.status_code == 302
    assert numbers() == {f"1-{n}": f"聊天记录（第 {n} 张）" for n in (1, 2, 3)}
    page = client.get(url("list")).content.decode()
    assert "已经存好" in page
    assert "原件千万别删" in page
    assert "主管答应 10 号发工资" in page


def test_one_bad_file_among_many_means_none_is_kept(client: Client, cast: Cast) -> None:
    enter(client, cast, cast.sara)

    answer = client.post(url("add"), SAID | {"uploads": [photo("1.jpg"), SimpleUploadedFile("2.jpg", b"MZ\x90\x00")]})

    assert answer.status_code == 422
    assert "不支持这种文件" in answer.content.decode()
    assert not Item.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{}, {"uploads": []}, {"title": ""}, {"kind": "gossip"}, {"beside": "99"}, {"obtained_date": "2099-01-01"}]
)
def test_a_form_that_is_wrong_comes_back_with_what_was_typed(client: Client, cast: Cast, wrong: dict[str, Any]) -> None:
    enter(client, cast, cast.sara)
    add(cast.sara)
    sent = SAID | {"uploads": [photo("1.jpg")]} | wrong
    if not wrong:
        del sent["uploads"]

    answer = client.post(url("add"), sent)

    assert answer.status_code == 422
    assert "主管答应 10 号发工资" in answer.content.decode()
    assert Item.objects.count() == 1


def every_page(item_id: int) -> list[str]:
    of_piece = [url(name, item_id) for name in ("item", "file", "change", "withdraw", "redact", "redacted")]
    return [*of_piece, url("page", item_id, 0), *(url(name) for name in ("list", "add", "arrange", "custody"))]


def test_for_an_outsider_no_page_exists(client: Client, cast: Cast) -> None:
    kept = add(cast.sara, stage.picture(), name="a.jpg")
    enter(client, cast, cast.bo)

    for address in every_page(kept):
        answer = client.get(address)
        assert answer.status_code == 404, address
        assert "工资条" not in answer.content.decode()
    for address in (url("order", *THING, kept), url("stamp", kept), url("custody")):
        assert client.post(address, {"way": "up"}).status_code == 404
    assert said(kept) == ["piece_added", "piece_not_scanned"]


def test_nobody_sees_anything_without_signing_in(client: Client, cast: Cast) -> None:
    kept = add(cast.sara)

    assert {client.get(address).status_code for address in every_page(kept)} == {302}


def test_for_who_may_do_all_every_page_answers(client: Client, cast: Cast) -> None:
    kept = add(cast.sara, stage.picture(), name="a.jpg")
    enter(client, cast, cast.mei)

    answers = {address: client.get(address) for address in every_page(kept)}

    assert {answer.status_code for answer in answers.values()} == {200}
    assert {answer["Cache-Control"] for answer in answers.values()} == {"no-store"}


def test_who_may_only_look_is_told_so(client: Client, cast: Cast) -> None:
    kept = add(cast.sara, stage.picture(), name="a.jpg")
    enter(client, cast, cast.lin)

    assert client.get(url("item", kept)).status_code == 200
    assert "加一份证据" not in client.get(url("list")).content.decode()
    for address in (url("add"), url("arrange"), url("change", kept), url("withdraw", kept), url("redact", kept)):
        answer = client.get(address)
        assert answer.status_code == 403
        assert "不能增加和改动" in answer.content.decode()


def test_the_file_comes_whole_and_is_told_to_do_nothing(client: Client, cast: Cast) -> None:
    content = "<b>聊天</b>记录".encode()
    kept = add(cast.sara, content, name="聊天.txt")
    enter(client, cast, cast.mei)

    answer = client.get(url("file", kept))

    assert answer.content == content
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert said(kept)[-1] == "piece_opened"


def test_looking_at_the_pages_leaves_one_line_and_another_persons_look_another(client: Client, cast: Cast) -> None:
    kept = add(cast.sara, stage.pdf(3), name="合同.pdf")
    enter(client, cast, cast.mei)
    pages = [client.get(url("page", kept, number)) for number in range(3)]
    enter(client, cast, cast.sara)
    client.get(url("page", kept, 0))

    assert {Image.open(BytesIO(page.content)).format for page in pages} == {"JPEG"}
    assert client.get(url("page", kept, 3)).status_code == 404
    seen = [entry.who for entry in queries.custody_of(THING, item_id=kept) if entry.what == "piece_seen"]
    assert seen == ["梅雨晴", "沙莎"]


def test_the_list_is_put_in_order_by_its_buttons(client: Client, cast: Cast) -> None:
    one, two, three = (add(cast.sara, title=title) for title in "一二三")
    enter(client, cast, cast.mei)

    client.post(url("order", *THING, three), {"way": "up"})
    assert numbers() == {"1": "一", "2": "三", "3": "二"}
    client.post(url("order", *THING, two), {"way": "join"})
    assert numbers() == {"1": "一", "2-1": "三", "2-2": "二"}
    client.post(url("order", *THING, two), {"way": "up"})
    assert numbers() == {"1": "一", "2-1": "二", "2-2": "三"}
    client.post(url("order", *THING, two), {"way": "part"})
    assert numbers() == {"1": "一", "2": "三", "3": "二"}
    assert client.post(url("order", *THING, one), {"way": "sideways"}).status_code == 404
    before = len(queries.custody_of(THING))
    client.post(url("order", *THING, one), {"way": "up"})
    assert len(queries.custody_of(THING)) == before


def test_boxes_are_drawn_and_a_copy_stands_under_the_original(client: Client, cast: Cast) -> None:
    kept = add(cast.sara, stage.picture(), name="a.jpg")
    enter(client, cast, cast.mei)

    answer = client.post(url("redact", kept), {"boxes": json.dumps([[0, 0, 0, 5000, 5000]]), "why": "遮住同事姓名"})

    assert answer.status_code == 302
    copy = queries.item(kept, actor=cast.mei).copies[0]
    page = client.get(url("item", copy)).content.decode()
    assert "这是给对方看的遮挡副本" in page
    assert numbers() == {"1": "工资条"}


@pytest.mark.parametrize(
    "boxes", ["", "[]", "nonsense", "[[0,0,0,0,5]]", "[[0,9000,0,2000,10]]", "[[7,0,0,9,9]]", "[[0,0,0,1.5,9]]", "{}"]
)
def test_boxes_that_are_none_are_refused(client: Client, cast: Cast, boxes: str) -> None:
    kept = add(cast.sara, stage.picture(), name="a.jpg")
    enter(client, cast, cast.mei)

    assert client.post(url("redact", kept), {"boxes": boxes}).status_code == 422
    assert queries.item(kept, actor=cast.mei).copies == ()


def test_the_custody_page_recomputes_everything(client: Client, cast: Cast) -> None:
    kept = add(cast.sara)
    enter(client, cast, cast.mei)
    assert "全都对得上" in client.post(url("custody")).content.decode()

    from huozhong.evidence.queries.shelf import path_of

    path_of(Item.objects.get(pk=kept).stored).unlink()
    assert "请马上告诉管理员" in client.post(url("custody")).content.decode()


def test_a_description_is_changed_and_a_piece_withdrawn_by_its_pages(client: Client, cast: Cast) -> None:
    kept = add(cast.sara, title="合同")
    enter(client, cast, cast.sara)

    client.post(url("change", kept), SAID | {"title": "劳动合同", "pages": "6"})
    assert numbers() == {"1": "劳动合同"}
    assert client.post(url("withdraw", kept), {"why": ""}).status_code == 422
    assert client.post(url("withdraw", kept), {"why": "传错了"}).status_code == 302
    assert "传错了" in client.get(url("list")).content.decode()
    assert client.get(url("change", kept)).status_code == 409


def test_without_an_authority_the_page_says_so_and_asks_nobody(client: Client, cast: Cast) -> None:
    kept = add(cast.sara)
    enter(client, cast, cast.mei)

    assert "还没有接可信时间戳服务" in client.get(url("item", kept)).content.decode()
    answer = client.post(url("stamp", kept), follow=True)
    assert "还没有设置可信时间戳服务" in answer.content.decode()


@pytest.mark.parametrize("name", ["add", "redacted"])
def test_what_is_uploaded_never_lies_on_the_disk_in_clear(
    client: Client, cast: Cast, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spooled(*words: object) -> None:
        raise AssertionError("the upload was spooled to disk")

    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryUploadedFile", spooled)
    kept = add(cast.sara)
    enter(client, cast, cast.sara)
    large = SimpleUploadedFile(
        "a.txt", "工资".encode() * 500_000
    )  # larger than what the house keeps in memory elsewhere
    sent = SAID | {"uploads": [large]} if name == "add" else {"file": large}

    assert client.post(url("add") if name == "add" else url("redacted", kept), sent).status_code == 302
    assert Item.objects.count() == 2


def test_an_upload_without_the_form_s_token_is_refused(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    enter(client, cast, cast.sara)

    assert client.post(url("add"), SAID | {"uploads": [photo("1.jpg")]}).status_code == 403
    assert not Item.objects.exists()
