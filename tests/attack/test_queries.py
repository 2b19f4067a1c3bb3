"""An address with names of its own: what a page did not ask for reaches no link, and ends no page in an error."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.handoffs.contract import SERVICES
from tests.support.intake import Desk
from tests.support.office import TestOffice
from tests.support.sampling import todays
from tests.support.verbs import routes

# Names that Flask's url_for and our own helpers have for themselves, and some that nobody has.
NAMES = ("_external", "_scheme", "_anchor", "_method", "endpoint", "values", "self", "kind", "tidak_ada", "service",
         "filename", "case_no", "schema", "page", "limit", "filters", "person", "session", "now", "knows")  # fmt: skip
STRANGE = [f"{name}=javascript" for name in NAMES]
ODD = ["after=x", "after=2026-01-01~", "after=~1", "limit=-1", "no=x", "month=2026-13", "year=0", "page=9" + "9" * 40,
       "q=%00", "=", "&&&", "%", "a[]=1", "from=x&to=y", "_external=1&_scheme=javascript&after=1"]  # fmt: skip
ROOT = Path(__file__).parents[2] / "services"
PEOPLE = {"intake": "kasi", "review": "camat", "letters": "camat", "registry": "registrasi"}
SECOND = ("auditor", "admin")


@pytest.fixture(scope="module", autouse=True)
def _something_is_there(office: TestOffice) -> None:
    for _ in range(2):
        Desk(office).forwarded()
    office.pump()


def pages(office: TestOffice, service: str) -> Iterator[str]:
    """Every page and operation that is read and needs no number."""
    for route in routes(office, service, {"GET"}):
        if not route.rule.arguments or all(
            hasattr(route.rule._converters[name], "items") for name in route.rule.arguments
        ):
            yield route.path


@pytest.mark.turns(4)
@pytest.mark.parametrize("service", SERVICES)
def test_no_name_of_the_address_ends_a_page_in_an_error(office: TestOffice, service: str) -> None:
    asked = 0
    for who in (PEOPLE[service], *SECOND):
        for number, path in enumerate(pages(office, service)):
            if office.person(who).get(path).status_code != 200 or path.endswith((".pdf", "/keluar")):
                continue
            queries = [*STRANGE, *ODD] if who not in SECOND else [*STRANGE[:4], *ODD[:3]]
            for query in todays(queries, 3, beside=number):  # all of them in three days, each page others
                answer = office.person(who).get(f"{path}?{query}")
                asked += 1
                assert answer.status_code < 500, f"{who}: {path}?{query}: {answer.status_code}"
                if answer.mimetype == "text/html":
                    leads = re.findall(r'(?:href|action|src)="([^"]+)"', answer.text)
                    foreign = [one for one in leads if re.match(r"(?!/|#|data:|\?)", one)]
                    assert not [one for one in foreign if not one.startswith("mailto:")], f"{path}?{query}: {foreign}"
    assert asked > 100


@pytest.fixture(scope="module")
def kept(office: TestOffice) -> str:
    """The address of a file."""
    desk = Desk(office).forwarded()
    return f"{desk.page}/evidence/{desk.now()['evidence'][0]['id']}"


@pytest.mark.parametrize("digits", [4, 400, 4_999, 5_000, 60_000])
@pytest.mark.parametrize("shape", ["bytes=0-{n}", "bytes={n}-", "bytes=-{n}", "bytes=1-2,3-{n}", "bytes={n}-{n}"])
def test_a_range_of_many_digits_is_no_error(office: TestOffice, kept: str, digits: int, shape: str) -> None:
    answer = office.person("kasi").get(kept, headers={"Range": shape.format(n="9" * digits)})
    assert answer.status_code in {200, 206, 416}


def test_a_part_is_a_part_and_what_is_no_range_is_the_whole(office: TestOffice, kept: str) -> None:
    whole = office.person("kasi").get(kept)
    part = office.person("kasi").get(kept, headers={"Range": "bytes=2-5"})
    assert (part.status_code, part.data) == (206, whole.data[2:6])
    for odd in ("bytes=1-2,4-5", "lines=1-2", "bytes=-", "bytes=\u0661-\u0662".encode().decode("latin-1")):
        answer = office.person("kasi").get(kept, headers={"Range": odd})
        assert (answer.status_code, answer.data) == (200, whole.data)


def test_nothing_else_of_an_address_is_taken_whole() -> None:
    """``address_of`` is the one way from an address into the links of a page."""
    takes = re.compile(
        r"request\.args\.(?:items|lists|to_dict|copy)|\*\*request\.args|(?:dict|MultiDict)\(request\.args"
    )
    found = {str(path.relative_to(ROOT)) for path in ROOT.rglob("*.py") if takes.search(path.read_text())}
    # A list searches by what its address asks; a byte of zero is looked for; the provider reads its own answer; who
    # chooses a language comes back to the address as it was, encoded anew.
    places = {"forms", "languages", "provider", "readable"}
    assert found == {"intake/pages/lists.py", *(f"shared/web/{name}.py" for name in places)}
