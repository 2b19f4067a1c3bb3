"""Files that people bring: known for what they are, shown, played; what cannot be opened is said when it is taken."""

from __future__ import annotations

import base64
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image

from services.shared import confined
from services.shared.files import kinds
from services.shared.files.cleaning import clean
from services.shared.files.cleaning import known as cleaning_known
from services.shared.files.media import known, looking, playing
from services.shared.files.media.render import KINDS, render
from services.shared.files.sniffing.refusals import ACCEPTED, NotAccepted
from services.shared.files.troubles import COPIES, TROUBLES
from services.shared.paper import outside, scans
from services.shared.paper.errors import PaperError
from services.shared.web.names import CHOSEN, ENDINGS, PRINTED
from tests.intake.test_evidence_kept import tend
from tests.real_input.compound import compound
from tests.real_input.files import (
    KEPT,
    form_pdf,
    locked_pdf,
    made,
    media,
    of_brand,
    ogg_film,
    pdf,
    photo,
    scan,
    vast_png,
    word_97,
    xfa_pdf,
    zipped,
)
from tests.support.intake import Desk, items, person
from tests.support.office import TestOffice
from tests.support.sampling import sampled
from tests.support.tus import Tus

NOW = datetime(2026, 11, 30, 2, tzinfo=UTC)
PLAYED_ONLY_AS_COPY = [
    name for name, (kind, _) in KEPT.items() if kind.startswith(("video/", "audio/")) and name != "android.m4a"
]
REFUSED = {  # what is refused under its own name, and the way out
    "pesan.msg": (lambda: compound({"__properties_version1.0": b"x", "__nameid_version1.0": {}}), "e-mail", "PDF"),
    "pesan.eml": (lambda: b"From: a@example.org\r\nMIME-Version: 1.0\r\n\r\n<html>Halo</html>", "e-mail", "PDF"),
    "latin1.eml": (
        lambda: "From: a@example.org\r\nContent-Type: text/plain\r\n\r\nRené".encode("latin1"), "e-mail", "PDF"
    ),
    "bersandi.docx": (lambda: compound({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "sandi", "tanpa sandi"),
    "surat.rtf": (lambda: rb"{\rtf1\ansi Pernyataan \par}", "RTF", "PDF"),
    "lokasi.kml": (lambda: b"<?xml version='1.0'?><kml></kml>", "XML", "PDF"),
    "rusak.doc": (lambda: word_97()[:600] + "WordDocument".encode("utf-16-le"), "Word lama", "PDF"),
    "foto2.rar": (lambda: b"Rar!\x1a\x07\x01\x00" + bytes(50), "arsip RAR", "satu per satu"),
    "terpotong.docx": (
        lambda: zipped({"[Content_Types].xml": "<Types/>", "word/a.xml": "x" * 900})[:400], "terpotong", "ulang"
    ),
    "tabel.xlsb": (lambda: zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": "x"}), "XLSB", "PDF"),
    "templat.ott": (
        lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.text-template"}), "OTT", "PDF"
    ),
    "naskah.pages": (lambda: zipped({"Index/Document.iwa": "x"}), "Pages", "PDF"),
    "aplikasi.apk": (lambda: zipped({"AndroidManifest.xml": "x"}), "program Android", "Yang diterima"),
    "surat.mbox": (lambda: b"From a@example.org Mon Nov 30\nFrom: a\nMIME-Version: 1.0\n\nHalo", "e-mail", "PDF"),
    "suara.silk": (lambda: b"#!SILK_V3" + bytes(90), "suara SILK", "Yang diterima"),
    "acak.dat": (lambda: bytes(range(256)) * 9, "tidak dikenal", "Yang diterima"),
}  # fmt: skip
UNOPENABLE = {
    "terkunci.pdf": (locked_pdf, "locked"),
    "terpotong.pdf": (lambda: pdf()[:300], "cut"),
    "terpotong.jpg": (lambda: photo("JPEG", Image.effect_noise((640, 480), 90).convert("RGB"))[:9000], "cut"),
    "rusak.webp": (lambda: b"RIFF\x24\x08\0\0WEBPVP8 " + bytes(300), "damaged"),
    "tanpa_moov.mp4": (lambda: of_brand(b"isom", media("mp4", "libx264"))[:1500], "unindexed"),
    "rusak.amr": (lambda: b"#!AMR\n", ""),
    "formulir_adobe.pdf": (xfa_pdf, "unrendered"),
    "peta.png": (lambda: vast_png(60_000), "oversized"),
}


def looked(tmp_path: Path, name: str, data: bytes, kind: str) -> dict[str, Any]:
    file = tmp_path / "berkas"
    file.write_bytes(data)
    return render(str(file), kind)


def test_what_a_refusal_lists_is_what_is_kept() -> None:
    assert set(ENDINGS) - {"application/zip"} == set(kinds.ALLOWED)
    for kind, (ending, *_) in ENDINGS.items():
        known = {"jpg": "jpeg", "tif": "tiff", "mpg": "mpeg"}.get(ending, ending)
        assert kind == "application/zip" or known.upper() in ACCEPTED.upper(), f"{kind} is kept, but not listed"


@pytest.mark.parametrize("name", KEPT)
def test_it_is_known_for_what_it_is(name: str) -> None:
    data = made(name)
    kinds.glance(data[: kinds.HEAD])
    assert kinds.sniff(io.BytesIO(data)) == KEPT[name][0]


def test_a_film_in_ogg_is_no_sound() -> None:
    assert kinds.sniff(io.BytesIO(ogg_film())) == "video/ogg"


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_has_its_own_name_and_a_way_out(name: str) -> None:
    made_of, called, way = REFUSED[name]
    with pytest.raises(NotAccepted) as refused:
        kinds.sniff(io.BytesIO(made_of()))
    said = refused.value.fields["file"][0]
    assert called in said.partition(") tidak")[0]
    assert way in said


@pytest.mark.parametrize("name", [name for name, (kind, _) in KEPT.items() if kind in KINDS])
def test_it_is_shown(tmp_path: Path, name: str) -> None:
    found = looked(tmp_path, name, made(name), KEPT[name][0])
    with Image.open(io.BytesIO(base64.b64decode(found["pictures"]["preview"]))) as shown:
        assert len(shown.convert("L").getcolors(256) or []) > 1, "it shows nothing"
    assert "trouble" not in found["facts"]


def test_no_page_of_a_long_scan_is_lost_on_its_way_to_a_letter() -> None:
    pages = outside.picture_pages(scan(31), created=NOW, paper="a4", label="Lampiran")[1]
    assert pages == 31
    with pytest.raises(PaperError):
        outside.picture_pages(scan(scans.MOST_PAGES + 1), created=NOW, paper="a4", label="Lampiran")


@pytest.mark.parametrize("taken", [outside.picture_pages, outside.scan_pdf])
@pytest.mark.parametrize(("data", "trouble"), [(xfa_pdf, "unrendered"), (lambda: pdf()[:-40], "cut")])
def test_nobody_signs_a_page_that_says_please_wait(taken: Any, data: Any, trouble: str) -> None:
    """Of a form that only Adobe's programs draw, or a paper cut off, no page goes out with a letter or for one."""
    more = {"label": "Lampiran"} if taken is outside.picture_pages else {}
    with pytest.raises(PaperError) as refused:
        taken(data(), created=NOW, paper="a4", **more)
    assert refused.value.trouble == trouble
    assert taken(form_pdf("Budi"), created=NOW, paper="a4", **more)[1] == 1


def test_the_choosers_of_the_pages_offer_what_is_kept() -> None:
    offered = {*CHOSEN.split(",")}
    missing = [kind for kind, endings in ENDINGS.items() if not {f".{ending}" for ending in endings} <= offered]
    assert missing == ["application/zip"]
    assert {".heic", ".tif", "application/pdf"} <= {*PRINTED.split(",")}
    assert ".docx" not in PRINTED


def test_every_page_of_a_scan_is_shown(tmp_path: Path) -> None:
    found = looked(tmp_path, "pindai.tif", made("pindai.tif"), "image/tiff")
    assert sorted(found["pictures"]) == ["page-2", "page-3", "preview", "thumb"]
    black = [
        Image.open(io.BytesIO(base64.b64decode(found["pictures"][name]))).convert("L").histogram()[0]
        for name in ("preview", "page-2", "page-3")
    ]
    assert black == sorted(black)
    assert found["facts"]["pages"] == 3


@pytest.mark.parametrize("typed", ["Budi Santoso", "Désa Malola"])
def test_what_was_typed_into_a_form_is_seen(tmp_path: Path, typed: str) -> None:
    empty, filled = (looked(tmp_path, "", form_pdf(what), "application/pdf") for what in ("", typed))
    dark = [
        sum(Image.open(io.BytesIO(base64.b64decode(it["pictures"]["preview"]))).convert("L").histogram()[:100])
        for it in (empty, filled)
    ]
    assert dark[1] > dark[0] + 500
    assert scans.picture_pages(form_pdf(typed), created=NOW, paper="a4").pages == 1


def test_what_is_known_without_the_readers_is_what_they_read() -> None:
    assert set(KINDS) == known.SHOWN
    assert set(clean.KINDS) == cleaning_known.CLEANED


@pytest.mark.parametrize("name", PLAYED_ONLY_AS_COPY)
def test_a_copy_that_browsers_play_is_made(tmp_path: Path, name: str) -> None:
    kind, data = KEPT[name][0], made(name)
    facts = looked(tmp_path, name, data, kind)["facts"]
    assert known.is_played(kind, facts) is False
    assert known.is_cheap(kind, facts)
    target = tmp_path / "salinan"
    assert playing.make(str(tmp_path / "berkas"), str(target), kind)
    with av.open(str(target)) as copy:
        family = known.MADE[kind.partition("/")[0]]
        codecs = ", ".join(stream.codec_context.name for stream in copy.streams)
        assert known.is_played(family, {"codecs": codecs})
        assert copy.duration == pytest.approx(2_000_000, abs=600_000)
        assert not copy.metadata.get("location")
    assert (tmp_path / "berkas").read_bytes() == data


def test_a_film_that_was_held_upright_stays_so(tmp_path: Path) -> None:
    film = bytearray(media("mp4", "mpeg4"))
    at = film.index(b"tkhd") + 4 + 4 + 20 + 16
    film[at : at + 36] = b"".join(
        part.to_bytes(4, "big", signed=True) for part in (0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30)
    )
    source, target = tmp_path / "asli", tmp_path / "salinan"
    source.write_bytes(film)
    assert playing.make(str(source), str(target), "video/mp4")
    with av.open(str(target)) as copy:
        assert (copy.streams.video[0].width, copy.streams.video[0].height) == (144, 176)


def test_a_long_film_is_not_copied() -> None:
    assert known.is_cheap("video/x-matroska", {"codecs": "hevc", "seconds": 600})
    assert not known.is_cheap("video/x-matroska", {"codecs": "hevc", "seconds": 601})
    assert known.is_cheap("audio/amr", {"codecs": "amrnb", "seconds": 3000})
    assert not known.is_cheap("video/x-matroska", {})


@pytest.mark.parametrize("name", UNOPENABLE)
def test_what_cannot_be_opened_is_known(tmp_path: Path, name: str) -> None:
    made_of, trouble = UNOPENABLE[name]
    data = made_of()
    kind = kinds.sniff(io.BytesIO(data))
    assert looked(tmp_path, name, data, kind)["facts"].get("trouble", "") == trouble
    assert not trouble or "tetap disimpan" in TROUBLES[trouble]


@pytest.mark.parametrize("kind", sampled(["JPEG", "PNG"], ["JPEG"]))
def test_a_photo_of_108_megapixels_is_shown_and_attached_within_the_childs_limits(tmp_path: Path, kind: str) -> None:
    data = photo(kind, Image.new("RGB", (12_000, 9_000), (90, 60, 30)))
    file = tmp_path / "108"
    file.write_bytes(data)
    limits = {"seconds": looking.SECONDS, "memory": looking.MEMORY, "files": [str(file)]}
    found = confined.run(render, str(file), f"image/{kind.lower()}", **limits)
    assert (found["facts"]["width"], "preview" in found["pictures"]) == (12_000, True)
    assert outside.picture_pages(data, created=NOW, paper="a4", label="Lampiran")[1] == 1


def test_an_attachment_that_cannot_be_opened_says_why() -> None:
    vast = vast_png(30_000)
    for data, trouble in ((locked_pdf(), "locked"), (UNOPENABLE["terpotong.jpg"][0](), "cut"), (vast, "oversized")):
        with pytest.raises(PaperError) as refused:
            outside.picture_pages(data, created=NOW, paper="a4", label="Lampiran")
        assert refused.value.trouble == trouble
    assert outside.picture_pages(made("pindai.tif"), created=NOW, paper="a4", label="Lampiran")[1] == 3


# ---------------------------------------------------------------- the way in


def test_it_travels_with_the_file_to_who_handles_the_case(office: TestOffice) -> None:
    desk = Desk(office)
    desk.upload(locked_pdf(), "terkunci.pdf")
    desk.forwarded()
    office.set_aside(but=desk.case_no)
    office.pump()
    kasi = office.person("kasi")
    files = kasi.ask(f"/review/api/cases/{desk.case_no}")["files"]
    assert {file["name"]: file["trouble"] for file in files}["terkunci.pdf"] == "locked"
    page = kasi.get(f"/review/cases/{desk.case_no}").text
    assert "terkunci dengan sandi" in page
    assert page.count('class="strip-warning"') == 1, "it is marked in the strip of pictures, and no other is"


def test_it_is_said_when_it_is_taken_kept_and_seen_later(office: TestOffice) -> None:
    desk = Desk(office)
    row = desk.upload(locked_pdf(), "terkunci.pdf")
    assert row["trouble"] == "locked"
    assert desk.upload(pdf(), "biasa.pdf")["trouble"] == ""
    for page in (desk.page, f"{row['url']}/details"):
        assert "terkunci dengan sandi" in person(office).get(page).text
    tend(office)
    page = person(office).get(f"{row['url']}/details").text
    assert "terkunci dengan sandi" in page
    assert "tidak punya pratinjau" not in page
    assert person(office).get(row["url"]).data.startswith(b"%PDF")


def test_a_resumable_upload_and_a_plain_form_say_it_too(office: TestOffice) -> None:
    desk = Desk(office)
    tus, data = Tus(person(office), f"{desk.page}/uploads/"), UNOPENABLE["tanpa_moov.mp4"][0]()
    answer = tus.part(tus.begin(len(data), "film.mp4"), data)
    assert "tidak%20lengkap" in answer.headers["X-Message"]
    lacking = {"version": "1", "evidence": tus.whole(data, "film.mp4")}  # a form that lacks all else is shown again
    again = person(office).post(f"{desk.page}/submit-form", data=lacking).text
    assert "tidak lengkap (daftar isinya tidak ada)" in again
    form = {"role": "evidence", "file": (io.BytesIO(locked_pdf()), "surat.pdf")}
    said = person(office).post(f"{desk.page}/evidence", data=form, follow_redirects=True).text
    assert "surat.pdf: PDF ini terkunci dengan sandi" in said


def test_a_sound_of_an_old_telephone_is_played_beside_its_original(office: TestOffice) -> None:
    desk, data = Desk(office), made("suara.amr")
    row = desk.upload(data, "suara.amr")
    assert person(office).get(f"{row['url']}/play").status_code == 404
    tend(office)
    answer = person(office).get(f"{row['url']}/play", headers={"Range": "bytes=4-7"})
    assert (answer.status_code, answer.mimetype, answer.data) == (206, "audio/mp4", b"ftyp")
    assert "suara.amr.m4a" in answer.headers["Content-Disposition"]
    page = person(office).get(f"{row['url']}/details").text
    assert COPIES["done"] in page
    assert f'src="{row["url"]}/play"' in page
    assert person(office).get(row["url"]).data == data
    desk.filled().do("forward", {"items": items()})
    office.pump()
    heard = person(office, "kasi").get(f"/review/cases/{desk.case_no}/files/{row['id']}?play=1")
    assert (heard.status_code, heard.mimetype) == (200, "audio/mp4")


def test_pages_of_a_scan_and_a_photo_of_an_iphone_on_their_pages(office: TestOffice) -> None:
    desk = Desk(office)
    rows = {name: desk.upload(made(name), name) for name in ("pindai.tif", "IMG_0001.HEIC", "notepad_unicode.txt")}
    tend(office)
    for name, row in rows.items():
        assert person(office).get(f"{row['url']}/preview").mimetype == "image/jpeg", name
        assert person(office).get(row["url"]).data == made(name)
    desk.filled().do("forward", {"items": items()})
    office.pump()
    for name, kind in (("IMG_0001.HEIC", "image/jpeg"), ("pindai.tif", "application/pdf")):
        seen = person(office, "kasi").get(f"/review/cases/{desk.case_no}/files/{rows[name]['id']}?view=1")
        assert (seen.status_code, seen.mimetype) == (200, kind), "who decides sees it, too"
    page = person(office).get(f"{rows['pindai.tif']['url']}/details").text
    assert f'src="{rows["pindai.tif"]["url"]}/page-3"' in page
    assert person(office).get(f"{rows['pindai.tif']['url']}/page-3").mimetype == "image/jpeg"
    assert person(office).get(f"{rows['pindai.tif']['url']}/page-9").status_code == 404
