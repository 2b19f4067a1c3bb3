"""Time stamps (RFC 3161) and data for long-term validation: optional, where the office names an authority for them.

With ``SIGAP_TSA_URL`` the Camat's signature carries a time stamp (PAdES B-T), and the seal is followed by the
certificates of both and an archive time stamp over the whole file (B-LTA), the only thing that may follow a seal.
"""

from __future__ import annotations

from asyncio import to_thread
from datetime import datetime
from io import BytesIO

import httpx
import pikepdf
from asn1crypto import tsp, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator import ValidationContext

from services.shared.errors import Unavailable
from services.shared.signing.increments import PdfAWriter
from services.shared.signing.trust import TrustAnchors

_TIMEOUT = 10.0  # seconds
_TYPES = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
AWAY = "Penyedia stempel waktu tidak menjawab. Dokumen belum ditandatangani; coba lagi sebentar lagi."


class HttpxTimeStamper(TimeStamper):
    """Asks a time-stamping authority over HTTP."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Called by pyHanko with the request; raises TimestampRequestError."""
        return await to_thread(self._ask, req.dump())

    def _ask(self, body: bytes) -> tsp.TimeStampResp:
        try:
            answer = httpx.post(self._url, content=body, headers=_TYPES, timeout=_TIMEOUT)
        except httpx.HTTPError as error:
            raise TimestampRequestError("the time-stamping authority does not answer") from error
        if answer.status_code != 200 or answer.headers.get("Content-Type") != _TYPES["Accept"]:
            raise TimestampRequestError(f"the time-stamping authority answered {answer.status_code}")
        return tsp.TimeStampResp.load(answer.content)


def archived(pdf: bytes, trust: TrustAnchors, tsa_url: str) -> bytes:
    """The sealed file with the certificates of its signatures and an archive time stamp, as increments behind it.

    Raises:
        Unavailable: the authority does not answer; the file has not changed.
    """
    writer = PdfAWriter(BytesIO(pdf))
    roots = [x509.Certificate.load(root) for root in trust.roots]
    for signature in writer.prev.embedded_regular_signatures:
        certificates = [signature.signer_cert, *signature.other_embedded_certs]
        DocumentSecurityStore.supply_dss_in_writer(writer, signature.pkcs7_content, certs=[*certificates, *roots])
    stored = BytesIO()
    writer.write(stored)
    return _stamped(PdfAWriter(stored), trust, tsa_url)


def refreshed(pdf: bytes, trust: TrustAnchors, tsa_url: str) -> bytes:
    """One more archive time stamp, before the last one's certificate runs out (yearly). Raises Unavailable."""
    target = BytesIO()
    stamper = PdfTimeStamper(HttpxTimeStamper(tsa_url))
    try:
        stamper.update_archival_timestamp_chain(
            PdfFileReader(BytesIO(pdf)), _context(trust), in_place=False, output=target
        )
    except (TimestampRequestError, SigningError) as error:
        raise Unavailable(AWAY) from error
    return target.getvalue()


def tried(trust: TrustAnchors, tsa_url: str) -> datetime:
    """Ask for one stamp, over an empty page; returns when the certificate of the authority runs out.

    Raises:
        Unavailable: it does not answer. ValidationError: the office does not trust its certificate.
    """
    page = BytesIO()
    with pikepdf.new() as empty:
        empty.add_blank_page()
        empty.save(page)
    end = stamped_until(_stamped(IncrementalPdfFileWriter(page), trust, tsa_url))
    assert end is not None
    return end


def stamped_until(pdf: bytes) -> datetime | None:
    """When the certificate of the last archive time stamp runs out; None for a file that bears none."""
    stamps = PdfFileReader(BytesIO(pdf)).embedded_timestamp_signatures
    if not stamps:
        return None
    end: datetime = stamps[-1].signer_cert["tbs_certificate"]["validity"]["not_after"].native
    return end


def _stamped(writer: IncrementalPdfFileWriter, trust: TrustAnchors, tsa_url: str) -> bytes:
    target = BytesIO()
    try:
        PdfTimeStamper(HttpxTimeStamper(tsa_url)).timestamp_pdf(writer, "sha256", _context(trust), output=target)
    except (TimestampRequestError, SigningError) as error:
        raise Unavailable(AWAY) from error
    return target.getvalue()


def _context(trust: TrustAnchors) -> ValidationContext:
    roots = [x509.Certificate.load(root) for root in trust.roots]
    return ValidationContext(trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail")
