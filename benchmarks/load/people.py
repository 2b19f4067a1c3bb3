"""Who comes: staff with sessions of their own, and applicants with a code; each from an address of their own."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

import httpx

from benchmarks.load.asking import Tally
from benchmarks.load.plan import Plan
from deploy.demo import steps
from deploy.demo.client import Json
from deploy.demo.forms import complaint_form
from deploy.demo.staff import Staff
from deploy.demo.stories import STORIES
from deploy.setup import DEMO_PASSWORD
from services.shared.calendar import clock
from services.shared.config.settings import Settings
from services.shared.rights.people import Role
from services.shared.staff.administration import OPERATOR
from services.shared.staff.directory import Directory

ROLES = (Role.CLERK,) * 6 + (Role.SECTION_HEAD,) + (Role.TEAM,) * 2 + (Role.REGISTRAR,)  # of ten people
PATIENCE = 60.0  # seconds
WORDS = ("pasar", "jalan", "malam", "tetangga", "musik", "patok")


@dataclass(frozen=True)
class Seen:
    """What there is to look at: numbers of cases, and codes on receipts."""

    cases: Sequence[str]
    codes: Sequence[str]


def hire(settings: Settings, count: int) -> list[tuple[str, Role]]:
    """Accounts for the staff, in the proportion of ROLES."""
    directory, hired = Directory(settings), []
    for number in range(count):
        name, role = f"beban{number}", ROLES[number % len(ROLES)]
        directory.accounts.add(
            OPERATOR, name, f"Petugas {number}", [role], DEMO_PASSWORD, clock.now(), must_change=False
        )
        hired.append((name, role))
    directory.database.dispose()
    return hired


def take_in(address: str, count: int) -> Seen:
    """Cases with a receipt each, handed in at the desk: identity card, no other evidence."""
    staff, cases, codes = Staff(address), [], []
    for number in range(count):
        story = replace(STORIES[0], case=STORIES[0].case | {"judul": f"{STORIES[0].case['judul']} {number}"})
        form = complaint_form(story)
        case = steps.take_in(staff.clerk, form, [("id_card", "ktp.png", _card(), "image/png")])
        rows = steps.checklist(form, has_evidence=False)
        receipt = steps.do(staff.clerk, steps.intake_path(case["case_no"], "forward"), case, items=rows)
        cases.append(case["case_no"])
        codes.append(receipt["receipt"]["tracking_code"].replace("-", "").replace(" ", ""))
    return Seen(cases, codes)


def client(address: str, number: int) -> httpx.AsyncClient:
    """A client with an address of its own on loopback, as the throttles count by address."""
    own = f"127.{10 + number // 62500}.{number // 250 % 250}.{number % 250 + 1}"
    return httpx.AsyncClient(
        base_url=address, timeout=PATIENCE, headers={"Referer": f"{address}/"},
        transport=httpx.AsyncHTTPTransport(local_address=own, limits=httpx.Limits(max_connections=4)),
    )  # fmt: skip


class Colleague:
    """A member of the staff: signed in once, then a page or a new case each time the clock says so."""

    def __init__(self, address: str, number: int, username: str, role: Role, seen: Seen) -> None:
        self.client = client(address, number)
        self._username, self._role, self._seen = username, role, seen
        self._chance = random.Random(number)

    async def sign_in(self) -> None:
        """One session, which the four services share."""
        token = (await self.client.get("/intake/api/session")).json()["csrf_token"]
        body = {"username": self._username, "password": DEMO_PASSWORD}
        answer = await self.client.post("/intake/api/session", json=body, headers={"X-CSRFToken": token})
        answer.raise_for_status()
        # JSON says by a header that no other site's page sends it; files go to the desk, whose token this is.
        self.client.headers.update({"X-Requested-With": "sigap", "X-CSRFToken": answer.json()["csrf_token"]})

    async def act(self, tally: Tally, due: float) -> None:
        """What this role does most."""
        case_no = self._chance.choice(self._seen.cases)
        kind, path = {
            Role.CLERK: self._at_the_desk(case_no),
            Role.SECTION_HEAD: self._chance.choice(
                [("list of review", "/review/"), ("case in review", f"/review/cases/{case_no}")]
            ),
            Role.TEAM: ("list of review", "/review/"),
            Role.REGISTRAR: ("register book", "/registry/register"),
        }[self._role]
        if path:
            await tally.ask(self.client, kind, due, "GET", path)
        else:
            await self._new_case(tally, due)

    def _at_the_desk(self, case_no: str) -> tuple[str, str]:
        word = self._chance.choice(WORDS)
        ways = [
            ("list of the desk", "/intake/"),
            ("search", f"/intake/?q={word}"),
            ("case at the desk", f"/intake/complaints/{case_no}"),
            ("new case", ""),
        ]
        return self._chance.choices(ways, (40, 15, 35, 10))[0]

    async def _new_case(self, tally: Tally, due: float) -> None:
        """Steps 1 to 3: the application book, then the form."""
        form: Json = complaint_form(STORIES[0])
        body = {"purpose": form["complaint"]["title"], "override_reason": "Simulasi di luar hari kerja"}
        opened = await tally.ask(self.client, "new case: opened", due, "POST", "/intake/api/complaints", json=body)
        if opened is None:
            return
        case, now = opened.json(), asyncio.get_running_loop().time()
        path = steps.intake_path(case["case_no"], "submit-form")
        await tally.ask(self.client, "new case: form", now, "POST", path, json={"version": case["version"], **form})


async def visit(address: str, number: int, code: str, tally: Tally, due: float) -> None:
    """An applicant looks where the case is; a connection of their own, as each time from another phone."""
    async with client(address, 1000 + number) as phone:
        await tally.ask(phone, "tracking page", due, "GET", f"/intake/track/{code}")


def _card() -> bytes:
    from deploy.demo import media

    return media.make("ktp.png", "beban")[0]


def crew(plan: Plan, address: str, hired: Sequence[tuple[str, Role]], seen: Seen) -> list[Colleague]:
    """The plan's staff."""
    return [Colleague(address, number, *hired[number], seen) for number in range(plan.staff)]
