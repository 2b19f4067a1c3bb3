"""BSrE's e-sign client service on loopback: checks what it is asked, signs with an authority of its own, misbehaves."""

from __future__ import annotations

import threading
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pikepdf
from asn1crypto import keys, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Flask, Response, jsonify, request
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore
from werkzeug.serving import make_server

from services.shared.signing.certificates import Subject, der, issue
from services.shared.signing.keys import KeyHolder

NIK, PASSPHRASE = "7105150101700001", "kata-sandi-bsre-Camat-4471"
LOGIN = ("sigap", "rahasia-aplikasi")
# What each version of the service takes, and nothing else (docs/operations/outside.md); another shape is answered 500.
V1_WORDS, V1_PLACE = {"nik", "passphrase", "tampilan", "reason"}, {"page", "image", "xAxis", "yAxis", "width", "height"}
V2_PLACE = {"page", "originX", "originY", "width", "height"}
Answer = Response | tuple[Response, int]


def issue_holder(name: str = "Drs. Contoh Mandey, M.Si.") -> KeyHolder:
    """A key with a certificate of an authority of our own."""
    subject = Subject(name, "Kabupaten Minahasa Selatan", "", "")
    return issue("BSrE (tiruan untuk uji)", [subject], datetime.now(UTC) - timedelta(days=1))[0]


@dataclass
class FakeBsre:
    """``manner`` decides how the next signature is answered; ``asked`` holds what came, without the file."""

    manner: str = "sign"
    code: str = ""  # the one that was sent last
    status: str = "ISSUE"
    asked: list[dict[str, Any]] = field(default_factory=list)
    signed: dict[str, bytes] = field(default_factory=dict)
    release: threading.Event = field(default_factory=threading.Event)
    url: str = ""
    holder: KeyHolder = field(default_factory=issue_holder)
    others: dict[str, KeyHolder] = field(default_factory=dict)  # further signers, by NIK

    @property
    def roots_pem(self) -> bytes:
        """The roots that offices trust."""
        holders = [self.holder, *self.others.values()]
        return b"".join(holder.chain[0].public_bytes(Encoding.PEM) for holder in holders)

    def knows(self, nik: str) -> bool:
        """Whether this is the identity of one of its signers."""
        return nik == NIK or nik in self.others

    def sign(self, pdf: bytes, nik: str = NIK) -> bytes:
        """Sign as an incremental update with a field of its own."""
        holder = self.others.get(nik, self.holder)
        private = holder.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        signer = SimpleSigner(
            x509.Certificate.load(der(holder.certificate)),
            keys.PrivateKeyInfo.load(private),
            SimpleCertificateStore(),
        )
        metadata = PdfSignatureMetadata("bsre_1", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
        target = BytesIO()
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        PdfSigner(metadata, signer, new_field_spec=SigFieldSpec("bsre_1")).sign_pdf(writer, output=target)
        return target.getvalue()


def rewritten(pdf: bytes, words: str = "") -> bytes:
    """The file written anew without its form fields, as some services do; with other words where they are given."""
    target = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        if "/AcroForm" in document.Root:
            del document.Root.AcroForm
        for page in document.pages:
            if "/Annots" in page:
                del page.Annots
        if words:
            document.pages[0].contents_add(f"BT /F1 12 Tf 72 400 Td ({words}) Tj ET".encode())
            font = pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
            document.pages[0].Resources.Font[pikepdf.Name("/F1")] = font
        document.save(target)
    return target.getvalue()


@contextmanager
def serving(bsre: FakeBsre) -> Iterator[FakeBsre]:
    """Serve on a free loopback port."""
    server = make_server("127.0.0.1", 0, _app(bsre), threaded=True)
    bsre.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield bsre
    finally:
        bsre.release.set()
        server.shutdown()
        thread.join(5)


def _app(bsre: FakeBsre) -> Flask:
    app = Flask("bsre")

    @app.before_request
    def login() -> Answer | None:
        given = request.authorization
        if given is None or (given.username, given.password) != LOGIN:
            return jsonify(error="Unauthorized"), 401
        return None

    @app.get("/api/user/status/<nik>")
    def status_v1(nik: str) -> Answer:
        assert bsre.knows(nik)
        return jsonify(status=bsre.status)

    @app.post("/api/v2/user/check/status")
    def status_v2() -> Answer:
        assert [bsre.knows(nik) for nik in request.get_json().values()] == [True]
        return jsonify(status=bsre.status)

    @app.post("/api/v2/sign/get/totp")
    def code() -> Answer:
        body = request.get_json()
        assert set(body) == {"nik", "data"}
        assert (bsre.knows(body["nik"]), body["data"]) == (True, 1)
        if bsre.manner == "no_code":
            return jsonify(error="Akun belum mengaktifkan TOTP", status_code=2099), 400
        bsre.code = f"{len(bsre.asked) + 271828:06d}"
        return jsonify(message="OTP dikirim")

    @app.post("/api/sign/pdf")
    def sign_v1() -> Answer:
        words, sent = dict(request.form), request.files["file"]
        assert set(words) == V1_WORDS | (V1_PLACE if words["tampilan"] == "visible" else set()), words
        assert (list(request.files), sent.mimetype) == (["file"], "application/pdf")
        pdf = sent.read()
        bsre.asked.append({"api": "v1", **words})
        right = words["passphrase"] == PASSPHRASE
        return _answered(bsre, pdf, words["nik"], right, lambda signed: _file(bsre, signed))

    @app.get("/api/sign/download/<identity>")
    def download(identity: str) -> Answer:
        return Response(bsre.signed[identity], mimetype="application/pdf")

    @app.post("/api/v2/sign/pdf")
    def sign_v2() -> Answer:
        body = request.get_json()
        (encoded,), (look,) = body.pop("file"), body["signatureProperties"]
        assert set(body) in ({"nik", "signatureProperties", "passphrase"}, {"nik", "signatureProperties", "totp"}), body
        assert set(look) == {"tampilan", "reason"} | (V2_PLACE if look["tampilan"] == "VISIBLE" else set()), look
        bsre.asked.append({"api": "v2", **body})
        back: Callable[[bytes], Answer] = lambda signed: jsonify(time=12, file=[b64encode(signed).decode()])  # noqa: E731
        typed, right = (body["totp"], bsre.code) if "totp" in body else (body["passphrase"], PASSPHRASE)
        return _answered(bsre, b64decode(encoded), body["nik"], typed == right, back)

    return app


def _file(bsre: FakeBsre, signed: bytes) -> Answer:
    """v1: the PDF itself with its id in a header, or JSON with the id."""
    identity = f"dok-{len(bsre.signed) + 1}"
    bsre.signed[identity] = signed
    if bsre.manner == "by_id":
        return jsonify(id_dokumen=identity)
    return Response(signed, mimetype="application/pdf", headers={"id_dokumen": identity})


def _answered(bsre: FakeBsre, pdf: bytes, nik: str, right: bool, back: Callable[[bytes], Answer]) -> Answer:
    assert bsre.knows(nik)
    assert pdf.startswith(b"%PDF-")
    plain: dict[str, Callable[[], Answer]] = {
        "broken": lambda: Response("<html>502 Bad Gateway</html>", status=502),
        "nothing": lambda: jsonify({}),
        "refuse": lambda: (jsonify(error="Sertifikat tidak ditemukan", status_code=2021), 400),
        "error_body": lambda: jsonify(error="Kuota penandatanganan habis", status_code=9999),
    }
    if bsre.manner == "slow":
        bsre.signed["late"] = bsre.sign(pdf)
        bsre.release.wait(20)
        return back(bsre.signed["late"])
    if bsre.manner in plain:
        return plain[bsre.manner]()
    if not right:
        words = "TOTP tidak valid" if bsre.code else "Passphrase anda salah"
        return jsonify(error=words, status_code=2031), 400
    changed = {"drop_fields": lambda: rewritten(pdf), "other_file": lambda: rewritten(pdf, "Tambahan")}
    if bsre.manner == "unsigned":
        return back(pdf + b"\n% tidak ditandatangani\n")
    return back(bsre.sign(changed.get(bsre.manner, lambda: pdf)(), nik))
