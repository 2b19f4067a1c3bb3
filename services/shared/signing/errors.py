"""Why a file was not signed or sealed. Messages are for the person at the screen, in Indonesian."""

from __future__ import annotations

from services.shared.errors import RuleBroken, Stale, Unavailable


class WrongPassphrase(RuleBroken):
    """The passphrase does not open the key (422). Nothing was signed; it may be typed again."""

    def __init__(self) -> None:
        message = "Passphrase salah. Dokumen belum ditandatangani."
        super().__init__(message, {"passphrase": [message]})


class SigningRefused(Stale):
    """The file cannot be signed: no free field, a certificate out of its time, or the remote signer said no (409)."""


class SigningUnknown(Unavailable):
    """A remote signer did not answer in time: it may have signed (503). Never retry by itself; look first."""


class NotGenuine(Stale):
    """The file to be sealed is not exactly what the Camat signed (409). ``reasons`` names the failed checks."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("Berkas ini tidak sama dengan yang ditandatangani Camat, sehingga tidak dibubuhi segel.")
        self.reasons = reasons


class AuthorityExists(Stale):
    """The folder already holds keys. They are never overwritten (409)."""
