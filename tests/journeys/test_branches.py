"""One journey per branch of the procedure, over HTTP through the gateway, with real workers."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import Any

import pytest

from deploy.demo import media, steps
from deploy.demo.client import ApiError
from deploy.demo.forms import complaint_form, uploads
from deploy.demo.play import play
from deploy.demo.staff import Staff
from deploy.demo.stories import STORIES, Story
from tests.support.intake import withdrawal
from tests.support.sampling import WHOLE, sampled

Json = dict[str, Any]
BY_ID = {story.case["id"]: story for story in STORIES}
ENDS = {
    "K01": ("closed_resolved_direct", "8a"),
    "K12": ("closed_resolved_direct", "8b>8a"),
    "K04": ("closed_resolved", "8c>10a>12a"),
    "K02": ("closed_reported_to_law", "8c>10b>12d"),
    "K06": ("closed_transferred", "8c>10c>12c"),
    "K07": ("closed_transferred", "8c>10c>12c"),
    "K08": ("closed_reported_to_law", "8c>10b>12d"),
    "K03": ("closed_resolved", "8b>8c>10a>12b"),
    "K11": ("closed_resolved", "8c>10a+10b>12b"),
    "K21": ("closed_resolved_direct", "8a"),  # a parent for a child
}
SAMPLE = ("K01", "K06", "K03")  # one of each end of 8 and 12; the others before a release


def closed(staff: Staff, case_no: str) -> Json:
    return staff.clerk.wait(steps.intake_path(case_no), lambda c: c["state"].startswith("closed"))


def archived(staff: Staff, case_no: str) -> zipfile.ZipFile:
    """The archive package of a case, once the scheduled worker has made it."""
    path = f"/registry/api/archive/{case_no}"
    staff.registrar.wait(path, lambda a: a["archive_no"], seconds=120)
    return zipfile.ZipFile(
        io.BytesIO(staff.section_head.download_for(f"{path}/package", {"reason": "Pemeriksaan uji"}))
    )


def payload(bag: zipfile.ZipFile) -> dict[str, bytes]:
    """The files under data/, by name, each checked against the manifest."""
    manifest = next(n for n in bag.namelist() if n.endswith("manifest-sha256.txt") and "tag" not in n)
    root = manifest.removesuffix("manifest-sha256.txt")
    lines = [line.split(maxsplit=1) for line in bag.read(manifest).decode().splitlines()]
    files = {name: bag.read(root + name) for _, name in lines}
    assert all(hashlib.sha256(files[name]).hexdigest() == digest for digest, name in lines)
    return files


@pytest.fixture(scope="module")
def played(staff: Staff) -> dict[str, str]:
    """All stories played, one after the other: the workers go on with the earlier ones meanwhile."""
    ends = ENDS if WHOLE else SAMPLE
    return {story_id: play(staff, BY_ID[story_id]) for story_id in (*ends, "K05", "K10")}


@pytest.mark.parametrize("story_id", sampled(ENDS, SAMPLE))
def test_a_case_goes_its_branch_to_the_archive(staff: Staff, played: dict[str, str], story_id: str) -> None:
    story, case_no = BY_ID[story_id], played.get(story_id) or play(staff, BY_ID[story_id])
    state, branch = ENDS[story_id]
    assert closed(staff, case_no)["state"] == state
    assert staff.section_head.get(steps.review_path(case_no))["branch"] == branch
    files = payload(archived(staff, case_no))
    hashes = {hashlib.sha256(data).hexdigest() for data in files.values()}
    for _, name, data, _ in uploads(story):
        assert hashlib.sha256(data).hexdigest() in hashes, f"{name} is not in the archive"
    timeline = json.loads(next(data for name, data in files.items() if name.endswith("timeline.json")))
    assert timeline
    book = json.dumps(staff.registrar.get("/registry/api/register"))
    assert case_no in book


def test_the_letter_that_was_handed_over_is_genuine(staff: Staff, played: dict[str, str]) -> None:
    case_no = played["K05"]
    assert closed(staff, case_no)["state"] == "closed_resolved"
    letters = staff.registrar.get("/registry/api/letters", case_no=case_no)
    rows = letters.get("letters") or letters["items"]
    letter = staff.registrar.get(f"/registry/api/letters/{rows[0]['id']}")
    pdf = staff.registrar.download(f"/registry/api/letters/{letter['id']}/file")
    assert_both_signatures_valid(pdf)
    assert letter["number"] in text_of(pdf)
    assert letter["number"] in json.dumps(staff.registrar.get("/registry/api/register"))
    digest = hashlib.sha256(pdf).hexdigest()
    assert digest in {hashlib.sha256(data).hexdigest() for data in payload(archived(staff, case_no)).values()}


def test_incomplete_then_completed(staff: Staff) -> None:
    story = BY_ID["K09"]
    case_no = play(staff, story)
    case = staff.clerk.get(steps.intake_path(case_no))
    assert case["state"] == "awaiting_completion"
    data, kind = media.make("foto_truk.jpg", "Truk di jembatan")
    staff.clerk.upload(steps.intake_path(case_no, "evidence?role=evidence"), "foto_truk.jpg", data, kind)
    case = staff.clerk.get(steps.intake_path(case_no))
    case = steps.do(staff.clerk, steps.intake_path(case_no, "complete-documents"), case, note="Foto diserahkan")
    steps.forward(staff, case, complaint_form(story))
    steps.verify(staff, case_no, "Berkas sudah lengkap dan keterangan relevan.", "ordinary")
    steps.camat_does(staff, case_no, "resolve-directly", solution="Truk sudah ditegur.", told_how="in_person")
    assert closed(staff, case_no)["state"] == "closed_resolved_direct"


def test_returned_by_the_section_head_and_forwarded_again(staff: Staff) -> None:
    story = BY_ID["K04"]
    form = complaint_form(story)
    case = steps.take_in(staff.clerk, form, uploads(story))
    case_no = case["case_no"]
    steps.forward(staff, case, form)
    kasi = staff.section_head
    path = steps.review_path(case_no)
    steps.do(kasi, f"{path}/ask-clarification", kasi.get(path), missing=["Foto kebun"], reason="Foto kurang jelas")
    case = staff.clerk.wait(steps.intake_path(case_no), lambda c: c["state"] == "awaiting_completion")
    case = steps.do(staff.clerk, steps.intake_path(case_no, "complete-documents"), case, note="Foto baru")
    steps.forward(staff, case, form)
    steps.verify(staff, case_no, "Foto baru jelas, keterangan relevan.", "ordinary")


def test_declined(staff: Staff, played: dict[str, str]) -> None:
    case_no = played["K10"]
    assert closed(staff, case_no)["state"] == "closed_declined"
    archived(staff, case_no)


def test_withdrawn_while_the_team_works_and_taken_back_in_time(staff: Staff) -> None:
    story = BY_ID["K04"]
    form = complaint_form(story)
    case = steps.take_in(staff.clerk, form, uploads(story))
    case_no = case["case_no"]
    steps.forward(staff, case, form)
    steps.verify(staff, case_no, "Keterangan jelas dan relevan untuk ditangani.", "ordinary")
    steps.dispose(staff, case_no, "Tangani.")
    case = staff.clerk.get(steps.intake_path(case_no))
    case = steps.do(staff.clerk, steps.intake_path(case_no, "withdraw"), case, **withdrawal())
    assert (case["state"], case["withdrawal"]["to_confirm"]) == ("forwarded", True)
    case = steps.do(staff.clerk, steps.intake_path(case_no, "stop-withdrawal"), case, reason="Ia masih ingin dijawab")
    assert (case["state"], case["withdrawal"]) == ("forwarded", None)
    steps.report(staff, case_no, "Kedua pihak sudah ditemui.", "Jawaban lisan kepada pemohon.")


def test_an_official_is_reported_and_the_three_parts_are_compulsory(staff: Staff) -> None:
    story = BY_ID["K06"]
    form = complaint_form(story)
    form["reported_official"] = {"name": "", "position": "", "address": "", "act": "", "statement": ""}
    with pytest.raises(ApiError, match="422") as refusal:
        steps.take_in(staff.clerk, form, uploads(story))
    for part in ("reported_official.name", "reported_official.act", "reported_official.statement"):
        assert part in str(refusal.value)


def test_a_confidential_applicant_is_masked_for_the_team(staff: Staff) -> None:
    story: Story = BY_ID["K08"]
    form = complaint_form(story)
    case = steps.take_in(staff.clerk, form, uploads(story))
    case_no = case["case_no"]
    steps.forward(staff, case, form)
    steps.verify(staff, case_no, "Ancaman nyata, identitas dirahasiakan.", "ordinary")
    steps.dispose(staff, case_no, "Segera koordinasikan dengan Polsek.")
    name = story.case["nama"]
    assert name in json.dumps(staff.section_head.get(steps.review_path(case_no)))
    seen = staff.team.wait(steps.review_path(case_no), lambda c: c["state"] == "team_assigned")
    assert name not in json.dumps(seen)
    assert story.phone not in json.dumps(seen)


def assert_both_signatures_valid(pdf: bytes) -> None:
    """pyHanko's own verdict on each signature, and both fields are there."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    reader = PdfFileReader(io.BytesIO(pdf))
    signatures = reader.embedded_signatures
    assert len(signatures) == 2
    for signature in signatures:
        root = signature.other_embedded_certs[-1] if signature.other_embedded_certs else signature.signer_cert
        status = validate_pdf_signature(signature, ValidationContext(trust_roots=[root], allow_fetching=False))
        assert status.bottom_line, status.pretty_print_details()


def text_of(pdf: bytes) -> str:
    """The text of all pages, form fields included."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    fields = "".join(page.get_textpage().get_text_range() for page in document)
    from pikepdf import Pdf

    with Pdf.open(io.BytesIO(pdf)) as opened:
        values = [str(field.get("/V", "")) for field in opened.Root.AcroForm.Fields]
    return fields + " ".join(values)
