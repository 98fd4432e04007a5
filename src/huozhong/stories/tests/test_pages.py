"""Pages of stories: collecting on a phone, deciding, paper, taking back; who may open what."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huozhong.records.tests.test_sounds import wav
from huozhong.stories import services
from huozhong.stories.models import Consent, Story
from huozhong.stories.rules.consents import About
from huozhong.stories.tests.conftest import PHONE, TELLER, WORDS, Scene, picture


def at(name: str, *ids: int) -> str:
    return reverse(f"stories:{name}", args=ids)


def filled(scene: Scene, **more: Any) -> dict[str, Any]:
    words = {name: getattr(WORDS, name) for name in WORDS.__dataclass_fields__}
    return words | {"unit": scene.cast.works.unit_id, "shows_face": "1"} | more


def upload(name: str = "a.jpg", content: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or picture())


def test_a_story_is_collected_in_one_form(scene: Scene, client: Client) -> None:
    scene.cast.sign_in(client, scene.cast.bo)
    said = filled(scene, photo=upload(), voice=upload("a.wav", wav()), paper=upload("b.jpg"), consents=["name", "face"])

    answer = client.post(at("collect"), said)

    row = Story.objects.get()
    assert answer.headers["Location"] == at("story", row.pk)
    page = client.get(at("story", row.pk)).content.decode()
    assert TELLER in page
    assert "柳溪机电厂上夜班" not in page
    assert "<audio" in page
    sound = client.get(at("sound", row.pk, row.voice_file_id or 0), headers={"Range": "bytes=0-3"})
    assert (sound.status_code, sound.content) == (206, b"RIFF")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"consents": ["name"]}, "签字的同意书"),
        ({"title": "张小三的故事"}, "题目里不要写"),
        ({"need": "", "turning": "", "result": ""}, "写几句"),
        ({"teller_phone": "12"}, "手机号"),
        ({"teller_phone": "13911112222"}, "对得上"),
        ({"voice": SimpleUploadedFile("a.mp3", b"not a sound")}, "不能传这种文件"),
        ({"photo": SimpleUploadedFile("a.jpg", b"<svg onload=x>")}, "不支持"),
        ({"thing_kind": "no.such", "thing_id": "5"}, ""),
    ],
)
def test_a_wrong_form_keeps_nothing_and_says_why(
    scene: Scene, client: Client, wrong: dict[str, Any], says: str
) -> None:
    scene.cast.sign_in(client, scene.cast.bo)

    answer = client.post(at("collect"), filled(scene, **wrong))

    assert answer.status_code in (404, 422)
    assert says in answer.content.decode()
    assert Story.objects.count() == 0


def test_the_teller_decides_on_the_phone(scene: Scene, client: Client) -> None:
    story_id = scene.collect()
    scene.cast.sign_in(client, scene.teller)
    home = client.get(reverse("house:home")).content.decode()
    mine = client.get(at("mine")).content.decode()

    client.post(at("decide", story_id), {"consents": ["name", "face"]})
    photo = Story.objects.get(pk=story_id).photos.get()
    seen = client.get(at("photo", story_id, photo.file_id))
    assert seen.getvalue()[:2] == b"\xff\xd8"
    client.post(at("decide", story_id), {"consents": ["name"]})

    assert "看看关于您的故事" in home
    assert "夜班也有热饭" in mine
    assert client.get(at("photo", story_id, photo.file_id)).status_code == 404
    assert client.post(at("take_back", story_id)).headers["Location"] == at("mine")
    assert client.get(at("story", story_id)).status_code == 200  # their own, marked as taken back
    scene.cast.sign_in(client, scene.cast.bo)
    assert client.get(at("story", story_id)).status_code == 404


def test_only_the_teller_decides(scene: Scene, client: Client) -> None:
    story_id = scene.collect()
    for who in (scene.cast.bo, scene.cast.lin, scene.cast.sara):
        scene.cast.sign_in(client, who)
        assert client.post(at("decide", story_id), {"consents": ["name"]}).status_code == 404
    assert Consent.objects.count() == 0


def test_a_cadre_keeps_the_paper_and_takes_back_at_a_word(scene: Scene, client: Client) -> None:
    story_id = scene.collect(teller_phone="")
    scene.cast.sign_in(client, scene.cast.bo)

    client.post(at("paper", story_id), {"paper": upload(), "consents": ["name", "place"]})
    scan = client.get(at("paper_scan", story_id, Consent.objects.first().paper_file_id or 0))  # type: ignore[union-attr]
    client.post(at("revoke", story_id), {"consents": ["place"]})
    nothing = client.post(at("revoke", story_id), {})

    page = client.get(at("story", story_id)).content.decode()
    assert scan.getvalue()[:2] == b"\xff\xd8"
    assert nothing.status_code == 422
    assert TELLER in page
    assert "柳溪机电厂上夜班" not in page


def test_another_union_reads_neither_story_nor_paper(scene: Scene, client: Client) -> None:
    story_id = scene.collect(teller_phone="")
    paper = services.Upload(picture(), "a.jpg")
    services.consent_by_paper(story_id, given=[About.NAME], paper=paper, actor=scene.cast.bo, at=scene_now())
    file_id = Consent.objects.get(about="name").paper_file_id or 0
    for who in (scene.cast.sara, scene.ren):  # an editor reads the story, never the paper
        scene.cast.sign_in(client, who)
        assert client.get(at("paper_scan", story_id, file_id)).status_code in (403, 404)
        assert client.get(at("edit", story_id)).status_code in (403, 404)
    assert client.get(at("story", story_id)).status_code == 200


def scene_now() -> Any:
    from tests.cast import NOW

    return NOW


def test_editing_starts_from_what_was_told(scene: Scene, client: Client) -> None:
    story_id = scene.collect()
    scene.cast.sign_in(client, scene.cast.bo)
    form = client.get(at("edit", story_id)).content.decode()
    words = {name: getattr(WORDS, name) for name in WORDS.__dataclass_fields__}

    saved = client.post(at("edit", story_id), words | {"result": "现在有热汤面。"})
    other = client.post(at("edit", story_id), words | {"teller_name": "李小四"})

    assert "只能啃冷馒头" in form
    assert (saved.status_code, other.status_code) == (302, 422)
    assert Story.objects.get(pk=story_id).result == "现在有热汤面。"


def test_lists_and_the_part_of_a_project_s_page_open(scene: Scene, client: Client) -> None:
    scene.collect(teller_phone=PHONE)
    scene.cast.sign_in(client, scene.cast.lin)

    assert "夜班也有热饭" in client.get(at("list")).content.decode()
    part = client.get(reverse("stories:about", args=["projects.project", 1])).content.decode()
    assert "还没有职工讲过这件事" in part
