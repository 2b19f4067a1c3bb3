"""Step 12d: what of a case may be handed over to law enforcement, under which names, and how the list of it reads."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from services.review.rules.enclosing import Known
from services.review.rules.files import FILE_ROLES, IDENTIFYING_ROLES
from services.review.states import State
from services.shared.errors import RuleBroken
from services.shared.web.names import leaving_name, safe_name

STATES = frozenset({State.LAW_FOLLOWUP, State.CLOSED_REPORTED_TO_LAW})
PARTS = {  # of people; each is left out unless it is chosen
    "story": "Uraian pengaduan (dapat menyebut orang lain)",
    "applicant": "Identitas pemohon",
    "reported": "Data terlapor",
    "witnesses": "Data saksi",
}
OF_APPLICANT = frozenset({"applicant", "witnesses"})  # a witness may give away who the applicant is
SCAN = "evidence_record"  # the role of the berita acara that was signed by hand
_LABELS = {"id_card": "KTP", "signed_form": "Formulir bertanda tangan", "evidence": "Bukti", "statement": "Pernyataan"}
_LABELS |= {"authority": "Surat kuasa", "form": "Formulir", "receipt": "Tanda terima", "report": "Laporan tim"}
One = TypeVar("One", bound=Known)
_NEVER = frozenset({"signature", SCAN})


def handable(files: Iterable[One], *, knows: bool) -> list[One]:
    """What may be chosen: what the applicant brought, what the team attached, its report.

    What shows a hidden applicant only by whom ``knows`` the applicant.
    """
    return [
        file
        for file in files
        if ((file.origin in {"intake", "review"} and file.role not in _NEVER) or file.role == "report")
        and (knows or not file.identifying)
    ]


def label(file: Known) -> str:
    """A file in the list to choose from, with what it tells of the applicant."""
    role = _LABELS.get(file.role) or FILE_ROLES.get(file.role, "Berkas")
    warned = " (memuat data pemohon)" if file.identifying or file.role in IDENTIFYING_ROLES else ""
    return f"{role}: {file.name}{warned}"


def chosen(files: Iterable[One], wanted: Sequence[UUID], *, knows: bool) -> list[One]:
    """The chosen files, in the order of the list; raises RuleBroken for one that cannot be handed over."""
    known = {file.id: file for file in handable(files, knows=knows)}
    if set(wanted) - known.keys():
        raise RuleBroken.at("files", "Pilih berkas dari daftar.")
    return [file for key, file in known.items() if key in set(wanted)]


def check_parts(parts: Collection[str], *, knows: bool) -> None:
    """Who may not know the applicant tells nobody; raises RuleBroken."""
    if not knows and OF_APPLICANT & set(parts):
        text = "Identitas pemohon dirahasiakan: hanya Kasi atau Camat dapat menyertakan data pemohon dan saksi."
        raise RuleBroken.at("parts", text)


def path_of(number: int, file: Known) -> str:
    """Where a chosen file lies in the package, named as what it is."""
    return f"berkas/{number:02d}-{leaving_name(safe_name(file.name), file.content_type)}"


def manifest(files: Iterable[Mapping[str, Any]]) -> str:
    """The list that is sealed, as ``sha256sum -c`` reads it."""
    return "".join(f"{file['sha256']}  {file['path']}\n" for file in files)
