"""The office's wording in versions: saved by the administrator, refused where it is broken, used for new letters."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import create_engine

from services.letters.actions.templates import template_texts
from services.letters.tables import Template
from services.shared.calendar import clock
from tests.support.letters import LetterUnderTest, person
from tests.support.office import TestOffice

KIND = "solusi"
PAGE = f"/letters/templates/{KIND}"


@pytest.fixture(autouse=True)
def _from_the_files(servers: Any, office: TestOffice) -> None:
    """Each test begins with the office's file (the table is append-only for the service itself)."""
    engine = create_engine(servers.env()["SIGAP_ADMIN_DATABASE_URL"])
    with engine.begin() as connection:
        connection.exec_driver_sql("delete from letters.template")
    engine.dispose()


def form(office: TestOffice, version: int = 0, **changes: Any) -> dict[str, Any]:
    texts = template_texts(office.service("letters"), None, KIND) | changes
    fields = {f"content.{name}": "\n".join(v) if isinstance(v, list) else v for name, v in texts.items()}
    return {"version": version, "note": "Kata penutup diganti", **fields}


def test_a_saved_version_is_used_for_the_next_letter(office: TestOffice) -> None:
    admin = person(office, "admin")
    before = LetterUnderTest(office, letter_kind=KIND)
    closing = "Salam dari {{ office_name }}."
    sent = form(office, closing=closing, copies_to=["Bupati Minahasa Selatan"])
    assert admin.post(PAGE, data=sent).status_code == 302
    assert admin.post(PAGE, data=sent).status_code == 302  # pressed twice
    after = LetterUnderTest(office, letter_kind=KIND)
    content = after.now()["content"]
    assert content["closing"] == "Salam dari Kecamatan Kumelembuai."
    assert content["copies_to"] == ["Bupati Minahasa Selatan"]
    assert before.now()["content"]["closing"] != content["closing"]
    page = admin.get(PAGE).get_data(as_text=True)
    assert "Simpan sebagai versi 2" in page
    assert "Kata penutup diganti" in page
    assert admin.post(PAGE, data=form(office, closing="lain")).status_code == 409  # another version came meanwhile
    assert admin.post(PAGE, data=form(office, 1, closing="Dua.")).status_code == 302
    assert closing in admin.get(f"{PAGE}?no=1").get_data(as_text=True)


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("body", "Satu\nDua {{ pemohon }}", "Baris 2: “pemohon” tidak dikenal"),
        ("body", "Satu\n\n{% if recommendation %}tanpa akhir", "Baris 3: penulisan templat keliru"),
        ("opening", "{% if confidential %}{{ nama }}{% endif %}", "“nama” tidak dikenal"),
        ("closing", "{{ title.__class__.__mro__ }}", "Baris 1:"),
        ("closing", "{{ 'a' * 9999999 }}", "tidak boleh dipakai"),
        ("closing", "{% for i in range(9) %}x{% endfor %}", "“for” tidak boleh dipakai"),
        ("body", "{% if recommendation %}isi{% endif %}", "Wajib diisi"),
        ("copies_to", ["Bupati", "{{ x"], "Baris 2: penulisan templat keliru"),
    ],
)
def test_a_broken_template_is_refused_with_line_and_reason(
    office: TestOffice, field: str, text: Any, words: str
) -> None:
    answer = person(office, "admin").post(PAGE, data=form(office, **{field: text}))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert words in page.replace("&#39;", "'"), page[page.index("error-summary") :][:1500]
    with office.service("letters").reading() as session:
        assert session.get(Template, (KIND, 1)) is None


def test_the_sample_is_drawn_and_others_do_not_edit(office: TestOffice) -> None:
    admin = person(office, "admin")
    drawn = admin.post(f"{PAGE}/preview", data=form(office) | {"variant": 2}).get_data(as_text=True)
    assert "data:image/png;base64," in drawn
    assert "tanpa akhir" not in drawn
    broken = admin.post(f"{PAGE}/preview", data=form(office, body="{{ x")).get_data(as_text=True)
    assert "Gambar belum dapat dibuat" in broken
    assert "Surat Penyelesaian Pengaduan" in person(office, "auditor").get("/letters/templates").get_data(as_text=True)
    for who in ("tim1", "camat", "kasi"):
        assert person(office, who).get("/letters/templates").status_code == 403
    assert person(office, "auditor").post(PAGE, data=form(office)).status_code == 403
    assert admin.get("/letters/templates/undangan").status_code == 404


def test_a_template_that_fails_after_all_never_loses_a_letter(office: TestOffice) -> None:
    with office.service("letters").database.transaction() as session:
        fields = template_texts(office.service("letters"), None, KIND) | {"body": "{{ title.x }}"}
        session.add(Template(kind=KIND, no=1, fields=fields, note="", made_by="x", made_at=clock.now()))
    assert LetterUnderTest(office, letter_kind=KIND).now()["content"]["body"]
