"""An office's file, looked at as all services together do, and what in it is still the demonstration's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from deploy.setup import OFFICE_FILE
from services.letters import wording
from services.shared.config import demonstration, office_entries
from services.shared.config.office import Office, load
from services.shared.config.settings import SettingsError
from services.shared.config.zone import ZONES
from services.shared.paper.errors import PaperError
from services.shared.paper.picture import with_crest
from services.shared.paper.text import clean, missing

PRESETS = {
    "wib": {"timezone": ZONES[0], "village": "Kelurahan", "village_head": "Lurah"},
    "wita": {"timezone": ZONES[2], "village": "Desa", "village_head": "Kepala Desa"},
    "wit": {"timezone": ZONES[3], "village": "Kampung", "village_head": "Kepala Kampung"},
}


def examined(file: Path) -> Office:
    """The facts, when every service can work with them.

    Raises:
        SettingsError: an entry, the crest or the wording of a letter is wrong.
    """
    found = load(file)
    try:
        with_crest({"office": found.letterhead()})
    except PaperError as error:
        raise SettingsError(f"The office file {file} has wrong entries:\n  office.crest: {error}") from None
    _check_printed(file, found)
    wording.check(wording.folders_for(file), found)
    return found


def _check_printed(file: Path, found: Office) -> None:
    if unprinted := [f"  {entry}: no font prints {' '.join(signs)}" for entry, signs in _unprinted(found)]:
        raise SettingsError(f"The office file {file} has wrong entries:\n" + "\n".join(unprinted))


def _unprinted(found: Office) -> Iterator[tuple[str, list[str]]]:
    for entry, text in office_entries.texts(found):
        if signs := missing(clean(text)):
            yield entry, signs


def of_the_demonstration(found: Office) -> list[str]:
    """Which facts a real office has not replaced: its name and address, invented people, telephone and mail.

    How it signs is a choice of its own: until the file says so, it signs as the demonstration does.
    """
    names = {f"officials.{one.role}": f"officials {one.role} ({one.name})" for one in found.officials}
    names[demonstration.SIGNING] = "letters.signer (how the office signs its letters)"
    return [names.get(entry, entry) for entry in demonstration.kept(found)]


def preset(zone: str) -> str:
    """The shipped file for an office of a zone (``wib``, ``wita``, ``wit``), with the words that are usual there.

    What only the office knows is left as the demonstration has it, and ``of_the_demonstration`` names it.
    """
    text = OFFICE_FILE.read_text(encoding="utf-8")
    for name, value in PRESETS[zone].items():
        text, count = re.subn(rf'(?m)^{name} = "[^"]*"', f'{name} = "{value}"', text, count=1)
        assert count, name
    return text
