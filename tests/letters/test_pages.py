"""The pages: the same verbs as forms, everything typed kept, pictures and files for those who may see them."""

from __future__ import annotations

import re
from io import BytesIO
from time import process_time

from PIL import Image

from deploy.setup import DEMO_PASSPHRASE
from tests.support.letters import Json, LetterUnderTest, content, person
from tests.support.office import TestOffice


def fields(version: int, **changes: object) -> Json:
    """The editor's form as a browser posts it."""
    values = {
        name: "\n".join(value) if isinstance(value, list) else value for name, value in content(**changes).items()
    }
    return {"version": version} | {f"content.{name}": value for name, value in values.items()}


def test_a_letter_is_walked_through_the_pages(office: TestOffice) -> None:
    letter = LetterUnderTest(office, team=["tim3"])
    tim, camat = person(office, "tim3"), person(office, "camat")
    assert "Ajukan ke Camat" in tim.get(letter.page).get_data(as_text=True)
    assert letter.case_no in tim.get("/letters/").get_data(as_text=True)
    assert tim.post(f"{letter.page}/save-draft", data=fields(1)).status_code == 302
    assert tim.post(f"{letter.page}/submit-draft", data=fields(2)).status_code == 302
    page = camat.get(letter.page).get_data(as_text=True)
    assert "TTE tidak tersertifikasi (internal)" in page
    body = {"version": 3, "note": "Sebutkan tanggal.", "comments.0": "", "comments.1": "Kurang jelas."}
    assert camat.post(f"{letter.page}/request-correction", data=body).status_code == 302
    page = tim.get(letter.page).get_data(as_text=True)
    assert "Sebutkan tanggal." in page
    assert "Kurang jelas." in page
    assert tim.post(f"{letter.page}/submit-draft", data=fields(4, subject="Hal baru")).status_code == 302
    page = camat.get(letter.page).get_data(as_text=True)
    assert re.search(r"<ins>\s*Hal baru\s*</ins>|<ins>Hal baru</ins>", page)
    assert "<del>Tanggapan" in page
    hidden = dict(re.findall(r'name="(version|draft_no|sha256)" value="([^"]+)"', page))
    sent = {**hidden, "passphrase": DEMO_PASSPHRASE}
    assert camat.post(f"{letter.page}/sign", data=sent).status_code == 302
    page = camat.get(letter.page).get_data(as_text=True)
    assert "Surat yang ditandatangani" in page
    assert letter.now()["state"] == "letter_signed"


def test_refused_forms_keep_what_was_typed(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    tim = person(office, "tim1")
    answer = tim.post(f"{letter.page}/submit-draft", data=fields(1, subject="", body="Isi yang panjang 🙏"))
    assert answer.status_code == 422
    assert "Isi yang panjang 🙏" in answer.get_data(as_text=True)
    letter.save(who="tim2", subject="Dari tim2")
    answer = tim.post(f"{letter.page}/save-draft", data=fields(1, subject="Dari tim1"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Dari tim1" in page
    assert "Vonny Supit" in page
    assert 'name="version" value="2"' in page  # the next press is made knowingly


def test_a_refused_signature_and_correction_keep_the_page(office: TestOffice) -> None:
    letter = LetterUnderTest(office).to_state("letter_review")
    camat, now = person(office, "camat"), letter.now()
    newest = now["drafts"][-1]
    body = {"version": now["version"], "draft_no": 1, "sha256": newest["sha256"], "passphrase": "keliru-sekali"}
    answer = camat.post(f"{letter.page}/sign", data=body)
    assert answer.status_code == 422
    assert "Passphrase salah" in answer.get_data(as_text=True)
    assert "keliru-sekali" not in answer.get_data(as_text=True)
    body = {"version": now["version"], "note": "", "comments.2": "Catatan yang tidak boleh hilang."}
    answer = camat.post(f"{letter.page}/request-correction", data=body)
    assert answer.status_code == 422
    assert "Catatan yang tidak boleh hilang." in answer.get_data(as_text=True)
    letter.sign()


def test_autosave_answers_the_new_version_and_adds_nothing_to_the_story(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    tim = person(office, "tim1")
    data = fields(1, body="Belum selesai") | {"autosave": "1"}
    assert tim.post(f"{letter.page}/save-draft", data=data).get_json() == {"fields": {"version": 2}}
    assert tim.post(f"{letter.page}/save-draft", data=data).get_json() == {"fields": {"version": 2}}
    assert tim.post(f"{letter.page}/save-draft", data=data | {"content.body": "Lain"}).status_code == 409
    assert "Konsep disimpan" not in tim.get(letter.page).get_data(as_text=True)


def test_the_preview_is_a_picture_of_the_unsaved_form(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    tim = person(office, "tim1")
    long = fields(1, body="\n\n".join(f"Alinea ke-{i}. " + "Kalimat yang mengisi baris. " * 8 for i in range(20)))
    times = []
    for _ in range(4):  # the first one reads the fonts; processor time, for the machine may be shared
        started = process_time()
        answer = tim.post(f"{letter.page}/preview", data=long | {"page": "2"})
        times.append(process_time() - started)
    took = min(times)
    assert answer.mimetype == "image/png"
    assert int(answer.headers["X-Pages"]) >= 2
    assert Image.open(BytesIO(answer.data)).size[0] == 820
    assert took < 0.3, f"{took * 1000:.0f} ms"
    assert letter.now()["version"] == 1
    piece = tim.post(f"{letter.page}/preview", data=fields(1, closing=""), headers={"HX-Request": "true"})
    assert "data:image/png;base64," in piece.get_data(as_text=True)


def test_a_preview_is_for_those_who_write(office: TestOffice) -> None:
    letter = LetterUnderTest(office)
    assert person(office, "tim1").post(f"{letter.page}/preview", data=fields(1, body="🙏")).status_code == 200
    assert person(office, "tim3").post(f"{letter.page}/preview", data=fields(1)).status_code == 404


def test_pictures_and_files_of_a_version(office: TestOffice) -> None:
    letter = LetterUnderTest(office).to_state("letter_signed")
    auditor = person(office, "auditor")
    for part in ("drafts/1/pages/1.png", "signed/pages/1.png"):
        picture = auditor.get(f"{letter.page}/{part}")
        assert (picture.status_code, picture.mimetype) == (200, "image/png")
        again = auditor.get(f"{letter.page}/{part}", headers={"If-None-Match": picture.headers["ETag"]})
        assert again.status_code == 304
    for missing in ("drafts/1/pages/9.png", "drafts/1/pages/0.png", "drafts/2/pages/1.png", "signed/pages/7.png"):
        assert auditor.get(f"{letter.page}/{missing}").status_code == 404
    assert auditor.get(f"{letter.page}/signed.pdf").data.startswith(b"%PDF")
    assert "attachment" in auditor.get(f"{letter.page}/signed.pdf?unduh=1").headers["Content-Disposition"]


def test_words_of_people_are_never_markup_of_the_page(office: TestOffice) -> None:
    evil = '<script>alert("x")</script>'
    letter = LetterUnderTest(office, title=evil, conclusion=evil, recipient={"name": evil, "place": evil})
    letter.submit(subject=evil, body=f"**{evil}**\n\n| {evil} |\n| {evil} |", recipient_name=evil)
    letter.correct(note=evil, comments=[{"block": 1, "note": evil}])
    for who in ("tim1", "camat", "auditor"):
        for path in (letter.page, "/letters/"):
            assert evil not in person(office, who).get(path).get_data(as_text=True)


def test_the_list_shows_what_waits_first_and_goes_on(office: TestOffice) -> None:
    letters = [LetterUnderTest(office, team=["tim3"]) for _ in range(27)]
    tim = person(office, "tim3")
    first = tim.get("/letters/").get_data(as_text=True)
    assert letters[0].case_no in first  # the longest waiting
    assert letters[26].case_no not in first
    (link,) = re.findall(r'rel="next" href="([^"]+)"', first)
    second = tim.get(link.replace("&amp;", "&")).get_data(as_text=True)
    assert letters[26].case_no in second
    assert letters[0].case_no not in second
    seen, after = [], None
    while True:
        answer = tim.ask("/letters/api/letters?state=letter_drafting" + (f"&after={after}" if after else ""))
        seen += [row["id"] for row in answer["letters"]]
        after = (answer["after"] or "").replace("+", "%2B")
        if not after:
            break
    assert set(seen) >= {letter.id for letter in letters}
    assert len(seen) == len(set(seen))


def test_a_page_takes_a_constant_number_of_queries(office: TestOffice) -> None:
    from sqlalchemy import event

    def count(path: str) -> int:
        statements: list[str] = []
        engine = office.service("letters").database.engine

        def note(*args: object) -> None:
            statements.append(str(args[2]))

        event.listen(engine, "before_cursor_execute", note)
        person(office, "camat").get(path)
        event.remove(engine, "before_cursor_execute", note)
        return len(statements)

    one = LetterUnderTest(office).to_state("letter_review")
    many = LetterUnderTest(office)
    for _ in range(4):
        many.submit()
        many.correct()
    many.submit()
    assert count(one.page) == count(many.page)
    assert count("/letters/") <= 8
