"""*Data kantor*: the office's own facts as all services read them, and what of them is still the demonstration's.

The file was checked when the service started; a wrong one starts none. Nothing is changed here: ``office.toml`` is.
While something in it is the demonstration's, that is a row of the administrator's *my work*.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, render_template, url_for

from services.shared.config import demonstration
from services.shared.config.office import Office
from services.shared.rights.people import Actor, Role
from services.shared.rights.rights import Right, Rights
from services.shared.unit_of_work import Service
from services.shared.verbs import Line, Verbs
from services.shared.web.access import allow
from services.shared.web.my_work import Todo, Waiting
from services.shared.web.navigation import READERS
from services.shared.web.service import current_service

RIGHTS = Rights((Right("see_office", READERS),))
OFFICE = Verbs(RIGHTS, (Line("see_office", "Melihat data kantor"),), "Data kantor")
LABELS = {
    "name": "Nama", "government": "Pemerintah", "regency": "Kabupaten atau kota", "place": "Tempat pada surat",
    "address": "Alamat", "postcode": "Kode pos", "phone": "Telepon", "email": "E-mail", "website": "Situs web",
    "timezone": "Zona waktu", "service": "Nama pelayanan", "village": "Sebutan wilayah di bawahnya",
    "village_head": "Sebutan kepalanya", "region_code": "Kode wilayah",
}  # fmt: skip
pages = Blueprint("office_page", __name__)


@pages.get("/office")
@allow(*RIGHTS.roles("see_office"))
def show() -> str:
    """The facts, those that are still invented marked and named first."""
    office = current_service().office
    kept = set(demonstration.kept(office))
    return render_template(
        "office.html",
        facts=[_fact(office, name, label, kept) for name, label in LABELS.items()],
        people=[vars(one) | {"kept": f"officials.{one.role}" in kept} for one in office.officials],
        signs=_signing(office, kept),
        villages=[(name, office.village_heads.get(code, "")) for code, name in office.villages.items()],
        kept=len(kept),
    )


def my_work(service: Service, person: Actor, now: datetime) -> Waiting:
    """What the administrator has to write into the office's file before letters are a real office's."""
    kept = demonstration.kept(service.office) if person.is_any(Role.ADMIN) else []
    if not kept:
        return Waiting()
    about = f"Data kantor: {len(kept)} hal masih contoh dari demonstrasi"
    return Waiting(todos=[Todo(verb="Lengkapi data kantor", about=about, url=url_for("office_page.show"))])


def _fact(office: Office, name: str, label: str, kept: set[str]) -> dict[str, Any]:
    return {"label": label, "value": getattr(office.office, name), "kept": f"office.{name}" in kept}


def _signing(office: Office, kept: set[str]) -> dict[str, Any]:
    ways = {"bsre": "Tanda tangan elektronik BSrE", "internal": "Tanda tangan elektronik dengan kunci kantor"}
    return {"value": ways.get(office.letters.signer, office.letters.signer), "kept": demonstration.SIGNING in kept}
