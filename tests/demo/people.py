"""The demonstration's people inside this process: their programs ask the four services over WSGI."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
from werkzeug.exceptions import NotFound

from deploy.demo.client import Json, Program
from deploy.demo.staff import Staff
from services.handoffs.contract import SERVICES
from tests.support.office import TestOffice, service_of

ADDRESS = "http://localhost:8000"


def gateway(office: TestOffice) -> Callable[..., Any]:
    """Four services behind one address."""

    def app(environ: dict[str, Any], start: Any) -> Any:
        service = service_of(environ["PATH_INFO"])
        return (office.app(service) if service in SERVICES else NotFound())(environ, start)

    return app


class Pumping(Program):
    """A program that finds handoffs delivered: before it asks again, they are."""

    office: TestOffice

    def wait(self, path: str, ready: Callable[[Json], object], seconds: float | None = None, **params: str) -> Json:
        """What did not come by now never comes."""
        self.office.pump()
        return super().wait(path, ready, 0.01, **params)

    def post(self, path: str, body: Json) -> Json:
        """As ever, and what it hands over arrives."""
        answer = super().post(path, body)
        self.office.pump()
        return answer


class StaffHere(Staff):
    """All of them."""

    def __init__(self, office: TestOffice) -> None:
        super().__init__(ADDRESS)
        self.office, self.transport = office, httpx.WSGITransport(app=gateway(office))

    def _program(self, username: str) -> Program:
        person = Pumping(self._base, username, self._password, transport=self.transport)
        person.office = self.office
        return person
