"""Document numbers, names and phones: right ones are kept in one form, wrong ones refused with a sentence."""

from __future__ import annotations

import logging
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from huozhong.kernel.refusals import Refused
from huozhong.people.engine import BrokenCipherError, KeyRing, MissingKeysError
from huozhong.people.rules.names import person_name
from huozhong.people.rules.numbers import NumberKind, document_number, masked
from huozhong.people.rules.phones import phone

TODAY = date(2026, 11, 22)


def with_check(seventeen: str) -> str:
    """A number made for a test: the library says the last character."""
    return seventeen + ric.calc_check_digit(seventeen + "0")


# the example of GB 11643-1999 itself, and numbers of nobody with a right check digit
STANDARD = "11010519491231002X"


@pytest.mark.parametrize(
    ("kind", "text", "kept", "born", "sex"),
    [
        (NumberKind.RESIDENT, STANDARD, STANDARD, date(1949, 12, 31), "F"),
        (NumberKind.RESIDENT, "11010519491231002x", STANDARD, date(1949, 12, 31), "F"),
        (NumberKind.RESIDENT, " １１０１０５ 19491231 002X ", STANDARD, date(1949, 12, 31), "F"),
        (NumberKind.HK_MACAO, with_check("81000019900101001"), None, date(1990, 1, 1), "M"),
        (NumberKind.HK_MACAO, with_check("82000019900101002"), None, date(1990, 1, 1), "F"),
        (NumberKind.TAIWAN, with_check("83000019880229003"), None, date(1988, 2, 29), "M"),
        (NumberKind.FOREIGN_PR, with_check("93184019851231004"), None, date(1985, 12, 31), "F"),
        (NumberKind.FOREIGN_PR, "usa320085123101", "USA320085123101", date(1985, 12, 31), ""),
        (NumberKind.PASSPORT, "e12345678", "E12345678", None, ""),
    ],
)
def test_a_right_number_tells_birthday_and_sex(
    kind: NumberKind, text: str, kept: str | None, born: date | None, sex: str
) -> None:
    number = document_number(kind, text, on=TODAY)

    assert (number.clear, number.birth_date, number.sex) == (kept or text, born, sex)


@pytest.mark.parametrize(
    ("kind", "text", "sentence"),
    [
        (NumberKind.RESIDENT, "", "请填写"),
        (NumberKind.RESIDENT, "110105491231002", "15 位旧身份证号已停用"),
        (NumberKind.RESIDENT, "110105194912310021", "校验位不对"),
        (NumberKind.RESIDENT, "1101051949123100", "应为 18 位，现在是 16 位"),
        (NumberKind.RESIDENT, "11010519491231O02X", "应为数字"),
        (NumberKind.RESIDENT, with_check("11010519490230002"), "出生日期不存在"),
        (NumberKind.RESIDENT, with_check("11010520261123002"), "出生日期不合理"),
        (NumberKind.RESIDENT, with_check("11010517491231002"), "出生日期不合理"),
        (NumberKind.RESIDENT, with_check("99010519491231002"), "地区代码不存在"),
        (NumberKind.RESIDENT, with_check("81000019900101001"), "看起来是港澳居民居住证"),
        (NumberKind.TAIWAN, STANDARD, "看起来是居民身份证"),
        (NumberKind.HK_MACAO, with_check("83000019900101001"), "看起来是台湾居民居住证"),
        (NumberKind.FOREIGN_PR, "US1320085123101", "3 个字母加 12 位数字"),
        (NumberKind.FOREIGN_PR, "USA320085023101", "出生日期不存在"),
        (NumberKind.PASSPORT, "ABCDEF", "护照号码应为"),
        (NumberKind.PASSPORT, "E1", "护照号码应为"),
    ],
)
def test_a_wrong_number_is_refused_with_a_sentence(kind: NumberKind, text: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        document_number(kind, text, on=TODAY)


def test_the_day_of_birth_may_be_today_but_not_tomorrow() -> None:
    assert document_number(NumberKind.RESIDENT, with_check("11010520261122002"), on=TODAY).birth_date == TODAY


@given(st.integers(0, 16), st.integers(1, 9))
def test_any_one_wrong_digit_is_noticed(at: int, by: int) -> None:
    digit = str((int(STANDARD[at]) + by) % 10)

    with pytest.raises(Refused):
        document_number(NumberKind.RESIDENT, STANDARD[:at] + digit + STANDARD[at + 1 :], on=TODAY)


def test_printing_and_logging_a_number_show_the_mask(caplog: pytest.LogCaptureFixture) -> None:
    number, mobile = document_number(NumberKind.RESIDENT, STANDARD, on=TODAY), phone("13812345678")

    with caplog.at_level(logging.INFO):
        logging.getLogger("huozhong").info("%s %r %s %r", number, number, mobile, [mobile])

    assert "19491231" not in caplog.text
    assert "1234567" not in caplog.text
    assert masked(STANDARD) == "1101**********002X"
    assert mobile.masked == "138****5678"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("王 小明", "王小明"),
        ("阿卜杜热合曼·买买提", "阿卜杜热合曼·买买提"),
        ("阿卜杜热合曼 • 买买提", "阿卜杜热合曼·买买提"),
        ("阿不都克里木・吐尔逊江・阿卜杜拉", "阿不都克里木·吐尔逊江·阿卜杜拉"),
        ("\U0002a6dd明", "\U0002a6dd明"),
        ("\U0003106c海", "\U0003106c海"),
        ("㛃玥", "㛃玥"),
        ("John  Smith", "John Smith"),
        ("Jean-Luc O'Neil", "Jean-Luc O'Neil"),
    ],
)
def test_every_real_kind_of_name_is_kept(text: str, kept: str) -> None:
    assert person_name(text) == kept


@pytest.mark.parametrize(
    "text", ["", "王", "王2", "·王明", "王明·", "王··明", "<b>王</b>", "王\x00明", "王" * 61, "\ue000明"]
)
def test_what_cannot_be_a_name_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="姓名"):
        person_name(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("138 1234 5678", "+8613812345678"),
        ("+86-13812345678", "+8613812345678"),
        ("１３８１２３４５６７８", "+8613812345678"),
        ("+852 6123 4567", "+85261234567"),
        ("19912345678", "+8619912345678"),
    ],
)
def test_a_mobile_number_is_kept_in_one_form(text: str, kept: str) -> None:
    assert phone(text).clear == kept


@pytest.mark.parametrize("text", ["", "1381234567", "23812345678", "0510-82700000", "12351", "abc"])
def test_what_takes_no_message_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="手机号码"):
        phone(text)


RING = KeyRing({1: bytes(range(32)), 2: bytes(range(32, 64))}, 1, bytes(range(64, 96)))


def test_a_cipher_is_what_the_standard_library_of_ciphers_makes_of_it() -> None:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    nonce = bytes(12)
    closed = RING.encrypt(STANDARD, purpose="number:resident:7", nonce=nonce)

    other = Cipher(algorithms.AES(bytes(range(32))), modes.GCM(nonce)).encryptor()
    other.authenticate_additional_data(b"number:resident:7")
    text = other.update(STANDARD.encode()) + other.finalize()
    assert closed == b"\x01\x01" + nonce + text + other.tag
    assert closed.hex() == CIPHER_VECTOR
    assert RING.blind_index(STANDARD, of="resident").hex() == INDEX_VECTOR


CIPHER_VECTOR = "01010000000000000000000000003f8d85ef8519b2843c9198072b1da1a9e01bc49a5bae56a0973ee26547bfb26adcf6"
INDEX_VECTOR = "39678d5d78057258b633ad915dd3bdf7b9c5242b90dd1cf2d3be04d794d07e59"


@given(st.text(max_size=40), st.integers(0, 200), st.integers(1, 255))
def test_any_changed_byte_is_noticed(text: str, at: int, by: int) -> None:
    closed = bytearray(RING.encrypt(text, purpose="p"))
    closed[at % len(closed)] ^= by

    with pytest.raises(BrokenCipherError):
        RING.decrypt(bytes(closed), purpose="p")


def test_a_cipher_opens_for_its_own_purpose_only() -> None:
    closed = RING.encrypt(STANDARD, purpose="number:resident:7")

    assert RING.decrypt(closed, purpose="number:resident:7") == STANDARD
    with pytest.raises(BrokenCipherError):
        RING.decrypt(closed, purpose="number:resident:8")


def test_a_turned_ring_opens_old_ciphers_and_finds_old_indexes() -> None:
    closed = RING.encrypt(STANDARD, purpose="p")
    turned = RING.with_new_key()

    assert turned.decrypt(closed, purpose="p") == STANDARD
    assert not turned.is_current(closed)
    assert turned.is_current(turned.encrypt(STANDARD, purpose="p"))
    assert turned.blind_index(STANDARD, of="resident") == RING.blind_index(STANDARD, of="resident")


def test_many_are_closed_as_one_is() -> None:
    rows = [(f"{n}", f"p{n}") for n in range(5000)]
    closed = list(RING.encrypt_many(rows))

    assert [RING.decrypt(c, purpose=p) for c, (_, p) in zip(closed, rows, strict=True)] == [text for text, _ in rows]
    assert len({c[2:14] for c in closed}) == len(closed)


def test_a_ring_is_read_back_and_never_printed(tmp_path) -> None:
    path = tmp_path / "keys.json"
    path.write_text(RING.as_json())

    assert KeyRing.read(path).keys == RING.keys
    assert "\\x" not in repr(RING)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"keys":{"1":"AA=="},"current":1,"index":"AA=="}', "\xff"])
def test_a_spoilt_key_file_is_named(text: str, tmp_path) -> None:
    path = tmp_path / "keys.json"
    path.write_text(text)

    with pytest.raises(MissingKeysError, match=r"keys\.json|keys are"):
        KeyRing.read(path)
