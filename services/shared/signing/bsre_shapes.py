"""The two shapes of BSrE's e-sign client service: how a request is put, and where the file is in an answer."""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any, Literal, Protocol
from urllib.parse import quote

import httpx

from services.shared.paper.typeset import Slot

REASON = "Penandatanganan surat dinas"
Proof = Literal["passphrase", "totp"]  # what a signer types, by its name in v2


class Shape(Protocol):
    """One version of the service. Each method raises httpx.HTTPError where there is no answer."""

    def ask_status(self, client: httpx.Client, nik: str) -> httpx.Response:
        """Whether this person has a valid certificate; ``{"status": "ISSUE"}`` may sign."""
        ...

    def ask_signature(
        self, client: httpx.Client, pdf: bytes, nik: str, typed: str, place: Slot | None, proof: Proof
    ) -> httpx.Response:
        """Send the file for signing; ``typed`` is the signer's passphrase or code."""
        ...

    def signed_file(self, client: httpx.Client, said: Mapping[str, Any]) -> bytes | None:
        """The signed file that a JSON answer holds or points to; None where it has none. ValueError if unreadable."""
        ...


class V1:
    """Multipart; the answer is the PDF, or JSON with ``id_dokumen`` to fetch it by."""

    def ask_status(self, client: httpx.Client, nik: str) -> httpx.Response:
        """``GET /api/user/status/{nik}``."""
        return client.get(f"/api/user/status/{quote(nik)}")

    def ask_signature(
        self, client: httpx.Client, pdf: bytes, nik: str, typed: str, place: Slot | None, proof: Proof
    ) -> httpx.Response:
        """``POST /api/sign/pdf``; pages count from 1, points from the lower left corner."""
        words = {"nik": nik, proof: typed, "tampilan": "visible" if place else "invisible"}
        words |= {"reason": REASON}
        if place:
            left, low, right, high = place.box
            words |= {"page": str(place.page + 1), "image": "false"}
            words |= {"xAxis": f"{left:g}", "yAxis": f"{low:g}", "width": f"{right:g}", "height": f"{high:g}"}
        return client.post("/api/sign/pdf", data=words, files={"file": ("surat.pdf", pdf, "application/pdf")})

    def signed_file(self, client: httpx.Client, said: Mapping[str, Any]) -> bytes | None:
        """Fetched once by its id: the signature is made already."""
        identity = str(said.get("id_dokumen") or "")
        if not identity:
            return None
        answer = client.get(f"/api/sign/download/{quote(identity, safe='')}")
        if answer.status_code != 200 or not answer.content.startswith(b"%PDF-"):
            raise ValueError("the signed file cannot be fetched")
        return answer.content


class V2:
    """JSON with base64, both ways."""

    def ask_status(self, client: httpx.Client, nik: str) -> httpx.Response:
        """``POST /api/v2/user/check/status``."""
        return client.post("/api/v2/user/check/status", json={"nik": nik})

    def ask_code(self, client: httpx.Client, nik: str) -> httpx.Response:
        """``POST /api/v2/sign/get/totp``: a code is sent to the signer; ``data`` is the number of files."""
        return client.post("/api/v2/sign/get/totp", json={"nik": nik, "data": 1})

    def ask_signature(
        self, client: httpx.Client, pdf: bytes, nik: str, typed: str, place: Slot | None, proof: Proof
    ) -> httpx.Response:
        """``POST /api/v2/sign/pdf``; pages count from 1, points from the lower left corner."""
        look: dict[str, Any] = {"tampilan": "INVISIBLE", "reason": REASON}
        if place:
            look = {"tampilan": "VISIBLE", "reason": REASON, "page": place.page + 1}
            look |= {"originX": place.x, "originY": place.y, "width": place.width, "height": place.height}
        body = {"nik": nik, proof: typed, "signatureProperties": [look]}
        return client.post("/api/v2/sign/pdf", json=body | {"file": [b64encode(pdf).decode("ascii")]})

    def signed_file(self, client: httpx.Client, said: Mapping[str, Any]) -> bytes | None:
        """The first of ``file``."""
        files = said.get("file")
        if not isinstance(files, list) or not files:
            return None
        try:
            content = b64decode(str(files[0]), validate=True)
        except binascii.Error as error:
            raise ValueError("the signed file is not base64") from error
        if not content.startswith(b"%PDF-"):
            raise ValueError("the signed file is no PDF")
        return content
