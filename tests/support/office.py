"""An office in one process: four Flask applications, and a pump that delivers their handoffs like the workers."""

from __future__ import annotations

import dataclasses
import importlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update
from werkzeug.test import TestResponse

from deploy.setup import DEMO_ACCOUNTS, DEMO_PASSWORD
from services.handoffs import audit_root, intake_to_registry, outbox, registry_to_letters, relay
from services.handoffs.contract import SERVICES
from services.handoffs.contracts import CONTRACTS
from services.handoffs.envelope import Envelope
from services.handoffs.inbox import Inbox
from services.handoffs.tables import outbox as outbox_table
from services.letters.tables import PassphraseTries
from services.shared.calendar import clock
from services.shared.config.entrance import EntranceSettings
from services.shared.config.settings import Settings
from services.shared.data.database import Database
from services.shared.entrance.app import Entrance
from services.shared.jobs import schedule
from services.shared.jobs.tables import timed_job
from services.shared.notices.sending import Recipients, Sender
from services.shared.staff.tables import account
from services.shared.unit_of_work import Service
from services.shared.web.cookies import SESSION as COOKIE
from tests.support import papers
from tests.support.entrance import join
from tests.support.tokens import carry

OF_NO_CASE = (audit_root.CASE_NO, intake_to_registry.PAPER, registry_to_letters.AGENDA)  # orders of their own


@dataclass
class TestOffice:
    """Signs people in, calls the API and pages, and hands messages over."""

    __test__ = False
    settings: dict[str, Settings]
    entrance: EntranceSettings | None = None  # of the sign-in part; none: nobody signs in
    staff_of_workers: str = ""  # the address by which workers reach the staff's schema; none: as the sign-in part does
    apps: dict[str, Flask] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    lookups: dict[str, Database] = field(default_factory=dict)

    def start_anew(self) -> None:
        """What a file of tests did ends with it: new colleagues, ended sessions, locked passphrases, open messages."""
        self.set_aside()
        for person in self.people.values():
            person.trusted.clear()
        if self.apps:
            with self.accounts.transaction() as session:
                ours = [username for username, _, _ in DEMO_ACCOUNTS]
                session.execute(update(account).where(account.c.username.not_in(ours)).values(active=False))
        if "letters" in self.apps:
            with self.service("letters").database.transaction() as session:
                session.execute(delete(PassphraseTries))

    def app(self, service: str) -> Flask:
        """The Flask application of one service, made at first use; publishing is left to the pump."""
        if service not in self.apps:
            app = importlib.import_module(f"services.{service}.app").create_app(self.settings[service])
            app.extensions["sigap"].publisher = app.extensions["sigap"].waker = None
            join(app, lambda: self.sign_in)
            self.apps[service] = app
        return self.apps[service]

    @cached_property
    def sign_in(self) -> Entrance:
        """The part in which people sign in."""
        assert self.entrance is not None
        return Entrance(self.entrance)

    def service(self, name: str) -> Service:
        """The service object of one application."""
        service: Service = self.app(name).extensions["sigap"]
        return service

    @property
    def accounts(self) -> Database:
        """The staff's schema as the sign-in part reaches it, which alone writes accounts and sessions."""
        return self.sign_in.services["intake"].staff

    def worker(self, name: str) -> Service:
        """The same service as its worker has it: with fewer rights on accounts, sessions, and bells."""
        service = self.service(name)
        if not self.staff_of_workers:
            return dataclasses.replace(service, staff=self.accounts)
        if name not in self.lookups:
            self.lookups[name] = Database(self.staff_of_workers, pool_size=1)
        return dataclasses.replace(service, staff=self.lookups[name])

    def person(self, username: str) -> Person:
        """A signed-in member of the staff (demonstration accounts: loket1, kasi, camat, tim1, registrasi …)."""
        return self.people.setdefault(username, Person(self, username))

    def pump(self) -> int:
        """Deliver handoffs until none is open; returns how many messages were delivered.

        Fails where all that is open is held by its receiver (a gap before it): it would never end.
        """
        delivered = 0
        while True:
            rounds = [self._pump_once(name) for name in SERVICES]
            found, settled = (sum(figures) for figures in zip(*rounds, strict=True))
            if not found:
                return delivered
            assert settled, f"{found} messages are held by their receivers, for instance {self._held()}"
            delivered += settled

    def set_aside(self, but: str = "") -> None:
        """Settle the messages that other tests left open, undelivered: their cases are known to one service only.

        What is about no case stays: it can always be delivered, and one left out would hold all later ones.
        """
        others = outbox_table.c.case_no.not_in([but, *OF_NO_CASE])
        for name in self.apps:
            with self.service(name).database.transaction() as session:
                session.execute(update(outbox_table).where(outbox.OPEN, others).values(acked_at=clock.now()))

    def run_jobs(self, name: str, now: datetime | None = None) -> list[str]:
        """Run the timed jobs of one service that are due at ``now``, also those that rest after finding nothing."""
        known = importlib.import_module(f"services.{name}.tasks").JOBS
        jobs = [dataclasses.replace(job, rest=timedelta(0)) for job in known]
        return schedule.run_due(self.worker(name), jobs, now or clock.now())

    def run_archive(self) -> None:
        """Archive now what is ready, though the job has run in this half minute for another test."""
        with self.service("registry").database.transaction() as session:
            session.execute(delete(timed_job).where(timed_job.c.job == "archive_cases"))
        assert "archive_cases" in self.run_jobs("registry")

    def send_notices(self, name: str, now: datetime | None = None, **settings: Any) -> int:
        """Send the due notices of one service as its worker does, run by run, with other settings where given."""
        service = self.worker(name)
        changed = dataclasses.replace(service, settings=service.settings.model_copy(update=settings))
        recipients = getattr(importlib.import_module(f"services.{name}.tasks"), "RECIPIENTS", Recipients())
        sent, moment = 0, now or clock.now()
        while found := Sender(changed, recipients).run(moment):  # one run takes a batch
            sent += found
        return sent

    def _held(self) -> list[str]:
        """Some of the messages that are open."""
        found: list[str] = []
        for name in SERVICES:
            with self.service(name).reading() as session:
                rows = session.execute(select(outbox_table).where(outbox.OPEN).limit(3))
                found += [f"{row.kind} {row.case_no} {row.sequence} {name} -> {row.receiver}" for row in rows]
        return found

    def _pump_once(self, sender: str) -> tuple[int, int]:
        """Deliver what is open now; returns how many messages that were, and how many of them were settled."""
        settled = 0
        service = self.service(sender)
        with service.database.transaction() as session:
            outbox.all_due_now(session)
            envelopes = outbox.claim_due(session, sender, 3600, 500, [])
        for envelope in envelopes:
            wire = Envelope.from_dict(json.loads(json.dumps(envelope.as_dict())))
            receiver = self.worker(wire.receiver)
            handlers = importlib.import_module(f"services.{wire.receiver}.tasks").HANDLERS
            answers = relay.take(receiver, Inbox(CONTRACTS, handlers), [wire])
            refused = [answer for answer in answers if answer.outcome == "dead"]
            assert not refused, f"{wire.kind} {wire.sender} -> {wire.receiver}: {refused[0].reason}"
            with service.database.transaction() as session:
                outbox.settle(session, answers, clock.now())
            settled += len(answers)
        return len(envelopes), settled


class Person:
    """A member of the staff at a browser or a program: signed in once, one cookie jar per service."""

    def __init__(self, office: TestOffice, username: str, password: str = DEMO_PASSWORD) -> None:
        self._office, self._password = office, password
        self._username = username
        self._clients: dict[str, FlaskClient] = {}
        self._tokens: dict[str, str] = {}
        self._session = ""
        self.trusted: set[str] = set()  # services at which this file of tests has seen the session live

    def client(self, service: str) -> FlaskClient:
        """The test client of this person at one service."""
        if self._session and service not in self.trusted:
            self._leave_ended_session(service)
        self.trusted.add(service)
        if service not in self._clients:
            client = self._office.app(service).test_client()
            self._session = self._session or self._sign_in(client, service)
            carry(self._office, client, self._session)
            self._clients[service], self._tokens[service] = client, _csrf_token(client, service)
        return self._clients[service]

    def token(self, service: str) -> str:
        """The CSRF token of this person's session at one service."""
        self.client(service)
        return self._tokens[service]

    def _leave_ended_session(self, service: str) -> None:
        """Sign in anew, where somebody ended this person's session: it was the same one at all services."""
        client = self._office.app(service).test_client()
        carry(self._office, client, self._session)
        if client.get(f"/{service}/api/me").status_code != 200:
            self._clients.clear()
            self._session = ""

    def get(self, path: str, **kwargs: Any) -> TestResponse:
        """GET a path such as ``/intake/api/complaints``; the service is the path's first part."""
        return papers.kept(self.client(service_of(path)).get(path, **kwargs), path)

    def post(self, path: str, **kwargs: Any) -> TestResponse:
        """POST with the CSRF token, as a browser's form or a program would."""
        return self._send(self.client(service_of(path)).post, path, **kwargs)

    def put(self, path: str, **kwargs: Any) -> TestResponse:
        """PUT with the CSRF token."""
        return self._send(self.client(service_of(path)).put, path, **kwargs)

    def ask(self, path: str, expect: int = 200) -> dict[str, Any]:
        """GET JSON and check the status."""
        return _json(self.get(path), expect)

    def do(self, path: str, body: dict[str, Any] | None = None, expect: int = 200) -> dict[str, Any]:
        """POST JSON and check the status."""
        return _json(self.post(path, json=body or {}), expect)

    def _sign_in(self, client: FlaskClient, service: str) -> str:
        """The session, as all services know it: the office has one address, and a password is checked once."""
        answer = client.post(
            f"/{service}/api/session",
            json={"username": self._username, "password": self._password},
            headers={"X-CSRFToken": _csrf_token(client, service)},
        )
        assert answer.status_code == 200, answer.get_data(as_text=True)
        cookie = client.get_cookie(COOKIE)
        assert cookie
        return cookie.value

    def _send(self, send: Callable[..., TestResponse], path: str, **kwargs: Any) -> TestResponse:
        headers = {"X-CSRFToken": self._tokens[service_of(path)], **kwargs.pop("headers", {})}
        return send(path, headers=headers, **kwargs)


def _csrf_token(client: FlaskClient, service: str) -> str:
    token: str = client.get(f"/{service}/api/session").get_json()["csrf_token"]
    return token


def service_of(path: str) -> str:
    """The service that answers a path; any where all give the same."""
    first = path.split("/")[1]
    return "intake" if first == "static" else first


def _json(answer: TestResponse, expect: int) -> dict[str, Any]:
    text = answer.get_data(as_text=True)
    assert answer.status_code == expect, f"{answer.status_code} instead of {expect}: {text[:2000]}"
    parsed: dict[str, Any] = json.loads(text)
    return parsed
