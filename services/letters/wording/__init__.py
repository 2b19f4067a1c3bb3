"""The office's wording of letters: one TOML file per kind, its texts Jinja2 templates in a sandbox.

A file ``wording/<kind>.toml`` beside the office's ``office.toml`` is used before the one that lies here. See README.md.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from services.letters.content import EMPTY, LABELS, LINES
from services.shared.office import Office
from services.shared.settings import SettingsError

FOLDER = Path(__file__).parent
_ENVIRONMENT = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    autoescape=False,  # the result is a text on paper, not HTML; pages escape it like any other text
)
SAMPLE: dict[str, Any] = {
    "office_name": "Kecamatan Contoh",
    "office_place": "Contoh",
    "camat_title": "Camat Contoh",
    "case_no": "PGD-0001",
    "title": "judul",
    "category": "Lainnya",
    "received": "24 November 2026",
    "conclusion": "kesimpulan",
    "recommendation": "",
    "recipient_name": "Penerima",
    "recipient_place": "Tempat",
    "applicant": "Pemohon",
    "village": "Desa",
    "to_applicant": True,
    "confidential": False,
}


def first_draft(folders: tuple[Path, ...], kind: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The first draft of a letter: the kind's wording with the facts of the request (the keys of ``SAMPLE``).

    Raises:
        SettingsError: there is no wording for this kind, or it names something that is not there.
    """
    wording = _wording(folders, kind)
    try:
        written = {name: _render(value, facts) for name, value in wording.items()}
    except TemplateError as error:
        raise SettingsError(f"wording/{kind}.toml: {error}") from None
    return {**EMPTY, **written}


def check(folders: tuple[Path, ...], office: Office) -> None:
    """At start-up: every kind of letter in ``office.toml`` has a wording that can be written.

    Raises:
        SettingsError: naming every kind that has not.
    """
    problems = []
    for kind in office.letter_kinds:
        try:
            first_draft(folders, kind, SAMPLE)
            first_draft(folders, kind, SAMPLE | {"to_applicant": False, "confidential": True, "recommendation": "x"})
        except SettingsError as error:
            problems.append(f"  {error}")
    if problems:
        raise SettingsError("The wording of letters has mistakes:\n" + "\n".join(problems))


def folders_for(office_file: Path) -> tuple[Path, ...]:
    """Where wording is looked for: beside the office file, then here."""
    return (office_file.resolve().parent / "wording", FOLDER)


def _render(value: Any, facts: Mapping[str, Any]) -> Any:
    if isinstance(value, list):
        return [line for line in (_render(item, facts) for item in value) if line]
    return _ENVIRONMENT.from_string(str(value)).render(facts).strip()


@lru_cache(maxsize=64)
def _wording(folders: tuple[Path, ...], kind: str) -> dict[str, Any]:
    places = [folder / f"{kind}.toml" for folder in folders if kind.isidentifier()]
    file = next((place for place in places if place.is_file()), None)
    if file is None:
        raise SettingsError(f"There is no wording/{kind}.toml for this kind of letter.")
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file} is not valid TOML: {error}") from None
    wrong = [name for name in found if name not in LABELS or isinstance(found[name], list) != (name in LINES)]
    if wrong:
        raise SettingsError(f"{file} has unknown or misshapen entries: {', '.join(wrong)}")
    return found
