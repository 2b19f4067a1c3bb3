"""What goes into the package of a case: documents of all parts, the merged time line, the facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from services.registry.queries import archive, letters
from services.registry.queries.entries import case_entry
from services.registry.rules.packages import file_name
from services.registry.tables import ArchiveCase, DossierPart, Letter, LetterCopy
from services.registry.tables.letters import reference, stored_at
from services.shared.audit import trail
from services.shared.config.office import Office
from services.shared.storage.object_store import StoredObject
from services.shared.web.names import leaving_name

_LETTER_FACTS = (
    "kind", "step", "subject", "classification", "sensitivity", "recipient", "state", "number", "dated", "signed_at",
    "signer_title", "signer_name", "signer_nip", "sealed_at", "signed_sha256", "sealed_sha256", "void_reason",
    "signing", "numbering", "certificate",
)  # fmt: skip
_CASE_FACTS = (
    "case_no", "outcome", "branch", "received_at", "ended_at", "applicant_name", "nik_masked", "village",
    "confidential", "class_code", "category", "title", "summary", "officer", "letter_number", "told_at", "told_how",
)  # fmt: skip

_OWN = {"data/case.json": "Data pengaduan", "data/timeline.json": "Riwayat (data)", "data/timeline.pdf": "Riwayat"}
Listing = list[dict[str, Any]]


@dataclass(frozen=True)
class Document:
    """One file of the package: its path below ``documents/``, its reference in the store, and its description."""

    path: str
    stored: StoredObject
    facts: dict[str, Any]


@dataclass(frozen=True)
class Contents:
    """Everything that goes into the package of a case."""

    documents: list[Document]
    timeline: list[dict[str, Any]]
    case: dict[str, Any]

    def described(self, listing: Listing) -> Listing:
        """The payload's files with the name and role that they have for people."""
        facts = {f"data/documents/{d.path}": d.facts for d in self.documents}
        own = {path: {"name": name, "role": "archive"} for path, name in _OWN.items()}
        known = own | {path: {name: f[name] for name in ("name", "role", "added_at")} for path, f in facts.items()}
        return [row | known[row["path"]] for row in listing]


def gather(session: Session, office: Office, case: ArchiveCase) -> Contents:
    """Collect the parts that the services sent, and the registry's own: numbered letters, copies, book row."""
    parts = archive.parts(session, case.case_no)
    own = letters.of_case(session, case.case_no)
    documents = _documents(parts, own)
    entry = case_entry(session, case.case_no)
    facts = {
        "office": office.name,
        "government": office.government,
        **{name: _plain(getattr(case, name)) for name in _CASE_FACTS},
        "register": {"serial": entry.serial, "year": entry.year, "sha256": entry.hash} if entry else None,
        "parts": sorted(part.part for part in parts),
        "letters": [_letter(letter) for letter in own],
        "documents": [{"path": f"documents/{d.path}", **d.facts} for d in documents],
    }
    return Contents(documents, _timeline(session, case.case_no, parts, own), facts)


def _documents(parts: list[DossierPart], own: list[Letter]) -> list[Document]:
    found = [_document(p.part.replace(":", "-"), i, ref) for p in parts for i, ref in enumerate(p.documents, 1)]
    index = 0
    for letter in own:
        held = {d.stored.sha256 for d in found}
        refs = [ref for ref in (letter.signed_file, letter.sealed_file) if ref and ref["sha256"] not in held]
        for ref in [*refs, *(_copy_reference(letter, copy) for copy in letter.copies)]:
            index += 1
            found.append(_document("registry", index, ref))
    return found


def _document(folder: str, index: int, ref: dict[str, Any]) -> Document:
    names = ("id", "role", "name", "sha256", "size", "content_type", "added_at", "added_by")
    name = file_name(index, leaving_name(ref["name"], ref["content_type"]))
    facts = {fact: ref[fact] for fact in names} | ({"trouble": ref["trouble"]} if ref.get("trouble") else {})
    return Document(f"{folder}/{name}", stored_at(ref), facts)


def _copy_reference(letter: Letter, copy: LetterCopy) -> dict[str, Any]:
    name = f"Salinan {copy.no} surat {letter.number}.pdf"
    return reference(copy.stored, copy.id, "letter_copy", name, copy.made_at, copy.made_by)


def _letter(letter: Letter) -> dict[str, Any]:
    facts = {name: _plain(getattr(letter, name)) for name in _LETTER_FACTS}
    copies = [{"no": c.no, "purpose": c.purpose, "recipient": c.recipient, "sha256": c.sha256} for c in letter.copies]
    return {"id": str(letter.id), **facts, "copies": copies}


def _timeline(session: Session, case_no: str, parts: list[DossierPart], own: list[Letter]) -> list[dict[str, Any]]:
    """The events of all services and our own, sorted by time; the same moment keeps each service's own order."""
    lines = [{**entry, "service": part.part.partition(":")[0]} for part in parts for entry in part.timeline]
    for subject in [case_no, *(str(letter.id) for letter in own)]:
        lines += [_own_line(row) for row in trail.story(session, subject)]
    return sorted(lines, key=lambda line: datetime.fromisoformat(line["at"]))


def _own_line(row: dict[str, Any]) -> dict[str, Any]:
    at = row["at"].isoformat()
    return {"at": at, "actor": row["actor_name"], "verb": row["verb"], "note": row["note"], "service": "registry"}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value


def info(office: Office, case: ArchiveCase) -> dict[str, str]:
    """What ``bag-info.txt`` says (RFC 8493)."""
    return {
        "Source-Organization": office.name,
        "Organization-Address": office.office.address,
        "External-Identifier": str(case.archive_no),
        "External-Description": case.case_no,
    }
