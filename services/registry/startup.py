"""What must be right before the registry starts; each fault is one clear message."""

from __future__ import annotations

from services.registry import rules
from services.registry.actions.stamping import seal_key
from services.shared.config.office import Office
from services.shared.config.settings import Settings, SettingsError


def check(settings: Settings, office: Office) -> None:
    """Raise SettingsError for a missing seal, a numbering pattern that repeats itself, or missing retention rows."""
    seal_key(settings)
    try:
        rules.check_pattern(office.letters.number_pattern, office.letters.unit)
    except (ValueError, IndexError, KeyError) as error:
        raise SettingsError(f"office.toml: letters.number_pattern does not work: {error}") from None
    if missing := {"ordinary", "oversight"} - office.retention.keys():
        raise SettingsError(f"office.toml: retention.{', retention.'.join(sorted(missing))} missing (the JRA).")
