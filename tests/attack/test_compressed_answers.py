"""A listener who sees how long compressed answers are learns no token (BREACH): none stands in two answers alike."""

from __future__ import annotations

import difflib
import re

import pytest
from flask.testing import FlaskClient

from tests.support.office import TestOffice

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
ALIKE = 8  # characters; two texts of 240 random ones share three or four in a row


@pytest.fixture
def stranger(office: TestOffice) -> FlaskClient:
    """A browser at the page of signing in."""
    return office.app("intake").test_client()


def tokens(client: FlaskClient) -> set[str]:
    """Every token of a page, in its head and its forms."""
    text = client.get("/intake/masuk").text
    return {*TOKEN.findall(text), *re.findall(r'name="csrf-token" content="([^"]+)"', text)}


def in_a_row(one: str, other: str) -> int:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size


def test_no_part_of_a_token_stands_in_two_answers(stranger: FlaskClient) -> None:
    (first,), (second,) = tokens(stranger), tokens(stranger)
    assert in_a_row(first, second) < ALIKE
    given = [stranger.get("/intake/api/session").get_json()["csrf_token"] for _ in range(2)]
    assert in_a_row(*given) < ALIKE


def test_each_of_them_is_the_session_s_and_of_no_other(office: TestOffice, stranger: FlaskClient) -> None:
    typed = {"username": "tidak-ada", "password": "salah-sekali"}
    for (token,) in (tokens(stranger), tokens(stranger)):
        answer = stranger.post("/intake/masuk", data=typed | {"csrf_token": token})
        assert answer.status_code != 400
    (elsewhere,) = tokens(office.app("intake").test_client())
    (spoilt,) = tokens(stranger)
    for address in ("http://[", "https://situs.example"):
        typed_there = typed | {"csrf_token": tokens(stranger).pop()}
        assert stranger.post("/intake/masuk", data=typed_there, headers={"Origin": address}).status_code == 400, address
    for wrong in (elsewhere, spoilt[:-4] + "AAAA", spoilt[4:], "AAAA", "é", "", "a.b.c"):
        assert stranger.post("/intake/masuk", data=typed | {"csrf_token": wrong}).status_code == 400, wrong
