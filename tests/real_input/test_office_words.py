"""What villages and their heads are called comes from the office's file, wherever it is said."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deploy.cli import app
from deploy.office_file import PRESETS, examined
from services.handoffs.contract import SERVICES as SERVICES_OF
from services.intake.rules import cases
from services.letters.wording import first_draft, folders_for
from services.letters.wording.facts import SAMPLE
from services.shared.config import naming
from services.shared.config import zone as zones
from services.shared.errors import RuleBroken
from services.shared.paper.preview import page_count, page_text
from tests.support.intake import Desk, applicant, form, person
from tests.support.office import TestOffice

SERVICES = Path(__file__).parents[2] / "services"
CALLED = ["Nagari", "Kelurahan", "Kampung"]
# Where the word is no name that the office gives: an ending that people write behind an address, and examples.
KNOWN = {
    f"services/{name}.py"
    for name in ("intake/rules/cases", "letters/wording/facts", "shared/config/naming", "shared/config/office")
}
OWN = re.compile(r"\b(desa|kelurahan|nagari|kampung|hukum tua|lurah|kepala desa|wali nagari)\b(?! \{)", re.IGNORECASE)


@pytest.fixture
def desk(office: TestOffice) -> Iterator[Desk]:
    """A complaint, when every service has read the office's file; afterwards things are called as there again."""
    yield Desk(office).filled()
    naming.keep("Desa")


@pytest.mark.parametrize("village", CALLED)
def test_pages_papers_and_document_say_the_offices_word(office: TestOffice, desk: Desk, village: str) -> None:
    clerk, camat = person(office), person(office, "camat")
    pages = {"/intake/complaints": clerk, desk.page: clerk, "/review/cases": camat, "/registry/register": camat}
    for path, who in pages.items():
        assert who.get(path).status_code == 200
    naming.keep(village)
    for path, who in pages.items():
        shown = re.sub(r"<[^>]+>|Lolombulan, Desa Makasili", " ", who.get(path).get_data(as_text=True))
        assert not re.findall(r".{0,30}(?:\{[Dd]esa\}|\b[Dd]esa\b).{0,20}", shown), path
    paper = clerk.get(f"{desk.page}/form.pdf").data
    assert village in "\n".join(page_text(paper, nth) for nth in range(page_count(paper)))
    desk.do("submit-form", form(who=applicant(village="0")), 422)
    with pytest.raises(RuleBroken) as refused:
        cases.check_village("0", "", {})
    assert refused.value.fields["applicant.village"] == [f"Pilih {village.lower()} dari daftar."]


@pytest.mark.parametrize("service", SERVICES_OF)
def test_each_field_says_the_offices_word_whenever_its_file_was_read(service: str) -> None:
    rows = importlib.import_module(f"services.{service}.verbs").VERBS
    for row in rows:
        for name, field in getattr(row, "fields", {}).items():
            written = dict(dict.items(field.metadata))
            plain = not isinstance(field.metadata, naming.Said)
            assert not (plain and "esa}" in str(written)), f"{service}.{row.name}.{name}"


@pytest.mark.parametrize("zone", PRESETS)
def test_a_preset_is_a_right_file(zone: str, tmp_path: Path) -> None:
    file = tmp_path / "office.toml"
    printed = CliRunner().invoke(app, ["office", "preset", zone])
    file.write_text(printed.stdout)
    before = zones.of_office().key
    found = examined(file)
    assert {name: getattr(found.office, name) for name in PRESETS[zone]} == PRESETS[zone]
    assert naming.village("Makasili") == f"{PRESETS[zone]['village']} Makasili"
    file.write_text(printed.stdout.replace("village_head =", "village_hed ="))
    assert "did you mean village_head" in CliRunner().invoke(app, ["office", "check", str(file)]).output
    zones.keep(before)
    naming.keep("Desa")


@pytest.mark.parametrize("kind", ["delegation", "police_report"])
def test_a_letter_says_what_the_village_is_called(kind: str) -> None:
    facts = SAMPLE | {"village_called": "Nagari", "village": "Koto Baru", "to_applicant": False}
    draft = first_draft(folders_for(Path("office.toml")), kind, facts)
    assert "warga Nagari Koto Baru" in "\n".join(map(str, draft.values()))


def test_no_code_calls_a_village_by_itself() -> None:
    found = []
    for file in SERVICES.rglob("*"):
        name = str(file.relative_to(SERVICES.parent))
        if file.suffix in {".py", ".html", ".typ", ".js"} and "/migrations/" not in name and name not in KNOWN:
            found += [
                f"{name}:{n}: {line.strip()}" for n, line in enumerate(file.read_text().splitlines(), 1) if _says(line)
            ]
    assert found == []


def _says(line: str) -> bool:
    code = re.sub(r"\{\{.*?\}\}|#.*|\{[Dd]esa\}|\{[Kk]epala_desa\}", "", line)
    return any(OWN.search(words) for words in re.findall(r"'[^']*'|\"[^\"]*\"|`[^`]*`|>[^<]+<", code))
