"""Who signs, by the settings: the office's own keys, or BSrE's service."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from pydantic import SecretStr

from services.shared.config.office import Office
from services.shared.config.settings import Settings, SettingsError
from services.shared.signing.bsre import BsreSigner
from services.shared.signing.errors import SigningRefused
from services.shared.signing.keys import acting_key
from services.shared.signing.signer import BuiltInSigner, Signer
from services.shared.signing.trust import BSRE_ROOTS, TSA_ROOTS, other_roots


def signer_for(settings: Settings, office: Office, acting: str | None = None) -> Signer:
    """The signer of this office; ``acting``: user name of whoever signs in the Camat's place, by their own key.

    Raises:
        SettingsError: a setting is missing. SigningRefused: BSrE's identity (NIK) of that person is not known.
    """
    own = built_in(settings)
    if office.letters.signer == "bsre":
        return _bsre(settings, own, acting)
    return own if acting is None else replace(own, key=acting_key(acting))


def others_at_bsre(settings: Settings) -> dict[str, SecretStr]:
    """User name → identity at BSrE, of those who sign in the Camat's place. Raises SettingsError."""
    words = settings.bsre_niks.get_secret_value().split() if settings.bsre_niks else []
    pairs = [word.partition("=") for word in words]
    if wrong := [username for username, _, nik in pairs if not (username and nik.isdecimal() and len(nik) == 16)]:
        raise SettingsError(f"SIGAP_BSRE_NIKS: write username=NIK (16 digits); not so: {', '.join(wrong)}.")
    return {username: SecretStr(nik) for username, _, nik in pairs}


def built_in(settings: Settings) -> BuiltInSigner:
    """The office's own keys: signature (TTE tidak tersertifikasi) and seal. Raises SettingsError."""
    if settings.keys_dir is None:
        raise SettingsError("SIGAP_KEYS_DIR is missing: letters are signed, sealed and checked with what it holds.")
    if settings.tsa_url:
        _check_roots(settings.keys_dir / TSA_ROOTS, "SIGAP_TSA_URL needs the root certificates of the authority")
    return BuiltInSigner(settings.keys_dir, settings.seal_passphrase, settings.tsa_url)


def _bsre(settings: Settings, own: BuiltInSigner, acting: str | None) -> BsreSigner:
    names = ("bsre_url", "bsre_username", "bsre_password", "bsre_nik")
    if missing := [f"SIGAP_{name.upper()}" for name in names if not getattr(settings, name)]:
        raise SettingsError(f'office.toml: letters.signer = "bsre" needs {", ".join(missing)}.')
    _check_roots(own.folder / BSRE_ROOTS, 'letters.signer = "bsre" needs the root certificates of BSrE')
    if settings.bsre_proof == "totp" and settings.bsre_api != "v2":
        raise SettingsError("SIGAP_BSRE_PROOF=totp needs SIGAP_BSRE_API=v2: the older shape has no codes.")
    others = others_at_bsre(settings)
    if acting is not None and acting not in others:
        raise SigningRefused(
            "Identitas Anda di BSrE belum dipasang; surat belum ditandatangani. Administrator perlu menambahkan NIK "
            f"untuk nama pengguna {acting} (SIGAP_BSRE_NIKS)."
        )
    assert settings.bsre_url is not None
    assert settings.bsre_username is not None
    assert settings.bsre_password is not None
    assert settings.bsre_nik is not None
    return BsreSigner(
        settings.bsre_url,
        settings.bsre_username,
        settings.bsre_password,
        settings.bsre_nik if acting is None else others[acting],
        settings.bsre_api,
        settings.bsre_timeout,
        own,
        settings.bsre_proof,
    )


def _check_roots(file: Path, what: str) -> None:
    """The root certificates of others must be there: without them nothing that they signed can be checked."""
    try:
        found = other_roots(file)
    except ValueError as error:
        raise SettingsError(f"{file} does not hold certificates in PEM form: {error}") from None
    if not found:
        raise SettingsError(f"{what} as {file} (PEM).")
