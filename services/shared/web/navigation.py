"""The one menu of the product: a person sees the same items in all four services."""

from __future__ import annotations

from collections import Counter

from services.shared.rights.people import Actor, Role

DESK = frozenset({Role.CLERK})
READERS = frozenset({Role.AUDITOR, Role.ADMIN})

ITEMS: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("Pekerjaan saya", "/intake/", DESK),
    ("Operasi", "/intake/operations", frozenset({Role.ADMIN})),
    ("Terima pengaduan", "/intake/complaints/new", DESK),
    ("Buku permohonan", "/intake/book", DESK | READERS),
    ("Pekerjaan saya", "/review/", frozenset({Role.SECTION_HEAD, Role.CAMAT, Role.TEAM})),
    ("Semua pengaduan", "/review/cases", frozenset({Role.SECTION_HEAD, Role.CAMAT, Role.TEAM}) | READERS),
    ("Surat", "/letters/", frozenset({Role.TEAM, Role.CAMAT, Role.SECTION_HEAD}) | READERS),
    ("Templat surat", "/letters/templates", frozenset({Role.ADMIN})),
    ("Pekerjaan saya", "/registry/", frozenset({Role.REGISTRAR})),
    ("Registrasi surat", "/registry/", DESK),
    (
        "Buku register",
        "/registry/register",
        frozenset({Role.REGISTRAR, Role.CLERK, Role.SECTION_HEAD, Role.CAMAT}) | READERS,
    ),
    (
        "Agenda surat keluar",
        "/registry/agenda",
        frozenset({Role.REGISTRAR, Role.CLERK, Role.SECTION_HEAD, Role.CAMAT}) | READERS,
    ),
    ("Arsip", "/registry/archive", frozenset({Role.REGISTRAR, Role.SECTION_HEAD, Role.CAMAT}) | READERS),
    ("Statistik", "/review/statistics", frozenset({Role.SECTION_HEAD, Role.CAMAT, Role.AUDITOR})),
    ("Pejabat pelaksana", "/review/acting", frozenset({Role.CAMAT}) | READERS),
    (
        "Retensi arsip",
        "/registry/retention",
        frozenset({Role.REGISTRAR, Role.SECTION_HEAD, Role.CAMAT}) | READERS,
    ),
    ("Operasi", "/intake/operations", frozenset({Role.AUDITOR})),
    ("Saluran", "/intake/notices/channels", READERS),
    ("Survei", "/intake/survey/results", frozenset({Role.SECTION_HEAD, Role.CAMAT}) | READERS),
    ("Data pribadi", "/intake/personal-data", READERS | frozenset({Role.SECTION_HEAD, Role.CAMAT}) | DESK),
    ("Jejak audit", "/intake/trail", frozenset({Role.AUDITOR})),
    ("Siapa boleh apa", "/review/rights", READERS),
    ("Petugas", "/intake/staff", frozenset({Role.ADMIN})),
    ("Persetujuan akun", "/intake/approvals", frozenset({Role.CAMAT}) | READERS),
)


STARTS = frozenset({"/", "/intake/", "/review/", "/letters/", "/registry/"})
# Pages that an item leads to although their path does not begin with its own; by what stands after the service.
_BELONG = {
    "destructions": "/registry/retention",
    "incidents": "/registry/archive",
    "operations": "/intake/operations",
    "rights": "/review/rights",
    "trail": "/intake/trail",
}
_PLACES = {"intake": "loket", "review": "penanganan", "registry": "registrasi"}


def menu(person: Actor) -> list[tuple[str, str]]:
    """The items that this person's roles may open: (label, path). Who has work in two places is told which is which."""
    found = [(label, path) for label, path, roles in ITEMS if person.roles & roles]
    times = Counter(label for label, _ in found)
    return [(label if times[label] == 1 else f"{label}: {_PLACES[path.split('/')[1]]}", path) for label, path in found]


def marked(person: Actor, path: str) -> list[tuple[str, str, bool]]:
    """The menu with the present page marked: the item whose path is the longest beginning of ``path``."""
    items = menu(person)
    _, _, below = path.strip("/").partition("/")
    path = _BELONG.get(below.partition("/")[0], path)
    matching = [url for _, url in items if path == url or path.startswith(url.rstrip("/") + "/")]
    present = max(matching, key=len, default=None)
    return [(label, url, url == present) for label, url in items]


def home(person: Actor | None) -> str:
    """Where this person's work is: the first item of the menu, or signing in for who has none."""
    items = menu(person) if person else []
    return items[0][1] if items else "/intake/masuk"
