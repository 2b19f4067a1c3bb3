"""Kept files as people see them: their marks, their pictures, what their metadata say, and who has had them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from services.shared.calendar import clock
from services.shared.files import kinds
from services.shared.files.scanner import Scan
from services.shared.files.troubles import COPIES, SHORT, TROUBLES
from services.shared.paper.formats import PAGES
from services.shared.web.files import INFECTED, INLINE
from services.shared.web.service import current_service

PATIENCE = timedelta(minutes=5)  # after which a file that still waits for the scanner says that none answers
SCANS = {
    Scan.UNSCANNED: ("Belum diperiksa antivirus", "mute"),
    Scan.CLEAN: ("Bebas malware", "ok"),
    Scan.INFECTED: ("Dikarantina: malware", "bad"),
    Scan.TOO_LARGE: ("Belum diperiksa antivirus: terlalu besar", "mute"),
}
BROKEN = {"missing": ("Berkas hilang", "bad"), "changed": ("Berkas berubah", "bad")}
WARNINGS = {
    "missing": "Berkas ini TIDAK DITEMUKAN di penyimpanan. "
    "Laporkan kepada administrator; ia memulihkannya dari cadangan.",
    "changed": "Isi berkas ini di penyimpanan BERUBAH sejak diterima: kode hashnya tidak cocok lagi. "
    "Jangan dipakai sebagai bukti sebelum administrator memulihkannya dari cadangan.",
}
PICTURES = {
    "waiting": "Pratinjau sedang dibuat. Muat ulang halaman ini sebentar lagi.",
    "again": "Pratinjau sedang dicoba dibuat sekali lagi. Muat ulang halaman ini sebentar lagi.",
    "done": "Jenis berkas ini tidak punya pratinjau.",
    "failed": "Pratinjau tidak dapat dibuat: berkas rusak atau terlalu berat. Berkas aslinya tetap dapat diunduh.",
    "none": "Untuk berkas ini tidak dibuat pratinjau, supaya NIK tidak terlihat tanpa tercatat. Buka berkas aslinya.",
}
FACTS = {
    "taken": "Direkam (menurut perangkat)",
    "camera": "Perangkat",
    "place": "Tempat (koordinat)",
    "length": "Lamanya",
    "sides": "Ukuran gambar",
    "pages": "Halaman",
    "codecs": "Kodek",
}
EVENTS = {
    "add_file": ("upload", "ok"),
    "attach": ("upload", "ok"),
    "see_file": ("eye", "mute"),
    "see_id_card": ("eye", "mute"),
    "download_file": ("download", "mute"),
    "forward": ("arrow", "active"),
    "archive_files": ("archive", "ok"),
    "remove_file": ("cross", "warn"),
    "quarantine_file": ("alert", "bad"),
    "recheck_file": ("alert", "bad"),
}
NAMES = (
    "id", "role", "name", "content_type", "declared_type", "size", "sha256", "added_at", "added_by", "scan",
    "scan_note", "look", "condition", "previews", "trouble", "copy",
)  # fmt: skip


def item(file: Mapping[str, Any], url: str, label: str, *, scanned: bool = True, gone: bool = False) -> dict[str, Any]:
    """A file (``NAMES`` of its row) for a list of files; one whose bytes are gone has no link to them.

    ``label``: what it is to its case. ``scanned``: people brought it, so that it says how the scan went.
    """
    broken = "missing" if gone else file["condition"]
    shown = {
        **{name: file[name] for name in ("id", "role", "name", "size", "sha256")},
        "url": url,
        "type": f"{label} · {kinds.ALLOWED.get(file['content_type'], 'Berkas')}",
        "kind": "other" if file["trouble"] == "oversized" else kind_of(file["content_type"]),
        "at": file["added_at"],
        "who": file["added_by"],
        "detail_url": f"{url}/details",
        "marks": _marks(file, broken, scanned=scanned),
        "warning": INFECTED
        if file["scan"] == Scan.INFECTED
        else WARNINGS.get(broken) or TROUBLES.get(file["trouble"], ""),
        "trouble_word": _trouble_word(file, broken),
        "warning_tone": "error" if file["scan"] == Scan.INFECTED or broken in WARNINGS else "warning",
        "playing": COPIES.get(file["copy"], ""),
        "picture_text": PICTURES[file["look"]],
    }
    if broken == "missing" or file["scan"] == Scan.INFECTED:
        return shown | {"kind": "other", "picture_text": "Tidak ditampilkan."}
    acting = file["trouble"] == "acting"
    return shown | _links(url, file["previews"] or {}, shown["kind"], acting=acting) | _play(url, file, shown["kind"])


def _play(url: str, file: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """What a player is given: the copy where there is one, the file itself, or nothing where browsers play neither."""
    if kind not in {"video", "audio"}:
        return {}
    if "play" in (file["previews"] or {}):
        return {"play_url": f"{url}/play"}
    return {"play_url": None if file["copy"] or file["trouble"] in {"damaged", "unindexed"} else url}


def _links(url: str, pictures: Mapping[str, str], kind: str, *, acting: bool = False) -> dict[str, Any]:
    further = sorted(int(name.removeprefix("page-")) for name in pictures if name.startswith("page-"))
    return {
        "thumb_url": f"{url}/thumb" if "thumb" in pictures else None,
        "picture_url": f"{url}/preview" if "preview" in pictures else None,
        "page_urls": [(page, f"{url}/page-{page}") for page in further],
        "first_pages": PAGES if len(further) + 1 == PAGES else None,  # that there may be more is said
        "preview_url": url if kind in {"image", "pdf"} and not acting else None,
        "download_url": f"{url}?download=1",
    }


def _marks(file: Mapping[str, Any], broken: str, *, scanned: bool) -> list[tuple[str, str]]:
    """What staff must know of a file: found broken, infected, not scanned."""
    marks = [BROKEN[broken]] if broken in BROKEN else []
    if not scanned:
        return marks
    if file["scan"] == Scan.UNSCANNED and current_service().settings.clamd_url:
        late = clock.now() - file["added_at"] > PATIENCE
        return [*marks, ("Menunggu pemindaian; pemindai belum menjawab" if late else "Menunggu pemindaian", "warn")]
    return [*marks, SCANS[file["scan"]]]


def _trouble_word(file: Mapping[str, Any], broken: str) -> str:
    """What is wrong with it, in the few words that stand under a small picture; empty where nothing is."""
    if file["scan"] == Scan.INFECTED:
        return SCANS[Scan.INFECTED][0]
    return BROKEN[broken][0] if broken in BROKEN else SHORT.get(file["trouble"], "")


def kind_of(content_type: str) -> str:
    """image, video, audio, pdf or other; a photo that browsers do not show (HEIC, TIFF) is other."""
    if content_type == "application/pdf":
        return "pdf"
    family = content_type.split("/", maxsplit=1)[0]
    if family == "image" and content_type not in INLINE:
        return "other"
    return family if family in {"image", "video", "audio"} else "other"


def events(log: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The custody log for the time line."""
    return [_event(row) for row in log]


def _event(row: Mapping[str, Any]) -> dict[str, Any]:
    icon, tone = EVENTS.get(row["verb"], ("check", "info"))
    who = f"{row['actor_name']} ({row['address']})" if row["address"] else row["actor_name"]
    return {"what": row["note"], "at": row["at"], "who": who, "tone": tone, "icon": icon}


def facts(found: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What the metadata of a file say, with their labels."""
    told = dict(found)
    if "seconds" in told:
        minutes, seconds = divmod(round(told["seconds"]), 60)
        told["length"] = f"{minutes} menit {seconds} detik" if minutes else f"{seconds} detik"
    if "width" in told:
        told["sides"] = f"{told['width']} × {told['height']} piksel"
    return [(label, str(told[name])) for name, label in FACTS.items() if name in told]
