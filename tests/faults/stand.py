"""An office of real processes whose servers a test may stop, wipe, freeze and fill."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import redis
from sqlalchemy import Engine, create_engine, make_url, text

from deploy.demo import steps
from deploy.demo.forms import complaint_form
from deploy.demo.stories import STORIES
from deploy.local.servers import Servers
from deploy.setup import prepare
from tests.faults.chaos.processes import Process, running_office
from tests.faults.chaos.walkers import Gone, Person
from tests.support.intake import signature

Json = dict[str, Any]
FORM = complaint_form(STORIES[3])
FULL = """
    create function review.no_room() returns trigger language plpgsql as
    $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
    create trigger no_room before insert on review.inbox execute function review.no_room();
"""


@dataclass
class Stand:
    """The servers, the processes, and people who use them."""

    servers: Servers
    processes: dict[str, Process]
    engine: Engine
    clerk: Person
    section_head: Person
    admin: Person

    def take_in(self) -> Json:
        """Steps 1-3: a complaint that is ready to be forwarded."""
        body = {"purpose": "Mengadu", "override_reason": "Uji ketahanan"}
        case_no = self.clerk.call("POST", "/intake/api/complaints", json=body)["case_no"]
        name, data, kind = steps.card("Orang Uji", "7105151203689901", "Malola")[1:]
        headers = {"X-File-Name": name, "Content-Type": kind}
        path = steps.intake_path(case_no)
        self.clerk.call("POST", f"{path}/evidence?role=id_card", content=data, headers=headers)
        version = self.clerk.call("GET", path)["version"]
        return self.clerk.call("POST", f"{path}/submit-form", json={"version": version, **FORM})

    def forward(self, case: Json, correlation_id: str = "") -> str:
        """Step 5: the handoff to review; returns the case number."""
        rows = steps.checklist(FORM, has_evidence=False)
        body = {"version": case["version"], "items": rows, "signature": signature()}
        headers = {"X-Correlation-Id": correlation_id} if correlation_id else {}
        path = steps.intake_path(case["case_no"], "forward")
        answer = self.clerk.call("POST", path, json=body, headers=headers)
        assert answer["state"] == "forwarded"
        return str(case["case_no"])

    def arrives(self, case_no: str) -> None:
        """The section head has the case, and intake knows that he has it."""
        eventually(lambda: self.section_head.call("GET", steps.review_path(case_no))["state"] == "section_head_review")
        eventually(lambda: self.unacked(case_no) == 0)

    def unacked(self, case_no: str) -> int:
        """How many of intake's messages of a case are open or dead."""
        query = "select count(*) from intake.outbox where case_no = :case_no and acked_at is null"
        with self.engine.connect() as connection:
            return int(connection.execute(text(query), {"case_no": case_no}).scalar_one())

    def reserved(self, service: str) -> int:
        """How many messages the service's worker has taken from the broker and not acknowledged."""
        client = redis.Redis.from_url(self.servers.valkey.url())
        try:
            return int(client.zcard(f"{service}.unacked_index"))  # type: ignore[arg-type]
        finally:
            client.close()

    def operations(self, service: str) -> Json:
        """The operations page's facts of one service."""
        return self.admin.call("GET", f"/{service}/api/operations")

    def lines(self, process: str, correlation_id: str) -> list[Json]:
        """The log lines of a process that bear a correlation id."""
        written = self.processes[process].log.read_text(errors="replace").splitlines()
        return [json.loads(line) for line in written if line.startswith("{") and correlation_id in line]

    @contextmanager
    def disk_full(self) -> Iterator[None]:
        """PostgreSQL answers review's inbox with its own error for a full disk."""
        self._execute(FULL)
        yield
        self._execute("drop function review.no_room cascade")

    def _execute(self, statement: str) -> None:
        with self.engine.begin() as connection:
            connection.execute(text(statement))


@contextmanager
def standing(**settings: str) -> Iterator[Stand]:
    """Start everything with these settings besides, and end it; review's worker has a child, so that it can be held."""
    with (
        tempfile.TemporaryDirectory(prefix="sigap-faults-") as folder,
        Servers(Path(folder) / "run", durable=True) as servers,
    ):
        env = servers.env() | {"SIGAP_PUBLIC_URL": "http://localhost:8000", "SIGAP_DEMO": "1"}
        envs = prepare(env | {"SIGAP_RESEND_AFTER": "1"} | settings)
        engine = create_engine(make_url(env["SIGAP_ADMIN_DATABASE_URL"]).set(database="sigap"), pool_pre_ping=True)
        try:
            logs = Path(folder) / "run" / "process-logs"
            with running_office(envs, logs, "", with_child=["review"]) as (processes, addresses):
                people = [Person(addresses, name) for name in ("loket1", "kasi", "admin")]
                yield Stand(servers, processes, engine, *people)
        finally:
            engine.dispose()


def eventually(check: Callable[[], object], seconds: float = 90) -> None:
    """Ask until ``check`` says yes; a failing question counts as no."""
    end, trouble = time.monotonic() + seconds, ""
    while time.monotonic() < end:
        try:
            if check():
                return
        except Gone as error:
            trouble = str(error)
        time.sleep(0.1)
    raise AssertionError(f"it did not happen in {seconds} s {trouble}")
