"""The one menu of the product: a person sees the same items in all four services."""

from __future__ import annotations

from dataclasses import dataclass

from services.shared.rights.people import STAFF, Actor, Role

DESK = frozenset({Role.CLERK})
READERS = frozenset({Role.AUDITOR, Role.ADMIN})
_HEADS = frozenset({Role.SECTION_HEAD, Role.CAMAT})
_HANDLING = _HEADS | {Role.TEAM}

# Where a role may have work of its own, for *Pekerjaan saya*; the administrator's is what is wrong in operation.
WORKS_IN: dict[str, frozenset[Role]] = {
    "intake": DESK | READERS | {Role.CAMAT},
    "review": _HANDLING | READERS,
    "letters": _HANDLING | {Role.ADMIN},
    "registry": DESK | _HEADS | {Role.REGISTRAR, Role.ADMIN},
}
# Where a role may be told what happened to a case: as each service's own ``RIGHTS`` says (a test holds them together).
TELLS_IN: dict[str, frozenset[Role]] = {
    "intake": DESK | _HEADS | {Role.REGISTRAR, Role.AUDITOR},
    "review": _HANDLING | READERS,
    "letters": _HANDLING | READERS,
    "registry": DESK | _HEADS | {Role.REGISTRAR} | READERS,
}
LISTS = frozenset({"/review/"})  # parts of *my work* that have no item of their own
PLACES = {"intake": "loket", "review": "penanganan", "letters": "surat", "registry": "registrasi"}
HOME = "/intake/"
MY_WORK = "Pekerjaan saya"

MOST = 7  # entries of a menu; who may open more pages finds them in groups
ITEMS: tuple[tuple[str, str, frozenset[Role]], ...] = (
    (MY_WORK, HOME, STAFF),
    ("Terima pengaduan", "/intake/complaints/new", DESK),
    ("Semua pengaduan", "/review/cases", _HANDLING | READERS),
    ("Surat", "/letters/", _HANDLING | READERS),
    ("Registrasi surat", "/registry/", DESK | {Role.REGISTRAR}),
    ("Buku permohonan", "/intake/book", DESK | READERS),
    ("Buku register", "/registry/register", DESK | {Role.REGISTRAR} | _HEADS | READERS),
    ("Agenda surat keluar", "/registry/agenda", DESK | {Role.REGISTRAR} | _HEADS | READERS),
    ("Arsip", "/registry/archive", _HEADS | {Role.REGISTRAR} | READERS),
    ("Retensi arsip", "/registry/retention", _HEADS | {Role.REGISTRAR} | READERS),
    ("Statistik", "/review/statistics", _HEADS | {Role.AUDITOR}),
    ("Survei", "/intake/survey/results", _HEADS | READERS),
    ("Petugas", "/intake/staff", frozenset({Role.ADMIN})),
    ("Persetujuan akun", "/intake/approvals", frozenset({Role.CAMAT}) | READERS),
    ("Pejabat pelaksana", "/review/acting", frozenset({Role.CAMAT}) | READERS),
    ("Hak akses", "/review/rights", READERS),
    ("Data pribadi", "/intake/personal-data", READERS | _HEADS | DESK),
    ("Data kantor", "/intake/office", READERS),
    ("Hari pertama", "/intake/first-day", frozenset({Role.CAMAT}) | READERS),
    ("Operasi", "/intake/operations", READERS),
    ("Saluran", "/intake/notices/channels", READERS),
    ("Templat surat", "/letters/templates", frozenset({Role.ADMIN})),
    ("Jejak audit", "/intake/trail/all", frozenset({Role.AUDITOR})),
)
_BOOKS = ("Buku permohonan", "Buku register", "Agenda surat keluar", "Arsip", "Retensi arsip")
_REPORTS = ("Statistik", "Survei")
_FINE = {
    **dict.fromkeys(_BOOKS, "Buku dan arsip"),
    **dict.fromkeys(_REPORTS, "Laporan"),
    **dict.fromkeys(("Petugas", "Persetujuan akun", "Pejabat pelaksana", "Hak akses", "Data pribadi"), "Akun dan hak"),
    **dict.fromkeys(("Data kantor", "Hari pertama", "Operasi", "Saluran", "Templat surat", "Jejak audit"), "Sistem"),
}
_COARSE = (
    _FINE
    | dict.fromkeys(("Semua pengaduan", *_REPORTS), "Pengaduan")
    | dict.fromkeys(("Surat", "Registrasi surat"), "Surat")
)
GROUPINGS: tuple[dict[str, str], ...] = ({}, _FINE, _COARSE)  # the first that leaves few enough is taken


STARTS = frozenset({"/", *(f"/{name}/{page}" for name in WORKS_IN for page in ("", "work", "work/panel"))})
# Pages that an item leads to although their path does not begin with its own; by what stands after the service.
_BELONG = {
    "destructions": "/registry/retention",
    "incidents": "/registry/archive",
    "operations": "/intake/operations",
    "rights": "/review/rights",
    "trail": "/intake/trail/all",
    "work": HOME,
}


def services_of(person: Actor) -> list[tuple[str, str]]:
    """The services in which this person may have work, with what they are called: (name, words)."""
    return [(name, PLACES[name]) for name, roles in WORKS_IN.items() if person.roles & roles]


def menu(person: Actor) -> list[tuple[str, str]]:
    """The items that this person's roles may open: (label, path)."""
    return [(label, path) for label, path, roles in ITEMS if person.roles & roles]


@dataclass(frozen=True)
class Entry:
    """One entry of the menu: a page, or a group of pages ``below`` it. ``current``: the present page is (in) it."""

    label: str
    url: str
    current: bool
    below: tuple[Entry, ...] = ()


def entries(person: Actor, path: str) -> list[Entry]:
    """The menu of this person, with the present page marked: at most ``MOST`` entries, by groups where it must be."""
    pages = [Entry(*item) for item in marked(person, path)]
    for groups in GROUPINGS:
        found = _grouped(pages, groups)
        if len(found) <= MOST:
            break
    return found


def _grouped(pages: list[Entry], groups: dict[str, str]) -> list[Entry]:
    """Pages of a group stand together where its first one would; a group of one is that page."""
    found: dict[str, list[Entry]] = {}
    for page in pages:
        found.setdefault(groups.get(page.label, page.label), []).append(page)
    return [
        held[0] if len(held) == 1 else Entry(label, "", any(page.current for page in held), tuple(held))
        for label, held in found.items()
    ]


def marked(person: Actor, path: str) -> list[tuple[str, str, bool]]:
    """The menu with the present page marked: the item whose path is the longest beginning of ``path``."""
    items = menu(person)
    service, _, below = path.strip("/").partition("/")
    path = HOME if path in LISTS else _BELONG.get(below.partition("/")[0], path)
    matching = [url for _, url in items if path == url or (url != HOME and path.startswith(url.rstrip("/") + "/"))]
    present = max(matching, key=len, default=None)
    return [(label, home(service) if url == HOME else url, url == present) for label, url in items]


def home(service: str = "") -> str:
    """*Pekerjaan saya*: the same page in every service, so that it opens while another one is down."""
    return f"/{service}/work" if service in WORKS_IN and service != "intake" else HOME
