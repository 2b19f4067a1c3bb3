"""What must be right before the letters service starts; each fault is one clear message."""

from __future__ import annotations

from services.letters import wording
from services.shared.config.office import Office
from services.shared.config.settings import Settings, SettingsError
from services.shared.paper.errors import PaperError
from services.shared.paper.picture import with_crest
from services.shared.signing.choice import signer_for


def check(settings: Settings, office: Office) -> None:
    """Raise SettingsError for missing keys, signer or officials, an unreadable crest, or faulty wording."""
    signer_for(settings, office)
    if office.letters.signing == "wet" and office.letters.signer != "internal":
        raise SettingsError('office.toml: letters.signing = "wet" is signed on paper; leave letters.signer out.')
    if not any(official.role == "camat" for official in office.officials):
        raise SettingsError('office.toml names no official with role = "camat": nobody could sign a letter.')
    try:
        with_crest({"office": office.letterhead()})
    except PaperError as error:
        raise SettingsError(f"office.toml: office.crest: {error}") from None
    wording.check(wording.folders_for(settings.office_file), office)
