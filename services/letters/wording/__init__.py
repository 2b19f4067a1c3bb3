"""The office's wording of letters: one TOML file per kind, its texts Jinja2 templates in a sandbox.

A version that the administrator saved (table ``template``) is used before the files; a file ``wording/<kind>.toml``
beside the office's ``office.toml`` before the one that lies here. See README.md.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from services.letters.schemas.content import EMPTY
from services.letters.wording.facts import SAMPLE, VARIANTS
from services.letters.wording.writing import Fault, faults, variants, written
from services.shared.config.office import Office
from services.shared.config.settings import SettingsError

__all__ = [
    "FOLDER",
    "SAMPLE",
    "VARIANTS",
    "Fault",
    "check",
    "faults",
    "first_draft",
    "folders_for",
    "texts_of",
    "variants",
    "written",
]
FOLDER = Path(__file__).parent


def first_draft(folders: tuple[Path, ...], kind: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The first draft of a letter by the files: the kind's wording with the facts of the request (keys of ``SAMPLE``).

    Raises:
        SettingsError: there is no wording for this kind, or it names something that is not there.
    """
    try:
        return written(texts_of(folders, kind), facts)
    except Fault as fault:
        raise SettingsError(f"wording/{kind}.toml: {fault}") from None


def check(folders: tuple[Path, ...], office: Office) -> None:
    """At start-up: every kind of letter in ``office.toml`` has a wording that can be written.

    Raises:
        SettingsError: naming every kind that has not.
    """
    problems = []
    for kind in office.letter_kinds:
        try:
            problems += [f"  wording/{kind}.toml: {fault}" for fault in faults(texts_of(folders, kind))]
        except SettingsError as error:
            problems.append(f"  {error}")
    if problems:
        raise SettingsError("The wording of letters has mistakes:\n" + "\n".join(problems))


def folders_for(office_file: Path) -> tuple[Path, ...]:
    """Where wording is looked for: beside the office file, then here."""
    return (office_file.resolve().parent / "wording", FOLDER)


@lru_cache(maxsize=64)
def texts_of(folders: tuple[Path, ...], kind: str) -> dict[str, Any]:
    """The texts with blanks as the files hold them. Raises SettingsError."""
    places = [folder / f"{kind}.toml" for folder in folders if kind.isidentifier()]
    file = next((place for place in places if place.is_file()), None)
    if file is None:
        raise SettingsError(f"There is no wording/{kind}.toml for this kind of letter.")
    found = _read(file)
    shapes = {name: isinstance(value, list) for name, value in EMPTY.items()}
    wrong = [name for name, value in found.items() if isinstance(value, list) != shapes.get(name)]
    if wrong:
        raise SettingsError(f"{file} has unknown or misshapen entries: {', '.join(wrong)}")
    return found


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file} is not valid TOML: {error}") from None
