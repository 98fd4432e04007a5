"""The demo's authority is trusted for this machine and for nothing else."""

from __future__ import annotations

import datetime as dt
import http.server
import socket
import ssl
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509

from huozhong.site import authority as made
from huozhong.site import handing_out
from huozhong.site.authority import Authority

NOW = dt.datetime.now(dt.UTC)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return made.make(tmp_path, names=("demo.local", "localhost"), addresses=("127.0.0.1",), at=NOW)


@pytest.fixture
def port(authority: Authority) -> Iterator[int]:
    """A server with the authority's certificate."""
    server = http.server.HTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority.server.chain, authority.server.key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def shake_hands(port: int, *, name: str, trust: Path | None) -> str | None:
    context = ssl.create_default_context(cafile=str(trust) if trust else None)
    line = socket.create_connection(("127.0.0.1", port), timeout=5)
    with line, context.wrap_socket(line, server_hostname=name) as safe:
        return safe.version()


@pytest.mark.parametrize("name", ["demo.local", "localhost", "127.0.0.1"])
def test_who_installed_the_authority_trusts_this_machine_by_name_and_address(
    authority: Authority, port: int, name: str
) -> None:
    assert shake_hands(port, name=name, trust=authority.root) in {"TLSv1.2", "TLSv1.3"}


def test_who_did_not_install_it_does_not_trust(port: int) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(port, name="localhost", trust=None)


def test_it_does_not_vouch_for_another_name(authority: Authority, port: int) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(port, name="bank.example", trust=authority.root)


def test_its_key_is_nowhere(authority: Authority) -> None:
    root = x509.load_pem_x509_certificate(authority.root.read_bytes())
    folder = authority.root.parent

    assert [path.name for path in folder.iterdir() if b"PRIVATE KEY" in path.read_bytes()] == ["server.key"]
    server = x509.load_pem_x509_certificates(authority.server.chain.read_bytes())[0]
    assert server.public_key() != root.public_key()
    assert authority.server.key.stat().st_mode & 0o077 == 0


def test_it_is_limited_to_this_machine_by_its_own_words(authority: Authority) -> None:
    root = x509.load_pem_x509_certificate(authority.root.read_bytes())
    limits = root.extensions.get_extension_for_class(x509.NameConstraints)

    assert limits.critical
    assert {str(limit.value) for limit in limits.value.permitted_subtrees} == {
        *("demo.local", "localhost", "127.0.0.1/32"),
    }


def test_it_is_kept_for_the_next_start_and_made_anew_for_other_names_or_when_nearly_over(tmp_path: Path) -> None:
    def root(names: tuple[str, ...], at: dt.datetime) -> bytes:
        return made.make(tmp_path, names=names, addresses=("127.0.0.1",), at=at).root.read_bytes()

    first = root(("demo.local",), NOW)

    assert root(("demo.local",), NOW + dt.timedelta(days=20)) == first
    assert root(("other.local",), NOW) != first
    assert root(("demo.local",), NOW + dt.timedelta(days=29)) != first


def test_the_page_for_phones_hands_out_the_authority_and_says_how_to_remove_it(authority: Authority) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    here = handing_out.serve(authority, address="https://127.0.0.1:8443/", port=port)

    page = urllib.request.urlopen(here).read().decode()
    certificate = urllib.request.urlopen(here + "huozhong-demo.crt")

    assert page.count("<svg") == 2
    assert "删除证书" in page
    assert made.fingerprint(authority) in page
    assert certificate.headers["Content-Type"] == "application/x-x509-ca-cert"
    assert certificate.read() == authority.root.read_bytes()
