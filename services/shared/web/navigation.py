"""The one menu of the product: a person sees the same items in all four services."""

from __future__ import annotations

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
LISTS = frozenset({"/review/"})  # parts of *my work* that have no item of their own
PLACES = {"intake": "loket", "review": "penanganan", "letters": "surat", "registry": "registrasi"}
HOME = "/intake/"
MY_WORK = "Pekerjaan saya"

ITEMS: tuple[tuple[str, str, frozenset[Role]], ...] = (
    (MY_WORK, HOME, STAFF),
    ("Operasi", "/intake/operations", frozenset({Role.ADMIN})),
    ("Terima pengaduan", "/intake/complaints/new", DESK),
    ("Buku permohonan", "/intake/book", DESK | READERS),
    ("Semua pengaduan", "/review/cases", _HANDLING | READERS),
    ("Surat", "/letters/", _HANDLING | READERS),
    ("Templat surat", "/letters/templates", frozenset({Role.ADMIN})),
    ("Registrasi surat", "/registry/", DESK | {Role.REGISTRAR}),
    ("Buku register", "/registry/register", DESK | {Role.REGISTRAR} | _HEADS | READERS),
    ("Agenda surat keluar", "/registry/agenda", DESK | {Role.REGISTRAR} | _HEADS | READERS),
    ("Arsip", "/registry/archive", _HEADS | {Role.REGISTRAR} | READERS),
    ("Statistik", "/review/statistics", _HEADS | {Role.AUDITOR}),
    ("Pejabat pelaksana", "/review/acting", frozenset({Role.CAMAT}) | READERS),
    ("Retensi arsip", "/registry/retention", _HEADS | {Role.REGISTRAR} | READERS),
    ("Operasi", "/intake/operations", frozenset({Role.AUDITOR})),
    ("Saluran", "/intake/notices/channels", READERS),
    ("Survei", "/intake/survey/results", _HEADS | READERS),
    ("Data pribadi", "/intake/personal-data", READERS | _HEADS | DESK),
    ("Jejak audit", "/intake/trail", frozenset({Role.AUDITOR})),
    ("Siapa boleh apa", "/review/rights", READERS),
    ("Petugas", "/intake/staff", frozenset({Role.ADMIN})),
    ("Persetujuan akun", "/intake/approvals", frozenset({Role.CAMAT}) | READERS),
)


STARTS = frozenset({"/", *(f"/{name}/{page}" for name in WORKS_IN for page in ("", "work", "work/panel"))})
# Pages that an item leads to although their path does not begin with its own; by what stands after the service.
_BELONG = {
    "destructions": "/registry/retention",
    "incidents": "/registry/archive",
    "operations": "/intake/operations",
    "rights": "/review/rights",
    "trail": "/intake/trail",
    "work": HOME,
}


def services_of(person: Actor) -> list[tuple[str, str]]:
    """The services in which this person may have work, with what they are called: (name, words)."""
    return [(name, PLACES[name]) for name, roles in WORKS_IN.items() if person.roles & roles]


def menu(person: Actor) -> list[tuple[str, str]]:
    """The items that this person's roles may open: (label, path)."""
    return [(label, path) for label, path, roles in ITEMS if person.roles & roles]


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
