"""Whether what a remote signer gave back is the version that was sent, and nothing else."""

from __future__ import annotations

import logging

from services.shared import confined
from services.shared.errors import Unavailable
from services.shared.paper.errors import PaperError
from services.shared.paper.preview import page_count, page_text
from services.shared.signing.errors import SigningRefused, SigningUnknown
from services.shared.signing.sealing import objections
from services.shared.signing.signers import same_person
from services.shared.signing.trust import TrustAnchors
from services.shared.signing.verdict import opened
from services.shared.unit_of_work import Service

log = logging.getLogger(__name__)
_OTHER = (
    "Berkas dari BSrE bukan berkas yang diperiksa. Surat belum dianggap ditandatangani. "
    "Minta perbaikan agar diajukan sekali lagi, dan beri tahu administrator."
)
_NO_FIELDS = (
    "BSrE tidak mempertahankan kolom nomor, tanggal, dan segel, sehingga surat tidak dapat diberi nomor sesudah "
    "ditandatangani. Surat belum dianggap ditandatangani. Administrator perlu mengatur "
    'letters.signing = "reserved" di office.toml: nomor dipesan dan dicetak sebelum tanda tangan.'
)
_NO_SIGNATURE = (
    "Berkas dari BSrE tidak memuat tanda tangan yang sah menurut sertifikat induk BSrE di kantor ini. "
    "Surat belum dianggap ditandatangani. Beri tahu administrator."
)
_NOT_THEIRS = (
    "Sertifikat BSrE yang menandatangani milik {holder}, sedangkan surat ini menyebut {name}. Surat belum dianggap "
    "ditandatangani. Administrator perlu memasang akun BSrE pejabat ini (SIGAP_BSRE_NIK); bila orangnya sama dan hanya "
    "ejaannya berbeda, isi certificate_name pejabat itu di office.toml."
)
_NOT_JUDGED = (
    "Berkas dari BSrE tidak selesai diperiksa dalam waktunya, mungkin karena server sedang sibuk. Surat ini mungkin "
    "sudah ditandatangani. Ambil berkasnya di BSrE, lalu unggah di halaman surat ini; bila tetap gagal, beri tahu "
    "administrator."
)
_REFUSALS = {"other": _OTHER, "no_fields": _NO_FIELDS, "no_signature": _NO_SIGNATURE}
confined.preload("services.shared.signing.inspection", "services.shared.signing.fields", "pypdfium2")


def accepted(
    service: Service, reviewed: bytes, signed: bytes, mode: str, name: str, seconds: float = confined.SECONDS
) -> str:
    """Check the file, for no longer than ``seconds``; returns the certificate (SHA-256, hex) that signed it.

    ``name``: whom the version names; the certificate must be theirs, as it is spelled there.

    It must begin with the very bytes that were sent. Where nothing is filled in after the signature (number reserved),
    a signer that writes the file anew is put up with, as long as pages and words are the same.

    Raises:
        SigningRefused: another file, without its fields, without a valid signature, or signed by somebody else.
        SigningUnknown: it could not be judged to the end; it may well be signed.
    """
    assert service.settings.keys_dir is not None  # start-up has looked
    trust = TrustAnchors.load(service.settings.keys_dir)
    try:
        found = confined.run(judged, reviewed, signed, mode, trust, seconds=seconds)
    except (confined.TooMuch, Unavailable) as error:  # a busy machine may be the reason: BSrE has signed all the same
        log.warning("the remote signer's file was not judged to the end: %s", error)
        raise SigningUnknown(_NOT_JUDGED) from error
    if found["refused"]:
        log.warning("the remote signer's file is refused: %s %s", found["refused"], found["detail"])
        raise SigningRefused(_REFUSALS[found["refused"]])
    spelled = next((one.certificate_name for one in service.office.officials if one.name == name), "")
    if not same_person(found["holder"], spelled or name):
        raise SigningRefused(_NOT_THEIRS.format(holder=found["holder"], name=name))
    return str(found["certificate"])


def judged(reviewed: bytes, signed: bytes, mode: str, trust: TrustAnchors) -> dict[str, str]:
    """What the child process does with bytes that came from outside: ``refused`` (a key of _REFUSALS) or empty."""
    kept = signed.startswith(reviewed) and len(signed) > len(reviewed)
    if not kept and mode != "reserved":
        return _refused("no_fields" if _words(signed) == _words(reviewed) else "other")
    if not kept and _words(signed) != _words(reviewed):
        return _refused("other")
    found = opened(signed, trust)
    camat = found.camat if found else None
    if camat is None or not camat.valid or not camat.covers_all_but_archive_data:
        return _refused("no_signature")
    if mode == "after" and (reasons := objections(signed, "1", "1", trust.knowing(camat.fingerprint))):
        return _refused("no_fields", ", ".join(reasons))
    return {"refused": "", "detail": "", "certificate": camat.fingerprint, "holder": camat.signer}


def _refused(reason: str, detail: str = "") -> dict[str, str]:
    return {"refused": reason, "detail": detail, "certificate": "", "holder": ""}


def _words(pdf: bytes) -> list[str] | None:
    """The words of each page; None for what is no PDF."""
    try:
        return [" ".join(page_text(pdf, page).split()) for page in range(page_count(pdf))]
    except PaperError:
        return None
