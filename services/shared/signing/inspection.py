"""What the signatures in a file are worth, one by one. Imports pyHanko; import it where used."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO

from asn1crypto import cms, x509
from cryptography.x509 import load_der_x509_certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from services.shared.signing.certificates import as_term
from services.shared.signing.fields import SEAL, SIGNATURE, entry
from services.shared.signing.purpose import purpose_of
from services.shared.signing.signers import Term
from services.shared.signing.trust import TrustAnchors

_MOST_REVISIONS = 60  # rendered, prepared, signed and sealed make four; each year's archive timestamp may add two
_MOST_SIGNATURES = 4


class TooMuch(Exception):
    """More increments or signatures than any letter of ours can have: judging them all would take too long."""


@dataclass(frozen=True)
class Found:
    """One filled signature field and what it is worth. ``term``: what the certificate says of its holder."""

    field: str
    revision: int
    fingerprint: str
    signer: str
    signed_at: datetime | None
    valid: bool
    covers_all: bool
    covers_all_but_archive_data: bool
    certifies: bool
    term: Term


@dataclass(frozen=True)
class Inspected:
    """An opened file with its signatures, in the order in which they were set."""

    reader: PdfFileReader
    signatures: dict[str, Found]
    timestamps: int
    revisions: int

    @property
    def camat(self) -> Found | None:
        """The Camat's signature: in the field made for it, or, where a certified provider signed, the first one."""
        if SIGNATURE in self.signatures:
            return self.signatures[SIGNATURE]
        others = [found for found in self.signatures.values() if found.field != SEAL]
        return min(others, key=lambda found: found.revision, default=None)

    @property
    def seal(self) -> Found | None:
        """The office's seal."""
        return self.signatures.get(SEAL)


def inspect(pdf: bytes, trust: TrustAnchors) -> Inspected:
    """Open a file and judge each signature against the office's roots. Any exception means: not a file of ours."""
    reader = PdfFileReader(BytesIO(pdf))
    if reader.xrefs.total_revisions > _MOST_REVISIONS or len(reader.embedded_regular_signatures) > _MOST_SIGNATURES:
        raise TooMuch
    to_the_end = _signed_to_the_end(reader, pdf)
    signatures = {each.field_name: _judge(each, trust, to_the_end) for each in reader.embedded_regular_signatures}
    return Inspected(reader, signatures, len(reader.embedded_timestamp_signatures), reader.xrefs.total_revisions)


def _signed_to_the_end(reader: PdfFileReader, pdf: bytes) -> bool:
    """Whether nothing hangs behind the last revision, where that one is signed: pyHanko does not look at such bytes."""
    last = max(reader.embedded_signatures, key=lambda each: each.signed_revision, default=None)
    if last is None or last.signed_revision < reader.xrefs.total_revisions - 1:
        return True  # an unsigned revision follows, and is judged by what it changes
    return not pdf[int(last.byte_range[2]) + int(last.byte_range[3]) :].strip()


def _judge(signature: EmbeddedPdfSignature, trust: TrustAnchors, to_the_end: bool) -> Found:
    """Validate at the time that the signature reports: the pins, not today's date, say whom the office trusts.

    The costly comparison of revisions is done only for signatures that hold in themselves, and the signature itself is
    validated once: what the comparison finds is added to the same status.
    """
    signed_at = signature.self_reported_timestamp
    status = validate_pdf_signature(signature, context(trust.roots, signed_at), skip_diff=True)
    if status.intact and status.valid and status.trusted:
        signature.compute_integrity_info()
        status = replace(status, **signature.summarise_integrity_info())
    levels = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES)
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    certificate = signature.signer_cert
    return Found(
        field=signature.field_name,
        revision=signature.signed_revision,
        fingerprint=certificate.sha256.hex(),
        signer=str(certificate.subject.native.get("common_name", "")),
        signed_at=signed_at,
        # What was sealed as a list of files is no seal on a letter.
        valid=status.bottom_line and _nothing_behind(signature) and purpose_of(signature.signer_info) is None,
        covers_all=whole and to_the_end,
        covers_all_but_archive_data=to_the_end
        and (whole or bool(status.docmdp_ok and status.modification_level in levels)),
        certifies=_certifies(signature),
        term=as_term(load_der_x509_certificate(certificate.dump())),
    )


def _nothing_behind(signature: EmbeddedPdfSignature) -> bool:
    """Whether the room left behind the CMS object is empty: no signature covers it, so words could be hidden there."""
    content = signature.pkcs7_content
    return not any(content[len(cms.ContentInfo.load(content).dump()) :])


def context(roots: Iterable[bytes], moment: datetime | None) -> ValidationContext:
    """What is trusted at a moment: these roots (DER), nothing fetched from outside."""
    return ValidationContext(
        trust_roots=[x509.Certificate.load(root) for root in roots],
        allow_fetching=False,
        revocation_mode="soft-fail",
        moment=moment or datetime.now(UTC),
        best_signature_time=moment,
    )


def _certifies(signature: EmbeddedPdfSignature) -> bool:
    """Whether this is the file's certification signature that allows filling in fields."""
    permissions = entry(signature.reader.root, "/Perms")
    if permissions is None or "/DocMDP" not in permissions or signature.docmdp_level != MDPPerm.FILL_FORMS:
        return False
    author = permissions.get_value_as_reference("/DocMDP")
    return bool(author == signature.sig_field.get_value_as_reference("/V"))
