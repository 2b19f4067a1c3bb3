"""Who signs, by the settings: the office's own keys, or BSrE's service."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from services.shared.config.office import Office
from services.shared.config.settings import Settings, SettingsError
from services.shared.signing.bsre import BsreSigner
from services.shared.signing.keys import acting_key
from services.shared.signing.signer import BuiltInSigner, Signer
from services.shared.signing.trust import BSRE_ROOTS, TSA_ROOTS, other_roots


def signer_for(settings: Settings, office: Office, acting: str | None = None) -> Signer:
    """The signer of this office; ``acting`` is the user name of an acting head, who signs with a key of their own.

    Raises:
        SettingsError: a setting is missing.
    """
    own = built_in(settings)
    if acting is not None:
        own = replace(own, key=acting_key(acting))
    return _bsre(settings, own) if office.letters.signer == "bsre" else own


def built_in(settings: Settings) -> BuiltInSigner:
    """The office's own keys: signature (TTE tidak tersertifikasi) and seal. Raises SettingsError."""
    if settings.keys_dir is None:
        raise SettingsError("SIGAP_KEYS_DIR is missing: letters are signed, sealed and checked with what it holds.")
    if settings.tsa_url:
        _check_roots(settings.keys_dir / TSA_ROOTS, "SIGAP_TSA_URL needs the root certificates of the authority")
    return BuiltInSigner(settings.keys_dir, settings.seal_passphrase, settings.tsa_url)


def _bsre(settings: Settings, own: BuiltInSigner) -> BsreSigner:
    names = ("bsre_url", "bsre_username", "bsre_password", "bsre_nik")
    if missing := [f"SIGAP_{name.upper()}" for name in names if not getattr(settings, name)]:
        raise SettingsError(f'office.toml: letters.signer = "bsre" needs {", ".join(missing)}.')
    _check_roots(own.folder / BSRE_ROOTS, 'letters.signer = "bsre" needs the root certificates of BSrE')
    assert settings.bsre_url is not None
    assert settings.bsre_username is not None
    assert settings.bsre_password is not None
    assert settings.bsre_nik is not None
    return BsreSigner(
        settings.bsre_url,
        settings.bsre_username,
        settings.bsre_password,
        settings.bsre_nik,
        settings.bsre_api,
        settings.bsre_timeout,
        own,
    )


def _check_roots(file: Path, what: str) -> None:
    """The root certificates of others must be there: without them nothing that they signed can be checked."""
    try:
        found = other_roots(file)
    except ValueError as error:
        raise SettingsError(f"{file} does not hold certificates in PEM form: {error}") from None
    if not found:
        raise SettingsError(f"{what} as {file} (PEM).")
