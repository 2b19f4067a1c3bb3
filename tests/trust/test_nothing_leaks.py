"""A case with a marked name, number and telephone is played to the archive; then everything beside it is searched.

The addresses on the pages are looked at for one more thing: they lead nobody to a refusal.
"""

from __future__ import annotations

import importlib
import io
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from html import unescape
from urllib.parse import unquote_plus, urlsplit

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine, create_engine, make_url, text
from werkzeug.exceptions import HTTPException

from deploy.local.servers import Servers
from services.handoffs.contract import SERVICES
from services.shared.rights.people import Role
from services.shared.web.metrics import web_metrics
from tests.support.cases import PlayedCase
from tests.support.office import TestOffice, service_of
from tests.support.sampling import sampled
from tests.trust.test_every_route import PEOPLE, calls

LINK = re.compile(r"""(href|action|formaction|src|data-[\w-]*url)="([^"]*)\"""")
Addresses = Callable[[str], dict[str, list[tuple[str, str]]]]
EMPTY = ("/intake/book?month=2020-01", "/intake/complaints?to=01/01/2020")  # what lists without a row offer
TOKEN = "token-of-prometheus-0123456789"
NAMELESS = ("audit", "notice", "bell", "heartbeat", "job", "statistic")  # tables whose rows need no applicant's name

LOOKING = sampled(PEOPLE, {"kasi", "tim1", "auditor"})


@pytest.fixture(scope="module")
def said() -> io.StringIO:
    """Every log line of the played case, as the processes write it."""
    return io.StringIO()


@pytest.fixture(scope="module")
def marked(office: TestOffice, said: io.StringIO) -> PlayedCase:
    for service in SERVICES:
        office.app(service)  # each configures the log anew
    with logged(said):
        return PlayedCase(office, "Zebaoth Xylander")


@pytest.fixture(scope="module")
def owner(servers: Servers) -> Iterator[Engine]:
    found = create_engine(make_url(servers.env()["SIGAP_ADMIN_DATABASE_URL"]).set(database="sigap"))
    yield found
    found.dispose()


@contextmanager
def logged(stream: io.StringIO) -> Iterator[None]:
    handler = logging.getLogger().handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    before = handler.setStream(stream)
    yield
    handler.setStream(before)


def secrets(case: PlayedCase) -> tuple[str, ...]:
    return (case.nik, case.phone, *case.marker.split())


def test_the_log_of_a_whole_case_names_nobody(marked: PlayedCase, said: io.StringIO) -> None:
    lines = said.getvalue().lower()
    assert lines.count('"event": "request"') > 30
    assert not [secret for secret in secrets(marked) if secret.lower() in lines]


def test_the_number_of_the_card_stands_readable_in_no_row(marked: PlayedCase, owner: Engine) -> None:
    looked, holding_name = 0, set()
    with owner.connect() as connection:
        tables = connection.execute(
            text("select table_schema, table_name from information_schema.tables where table_schema = any(:schemas)"),
            {"schemas": ["staff", *SERVICES]},
        ).all()
        for schema, table in tables:
            rows = text(f'select count(*) from "{schema}"."{table}" t where t::text ilike :word')
            looked += 1
            assert not connection.execute(rows, {"word": f"%{marked.nik}%"}).scalar_one(), f"{schema}.{table}"
            if connection.execute(rows, {"word": f"%{marked.marker.split()[1]}%"}).scalar_one():
                holding_name.add(f"{schema}.{table}")
    assert looked > 60
    assert "intake.applicant" in holding_name, "the search finds what is there"
    assert not {name for name in holding_name if name.startswith("staff.") or name.split(".")[1].startswith(NAMELESS)}


@pytest.fixture(scope="module")
def addresses(office: TestOffice, marked: PlayedCase) -> Addresses:
    """By page, every address (attribute, value) that it shows to a person, or sends them to."""

    @cache
    def shown_to(username: str) -> dict[str, list[tuple[str, str]]]:
        found = {}
        pages = [call.path for call in calls(office, ["GET"], marked, most=1)]
        for page in (*pages, *EMPTY):
            if page.endswith((".pdf", ".png")):
                continue
            answer = office.person(username).get(page)
            found[page] = [("Location", answer.headers.get("Location", ""))]
            if answer.mimetype == "text/html":
                found[page] += [(name, unescape(value)) for name, value in LINK.findall(answer.get_data(as_text=True))]
        return found

    return shown_to


@pytest.mark.turns(3)
@pytest.mark.parametrize("username", LOOKING)
def test_no_address_on_any_page_names_anybody(addresses: Addresses, marked: PlayedCase, username: str) -> None:
    found = 0
    for page, places in addresses(username).items():
        found += len(places)
        plain = unquote_plus(" ".join(value for _, value in places)).lower()
        assert not [secret for secret in secrets(marked) if secret.lower() in plain], page
    assert found > 300


@pytest.mark.parametrize("username", LOOKING)
def test_no_link_on_any_page_leads_to_a_refusal(office: TestOffice, addresses: Addresses, username: str) -> None:
    links = {(page, value) for page, places in addresses(username).items() for name, value in places if name == "href"}
    refusing = [f"{value} on {page}" for page, value in links if not leads_on(office, PEOPLE[username], value)]
    assert len(links) > 200
    assert not refusing


def leads_on(office: TestOffice, role: Role, address: str) -> bool:
    """Whether an address of ours is a page that the role may open."""
    path, elsewhere = urlsplit(address).path, urlsplit(address).netloc == "wa.me"
    if not path.startswith("/") or path == "/" or elsewhere:
        return True
    app = office.app(service_of(path))
    try:
        endpoint, _ = app.url_map.bind("localhost").match(path, method="GET")
    except HTTPException:
        return False
    allowed = app.view_functions[endpoint].allowed
    return allowed is None or role in allowed


@pytest.mark.parametrize("name", SERVICES)
def test_no_metric_names_anybody(office: TestOffice, marked: PlayedCase, name: str) -> None:
    settings = office.settings[name].model_copy(update={"metrics_token": SecretStr(TOKEN)})
    scraped = importlib.import_module(f"services.{name}.app").create_app(settings).test_client()
    answer = scraped.get(f"/{name}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    told = answer.get_data(as_text=True) + web_metrics(office.app(name)).render().decode()
    assert told.count("sigap_requests_total{") > 3
    assert not [secret for secret in (*secrets(marked), marked.case_no) if secret in told]


@pytest.mark.parametrize("fault", ["table gone", "row refused"])
def test_an_error_tells_nothing_that_was_typed(
    office: TestOffice, owner: Engine, marked: PlayedCase, fault: str
) -> None:
    break_it, mend_it = {
        "table gone": (
            "alter table intake.application_book rename to gone",
            "alter table intake.gone rename to application_book",
        ),
        "row refused": (
            "alter table intake.application_book add constraint uji check (purpose not like 'Uji %') not valid",
            "alter table intake.application_book drop constraint uji",
        ),
    }[fault]
    typed = f"Uji {marked.marker} {marked.nik} {marked.phone}"
    lines = io.StringIO()
    with owner.begin() as connection:
        connection.execute(text(break_it))
    try:
        with logged(lines):
            answer = office.person("loket1").post(
                "/intake/api/complaints", json={"purpose": typed, "override_reason": "Uji"}
            )
    finally:
        with owner.begin() as connection:
            connection.execute(text(mend_it))
    assert answer.status_code == 500
    assert answer.get_json()["reference"] in lines.getvalue()
    for told in (answer.get_data(as_text=True), lines.getvalue()):
        assert not [secret for secret in secrets(marked) if secret in told]
