"""``sigap office check`` and the services' own start refuse every mistake that would stop a service, a step, or print
nonsense; and say what was meant."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from deploy.cli import app
from deploy.setup import OFFICE_FILE
from services.shared.config.office import load

RIGHT = OFFICE_FILE.read_text()
CHECK = CliRunner()


def without(start: str, lines: int, text: str = RIGHT) -> str:
    """The file without so many lines from the one that begins so."""
    rows = text.splitlines()
    at = next(number for number, row in enumerate(rows) if row.startswith(start))
    return "\n".join([*rows[:at], *rows[at + lines :]])


def twice(start: str, lines: int) -> str:
    rows = RIGHT.splitlines()
    at = next(number for number, row in enumerate(rows) if row.startswith(start))
    return "\n".join([*rows[: at + lines], *rows[at : at + lines], *rows[at + lines :]])


def with_(old: str, new: str) -> str:
    assert old in RIGHT
    return RIGHT.replace(old, new, 1)


SECTION_HEAD = """[[officials]]
role = "section_head"
title = "Kasi Pelayanan Umum"
name = "Contoh Rondonuwu, S.Sos."
rank = "Penata (III/c)"
nip = "197805052005012002"
"""
MISTAKES = {
    "a crest that is not there": (with_("# crest = ", "crest = "), "office.crest: there is no file"),
    "an empty name": (with_('name = "Kecamatan Kumelembuai"', 'name = " "'), "office.name: is empty"),
    "a zone that is none": (with_("Asia/Makassar", "Mars/Base"), "office.timezone"),
    "a telephone of letters": (with_("(0430) 000-000", "menyusul"), "office.phone"),
    "mail without an address": (with_("kecamatan.kumelembuai@example.go.id", "kecamatan"), "office.email"),
    "a postcode of four digits": (with_("95355", "9535"), "office.postcode"),
    "a misspelt entry": (with_("service = ", "servis = "), r"office.servis: is unknown \(did you mean service\?\)"),
    "a misspelt table": (with_("[letter_kinds]", "[letter_kind]"), r"letter_kind: .* \(did you mean letter_kinds\?\)"),
    "an unknown word in the number": (with_("/{month}/", "/{bulan}/"), r"unknown word \{bulan\}"),
    "a number without a year": (with_("/{month}/{year}", "/{month}"), r"\{year\} is missing"),
    "a number that is no pattern": (with_("{number:03d}", "{number:03q}"), "letters.number_pattern"),
    "no section head": (with_(SECTION_HEAD, ""), "section_head: nobody is named; .*step 7"),
    "no Camat": (with_('role = "camat"', 'role = "lurah"'), "camat: nobody is named"),
    "two Camat": (with_('role = "registrar"', 'role = "camat"'), "officials: camat stands there 2 times"),
    "a NIP of ten digits": (with_("197001011995031001", "1970010119"), "officials.0.nip"),
    "no village": (without('"71051520', 8), "villages: is empty"),
    "a village of another district": (with_("7105152002", "7171012002"), "villages.7171012002: does not begin with"),
    "a village without its code": (with_('"7105152002" =', "kumelembuai ="), "villages.kumelembuai: a code"),
    "one village twice": (with_('= "Malola Satu"', '= "Malola"'), "villages: Malola stands there 2 times"),
    "a partner twice": (with_('code = "tokoh"', 'code = "polsek"'), "partners: polsek stands there 2 times"),
    "nobody to report to": (RIGHT.replace("law_enforcement = true", "law_enforcement = false"), "step 12d"),
    "no agency to ask": (RIGHT.replace('kind = "agency"', 'kind = "forkopimcam"'), "kind agency, so step 10c"),
    "a partner with a village's code": (with_('code = "tokoh"', 'code = "7105152002"'), "is the code of a village"),
    "a class that is needed": (RIGHT.replace("[classes.oversight", "[classes.pengawasan"), "classes oversight: none"),
    "a misspelt step": (
        with_("oversight.steps.disposition", "oversight.steps.disposisi"),
        "steps.disposisi: there is no",
    ),
    "no limit for partners": (without("[limits.partner_answer]", 3), r"limits.partner_answer: is missing \(step 10\)"),
    "a misspelt limit": (with_("[limits.direction]", "[limits.directions]"), r"did you mean direction\?"),
    "a limit of no days": (with_("days = 3\n", "days = 0\n"), "limits.verification.days"),
    "a letter's kind removed": (without("delegation =", 1), r"letter_kinds.delegation: is missing \(step 12c\)"),
    "a letter's kind misspelt": (with_("tanggapan =", "tangapan ="), r"did you mean tanggapan\?"),
    "no retention": (without("[retention.oversight]", 4), r"retention.oversight: is missing \(step 16e\)"),
    "a fate that is none": (with_('fate = "Musnah"', 'fate = "Dibuang"'), "retention.ordinary.fate"),
    "two defaults": (
        with_('label = "Fasilitasi', 'default = true\nlabel = "Fasilitasi'),
        "more than one has default",
    ),
    "a class of letters twice": (
        with_('code = "100.2.4"', 'code = "300.1.4"'),
        "classifications: 300.1.4 stands there 2",
    ),
    "a code for no category": (with_('["land", "brawl"]', '["land", "brwal"]'), r"did you mean brawl\?"),
    "a code for no class": (with_('["oversight"]', '["oversigt"]'), r"did you mean oversight\?"),
    "a source that is none": (with_('number_source = "own"', 'number_source = "srikandi"'), "letters.number_source"),
    "a checklist misspelt": (with_("reported_official = ", "reported_oficial = "), r"did you mean reported_official\?"),
    "a holiday added and removed": (
        with_("add = []\nremove = []", "add = [2027-01-02]\nremove = [2027-01-02]"),
        "both",
    ),
    "an entry twice": (twice("[completion]", 2), "is not valid TOML"),
    "a letter without wording": (with_("[letter_kinds]", '[letter_kinds]\nsp2hp = "SP2HP"'), "letter_kinds.sp2hp"),
    "a text of spaces": (with_('title = "Kasi Pelayanan Umum"', 'title = "  "'), "officials.1.title: is empty"),
    "an entry of two lines": (
        with_('name = "Kecamatan Kumelembuai"', 'name = "Kecamatan\\nKumelembuai"'),
        "several lines",
    ),
    "a sign that nobody sees": (with_('"Malola"', '"Malo\u200bla"'), "villages.7105152005: has signs that nobody sees"),
    "a sign without a font": (with_('"Malola"', '"Malola \u0e2a"'), "villages.7105152005: no font prints"),
    "a place of a form": (with_('"Camat Kumelembuai"', '"Camat {{ kecamatan }}"'), r"officials.0.title: has \{"),
    "a tag of a page": (
        with_('"Makasili"', '"<b>Makasili</b>"'),
        "villages.7105152007: has <b>, which",
    ),
    "a text without end": (with_('"Camat Kumelembuai"', f'"{"Camat " * 60}"'), "officials.0.title: is longer"),
    "a code that is none": (with_('code = "polsek"', 'code = "pol/sek"'), "partners.1.code: 'pol/sek' is no code"),
    "a limit beyond the calendar": (with_("days = 60\n", "days = 9999999\n"), "more than any calendar has"),
    "an hour of another zone": (with_("digest_at = 07:00:00", 'digest_at = "07:00+07:00"'), "without a zone"),
    "no hour for an urgent step": (with_("{ verification = 2", "{ verification = 0"), "urgent.hours.verification"),
    "a misspelt urgent step": (with_("{ verification = 2", "{ verifikasi = 2"), r"did you mean verification\?"),
    "a word of nothing": (with_('words = ["musik"', 'words = [""'), "proposals.noise.words.0: is empty"),
    "a kind of letter without a name": (with_('"Surat Tanggapan"', '""'), "letter_kinds.tanggapan: is empty"),
    "a class of letters without a code": (with_('code = "300.1.4"', 'code = ""'), "classifications.0.code: is empty"),
    "a number run together": (with_("{code}/{number:03d}", "{code}{number:03d}"), "nothing stands between"),
    "a number of a thousand digits": (with_("{number:03d}", "{number:0999999d}"), "no more than a width"),
    "a start for each class": (
        RIGHT.replace("# number_start", "number_start").replace('_series = "one"', '_series = "class"'),
        "letters.number_start: is for",
    ),
    "one paraf twice": (with_("initials = []", 'initials = ["kasi", "kasi"]'), "letters.initials: kasi stands there 2"),
    "braces in the village's word": (with_('village = "Desa"', 'village = "{Desa}"'), r"office.village: has \{"),
    "a postcode without quotation marks": (with_('"95355"', "95355"), "in quotation marks"),
    "a table that is a list": (with_("[office]", "[[office]]"), "office: Input should be"),
    "a website of two words": (with_('kumelembuai.example.go.id"', 'kumelembuai example"'), "office.website"),
    "a paraf of a title": (
        with_("initials = []", 'initials = ["Kasi Umum"]'),
        "letters.initials.0: 'Kasi Umum' is no code",
    ),
    "a supervisor without an account": (
        with_('name = ""\nusername', 'name = "Budi"\nusername'),
        "supervisor: give both",
    ),
    "a NIP of no birthday": (with_("198503032010011003", "198513032010011003"), "officials.2.nip: is no NIP"),
    "two kinds of one name": (
        with_('"Balap liar"', '"Ternak  lepas"'),
        "categories: Ternak lepas stands there 2 times",
    ),
    "two classes of one name": (with_('"Aspirasi"', '"Permintaan Informasi"'), "classes: Permintaan informasi stands"),
    "two letters of one name": (with_('"Surat Jawaban"', '"Surat Tanggapan"'), "letter_kinds: Surat tanggapan stands"),
    "two partners of one name": (with_('"Koramil Motoling"', '"Polsek Motoling"'), "partners: Polsek motoling stands"),
    "a holiday of the year 227": (with_("add = []", "add = [0227-08-17]"), "holidays.add.0: 0227-08-17 is no day"),
    "a number that ends with a blank": (with_('{month}/{year}"', '{month}/{year} "'), "ends with a blank"),
    "a supervisor's NIP of two digits": (with_('username = ""', 'username = ""\nnip = "12"'), "supervisor.nip"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_refused_in_words(mistake: str, tmp_path: Path) -> None:
    text, words = MISTAKES[mistake]
    file = tmp_path / "office.toml"
    file.write_text(text)
    refused = CHECK.invoke(app, ["office", "check", str(file)])
    assert refused.exit_code == 1, mistake
    assert re.search(words, refused.output), refused.output
    assert "Traceback" not in refused.output


def test_the_schema_knows_the_file_and_no_other_entry() -> None:
    shape = Draft202012Validator(json.loads(CHECK.invoke(app, ["office", "schema"]).output))
    right = json.loads(json.dumps(tomllib.loads(RIGHT), default=str))
    assert shape.is_valid(right)
    for table in ("office", "letters", "limits.verification", "urgent"):
        wrong = json.loads(json.dumps(right))
        part = wrong
        for name in table.split("."):
            part = part[name]
        part["servis"] = "x"
        assert not shape.is_valid(wrong), table


def test_what_an_editor_makes_of_the_file_is_read_or_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "office.toml"
    file.write_text(with_("Kumelembuai", "Kumélembuai"), encoding="cp1252")
    refused = CHECK.invoke(app, ["office", "check", str(file)])
    assert (refused.exit_code, "is not UTF-8 (line 5)" in refused.output) == (1, True), refused.output
    file.write_text(RIGHT.replace("\n", "\r\n"), encoding="utf-8-sig")  # Notepad's way
    assert CHECK.invoke(app, ["office", "check", str(file)]).exit_code == 0


def test_a_crest_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "lambang.png").write_bytes(b"\x89PNG but no more")
    (tmp_path / "office.toml").write_text(with_("# crest = ", "crest = "))
    refused = CHECK.invoke(app, ["office", "check", str(tmp_path / "office.toml")])
    assert (refused.exit_code, "office.crest" in refused.output) == (1, True), refused.output


def test_what_is_still_the_demonstrations_is_named(tmp_path: Path) -> None:
    said = CHECK.invoke(app, ["office", "check", str(OFFICE_FILE)])
    assert said.exit_code == 0
    for entry in (
        "office.name",
        "office.phone",
        "office.email",
        "letters.signer (how the office signs its letters)",
        "officials camat (Drs. Contoh Mandey, M.Si.)",
    ):
        assert f"{entry} is still the demonstration's" in said.output
    real = RIGHT.replace("Contoh ", "").replace("000-000", "123456").replace("example.go.id", "minselkab.go.id")
    real = real.replace("Kecamatan Kumelembuai", "Kecamatan Motoling").replace("Desa Kumelembuai", "Desa Motoling")
    real = real.replace('# signer = "internal"', 'signer = "bsre"')
    real = real.replace("71051520", "71051620").replace("710515", "710516")
    (tmp_path / "office.toml").write_text(real)
    assert tomllib.loads(real)["office"]["region_code"] == "710516"
    said = CHECK.invoke(app, ["office", "check", str(tmp_path / "office.toml")])
    assert (said.exit_code, "demonstration" in said.output) == (0, False), said.output
    assert load(tmp_path / "office.toml").letters.signing == "reserved", "with BSrE numbers are booked first"
    assert load(OFFICE_FILE).letters.signing == "after"
