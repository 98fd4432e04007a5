"""Documents: made from the dossier, kept as made, in force only by a paper original that two have seen."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from docx import Document as WordFile
from PIL import Image

from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.records.models import Trail
from huozhong.rights import queries, services
from huozhong.rights.models import ClaimItem, Document, DocumentWords, Dossier, OriginalPage, StageEvent
from huozhong.rights.rules import kinds as k
from huozhong.rights.rules.filing_guards import Hand
from huozhong.rights.rules.filings import FILINGS, FilingKind, Signer
from huozhong.rights.services import documents_force, moving, staffing
from huozhong.rights.tests.stage import DOCUMENT, EMPLOYER, PHONE, Scene
from tests.cast import NOW, TODAY

pytestmark = pytest.mark.django_db

AGREEMENT = FilingKind.MEDIATION_AGREEMENT
ALL_HANDS = {
    Signer.WORKER: Hand.FINGERPRINT,
    Signer.EMPLOYER: Hand.SEAL,
    Signer.MEDIATOR: Hand.SIGNATURE,
    Signer.SEAL: Hand.SEAL,
}
TERMS = [{"content": "2026年7月至9月工资", "amount": "8,640.00", "due": "2026年12月10日", "manner": "银行转账"}]


def photograph(shade: int = 200) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (60, 80), (shade, shade, shade)).save(kept, format="JPEG")
    return kept.getvalue()


def text_of(made: bytes) -> str:
    opened = WordFile(io.BytesIO(made))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "\n".join([line.text for line in opened.paragraphs] + cells)


def claim(dossier_id: int, **changes: object) -> None:
    told: dict[str, object] = {
        "number": 1, "kind": "1", "title": "7至9月工资", "amount": Decimal("8640.00"),
        "formula": "19,500.00 − 10,860.00 = 8,640.00", "written_at": NOW,
    }  # fmt: skip
    row = Dossier.objects.get(pk=dossier_id)
    ClaimItem.objects.create(city_id=row.city_id, dossier=row, **(told | changes))


@pytest.fixture
def dossier(scene: Scene) -> int:
    made = scene.opened()
    claim(made)
    return made


@pytest.fixture
def agreed(scene: Scene, dossier: int) -> int:
    """The same dossier, at an agreement that the two sides reached today."""
    assert scene.gong.person_id
    assert scene.he.person_id
    staffing.assign(dossier, handler_id=scene.he.person_id, actor=scene.gong, at=NOW)
    moving.move(dossier, "mediate", agrees=True, actor=scene.he, at=NOW)
    moving.agree(dossier, path=k.Path.CONFIRMATION, actor=scene.he, at=NOW)
    services.write_words(dossier, {"terms": TERMS, "agreement_matters": "工资差额"}, actor=scene.he, at=NOW)
    return dossier


def test_a_document_says_what_the_dossier_knows_and_names_what_nobody_knows(scene: Scene, dossier: int) -> None:
    made = services.make_document(dossier, FilingKind.ARBITRATION_APPLICATION, actor=scene.he, at=NOW)

    content, name = services.open_document(made, actor=scene.he, at=NOW)
    told = text_of(content)
    assert name == "维权2026-0001 劳动人事争议仲裁申请书.docx"
    assert {"苗青青", PHONE, DOCUMENT, EMPLOYER} <= {
        one for one in ("苗青青", PHONE, DOCUMENT, EMPLOYER) if one in told
    }
    assert "8,640.00" in told
    assert "捌仟陆佰肆拾元整" in told
    card, _ = queries.document_for(scene.he, made)
    assert {"commission_name", "employer_principal"} <= {one.key for one in card.blanks}


def test_its_exact_words_template_and_hash_are_kept_and_nothing_of_it_stands_in_clear(
    scene: Scene, dossier: int
) -> None:
    made = services.make_document(dossier, FilingKind.DEMAND, actor=scene.he, at=NOW)

    row = Document.objects.get(pk=made)
    content, _ = services.open_document(made, actor=scene.he, at=NOW)
    assert row.content_sha256 == hashlib.sha256(content).hexdigest()
    assert queries.document_context(row)["worker_name"] == "苗青青"
    kept = json.dumps([list(map(str, one)) for one in Document.objects.values_list()]) + "\n".join(
        f"{one.label} {one.details} {one.why}" for one in Trail.objects.filter(kind__startswith="rights.")
    )
    assert "苗青青" not in kept
    assert PHONE not in kept


def test_a_made_document_is_changed_by_nobody(scene: Scene, dossier: int) -> None:
    made = services.make_document(dossier, FilingKind.DEMAND, actor=scene.he, at=NOW)

    with pytest.raises(DatabaseError), transaction.atomic():
        Document.objects.filter(pk=made).update(content_sha256="0" * 64)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE rights_document SET state = 'in_force' WHERE id = %s", [made])


def test_what_was_written_for_one_document_stands_on_the_next(scene: Scene, dossier: int) -> None:
    services.write_words(dossier, {"terms": TERMS, "court_name": "惠山区人民法院"}, actor=scene.he, at=NOW)
    services.write_words(dossier, {"agreement_matters": "工资"}, actor=scene.he, at=NOW)

    words, version = queries.document_words(dossier)
    told = services.prepare_document(dossier, FilingKind.JUDICIAL_CONFIRMATION, actor=scene.he, at=NOW).words
    assert version == 2
    assert words["court_name"] == "惠山区人民法院"
    assert told["terms"][0]["amount"] == "8,640.00"
    assert told["agreement_total"] == "8,640.00"
    assert b"8,640" not in bytes(DocumentWords.objects.get().words_cipher)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ({"nobody_knows": "x"}, NotFound),
        ({"effective_date": "tomorrow"}, Refused),
        ({"property_clues": "长" * 9000}, Refused),
        ({"terms": [{"content": str(n)} for n in range(80)]}, Refused),
    ],
)
def test_what_cannot_be_written_is_refused(scene: Scene, dossier: int, words: dict[str, object], why: type) -> None:
    with pytest.raises(why):
        services.write_words(dossier, words, actor=scene.he, at=NOW)


@pytest.mark.parametrize("who", ["bo", "tian", "town_chair", "bo_mediates", "lu"])
def test_whoever_may_not_see_the_dossier_finds_no_document(scene: Scene, dossier: int, who: str) -> None:
    made = services.make_document(dossier, FilingKind.DEMAND, actor=scene.he, at=NOW)
    stranger = getattr(scene, who)

    for door in (
        lambda: services.open_document(made, actor=stranger, at=NOW),
        lambda: services.make_document(dossier, FilingKind.DEMAND, actor=stranger, at=NOW),
        lambda: services.prepare_document(dossier, FilingKind.DEMAND, actor=stranger, at=NOW),
        lambda: services.void_document(made, why="看看", actor=stranger, at=NOW),
        lambda: services.confirm_document(made, actor=stranger, at=NOW),
    ):
        with pytest.raises((NotFound, Forbidden)) as told:
            door()
        assert told.type is NotFound


def test_the_worker_reads_and_confirms_their_own_document_and_that_is_no_signature(scene: Scene, agreed: int) -> None:
    made = services.make_document(agreed, AGREEMENT, actor=scene.he, at=NOW)

    services.open_document(made, actor=scene.miao, at=NOW)
    services.confirm_document(made, actor=scene.miao, at=NOW)
    services.confirm_document(made, actor=scene.miao, at=NOW)

    card, _ = queries.document_for(scene.miao, made)
    assert [name for name, _ in card.confirmed_by] == ["苗青青"]
    assert card.state == "made"
    with pytest.raises(Forbidden):
        services.confirm_document(made, actor=scene.he, at=NOW)
    with pytest.raises(Forbidden):
        services.make_document(agreed, AGREEMENT, actor=scene.miao, at=NOW)


def handed_in(scene: Scene, dossier_id: int, **changes: object) -> int:
    made = services.make_document(dossier_id, AGREEMENT, actor=scene.he, at=NOW)
    services.bring_page(made, content=photograph(), name="第1页.jpg", actor=scene.he, at=NOW)
    told: dict[str, object] = {"hands": ALL_HANDS, "effective_date": TODAY}
    services.hand_in_original(made, **(told | changes), actor=scene.he, at=NOW)  # type: ignore[arg-type]
    return made


def test_an_agreement_is_in_force_when_a_second_person_has_seen_the_original(scene: Scene, agreed: int) -> None:
    made = handed_in(scene, agreed)

    services.bring_in_force(made, actor=scene.gong, at=NOW)

    card, _ = queries.document_for(scene.he, made)
    assert (card.state, card.effective_date, card.checked_by_name) == ("in_force", TODAY, "龚明远")
    assert scene.row(agreed).agreement_date == TODAY


def test_who_handed_the_original_in_does_not_check_it(scene: Scene, agreed: int) -> None:
    made = handed_in(scene, agreed)

    with pytest.raises(Refused, match="换一个人"):
        services.bring_in_force(made, actor=scene.he, at=NOW)


@pytest.mark.parametrize("missing", list(ALL_HANDS))
def test_one_hand_too_few_keeps_an_agreement_from_force(scene: Scene, agreed: int, missing: Signer) -> None:
    with pytest.raises(Refused, match="还缺"):
        handed_in(scene, agreed, hands={who: what for who, what in ALL_HANDS.items() if who is not missing})


def test_a_signature_where_a_seal_must_stand_does_not_count(scene: Scene, agreed: int) -> None:
    with pytest.raises(Refused, match="调解组织盖章"):
        handed_in(scene, agreed, hands=ALL_HANDS | {Signer.SEAL: Hand.SIGNATURE})


def test_without_a_scan_or_with_a_day_ahead_nothing_comes_into_force(scene: Scene, agreed: int) -> None:
    made = services.make_document(agreed, AGREEMENT, actor=scene.he, at=NOW)
    with pytest.raises(Refused, match="扫描件"):
        services.hand_in_original(made, hands=ALL_HANDS, effective_date=TODAY, actor=scene.he, at=NOW)
    with pytest.raises(Refused, match="今天以后"):
        handed_in(scene, agreed, effective_date=TODAY + timedelta(days=1))


def test_an_original_that_was_sent_back_starts_anew_and_keeps_its_old_pages(scene: Scene, agreed: int) -> None:
    made = handed_in(scene, agreed)

    services.send_back_original(made, why="缺调解组织的章", actor=scene.tao, at=NOW)

    _, row = queries.document_for(scene.he, made)
    assert (row.state, row.attempt) == ("made", 2)
    assert queries.original_pages(row) == ()
    assert OriginalPage.objects.filter(document=row).count() == 1
    with pytest.raises(Refused, match="扫描件"):
        services.hand_in_original(made, hands=ALL_HANDS, effective_date=TODAY, actor=scene.he, at=NOW)


def test_before_an_agreement_was_reached_its_paper_starts_no_clock(scene: Scene, dossier: int) -> None:
    made = handed_in(scene, dossier)

    with pytest.raises(Conflict, match="先登记双方达成协议"):
        services.bring_in_force(made, actor=scene.gong, at=NOW)
    assert Document.objects.get(pk=made).state == "checking"


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00 program", b"\xff\xd8\xff broken", b"PK\x03\x04"])
def test_a_page_that_is_no_picture_and_no_pdf_is_refused(scene: Scene, agreed: int, content: bytes) -> None:
    made = services.make_document(agreed, AGREEMENT, actor=scene.he, at=NOW)

    with pytest.raises(Refused):
        services.bring_page(made, content=content, name="页.jpg", actor=scene.he, at=NOW)


def test_a_page_is_closed_with_a_key_and_opens_as_it_was(scene: Scene, agreed: int) -> None:
    made = services.make_document(agreed, AGREEMENT, actor=scene.he, at=NOW)
    page = services.bring_page(made, content=photograph(), name="页.jpg", actor=scene.he, at=NOW)

    content, name, media_type = services.open_page(page, actor=scene.miao, at=NOW)

    row = OriginalPage.objects.get(pk=page)
    assert hashlib.sha256(content).hexdigest() == row.sha256
    assert (media_type, name) == ("image/jpeg", "维权2026-0001-1 原件第1页.jpg")
    assert base64.b64encode(content[:60]) not in bytes(row.content_cipher)
    with pytest.raises(Conflict, match="已经传过"):
        services.bring_page(made, content=photograph(), name="页.jpg", actor=scene.he, at=NOW)
    with pytest.raises(NotFound):
        services.open_page(page, actor=scene.bo, at=NOW)


def test_no_provider_of_electronic_signatures_is_shipped(scene: Scene, agreed: int) -> None:
    made = services.make_document(agreed, AGREEMENT, actor=scene.he, at=NOW)

    assert services.signers() == ()
    with pytest.raises(Refused, match="没有接入"):
        services.take_signature_report(made, provider="某机构", reference="1", actor=scene.he, at=NOW)


def test_a_whole_report_of_a_provider_brings_an_agreement_into_force_and_is_kept(
    scene: Scene, agreed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents_force, "_signers", {})
    made = services.make_document(agreed, AGREEMENT, actor=scene.he, at=NOW)
    signed: dict[str, int] = {"half": 2, "whole": len(FILINGS[AGREEMENT].signers)}

    def door(content: bytes, reference: str, kind: FilingKind) -> services.SignatureReport | None:
        assert hashlib.sha256(content).hexdigest() == Document.objects.get(pk=made).content_sha256
        count = signed.get(reference)
        return services.SignatureReport(b"report", TODAY, count) if count else None

    services.register_signer("样本签署", door)
    for reference in ("unknown", "half"):
        with pytest.raises(Refused, match="还没有签齐"):
            services.take_signature_report(made, provider="样本签署", reference=reference, actor=scene.he, at=NOW)
    services.take_signature_report(made, provider="样本签署", reference="whole", actor=scene.he, at=NOW)

    row = Document.objects.get(pk=made)
    assert (row.state, row.provider, row.report_sha256) == (
        "in_force", "样本签署", hashlib.sha256(b"report").hexdigest(),
    )  # fmt: skip
    assert scene.row(agreed).agreement_date == TODAY


def test_documents_that_rest_on_an_agreement_wait_for_it(scene: Scene, agreed: int) -> None:
    with pytest.raises(Refused, match="生效以后"):
        services.make_document(agreed, FilingKind.JUDICIAL_CONFIRMATION, actor=scene.he, at=NOW)
    services.bring_in_force(handed_in(scene, agreed), actor=scene.gong, at=NOW)

    made = services.make_document(agreed, FilingKind.JUDICIAL_CONFIRMATION, actor=scene.he, at=NOW)

    content, _ = services.open_document(made, actor=scene.he, at=NOW)
    assert f"{TODAY.year}年{TODAY.month}月{TODAY.day}日 生效" in text_of(content)


def test_a_demand_that_was_posted_stands_in_the_story_with_its_proof(scene: Scene, dossier: int) -> None:
    made = services.make_document(dossier, FilingKind.DEMAND, actor=scene.he, at=NOW)
    with pytest.raises(Refused):
        services.deliver_document(made, on=TODAY, how="  ", actor=scene.he, at=NOW)
    with pytest.raises(Refused, match="今天以后"):
        services.deliver_document(made, on=date(2099, 1, 1), how="EMS", actor=scene.he, at=NOW)

    services.deliver_document(made, on=TODAY, how="EMS 1234567890123", actor=scene.he, at=NOW)

    told = StageEvent.objects.get(dossier_id=dossier, event="negotiation_asked")
    assert (told.happened_date, "1234567890123" in told.why) == (TODAY, True)
    assert queries.document_for(scene.he, made)[0].state == "delivered"


def template(line: str) -> bytes:
    made = WordFile()
    made.add_paragraph(line)
    kept = io.BytesIO()
    made.save(kept)
    return kept.getvalue()


def test_an_office_s_own_template_takes_the_place_of_the_house_s_until_it_is_withdrawn(
    scene: Scene, dossier: int
) -> None:
    unit = scene.cast.district.unit_id
    brought = services.bring_template(
        unit, FilingKind.DEMAND, content=template("本区式样 {{ worker_name }}"), name="催告函.docx",
        actor=scene.gong, at=NOW,
    )  # fmt: skip
    own = services.make_document(dossier, FilingKind.DEMAND, actor=scene.he, at=NOW)
    services.withdraw_template(brought, actor=scene.gong, at=NOW)
    house = services.make_document(dossier, FilingKind.DEMAND, actor=scene.he, at=NOW)

    assert "本区式样 苗青青" in text_of(services.open_document(own, actor=scene.he, at=NOW)[0])
    assert "本区式样" not in text_of(services.open_document(house, actor=scene.he, at=NOW)[0])
    assert queries.templates_in((unit,)) == ()


def test_a_template_that_cannot_be_filled_is_refused_and_a_mediator_brings_none(scene: Scene) -> None:
    unit = scene.cast.district.unit_id
    with pytest.raises(Refused, match="worker_salary"):
        services.bring_template(
            unit, FilingKind.DEMAND, content=template("{{ worker_salary }}"), name="a.docx", actor=scene.gong, at=NOW
        )
    with pytest.raises((Forbidden, NotFound)):
        services.bring_template(
            unit, FilingKind.DEMAND, content=template("{{ worker_name }}"), name="a.docx", actor=scene.he, at=NOW
        )


def test_originals_wait_for_everybody_but_who_brought_them(scene: Scene, agreed: int) -> None:
    handed_in(scene, agreed)

    asked = (scene.gong, scene.tao, scene.he, scene.bo)
    assert [len(queries.originals_to_check(who, on=TODAY)) for who in asked] == [1, 1, 0, 0]
    assert queries.originals_to_check_count(scene.bo_mediates, on=TODAY) == 0
