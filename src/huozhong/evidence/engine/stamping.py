"""Trusted time (RFC 3161): a question for an authority, its answer kept raw, and the answer verified.

`rfc3161-client` reads strict DER. Some authorities answer with certificates out of order; then OpenSSL, run as a
program, reads and verifies the same bytes. Either way the signature must lead to a root that the house was given.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

_OPENSSL_TIME = re.compile(r"^Time stamp: (\w{3} +\d+ \d\d:\d\d:\d\d)(?:\.\d+)? (\d{4}) GMT$", re.MULTILINE)
_OPENSSL_SERIAL = re.compile(r"^Serial number: 0x([0-9A-Fa-f]+)$", re.MULTILINE)
_SECONDS = 60


class BadTokenError(ValueError):
    """An answer that is no token, of other bytes, or not signed by the authority that was named."""


@dataclass(frozen=True, slots=True)
class Token:
    """What a verified token says: these bytes existed at this moment."""

    stamped_at: datetime
    serial: str  # hexadecimal
    verified_by: str  # "rfc3161-client" or "openssl"


def ask_for(content: bytes) -> bytes:
    """The question to the authority: only the SHA-256 of the content leaves the house. DER."""
    builder = TimestampRequestBuilder().data(content).hash_algorithm(HashAlgorithm.SHA256)
    return builder.build().as_bytes()


def read_token(answer: bytes, *, sha256: str, roots: bytes) -> Token:
    """Verify a raw answer over a hash against root certificates (PEM); BadTokenError when it does not hold."""
    try:
        response = decode_timestamp_response(answer)
    except ValueError:
        return _by_openssl(answer, sha256=sha256, roots=roots)
    return _by_client(response, sha256=sha256, roots=roots)


def verify_token(answer: bytes, *, sha256: str, roots: bytes) -> bool:
    """Whether a kept answer still holds over this hash."""
    try:
        read_token(answer, sha256=sha256, roots=roots)
    except BadTokenError:
        return False
    return True


def _by_client(response: TimeStampResponse, *, sha256: str, roots: bytes) -> Token:
    try:
        certificates = x509.load_pem_x509_certificates(roots)
        builder = VerifierBuilder(roots=[one for one in certificates if one.issuer == one.subject])
        for one in certificates:
            if one.issuer != one.subject:
                builder = builder.add_intermediate_certificate(one)
        builder.build().verify(response, bytes.fromhex(sha256))
    except (VerificationError, ValueError) as error:
        raise BadTokenError(str(error)) from error
    return Token(response.tst_info.gen_time, f"{response.tst_info.serial_number:x}", "rfc3161-client")


def _by_openssl(answer: bytes, *, sha256: str, roots: bytes) -> Token:
    program = shutil.which("openssl")
    if program is None:
        raise BadTokenError("the answer is not strict DER, and there is no openssl to read it")
    with tempfile.TemporaryDirectory() as folder:
        token, trusted = Path(folder) / "answer.tsr", Path(folder) / "roots.pem"
        token.write_bytes(answer)
        trusted.write_bytes(roots)
        verified = _run(program, "-verify", "-in", str(token), "-digest", sha256, "-CAfile", str(trusted))
        if verified.returncode or "Verification: OK" not in verified.stdout:
            raise BadTokenError("openssl does not verify it")
        told = _run(program, "-reply", "-in", str(token), "-text").stdout
    moment, serial = _OPENSSL_TIME.search(told), _OPENSSL_SERIAL.search(told)
    if moment is None or serial is None:
        raise BadTokenError("openssl verifies it and tells no time")
    read = datetime.strptime(f"{moment[1]} {moment[2]}", "%b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    return Token(read, serial[1].lower(), "openssl")


def _run(program: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([program, "ts", *words], capture_output=True, text=True, timeout=_SECONDS, check=False)  # noqa: S603
