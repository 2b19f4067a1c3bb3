"""Plays one story from the desk to its end, whichever branch it takes."""

from __future__ import annotations

from deploy.demo import media, steps
from deploy.demo.client import Json
from deploy.demo.mediations import MEDIATIONS, follow_up, mediate
from deploy.demo.staff import Staff
from deploy.demo.stories import Story


def play(staff: Staff, story: Story) -> str:
    """Play a story; returns the case number. Raises ApiError or TimeoutError where the office refuses a step."""
    form = complaint_form(story)
    case = steps.take_in(staff.clerk, form, uploads(story))
    case_no: str = case["case_no"]
    if story.case["id"] == "K09":
        missing = {"evidence": "Foto atau video kejadian", "substance": "Waktu kejadian yang jelas"}
        steps.do(
            staff.clerk, steps.intake_path(case_no, "return-incomplete"), case, items=steps.checklist(form, missing)
        )
        return case_no
    steps.forward(staff, case, form)
    if story.case["id"] == "K10":
        reason = "Identitas tidak jelas dan materi bukan urusan ketenteraman dan ketertiban umum."
        kasi = staff.section_head
        path = steps.review_path(case_no)
        steps.do(kasi, f"{path}/decline", kasi.get(path), reason=reason, told_how="in_person")
        steps.register_letter(staff, steps.sign_letter(staff, case_no), [{"purpose": "Arsip", "recipient": "Kasi"}])
        steps.hand_over(staff, case_no, story.case["nama"])
        return case_no
    class_code = "oversight" if story.case["terlapor"] else "ordinary"
    steps.verify(staff, case_no, f"Berkas lengkap. {story.case['judul']}: keterangan jelas dan relevan.", class_code)
    _decide(staff, story, case_no)
    return case_no


def _decide(staff: Staff, story: Story, case_no: str) -> None:
    outcome = story.case["hasil"]
    path, mediation = story.path, MEDIATIONS.get(story.case["id"])
    if mediation and "8b" in path:
        mediate(staff, staff.camat, case_no, mediation)
    elif "8b" in path:
        steps.meet(staff, case_no, "Para pihak bersedia menyelesaikan dengan musyawarah.")
    if "8a" in path:
        steps.camat_does(staff, case_no, "resolve-directly", solution=outcome, told_how="in_person", message=outcome)
        if mediation:
            follow_up(staff.camat, case_no, mediation)
        return
    steps.dispose(staff, case_no, "Tangani bersama pihak terkait dan laporkan hasilnya.")
    if mediation and "8b" not in path:
        mediate(staff, staff.team, case_no, mediation)
    if mediation:
        follow_up(staff.team, case_no, mediation)
    seen = None
    for kind, partner in story.partners:
        handing_over = kind == "agency" and "12c" in path
        mode = "hand_over" if handing_over else "coordinate"
        seen = steps.coordinate(staff, case_no, kind, partner, f"Dibahas bersama. {outcome}", mode, seen)
    facts = f"Keterangan para pihak sesuai bukti. {outcome}"
    steps.report(staff, case_no, facts, "Disarankan seperti hasil koordinasi.", seen)
    ending = {"12a": _oral, "12b": _written, "12c": _delegated, "12d": _reported}[path[-1]]
    ending(staff, story, case_no)


def _oral(staff: Staff, story: Story, case_no: str) -> None:
    steps.camat_does(staff, case_no, "decide-oral-answer", answer=story.case["hasil"])
    steps.close(staff, case_no, story.case["hasil"])


def _written(staff: Staff, story: Story, case_no: str) -> None:
    steps.camat_does(staff, case_no, "decide-written-letter", letter_kind="tanggapan", conclusion=story.case["hasil"])
    letter_id = steps.write_letter(staff, case_no, list(story.corrections))
    steps.register_letter(staff, letter_id, [{"purpose": "Arsip desa", "recipient": "Hukum Tua setempat"}])
    steps.hand_over(staff, case_no, story.case["nama"])


def _delegated(staff: Staff, story: Story, case_no: str) -> None:
    reason = "Di luar kewenangan Kecamatan; menjadi tugas instansi teknis."
    with_letter = story.case["id"] == "K07"
    steps.camat_does(staff, case_no, "decide-delegation", partner=story.target, reason=reason, with_letter=with_letter)
    number = f"Tanda terima {story.target}"
    if with_letter:
        letter_id = steps.write_letter(staff, case_no, [])
        number = steps.register_letter(staff, letter_id, [{"purpose": "Tembusan", "recipient": "Pemohon"}])["number"]
    steps.close(staff, case_no, story.case["hasil"], reference=number)


def _reported(staff: Staff, story: Story, case_no: str) -> None:
    offence = "Dugaan tindak pidana sesuai uraian pengaduan"
    steps.camat_does(staff, case_no, "decide-report-law", partner=story.target, offence=offence, with_letter=False)
    steps.close(staff, case_no, story.case["hasil"], reference="LP/B/12/XI/2026/Sek-Motoling")


def complaint_form(story: Story) -> Json:
    """Step 3: the form as the clerk types it with the applicant."""
    case = story.case
    readable = case["id"] != "K10"
    reported = case["terlapor"] and {
        "name": case["terlapor"]["nama"],
        "position": case["terlapor"]["jabatan"],
        "address": case["terlapor"]["alamat"],
        "act": case["terlapor"]["perbuatan"],
        "statement": case["terlapor"]["keterangan"],
    }
    return {
        "applicant": {
            "name": case["nama"],
            "nik": case["nik"],
            "nik_note": "" if readable else "KTP tidak terbaca; pemohon tidak membawa identitas lain",
            "village": village_code(case["desa"]),
            "address": f"Jaga I, Desa {case['desa']}",
            "phone": story.phone,
            "confidential": story.confidential,
        },
        "complaint": {
            "title": case["judul"],
            "category": story.category,
            "story": case["uraian"],
            "place": story.place,
            "occurred_on": story.occurred_on,
            "occurred_time": story.occurred_time,
            "request": "Mohon ditindaklanjuti.",
            "loss": "",
        },
        "reported_official": reported,
    }


def village_code(name: str) -> str:
    """The code of a village in ``office.toml``."""
    from deploy.setup import OFFICE_FILE
    from services.shared.config import office

    return {label: code for code, label in office.load(OFFICE_FILE).villages.items()}[name]


def uploads(story: Story) -> list[tuple[str, str, bytes, str]]:
    """The card and the evidence of a story: real files."""
    case = story.case
    files = [steps.card(case["nama"], case["nik"], case["desa"])]
    for name in case["bukti"]:
        data, content_type = media.make(name, case["judul"])
        files.append(("evidence", name, data, content_type))
    return files
