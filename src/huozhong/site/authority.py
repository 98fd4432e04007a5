"""A certificate authority made on the spot, for a demo that phones on the same network can trust.

The authority may vouch only for this machine's names and addresses, lasts a month, and its key is thrown away as soon
as the one certificate is signed: whoever steals the folder cannot vouch for anything else.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import json
import os
import socket
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from huozhong.site.keys import write_once
from huozhong.site.serving import Certificate

LASTS = dt.timedelta(days=30)
CLOCKS_DIFFER_BY = dt.timedelta(hours=12)
COMMON_NAME = "Huozhong demo authority"
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class Authority:
    """The authority that phones install, and the server certificate that it signed."""

    root: Path
    server: Certificate
    names: tuple[str, ...]
    addresses: tuple[str, ...]


def names_here() -> tuple[str, ...]:
    """Names under which this machine may be called."""
    host = socket.gethostname().split(".")[0].lower()
    return tuple(dict.fromkeys([f"{host}.local", host, "localhost"]))


def addresses_here() -> tuple[str, ...]:
    """This machine's own addresses, the one that reaches the local network first."""
    found: list[str] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: asks which of our addresses would be used
            found.append(probe.getsockname()[0])
        except OSError:
            pass
    return tuple(dict.fromkeys([*found, "127.0.0.1"]))


def make(folder: Path, *, names: tuple[str, ...], addresses: tuple[str, ...], at: dt.datetime) -> Authority:
    """The authority in `folder`, made anew when it is missing, nearly over or for other names."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    facts = folder / "authority.json"
    authority = Authority(
        root=folder / "authority.crt",
        server=Certificate(folder / "server.crt", folder / "server.key"),
        names=names,
        addresses=addresses,
    )
    wanted = {"names": list(names), "addresses": list(addresses)}
    if facts.exists():
        known = json.loads(facts.read_text())
        if {key: known[key] for key in wanted} == wanted and dt.datetime.fromisoformat(known["until"]) > at + LASTS / 6:
            return authority
        facts.unlink()
    for outdated in (authority.root, authority.server.chain, authority.server.key):
        outdated.unlink(missing_ok=True)
    _sign(authority, at=at)
    facts.write_text(json.dumps({**wanted, "until": (at + LASTS).isoformat()}))
    return authority


def fingerprint(authority: Authority) -> str:
    """The authority's SHA-256, as phones show it."""
    certificate = x509.load_pem_x509_certificate(authority.root.read_bytes())
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def _sign(authority: Authority, *, at: dt.datetime) -> None:
    root_key, server_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ips: list[Address] = [ipaddress.ip_address(address) for address in authority.addresses]
    root = _root(root_key, names=authority.names, ips=ips, at=at)
    server = _server(server_key, root=root, root_key=root_key, names=authority.names, ips=ips, at=at)
    pem = serialization.Encoding.PEM
    key = server_key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    write_once(authority.server.key, key)
    write_once(authority.server.chain, server.public_bytes(pem) + root.public_bytes(pem))
    write_once(authority.root, root.public_bytes(pem))
    os.chmod(authority.root, 0o644)  # it is for handing out


def _root(
    key: ec.EllipticCurvePrivateKey, *, names: tuple[str, ...], ips: list[Address], at: dt.datetime
) -> x509.Certificate:
    allowed: list[x509.GeneralName] = [x509.DNSName(name) for name in names]
    allowed += [x509.IPAddress(ipaddress.ip_network(ip)) for ip in ips]
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, COMMON_NAME)])
    usage = _key_usage(signs_certificates=True)
    return (
        _dated(x509.CertificateBuilder(), at=at)
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.NameConstraints(permitted_subtrees=allowed, excluded_subtrees=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _server(
    key: ec.EllipticCurvePrivateKey,
    *,
    root: x509.Certificate,
    root_key: ec.EllipticCurvePrivateKey,
    names: tuple[str, ...],
    ips: list[Address],
    at: dt.datetime,
) -> x509.Certificate:
    called: list[x509.GeneralName] = [x509.DNSName(name) for name in names]
    called += [x509.IPAddress(ip) for ip in ips]
    return (
        _dated(x509.CertificateBuilder(), at=at)
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])]))
        .issuer_name(root.subject)
        .public_key(key.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(called), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
        .sign(root_key, hashes.SHA256())
    )


def _dated(builder: x509.CertificateBuilder, *, at: dt.datetime) -> x509.CertificateBuilder:
    return (
        builder.serial_number(x509.random_serial_number())
        .not_valid_before(at - CLOCKS_DIFFER_BY)
        .not_valid_after(at + LASTS)
    )


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
