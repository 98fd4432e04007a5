"""Pages of documents and letters: what each shows, and that nobody else finds them."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from huozhong.kernel.actors import Actor
from huozhong.rights import services
from huozhong.rights.models import Document, DocumentTemplate, Letter
from huozhong.rights.rules.filings import FILINGS, FilingKind
from huozhong.rights.tests import test_documents as life
from huozhong.rights.tests.stage import Scene
from tests.cast import NOW, TODAY

pytestmark = pytest.mark.django_db
dossier, agreed = life.dossier, life.agreed


def enter(client: Client, scene: Scene, who: Actor) -> Client:
    scene.cast.sign_in(client, who)
    return client


def text(answer: object) -> str:
    return str(answer.content.decode())  # type: ignore[attr-defined]


@pytest.fixture
def he(client: Client, scene: Scene) -> Client:
    return enter(client, scene, scene.he)


def test_a_mediator_makes_a_document_and_downloads_it(he: Client, dossier: int) -> None:
    assert "调解协议书" in text(he.get(reverse("rights:documents", args=[dossier])))
    prepared = text(he.get(reverse("rights:prepare", args=[dossier, "arbitration_application"])))
    assert "少了这几样" in prepared
    assert "仲裁委员会" in prepared

    answer = he.post(
        reverse("rights:prepare", args=[dossier, "arbitration_application"]),
        {"commission_name": "惠山区劳动人事争议仲裁委员会", "make": "yes"},
    )

    made = Document.objects.get()
    assert answer["Location"] == reverse("rights:document", args=[made.pk])
    assert "空着的地方" in text(he.get(answer["Location"]))
    word = he.get(reverse("rights:document_word", args=[made.pk]))
    assert "惠山区劳动人事争议仲裁委员会" in life.text_of(word.content)
    assert word["Cache-Control"] == "private, no-store"


def test_rows_of_terms_are_kept_in_order_and_empty_ones_left_out(he: Client, dossier: int) -> None:
    here = reverse("rights:prepare", args=[dossier, "mediation_agreement"])

    he.post(here, {"terms-0-content": "工资", "terms-0-amount": "100", "terms-1-content": "", "save": "yes"})

    shown = text(he.get(here))
    assert 'value="工资"' in shown
    assert "terms-2-content" in shown
    assert "terms-3-content" not in shown


def test_a_document_that_waits_for_the_agreement_cannot_be_made_yet(he: Client, dossier: int) -> None:
    here = reverse("rights:prepare", args=[dossier, "judicial_confirmation"])

    assert 'name="make"' not in text(he.get(here))
    assert he.post(here, {"make": "yes"}).status_code == 422
    assert not Document.objects.exists()


def test_an_original_goes_through_the_pages_into_force(client: Client, scene: Scene, agreed: int) -> None:
    he = enter(client, scene, scene.he)
    made = services.make_document(agreed, FilingKind.MEDIATION_AGREEMENT, actor=scene.he, at=NOW)
    upload = SimpleUploadedFile("原件.jpg", life.photograph(), content_type="image/jpeg")
    he.post(reverse("rights:bring_page", args=[made]), {"scan": upload})
    hands = {"hand-worker": "fingerprint", "hand-employer": "seal", "hand-mediator": "signature"}
    move = reverse("rights:document_move", args=[made, "hand_in"])
    day = {"effective_date": TODAY.isoformat()}

    assert he.post(move, hands | day).status_code == 422  # no seal of the body
    he.post(move, hands | day | {"hand-seal": "seal"})
    assert Document.objects.get().state == "checking"
    check = reverse("rights:document_move", args=[made, "bring_in_force"])
    assert he.post(check, {"has_looked": "on"}).status_code == 422  # the same person
    gong = enter(Client(), scene, scene.gong)
    assert "先看原件" in text(gong.get(check))
    gong.post(check, {"has_looked": "on"})

    assert Document.objects.get().state == "in_force"
    assert "起生效" in text(gong.get(reverse("rights:document", args=[made])))


def test_a_worker_sees_and_confirms_their_own_documents_on_a_phone(client: Client, scene: Scene, dossier: int) -> None:
    made = services.make_document(dossier, FilingKind.MEDIATION_APPLICATION, actor=scene.he, at=NOW)
    miao = enter(client, scene, scene.miao)

    assert "调解申请书" in text(miao.get(reverse("rights:my_documents", args=[dossier])))
    assert "这不是签名" in text(miao.get(reverse("rights:document", args=[made])))
    miao.post(reverse("rights:document_confirm", args=[made]))

    shown = text(miao.get(reverse("rights:document", args=[made])))
    assert "您确认过内容没错" in shown
    assert "已签" not in shown
    assert miao.get(reverse("rights:document_word", args=[made])).status_code == 200
    assert miao.get(reverse("rights:prepare", args=[dossier, "demand"])).status_code in (403, 404)


@pytest.mark.parametrize("what", ["deadlines", "calculation", "evidence", "receipt"])
def test_slips_are_pdf_for_the_office_and_for_the_worker(client: Client, scene: Scene, dossier: int, what: str) -> None:
    for who in (scene.he, scene.miao):
        answer = enter(client, scene, who).get(reverse("rights:slip", args=[dossier, what]))
        assert answer["Content-Type"] == "application/pdf"
        assert len(PdfReader(io.BytesIO(answer.content)).pages) >= 1


@pytest.mark.parametrize("who", ["bo", "bo_mediates", "town_chair", "lu", "tian"])
def test_for_everybody_else_no_page_of_a_document_exists(client: Client, scene: Scene, agreed: int, who: str) -> None:
    made = life.handed_in(scene, agreed)
    page = Document.objects.get().pages.get().pk
    stranger = enter(client, scene, getattr(scene, who))

    addresses = [
        reverse("rights:documents", args=[agreed]),
        reverse("rights:prepare", args=[agreed, "demand"]),
        reverse("rights:my_documents", args=[agreed]),
        reverse("rights:document", args=[made]),
        reverse("rights:document_word", args=[made]),
        reverse("rights:original_page", args=[page]),
        reverse("rights:document_move", args=[made, "void"]),
        *(reverse("rights:slip", args=[agreed, what]) for what in ("deadlines", "calculation", "evidence", "receipt")),
    ]
    assert {stranger.get(address).status_code for address in addresses} == {404}
    assert stranger.post(reverse("rights:document_confirm", args=[made])).status_code == 404
    anonymous = Client()
    assert {anonymous.get(address).status_code for address in addresses} == {302}


@pytest.mark.parametrize("odd", ["nothing", "MEDIATION", "demand2"])
def test_an_unknown_kind_or_move_is_not_found(he: Client, scene: Scene, dossier: int, odd: str) -> None:
    made = services.make_document(dossier, FilingKind.DEMAND, actor=scene.he, at=NOW)

    assert he.get(reverse("rights:prepare", args=[dossier, odd])).status_code == 404
    assert he.get(reverse("rights:document_move", args=[made, odd])).status_code == 404
    assert he.get(reverse("rights:slip", args=[dossier, odd])).status_code == 404
    assert he.get(reverse("rights:shipped_template", args=[odd])).status_code == 404


def test_a_lead_brings_an_own_template_and_every_wrong_field_is_named(client: Client, scene: Scene) -> None:
    gong = enter(client, scene, scene.gong)
    assert "worker_name" in text(gong.get(reverse("rights:templates")))
    word = gong.get(reverse("rights:shipped_template", args=["demand"]))
    unit = {"unit": scene.cast.district.unit_id, "kind": "demand"}

    wrong = SimpleUploadedFile("a.docx", life.template("{{ one_wrong }} {{ two_wrong }}"))
    answer = gong.post(reverse("rights:bring_template"), unit | {"template": wrong})
    assert answer.status_code == 422
    assert "one_wrong" in text(answer)
    assert "two_wrong" in text(answer)
    gong.post(reverse("rights:bring_template"), unit | {"template": SimpleUploadedFile("a.docx", word.content)})

    brought = DocumentTemplate.objects.get()
    assert "换回系统自带的" in text(gong.get(reverse("rights:templates")))
    gong.post(reverse("rights:withdraw_template", args=[brought.pk]))
    assert not DocumentTemplate.objects.filter(is_in_use=True).exists()


def test_a_letter_is_drafted_sent_and_answered_through_the_pages(he: Client, scene: Scene) -> None:
    he.post(
        reverse("rights:new_letter"),
        {
            "unit": scene.cast.district.unit_id, "kind": "reminder", "employer_name": "柳溪机电有限公司",
            "addressee": "柳溪机电有限公司", "matters": "晚发工资", "laws": "劳动合同法第三十条",
        },
    )  # fmt: skip
    made = Letter.objects.get().pk
    here = reverse("rights:letter", args=[made])
    today = timezone.localdate().isoformat()
    assert "登记已经送达" in text(he.get(here))

    he.post(f"{here}move/send/", {"received": today, "asked_until": today})
    assert "这是工会希望的日子" in text(he.get(here))
    he.post(f"{here}move/answer/", {"on": today, "words": "马上补发"})
    he.post(f"{here}move/settle/", {"why": "看过工资单"})

    assert Letter.objects.get().state == "settled"
    assert "柳溪机电有限公司" in text(he.get(reverse("rights:letters")))


def test_a_letter_becomes_a_paper_of_the_union_only_by_who_writes_papers(he: Client, scene: Scene) -> None:
    test_a_letter_is_drafted_sent_and_answered_through_the_pages(he, scene)

    answer = he.post(reverse("rights:letter_paper", args=[Letter.objects.get().pk]))

    assert answer.status_code == 403


def test_each_kind_of_document_stands_on_the_page_where_it_is_chosen(he: Client, dossier: int) -> None:
    shown = text(he.get(reverse("rights:documents", args=[dossier])))

    assert [filing.kind for filing in FILINGS.values() if str(filing.title) not in shown] == []
