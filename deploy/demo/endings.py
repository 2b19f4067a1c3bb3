"""How a story ends: the letter of a refusal (7), or what the Camat decides on the team's report (12)."""

from __future__ import annotations

from collections.abc import Iterator

from deploy.demo import steps
from deploy.demo.staff import Staff
from deploy.demo.stories import Story

Stages = Iterator[str]


def refused(staff: Staff, story: Story, case_no: str) -> Stages:
    """Step 7, the 'no' side: the letter signed by the Camat, and into the applicant's hand."""
    steps.verify_no(staff, case_no, story.case["hasil"], by_camat=story.path[0].endswith("Camat)"))
    yield "letter"
    steps.register_letter(staff, steps.sign_letter(staff, case_no), [{"purpose": "Arsip", "recipient": "Kasi"}])
    yield "registered"
    steps.hand_over(staff, case_no, story.case["nama"], story.way)


def _oral(staff: Staff, story: Story, case_no: str) -> Stages:
    """Step 12a: told by word of mouth."""
    steps.camat_does(staff, case_no, "decide-oral-answer", answer=story.case["hasil"])
    yield "answer"
    steps.close(staff, case_no, story.case["hasil"])


def _written(staff: Staff, story: Story, case_no: str) -> Stages:
    """Step 12b: a letter, written, corrected, signed, registered and handed over."""
    steps.camat_does(staff, case_no, "decide-written-letter", letter_kind="tanggapan", conclusion=story.case["hasil"])
    yield "letter"
    letter_id = steps.draft_letter(staff, case_no, list(story.corrections))
    yield "draft"
    steps.sign_draft(staff, letter_id)
    yield "signed"
    steps.register_letter(staff, letter_id, [{"purpose": "Arsip desa", "recipient": "Hukum Tua setempat"}])
    yield "registered"
    steps.hand_over(staff, case_no, story.case["nama"], story.way)


def _delegated(staff: Staff, story: Story, case_no: str) -> Stages:
    """Step 12c: handed to an agency, with a letter or without."""
    told = {"reason": "Di luar kewenangan Kecamatan; menjadi tugas instansi teknis.", "with_letter": story.with_letter}
    steps.camat_does(staff, case_no, "decide-delegation", partner=story.target, **told)
    yield "letter"
    number = f"Tanda terima {story.target}"
    if story.with_letter:
        letter_id = steps.write_letter(staff, case_no, [])
        number = steps.register_letter(staff, letter_id, [{"purpose": "Tembusan", "recipient": "Pemohon"}])["number"]
    steps.close(staff, case_no, story.case["hasil"], reference=number)


def _reported(staff: Staff, story: Story, case_no: str) -> Stages:
    """Step 12d: reported to law enforcement."""
    told = {"offence": "Dugaan tindak pidana sesuai uraian pengaduan", "with_letter": story.with_letter}
    steps.camat_does(staff, case_no, "decide-report-law", partner=story.target, **told)
    yield "letter"
    steps.close(staff, case_no, story.case["hasil"], reference="LP/B/12/XI/2026/Sek-Motoling")


DECIDED = {"12a": _oral, "12b": _written, "12c": _delegated, "12d": _reported}
