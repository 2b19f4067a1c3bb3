"""What is filled in at the desk for a story: the form, the card and the evidence."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from deploy.demo import media, steps
from deploy.demo.client import Json
from deploy.demo.steps.days import days_ago
from deploy.demo.stories import Story


def complaint_form(story: Story) -> Json:
    """Step 3: the form as the clerk types it with the applicant."""
    case = story.case
    readable = case["id"] != "K10"
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
            "occurred_on": story.occurred_on or days_ago(story.days_before),
            "occurred_time": story.occurred_time,
            "request": "Mohon ditindaklanjuti.",
            "loss": "",
        },
        **_reported(story),
        **({"represented": _represented(case["diwakili"])} if case.get("diwakili") else {}),
    }


def _reported(story: Story) -> dict[str, Any]:
    if story.reported:
        return {"reported_persons": list(story.reported)}
    one = story.case["terlapor"]
    return {
        "reported_official": one
        and {
            "name": one["nama"],
            "position": one["jabatan"],
            "address": one["alamat"],
            "act": one["perbuatan"],
            "statement": one["keterangan"],
        }
    }


def _represented(person: Json) -> Json:
    """For whom a parent complains, and by what paper."""
    given = {"name": person["nama"], "nik": person["nik"], "birth_date": person["lahir"], "paper": person["surat"]}
    return {"relation": "parent", **given}


@lru_cache(maxsize=64)
def village_code(name: str) -> str:
    """The code of a village in ``office.toml``."""
    from deploy.setup import OFFICE_FILE
    from services.shared.config import office

    return {label: code for code, label in office.load(OFFICE_FILE).villages.items()}[name]


def uploads(story: Story) -> list[tuple[str, str, bytes, str]]:
    """The card and the evidence of a story: real files."""
    case = story.case
    files = [steps.card(case["nama"], case["nik"], case["desa"])]
    if other := case.get("diwakili"):
        data, content_type = media.make("kartu_keluarga.pdf", other["surat"])
        files.append(("mandate", "kartu-keluarga.pdf", data, content_type))
    for name in case["bukti"]:
        data, content_type = media.make(name, case["judul"])
        files.append(("evidence", name, data, content_type))
    return files
