"""The menu says where one is, also on pages whose address does not begin with the item's."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from services.shared.rights.people import STAFF, Actor, Role
from services.shared.web.navigation import ITEMS, entries, marked
from tests.support.office import TestOffice

MARKED = re.compile(r'aria-current="page">([^<]+)</a></li>')


@pytest.mark.parametrize(
    ("username", "service", "path", "item"),
    [
        ("registrasi", "registry", "", "Registrasi surat"),
        ("registrasi", "registry", "work", "Pekerjaan saya"),
        ("registrasi", "registry", "incidents", "Arsip"),
        ("registrasi", "registry", "archive", "Arsip"),
        ("auditor", "letters", "trail", "Jejak audit"),
        ("auditor", "registry", "operations", "Operasi"),
        ("admin", "intake", "rights", "Hak akses"),
        ("loket1", "intake", "complaints/new", "Terima pengaduan"),
    ],
)
def test_the_menu_marks_where_one_is(office: TestOffice, username: str, service: str, path: str, item: str) -> None:
    answer = office.person(username).client(service).get(f"/{service}/{path}")
    assert answer.status_code == 200
    assert MARKED.findall(answer.get_data(as_text=True).split("</header>")[0]) == [item]


def person_with(*roles: Role) -> Actor:
    return Actor(account_id=None, username="uji", name="Orang Uji", roles=frozenset(roles))


@pytest.mark.parametrize(
    "roles", [*combinations(sorted(STAFF), 1), *combinations(sorted(STAFF), 2), tuple(sorted(STAFF))]
)
def test_nobodys_menu_has_more_than_seven_entries_and_every_page_is_in_it_once(roles: tuple[Role, ...]) -> None:
    person = person_with(*roles)
    menu = entries(person, "/intake/")
    assert len(menu) <= 7
    shown = [page for entry in menu for page in (entry.below or (entry,))]
    assert sorted(page.url for page in shown) == sorted(url for _, url, _ in marked(person, "/intake/"))
    assert (menu[0].label, menu[0].current) == ("Pekerjaan saya", True)
    assert not [entry for entry in menu if len(entry.below) == 1], "a group of one is that page"


def test_a_group_is_marked_with_the_page_that_is_in_it() -> None:
    menu = {entry.label: entry for entry in entries(person_with(Role.ADMIN), "/intake/operations")}
    assert menu["Sistem"].current
    assert [page.label for page in menu["Sistem"].below if page.current] == ["Operasi"]
    assert not menu["Akun dan hak"].current


# Pages that more people may open than are led there: they come by a link of their own work.
NOT_ALL_ARE_LED = {"/intake/book", "/review/rights", "/letters/templates"}


def test_the_menu_leads_to_a_page_exactly_those_who_may_open_it(office: TestOffice) -> None:
    led: dict[str, frozenset[Role]] = {}
    for _, path, roles in ITEMS:
        led[path] = led.get(path, frozenset()) | roles
    for path, roles in led.items():
        app = office.app(path.split("/")[1])
        endpoint, _ = app.url_map.bind("localhost").match(path, method="GET")
        allowed: frozenset[Role] = app.view_functions[endpoint].allowed  # type: ignore[attr-defined]
        assert roles <= allowed, f"{path}: {sorted(roles - allowed)} are led to a closed door"
        assert (roles == allowed) == (path not in NOT_ALL_ARE_LED), f"{path}: not led: {sorted(allowed - roles)}"
