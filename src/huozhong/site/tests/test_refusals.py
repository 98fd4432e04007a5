"""Whatever goes wrong, somebody reads what happened, that nothing was lost, and what to do next."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path, reverse

from huozhong.access.services import open_to_all
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.site import refusals
from huozhong.site import urls as real
from tests.cast import Cast

pytestmark = pytest.mark.django_db

REASON = say("指标没有写数字，不能申报。")
FAULTS: dict[str, Exception] = {
    "refused": Refused(REASON, cite="《项目管理办法》第八条"),
    "not_found": NotFound(REASON),
    "forbidden": Forbidden(REASON),
    "conflict": Conflict(REASON),
    "http404": Http404(),
    "denied": PermissionDenied(),
    "broken": RuntimeError("电话 13912345678 出错"),
}


@open_to_all("a test's own page")
def fail(request: HttpRequest, kind: str) -> HttpResponse:
    raise FAULTS[kind]


@open_to_all("a test's own page")
def read_post(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(len(request.POST)))


urlpatterns = [
    path("fail/<str:kind>/", fail),
    path("read/", read_post),
    path("", include(real)),
]
handler400, handler403, handler404 = real.handler400, real.handler403, real.handler404
handler500, handler429 = real.handler500, real.handler429

here = override_settings(ROOT_URLCONF=__name__)


@here
@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("refused", 422, "指标没有写数字，不能申报。"),
        ("refused", 422, "这一步还不能办"),
        ("refused", 422, "《项目管理办法》第八条"),
        ("not_found", 404, "指标没有写数字"),
        ("forbidden", 403, "指标没有写数字"),
        ("conflict", 409, "别人先办了一步"),
        ("http404", 404, "没有找到这一页"),
        ("denied", 403, "这一步您现在不能办"),
    ],
)
def test_a_refusal_is_a_page_with_its_sentence(client: Client, kind: str, status: int, words: str) -> None:
    answer = client.get(f"/fail/{kind}/")

    page = answer.content.decode()
    assert answer.status_code == status
    assert words in page
    assert "什么都没有丢" in page


@here
@pytest.mark.parametrize(
    ("kind", "status"), [("refused", 422), ("not_found", 404), ("forbidden", 403), ("conflict", 409)]
)
def test_a_part_of_a_page_gets_a_note_over_the_page_and_keeps_what_stands(
    client: Client, kind: str, status: int
) -> None:
    answer = client.get(f"/fail/{kind}/", headers={"HX-Request": "true"})

    assert answer.status_code == status
    assert "<html" not in answer.content.decode()
    assert "指标没有写数字" in answer.content.decode()
    assert (answer["HX-Retarget"], answer["HX-Reswap"]) == ("body", "beforeend")


@here
def test_when_the_session_is_over_htmx_opens_the_sign_in_page_whole(client: Client) -> None:
    answer = client.get(reverse("house:notices"), headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert answer["HX-Redirect"].startswith(reverse("account_login"))


@here
def test_what_breaks_in_our_house_is_told_without_templates_and_logged_without_numbers(
    client: Client, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    client.raise_request_exception = False

    answer = client.get("/fail/broken/")

    assert answer.status_code == 500
    assert "不是您做错了" in answer.content.decode()
    assert answer["X-Request-Id"] in answer.content.decode()
    assert "13912345678" not in answer.content.decode()


def test_no_log_line_holds_a_personal_number(client: Client, capfd: pytest.CaptureFixture[str]) -> None:
    from django.conf import settings

    logging.config.dictConfig(settings.LOGGING)  # the handler of now writes to the stream of now
    client.get("/people/13912345678/?number=320211199003071234")
    logging.getLogger("django.request").error("number %s of %s", "320211199003071234", "13912345678")

    written = capfd.readouterr().err
    assert "/people/***/" in written
    assert "13912345678" not in written
    assert "320211199003071234" not in written
    line = next(line for line in written.splitlines() if '"request"' in line)
    facts = json.loads(line[line.index("{") :])
    assert set(facts) == {"event", "number", "method", "path", "status", "milliseconds", "account_id"}


@here
def test_a_body_that_is_too_big_is_refused_before_it_is_kept(client: Client, settings: Any) -> None:
    settings.BIGGEST_REQUEST = 1000

    answer = client.post("/read/", {"text": "长" * 2000})

    assert answer.status_code == 413
    assert "文件太大了" in answer.content.decode()


@here
def test_too_much_text_is_refused_with_the_same_page(client: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000

    answer = client.post("/read/", {"text": "长" * 2000})

    assert answer.status_code == 413


@here
def test_asking_too_often_is_told_in_words(client: Client) -> None:
    page = refusals.too_many(client.get("/read/").wsgi_request)

    assert page.status_code == 429
    assert "请过一分钟再试" in page.content.decode()


def test_a_stale_form_is_told_in_words(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get(reverse("account_login"))

    answer = client.post(reverse("account_login"), {"login": "mei", "password": "x"})

    assert answer.status_code == 403
    assert "为了安全没有提交" in answer.content.decode()
    without = Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": "mei", "password": "x"})
    assert "没有保存 Cookie" in without.content.decode()


def test_pages_of_somebody_signed_in_are_kept_by_no_cache(cast: Cast, client: Client) -> None:
    cast.sign_in(client, cast.mei)

    assert "no-store" in client.get(reverse("house:account"))["Cache-Control"]


def test_the_policy_lets_no_inline_script_run(client: Client) -> None:
    answer = client.get(reverse("account_login"))

    policy = answer["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy


def test_the_house_speaks_chinese_until_somebody_chooses_otherwise(client: Client) -> None:
    login = reverse("account_login")
    assert 'lang="zh-Hans-CN"' in client.get(login, headers={"Accept-Language": "en-GB"}).content.decode()

    client.post(reverse("house:language"), {"language": "en", "next": login})

    assert 'lang="en"' in client.get(login).content.decode()


def test_the_load_balancer_hears_whether_the_database_answers(client: Client, monkeypatch: Any) -> None:
    from django.db import DatabaseError

    from huozhong.site.views import system

    assert client.get("/healthz").status_code == 200

    class Silent:
        def cursor(self) -> None:
            raise DatabaseError

    monkeypatch.setattr(system, "connection", Silent())
    assert client.get("/healthz").status_code == 503
