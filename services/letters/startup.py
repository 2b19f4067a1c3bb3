"""What must be right before the letters service starts; each fault is one clear message."""

from __future__ import annotations

from services.letters import papers, wording
from services.shared.office import Office
from services.shared.settings import Settings, SettingsError


def check(settings: Settings, office: Office) -> None:
    """Raise SettingsError for a way of signing that is not there, missing keys or officials, or faulty wording."""
    if office.letters.signing != "after":
        raise SettingsError(
            f'office.toml: letters.signing = "{office.letters.signing}" is not available yet. '
            'Use "after": the Camat signs first, number and seal follow.'
        )
    papers.signer_for(settings)
    if not any(official.role == "camat" for official in office.officials):
        raise SettingsError('office.toml names no official with role = "camat": nobody could sign a letter.')
    wording.check(wording.folders_for(settings.office_file), office)
