"""A time-stamping authority (RFC 3161) on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from flask import Flask, Response, request
from pyhanko.sign.timestamps import DummyTimeStamper

from tests.support.serving import served


@dataclass
class FakeTsa:
    """``url`` to ask, ``pem`` to trust; ``away`` answers 503; ``count`` is how often it stamped."""

    url: str
    pem: bytes
    stamper: DummyTimeStamper
    away: bool = False
    count: int = 0


def _make() -> tuple[bytes, DummyTimeStamper]:
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "TSA tiruan untuk uji")])
    now = datetime.now(UTC)
    usage = x509.KeyUsage(True, True, False, False, False, True, False, False, False)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1000))
        .not_valid_after(now + timedelta(days=3650))
        .add_extension(usage, critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, hashes.SHA256())
    )
    der = certificate.public_bytes(Encoding.DER)
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    stamper = DummyTimeStamper(asn1.Certificate.load(der), keys.PrivateKeyInfo.load(private))
    return certificate.public_bytes(Encoding.PEM), stamper


@contextmanager
def serving() -> Iterator[FakeTsa]:
    """Serve on a free loopback port."""
    pem, stamper = _make()
    app = Flask("tsa")
    tsa = FakeTsa("", pem, stamper)

    @app.post("/")
    def stamp() -> Response:
        if tsa.away:
            return Response("away", status=503)
        tsa.count += 1
        asked = tsp.TimeStampReq.load(request.get_data())
        answer = stamper.request_tsa_response(asked)
        return Response(answer.dump(), mimetype="application/timestamp-reply")

    with served(app) as address:
        tsa.url = f"{address}/"
        yield tsa
