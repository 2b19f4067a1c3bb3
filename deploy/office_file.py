"""An office's file, looked at as all services together do, and what in it is still the demonstration's."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from deploy.setup import OFFICE_FILE
from services.letters import wording
from services.shared.config.office import Office, load
from services.shared.config.settings import SettingsError
from services.shared.config.zone import ZONES
from services.shared.paper.errors import PaperError
from services.shared.paper.picture import with_crest

PRESETS = {
    "wib": {"timezone": ZONES[0], "village": "Kelurahan", "village_head": "Lurah"},
    "wita": {"timezone": ZONES[2], "village": "Desa", "village_head": "Kepala Desa"},
    "wit": {"timezone": ZONES[3], "village": "Kampung", "village_head": "Kepala Kampung"},
}
INVENTED = ("Contoh", "example.", "000-000")  # how the demonstration marks what is made up


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
    wording.check(wording.folders_for(file), found)
    return found


def of_the_demonstration(found: Office) -> list[str]:
    """Which facts a real office has not replaced: its name and address, invented people, telephone and mail.

    How it signs is a choice of its own: until the file says so, it signs as the demonstration does.
    """
    shipped = tomllib.loads(OFFICE_FILE.read_text(encoding="utf-8"))["office"]
    same = [name for name in ("name", "address", "region_code") if getattr(found.office, name) == shipped[name]]
    invented = [name for name in ("phone", "email", "website") if _is_invented(getattr(found.office, name))]
    people = [f"officials {one.role} ({one.name})" for one in found.officials if _is_invented(one.name)]
    way = [] if found.letters.way_is_chosen else ["letters.signer (how the office signs its letters)"]
    return [*(f"office.{name}" for name in (*same, *invented)), *way, *people]


def preset(zone: str) -> str:
    """The shipped file for an office of a zone (``wib``, ``wita``, ``wit``), with the words that are usual there.

    What only the office knows is left as the demonstration has it, and ``of_the_demonstration`` names it.
    """
    text = OFFICE_FILE.read_text(encoding="utf-8")
    for name, value in PRESETS[zone].items():
        text, count = re.subn(rf'(?m)^{name} = "[^"]*"', f'{name} = "{value}"', text, count=1)
        assert count, name
    return text


def _is_invented(value: str) -> bool:
    return any(mark in value for mark in INVENTED)
