"""Trusted time by a local authority of OpenSSL: asked by hash alone, kept raw, verified, refused when it is wrong."""

from __future__ import annotations

import hashlib
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.db import Error, transaction

from huozhong.evidence import queries, services
from huozhong.evidence.engine import BadTokenError, ask_for, read_token
from huozhong.evidence.models import Stamp
from huozhong.evidence.tests.stage import THING, add, said
from huozhong.kernel.refusals import Forbidden, Refused
from tests.cast import NOW, Cast

pytestmark = pytest.mark.needs("openssl")

CONFIG = """
[req]
distinguished_name=dn
prompt=no
[dn]
CN=Test Root
[authority]
basicConstraints=critical,CA:TRUE
keyUsage=critical,keyCertSign,cRLSign
[stamper]
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature
extendedKeyUsage=critical,timeStamping
[service]
serial={folder}/serial
signer_digest=sha256
default_policy=1.2.3.4.1
digests=sha256
accuracy=secs:1
ordering=yes
ess_cert_id_alg=sha256
"""


class Authority:
    """A root, a stamper under it, and answers to questions."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        (folder / "conf").write_text(CONFIG.format(folder=folder))
        (folder / "serial").write_text("0A\n")
        self.run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "30",
                 "-config", "conf", "-extensions", "authority")  # fmt: skip
        self.run("req", "-newkey", "rsa:2048", "-nodes", "-keyout", "own.key", "-out", "own.csr", "-subj", "/CN=One",
                 "-config", "conf")  # fmt: skip
        self.run("x509", "-req", "-in", "own.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out",
                 "own.pem", "-days", "30", "-extfile", "conf", "-extensions", "stamper")  # fmt: skip

    def run(self, *words: str) -> None:
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True)

    @property
    def roots(self) -> bytes:
        return (self.folder / "ca.pem").read_bytes()

    def answer(self, question: bytes, *more: str) -> bytes:
        (self.folder / "question").write_bytes(question)
        self.run("ts", "-reply", "-config", "conf", "-section", "service", "-queryfile", "question", "-signer",
                 "own.pem", "-inkey", "own.key", "-out", "answer", *more)  # fmt: skip
        return (self.folder / "answer").read_bytes()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("trusted") / "one")


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("strange") / "two")


CONTENT = "9 月工资条".encode()
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def test_the_question_holds_the_hash_and_nothing_of_the_content() -> None:
    question = ask_for(CONTENT)

    assert bytes.fromhex(SHA256) in question
    assert CONTENT not in question


def test_an_answer_is_verified_by_the_client(authority: Authority) -> None:
    token = read_token(authority.answer(ask_for(CONTENT)), sha256=SHA256, roots=authority.roots)

    assert token.verified_by == "rfc3161-client"
    assert token.stamped_at.tzinfo is not None


def test_an_answer_with_certificates_out_of_order_is_verified_by_openssl(authority: Authority) -> None:
    """The client reads strict DER and will not have it; the raw bytes are good all the same."""
    answers = [authority.answer(ask_for(CONTENT), "-chain", chain) for chain in chains(authority)]

    tokens = [read_token(answer, sha256=SHA256, roots=authority.roots) for answer in answers]

    assert "openssl" in {token.verified_by for token in tokens}
    assert all(token.serial for token in tokens)


def chains(authority: Authority) -> list[str]:
    """Certificates to travel along, in both orders: in one of them they do not stand sorted."""
    own, root = (authority.folder / "own.pem").read_text(), (authority.folder / "ca.pem").read_text()
    (authority.folder / "one.pem").write_text(root)
    (authority.folder / "two.pem").write_text(root + own)
    return ["one.pem", "two.pem"]


@pytest.mark.parametrize("changed", ["content", "token", "root", "junk", "empty"])
@pytest.mark.parametrize("extra", [(), ("-chain", "one.pem")], ids=["strict", "loose"])
def test_an_answer_that_does_not_hold_is_refused(
    authority: Authority, stranger: Authority, changed: str, extra: tuple[str, ...]
) -> None:
    chains(authority)
    answer, sha256, roots = authority.answer(ask_for(CONTENT), *extra), SHA256, authority.roots
    if changed == "content":
        sha256 = hashlib.sha256(b"another").hexdigest()
    elif changed == "token":
        answer = answer.replace(bytes.fromhex(SHA256), hashlib.sha256(b"another").digest())
        sha256 = hashlib.sha256(b"another").hexdigest()
    elif changed == "root":
        roots = stranger.roots
    else:
        answer = b"no token" if changed == "junk" else b""

    with pytest.raises(BadTokenError):
        read_token(answer, sha256=sha256, roots=roots)


@pytest.fixture
def serving(authority: Authority, settings: Any) -> Iterator[list[str]]:
    """The authority behind an address, as the settings name it; gives the kinds of questions that it was asked."""
    asked: list[str] = []

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = self.rfile.read(int(self.headers["Content-Length"]))
            asked.append(self.headers["Content-Type"])
            answer = authority.answer(question) if self.path == "/good" else b"sorry"
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *words: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.TIMESTAMP_URL = f"http://127.0.0.1:{server.server_port}/good"
    settings.TIMESTAMP_ROOTS = str(authority.folder / "ca.pem")
    yield asked
    server.shutdown()
    thread.join(5)
    server.server_close()


def test_a_piece_is_stamped_and_the_raw_answer_stays(cast: Cast, serving: list[str]) -> None:
    kept = add(cast.sara, CONTENT)

    card = services.stamp_item(kept, actor=cast.mei, at=NOW)

    assert serving == ["application/timestamp-query"]
    assert queries.item(kept, actor=cast.mei).stamps == (card,)
    assert said(kept)[-1] == "piece_stamped"
    found = queries.verify(THING)
    assert (found.stamps, found.holds) == (1, True)
    (handed,) = services.hand_out(THING, actor=cast.mei, at=NOW, why="移送", accept_unscanned="急件")
    assert [read_token(one, sha256=SHA256, roots=roots(serving)).serial for one in handed.tokens] == [card.serial]
    with pytest.raises(Error), transaction.atomic():
        Stamp.objects.update(serial="1")


def roots(_: object) -> bytes:
    from huozhong.evidence.queries.custody import roots_of_authority

    return roots_of_authority()


def test_an_authority_of_strangers_is_found_when_verifying(
    cast: Cast, serving: list[str], stranger: Authority, settings: Any
) -> None:
    kept = add(cast.sara, CONTENT)
    services.stamp_item(kept, actor=cast.mei, at=NOW)

    settings.TIMESTAMP_ROOTS = str(stranger.folder / "ca.pem")

    assert [str(kept) in str(fault) for fault in queries.verify(THING).faults] == [True]


@pytest.mark.parametrize("path", ["bad", "gone"])
def test_an_authority_that_answers_wrong_or_not_at_all_leaves_nothing(
    cast: Cast, serving: list[str], settings: Any, path: str
) -> None:
    kept = add(cast.sara, CONTENT)
    settings.TIMESTAMP_URL = (
        settings.TIMESTAMP_URL.replace("/good", "/bad") if path == "bad" else "http://127.0.0.1:9/nobody"
    )

    with pytest.raises(Refused):
        services.stamp_item(kept, actor=cast.mei, at=NOW)
    assert not Stamp.objects.exists()
    assert said(kept)[-1] != "piece_stamped"


def test_who_may_only_look_may_not_stamp(cast: Cast, serving: list[str]) -> None:
    kept = add(cast.sara, CONTENT)

    with pytest.raises(Forbidden):
        services.stamp_item(kept, actor=cast.lin, at=NOW)
    assert serving == []


def test_without_an_authority_nothing_is_asked(cast: Cast, settings: Any) -> None:
    settings.TIMESTAMP_URL = ""
    kept = add(cast.sara)

    assert not services.has_authority()
    with pytest.raises(Refused, match="还没有设置"):
        services.stamp_item(kept, actor=cast.mei, at=NOW)
