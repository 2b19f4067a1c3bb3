"""Least rights in the database, and deny by default on the web."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from services.handoffs.contract import SERVICES
from services.shared.web import access
from tests.support.office import TestOffice

PAIRS = [(mine, theirs) for mine in SERVICES for theirs in (*SERVICES, "staff") if mine != theirs]


@pytest.mark.parametrize(("mine", "theirs"), PAIRS)
def test_a_service_cannot_read_anothers_tables(office: TestOffice, mine: str, theirs: str) -> None:
    table = "account" if theirs == "staff" else "outbox"
    with pytest.raises(ProgrammingError, match="permission denied"), office.service(mine).reading() as session:
        session.execute(text(f"select 1 from {theirs}.{table}"))


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_makes_no_tables(office: TestOffice, service: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), office.service(service).reading() as session:
        session.execute(text(f"create table {service}.mine (id int)"))


def test_a_route_without_a_rule_does_not_start() -> None:
    app = Flask("x")
    app.add_url_rule("/open", view_func=lambda: "all may", endpoint="forgotten")
    with pytest.raises(access.NoRule, match="forgotten"):
        access.check_rules(app)
