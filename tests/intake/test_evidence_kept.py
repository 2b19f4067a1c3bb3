"""Evidence after it was handed in: scanned, looked at, compared with its hash; and who had it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from PIL import ExifTags, Image
from sqlalchemy import func, select

from deploy.demo import media
from services.handoffs.review_to_intake import EVIDENCE_HANDED
from services.intake import tasks
from services.intake.tables import CaseFile
from services.shared.calendar import clock
from services.shared.files.rechecking import AT_ONCE
from services.shared.jobs import schedule
from services.shared.storage.object_store import ObjectStore
from tests.support import notices
from tests.support.clamd import EICAR, Clamd, clamd
from tests.support.intake import Desk, applicant, items, pdf, person, picture
from tests.support.office import TestOffice

_hours = iter(range(1, 10_000))


NOTHING_LEFT = {"0 pratinjau dibuat", "0 berkas dipindai; 0 pratinjau dibuat"}


def tend(office: TestOffice) -> str:
    """Run the job that scans and looks, until nothing is left over from other tests; returns what it said last."""
    said = ""
    while said not in NOTHING_LEFT and "tidak menjawab" not in said:
        said = run(office, "intake.evidence")
    return said


def run(office: TestOffice, name: str) -> str:
    """Run one timed job in a slot of its own; returns what it said."""
    job = next(job for job in tasks.JOBS if job.name == name)
    service, now = office.service("intake"), clock.now() + timedelta(hours=next(_hours))
    assert schedule.run_due(service, [job], now) == [name]
    with service.reading() as session:
        return str(schedule.last_runs(session)[name]["outcome"])


@pytest.fixture
def scanner(office: TestOffice) -> Iterator[Clamd]:
    """An installation with a scanner."""
    service = office.service("intake")
    settings, store = service.settings, service.store
    with clamd() as server:
        service.settings = settings.model_copy(update={"clamd_url": server.url})
        service.store = ObjectStore(service.settings)
        yield server
    service.settings, service.store = settings, store


def photo(**tags: object) -> bytes:
    """A photo with a camera's metadata, of Kumelembuai."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make], exif[ExifTags.Base.Model] = "Samsung", "SM-A546E"
    exif[ExifTags.Base.Orientation] = 6
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2026:11:02 06:30:00"
    gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
    gps[ExifTags.GPS.GPSLatitudeRef], gps[ExifTags.GPS.GPSLatitude] = "N", (1, 5, Fraction(3000, 100))
    gps[ExifTags.GPS.GPSLongitudeRef], gps[ExifTags.GPS.GPSLongitude] = "E", (124, 31, 0)
    target = io.BytesIO()
    Image.effect_noise((640, 400), 60).convert("RGB").save(target, "JPEG", exif=exif)
    return target.getvalue()


# ---------------------------------------------------------------- pictures and facts


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.mp4", "a.m4a", "a.mp3", "a.pdf"])
def test_every_kind_gets_its_pictures(office: TestOffice, name: str) -> None:
    desk = Desk(office)
    row = desk.upload(media.make(name, desk.case_no)[0], name)
    assert person(office).get(f"{row['url']}/preview").status_code == 404
    tend(office)
    for which, side in (("thumb", 320), ("preview", 1280)):
        answer = person(office).get(f"{row['url']}/{which}")
        assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
        with Image.open(io.BytesIO(answer.data)) as small:
            assert max(small.size) <= side
            assert len(small.convert("L").getcolors(256) or []) > 2  # it shows something
    assert f"{row['url']}/thumb" in person(office).get(desk.page).text


def test_metadata_are_shown_to_staff_and_not_in_copies(office: TestOffice) -> None:
    data = photo()
    desk = Desk(office).filled()
    row = desk.upload(data)
    tend(office)
    page = person(office).get(f"{row['url']}/details").text
    for text in ("2026:11:02 06:30:00", "Samsung SM-A546E", "1.09167, 124.51667", "640 × 400 piksel"):
        assert text in page
    with Image.open(io.BytesIO(person(office).get(f"{row['url']}/preview").data)) as small:
        assert small.size == (400, 640)  # upright
        assert not small.getexif()
    assert person(office).get(row["url"]).data == data
    film = desk.upload(media.make("b.mp4", desk.case_no)[0], "b.mp4")
    tend(office)
    assert "h264" in person(office).get(f"{film['url']}/details").text


def test_the_place_of_a_confidential_applicants_photo_is_hidden(office: TestOffice) -> None:
    desk = Desk(office)
    row = desk.upload(photo())
    desk.filled(who=applicant(confidential=True))
    tend(office)
    assert "124.51667" in person(office, "kasi").get(f"{row['url']}/details").text
    hidden = person(office, "auditor").get(f"{row['url']}/details").text
    assert "124.51667" not in hidden
    assert "identitas pemohon dirahasiakan" in hidden


def test_lost_pictures_are_made_again(office: TestOffice) -> None:
    desk = Desk(office)
    row = desk.upload(picture(size=(700, 500)))
    tend(office)
    store, bucket = office.service("intake").store, office.settings["intake"].evidence_bucket
    keys = store.keys(bucket, f"derived/{desk.case_no}/")
    assert len(keys) == 2
    for key in keys:
        store.remove(bucket, key)
    assert person(office).get(f"{row['url']}/thumb").status_code == 404
    tend(office)
    assert person(office).get(f"{row['url']}/thumb").status_code == 200


def test_no_picture_is_made_of_an_identity_card(office: TestOffice) -> None:
    row = Desk(office).upload(picture(), "ktp.jpg", "id_card")
    tend(office)
    assert person(office).get(f"{row['url']}/thumb").status_code == 404
    assert "supaya NIK tidak terlihat" in person(office).get(f"{row['url']}/details").text


# ---------------------------------------------------------------- malware


def test_without_a_scanner_it_is_said(office: TestOffice) -> None:
    desk = Desk(office)
    assert desk.upload(picture())["scan"] == "unscanned"
    assert "Belum diperiksa antivirus" in person(office).get(desk.page).text


def test_infected_files_are_kept_but_go_nowhere(office: TestOffice, scanner: Clamd) -> None:
    desk = Desk(office).filled()
    clean, bad = desk.upload(picture()), desk.upload(EICAR + b"\n" + desk.case_no.encode(), "catatan.txt")
    card = next(file for file in desk.now()["evidence"] if file["role"] == "id_card")
    assert "Menunggu pemindaian" in person(office).get(desk.page).text
    tend(office)
    now = {file["id"]: file["scan"] for file in desk.now()["evidence"]}
    assert (now[clean["id"]], now[bad["id"]], now[card["id"]]) == ("clean", "infected", "clean")
    for path in (bad["url"], f"{bad['url']}?download=1", f"{desk.path}/evidence/{bad['id']}"):
        assert person(office).get(path).status_code == 403
    assert person(office).get(f"{bad['url']}/thumb").status_code == 404
    told = {row.recipient: row.text for row in notices.of(office.service("intake"), desk.case_no, "evidence")}
    assert set(told) == {"role:admin", "role:clerk"}
    assert told["role:clerk"] == f"Berkas pada {desk.case_no} dikarantina karena malware"
    page = person(office).get(desk.page).text
    assert "Dikarantina: malware" in page
    assert "dikarantina karena malware (Win.Test.EICAR_HDB-1)" in page  # the time line
    assert "dikarantina" in person(office).get(f"{bad['url']}/details").text
    again = Desk(office).upload(EICAR + b"\n" + desk.case_no.encode(), "lain.txt")
    assert person(office).get(again["url"]).status_code == 403  # the same bytes, before they are scanned again
    stored = office.service("intake").store.keys(office.settings["intake"].evidence_bucket, f"{desk.case_no}/")
    assert any(key.endswith(bad["sha256"]) for key in stored)
    desk.do("forward", {"items": items()})
    sent = [file["id"] for file in desk.posted("case_forwarded")[0]["files"]]
    assert clean["id"] in sent
    assert bad["id"] not in sent


def test_a_scanner_that_is_down_is_tried_again(office: TestOffice, scanner: Clamd) -> None:
    desk = Desk(office)
    row = desk.upload(picture())
    scanner.away = True
    assert "Pemindai malware tidak menjawab. Dicoba lagi" in run(office, "intake.evidence")
    assert desk.now()["evidence"][0]["scan"] == "unscanned"
    assert "Menunggu pemindaian" in person(office).get(f"{row['url']}/details").text
    scanner.away = False
    tend(office)
    assert desk.now()["evidence"][0]["scan"] == "clean"
    assert "Bebas malware" in person(office).get(desk.page).text


def test_what_is_larger_than_the_scanner_takes_is_said(office: TestOffice, scanner: Clamd) -> None:
    desk, service = Desk(office), office.service("intake")
    service.settings = service.settings.model_copy(update={"clamd_largest": 400})
    desk.upload(picture(size=(900, 900)))
    tend(office)
    assert desk.now()["evidence"][0]["scan"] == "too_large"
    assert "terlalu besar" in person(office).get(desk.page).text


# ---------------------------------------------------------------- custody


def test_who_had_a_file_is_on_its_page(office: TestOffice) -> None:
    desk = Desk(office).filled()
    row = desk.upload(picture())
    person(office, "kasi").get(row["url"])
    person(office, "camat").get(f"{row['url']}?download=1")
    person(office, "camat").get(row["url"], headers={"Range": "bytes=100-200"})
    desk.do("forward", {"items": items()})
    page = person(office).get(f"{row['url']}/details").text
    lines = ("Bukti pendukung diterima", "Berkas dibuka", "Berkas diunduh", "Berkas lengkap dan diteruskan")
    assert [page.count(line) for line in lines] == [1, 1, 1, 1]
    assert page.index("Contoh Rondonuwu") < page.index("Contoh Mandey")
    assert person(office, "tim1").get(f"{row['url']}/details").status_code == 403
    other = Desk(office)
    assert person(office).get(f"{other.page}/evidence/{row['id']}/details").status_code == 404
    assert person(office).get(f"{other.page}/evidence/{row['id']}/preview").status_code == 404


def test_what_law_enforcement_got_is_on_the_files_page(office: TestOffice) -> None:
    desk = Desk(office).filled()
    row = desk.upload(picture())
    desk.do("forward", {"items": items()})
    told = {"files": [row["id"]], "unit": "Polsek Motoling", "number": "BA-12d/1", "at": clock.now()}
    desk.take(EVIDENCE_HANDED, told)
    page = person(office).get(f"{row['url']}/details").text
    assert "Salinan bukti diserahkan kepada Polsek Motoling (BA-12d/1)" in page


def test_a_film_is_played_in_ranges(office: TestOffice) -> None:
    desk = Desk(office)
    row = desk.upload(media.make("a.mp4", desk.case_no)[0], "a.mp4")
    page = person(office).get(f"{row['url']}/details").text
    assert f'<video class="media" controls preload="metadata" src="{row["url"]}"' in page
    part = person(office).get(row["url"], headers={"Range": "bytes=5-9"})
    assert (part.status_code, len(part.data)) == (206, 5)
    assert "sandbox" in part.headers["Content-Security-Policy"]
    assert part.headers["X-Content-Type-Options"] == "nosniff"


# ---------------------------------------------------------------- the store


def test_lost_and_changed_files_are_found_and_told(office: TestOffice) -> None:
    desk = Desk(office)
    lost, changed, sound = (desk.upload(picture()) for _ in range(3))
    service, settings = office.service("intake"), office.settings["intake"]
    service.store.remove(settings.evidence_bucket, f"{desk.case_no}/{lost['sha256']}")
    key = f"{desk.case_no}/{changed['sha256']}"
    wrong = io.BytesIO(b"bukan yang dulu")
    service.store._client.put_object(settings.evidence_bucket, key, wrong, 15)
    recheck(office)
    told = [(row.recipient, row.text) for row in notices.of(service, desk.case_no, "evidence")]
    assert sorted(told) == [
        (to, f"Berkas pada {desk.case_no} {what}")
        for to in ("role:admin", "role:clerk")
        for what in ("di penyimpanan tidak lagi sama dengan yang diterima", "tidak ditemukan di penyimpanan")
    ]
    office.send_notices("intake", clock.now() + timedelta(hours=next(_hours)))
    assert len(notices.bells(service, "loket2", desk.case_no)) == 2
    now = {file["id"]: file["condition"] for file in desk.now()["evidence"]}
    assert (now[lost["id"]], now[changed["id"]], now[sound["id"]]) == ("missing", "changed", "intact")
    page = person(office).get(desk.page)
    assert page.status_code == 200
    assert "TIDAK DITEMUKAN" in page.text
    assert "BERUBAH sejak diterima" in page.text
    assert page.text.count("tidak ditemukan di penyimpanan") == 1  # the time line, once
    recheck(office)
    assert person(office).get(desk.page).text.count("tidak ditemukan di penyimpanan") == 1
    assert len(notices.of(service, desk.case_no, "evidence")) == 4
    assert person(office).get(lost["url"]).status_code == 404
    assert person(office).get(f"{lost['url']}/details").status_code == 200


def recheck(office: TestOffice) -> datetime:
    """Run the job until all was read again, also what other tests' cases have."""
    begun = clock.now()
    with office.service("intake").reading() as session:
        kept = session.scalar(select(func.count()).select_from(CaseFile)) or 0
    for _ in range(kept // (AT_ONCE - 10) + 1):
        assert "utuh" in run(office, "intake.recheck")
    return begun


def test_what_a_pdf_is_worth_without_pages(office: TestOffice) -> None:
    desk = Desk(office)
    row = desk.upload(pdf(), "a.pdf")
    tend(office)
    assert "Berkas ini rusak, jadi tidak dapat dibuka" in person(office).get(f"{row['url']}/details").text
