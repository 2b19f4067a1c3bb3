"""Who signs, by the settings: the office's own keys, or BSrE's service."""

from __future__ import annotations

from dataclasses import replace

from services.shared.config.office import Office
from services.shared.config.settings import Settings, SettingsError
from services.shared.signing.bsre import BsreSigner
from services.shared.signing.keys import acting_key
from services.shared.signing.signer import BuiltInSigner, Signer
from services.shared.signing.trust import OTHER_ROOTS, other_roots


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
    return BuiltInSigner(settings.keys_dir, settings.seal_passphrase, settings.tsa_url)


def _bsre(settings: Settings, own: BuiltInSigner) -> BsreSigner:
    names = ("bsre_url", "bsre_username", "bsre_password", "bsre_nik")
    if missing := [f"SIGAP_{name.upper()}" for name in names if not getattr(settings, name)]:
        raise SettingsError(f'office.toml: letters.signer = "bsre" needs {", ".join(missing)}.')
    check_roots(settings)
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


def check_roots(settings: Settings) -> None:
    """The root certificates of BSrE must be there: without them no signature of theirs can be checked."""
    assert settings.keys_dir is not None
    file = settings.keys_dir / OTHER_ROOTS[0]
    try:
        found = other_roots(file)
    except ValueError as error:
        raise SettingsError(f"{file} does not hold certificates in PEM form: {error}") from None
    if not found:
        raise SettingsError(f'letters.signer = "bsre" needs the root certificates of BSrE as {file} (PEM).')
