"""The menu says where one is, also on pages whose address does not begin with the item's."""

from __future__ import annotations

import re

import pytest

from tests.support.office import TestOffice

MARKED = re.compile(r'aria-current="page">([^<]+)</a></li>')


@pytest.mark.parametrize(
    ("username", "service", "path", "item"),
    [
        ("registrasi", "registry", "", "Pekerjaan saya"),
        ("registrasi", "registry", "incidents", "Arsip"),
        ("registrasi", "registry", "archive", "Arsip"),
        ("auditor", "letters", "trail", "Jejak audit"),
        ("auditor", "registry", "operations", "Operasi"),
        ("admin", "intake", "rights", "Siapa boleh apa"),
        ("loket1", "intake", "complaints/new", "Terima pengaduan"),
    ],
)
def test_the_menu_marks_where_one_is(office: TestOffice, username: str, service: str, path: str, item: str) -> None:
    answer = office.person(username).client(service).get(f"/{service}/{path}")
    assert answer.status_code == 200
    assert MARKED.findall(answer.get_data(as_text=True).split("</header>")[0]) == [item]
