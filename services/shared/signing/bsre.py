"""The Camat's certificate of BSrE: its e-sign client service in the regency's network does the signing.

The service is known only from public client code, in two shapes. v1: ``POST /api/sign/pdf``, multipart, answered by the
PDF itself or by JSON. v2: ``POST /api/v2/sign/pdf``, JSON with the file in base64, answered by JSON. An answer of 200
may hold an error. Whatever is not plainly a signed file or plainly a refusal is ``SigningUnknown``.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx
from pydantic import SecretStr

from services.shared.errors import Unavailable
from services.shared.paper.typeset import Slot, Typeset
from services.shared.signing.bsre_shapes import V1, V2, Proof, Shape
from services.shared.signing.errors import SigningRefused, SigningUnknown, WrongPassphrase
from services.shared.signing.signer import BuiltInSigner, Kind
from services.shared.signing.signers import Named
from services.shared.signing.verdict import Expected, Verdict

log = logging.getLogger(__name__)
logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs addresses, and v1 has the NIK in one
logging.getLogger("httpcore").setLevel(logging.WARNING)

SHAPES: Mapping[str, Shape] = {"v1": V1(), "v2": V2()}
WRONG_PASSPHRASE = 2031  # the service's own code
_UNKNOWN = (
    "BSrE tidak menjawab pada waktunya. Belum diketahui apakah surat sudah ditandatangani. Jangan menandatangani lagi "
    "sebelum memeriksanya di BSrE."
)
_ACCOUNT = "BSrE menolak akun aplikasi ini. Surat belum ditandatangani. Hubungi administrator."
_NOT_ISSUED = "Sertifikat penanda tangan di BSrE tidak dapat dipakai (status {status}). Surat belum ditandatangani."
_WRONG = ("passphrase", "totp", "otp")  # words of an answer that refuses what was typed
_AWAY = "Layanan tanda tangan BSrE tidak dapat dihubungi. Surat belum ditandatangani; coba lagi nanti."


@dataclass(frozen=True)
class BsreSigner:
    """Signs through the service at ``url``; seals with the office's own seal (``office``).

    ``nik`` is the signer's identity at BSrE, ``proof`` what they type: a passphrase, or a code that BSrE sends them.
    ``timeout`` in seconds is how long an answer is waited for.
    """

    url: str
    username: str
    password: SecretStr
    nik: SecretStr
    api: str
    timeout: float
    office: BuiltInSigner
    proof: Proof = "passphrase"
    transport: httpx.BaseTransport | None = field(default=None, repr=False)
    kind: Kind = "bsre"
    remote: bool = True

    def prepare(self, sheet: Typeset) -> bytes:
        """With the empty fields where number and date are left to the registry, else as it is: nothing follows."""
        return self.office.prepare(sheet) if "number" in sheet.slots else sheet.pdf

    def sign(
        self, pdf: bytes, *, passphrase: str, now: datetime, place: Slot | None = None, named: Named | None = None
    ) -> bytes:
        """Send the file once; see ``Signer.sign`` for what may go wrong. ``now`` is BSrE's to decide.

        Whose certificate signed is seen only in the file that comes back: its acceptance compares it with ``named``.
        """
        with self._client() as client:
            self._check_status(client)
            answer = self._post(client, pdf, passphrase, place)
            return self._file_of(client, answer, passphrase)

    def seal(
        self,
        pdf: bytes,
        *,
        number: str,
        date_text: str,
        now: datetime,
        certificate: str | None = None,
        named: Named | None = None,
    ) -> bytes:
        """The office's own seal over the signed file."""
        return self.office.seal(pdf, number=number, date_text=date_text, now=now, certificate=certificate, named=named)

    def verify(self, pdf: bytes, expected: Expected | None = None, certificate: str | None = None) -> Verdict:
        """The verdict against BSrE's root (``bsre.pem`` beside the office's keys) and the register's certificate."""
        return self.office.verify(pdf, expected, certificate)

    def check(self) -> None:
        """Ask whether this account and this signer are known; nothing is signed. Raises Unavailable, SigningRefused."""
        with self._client() as client:
            self._check_status(client)

    def send_code(self) -> None:
        """Have BSrE send its signer a code for one file. Raises Unavailable, SigningRefused; nothing is signed."""
        shape = SHAPES[self.api]
        assert isinstance(shape, V2)  # start-up has looked: the older shape has no codes
        with self._client() as client:
            self._check_status(client)
            try:
                answer = shape.ask_code(client, self.nik.get_secret_value())
            except httpx.HTTPError as error:
                raise Unavailable(_AWAY) from error
            said = _json(answer)
            if answer.status_code != 200 or said.get("error"):
                words = said.get("error") or said.get("message") or answer.status_code
                raise SigningRefused(f"BSrE tidak mengirim kode: {str(words)[:200]}.")

    def _client(self) -> httpx.Client:
        login = httpx.BasicAuth(self.username, self.password.get_secret_value())
        return httpx.Client(base_url=self.url, auth=login, timeout=self.timeout, transport=self.transport)

    def _check_status(self, client: httpx.Client) -> None:
        """Only who has a valid certificate is sent on; no answer here is no harm, nothing was sent for signing."""
        try:
            answer = SHAPES[self.api].ask_status(client, self.nik.get_secret_value())
        except httpx.HTTPError as error:
            raise Unavailable(_AWAY) from error
        if answer.status_code in (401, 403):
            raise SigningRefused(_ACCOUNT)
        found = _json(answer)
        status = str(found.get("status", ""))
        if answer.status_code == 200 and status and status.upper() != "ISSUE":
            raise SigningRefused(_NOT_ISSUED.format(status=status[:40]))

    def _post(self, client: httpx.Client, pdf: bytes, passphrase: str, place: Slot | None) -> httpx.Response:
        try:
            nik = self.nik.get_secret_value()
            return SHAPES[self.api].ask_signature(client, pdf, nik, passphrase, place, self.proof)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise Unavailable(_AWAY) from error
        except httpx.HTTPError as error:
            log.warning("no answer from BSrE: %s", type(error).__name__)
            raise SigningUnknown(_UNKNOWN) from error

    def _file_of(self, client: httpx.Client, answer: httpx.Response, passphrase: str) -> bytes:
        if answer.status_code >= 500:
            log.warning("BSrE answered %s", answer.status_code)
            raise SigningUnknown(_UNKNOWN)
        if answer.status_code == 200 and answer.content.startswith(b"%PDF-"):
            return answer.content
        said = _json(answer)
        if answer.status_code == 200 and (file := self._fetched(client, said)):
            return file
        raise self._refusal(answer, said, passphrase)

    def _fetched(self, client: httpx.Client, said: Mapping[str, Any]) -> bytes | None:
        try:
            return SHAPES[self.api].signed_file(client, said)
        except (httpx.HTTPError, ValueError) as error:
            raise SigningUnknown(_UNKNOWN) from error

    def _refusal(self, answer: httpx.Response, said: Mapping[str, Any], passphrase: str) -> Exception:
        """What a body that is no signed file means. A body that says nothing leaves it open."""
        words = str(said.get("error") or said.get("message") or "").replace(passphrase, "…")
        if said.get("status_code") == WRONG_PASSPHRASE or any(word in words.lower() for word in _WRONG):
            return WrongPassphrase()
        if answer.status_code in (401, 403):
            return SigningRefused(_ACCOUNT)
        if words or answer.status_code >= 400:
            return SigningRefused(f"BSrE menolak: {words[:200] or answer.status_code}. Surat belum ditandatangani.")
        return SigningUnknown(_UNKNOWN)


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        found = answer.json()
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
